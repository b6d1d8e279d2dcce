"""What the commands print: results on stdout, everything about the work on stderr.

On a terminal tables are drawn; elsewhere they are plain aligned lines, never cut, so that ``grep`` and ``cut`` see all.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

__all__ = ["by_reason", "complain", "note", "say", "show_table", "warn_of_source"]

LINE_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What would break a plain line."""

NARROW = 24
"""Cells up to which a column on a terminal is never squeezed."""

WIDE = 60
"""Cells up to which a plain column is aligned."""


def say(line: str = "") -> None:
    """Print a line of the result."""
    print(line)


def note(line: str) -> None:
    """Print a line about the work."""
    print(line, file=sys.stderr)


def complain(problem: str) -> None:
    """Print what went wrong, on one line whatever it holds."""
    note(f"newscrawl: {' '.join(problem.split())}")


def warn_of_source(body: str) -> None:
    """Say once, before posts are written, what the source body is not."""
    if body == "source":
        note("newscrawl: warning: --body source is unsafe: posts hold what the site served, only scripts taken out")


def by_reason(counts: Mapping[str, int]) -> str:
    """Return the sum of counts, and in brackets each with its reason."""
    named = ", ".join(f"{reason} {count}" for reason, count in counts.items())
    return f"{sum(counts.values())} ({named})" if counts else "0"


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, fold: bool = True) -> None:
    """Print a table of the result; cells are plain text, no markup.

    :param fold: on a terminal long cells go on in the next line; without it they are cut
    """
    from rich.console import Console

    console = Console()
    if console.is_terminal:
        _draw(console, columns, rows, fold=fold)
    else:
        for line in _aligned([columns, *rows]):
            say(line)


def _draw(console: Console, columns: Sequence[str], rows: Iterable[Sequence[str]], *, fold: bool) -> None:
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    lines = list(rows)
    for number, column in enumerate(columns):
        # narrow columns (times, counts) stay whole, wide ones share what is left
        widest = max(cell_len(row[number]) for row in lines) if lines else 0
        table.add_column(
            Text(column),
            overflow="fold" if fold else "ellipsis",
            no_wrap=not fold,
            min_width=widest if widest <= NARROW else None,
        )
    for row in lines:
        table.add_row(*map(Text, row))
    console.print(table)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    from rich.cells import cell_len

    cells = [[LINE_BREAKS.sub(" ", cell) for cell in row] for row in rows]
    # one long cell must not push the next column out of sight in every line
    widths = [min(max(map(cell_len, column)), WIDE) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(padded).rstrip()
