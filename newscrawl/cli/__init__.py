"""The command line: one command a file, options that several share in :mod:`~newscrawl.cli.options`.

Every command ends with 0 (done; skipped pages are fine), 1 (something that was asked for failed), 2 (bad input, found
before any request) or 3 (``crawl --strict``: a site has changed); every error is one line on stderr. What is slow to
import (Scrapy, lxml) is imported inside the commands, so that ``newscrawl --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from newscrawl.cli.failing import code_of
from newscrawl.cli.screen import complain, say

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMANDS", "command_line", "main", "run"]

COMMANDS = {
    "demo": "newscrawl demo --output /tmp/posts",
    "crawl": "newscrawl crawl sina_finance/国内 sina_finance/股市 --output source/_posts",
    "work": "NEWSCRAWL_FRONTIER=redis://:PASSWORD@queue.example:6379/0 newscrawl work --workers 2",
    "fetch": "newscrawl fetch https://finance.sina.com.cn/… --stdout",
    "extract": "newscrawl extract page.html --url https://finance.sina.com.cn/… --explain",
    "sites": "newscrawl sites list",
    "fixture": "newscrawl fixture save https://finance.sina.com.cn/…",
    "state": "newscrawl state check",
    "frontier": "newscrawl frontier status",
    "status": "newscrawl status",
    "prune": "newscrawl prune --dry-run",
    "rebuild": "newscrawl rebuild --site sina_finance --diff --dry-run",
    "verify": "newscrawl verify source/_posts --build",
    "init": "newscrawl init --blog hexo ~/blog",
}
"""Every command, in the order of the help, with an example; each is what bears its name in the file of its name."""

INTERRUPTED = 130
"""What Typer makes of Ctrl-C."""


def command_line(only: str = "") -> typer.Typer:
    """Return the command line: of all commands, or of one, since the options of all take a while to read.

    :param only: name of a command; anything else means all
    """
    # help in Rich's boxes takes twice the time
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.callback(
        epilog="Exit codes: 0 done, 1 something that was asked for failed, 2 bad input, 3 a site has changed."
        " Start with: newscrawl demo"
    )(newscrawl)
    for name in [only] if only in COMMANDS else COMMANDS:
        command = getattr(import_module(f"newscrawl.cli.{name}"), name)
        epilog = f"Example: {COMMANDS[name]}"
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name, epilog=epilog)
        else:
            app.command(epilog=epilog)(command)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from newscrawl import __version__

        say(f"newscrawl {__version__}")
        raise typer.Exit


def newscrawl(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Crawl finance news sites, or take one address, and leave posts that a blog builds."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    return code_of(lambda: _run(list(arguments) or ["--help"]))


def _run(arguments: list[str]) -> int:
    try:
        code = command_line(only=arguments[0])(arguments, prog_name="newscrawl", standalone_mode=False) or 0
    except typer.TyperException as error:
        complain(error.format_message())
        return error.exit_code
    if code == INTERRUPTED:
        complain("interrupted")
        return 1
    return int(code)


def main() -> None:
    """Run the command that the process was started with, and end the process with its exit code."""
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError as error:
        # Python would find that out at its very end, and say it in its own words and with a code of its own
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not code and not isinstance(error, BrokenPipeError):
            complain(error.strerror or str(error))
            code = 1
    sys.exit(code)
