"""robots.txt: asked for as rarely as RFC 9309 allows, and what follows when it cannot be had."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, NotConfigured
from scrapy.http import TextResponse

from newscrawl.conditional import ask_if_changed, validator_of
from newscrawl.errors import StoreError
from newscrawl.extensions import RunLog
from newscrawl.politeness.drops import RobotsUnreadable
from newscrawl.politeness.spans import is_fresh, is_usable
from newscrawl.store import RobotsCopy

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

__all__ = [
    "KEPT",
    "NOT_UNPACKED",
    "RobotsCacheMiddleware",
    "RobotsMiddleware",
    "is_for_robots",
]

MAX_BYTES = 500 * 1024
"""Of a robots.txt that are read, the least that RFC 9309 (2.5) asks for."""

NOT_UNPACKED = "newscrawl: not unpacked"
"""Flag of a robots.txt that was not unpacked; the flag behind it says why."""

KEPT = "newscrawl: kept"
"""Flag of a robots.txt that was not asked for."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, made to hold for every request that waits for a robots.txt.

    Scrapy 2.19 hands what was read to the first two of them only, the others go out unasked.
    """

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host; ``None``: there are none."""
        await super().robot_parser(request)
        parser: RobotParser | None = self._parsers[urlsplit(request.url).netloc]  # type: ignore[assignment]
        return parser


class RobotsCacheMiddleware:
    """Answers for a robots.txt that is known, and decides what follows when it cannot be fetched.

    A copy is kept in the state and good for a day; then it is asked for with the validators that came with it. An
    answer of "there is none" is kept as long. While the server cannot answer (5xx, 429), the last copy holds; without
    one everything is forbidden, and so it is by an answer that has no end; the failure says so. No answer at all
    forbids nothing: the page itself will not answer either, and its own failure tells more than a traceback about
    robots.txt does.
    """

    def __init__(self, run: RunLog) -> None:
        self._run = run
        self._unreadable: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Switch off where robots.txt is not asked for."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        return cls(RunLog.of(crawler))

    def process_request(self, request: Request) -> Response | None:
        """Answer with a fresh copy; let a stale one be confirmed."""
        if (origin := _origin(request)) and (copy := self._copy(origin)):
            if is_fresh(copy, datetime.now(UTC)):
                return _answer(request, copy)
            if copy.validator:
                ask_if_changed(request, copy.validator)
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what came, or turn what did not come into the last copy or into a ban."""
        origin = _origin(request)
        if not origin or KEPT in response.flags or 300 <= response.status < 304:
            return response
        if NOT_UNPACKED in response.flags:
            return self._forbid(request, response.flags[-1])
        copy, now = self._copy(origin), datetime.now(UTC)
        if response.status >= 500 or response.status == 429:
            usable = copy is not None and is_usable(copy, now)
            return _answer(request, copy) if copy and usable else self._forbid(request, f"HTTP {response.status}")
        if response.status == 304 and copy:
            copy = replace(copy, fetched=now)
        else:
            body = response.body[:MAX_BYTES] if response.status == 200 else b""
            copy = RobotsCopy(body=body, validator=validator_of(response), fetched=now)
        # a page instead may be a wall's, which is gone tomorrow
        if not copy.body.lstrip().startswith(b"<"):
            self._keep(origin, copy)
        return _answer(request, copy)

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """Turn a missing answer into the last copy or none, and the ban above into a failure with its reason."""
        if origin := _origin(request):
            if isinstance(exception, DownloadCancelledError):
                return self._forbid(request, "too large")
            copy = self._copy(origin)
            if copy and is_usable(copy, datetime.now(UTC)):
                return _answer(request, copy)
            return TextResponse(request.url, status=404, flags=[KEPT], request=request)
        problem = self._unreadable.get(urlsplit(request.url).netloc)
        if problem and isinstance(exception, IgnoreRequest):
            raise RobotsUnreadable(f"robots.txt: {problem}")
        return None

    def _forbid(self, request: Request, problem: str) -> Response:
        self._unreadable[urlsplit(_first_url(request)).netloc] = problem
        return TextResponse(request.url, body=b"User-agent: *\nDisallow: /\n", flags=[KEPT], request=request)

    def _copy(self, origin: str) -> RobotsCopy | None:
        try:
            return self._run.state.hosts.robots(origin)
        except StoreError as error:
            self._run.stop(error)
            return None

    def _keep(self, origin: str, copy: RobotsCopy) -> None:
        try:
            self._run.state.hosts.keep_robots(origin, copy)
        except StoreError as error:
            self._run.stop(error)


def is_for_robots(request: Request) -> bool:
    """Tell whether a request is Scrapy's own for a robots.txt, redirected or not."""
    # so Scrapy's own middleware marks its requests
    return bool(request.meta.get("dont_obey_robotstxt")) and urlsplit(_first_url(request)).path == "/robots.txt"


def _first_url(request: Request) -> str:
    """Return what was asked for before any redirect: the rules of a robots.txt hold for that host."""
    url: str = request.meta.get("redirect_urls", [request.url])[0]
    return url


def _origin(request: Request) -> str:
    """Return scheme and host that a request asks the robots.txt of; empty when it asks for something else."""
    return _first_url(request).removesuffix("/robots.txt") if is_for_robots(request) else ""


def _answer(request: Request, copy: RobotsCopy) -> Response:
    return TextResponse(request.url, body=copy.body, flags=[KEPT], request=request)
