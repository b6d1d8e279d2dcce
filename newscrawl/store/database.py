"""Opens the state's file: SQLite, one connection, short transactions, and errors that say in one line what is wrong.

Several processes may share it; who waits longer than :data:`PATIENCE` for another one's transaction is told so.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.errors import DamagedState, StoreError
from newscrawl.folders import telling_os_errors
from newscrawl.store.schema import APPLICATION_ID, CHANGES, TABLES, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Self

__all__ = ["DATABASE", "PATIENCE", "Database", "now"]

DATABASE = "state.db"
"""Name of the file in the state's folder."""

PATIENCE = 10.0
"""Seconds to wait for another process's transaction; ours take milliseconds."""

PROBLEMS = {
    "SQLITE_BUSY": f"another process has held it for more than {PATIENCE:.0f} seconds",
    "SQLITE_LOCKED": f"another process has held it for more than {PATIENCE:.0f} seconds",
    "SQLITE_NOTADB": "is no state of newscrawl, or badly damaged; newscrawl state repair makes a new one and keeps it",
    "SQLITE_CORRUPT": "is damaged; newscrawl state repair saves what can be read",
    "SQLITE_READONLY": "is read-only",
    "SQLITE_PERM": "no permission to write",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_CANTOPEN": "cannot be opened for writing",
}
"""What SQLite's errors mean, by the beginning of their names."""


class Database:
    """A state's tables; :class:`~newscrawl.store.State` and its parts share one.

    Every method raises :class:`StoreError` when the file cannot be used.
    """

    def __init__(self, folder: Path | None, connection: sqlite3.Connection) -> None:
        self.folder = folder
        """Where it lies; ``None``: in memory only."""
        self.path = folder / DATABASE if folder else Path(":memory:")
        """The file, as error lines name it."""
        self._connection = connection

    @classmethod
    def open(cls, folder: Path | None) -> Self:
        """Return the database in a folder, made when it is not there yet; ``None``: an empty one that is not kept.

        :raises StoreError: folder not writable, file corrupt, not ours, or written by a newer newscrawl
        """
        path = folder / DATABASE if folder else Path(":memory:")
        if folder:
            with telling_os_errors(folder):
                folder.mkdir(parents=True, exist_ok=True)
        with _telling_errors(path):
            connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            with _telling_errors(path):
                _prepare(connection, path)
        except StoreError:
            connection.close()
            raise
        return cls(folder, connection)

    def close(self) -> None:
        """Let go of the file; closing twice does no harm."""
        self._connection.close()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        with _telling_errors(self.path):
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def transaction(self, *, flushed: bool = False) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """Give a function that runs one statement; all of them count, or none.

        One inside another belongs to that.

        :param flushed: whether they outlive a power cut, and all before them
        """

        def run(statement: str, *values: object) -> sqlite3.Cursor:
            return self._connection.execute(statement, values)

        if self._connection.in_transaction:
            yield run
            return
        with _telling_errors(self.path):
            if flushed:
                run("PRAGMA synchronous = FULL")
            # IMMEDIATE: what is read inside stays true until it is written
            run("BEGIN IMMEDIATE")
            try:
                yield run
            except BaseException:
                if self._connection.in_transaction:
                    run("ROLLBACK")
                raise
            run("COMMIT")
            if flushed:
                run("PRAGMA synchronous = NORMAL")


def now() -> str:
    """Return the present moment as the tables hold moments: ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("BEGIN IMMEDIATE")
    [(version,)] = connection.execute("PRAGMA user_version")
    [(application,)] = connection.execute("PRAGMA application_id")
    [(tables,)] = connection.execute("SELECT count(*) FROM sqlite_master")
    if not version and not application and not tables:
        for statement in TABLES:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    elif application != APPLICATION_ID:
        raise StoreError(str(path), "is no state of newscrawl; move it away to start anew")
    elif version > VERSION:
        raise StoreError(str(path), "was written by a newer newscrawl; update newscrawl, or move it away to start anew")
    elif version < VERSION:
        for statement in (change for number in range(version + 1, VERSION + 1) for change in CHANGES[number]):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
    _log_ahead(connection)
    # safe against a killed process; a power cut may take what was committed after the last transaction that was flushed
    connection.execute("PRAGMA synchronous = NORMAL")


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log, where writers do not keep readers out.

    SQLite itself waits for nobody there: of several processes that make a state at once, some would be sent away.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorname", "") != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.01)


@contextmanager
def _telling_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        problem = next((text for start, text in PROBLEMS.items() if name.startswith(start)), None)
        kind = DamagedState if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) else StoreError
        raise kind(str(path), problem or " ".join(str(error).split())) from None
