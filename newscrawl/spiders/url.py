"""The spider of single addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newscrawl.items import Link
from newscrawl.sites import Sites
from newscrawl.spiderloader import sites_of
from newscrawl.spiders.base import NewsSpider
from newscrawl.urls import without_login

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from typing import Any, Self

    from scrapy import Request
    from scrapy.crawler import Crawler

    from newscrawl.items import Article
    from newscrawl.sites import Site

__all__ = ["UrlSpider"]


class UrlSpider(NewsSpider):
    """Takes the articles at these addresses: by the site file that knows the address, else by the generic rules.

    :param urls: addresses, as a list or with commas or spaces between them
    """

    name = "url"

    def __init__(self, urls: str | Sequence[str] = (), *values: Any, **more: Any) -> None:
        super().__init__(*values, **more)
        # an address may hold commas itself
        self._urls = re.split(r"[\s,]+(?=[a-zA-Z]+://)", urls.strip(" ,\n")) if isinstance(urls, str) else urls
        self._sites = Sites({})

    @classmethod
    def from_crawler(cls, crawler: Crawler, *values: Any, **more: Any) -> Self:
        """Know the site files."""
        spider = super().from_crawler(crawler, *values, **more)
        spider._sites = sites_of(crawler.settings)
        return spider

    async def start(self) -> AsyncIterator[Request | Article]:
        """Ask for every address that is not posted yet; a refused one is tried again, since it is asked for by name."""
        for url in map(without_login, filter(None, self._urls)):
            if not self.meet(url):
                continue
            site = self.site_of(url)
            record = self.seen(url)
            if record and record.outcome in ("posted", "pruned", "duplicate"):
                self.log_of_run.known(url)
            elif reason := site.skip_reason(url) if site else "":
                self.log_of_run.skipped(url, reason)
            else:
                for request in self.take(Link(url=url), site, None):
                    yield request

    def request(self, url: str, *values: Any, **more: Any) -> Request:
        """Return a request that waits as long as the address's site file asks for."""
        request = super().request(url, *values, **more)
        site = self.site_of(url)
        if site and site.delay:
            request.meta["newscrawl_delay"] = site.delay
        return request

    def site_of(self, url: str) -> Site | None:
        """Return the first site file that owns the address."""
        return self._sites.owner_of(url)
