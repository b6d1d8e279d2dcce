"""Hosts that refuse: the next request waits, and a host that refuses again and again is left alone.

A host refuses with 403, 429, 503, with a page that stands before every other (captcha, access denied), or by taking no
connection. What it asks for in ``Retry-After`` is kept to: a short wait in this run, a longer one beyond it. Others go
on meanwhile.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import DownloadConnectionRefusedError

from newscrawl.errors import NotAnArticle, StoreError
from newscrawl.extensions import RunLog
from newscrawl.extract import is_wall
from newscrawl.politeness.drops import LEFT_ALONE, Blocked, LeftForLater
from newscrawl.politeness.robots import KEPT, is_for_robots
from newscrawl.politeness.spans import backoff, holds, next_pause, retry_after
from newscrawl.politeness.traffic import Traffic
from newscrawl.spiders.page import page_from

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newscrawl.store import Pause

__all__ = ["LONGEST_WAIT", "PATIENCE", "PICTURE", "LeaveAloneMiddleware", "RefusalMiddleware"]

PICTURE = "newscrawl_picture"
"""Key in the meta of requests for pictures."""

LONGEST_WAIT = 120.0
"""Seconds that a run waits for a host; one that asks for more is left alone for that long."""

PATIENCE = 5
"""Refusals in a row, without a good answer between them, after which a host is left alone."""

REFUSING = (403, 429, 503)
"""Statuses that say: not you, or not now."""

MAX_WALL = 200_000
"""Bytes of an answer that may be a wall; larger ones are not looked at."""

GOOD = (404, 410)
"""Statuses beside 2xx and 3xx that a host gives to whoever it does not refuse."""


class LeaveAloneMiddleware:
    """Drops requests to hosts that have a pause, before anything is asked."""

    def __init__(self, run: RunLog, traffic: Traffic) -> None:
        self._run = run
        self._traffic = traffic
        self._looked_up: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Find out what earlier runs and other crawls know."""
        return cls(RunLog.of(crawler), Traffic.of(crawler))

    def process_request(self, request: Request) -> None:
        """Let a request pass, or leave it for later."""
        name = urlsplit(request.url).netloc.lower()
        server = self._traffic.server(name)
        if name not in self._looked_up:
            self._looked_up.add(name)
            try:
                pause = self._run.state.hosts.pause(name)
            except StoreError as error:
                self._run.stop(error)
                raise LeftForLater(LEFT_ALONE) from None
            if pause and holds(pause, datetime.now(UTC)):
                server.pause = pause
                self._run.note(_line(name, pause))
        if server.pause and holds(server.pause, datetime.now(UTC)):
            raise LeftForLater(LEFT_ALONE)


class RefusalMiddleware:
    """Notes what hosts answer, and lets them wait or leaves them alone."""

    def __init__(self, crawler: Crawler, run: RunLog, traffic: Traffic) -> None:
        self._run = run
        self._traffic = traffic
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Find out where pauses are remembered."""
        return cls(crawler, RunLog.of(crawler), Traffic.of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """Judge an answer by its status."""
        if KEPT in response.flags:
            return response
        if response.status == 403 and request.meta.get(PICTURE):
            # some hosts show pictures to their own pages only
            return response
        if response.status in REFUSING:
            said = (response.headers.get("Retry-After") or b"").decode("latin-1")
            asked = retry_after(said, datetime.now(UTC)) if response.status != 403 else 0.0
            self._refused(request, f"HTTP {response.status}", asked)
        elif 200 <= response.status < 300 and not request.meta.get(PICTURE) and _is_wall(response):
            self._refused(request, "block page")
            if not is_for_robots(request):
                raise Blocked("block page")
        elif response.status < 400 or response.status in GOOD:
            self._answered(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Judge a missing answer; a proxy that takes no connection says nothing of the host behind it."""
        if isinstance(exception, DownloadConnectionRefusedError) and not request.meta.get("proxy"):
            self._refused(request, "connection refused")

    def _answered(self, request: Request) -> None:
        name = urlsplit(request.url).netloc.lower()
        self._traffic.answered(name)
        try:
            if self._before(name):
                self._run.state.hosts.forget_pause(name)
        except StoreError as error:
            self._run.stop(error)

    def _refused(self, request: Request, reason: str, asked: float = 0.0) -> None:
        name = urlsplit(request.url).netloc.lower()
        refusals = self._traffic.refused(name)
        before = self._before(name)
        # one that has been left alone already and refuses still is not asked five times anew
        blocks = refusals >= PATIENCE or (before is not None and before.times > 0)
        if blocks or asked > LONGEST_WAIT:
            # nothing would come of trying it again
            request.meta["dont_retry"] = True
            if before is None or not holds(before, datetime.now(UTC)):
                why = f"{reason} {refusals} times in a row" if refusals > 1 else reason
                self._leave_alone(name, next_pause(before, datetime.now(UTC), why, asked=asked, blocks=blocks))
        elif reason in ("HTTP 429", "HTTP 503"):
            wait = min(asked or backoff(self._delay, refusals), LONGEST_WAIT)
            self._traffic.wait(urlsplit(request.url).hostname or "", wait)

    def _before(self, name: str) -> Pause | None:
        try:
            return self._run.state.hosts.pause(name)
        except StoreError as error:
            self._run.stop(error)
            return None

    def _leave_alone(self, name: str, pause: Pause) -> None:
        self._traffic.server(name).pause = pause
        self._run.note(_line(name, pause))
        try:
            self._run.state.hosts.keep_pause(name, pause)
        except StoreError as error:
            self._run.stop(error)


def _is_wall(response: Response) -> bool:
    """Tell whether an answer of 200 is a page that stands before the one that was asked for."""
    if len(response.body) > MAX_WALL:
        return False
    try:
        return is_wall(page_from(response))
    except NotAnArticle:
        return False


def _line(name: str, pause: Pause) -> str:
    """Say for how long a host is left alone, and why."""
    return f"{name} is left alone until {pause.until:%Y-%m-%d %H:%M} UTC: {pause.reason}"
