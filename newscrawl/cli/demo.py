"""``newscrawl demo``: crawls a small news site that ships with newscrawl, without any network."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Images
from newscrawl.cli.screen import say, show_table

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from newscrawl.items import Article

__all__ = ["demo"]

DEMO_OUTPUT = "newscrawl-demo"
"""Apart from real posts, so that it can be thrown away."""


def demo(
    output: Annotated[str, typer.Option("--output", "-o", metavar="DIR", help="Folder of the posts.")] = DEMO_OUTPUT,
    images: Images = None,
) -> None:
    """Crawl a small site that comes with newscrawl; show its posts.

    Needs no network. The site is served on this machine only, and crawled by the very code that crawls real sites.

    A second run on the same folder finds nothing new, and says so.
    """
    from newscrawl.cli.progress import log_for
    from newscrawl.cli.running import Job, run_jobs
    from newscrawl.cli.summary import Summary
    from newscrawl.config import Config
    from newscrawl.demo import SITES, DemoSite, demo_site
    from newscrawl.folders import folder_at
    from newscrawl.spiders import SiteSpider

    published: dict[str, datetime] = {}

    def note_time(crawler: Crawler, article: Article) -> None:
        published[article.url] = article.published

    folder = folder_at(output, place="--output")
    site = demo_site()
    log = log_for(tell_posts=False)
    with DemoSite() as server:
        say(f"a small news site runs on 127.0.0.1:{server.port}; newscrawl crawls it as it would crawl a real one")
        config = Config(output=folder, sites=SITES, images=images or "link")
        job = Job(spider=SiteSpider.for_site(site), arguments={"channel": ",".join(site.channels)})
        run_jobs(
            config, [job], log, settings={"NEWSCRAWL_PROXY": f"http://127.0.0.1:{server.port}"}, on_article=note_time
        )
    if log.posts:
        say()
        rows = [(f"{published[url]:%Y-%m-%d %H:%M}", title, path) for url, title, path in log.posts if url in published]
        show_table(("published", "title", "file"), rows, fold=False)
    say()
    summary = Summary(log)
    for line in summary.lines(config):
        say(line)
    raise typer.Exit(summary.crawl_code)
