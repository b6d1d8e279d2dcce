"""``newscrawl rebuild``: posts are made anew from the pages that crawls kept."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Output
from newscrawl.cli.screen import by_reason, complain, say

if TYPE_CHECKING:
    from newscrawl.rebuilding import Rebuilt

__all__ = ["rebuild"]

TOLD = ("rewritten", "posted", "edited", "deleted", "failed")
"""What has a line of its own; the rest is a number in the summary."""


def rebuild(
    output: Output = None,
    site: Annotated[
        str, typer.Option("--site", metavar="SITE", help="Only pages of this site.", show_default="all")
    ] = "",
    since: Annotated[
        str,
        typer.Option("--since", metavar="TIME", help="Only pages served then or later (UTC).", show_default="all"),
    ] = "",
    diff: Annotated[bool, typer.Option("--diff", help="Show what changes in each post.")] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
) -> None:
    """Make posts anew from the page archive, with today's rules.

    Needs no network. What you edited stays, what you deleted stays deleted, a post that would read the same is not
    written.
    """
    from newscrawl.archiving import archive_folder
    from newscrawl.cli.choosing import choose_site, configure
    from newscrawl.config import pictures_of
    from newscrawl.errors import SiteError
    from newscrawl.rebuilding import Index, Rebuilder
    from newscrawl.store import State, finish_updates
    from newscrawl.store.database import DATABASE

    config = configure(output=output)
    sites = config.load_sites()
    if site:
        choose_site(sites, site)
    moment = _moment(since) if since else None
    folder = archive_folder(config.state_folder)
    if not folder.is_dir() or not (config.state_folder / DATABASE).is_file():
        raise SiteError(str(folder), "there is no archive; archive: all in newscrawl.yaml lets crawls keep one")
    pictures = pictures_of(config)
    index = Index(folder)
    for problem in index.problems:
        complain(problem.reason)
    outcomes: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = {"skipped": Counter(), "failed": Counter()}
    with State.open(config.state_folder) as state:
        if not dry:
            finish_updates(state, config.output)
        rebuilder = Rebuilder(
            index=index,
            state=state,
            output=config.output,
            post=config.post,
            pictures=pictures,
            sites=sites,
            site_of=sites.owner_of,
            dry=dry,
        )
        for place in index.articles(site, moment):
            done = rebuilder.rebuild(place)
            outcomes[done.outcome] += 1
            if done.outcome in reasons:
                reasons[done.outcome][done.reason] += 1
            _tell(done, diff=diff)
    for name in ("rewritten", "posted", "unchanged", "edited", "deleted", "known"):
        say(f"{name:<14} {outcomes[name]}")
    for name, counts in reasons.items():
        say(f"{name:<14} {by_reason(dict(counts.most_common()))}")
    if dry:
        say("nothing was written: --dry-run")
    raise typer.Exit(bool(reasons["failed"]))


def _tell(done: Rebuilt, *, diff: bool) -> None:
    if done.outcome == "failed":
        complain(f"{done.path or done.url}: {done.reason}")
    elif done.outcome in TOLD:
        say(f"{done.outcome:<10} {done.path}")
    if diff and done.outcome == "rewritten":
        from newscrawl.store.updates import difference

        say(difference(done.before, done.after, str(done.path)))


def _moment(text: str) -> datetime:
    from newscrawl.errors import SiteError

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SiteError("--since", f"{text!r} is no time, such as 2026-07-20 or 2026-07-20T09:30") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
