"""Whose turn it is at a host, and which hosts are to be left alone: what the crawls of one process know together.

Two sites may share a host, and then two crawls do. A crawl makes its own :class:`Traffic` unless the setting
``NEWSCRAWL_TRAFFIC`` names what gives it one. With other processes it takes turns by
:mod:`~newscrawl.politeness.turns`.
"""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.misc import load_object
from twisted.internet.defer import DeferredLock
from twisted.internet.task import deferLater

from newscrawl.extensions import extension_of, state_folder
from newscrawl.keeping import shared_of
from newscrawl.politeness.drops import LEFT_ALONE, LeftForLater
from newscrawl.politeness.turns import turns_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler

    from newscrawl.politeness.turns import Turns
    from newscrawl.store import Pause

__all__ = ["FORGOTTEN", "Host", "Server", "Traffic"]

FORGOTTEN = 3600.0
"""Seconds after which a refusal that other processes have met does not count any more, if none has followed."""

GLANCE = 0.5
"""Seconds after which whoever waits looks whether the crawl has been stopped."""


@dataclass(kw_only=True, slots=True)
class Host:
    """When one host was and may be asked."""

    turn: DeferredLock = field(default_factory=DeferredLock)
    """Held by the request that is under way."""
    last: float = 0.0
    """When the last request began, on the clock that only goes forward."""
    resumes: float = 0.0
    """When it may be asked again, on the same clock."""

    def moment(self, delay: float) -> float:
        """Return when it may be asked.

        A crawl's downloader counts its delay from when it handed a request out, which may then have waited for others.
        """
        return max(self.resumes, self.last + delay if self.last else 0.0)


@dataclass(kw_only=True, slots=True)
class Server:
    """How one server answered so far."""

    refusals: int = 0
    """How many in a row."""
    pause: Pause | None = None
    """Until when it is left alone, beyond this run as well."""


class Traffic:
    """The hosts that were met, by name.

    :param turns: tells when other processes ask a host; ``None``: there are none
    """

    def __init__(self, turns: Turns | None = None) -> None:
        self._turns = turns
        self._hosts: dict[str, Host] = {}
        self._servers: dict[str, Server] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Traffic:
        """Return the one that the crawl shares with others, or one of its own."""
        maker = crawler.settings.get("NEWSCRAWL_TRAFFIC")
        if maker:
            traffic: Traffic = load_object(maker)()
            return traffic
        if shared := shared_of(crawler.settings):
            return cls(shared.turns)
        folder = state_folder(crawler.settings)
        return cls(turns_in(folder) if folder else None)

    @classmethod
    def of(cls, crawler: Crawler) -> Traffic:
        """Return the crawl's own.

        :raises NotConfigured: when the extension is switched off
        """
        return extension_of(crawler, cls)

    def server(self, name: str) -> Server:
        """Return what is known of a server, whose pause may be set.

        :param name: the host's name, with its port where an address names it
        """
        return self._servers.setdefault(name, Server())

    def wait(self, name: str, seconds: float) -> None:
        """Let all requests to a host wait for that long from now on, those of other processes as well."""
        self._hold(name, seconds)
        if self._turns:
            self._turns.postpone(name, seconds)

    def refused(self, name: str) -> int:
        """Count a server's refusal; return how many in a row this process and others that ask it have met."""
        server = self.server(name)
        server.refusals = max(server.refusals + 1, self._turns.refused(name, FORGOTTEN) if self._turns else 0)
        return server.refusals

    def answered(self, name: str) -> None:
        """Forget what a server has refused: it has answered."""
        server = self.server(name)
        server.refusals, server.pause = 0, None
        if self._turns:
            self._turns.answered(name)

    def waits(self, name: str) -> bool:
        """Tell whether requests to a host have to wait a while."""
        return name in self._hosts and self._hosts[name].resumes > time.monotonic()

    @asynccontextmanager
    async def turn(self, name: str, crawl: Crawler, delay: float) -> AsyncIterator[None]:
        """Wait until nobody else asks the host and it may be asked again.

        :param delay: seconds since the beginning of the last request, whoever made it
        :raises LeftForLater: the crawl is stopped while it waits
        """
        from twisted.internet import reactor

        host = self._hosts.setdefault(name, Host())
        await maybe_deferred_to_future(host.turn.acquire())
        try:
            while (wait := self._wait(name, host.moment(delay), delay)) > 0:
                if not crawl.crawling:
                    raise LeftForLater(LEFT_ALONE)
                await maybe_deferred_to_future(deferLater(reactor, min(wait, GLANCE), lambda: None))
            host.last = time.monotonic()
            try:
                yield
            finally:
                if self._turns:
                    self._turns.give(name)
        finally:
            host.turn.release()

    def _wait(self, name: str, moment: float, delay: float) -> float:
        """Return how long to wait yet; at the crawl's moment others are asked as well."""
        if (wait := moment - time.monotonic()) > 0 or not self._turns:
            return wait
        if (wait := self._turns.take(name, delay)) > GLANCE:
            # so that the queue hands out requests to other hosts
            self._hold(name, wait)
        return wait

    def _hold(self, name: str, seconds: float) -> None:
        host = self._hosts.setdefault(name, Host())
        host.resumes = max(host.resumes, time.monotonic() + seconds)
