"""``newscrawl crawl``: what is new in channels becomes posts."""

from __future__ import annotations

from typing import Annotated

import typer

from newscrawl.cli.options import Author, Blog, Body, Images, Keys, Output, Placeholder
from newscrawl.cli.screen import warn_of_source

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
    frontier: Annotated[
        str | None,
        typer.Option(
            "--frontier",
            metavar="ADDRESS",
            help="Redis whose workers (newscrawl work) fetch the articles: redis://HOST:6379/0",
            show_default="frontier: in newscrawl.yaml",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 when a site departs from what is normal for it.")
    ] = False,
    due: Annotated[
        bool, typer.Option("--due", help="Crawl only what is due by every:, for cron, systemd or CI; then prune.")
    ] = False,
    watching: Annotated[
        bool, typer.Option("--watch", help="Stay up and crawl whenever something is due, until SIGTERM or Ctrl-C.")
    ] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Print what happens as JSON, one object a line.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="N",
            min=1,
            max=64,
            help="Crawl with N processes, each its own sites.",
            show_default="workers: in newscrawl.yaml, or by processors and sites",
        ),
    ] = None,
) -> None:
    """Crawl channels: what is new becomes posts.

    What was posted before is not fetched again. Ctrl-C stops cleanly: what is written stays, the next crawl goes on.
    """
    from newscrawl.cli.choosing import choose_channels, configure
    from newscrawl.cli.passing import Work, crawl_pass
    from newscrawl.errors import SiteError

    def load() -> Work:
        config = configure(
            output=output,
            blog=blog,
            body=body,
            author=author,
            keys=key,
            placeholder=placeholder,
            images=images,
            frontier=frontier or "",
            workers=workers,
        )
        sites = config.load_sites()
        chosen = choose_channels(sites, targets or config.crawl)
        if not chosen:
            raise SiteError("SITE", "is missing: name a site (newscrawl sites list), or set crawl: in newscrawl.yaml")
        return Work(config=config, sites=sites, chosen=chosen)

    if watching:
        from newscrawl.cli.watching import watch

        if due or strict:
            raise SiteError("--watch", f"does not go with {'--due' if due else '--strict'}")
        raise typer.Exit(watch(load, log_json=log_json))
    work = load()
    warn_of_source(work.config.post.body)
    if due:
        from newscrawl.cli.timing import take_due, tell_next

        work, soonest = take_due(work)
        if not work.chosen:
            tell_next(soonest, log_json=log_json)
            return
    raise typer.Exit(crawl_pass(work, log_json=log_json, strict=strict, scheduled=due))
