"""The item pipelines: each hands an article to the pure function that does its job, and says what came of it.

Items of other types pass untouched, so a foreign project's own items are safe here.
"""

from __future__ import annotations

import logging
from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from scrapy.exceptions import DropItem

from newscrawl.archive import ArchiveOptions
from newscrawl.errors import MissingField, NotAnArticle, SiteError, StoreError, UnsafePost
from newscrawl.extensions import RunLog, output_folder
from newscrawl.extract import clean_article, extract_article, meaning
from newscrawl.items import Article, Page
from newscrawl.posting import copy_of, finished, renew_article, reserve_post, text_keys
from newscrawl.render import PictureOptions, PostOptions
from newscrawl.spiderloader import sites_of
from newscrawl.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from newscrawl.revisiting import Look
    from newscrawl.sites import Site

__all__ = ["CleanPipeline", "DuplicatePipeline", "ExtractPipeline", "PostPipeline", "options_from", "post_options"]

Options = TypeVar("Options", PostOptions, PictureOptions, ArchiveOptions)

logger = logging.getLogger("newscrawl")


def post_options(settings: BaseSettings) -> PostOptions:
    """Return how posts are to be written: ``NEWSCRAWL_POST``, an object or a mapping of its fields.

    :raises SiteError: for a field or value that there is not
    """
    return options_from(settings, "NEWSCRAWL_POST", PostOptions)


def options_from(settings: BaseSettings, setting: str, kind: type[Options]) -> Options:
    """Return the object that a setting holds, or the one that its mapping describes.

    :raises SiteError: for a field or value that there is not
    """
    value = settings.get(setting)
    if isinstance(value, kind):
        return value
    given: dict[str, Any] = settings.getdict(setting)
    known = [field.name for field in fields(kind)]
    for name in given:
        if name not in known:
            raise SiteError(setting, f"{name!r} is none of {', '.join(known)}")
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    return kind(**values)


class _Pipeline:
    """Stops the crawl when the disk or the state cannot be used; drops without a second line what is settled."""

    takes: type = Article

    def __init__(self, run: RunLog, settings: BaseSettings, site_of: Callable[[str], Site | None]) -> None:
        self.run = run
        self.options = post_options(settings)
        self.output = output_folder(settings)
        self.options.check_folder(str(self.output))
        self.site_of = site_of

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Find the run's log, and who knows which site file an address belongs to: our spiders do, others need not."""
        site_of = getattr(crawler.spider, "site_of", None) or sites_of(crawler.settings).owner_of
        return cls(RunLog.of(crawler), crawler.settings, site_of)

    def process_item(self, item: Any) -> Any:
        """Return what becomes of an item, or drop it."""
        if not isinstance(item, self.takes):
            return item
        if self.run.problem:
            raise _Settled(self.run.problem)
        try:
            return self.process(item)
        except StoreError as error:
            self.run.stop(error)
            raise _Settled(str(error)) from None

    def process(self, item: Any) -> Any:
        """Do the one job."""
        raise NotImplementedError

    def meaning(self, item: Article) -> str:
        """Return what an article says, the same for the same; what only a page as served holds does not count."""
        return meaning(clean_article(item, self.site_of(item.url)) if self.options.body == "source" else item)


class _Settled(DropItem):
    """The item is dropped, and why has been told already."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, log_level="DEBUG")


class ExtractPipeline(_Pipeline):
    """Page -> Article, so that a foreign spider's callback is one line: ``yield page_from(response)``."""

    takes = Page

    def process(self, item: Page) -> Article:
        """Extract by the site file that owns the address, or by the generic rules."""
        self.run.found(item.url)
        try:
            return extract_article(item, self.site_of(item.url))
        except (MissingField, NotAnArticle) as error:
            raise _Settled(self.run.refused(item.url, error, key=canonical(item.url))) from None


class CleanPipeline(_Pipeline):
    """Article -> Article with a clean body, unless posts are to hold the body as served."""

    def process(self, item: Article) -> Article:
        """Clean by the rules of the article's site."""
        try:
            return finished(item, self.site_of(item.url), self.options)
        except MissingField as error:
            raise _Settled(self.run.refused(item.url, error, key=canonical(item.canonical_url))) from None


class DuplicatePipeline(_Pipeline):
    """Lets an article pass that is not there yet, neither under another address nor in nearly the same words."""

    def process(self, item: Article) -> Article:
        """Ask the state, and remember the address."""
        url, batch = canonical(item.canonical_url), self.run.batch
        if batch.may_hold(url, text_keys(item)):
            batch.flush()
        seen = self.run.state.seen(url)
        if seen and seen.outcome in ("posted", "pruned", "withdrawn"):
            look = self.run.revisiting.of(url)
            if look and self.meaning(item) != look.visit.meaning:
                return item
            if look:
                self.run.revisiting.settle(look, "unchanged")
            else:
                self.run.known(item.url)
            raise _Settled(f"{seen.outcome} already: {seen.path or url}")
        if same := copy_of(item, self.run.state):
            self.run.state.duplicate(url, same)
            self.run.skipped(item.url, "duplicate")
            raise _Settled(f"same text as {same.url}")
        return item


class PostPipeline(_Pipeline):
    """Article -> file, checked before it is written."""

    def process(self, item: Article) -> Article:
        """Render, check, publish; what is not safe goes to quarantine."""
        url = canonical(item.canonical_url)
        if look := self.run.revisiting.of(url):
            return self._renew(item, url, look)
        try:
            post = reserve_post(item, self.options, self.run.state, self.run.batch)
        except UnsafePost as error:
            logger.warning("quarantined %s: %s", url, error)
            self.run.failed(item.url, "unsafe post")
            raise _Settled(str(error)) from None
        meaning = self.meaning(item) if self.run.revisiting.expects(url) else ""
        self.run.batch.add(post, partial(self._posted, url, item.url, item.title, str(post.path), meaning))
        return item

    def _posted(self, identity: str, url: str, title: str, path: str, meaning: str) -> None:
        self.run.posted(url, title, path)
        if meaning:
            self.run.revisiting.posted(identity, meaning)

    def _renew(self, item: Article, url: str, look: Look) -> Article:
        """Write a new edition of a post; one that is not safe leaves the old one as it is."""
        record = self.run.state.seen(url)
        if record is None:
            raise _Settled("the state has forgotten the post")
        try:
            outcome = renew_article(item, self.options, self.run.state, self.output, record, at=look.moment)
        except UnsafePost as error:
            logger.warning("left as it was %s: %s", url, error)
            self.run.revisiting.settle(look, "failed: unsafe post")
            raise _Settled(str(error)) from None
        self.run.revisiting.settle(look, outcome, self.meaning(item))
        return item
