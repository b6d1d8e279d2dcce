"""``newscrawl work``: fetches what lies in a shared frontier, on any machine."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["work"]


def work(
    frontier: Annotated[
        str | None,
        typer.Argument(metavar="ADDRESS", help="The Redis of newscrawl crawl --frontier.", show_default=False),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes on this machine.")] = 1,
) -> None:
    """Fetch and read the articles of a crawl on another machine.

    Goes on until SIGTERM or Ctrl-C. Needs the keeper's version of newscrawl and its site files. Without ADDRESS,
    NEWSCRAWL_FRONTIER or frontier: in newscrawl.yaml says where; a password is better off there, since other users see
    the arguments of programs.
    """
    from newscrawl.cli.choosing import configure
    from newscrawl.cli.working import run_worker, run_workers
    from newscrawl.errors import SiteError

    config = configure(frontier=frontier or "")
    if not config.frontier:
        raise SiteError("ADDRESS", "is missing: where is the frontier? redis://HOST:6379/0")
    raise typer.Exit(run_workers(config, workers) if workers > 1 else run_worker(config))
