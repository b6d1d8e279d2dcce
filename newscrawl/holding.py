"""A run's hold on its site: the lock with its heartbeat, and the entries of the frontier that the run works on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.utils.asyncio import create_looping_call

from newscrawl.errors import SiteHeld, StoreError
from newscrawl.frontier import Held, SqliteFrontier
from newscrawl.reporting import may_pass
from newscrawl.store import BEAT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from newscrawl.items import Link
    from newscrawl.store import State

__all__ = ["Holding"]

logger = logging.getLogger("newscrawl")


class Holding:
    """Keeps a site's lock while the crawl goes on, and tells the frontier what becomes of its entries.

    :param stop: ends the crawl, for a reason that it says in one line
    :raises SiteHeld: another run holds the site
    :raises StoreError: when the state cannot be used
    """

    def __init__(self, state: State, site: str, stop: Callable[[SiteHeld | StoreError], None]) -> None:
        self._state = state
        self._stop = stop
        self._lock = state.locks.take(site)
        self.owner = self._lock.owner
        """Names this run, as its lock does."""
        self.entries = SqliteFrontier(state.database)
        """Where they are kept."""
        self.held = Held(self.entries, site, self.owner)
        """Those that have no outcome yet."""
        self.given_up: dict[str, str] = {}
        """Why articles were given up, by key."""
        self._pulse = create_looping_call(self._beat)
        self._pulse.start(BEAT, now=False)

    def put(self, links: Sequence[Link], channel: str, *, priority: int) -> None:
        """Remember the links of a list's page."""
        self.held.put(links, channel, priority)

    def left_behind(self, channels: Collection[str]) -> Iterator[tuple[Link, str]]:
        """Take up what earlier runs left, each link with its channel."""
        return self.held.left_behind(channels)

    def leads_to(self, url: str, entry: str) -> None:
        """Let what is told of an address count for the entry of another one."""
        self.held.leads_to(url, entry)

    def settle(self, url: str) -> None:
        """Hear that an outcome is remembered, or that there is none to remember."""
        try:
            self.held.settle(url)
        except StoreError as error:
            self._stop(error)

    def left(self, url: str) -> None:
        """Hear that an address was not asked for; the next run will."""
        self.held.leave(url)

    def failed(self, url: str, reason: str) -> None:
        """Hear of a failure: what may pass stays for the next run, unless it did not pass for days."""
        if not may_pass(reason):
            self.settle(url)
            return
        try:
            for key in self.held.fail(url, reason):
                logger.warning("given up %s: %s", key, reason)
                self.given_up[key] = f"given up: {reason}"
                self._state.refused(key, f"given up: {reason}")
                self.held.settle(key)
        except StoreError as error:
            self._stop(error)

    def let_go(self, *, done: bool) -> None:
        """Leave the site to whoever comes next.

        :param done: the run came to its end by itself
        :raises StoreError: when that cannot be remembered
        """
        if self._pulse.running:
            self._pulse.stop()
        try:
            self.held.let_go(done=done)
        finally:
            self._lock.let_go()

    def _beat(self) -> None:
        try:
            self._lock.beat()
        except (SiteHeld, StoreError) as error:
            self._stop(error)
