"""The part of a site's spider that lets workers on other machines fetch its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.errors import SiteError, SiteHeld, StoreError
from newscrawl.extensions import state_folder
from newscrawl.keeping import Keeper, project_of, shared_of
from newscrawl.spiders.again import RevisitingSpider
from newscrawl.spiders.base import ELSEWHERE
from newscrawl.urls import key_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Any

    from scrapy import Request

    from newscrawl.frontier import HandedIn
    from newscrawl.items import Article, Link
    from newscrawl.sites import Channel, Site

__all__ = ["SharingSpider"]


class SharingSpider(RevisitingSpider):
    """Puts links into the shared frontier, where there is one, and takes what workers made of them for its own."""

    _keeper: Keeper | None = None

    def __init__(self, *values: Any, **more: Any) -> None:
        super().__init__(*values, **more)
        self._left: set[str] = set()
        """Addresses that earlier runs left."""

    async def begin_sharing(self, site: Site, digest: str) -> None:
        """Sign in with the shared frontier, if the settings name one; this waits while that is away.

        :param digest: by which site file the articles are read
        """
        log, settings = self.log_of_run, self.settings
        try:
            if shared := shared_of(settings):
                keeper = Keeper(shared, log.holding, site.id, digest=digest, note=log.note)
                await keeper.begin(project_of(state_folder(settings)), settings["NEWSCRAWL_CONTACT"])
                self._keeper = keeper
        except (SiteError, SiteHeld, StoreError) as error:
            raise log.stopping(error) from None

    def take(self, link: Link, site: Site | None, channel: Channel | None) -> Iterator[Request | Article]:
        """Leave an article that needs its page to the workers."""
        if self._keeper is None or link.body or (site and site.state == "headlines"):
            yield from super().take(link, site, channel)

    async def handed_in(self) -> AsyncIterator[Article]:
        """Yield what workers bring, until everything has its outcome and nothing more can come of lists."""
        keeper = self._keeper
        while keeper and (keeper.busy or self._at_work):
            try:
                found = await keeper.exchange()
            except (SiteHeld, StoreError) as error:
                raise self.log_of_run.stopping(error) from None
            for handed in found:
                for article in self._taken_in(handed):
                    yield article

    def closed(self, reason: str) -> None:
        """Leave the shared frontier to the next keeper."""
        if self._keeper:
            self._keeper.let_go()

    @property
    def _at_work(self) -> bool:
        """Whether a list, a picture or a page that is looked at again is still on its way."""
        engine = self.crawler.engine
        if engine is None or engine.scheduler is None or engine.scraper.slot is None:
            return False
        scraping = not engine.scraper.slot.is_idle()
        return bool(engine.downloader.active) or engine.scheduler.has_pending_requests() or scraping

    def _taken_in(self, handed: HandedIn) -> Iterator[Article]:
        """Do with an outcome what this spider does with those of its own requests."""
        log, outcome = self.log_of_run, handed.outcome
        if outcome.kind == "note":
            log.note(outcome.reason)
            return
        link = log.holding.held.adopt(handed.key, handed.payload)
        if self.meet(link.url):
            # an earlier run put it there
            self._left.add(key_of(link.url))
        if self.seen(link.url):
            # remembered by a keeper that was killed right after
            log.known(link.url)
            return
        page_came = outcome.kind in ("article", "refused", "failed") or outcome.reason == ELSEWHERE
        if page_came:
            log.meter.asked(link.url, handed.channel)
        if outcome.article:
            yield from self.arrived(link, outcome.article, notes=outcome.notes)
        elif outcome.kind == "refused":
            self._refused(link, handed)
        elif outcome.kind == "left":
            log.left(link.url, outcome.reason)
        elif outcome.kind == "skipped":
            if page_came:
                log.meter.refused(link.url, outcome.reason)
            log.skipped(link.url, outcome.reason)
        elif outcome.kind == "dead":
            self._buried(link, handed)
        else:
            log.failed(link.url, outcome.reason)

    def _refused(self, link: Link, handed: HandedIn) -> None:
        try:
            self.log_of_run.refused(link.url, handed.outcome.refused(link.url), key=handed.outcome.key or handed.key)
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None

    def _buried(self, link: Link, handed: HandedIn) -> None:
        reason = f"dead letter: {handed.outcome.reason}"
        try:
            self.log_of_run.state.refused(handed.key, reason)
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None
        self.log_of_run.failed(link.url, reason)
