"""Saves what SQLite can still read of a damaged state."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from newscrawl.errors import StoreError
from newscrawl.folders import telling_os_errors
from newscrawl.store import DATABASE, VERSION, Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["salvage"]

_BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside the file."""

_GAP = 5000
"""Row numbers that are tried one by one behind the last one that could be read, when the end cannot be read at all."""


def salvage(folder: Path) -> tuple[Path, int]:
    """Replace a damaged state by a new one with what can be read; return where the damaged one is kept, and the rows.

    The caller sees to it that nobody uses the state.

    :raises StoreError: when the new one cannot be written, or a newer newscrawl wrote the old one
    """
    path, workshop = folder / DATABASE, folder / "repair"
    with telling_os_errors(workshop):
        shutil.rmtree(workshop, ignore_errors=True)
        kept = _free_name(path)
        # a copy first: a kill from here on leaves either the damaged file in its place, or the new one
        for ending in ("", *_BESIDE):
            if (source := path.with_name(path.name + ending)).is_file():
                shutil.copy2(source, kept.with_name(kept.name + ending))
    new = Database.open(workshop)
    try:
        saved = _copy(kept, new)
    finally:
        new.close()
    with telling_os_errors(path):
        for ending in _BESIDE:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        (workshop / DATABASE).replace(path)
        shutil.rmtree(workshop, ignore_errors=True)
    return kept, saved


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.damaged{'' if number == 1 else f'-{number}'}") for number in range(1, 1000))
    return next(name for name in names if not name.exists())


def _copy(old: Path, new: Database) -> int:
    """Copy every row that can be read; return how many these were."""
    saved = 0
    tables = [name for (name,) in new.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    try:
        connection = sqlite3.connect(old)
    except sqlite3.Error:
        return 0
    # a damaged page may hold anything
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    with closing(connection):
        with suppress(sqlite3.Error):
            [(version,)] = connection.execute("PRAGMA user_version")
            if version > VERSION:
                raise StoreError(str(old), "was written by a newer newscrawl; update newscrawl")
        for table in tables:
            theirs = _columns(connection, table)
            ours = [name for _, name, *_ in new.rows(f"PRAGMA table_info({table})") if name in theirs]
            if not ours:
                continue
            statement = f"INSERT OR IGNORE INTO {table} ({', '.join(ours)}) VALUES ({', '.join('?' * len(ours))})"
            with new.transaction() as run:
                for row in _rows(connection, table, ours):
                    # a row that no constraint lets in is none
                    with suppress(sqlite3.IntegrityError):
                        saved += max(run(statement, *row).rowcount, 0)
    return saved


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    with suppress(sqlite3.Error):
        return {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
    return set()


def _rows(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Yield rows from the beginning to the damage, from the end to the damage, and one by one between."""
    names = ", ".join(columns)
    numbered = f"SELECT rowid, {names} FROM {table}"
    try:
        connection.execute(f"SELECT rowid FROM {table} LIMIT 0")
    except sqlite3.Error:
        # its rows have no numbers
        for order in ("", " DESC"):
            with suppress(sqlite3.Error):
                yield from connection.execute(f"SELECT {names} FROM {table} ORDER BY {columns[0]}{order}")
        return
    first = last = 0
    try:
        for number, *row in connection.execute(f"{numbered} ORDER BY rowid"):
            first = number
            yield tuple(row)
    except sqlite3.Error:
        pass
    else:
        return
    with suppress(sqlite3.Error):
        for number, *row in connection.execute(f"{numbered} WHERE rowid > ? ORDER BY rowid DESC", (first,)):
            last = number
            yield tuple(row)
    for number in range(first + 1, last or first + _GAP):
        with suppress(sqlite3.Error):
            for _, *row in connection.execute(f"{numbered} WHERE rowid = ?", (number,)):
                yield tuple(row)
