"""Remembers what became of every address: SQLite, one file, one connection, short transactions.

Several processes may share a state; who waits longer than :data:`PATIENCE` for another one's transaction is told so.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import unicodedata
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from newscrawl import __version__
from newscrawl.errors import StoreError
from newscrawl.store.files import telling_os_errors
from newscrawl.store.records import Record, Run
from newscrawl.store.schema import APPLICATION_ID, CHANGES, TABLES, VERSION

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import IO, Any, Self

    from newscrawl.store.records import Outcome

__all__ = ["DATABASE", "PATIENCE", "State"]

DATABASE = "state.db"
"""Name of the file in the state's folder."""

PATIENCE = 10.0
"""Seconds to wait for another process's transaction; ours take milliseconds."""

PROBLEMS = {
    "SQLITE_BUSY": f"another process has held it for more than {PATIENCE:.0f} seconds",
    "SQLITE_LOCKED": f"another process has held it for more than {PATIENCE:.0f} seconds",
    "SQLITE_NOTADB": "is no state of newscrawl; move it away to start anew",
    "SQLITE_CORRUPT": "is damaged; move it away to start anew, posts on disk are recognised",
    "SQLITE_READONLY": "is read-only",
    "SQLITE_PERM": "no permission to write",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_CANTOPEN": "cannot be opened for writing",
}
"""What SQLite's errors mean, by the beginning of their names."""


