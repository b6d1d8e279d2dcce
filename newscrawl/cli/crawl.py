"""``newscrawl crawl``: what is new in channels becomes posts."""

from __future__ import annotations

from typing import Annotated

import typer

from newscrawl.cli.options import Author, Blog, Body, Images, Keys, Output, Placeholder
from newscrawl.cli.screen import say, warn_of_source

__all__ = ["crawl"]


def crawl(
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SITE[/CHANNEL]...",
            help="What to crawl; a site alone means its first channel.",
            show_default="crawl: in newscrawl.yaml",
        ),
    ] = None,
    output: Output = None,
    blog: Blog = None,
    body: Body = None,
    author: Author = None,
    key: Keys = None,
    placeholder: Placeholder = None,
    images: Images = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 when a site departs from what is normal for it.")
    ] = False,
) -> None:
    """Crawl channels: fetch what is new, write it as posts, remember it.

    What was posted before is not fetched again. Ctrl-C stops cleanly: what is written stays, the next crawl goes on.
    """
    from newscrawl.cli.choosing import choose_channels, configure
    from newscrawl.errors import SiteError

    config = configure(
        output=output, blog=blog, body=body, author=author, keys=key, placeholder=placeholder, images=images
    )
    sites = config.load_sites()
    chosen = choose_channels(sites, targets or config.crawl)
    if not chosen:
        raise SiteError("SITE", "is missing: name a site (newscrawl sites list), or set crawl: in newscrawl.yaml")

    from newscrawl.cli.progress import log_for
    from newscrawl.cli.running import Job, run_jobs
    from newscrawl.cli.summary import Summary
    from newscrawl.spiders import SiteSpider

    jobs = [
        Job(spider=SiteSpider.for_site(sites[site_id]), arguments={"channel": ",".join(channels)})
        for site_id, channels in chosen.items()
    ]
    warn_of_source(config.post.body)
    log = log_for()
    run_jobs(config, jobs, log)
    summary = Summary(log)
    for line in summary.lines(config):
        say(line)
    raise typer.Exit(summary.strict_code if strict else summary.crawl_code)
