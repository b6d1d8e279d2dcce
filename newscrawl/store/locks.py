"""A lock that one process at a time holds; it dies with its process, however that dies."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from newscrawl.errors import StoreError
from newscrawl.folders import telling_os_errors

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["sole"]


@contextmanager
def sole(folder: Path, name: str, what: str) -> Iterator[IO[str]]:
    """Hold a lock in a folder; give its file, which a child process closes.

    :param what: what there may be one of, for the error line
    :raises StoreError: when another process holds it
    """
    path = folder / f"{name}.lock"
    with telling_os_errors(path):
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    with file:
        if sys.platform != "win32":
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.seek(0)
                raise StoreError(str(folder), f"another {what} is at work (process {file.read().strip()})") from None
        with telling_os_errors(path):
            file.truncate(0)
            file.write(f"{os.getpid()}\n")
            file.flush()
        yield file
