"""A worker's part in a shared frontier: takes entries, and hands back what became of them."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from newscrawl.errors import FrontierAway, StoreError
from newscrawl.extensions import RunLog
from newscrawl.frontier import BEAT, Outcome, link_of
from newscrawl.reporting import INTERNAL
from newscrawl.urls import key_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from scrapy import Spider

    from newscrawl.errors import MissingField, NotAnArticle
    from newscrawl.frontier import Entry, Shared
    from newscrawl.items import Link
    from newscrawl.sites import Site

__all__ = ["Bench", "WorkLog"]

SOON, LATE = 0.05, 1.0
"""Seconds between two looks at the frontier, while there is work and after a while without any."""

ABSENT = 1.0
"""Seconds between two tries while Redis is away."""

IDLE = 20.0
"""Seconds without work after which a site is left; whoever sees new work begins anew."""

logger = logging.getLogger("newscrawl")


class Bench:
    """What one process works on of one site.

    :param worker: the name by which it holds entries
    :param ahead: entries that it holds at most
    :param note: tells people a line
    """

    def __init__(self, shared: Shared, site: Site, worker: str, *, ahead: int, note: Callable[[str], None]) -> None:
        self._shared = shared
        self._site = site
        self._worker = worker
        self._ahead = ahead
        self._note = note
        self._open: dict[str, str] = {}
        """Address of a link, as its key -> key of its entry."""
        self._outbox: list[tuple[str, Outcome]] = []
        self._broken: list[tuple[str, str]] = []
        self._taken: asyncio.Queue[tuple[Link, str] | None] = asyncio.Queue()
        """What is to be fetched; ``None``: there is no work any more."""
        self._news = asyncio.Event()
        """Something waits to be handed back."""
        self._trade: asyncio.Task[None] | None = None
        self._beat = -BEAT
        self._away = ""

    async def entries(self) -> AsyncIterator[tuple[Link, str]]:
        """Yield what is to be fetched, each link with its channel, as long as there is work."""
        # beside Scrapy, which asks for more only when it has room: what is done is to be handed back at once
        self._trade = asyncio.create_task(self._trade_on())
        while taken := await self._taken.get():
            yield taken
        await self._trade

    async def _trade_on(self) -> None:
        """Exchange with the frontier as long as there is work."""
        pause, last = SOON, time.monotonic()
        try:
            while self._open or self._outbox or time.monotonic() - last < IDLE:
                self._news.clear()
                taken = await self._exchange()
                for entry in taken:
                    link = link_of(entry.key, entry.payload)
                    self._open[key_of(link.url)] = entry.key
                    self._taken.put_nowait((link, entry.channel))
                if taken or self._open:
                    last, pause = time.monotonic(), SOON
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), pause)
                pause = min(pause * 1.5, LATE)
        finally:
            self._taken.put_nowait(None)

    def tell(self, url: str, outcome: Outcome) -> None:
        """Hand back what became of a link."""
        if key := self._open.pop(key_of(url), None):
            self._outbox.append((key, outcome))
            self._news.set()

    def broke(self, url: str, reason: str) -> None:
        """Let another worker try a link that this one could not work on."""
        if key := self._open.pop(key_of(url), None):
            self._broken.append((key, reason))
            self._news.set()

    def say(self, text: str) -> None:
        """Let the keeper tell a line."""
        self._outbox.append(("", Outcome(kind="note", reason=text)))

    def close(self) -> None:
        """Hand back what is done, and let go of the rest; without Redis, silence does it."""
        if self._trade:
            self._trade.cancel()
        try:
            self._hand_back([*self._outbox], [*self._broken])
            self._shared.frontier.release(self._site.id, self._worker)
        except StoreError as error:
            logger.warning("%s", error)

    async def _exchange(self) -> list[Entry]:
        """Hand back what is done, show that we live, and take new entries, as far as Redis is there."""
        outbox, broken = [*self._outbox], [*self._broken]
        room = self._ahead - len(self._open)
        keys = [*self._open.values()]
        # a few at a time: half the round trips
        wanted = room if room * 2 >= self._ahead else 0
        if not (outbox or broken or wanted or time.monotonic() - self._beat > BEAT):
            return []

        def swap() -> list[Entry]:
            self._hand_back(outbox, broken)
            self._show_alive(keys)
            if not wanted:
                return []
            return self._shared.frontier.lease(self._site.id, [*self._site.channels], self._worker, wanted)

        try:
            taken = await asyncio.to_thread(swap)
        except FrontierAway as error:
            if self._away != str(error):
                self._away = str(error)
                self._note(f"{error}; waiting")
            await asyncio.sleep(ABSENT)
            return []
        if self._away:
            self._away = ""
            self._note(f"{self._shared.address} is back")
        del self._outbox[: len(outbox)], self._broken[: len(broken)]
        return taken

    def _hand_back(self, outbox: list[tuple[str, Outcome]], broken: list[tuple[str, str]]) -> None:
        """Done again after a failure, it does no harm."""
        frontier, site = self._shared.frontier, self._site.id
        frontier.hand_back(site, outbox)
        for key, reason in broken:
            frontier.fail(site, key, self._worker, reason)

    def _show_alive(self, keys: list[str]) -> None:
        if time.monotonic() - self._beat > BEAT:
            frontier, site = self._shared.frontier, self._site.id
            frontier.beat(site, self._worker, keys)
            # also what we could not work on ourselves; what is open has just been shown to be alive
            frontier.reclaim(site, "")
            self._beat = time.monotonic()


class WorkLog(RunLog):
    """Hears what became of every address, as a crawl's log does, and hands it back."""

    @property
    def bench(self) -> Bench:
        """What is worked on; there from the spider's opening on."""
        if self._bench is None:
            raise RuntimeError("there is a bench only while the spider is open")
        return self._bench

    _bench: Bench | None = None

    def found(self, url: str) -> None:
        """Leave the counting to the keeper."""

    def skipped(self, url: str, reason: str) -> None:
        """Hand back why there is no article."""
        self.bench.tell(url, Outcome(kind="skipped", reason=reason))

    def failed(self, url: str, reason: str) -> None:
        """Hand back why there is no article; what is our own fault another worker tries."""
        logger.warning("failed %s: %s", url, reason)
        if reason.startswith(INTERNAL):
            self.bench.broke(url, reason)
        else:
            self.bench.tell(url, Outcome(kind="failed", reason=reason))

    def left(self, url: str, reason: str) -> None:
        """Hand back that it was not asked for."""
        self.bench.tell(url, Outcome(kind="left", reason=reason))

    def refused(self, url: str, error: MissingField | NotAnArticle, *, key: str) -> str:
        """Hand back why a page gives no article."""
        self.bench.tell(url, Outcome.refusal(error, key))
        return error.reason

    def note(self, text: str) -> None:
        """Let the keeper tell it."""
        logger.warning("%s", text)
        self.bench.say(text)

    def _hold(self, site: Site) -> None:
        shared, worker, tell = self._crawler.settings["NEWSCRAWL_FRONTIER"]()
        at_once = self._crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._bench = Bench(shared, site, worker, ahead=2 * at_once + 2, note=tell)

    def _closed(self, spider: Spider, reason: str) -> None:
        if self._bench:
            self._bench.close()
        super()._closed(spider, reason)
