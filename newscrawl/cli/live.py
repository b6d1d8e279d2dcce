"""What a crawl shows on a terminal: a live line for every site."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from newscrawl.cli.progress import Log
from newscrawl.reporting import reasons

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

__all__ = ["Screen"]


class Screen(Log):
    """A log with a live line for every site under it."""

    def __init__(self, *, tell_known: bool, tell_posts: bool) -> None:
        super().__init__(sys.stdout, tell_known=tell_known, tell_posts=tell_posts)
        self._console = Console(soft_wrap=True)
        self._spinner = Spinner("dots")
        self._live = Live(console=self._console, get_renderable=self._lines, transient=True, refresh_per_second=8)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def line(self, what: str, style: str, text: str) -> None:
        """Print one line of progress above the live ones."""
        self._console.print(Text.assemble((f"{what:<8} ", style), text))

    def problem(self, text: str) -> None:
        """Print one line about something that went wrong above the live ones."""
        self.line("failed", "red", text)

    def _lines(self) -> Table:
        table = Table.grid(padding=(0, 1))
        # a copy: the crawl's thread adds to it
        for site, counts in list(self.counts.items()):
            shown = {name: counts[name] for name in ("posted", "known")}
            shown |= {kind: sum(reasons(counts, kind).values()) for kind in ("skipped", "failed", "left")}
            rest = " · ".join(f"{name} {count}" for name, count in shown.items() if count)
            table.add_row(
                self._spinner, Text(site, "bold"), Text(f"{sum(shown.values())} of {counts['found']}"), Text(rest)
            )
        return table
