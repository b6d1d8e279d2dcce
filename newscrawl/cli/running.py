"""Runs spiders in this process, with the project's settings and the user's configuration over them."""

from __future__ import annotations

import gc
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

# first of all: it asks for its whole stack, which takes the longer the more is imported, 0.1 s where Scrapy would do it
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from newscrawl.config import pictures_of
from newscrawl.extensions import IN_MEMORY
from newscrawl.folders import LocalFolder
from newscrawl.frontier import Shared
from newscrawl.politeness.traffic import Traffic
from newscrawl.politeness.turns import turns_in
from newscrawl.posting import pictures_folder
from newscrawl.spiders import SiteSpider

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scrapy import Spider
    from scrapy.crawler import Crawler

    from newscrawl.cli.progress import Log
    from newscrawl.config import Config
    from newscrawl.items import Article
    from newscrawl.sites import Site

__all__ = ["LOG_NAME", "Job", "check_folders", "import_parts", "jobs_of", "project_settings", "run_jobs"]

LOG_NAME = "crawl.log"
"""What Scrapy says of the last crawl, in the state's folder: for bugs, not for users."""

PARTS = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES")
"""Settings that name what Scrapy imports when a crawl begins."""

SINGLE_PARTS = ("DOWNLOADER", "SCHEDULER", "SCHEDULER_PRIORITY_QUEUE", "SPIDER_LOADER_CLASS")
"""Those that name one such thing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A spider and its arguments."""

    spider: type[Spider]
    arguments: Mapping[str, Any] = field(default_factory=dict)


def jobs_of(sites: Mapping[str, Site], chosen: Mapping[str, Sequence[str]]) -> list[Job]:
    """Return what crawls these channels, by site."""
    return [
        Job(spider=SiteSpider.for_site(sites[site_id]), arguments={"channel": ",".join(channels)})
        for site_id, channels in chosen.items()
    ]


def check_folders(config: Config) -> None:
    """Make the folders that a crawl writes to, or raise :class:`SiteError` when nothing can be written to one."""
    pictures = pictures_of(config)
    kept = [config.output, LocalFolder(config.state_folder)]
    for folder in [*kept, pictures_folder(pictures, config.output)] if pictures.mode != "link" else kept:
        folder.check()


def import_parts() -> None:
    """Import what every crawl is made of, so that processes that are forked from this one need not."""
    settings = project_settings({})
    for name in PARTS:
        for part, used in settings.getwithbase(name).items():
            if used is not None:
                load_object(part)
    for name in SINGLE_PARTS:
        load_object(settings[name])


def run_jobs(
    config: Config,
    jobs: Sequence[Job],
    log: Log,
    *,
    settings: Mapping[str, object] | None = None,
    on_article: Callable[[Crawler, Article], None] | None = None,
    keep: bool = True,
) -> None:
    """Run the spiders side by side and return when all are done, or stopped by Ctrl-C.

    :param settings: Scrapy settings over everything else
    :param on_article: called with every article that has come through the pipelines
    :param keep: whether posts and state are kept on disk
    :raises SiteError: when a folder cannot be written to, before any request
    """
    shared = Shared.at(config.frontier, "--frontier") if config.frontier else None
    traffic = Traffic(shared.turns if shared else turns_in(config.state_folder) if keep else None)
    ours: dict[str, object] = {
        "NEWSCRAWL_OUTPUT": str(config.output),
        "NEWSCRAWL_OUTPUT_OPTIONS": dict(config.output_options),
        "NEWSCRAWL_DURABILITY": config.durability,
        "NEWSCRAWL_POST": config.post,
        "NEWSCRAWL_SITES": [str(config.sites)] if config.sites else [],
        "NEWSCRAWL_OVERRIDES": config.overrides,
        "NEWSCRAWL_REPORTER": lambda: log,
        "NEWSCRAWL_TRAFFIC": lambda: traffic,
    }
    if config.contact:
        ours["NEWSCRAWL_CONTACT"] = config.contact
    if shared:
        ours["NEWSCRAWL_FRONTIER"] = lambda: shared
    if keep:
        check_folders(config)
        ours |= {
            "NEWSCRAWL_STATE": str(config.state_folder),
            "NEWSCRAWL_WEBHOOK": config.webhook,
            "NEWSCRAWL_METRICS": str(config.metrics or ""),
            "NEWSCRAWL_IMAGES": pictures_of(config),
            "NEWSCRAWL_ARCHIVE": config.archive,
            "LOG_FILE": str(config.state_folder / LOG_NAME),
            "LOG_FILE_APPEND": False,
        }
    else:
        ours |= {"NEWSCRAWL_STATE": IN_MEMORY, "LOG_ENABLED": False}
    # a log that cannot be written any more (disk full) is no reason for a traceback on the screen
    logging.raiseExceptions = False

    process = AsyncCrawlerProcess(project_settings({**ours, **(settings or {})}))
    for job in jobs:
        crawler = process.create_crawler(job.spider)
        if on_article:
            _connect(crawler, on_article)
        process.crawl(crawler, **job.arguments)
    # modules and site files stay until the end: the collector would go through them at every few pages
    gc.freeze()
    with log:
        process.start()


def project_settings(over: Mapping[str, object]) -> Settings:
    """Return the project's settings, with others over them."""
    settings = Settings()
    settings.setmodule("newscrawl.settings", priority="project")
    settings.setdict(dict(over), priority="cmdline")
    return settings


def _connect(crawler: Crawler, on_article: Callable[[Crawler, Article], None]) -> None:
    def scraped(item: Article) -> None:
        on_article(crawler, item)

    crawler.signals.connect(scraped, signal=signals.item_scraped, weak=False)
