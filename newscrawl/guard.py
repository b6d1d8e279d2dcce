"""Keeps a crawl from being turned against the machine and the network it runs in.

A page may lead to public addresses and to those of its own kind (:func:`newscrawl.addresses.kind_of`), never further
inside: what a public site redirects or links to is public. Only where the user begins (an address on the command line,
a list of a site file) may lie anywhere. The address that is connected to counts, not the name: the resolver checks it
for the very connection that is about to be made. Requests say in their meta how far they reach:

* :class:`StartMiddleware` gives the user's own requests free reach, and every other that of the page it comes from
* :class:`GuardMiddleware` notes what kind of address answered, and how far pictures and robots.txt of that host reach
* :class:`GuardedHandler` and :class:`GuardedResolver` refuse what is out of reach before anything is sent

Behind a proxy the proxy looks names up, so only hosts that are addresses themselves can be refused there.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy import signals
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from twisted.internet.error import DNSLookupError

from newscrawl.addresses import kind_of, kind_of_host
from newscrawl.bounds import BoundedHandler
from newscrawl.urls import without_login

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

__all__ = [
    "ANYWHERE",
    "REACH",
    "GuardMiddleware",
    "GuardedHandler",
    "GuardedResolver",
    "LeadsInside",
    "StartMiddleware",
]

REACH = "newscrawl_reach"
"""Key of a request's meta: the kind of inside addresses that it may go to beside public ones; empty: none."""

ANYWHERE = "anywhere"
"""The reach of the user's own words."""


class LeadsInside(IgnoreRequest):
    """A page leads to an address that it has no business with."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"leads to a {kind} address")


class StartMiddleware(BaseSpiderMiddleware):
    """Lets requests reach as far as whoever asked for them: the user, or a page."""

    def get_processed_request(self, request: Request, response: Response | None) -> Request:
        """Write the reach into the request's meta."""
        if response is None or self._is_own(urlsplit(request.url).hostname or ""):
            request.meta[REACH] = ANYWHERE
        else:
            request.meta[REACH] = response.meta.get(REACH, "")
        return request

    def _is_own(self, host: str) -> bool:
        """Tell whether the site file names this very address as the site's."""
        site = getattr(self.crawler.spider, "site", None)
        return site is not None and host in site.domains and bool(kind_of_host(host))


class GuardMiddleware:
    """Notes which hosts may be asked for what comes without a page of its own, and refuses other schemes."""

    def __init__(self) -> None:
        self._reach: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to answers before any other middleware makes a redirected request of one."""
        middleware = cls()
        crawler.signals.connect(middleware.answered, signal=signals.response_downloaded)
        return middleware

    def process_request(self, request: Request) -> Request | None:
        """Give robots.txt and pictures the reach of their host's pages; take user and password out of addresses."""
        if (url := without_login(request.url)) != request.url:
            return request.replace(url=url)
        host = urlsplit(url).hostname or ""
        if reach := request.meta.setdefault(REACH, self._reach.get(host, "")):
            self._reach.setdefault(host, reach)
        return None

    def answered(self, response: Response, request: Request) -> None:
        """Let what an answer leads to reach no further than the answer's own address."""
        host = urlsplit(request.url).hostname or ""
        if request.meta.get("proxy") or response.ip_address is None:
            kind = kind_of_host(host)
        else:
            kind = kind_of(response.ip_address)
        request.meta[REACH] = kind
        if host in self._reach:
            self._reach[host] = kind

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse a redirect to a file, an FTP server, a bucket …, which Scrapy would hand on as a page."""
        location = response.headers.get("Location")
        if location and 300 <= response.status < 400:
            scheme = urlsplit(urljoin(request.url, location.decode("latin-1"))).scheme
            if scheme not in ("http", "https"):
                raise IgnoreRequest("redirect to no http address")
        return response


@dataclass
class _Question:
    """What the resolver is asked on behalf of a request."""

    reach: str
    refused: str = ""
    """Kind of the address that was refused."""


_asked: ContextVar[_Question | None] = ContextVar("_asked", default=None)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's own resolver, which finds no address out of the reach of the request that asks."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Return the address that will be connected to."""
        question = _asked.get()

        def check(address: str) -> str:
            if question and (kind := kind_of(address)) not in ("", question.reach):
                question.refused = kind
                raise DNSLookupError(name)
            return address

        return super().getHostByName(name, timeout).addCallback(check)


class GuardedHandler(BaseDownloadHandler):
    """Downloads over HTTP and HTTPS what is within reach.

    Connections that one reach has made are used for that reach only.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._handlers: dict[str, BoundedHandler] = {}

    async def download_request(self, request: Request) -> Response:
        """Return the answer, or raise :class:`LeadsInside` before anything is sent."""
        reach, proxied = request.meta.get(REACH, ""), request.meta.get("proxy")
        if reach != ANYWHERE and (kind := kind_of_host(urlsplit(request.url).hostname or "")) not in ("", reach):
            raise LeadsInside(kind)
        if reach == ANYWHERE or proxied:
            _asked.set(None)
            return await self._handler(ANYWHERE).download_request(request)
        question = _Question(reach)
        _asked.set(question)
        try:
            response = await self._handler(reach).download_request(request)
        except CannotResolveHostError:
            if question.refused:
                raise LeadsInside(question.refused) from None
            raise
        finally:
            _asked.set(None)
        # for a project that has set a resolver of its own
        if response.ip_address and (kind := kind_of(response.ip_address)) not in ("", reach):
            raise LeadsInside(kind)
        return response

    async def close(self) -> None:
        """Close every connection."""
        for handler in self._handlers.values():
            await handler.close()

    def _handler(self, reach: str) -> BoundedHandler:
        if reach not in self._handlers:
            self._handlers[reach] = BoundedHandler(self.crawler)
        return self._handlers[reach]
