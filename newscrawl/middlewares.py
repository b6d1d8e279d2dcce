"""What every request of a polite crawler goes through."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, NotConfigured
from scrapy.http import TextResponse

if TYPE_CHECKING:
    from typing import Any, Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

__all__ = [
    "NOT_UNPACKED",
    "PolitenessMiddleware",
    "ProxyMiddleware",
    "RobotsFailureMiddleware",
    "RobotsMiddleware",
    "RobotsUnreadable",
    "is_for_robots",
]

SHORTEST_DELAY = 0.001
"""Seconds; without any delay Scrapy 2.19 starts requests before it has counted those under way, and would not wait for
``Retry-After`` either."""

LONGEST_CRAWL_DELAY = 60.0
"""Seconds; a site that asks for more gets this."""

LONGEST_PAUSE = 120.0
"""Seconds; a request whose ``Retry-After`` asks for more fails for now, the next run tries again."""


NOT_UNPACKED = "newscrawl: not unpacked"
"""Flag of a robots.txt that was not unpacked; the flag behind it says why."""


class RobotsUnreadable(IgnoreRequest):
    """robots.txt exists but cannot be read just now, so nothing may be fetched (RFC 9309, 2.3.1.4)."""


class ProxyMiddleware:
    """Sends every request through the proxy of ``NEWSCRAWL_PROXY``, those for robots.txt as well."""

    def __init__(self, address: str) -> None:
        self._address = address

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Switch off when there is no proxy."""
        address = crawler.settings.get("NEWSCRAWL_PROXY")
        if not address:
            raise NotConfigured
        return cls(address)

    def process_request(self, request: Request) -> None:
        """Leave a request alone that brings a proxy of its own."""
        request.meta.setdefault("proxy", self._address)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, made to hold for every request that waits for a robots.txt.

    Scrapy 2.19 hands what was read to the first two of them only, the others go out unasked.
    """

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host; ``None``: there are none."""
        await super().robot_parser(request)
        parser: RobotParser | None = self._parsers[urlsplit(request.url).netloc]  # type: ignore[assignment]
        return parser


class RobotsFailureMiddleware:
    """Decides what follows when robots.txt cannot be fetched.

    A server error forbids everything, and so does an answer that has no end; the failure says so. No answer at all
    forbids nothing: the page itself will not answer either, and its own failure tells more than a traceback about
    robots.txt does.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._unreadable: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Switch off where robots.txt is not asked for."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Turn a server error, or what could not be unpacked, into a robots.txt that forbids everything."""
        if is_for_robots(request):
            if response.status >= 500:
                return self._forbid(request, f"HTTP {response.status}")
            if NOT_UNPACKED in response.flags:
                return self._forbid(request, response.flags[-1])
        return response

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """Turn a missing answer into an empty robots.txt, and the ban above into a failure with its reason."""
        if is_for_robots(request):
            if isinstance(exception, DownloadCancelledError):
                return self._forbid(request, "too large")
            return TextResponse(request.url, status=404, request=request)
        problem = self._unreadable.get(urlsplit(request.url).netloc)
        if problem and isinstance(exception, IgnoreRequest):
            raise RobotsUnreadable(f"robots.txt: {problem}")
        return None

    def _forbid(self, request: Request, problem: str) -> Response:
        self._unreadable[urlsplit(request.url).netloc] = problem
        return TextResponse(request.url, body=b"User-agent: *\nDisallow: /\n", request=request)


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


def is_for_robots(request: Request) -> bool:
    """Tell whether a request is Scrapy's own for a robots.txt."""
    # so Scrapy's own middleware marks its requests
    return bool(request.meta.get("dont_obey_robotstxt")) and urlsplit(request.url).path == "/robots.txt"


def _seconds(response: Response) -> float:
    """Return what ``Retry-After`` says, a number of seconds or a date; 0 when it says nothing."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - datetime.now(UTC).timestamp()
