"""``newscrawl state``: is the memory in order, and what can be put right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.options import Output
from newscrawl.cli.screen import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newscrawl.upkeep import Flaw

__all__ = ["state"]

SHOWN = 20
"""Files of one kind that are named; the rest is counted."""

state = typer.Typer(help="Check and repair the memory of the crawls.")


@state.command("check", epilog="Example: newscrawl state check --output source/_posts")
def check_state(
    output: Output = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print everything that was found as one line of JSON.")
    ] = False,
) -> None:
    """Compare the state with the posts, and with itself. Nothing is changed.

    Ends with 1 when something is wrong. Posts that were edited or written by hand are named, and fine.
    """
    from newscrawl.cli.choosing import configure
    from newscrawl.upkeep import check

    config = configure(output=output)
    flaws = check(config.state_folder, config.output)
    wrong = any(flaw.wrong for flaw in flaws)
    if as_json:
        found = [
            {"kind": flaw.kind, "place": flaw.place, "problem": flaw.problem, "wrong": flaw.wrong} for flaw in flaws
        ]
        say(
            json.dumps(
                {"memory": str(config.state_folder.resolve()), "good": not wrong, "found": found}, ensure_ascii=False
            )
        )
    else:
        _show(flaws, config.state_folder, wrong=wrong)
    raise typer.Exit(int(wrong))


@state.command("repair", epilog="Example: newscrawl state repair")
def repair_state(output: Output = None) -> None:
    """Save what can be read of a damaged state.

    What killed runs left is cleared, and posts are recognised by their address. Posts are only read. A damaged state is
    kept beside the new one.
    """
    from newscrawl.cli.choosing import configure
    from newscrawl.upkeep import repair

    config = configure(output=output)
    done = False
    for line in repair(config.state_folder, config.output, config.post.blog):
        say(line)
        done = True
    if not done:
        say("nothing to repair")


def _show(flaws: Sequence[Flaw], folder: Path, *, wrong: bool) -> None:
    for kind in dict.fromkeys(flaw.kind for flaw in flaws):
        found = [flaw for flaw in flaws if flaw.kind == kind]
        for flaw in found[:SHOWN]:
            say(f"{kind:<10} {flaw.place}: {flaw.problem}")
        if len(found) > SHOWN:
            say(f"{kind:<10} and {len(found) - SHOWN} more")
    say(f"{folder}: {'newscrawl state repair puts right what can be' if wrong else 'in order'}")
