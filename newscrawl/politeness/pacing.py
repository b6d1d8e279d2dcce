"""Keeps requests to one host apart."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals

from newscrawl.politeness.spans import retry_after

if TYPE_CHECKING:
    from typing import Any, Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

__all__ = ["PolitenessMiddleware"]

SHORTEST_DELAY = 0.001
"""Seconds; without any delay Scrapy 2.19 starts requests before it has counted those under way, and would not wait for
``Retry-After`` either."""

LONGEST_CRAWL_DELAY = 60.0
"""Seconds; a site that asks for more gets this."""

LONGEST_PAUSE = 120.0
"""Seconds; a request whose ``Retry-After`` asks for more fails for now, the next run tries again."""


class PolitenessMiddleware:
    """Keeps to ``Crawl-delay`` of robots.txt, to a site's own delay and to ``Retry-After`` of 429 and 503.

    A site's delay comes in ``request.meta["newscrawl_delay"]``, in seconds.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._throttled = crawler.settings.getbool("AUTOTHROTTLE_ENABLED")
        self._delays: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to robots.txt files."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
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
        if asked >= self._delay and (asked or not self._throttled):
            # AutoThrottle knows one delay for all hosts and would fall below; jitter would as well
            request.meta["autothrottle_dont_adjust_delay"] = True
            delay = asked or SHORTEST_DELAY
            downloader = self._downloader()
            key = downloader.get_slot_key(request)
            downloader.per_slot_settings[key] = {"delay": delay, "jitter": 0.0}
            if slot := downloader.slots.get(key):
                slot.delay, slot.jitter = delay, 0.0

    def process_response(self, request: Request, response: Response) -> Response:
        """Pause the host when it asks for it; whether the request is retried is the retry middleware's business."""
        if response.status in (429, 503) and (wait := _seconds(response)) > 0:
            if wait > LONGEST_PAUSE:
                request.meta["dont_retry"] = True
            downloader = self._downloader()
            if slot := downloader.slots.get(downloader.get_slot_key(request)):
                # the next request leaves a delay after the "last" one
                slot.lastseen = time.monotonic() + min(wait, LONGEST_PAUSE)
        return response

    def _downloader(self) -> Any:
        return self._crawler.engine.downloader


def _seconds(response: Response) -> float:
    """Return how long an answer asks to be left alone; 0 when it does not."""
    return retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), datetime.now(UTC))
