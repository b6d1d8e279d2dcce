"""Errors become one line and an exit code: in the command line's process, and in a watcher's children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.cli.screen import complain
from newscrawl.errors import NewscrawlError, SiteError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["code_of"]


def code_of(work: Callable[[], int]) -> int:
    """Do something and return its exit code, or say what went wrong and return the code for that."""
    try:
        return work()
    except NewscrawlError as error:
        complain(str(error))
        return 2 if isinstance(error, SiteError) else 1
    except OSError as error:
        # stdout is full, a pipe broke, a folder vanished: what is not an error of the store
        complain(": ".join(filter(None, [str(error.filename or ""), error.strerror or str(error)])))
        return 1
