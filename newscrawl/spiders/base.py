"""What every spider of ours does with an article's address: ask, read, join its parts, extract, or say why not."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import scrapy
from scrapy import Request

from newscrawl import __version__
from newscrawl.errors import ListError, MissingField, NotAnArticle, StoreError
from newscrawl.extensions import RunLog
from newscrawl.extract import article_of_link, article_request, next_part, read_page
from newscrawl.politeness.drops import LeftForLater
from newscrawl.politeness.repeats import Repeats
from newscrawl.reporting import SAME_TEXT
from newscrawl.settings import user_agent
from newscrawl.spiders.failures import ROBOTS_FORBID, is_final, reason_of
from newscrawl.spiders.page import page_from
from newscrawl.urls import canonical, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawl.extract import Findings
    from newscrawl.items import Article, Link
    from newscrawl.sites import Channel, Site
    from newscrawl.store import Record

__all__ = ["ELSEWHERE", "NewsSpider", "reader_of"]

ELSEWHERE = "another site's page"
"""Why a link of a list, or where it is redirected to, is left alone."""

HEADLINES = "headlines only"
"""Why a page of a site of headlines is left alone."""

ANOTHER = "another article's page"
"""Why a posted article that is looked at again is left as it is."""

HTTP = re.compile(r"https?://[^/\s]", re.I)
"""Anything else (files, FTP) is not ours to fetch."""


def reader_of(site: Site) -> str:
    """Return what tells this version with this site file from every other: both decide what is made of a page."""
    return hashlib.sha256(f"{__version__} {site}".encode()).hexdigest()[:16]


class NewsSpider(scrapy.Spider):
    """The common part; a subclass says where addresses come from and which site file they belong to."""

    def __init__(self, *values: Any, **more: Any) -> None:
        super().__init__(*values, **more)
        # of a hundred thousand addresses the digests take 7 MB, the addresses would take three times that
        self._met: set[int] = set()
        self._texts = Repeats()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Let ``NEWSCRAWL_CONTACT`` speak in the User-Agent unless that was given on the command line."""
        super().update_settings(settings)
        settings.set("USER_AGENT", user_agent(settings["NEWSCRAWL_CONTACT"]), priority="project")

    @property
    def targets(self) -> list[str]:
        """What this crawl is about, as the state's runs name it."""
        return [self.name]

    @property
    def log_of_run(self) -> RunLog:
        """Where everything that happens is told."""
        return RunLog.of(self.crawler)

    def site_of(self, url: str) -> Site | None:
        """Return the site file to read an address's page by; ``None``: the generic rules."""
        raise NotImplementedError

    def meet(self, url: str) -> bool:
        """Tell whether this run meets an address for the first time; that is when it counts as found."""
        digest = hashlib.blake2b(key_of(url).encode("utf-8", "replace"), digest_size=7).digest()
        key = int.from_bytes(digest)
        if key in self._met:
            return False
        self._met.add(key)
        self.log_of_run.found(url)
        return True

    def seen(self, url: str) -> Record | None:
        """Return what earlier runs made of an address."""
        try:
            return self.log_of_run.state.seen(key_of(url))
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None

    def take(self, link: Link, site: Site | None, channel: Channel | None) -> Iterator[Request | Article]:
        """Yield a link's article, when the link holds it, or the request for its page."""
        name = channel.name if channel else ""
        headlines = site is not None and site.state == "headlines"
        if site and channel and (link.body or headlines):
            self.log_of_run.meter.asked(link.url, name)
            try:
                article = article_of_link(link, site, channel)
            except MissingField as error:
                self.refuse(link, error)
                return
            self.log_of_run.meter.article(link.url, article)
            yield article
            return
        if headlines:
            self.log_of_run.skipped(link.url, HEADLINES)
            return
        try:
            request = self.page_request(link, site, name)
        except ValueError:
            self.log_of_run.failed(link.url, "no http address")
            return
        yield request

    def page_request(self, link: Link, site: Site | None, channel: str) -> Request:
        """Return the request for a link's page, or for what stands for it.

        :raises ValueError: no HTTP address
        """
        if not HTTP.match(link.url):
            raise ValueError
        asked = article_request(site, link.url) if site else None
        headers = asked.headers if asked else dict(site.headers) if site else {}
        more = {"link": link, "channel": channel, "parts": (), "elsewhere": asked is not None}
        address = asked.url if asked else link.url
        return self.request(address, self.parse_article, self.article_failed, headers=headers, cb_kwargs=more)

    def request(
        self,
        url: str,
        callback: Callable[..., Any],
        errback: Callable[[Failure], Any],
        *,
        headers: dict[str, str],
        cb_kwargs: dict[str, Any],
    ) -> Request:
        """Return a request that always comes back, to its callback or its errback.

        Addresses are told apart by :meth:`meet`; Scrapy's own filter would swallow a page that redirects to itself.
        """
        return Request(url, callback, errback=errback, headers=headers, cb_kwargs=cb_kwargs, dont_filter=True)

    def parse_article(
        self, response: Response, link: Link, channel: str, parts: tuple[Findings, ...], elsewhere: bool = False
    ) -> Iterator[Request | Article]:
        """Yield the request for an article's next part, or the article when this was the last.

        :param elsewhere: it is the answer of the site's API, or the page for printing, of the link's address
        """
        if not self.log_of_run.revisiting.of_link(link):
            # here, since an earlier run may have asked
            self.log_of_run.meter.asked(link.url, channel)
        site = self.site_of(link.url if elsewhere else response.url)
        if site and not elsewhere and not site.owns(response.url):
            if not self.log_of_run.revisiting.of_link(link):
                self.log_of_run.meter.refused(link.url, ELSEWHERE)
            self.lost(link, ELSEWHERE, failed=False)
            return
        try:
            page = page_from(response, link=None if parts else link, charset=site.charset if site else "")
            if elsewhere:
                page = replace(page, url=link.url)
            part = read_page(page, site, channel=channel, elsewhere=elsewhere)
        except ListError as error:
            # the API may say otherwise tomorrow
            self.lost(link, error.reason, failed=True)
            return
        except NotAnArticle as error:
            if not parts:
                self.refuse(link, error)
                return
            self.logger.warning("%s: a part of %s is left out: %s", response.url, link.url, error.reason)
        else:
            parts = (*parts, part)
            if address := next_part(parts, self.site_of(parts[0].page.url)):
                more = {"link": link, "channel": channel, "parts": parts}
                headers = dict(site.headers) if site else {}
                yield self.request(address, self.parse_article, self.part_failed, headers=headers, cb_kwargs=more)
                return
        yield from self.finish(link, parts)

    def finish(self, link: Link, parts: tuple[Findings, ...]) -> Iterator[Article]:
        """Yield the article of these parts, or remember why they are none."""
        first, *more = parts
        for note in first.notes:
            self.logger.warning("%s: %s", first.page.url, note)
        try:
            article = first.joined(more).article()
        except (MissingField, NotAnArticle) as error:
            self.refuse(link, error)
            return
        yield from self.arrived(link, article, notes=len(first.notes))

    def arrived(self, link: Link, article: Article, *, notes: int) -> Iterator[Article]:
        """Yield an article, unless many addresses have its text.

        :param notes: how many things look wrong about it
        """
        identity, revisiting = canonical(article.canonical_url), self.log_of_run.revisiting
        if urls := self._texts.met(article.body, identity):
            self._same_text(link, identity, urls)
            return
        try:
            look = revisiting.of_link(link)
            if look and look.visit.url != identity:
                revisiting.settle(look, f"failed: {ANOTHER}")
                return
            for url in (link.url, article.url):
                self.log_of_run.state.alias(canonical(url), identity)
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None
        if not look:
            self.log_of_run.meter.article(link.url, article, notes=notes)
            if site := self.site_of(article.url):
                revisiting.expect(identity, link, site, article.channel)
        self.leads_to(article.url, link.url)
        yield article

    def leads_to(self, url: str, entry: str) -> None:
        """Hear where a link's page turned out to be: what is told of it from now on counts for the link."""

    def _same_text(self, link: Link, own: str, urls: list[str]) -> None:
        """Take no text for an article's that many addresses have; what was made of the first ones is taken back."""
        if own == urls[-1]:
            self.log_of_run.note(f"the same text stands at {len(urls)} addresses, so it is no article's: {urls[0]} …")
        try:
            self.log_of_run.state.forget(urls)
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None
        self.log_of_run.failed(link.url, SAME_TEXT)

    def refuse(self, link: Link, error: NotAnArticle | MissingField) -> None:
        """Count and remember a page that gives no article."""
        try:
            self.log_of_run.refused(link.url, error, key=key_of(link.url))
        except StoreError as problem:
            raise self.log_of_run.stopping(problem) from None

    def lost(self, link: Link, reason: str, *, failed: bool) -> None:
        """Count a link that gives no article, and that is not to be remembered as none."""
        try:
            if look := self.log_of_run.revisiting.of_link(link):
                self.log_of_run.revisiting.settle(look, f"failed: {reason}")
                return
        except StoreError as problem:
            raise self.log_of_run.stopping(problem) from None
        (self.log_of_run.failed if failed else self.log_of_run.skipped)(link.url, reason)

    def left(self, link: Link, reason: str) -> None:
        """Leave a link to the next run."""
        if look := self.log_of_run.revisiting.of_link(link):
            self.log_of_run.revisiting.leave(look, reason)
        else:
            self.log_of_run.left(link.url, reason)

    def article_failed(self, failure: Failure) -> None:
        """Say why an article's page did not come."""
        request: Request = failure.request  # type: ignore[attr-defined]
        link, reason = request.cb_kwargs["link"], reason_of(failure.value)
        if isinstance(failure.value, LeftForLater):
            self.log_of_run.left(link.url, reason)
        elif reason == ROBOTS_FORBID:
            self.log_of_run.skipped(link.url, reason)
        else:
            self.log_of_run.meter.asked(link.url, request.cb_kwargs["channel"])
            self.log_of_run.failed(link.url, reason)

    def part_failed(self, failure: Failure) -> Iterator[Article]:
        """Do without a part that will never come; leave an article whose part may come later to the next run."""
        request: Request = failure.request  # type: ignore[attr-defined]
        link, reason = request.cb_kwargs["link"], reason_of(failure.value)
        if isinstance(failure.value, LeftForLater):
            self.left(link, reason)
            return
        if not is_final(failure.value):
            self.lost(link, f"next page: {reason}", failed=True)
            return
        self.logger.warning("%s: a part of %s is left out: %s", request.url, link.url, reason)
        yield from self.finish(link, request.cb_kwargs["parts"])
