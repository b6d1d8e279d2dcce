"""The run's log: counts, lines, live events and the state, in one place for spiders and pipelines."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from scrapy import signals
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.misc import load_object

from newscrawl.errors import BlockPage, MissingField, NewscrawlError, NotAnArticle, SiteError, SiteHeld, StoreError
from newscrawl.folders import folder_at
from newscrawl.health import Meter, sentence
from newscrawl.holding import Holding
from newscrawl.measuring import keep_measures
from newscrawl.reporting import (
    FAILED,
    FOUND,
    INTERNAL,
    KNOWN,
    LEFT,
    LIST_PREFIX,
    PICTURES_FAILED,
    PICTURES_SAVED,
    POSTED,
    REVISITED,
    SKIPPED,
    UNCHANGED,
    counts_of,
    reasons,
)
from newscrawl.revisiting import Revisiting
from newscrawl.sites import Site
from newscrawl.store import SiteRun, State, finish_updates
from newscrawl.writing import Writing, durability

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawl.folders import Folder
    from newscrawl.reporting import Reporter
    from newscrawl.store import Batch, Run

__all__ = ["IN_MEMORY", "RunLog", "extension_of", "output_folder", "state_folder"]

T = TypeVar("T")

IN_MEMORY = ":memory:"
"""Value of ``NEWSCRAWL_STATE`` that keeps nothing."""

_REASONS = {SiteError: "bad_argument", SiteHeld: "site_held", StoreError: "store_error"}
"""Why a spider is closed, by the error."""

logger = logging.getLogger("newscrawl")


def output_folder(settings: BaseSettings) -> Folder:
    """Return the folder of the posts.

    :raises SiteError: for an address that cannot be used
    """
    named, options = settings.get("NEWSCRAWL_OUTPUT") or "output", settings.getdict("NEWSCRAWL_OUTPUT_OPTIONS")
    flushed = durability(settings) != "none"
    return folder_at(str(named), options, place="NEWSCRAWL_OUTPUT", flushed=flushed)


def state_folder(settings: BaseSettings) -> Path | None:
    """Return the folder of the state; ``None``: it is not kept."""
    folder = settings.get("NEWSCRAWL_STATE")
    if folder == IN_MEMORY:
        return None
    return Path(folder) if folder else output_folder(settings).memory


def extension_of(crawler: Crawler, kind: type[T]) -> T:
    """Return the crawl's extension of that type.

    :raises NotConfigured: when it is switched off
    """
    found = crawler.get_extension(kind)
    if found is None:
        raise NotConfigured(f"the extension {kind.__module__}.{kind.__qualname__} is needed and switched off")
    return found


class RunLog:
    """Opens the state for one crawl, and counts, logs and passes on what happens.

    Spiders and pipelines say what they decided; the names of the counts stand in :mod:`newscrawl.reporting`.
    """

    def __init__(self, crawler: Crawler, reporter: Reporter | None) -> None:
        self._crawler = crawler
        self._reporter = reporter
        self._state: State | None = None
        self._revisiting: Revisiting | None = None
        self._writing: Writing | None = None
        self._run_id = 0
        self._holding: Holding | None = None
        self._started = datetime.now(UTC)
        self.meter = Meter()
        """Counts what is seen of the spider's site, to be compared with earlier runs."""
        self._listeners: list[Callable[[str, bool], None]] = []
        self.problem = ""
        """Why the crawl cannot go on, in one line; empty while it can."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the reporter and listen to the crawl."""
        maker = crawler.settings.get("NEWSCRAWL_REPORTER")
        log = cls(crawler, load_object(maker)() if maker else None)
        crawler.signals.connect(log._opened, signal=signals.spider_opened)
        crawler.signals.connect(log._closed, signal=signals.spider_closed)
        crawler.signals.connect(log._broke, signal=signals.spider_error)
        crawler.signals.connect(log._item_broke, signal=signals.item_error)
        return log

    @classmethod
    def of(cls, crawler: Crawler) -> RunLog:
        """Return the crawl's log.

        :raises NotConfigured: when the extension is switched off
        """
        return extension_of(crawler, cls)

    @property
    def state(self) -> State:
        """What earlier runs left; there from the spider's opening on."""
        if self._state is None:
            raise RuntimeError("the state is open only while the spider is")
        return self._state

    @property
    def batch(self) -> Batch:
        """The posts that are written together; there from the spider's opening on."""
        if self._writing is None:
            raise RuntimeError("posts are written only while the spider is open")
        return self._writing.batch

    @property
    def holding(self) -> Holding:
        """What the crawl of a site holds of it; there from the spider's opening on."""
        if self._holding is None:
            raise RuntimeError("only the spider of a site holds one, while it is open")
        return self._holding

    @property
    def revisiting(self) -> Revisiting:
        """Which posted articles are looked at again; there from the spider's opening on."""
        if self._revisiting is None:
            self._revisiting = Revisiting(self.state, self._revisited)
        return self._revisiting

    @property
    def counts(self) -> dict[str, int]:
        """What was counted so far, see :func:`newscrawl.reporting.counts_of`."""
        return counts_of(self._crawler.stats.get_stats())

    def on_settled(self, listener: Callable[[str, bool], None]) -> None:
        """Let somebody hear what became of every address: whether it has its post, or needs none."""
        self._listeners.append(listener)

    def last_run(self, target: str) -> Run | None:
        """Return the run before this one that was about that target."""
        return self.state.runs.last(target, before=self._run_id)

    def found(self, url: str) -> None:
        """Count an article's address; what becomes of it must follow."""
        self._count(FOUND)
        if self._reporter:
            self._reporter.found(self._site, url)

    def unchanged(self, url: str) -> None:
        """Count a list that is the one of last time."""
        self._count(UNCHANGED)
        logger.info("unchanged %s", url)
        if self._reporter:
            self._reporter.unchanged(self._site, url)

    def known(self, url: str) -> None:
        """Count an article that is settled already."""
        self._count(KNOWN)
        self._settled(url, True)
        if self._reporter:
            self._reporter.known(self._site, url)

    def posted(self, url: str, title: str, path: str) -> None:
        """Count a new post."""
        self._count(POSTED)
        self._settled(url, True)
        logger.info("posted %s", path)
        if self._reporter:
            self._reporter.posted(self._site, url, title, path)

    def skipped(self, url: str, reason: str) -> None:
        """Count an address without a post where nothing is wrong."""
        self._count(SKIPPED + reason)
        self._settled(url, reason == "duplicate")
        logger.info("skipped %s: %s", url, reason)
        if self._reporter:
            self._reporter.skipped(self._site, url, reason)

    def failed(self, url: str, reason: str) -> None:
        """Count an address without a post where something is wrong."""
        self._count(FAILED + reason)
        self._settled(url, False, failed=reason)
        self.meter.failed(url, reason)
        logger.warning("failed %s: %s", url, reason)
        if self._reporter:
            self._reporter.failed(self._site, url, reason)

    def left(self, url: str, reason: str) -> None:
        """Count an address that the next run will ask for; there may be many, so without a line."""
        self._count(LEFT + reason)
        self._settled(url, False, left=True)
        logger.debug("left %s: %s", url, reason)
        if self._reporter:
            self._reporter.left(self._site, url, reason)

    def note(self, text: str) -> None:
        """Tell in one line what is about many addresses."""
        logger.warning("%s", text)
        if self._reporter:
            self._reporter.noted(self._site, text)

    def picture_saved(self, url: str) -> None:
        """Count a picture that lies beside the posts now."""
        self._count(PICTURES_SAVED)
        if self._reporter:
            self._reporter.picture(self._site, url, "")

    def picture_failed(self, url: str, reason: str) -> None:
        """Count a picture that stays a link."""
        self._count(PICTURES_FAILED)
        logger.warning("picture %s: %s", url, reason)
        if self._reporter:
            self._reporter.picture(self._site, url, reason)

    def _revisited(self, url: str, outcome: str) -> None:
        """Count a posted article that was looked at again."""
        self._count(REVISITED + outcome)
        logger.info("looked at %s again: %s", url, outcome)
        if self._reporter:
            self._reporter.revisited(self._site, url, outcome)

    def refused(self, url: str, error: MissingField | NotAnArticle, *, key: str) -> str:
        """Count and remember a page that gives no article; return why.

        :param key: canonical address to remember it by
        :raises StoreError: when it cannot be remembered
        """
        reason = error.reason
        if look := self.revisiting.of(key):
            # what was an article once stays one
            self.revisiting.settle(look, f"failed: {reason}")
            return reason
        # tomorrow the article may stand where a block page stands today; anything else is remembered before it is told,
        # since what is told is settled
        if not isinstance(error, BlockPage):
            self.state.refused(key, reason)
        if isinstance(error, MissingField | BlockPage):
            self.failed(url, reason)
        else:
            self.meter.refused(url, reason)
            self.skipped(url, reason)
        return reason

    def stopping(self, error: SiteError | SiteHeld | StoreError) -> CloseSpider:
        """Tell once why the crawl cannot go on; return what a spider raises to end it."""
        reason = next(reason for kind, reason in _REASONS.items() if isinstance(error, kind))
        if not self.problem:
            self.problem = str(error)
            logger.error("stopped: %s", error)
            if self._reporter:
                self._reporter.stopped(self._site, self.problem)
        return CloseSpider(reason)

    def stop(self, error: SiteHeld | StoreError) -> None:
        """End the crawl from a pipeline or a timer, where nothing can be raised to that end."""
        if not self.problem:
            closing = self.stopping(error)
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=closing.reason))

    @property
    def _site(self) -> str:
        return self._crawler.spider.name if self._crawler.spider else ""

    def _count(self, key: str) -> None:
        self._crawler.stats.inc_value(key)

    def _settled(self, url: str, fine: bool, *, failed: str = "", left: bool = False) -> None:
        for listener in self._listeners:
            listener(url, fine)
        if self._holding is None:
            return
        if left:
            self._holding.left(url)
        elif failed:
            self._holding.failed(url, failed)
        else:
            self._holding.settle(url)

    def _opened(self, spider: Spider) -> None:
        if self._reporter:
            self._reporter.started(spider.name)
        output, folder = output_folder(spider.settings), state_folder(spider.settings)
        site = getattr(spider, "site", None)
        try:
            self._state = State.open(folder)
            self._writing = Writing(durability(spider.settings), self._state, output, self.stop)
            if isinstance(site, Site):
                self._hold(site)
            self._run_id = self._state.runs.begin(getattr(spider, "targets", None) or [spider.name])
            finish_updates(self._state, output)
        except (SiteHeld, StoreError) as error:
            raise self.stopping(error) from None
        self.meter = Meter(site if isinstance(site, Site) else None)
        for path in self._state.leftovers:
            output.tidy(path)

    def _hold(self, site: Site) -> None:
        """Take the site for this run."""
        self._holding = Holding(self.state, site.id, self.stop)

    def _closed(self, spider: Spider, reason: str) -> None:
        if self._writing:
            try:
                self._writing.end()
            except StoreError as error:
                self.stopping(error)
        counts = self.counts
        if self._state:
            try:
                if self._run_id:
                    self._keep_measures(self._state, counts, reason)
                    self._state.runs.end(self._run_id, counts, reason)
                if self._holding:
                    self._holding.let_go(done=reason == "finished")
            except StoreError as error:
                self.stopping(error)
            self._state.close()
        if self._reporter:
            self._reporter.finished(spider.name, counts, reason)

    def _keep_measures(self, state: State, counts: Mapping[str, int], reason: str) -> None:
        """Compare with earlier runs what this one saw of its site, and say what departs."""
        if self.meter.site is None or self.meter.nothing_seen:
            return
        lists_failed = any(name.startswith(LIST_PREFIX) for name in reasons(counts, "failed"))
        run = SiteRun(
            run=self._run_id,
            site=self.meter.site.id,
            started=self._started,
            ended=datetime.now(UTC),
            finished=reason,
            good=reason == "finished" and not lists_failed,
            pages=self.meter.pages,
            channels=self.meter.channels,
            counts=counts,
        )
        for finding in keep_measures(state, self.meter.site, self.meter, run).findings:
            logger.warning("drift: %s", sentence(finding))
            if self._reporter:
                self._reporter.drifted(self._site, sentence(finding))

    def _broke(self, failure: Failure, response: Response | Any) -> None:
        # a bug, not an expected error: Scrapy has logged the traceback
        request = getattr(response, "request", None)
        link = request.cb_kwargs.get("link") if request else None
        url = link.url if link else getattr(response, "url", "")
        self.failed(url or self._site, f"{INTERNAL}: {_named(failure.value)}")

    def _item_broke(self, item: Any, failure: Failure) -> None:
        self.failed(getattr(item, "url", "") or self._site, f"{INTERNAL}: {_named(failure.value)}")


def _named(error: BaseException | None) -> str:
    return str(error) if isinstance(error, NewscrawlError) else type(error).__name__
