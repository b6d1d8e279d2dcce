"""``newscrawl frontier``: what is still to be fetched, who is at it, and what nobody could do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Output
from newscrawl.cli.screen import note, say, show_table

if TYPE_CHECKING:
    from newscrawl.frontier import Shared

__all__ = ["frontier"]

SHOWN = 20
"""Dead letters that are named; the rest is counted."""

frontier = typer.Typer(help="Look at what is still to be fetched, empty it, try again.")

Address = Annotated[
    str | None,
    typer.Option(
        "--frontier",
        metavar="ADDRESS",
        help="Redis that is shared with workers: redis://HOST:6379/0",
        show_default="frontier: in newscrawl.yaml",
    ),
]
Names = Annotated[
    list[str] | None, typer.Argument(metavar="SITE...", help="Of which sites.", show_default="all that are there")
]


@frontier.command("status", epilog="Example: newscrawl frontier status --frontier redis://localhost:6379/0")
def status_of(address: Address = None, output: Output = None) -> None:
    """Show how much waits, who holds it, and the dead letters."""
    from newscrawl.cli.choosing import configure
    from newscrawl.frontier import Shared, SqliteFrontier
    from newscrawl.store import State

    config = configure(output=output, frontier=address or "")
    if config.frontier:
        _show(Shared.at(config.frontier, "--frontier"))
        return
    if not (config.state_folder / "state.db").is_file():
        say("nothing is left to be fetched")
        return
    with State.open(config.state_folder) as state:
        rows = [[log.site, str(log.waiting), str(log.held)] for log in SqliteFrontier(state.database).backlogs()]
    if rows:
        show_table(["site", "waiting", "held"], rows)
    else:
        say("nothing is left to be fetched")


@frontier.command("drain", epilog="Example: newscrawl frontier drain sina_finance --yes")
def drain(
    names: Names = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    address: Address = None,
    output: Output = None,
) -> None:
    """Forget what is still to be fetched, dead letters included.

    In the state and in Redis. What is forgotten comes back when a list names it that has changed.
    """
    import sys

    from newscrawl.cli.choosing import configure
    from newscrawl.errors import SiteError
    from newscrawl.frontier import Shared, SqliteFrontier
    from newscrawl.store import State

    config = configure(output=output, frontier=address or "")
    shared = Shared.at(config.frontier, "--frontier") if config.frontier else None
    with State.open(config.state_folder) as state:
        own = SqliteFrontier(state.database)
        there = {backlog.site for backlog in own.backlogs()} | set(shared.frontier.sites() if shared else ())
        sites = sorted(there & set(names) if names else there)
        if not yes:
            if not sys.stdin.isatty():
                raise SiteError("--yes", "is missing: nobody is here to be asked")
            typer.confirm(f"forget what is to be fetched of {', '.join(sites) or 'no site'}?", abort=True)
        # nobody may be at work on them
        locks = [state.locks.take(site) for site in sites]
        try:
            for site in sites:
                own.drain(site)
            if shared:
                shared.frontier.drain(sites)
                if not names:
                    shared.register.forget()
        finally:
            for lock in locks:
                lock.let_go()
    say(f"drained: {', '.join(sites) or 'there was nothing'}")


@frontier.command("retry", epilog="Example: newscrawl frontier retry sina_finance")
def retry(names: Names = None, address: Address = None, output: Output = None) -> None:
    """Put dead letters back, for workers to try anew."""
    from newscrawl.cli.choosing import configure
    from newscrawl.errors import SiteError
    from newscrawl.frontier import Shared
    from newscrawl.store import State

    config = configure(output=output, frontier=address or "")
    if not config.frontier:
        raise SiteError("--frontier", "is missing: only a shared frontier keeps dead letters")
    shared = Shared.at(config.frontier, "--frontier")
    letters = [letter for letter in shared.frontier.dead_letters() if not names or letter.site in names]
    with State.open(config.state_folder) as state:
        # first, since a worker may be quick
        state.forget(letter.key for letter in letters)
    back = [key for site in dict.fromkeys(letter.site for letter in letters) for key in shared.frontier.retry(site)]
    say(f"put back: {len(back)}")


def _show(shared: Shared) -> None:
    letters = shared.frontier.dead_letters()
    backlogs = {backlog.site: backlog for backlog in shared.frontier.backlogs()}
    rows = []
    for site in sorted({*backlogs, *(letter.site for letter in letters)}):
        held = shared.frontier.owners(site)
        rows.append(
            [
                site,
                str(backlogs[site].waiting if site in backlogs else 0),
                str(sum(held.values())),
                str((backlogs[site].held if site in backlogs else 0) - sum(held.values())),
                str(sum(letter.site == site for letter in letters)),
                ", ".join(f"{owner} {count}" for owner, count in sorted(held.items())),
            ]
        )
    if rows:
        show_table(["site", "waiting", "held", "results", "dead", "held by"], rows)
    else:
        say("nothing is left to be fetched")
    note(f"newscrawl: workers: {', '.join(shared.register.workers()) or 'none'}")
    for letter in letters[:SHOWN]:
        say(f"dead  {letter.site}  {letter.key}: {letter.reason} (tries: {letter.tries})")
    if len(letters) > SHOWN:
        say(f"dead  and {len(letters) - SHOWN} more")
