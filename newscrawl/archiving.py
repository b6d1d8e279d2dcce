"""Keeps what was served, so that posts can be made anew when a rule is better, or a bug be looked at."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, get_args

from scrapy import signals
from scrapy.exceptions import NotConfigured

from newscrawl.archive import About, ArchiveOptions, ArchiveWriter, Exchange, Keep
from newscrawl.errors import SiteError, StoreError
from newscrawl.extensions import RunLog, state_folder
from newscrawl.pipelines import options_from
from newscrawl.spiders import NewsSpider

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newscrawl.items import Link
    from newscrawl.sites import Channel

__all__ = ["ARCHIVE", "ArchiveMiddleware", "archive_folder"]

ARCHIVE = "archive"
"""Name of the archive's folder in that of the state."""

MAX_WAITING = 50_000_000
"""Bytes of pages that wait for what becomes of them; a list whose entries are all well never hears of it."""


def archive_folder(state: Path) -> Path:
    """Return where the archive of a state lies."""
    return state / ARCHIVE


class ArchiveMiddleware:
    """Writes pages and lists as they were served, before anything unpacks or reads them.

    Those are the answers that go to a callback of our spiders, whose arguments say why they were asked for. With
    ``errors`` a page waits in memory until the run's log says that it gave no post.
    """

    def __init__(self, crawler: Crawler, run: RunLog, options: ArchiveOptions, folder: Path) -> None:
        self._crawler = crawler
        self._run = run
        self._all = options.keep == "all"
        self._folder = folder
        self._options = options
        self._writer: ArchiveWriter | None = None
        self._waiting: OrderedDict[str, list[Exchange]] = OrderedDict()
        self._keys: dict[str, str] = {}
        self._size = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Switch off when nothing is to be kept."""
        options, state = _options(crawler), state_folder(crawler.settings)
        if options.keep == "off" or state is None:
            raise NotConfigured
        run = RunLog.of(crawler)
        middleware = cls(crawler, run, options, archive_folder(state))
        crawler.signals.connect(middleware.closed, signal=signals.spider_closed)
        if options.keep == "errors":
            run.on_settled(middleware.settled)
        return middleware

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the answer of a page or a list."""
        spider = getattr(request.callback, "__self__", None)
        if isinstance(spider, NewsSpider) and not self._run.problem:
            exchange = _exchange(request, response, spider)
            if self._all:
                self._write(exchange)
            else:
                link = exchange.about.link
                self._wait(link.url if link else exchange.url, exchange)
        return response

    def settled(self, url: str, fine: bool) -> None:
        """Keep what gave no post, forget what did."""
        for exchange in self._forget(url):
            if not fine:
                self._write(replace(exchange, about=replace(exchange.about, failed=True)))

    def closed(self) -> None:
        """End the file."""
        if self._writer:
            self._writer.close()

    def _write(self, exchange: Exchange) -> None:
        if self._writer is None:
            name = self._crawler.spider.name if self._crawler.spider else ""
            self._writer = ArchiveWriter(self._folder, name, self._options)
        try:
            self._writer.write(exchange)
        except StoreError as error:
            self._run.stop(error)

    def _wait(self, key: str, exchange: Exchange) -> None:
        self._waiting.setdefault(key, []).append(exchange)
        # the log knows a page by its entry in the list, or by its own address
        self._keys[exchange.url] = key
        self._size += len(exchange.body)
        while self._size > MAX_WAITING:
            self._forget(next(iter(self._waiting)))

    def _forget(self, url: str) -> list[Exchange]:
        exchanges = self._waiting.pop(self._keys.get(url, url), [])
        for exchange in exchanges:
            self._keys.pop(exchange.url, None)
            self._size -= len(exchange.body)
        return exchanges


def _exchange(request: Request, response: Response, spider: NewsSpider) -> Exchange:
    more = request.cb_kwargs
    link: Link | None = more.get("link")
    channel: Channel | str = more["channel"]
    site = spider.site_of(link.url if link else request.url)
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    return Exchange(
        url=request.url,
        at=datetime.now(UTC),
        status=f"{response.status} {phrase}",
        headers=_headers(response),
        body=response.body,
        method=request.method,
        request_headers=_headers(request),
        request_body=request.body,
        about=About(
            site=site.id if site else "",
            channel=channel if isinstance(channel, str) else channel.name,
            link=link,
            part=len(more.get("parts", ())),
            elsewhere=more.get("elsewhere", False),
        ),
    )


def _options(crawler: Crawler) -> ArchiveOptions:
    """Return what is to be kept: ``NEWSCRAWL_ARCHIVE``, an object or a mapping of its fields.

    :raises SiteError: for a field or value that there is not
    """
    options = options_from(crawler.settings, "NEWSCRAWL_ARCHIVE", ArchiveOptions)
    if options.keep not in get_args(Keep):
        raise SiteError("NEWSCRAWL_ARCHIVE", f"{options.keep!r} is none of {', '.join(get_args(Keep))}")
    return options


def _headers(message: Request | Response) -> list[tuple[str, str]]:
    """Return the headers as sent; the body is not in chunks any more."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
        if name.lower() != b"transfer-encoding"
    ]
