"""``newscrawl status``: what is there, and how the last crawls went."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Output
from newscrawl.cli.screen import complain, say, show_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from newscrawl.config import Config
    from newscrawl.store import Run, State

__all__ = ["status"]

RUNS = 10
"""How many runs are shown: a day of a crawl every two or three hours."""


def status(
    output: Output = None,
    changes: Annotated[bool, typer.Option("--changes", help="Show what changed in articles, as diffs.")] = False,
    copies: Annotated[bool, typer.Option("--copies", help="List the posts that stand at further addresses.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print where everything lies, and each site's last run, as one line of JSON.")
    ] = False,
    healthy: Annotated[
        bool, typer.Option("--healthy", help="Say nothing; exit with 1 when scheduled crawls do not happen.")
    ] = False,
) -> None:
    """Show posts by site, what was refused and why, the last runs."""
    from newscrawl.cli.choosing import configure
    from newscrawl.store import State
    from newscrawl.store.database import DATABASE

    config = configure(output=output)
    if healthy:
        raise typer.Exit(_late(config))
    crawled = (config.state_folder / DATABASE).is_file()
    if as_json:
        from newscrawl.cli.status_json import status_json

        with State.open(config.state_folder if crawled else None) as state:
            say(status_json(config, state))
        return
    say(f"posts   {config.output.address}")
    say(f"memory  {config.state_folder.resolve()}")
    say(f"config  {config.file or 'no newscrawl.yaml, here or above: everything is a default'}")
    say()
    if not crawled:
        say("nothing has been crawled yet; newscrawl crawl starts")
        return
    with State.open(config.state_folder) as state:
        if changes:
            _show_changes(state, config)
        elif copies:
            _show_copies(state)
        else:
            _show(state, config.state_folder)


def _late(config: Config) -> bool:
    """Say which of the configured channels should have been crawled long ago; tell whether there are any."""
    from newscrawl.cli.choosing import choose_channels
    from newscrawl.cli.passing import Work
    from newscrawl.cli.timing import overdue
    from newscrawl.errors import SiteError

    sites = config.load_sites()
    if not config.crawl:
        raise SiteError("crawl", "is missing: newscrawl.yaml says there what is crawled on schedule")
    late = overdue(Work(config=config, sites=sites, chosen=choose_channels(sites, config.crawl)))
    for line in late:
        complain(line)
    return bool(late)


def _show(state: State, folder: Path) -> None:
    from newscrawl.politeness.spans import holds
    from newscrawl.store import quarantine_path

    posts = Counter(_site_of(path) for path in state.paths())
    show_table(("posts of", "number"), [(site, str(number)) for site, number in posts.most_common()])
    reasons = state.reasons()
    if pruned := state.counts().get("pruned", 0):
        reasons["pruned: keep does not keep it"] = pruned
    if duplicates := state.counts().get("duplicate", 0):
        reasons["same text as another article"] = duplicates
    if reasons:
        say()
        show_table(("no post because", "number"), [(reason, str(number)) for reason, number in reasons.items()])
    if kept := state.in_quarantine():
        say()
        show_table(
            ("in quarantine", "because", "kept as"),
            [(record.title or record.url, record.reason, str(folder / quarantine_path(record.url))) for record in kept],
        )
    if alarms := state.measures.alarms():
        from newscrawl.health import finding_from_json, sentence

        say()
        for alarm in alarms:
            say(f"departs from normal: {sentence(finding_from_json(alarm.data))}")
    pauses = {host: pause for host, pause in state.hosts.pauses().items() if holds(pause, datetime.now(UTC))}
    if pauses:
        say()
        rows = [(host, f"{pause.until:%Y-%m-%d %H:%M}", pause.reason) for host, pause in pauses.items()]
        show_table(("left alone", "until (UTC)", "because"), rows)
    if runs := state.runs.newest(RUNS):
        say()
        show_table(
            ("last runs (UTC)", "sites", "ended", "found", "posted", "known", "skipped", "failed", "left"),
            map(_run, runs),
        )


def _show_changes(state: State, config: Config) -> None:
    from newscrawl.store import beside

    found = state.updates.changes()
    for change in found:
        say(f"{change.at:%Y-%m-%d %H:%M} {change.url}: {change.edition}")
        if change.edition == "edited by hand":
            say(f"the new edition lies in {config.state_folder / beside(change.path)}")
        say(change.difference)
        say()
    gone = state.visits.withdrawn()
    if gone:
        show_table(("withdrawn (UTC)", "by its publisher"), [(f"{at:%Y-%m-%d %H:%M}", url) for url, at in gone])
    if not found and not gone:
        say("no article has changed")


def _show_copies(state: State) -> None:
    found = state.copies.also_at()
    if not found:
        say("no post stands at further addresses")
        return
    rows = [("" if number else post, url) for post, urls in found.items() for number, url in enumerate(urls)]
    show_table(("post of", "also at"), rows)


def _site_of(path: PurePosixPath) -> str:
    """Return group and site, the outer two folders of a post."""
    from newscrawl.items import DRAFTS

    path = path.relative_to(DRAFTS) if path.is_relative_to(DRAFTS) else path
    return " / ".join(path.parts[:2])


def _run(run: Run) -> tuple[str, ...]:
    ended = run.finished or "running, or killed"
    return (
        f"{run.started:%Y-%m-%d %H:%M}",
        " ".join(run.sites),
        ended,
        *(str(run.counts.get(name, 0)) for name in ("found", "posted", "known")),
        *(str(_total(run.counts, kind)) for kind in ("skipped", "failed", "left")),
    )


def _total(counts: Mapping[str, int], kind: str) -> int:
    from newscrawl.reporting import reasons

    return sum(reasons(counts, kind).values())