class State:
    """What newscrawl knows of the addresses it has met, and of its runs.

    Addresses are canonical ones (:func:`newscrawl.urls.canonical`). Every method raises :class:`StoreError` when the
    database cannot be used.
    """

    def __init__(self, folder: Path | None, connection: sqlite3.Connection, lock: IO[str] | None = None) -> None:
        self.folder = folder
        """Where it lies; ``None``: in memory only."""
        self._path = folder / DATABASE if folder else Path(":memory:")
        self._connection = connection
        self._lock = lock
        self._leftovers: tuple[PurePosixPath, ...] = ()

    @classmethod
    def open(cls, folder: Path | None) -> Self:
        """Return the state in a folder, made when it is not there yet; ``None``: an empty one that is not kept.

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
            state = cls(folder, connection)
            if folder:
                state._enter(folder)
        except StoreError:
            connection.close()
            raise
        return state

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; closing twice does no harm."""
        self._connection.close()
        if self._lock:
            self._lock.close()

    @property
    def leftovers(self) -> tuple[PurePosixPath, ...]:
        """Paths that a killed process reserved and never finished, as they were when this state was opened.

        Empty while another process uses the state, since then they may be that one's.
        """
        return self._leftovers

    def seen(self, url: str) -> Record | None:
        """Return what became of an address or of the one it stands for; ``None``: it is to be fetched.

        What another version of newscrawl refused or could not write is worth another try, hence ``None`` as well.
        """
        found = self._records(
            "url IN (?1, (SELECT of FROM aliases WHERE url = ?1)) AND outcome != 'reserved'"
            " AND (version = ?2 OR outcome IN ('posted', 'duplicate')) ORDER BY url = ?1 DESC",
            url,
            __version__,
        )
        return found[0] if found else None

    def same_text(self, fingerprint: str) -> Record | None:
        """Return the posted article with that fingerprint."""
        found = self._records("fingerprint = ? AND fingerprint != '' AND outcome = 'posted' LIMIT 1", fingerprint)
        return found[0] if found else None

    def reserve(
        self,
        url: str,
        paths: Iterable[PurePosixPath],
        fingerprint: str,
        *,
        digest: str,
        title: str = "",
        may_take: Callable[..., bool] = lambda path, *digests: True,
    ) -> PurePosixPath:
        """Return the path that an article owns from now on: the first one that is free.

        The path that it owns already comes first: that of a run that was killed, or of an earlier edition.

        :param paths: what it would like, the best first
        :param digest: of what is going to be written there
        :param may_take: called with a path and the digests that a file there may have; see
            :func:`newscrawl.store.may_take`
        :raises StoreError: when none is free
        """
        with self._transaction() as run:
            own = run("SELECT path, digest FROM articles WHERE url = ? AND path_key IS NOT NULL", url).fetchone()
            mine = PurePosixPath(own[0]) if own else None
            path = None
            for path in [mine, *paths] if mine else paths:
                key = _key(path)
                if run("SELECT 1 FROM articles WHERE path_key = ? AND url != ?", key, url).fetchone():
                    continue
                if may_take(path, digest, *([own[1]] if path == mine else [])):
                    self._settle(
                        run, url, "reserved", path, digest=digest, fingerprint=fingerprint, title=title, key=key
                    )
                    return path
        raise StoreError(str(path), "every name that this post could have is taken")

    def posted(self, url: str, path: PurePosixPath, digest: str) -> None:
        """Remember that a reserved post is on disk."""
        with self._transaction() as run:
            run("UPDATE articles SET outcome = 'posted', path = ?, digest = ? WHERE url = ?", str(path), digest, url)

    def refused(self, url: str, reason: str) -> None:
        """Remember that the page is no article, or lacks what a post needs."""
        with self._transaction() as run:
            self._settle(run, url, "refused", reason=reason)

    def quarantined(self, url: str, reason: str, *, title: str = "") -> None:
        """Remember that the post would not have been safe."""
        with self._transaction() as run:
            self._settle(run, url, "quarantined", title=title, reason=reason)

    def duplicate(self, url: str, of: Record) -> None:
        """Remember that the article repeats another one's text."""
        with self._transaction() as run:
            self._settle(run, url, "duplicate", of.path, fingerprint=of.fingerprint, reason=of.url)

    def alias(self, url: str, of: str) -> None:
        """Remember that an address stands for another one; that one need not be known yet."""
        if url != of:
            with self._transaction() as run:
                run("INSERT OR REPLACE INTO aliases (url, of) VALUES (?, ?)", url, of)

    def picture(self, url: str) -> PurePosixPath | None:
        """Return the file of a picture's address, relative to the folder of the pictures."""
        rows = self._rows("SELECT path FROM pictures WHERE url = ?", url)
        return PurePosixPath(rows[0][0]) if rows else None

    def keep_picture(self, url: str, path: PurePosixPath) -> None:
        """Remember the file of a picture's address."""
        with self._transaction() as run:
            run("INSERT OR REPLACE INTO pictures (url, path) VALUES (?, ?)", url, str(path))

    def counts(self) -> dict[str, int]:
        """Return how many addresses there are by outcome."""
        rows = self._rows(
            "SELECT outcome, count(*) FROM articles WHERE outcome != 'reserved' GROUP BY outcome ORDER BY outcome"
        )
        return dict(rows)

    def reasons(self) -> dict[str, int]:
        """Return how many addresses were refused or quarantined, by reason, the most frequent first."""
        rows = self._rows(
            "SELECT reason, count(*) AS number FROM articles WHERE outcome IN ('refused', 'quarantined')"
            " GROUP BY reason ORDER BY number DESC, reason"
        )
        return dict(rows)

    def in_quarantine(self) -> list[Record]:
        """Return the articles whose posts were not safe, the latest first."""
        return self._records("outcome = 'quarantined' ORDER BY first_seen DESC, url")

    def paths(self) -> list[PurePosixPath]:
        """Return where the posts lie, relative to the output folder."""
        return [PurePosixPath(path) for (path,) in self._rows("SELECT path FROM articles WHERE outcome = 'posted'")]

    def begin_run(self, sites: Sequence[str]) -> int:
        """Return the id of a new run; ``sites`` are spiders, or ``SITE/CHANNEL``."""
        with self._transaction() as run:
            values = (json.dumps(list(sites), ensure_ascii=False), _now())
            row = run("INSERT INTO runs (sites, started) VALUES (?, ?) RETURNING id", *values).fetchone()
        return int(row[0])

    def end_run(self, run_id: int, counts: Mapping[str, int], finished: str) -> None:
        """Remember how a run went and why it ended."""
        with self._transaction() as run:
            run(
                "UPDATE runs SET ended = ?, finished = ?, counts = ? WHERE id = ?",
                *(_now(), finished, json.dumps(dict(counts), ensure_ascii=False), run_id),
            )

    def runs(self, limit: int = 10) -> list[Run]:
        """Return the last runs, the newest first."""
        return self._runs("ORDER BY id DESC LIMIT ?", limit)

    def last_run(self, site: str, before: int) -> Run | None:
        """Return the last run of that site or ``SITE/CHANNEL`` with a smaller id."""
        name = json.dumps(site, ensure_ascii=False)
        found = self._runs("WHERE id < ? AND instr(sites, ?) ORDER BY id DESC LIMIT 1", before, name)
        return found[0] if found else None

    def _runs(self, which: str, *values: object) -> list[Run]:
        rows = self._rows(f"SELECT id, sites, started, ended, finished, counts FROM runs {which}", *values)
        return [
            Run(
                id=run_id,
                sites=tuple(json.loads(sites)),
                started=datetime.fromisoformat(started),
                ended=datetime.fromisoformat(ended) if ended else None,
                finished=finished,
                counts=json.loads(counts),
            )
            for run_id, sites, started, ended, finished, counts in rows
        ]

    def _records(self, where: str, *values: object) -> list[Record]:
        rows = self._rows(
            "SELECT url, outcome, path, digest, fingerprint, title, reason, first_seen, version"
            f" FROM articles WHERE {where}",
            *values,
        )
        return [
            Record(
                url=url,
                outcome=outcome,
                path=PurePosixPath(path) if path else None,
                digest=digest,
                fingerprint=fingerprint,
                title=title,
                reason=reason,
                first_seen=datetime.fromisoformat(first_seen),
                version=version,
            )
            for url, outcome, path, digest, fingerprint, title, reason, first_seen, version in rows
        ]

    def _settle(
        self,
        run: Callable[..., sqlite3.Cursor],
        url: str,
        outcome: Outcome | str,
        path: PurePosixPath | None = None,
        *,
        key: str | None = None,
        digest: str = "",
        fingerprint: str = "",
        title: str = "",
        reason: str = "",
    ) -> None:
        run(
            "INSERT INTO articles"
            " (url, outcome, path, path_key, digest, fingerprint, title, reason, first_seen, version)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (url) DO UPDATE SET outcome = excluded.outcome, path = excluded.path,"
            " path_key = excluded.path_key, digest = excluded.digest, fingerprint = excluded.fingerprint,"
            " title = excluded.title, reason = excluded.reason, version = excluded.version",
            *(url, outcome, str(path or ""), key, digest, fingerprint, title, reason, _now(), __version__),
        )

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with _telling_errors(self._path):
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[Callable[..., sqlite3.Cursor]]:
        """Give a function that runs one statement; all of them count, or none."""

        def run(statement: str, *values: object) -> sqlite3.Cursor:
            return self._connection.execute(statement, values)

        with _telling_errors(self._path):
            # IMMEDIATE: what is read inside stays true until it is written
            run("BEGIN IMMEDIATE")
            try:
                yield run
            except BaseException:
                if self._connection.in_transaction:
                    run("ROLLBACK")
                raise
            run("COMMIT")

    def _enter(self, folder: Path) -> None:
        """Sign in; whoever is alone learns what killed processes left behind."""
        with telling_os_errors(folder):
            self._lock = (folder / "lock").open("w")
        if sys.platform == "win32" or not _alone(self._lock):
            return
        rows = self._rows("SELECT path FROM articles WHERE outcome = 'reserved'")
        self._leftovers = tuple(PurePosixPath(str(path)) for (path,) in rows)
        fcntl.flock(self._lock, fcntl.LOCK_SH)


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
        raise StoreError(str(path), PROBLEMS["SQLITE_NOTADB"])
    elif version > VERSION:
        raise StoreError(str(path), "was written by a newer newscrawl; update newscrawl, or move it away to start anew")
    elif version < VERSION:
        for statement in (change for number in range(version + 1, VERSION + 1) for change in CHANGES[number]):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    # safe against a killed process; a power cut may take the last commits, which the next run makes up for
    connection.execute("PRAGMA synchronous = NORMAL")


def _alone(lock: IO[str]) -> bool:
    """Tell whether no other process uses the state; the lock dies with its process, however that dies."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        fcntl.flock(lock, fcntl.LOCK_SH)
        return False
    return True


def _key(path: PurePosixPath) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def _telling_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        problem = next((text for start, text in PROBLEMS.items() if name.startswith(start)), None)
        raise StoreError(str(path), problem or " ".join(str(error).split())) from None
