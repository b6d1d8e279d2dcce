"""Asks a site for a few pages, one after the other, by the rules that hold for crawls."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from newscrawl.cli.progress import Log
from newscrawl.cli.running import Job, run_jobs
from newscrawl.errors import NewscrawlError, SiteError
from newscrawl.extract import article_request, list_request, page_of
from newscrawl.spiders import ProbeSpider

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Self

    from scrapy.http import Response

    from newscrawl.config import Config
    from newscrawl.items import Page
    from newscrawl.sites import Channel, Site

__all__ = ["Answer", "Interrupted", "ask_article", "ask_list", "converse", "saved_answer"]

T = TypeVar("T")


class Interrupted(NewscrawlError):
    """Somebody pressed Ctrl-C."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came, or what was saved of it."""

    url: str
    """Where it came from, after redirects."""
    body: bytes
    """As it was served."""
    content_type: str
    """The HTTP header; empty when unknown."""
    fetched_at: datetime
    """When, timezone-aware."""

    @classmethod
    def of(cls, response: Response) -> Self:
        """Return a response as an answer."""
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return cls(url=response.url, body=response.body, content_type=kind, fetched_at=datetime.now(UTC))

    def page(self, site: Site | None = None) -> Page:
        """Return it decoded, as its site's file says.

        :raises NotAnArticle: it is no text
        """
        charset = site.charset if site else ""
        kind = self.content_type
        return page_of(self.url, self.body, fetched_at=self.fetched_at, content_type=kind, charset=charset)


def converse(config: Config, talk: Callable[[ProbeSpider], Awaitable[T]]) -> T:
    """Return what a conversation comes to; what it raises is raised here.

    :param talk: asks through the spider that it is given
    :raises Interrupted: Ctrl-C
    """
    results: list[T] = []
    problems: list[BaseException] = []

    async def keep(spider: ProbeSpider) -> None:
        try:
            results.append(await talk(spider))
        except BaseException as error:
            # Scrapy would only log it; it is raised again below
            problems.append(error)

    run_jobs(config, [Job(spider=ProbeSpider, arguments={"talk": keep})], Log(sys.stderr), keep=False)
    for problem in problems:
        raise problem
    if not results:
        raise Interrupted("interrupted")
    return results[0]


async def ask_list(spider: ProbeSpider, site: Site, channel: Channel) -> Response:
    """Return the first page of a channel's list.

    :raises NotFetched: it did not come
    """
    asked = list_request(site, channel, at=datetime.now(UTC))
    return await spider.ask(asked.url, headers=asked.headers, method=asked.method, body=asked.body, delay=site.delay)


async def ask_article(spider: ProbeSpider, site: Site, url: str, *, seen_on: Response | None = None) -> Answer:
    """Return an article's page, or what the site file asks for instead, as the article's.

    :raises NotFetched: it did not come
    """
    if other := article_request(site, url):
        return replace(Answer.of(await spider.ask(other.url, headers=other.headers, delay=site.delay)), url=url)
    return Answer.of(await spider.ask(url, seen_on=seen_on, headers=dict(site.headers), delay=site.delay))


def saved_answer(file: str, url: str) -> Answer:
    """Return a saved file as an answer; it was fetched when it was written.

    :raises SiteError: when it cannot be read
    """
    try:
        body, written = Path(file).read_bytes(), Path(file).stat().st_mtime
    except OSError as error:
        raise SiteError(file, f"cannot be read: {error.strerror}") from None
    return Answer(url=url, body=body, content_type="", fetched_at=datetime.fromtimestamp(written, UTC))
