"""The keeper's part in a shared frontier: puts there what its run holds, and reads what workers made of it.

The state's own frontier stays the truth. Whatever becomes of Redis, what has no outcome yet is put there again; it is
known there by its address, so nothing is there twice.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from newscrawl.errors import FrontierAway, SiteHeld, StoreError
from newscrawl.folders import telling_os_errors
from newscrawl.frontier import BEAT, HandedIn, Outcome, Shared
from newscrawl.store import write_shared

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scrapy.settings import BaseSettings

    from newscrawl.frontier import Entry
    from newscrawl.holding import Holding

__all__ = ["Keeper", "project_of", "shared_of"]

BATCH = 200
"""Entries that are put, and results that are read, in one step."""

AT_ONCE = 400
"""Results that are read and not yet remembered, at most: pictures may take their time."""

SOON, LATE = 0.05, 0.5
"""Seconds between two looks at the results, while some come and after a while without any."""

ABSENT = 1.0
"""Seconds between two tries while Redis is away."""

STALLED = 30.0
"""Seconds without any result after which everything is put again, in case Redis has lost it."""


def shared_of(settings: BaseSettings) -> Shared | None:
    """Return the shared frontier that the settings name: by its address, or what gives it; ``None``: there is none.

    :raises SiteError: it cannot be used
    """
    value = settings.get("NEWSCRAWL_FRONTIER")
    if not value:
        return None
    shared: Shared = value() if callable(value) else Shared.at(str(value), "NEWSCRAWL_FRONTIER")
    return shared


def project_of(folder: Path | None) -> str:
    """Return what a state is known by: a name that no other state has, kept beside it.

    :raises StoreError: it cannot be kept
    """
    name = secrets.token_hex(8)
    if folder:
        path = folder / "project"
        with telling_os_errors(path):
            if path.exists():
                return path.read_text("ascii").strip()
        write_shared(path, f"{name}\n")
    return name


class Keeper:
    """What one run of one site shares.

    :param digest: by which site file its articles are read
    :param note: tells people a line
    """

    def __init__(
        self, shared: Shared, holding: Holding, site: str, *, digest: str, note: Callable[[str], None]
    ) -> None:
        self._shared = shared
        self._holding = holding
        self._site = site
        self._digest = digest
        self._note = note
        self._fed = 0
        """Number of the last entry that was put."""
        self._read = ""
        """Place of the last result that was read."""
        self._given: dict[str, str] = {}
        """Key -> its result's place, of results that are read and not acknowledged."""
        self._beat = -BEAT
        self._came = time.monotonic()
        self._pause = SOON
        self._away = ""

    @property
    def busy(self) -> bool:
        """Whether something has no outcome yet, or its outcome is not acknowledged."""
        return bool(self._holding.held.left or self._given)

    async def begin(self, project: str, contact: str) -> None:
        """Sign in, however long Redis is away.

        :raises SiteHeld: another keeper has the site
        :raises StoreError: the frontier is another project's, or Redis refuses for good
        """

        def sign_in() -> None:
            self._shared.register.claim(project, contact=contact)
            self._hold()
            self._shared.register.announce(self._site, self._digest)

        while not await self._try(sign_in):
            pass

    async def exchange(self) -> list[HandedIn]:
        """Put what is new, acknowledge what is remembered, and return what has come back, if anything has.

        :raises SiteHeld: another keeper has taken the site over
        :raises StoreError: Redis refuses for good, or the state cannot be read
        """
        holding, held = self._holding, self._holding.held
        rows = holding.entries.held_by(self._site, holding.owner, self._fed, BATCH)
        # what the list itself holds needs no worker; what has its outcome is only kept for the next run
        fresh = [entry for _, entry in rows if held.holds(entry.key) and not entry.payload.get("body")]
        done = [key for key in self._given if not held.holds(key)]
        found: list[HandedIn] = []
        if not await self._try(lambda: found.extend(self._swap(fresh, done))):
            # it may come back without what was there
            self._fed, self._read = 0, ""
            return []
        if rows:
            self._fed = rows[-1][0]
        for key in done:
            del self._given[key]
        found = [handed for handed in found if handed.key not in self._given]
        self._given |= {handed.key: handed.id for handed in found if handed.key}
        await self._wait(idle=not found and not rows)
        return found

    def _swap(self, fresh: Sequence[Entry], done: Sequence[str]) -> list[HandedIn]:
        """Do what needs Redis; done again after a failure, it does no harm."""
        frontier, site = self._shared.frontier, self._site
        self._hold()
        dead = frontier.share(site, fresh)
        given_up = self._holding.given_up
        for key in done:
            if key in given_up:
                frontier.bury(site, key, given_up[key])
        frontier.acknowledge(site, [key for key in done if key not in given_up], self._holding.owner)
        found = [
            HandedIn("", entry.key, entry.channel, dict(entry.payload), Outcome(kind="dead", reason="as before"))
            for entry in fresh
            if entry.key in dead
        ]
        if len(self._given) < AT_ONCE and (results := frontier.results(site, self._read, BATCH)):
            self._read = results[-1].id
            frontier.drop(site, [handed.id for handed in results if not handed.key])
            found += results
        return found

    def _hold(self) -> None:
        """Take the site's lock, or go on holding it."""
        if time.monotonic() - self._beat > BEAT:
            # on this machine the state's own lock, which we hold, says that another owner is dead
            ours = f"{socket.gethostname()}:"
            if other := self._shared.register.keep(self._site, self._holding.owner, dead=ours):
                host, process, *_ = f"{other}::".split(":")
                raise SiteHeld(self._site, f"process {process} on {host}, in {self._shared.address}", None)
            self._beat = time.monotonic()

    async def _wait(self, *, idle: bool) -> None:
        """Wait a moment when nothing comes; after a long one, see whether anybody is at work."""
        now = time.monotonic()
        if not idle:
            self._came, self._pause = now, SOON
            return
        if now - self._came > STALLED and self._holding.held.left:
            self._came, self._fed = now, 0
            await self._try(self._look_for_workers)
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 1.5, LATE)

    def _look_for_workers(self) -> None:
        if not self._shared.register.workers():
            self._note(f"{self._site}: {self._holding.held.left} articles wait for workers: newscrawl work")

    def let_go(self) -> None:
        """Give the site's lock back, if Redis is there."""
        # without, it ends by itself
        with suppress(StoreError):
            self._shared.register.let_go(self._site, self._holding.owner)

    async def _try(self, work: Callable[[], object]) -> bool:
        """Do something that needs Redis, in a thread; tell whether it was there, and people when that changes."""
        try:
            await asyncio.to_thread(work)
        except FrontierAway as error:
            if self._away != str(error):
                self._away = str(error)
                self._note(f"{error}; waiting")
            await asyncio.sleep(ABSENT)
            return False
        if self._away:
            self._away = ""
            self._note(f"{self._shared.address} is back")
        return True
