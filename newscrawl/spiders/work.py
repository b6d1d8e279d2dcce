"""The spider of a worker: fetches what lies in a shared frontier, and leaves everything else to the keeper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from newscrawl.errors import StoreError
from newscrawl.extensions import extension_of
from newscrawl.frontier import Outcome
from newscrawl.items import Article
from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.site import SiteSpider
from newscrawl.working import WorkLog

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy import Request

    from newscrawl.items import Link
    from newscrawl.sites import Channel, Site
    from newscrawl.working import Bench

__all__ = ["WorkSpider"]


class WorkSpider(NewsSpider):
    """Fetches articles of one site, as the site's own spider would."""

    site: ClassVar[Site]

    @classmethod
    def for_site(cls, site: Site) -> type[WorkSpider]:
        """Return the class for a site, with the settings that the site's own spider has."""
        own = SiteSpider.for_site(site)
        attributes = {"name": site.id, "site": site, "custom_settings": own.custom_settings}
        return type(f"WorkSpider_{site.id}", (cls,), attributes)

    @property
    def bench(self) -> Bench:
        """What is worked on."""
        return extension_of(self.crawler, WorkLog).bench

    async def start(self) -> AsyncIterator[Request | Article]:
        """Ask for what waits, as long as something does."""
        try:
            async for link, channel in self.bench.entries():
                for made in self.take(link, self.site, self.site.channels.get(channel)):
                    yield made
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None

    def site_of(self, url: str) -> Site:
        """Return the spider's site, whatever the address."""
        return self.site

    def take(self, link: Link, site: Site | None, channel: Channel | None) -> Iterator[Request | Article]:
        """Yield the request for a link's page; what the list itself holds is the keeper's."""
        for made in super().take(replace(link, body=""), site, channel):
            if not isinstance(made, Article):
                yield made

    def arrived(self, link: Link, article: Article, *, notes: int) -> Iterator[Article]:
        """Hand an article back; whether many addresses have its text, the keeper sees."""
        self.bench.tell(link.url, Outcome(kind="article", article=article, notes=notes))
        yield from ()
