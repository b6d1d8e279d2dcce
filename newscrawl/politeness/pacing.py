"""Keeps requests to one host apart, within a crawl and among crawls."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals

from newscrawl.guard import GuardedHandler
from newscrawl.politeness.traffic import Traffic

if TYPE_CHECKING:
    from typing import Any, Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

__all__ = ["PacedHandler", "PolitenessMiddleware"]

SHORTEST_DELAY = 0.001
"""Seconds; without any delay Scrapy 2.19 starts requests before it has counted those under way."""

LONGEST_CRAWL_DELAY = 60.0
"""Seconds; a site that asks for more gets this."""


class PolitenessMiddleware:
    """Keeps to ``Crawl-delay`` of robots.txt and to a site's own delay.

    A site's delay comes in ``request.meta["newscrawl_delay"]``, in seconds. AutoThrottle may make it longer.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._throttled = crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
        self._delays: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to robots.txt files, and to what AutoThrottle listens to."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(middleware.downloaded, signal=signals.response_downloaded)
        return middleware

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Note how long a host wants us to wait between two requests."""
        delay = robotparser.crawl_delay(self._crawler.settings["USER_AGENT"])
        if delay:
            self._delays[urlsplit(request.url).hostname or ""] = min(delay, LONGEST_CRAWL_DELAY)

    def process_request(self, request: Request) -> None:
        """Slow the host down to what it or its site file asks for."""
        host = urlsplit(request.url).hostname or ""
        asked = max(self._delays.get(host, 0.0), request.meta.get("newscrawl_delay", 0.0))
        if asked > self._delay or not (self._delay or self._throttled):
            downloader = self._downloader()
            key = downloader.get_slot_key(request)
            downloader.per_slot_settings[key] = {"delay": asked or SHORTEST_DELAY, "jitter": 0.0}
            self._keep(key)

    def downloaded(self, request: Request) -> None:
        """Take back what AutoThrottle, which was told first and knows one delay for all hosts, allowed too early."""
        self._keep(request.meta.get("download_slot", ""))

    def _keep(self, key: str) -> None:
        downloader = self._downloader()
        if (slot := downloader.slots.get(key)) and (least := downloader.per_slot_settings.get(key)):
            slot.delay, slot.jitter = max(slot.delay, least["delay"]), least["jitter"]

    def _downloader(self) -> Any:
        return self._crawler.engine.downloader


class PacedHandler(GuardedHandler):
    """Downloads when it is this crawl's turn: others may be asking the host, or it may want to be waited for."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._traffic = Traffic.of(crawler)
        self._at_once = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")

    async def download_request(self, request: Request) -> Response:
        """Return the answer."""
        if self._at_once != 1:
            return await super().download_request(request)
        downloader: Any = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        async with self._traffic.turn(urlsplit(request.url).hostname or "", self.crawler, slot.delay if slot else 0.0):
            return await super().download_request(request)
