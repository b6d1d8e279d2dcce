"""The command line: one command a file, options that several share in :mod:`~newscrawl.cli.options`.

Every command ends with 0 (done; skipped pages are fine), 1 (something that was asked for failed), 2 (bad input, found
before any request) or 3 (``crawl --strict``: a site has changed); every error is one line on stderr. What is slow to
import (Scrapy, lxml) is imported inside the commands, so that ``newscrawl --help`` answers at once.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.crawl import crawl
from newscrawl.cli.demo import demo
from newscrawl.cli.extract import extract
from newscrawl.cli.failing import code_of
from newscrawl.cli.fetch import fetch
from newscrawl.cli.fixture import fixture
from newscrawl.cli.frontier import frontier
from newscrawl.cli.init import init
from newscrawl.cli.prune import prune
from newscrawl.cli.rebuild import rebuild
from newscrawl.cli.screen import complain, say
from newscrawl.cli.sites import sites
from newscrawl.cli.state import state
from newscrawl.cli.status import status
from newscrawl.cli.verify import verify
from newscrawl.cli.work import work

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["app", "main", "run"]

INTERRUPTED = 130
"""What Typer makes of Ctrl-C."""

# help in Rich's boxes takes twice the time
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def _version(wanted: bool) -> None:
    if wanted:
        from newscrawl import __version__

        say(f"newscrawl {__version__}")
        raise typer.Exit


@app.callback(
    epilog="Exit codes: 0 done, 1 something that was asked for failed, 2 bad input, 3 a site has changed."
    " Start with: newscrawl demo"
)
def newscrawl(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Crawl finance news sites, or take one address, and leave posts that a blog builds."""


app.command(epilog="Example: newscrawl demo --output /tmp/posts")(demo)
app.command(epilog="Example: newscrawl crawl sina_finance/国内 sina_finance/股市 --output source/_posts")(crawl)
app.command(epilog="Example: NEWSCRAWL_FRONTIER=redis://:PASSWORD@queue.example:6379/0 newscrawl work --workers 2")(
    work
)
app.command(epilog="Example: newscrawl fetch https://finance.sina.com.cn/… --stdout")(fetch)
app.command(epilog="Example: newscrawl extract page.html --url https://finance.sina.com.cn/… --explain")(extract)
app.add_typer(sites, name="sites")
app.add_typer(fixture, name="fixture")
app.add_typer(state, name="state")
app.add_typer(frontier, name="frontier")
app.command(epilog="Example: newscrawl status")(status)
app.command(epilog="Example: newscrawl prune --dry-run")(prune)
app.command(epilog="Example: newscrawl rebuild --site sina_finance --diff --dry-run")(rebuild)
app.command(epilog="Example: newscrawl verify source/_posts --build")(verify)
app.command(epilog="Example: newscrawl init --blog hexo ~/blog")(init)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    return code_of(lambda: _run(list(arguments) or ["--help"]))


def _run(arguments: list[str]) -> int:
    try:
        code = app(arguments, prog_name="newscrawl", standalone_mode=False) or 0
    except typer.TyperException as error:
        complain(error.format_message())
        return error.exit_code
    if code == INTERRUPTED:
        complain("interrupted")
        return 1
    return int(code)


def main() -> None:
    """Run the command that the process was started with, and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))
