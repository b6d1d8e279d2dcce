"""Redirects that lead away from what was asked for: home, to a login, or for every address to the same page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware

from newscrawl.errors import StoreError
from newscrawl.extensions import RunLog
from newscrawl.politeness.drops import Detour
from newscrawl.politeness.pausing import PICTURE
from newscrawl.politeness.repeats import Repeats
from newscrawl.politeness.robots import is_for_robots
from newscrawl.urls import canonical

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

__all__ = ["DetourMiddleware", "RefreshMiddleware", "detour_of", "place_of"]

FRONT = re.compile(r"/?(?:(?:index|default|home)(?:\.[a-z]{3,5})?/?)?", re.I)
"""Paths of front pages."""

LOGIN = re.compile(r"(?:^|[/.])(?:log-?in|sign-?in|sso|passport|auth(?:orize|enticate)?|register)(?:[/.]|$)", re.I)
"""In the host or the path of a page that wants to know who is there."""


LOOKED_AT = 4 * 4096
"""Bytes of the 4,096 characters in which Scrapy looks for a refresh."""


class DetourMiddleware:
    """Follows no redirect to a page that cannot be the one that was asked for.

    The address is not remembered: a site that sends everybody home today may let them in tomorrow.
    """

    def __init__(self, run: RunLog) -> None:
        self._run = run
        self._repeats = Repeats()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Find the run's state."""
        return cls(RunLog.of(crawler))

    def process_request(self, request: Request) -> None:
        """Let a request pass, or say where its redirect leads."""
        asked = request.meta.get("redirect_urls", [])
        if not asked or is_for_robots(request) or request.meta.get(PICTURE):
            return
        if problem := detour_of(asked[0], request.url):
            raise Detour(problem)
        if urls := self._repeats.met(place_of(asked[0], request.url), asked[0]):
            try:
                self._run.state.forget([canonical(url) for url in urls])
            except StoreError as error:
                self._run.stop(error)
            raise Detour("redirected to one page with many others")


class RefreshMiddleware(MetaRefreshMiddleware):
    """Follows ``<meta http-equiv="refresh">``: Scrapy would decode every page to look for one."""

    def process_response(  # type: ignore[override]  # the third parameter is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        """Look into pages that have the word."""
        if b"refresh" not in response.body[:LOOKED_AT].lower():
            return response
        return super().process_response(request, response)


def detour_of(asked: str, url: str) -> str:
    """Return what kind of page a redirect leads to instead of the one that was asked for; empty when it may be that.

    >>> detour_of("https://news.example/a/1.html", "https://www.news.example/")
    'redirected to the front page'
    """
    before, after = urlsplit(asked), urlsplit(url)
    if FRONT.fullmatch(after.path) and not after.query and not FRONT.fullmatch(before.path):
        return "redirected to the front page"
    if _is_login(url) and not _is_login(asked):
        return "redirected to a login"
    return ""


def place_of(asked: str, url: str) -> str:
    """Return the page that a redirect leads to, without what it says of where one came from.

    >>> place_of("https://news.example/a/1", "https://news.example/sorry?from=https%3A%2F%2Fnews.example%2Fa%2F1")
    'https://news.example/sorry'
    """
    page, _, query = url.partition("?")
    path = urlsplit(asked).path
    came_from = len(path) > 1 and any(form in query for form in (path, quote(path, safe="")))
    return page if came_from else url


def _is_login(url: str) -> bool:
    parts = urlsplit(url)
    # the last label but one is the site's name, and may be anything
    host = ".".join((parts.hostname or "").split(".")[:-2])
    return bool(LOGIN.search(host) or LOGIN.search(parts.path))
