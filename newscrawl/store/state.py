"""Remembers what became of every address. Several processes may share a state."""

from __future__ import annotations

import sys
import unicodedata
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from newscrawl import __version__
from newscrawl.errors import StoreError
from newscrawl.folders import telling_os_errors
from newscrawl.store.copies import Copies
from newscrawl.store.database import Database, now
from newscrawl.store.hosts import Hosts
from newscrawl.store.measures import Measures
from newscrawl.store.records import Record
from newscrawl.store.retention import Retention
from newscrawl.store.runs import Runs
from newscrawl.store.site_locks import SiteLocks
from newscrawl.store.tags import Tags
from newscrawl.store.updates import Updates
from newscrawl.store.validators import Validators
from newscrawl.store.visits import Visits

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import IO, Self

    from newscrawl.store.records import Outcome

__all__ = ["State", "free_state", "in_use"]


class State:
    """What newscrawl knows of the addresses it has met, and of its runs.

    Addresses are canonical ones (:func:`newscrawl.urls.canonical`). Every method raises :class:`StoreError` when the
    database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self.folder = database.folder
        """Where it lies; ``None``: in memory only."""
        self.runs = Runs(database)
        """The crawls."""
        self.measures = Measures(database)
        """What the crawls of each site measured, and what departs from that."""
        self.copies = Copies(database)
        """What the posts' texts look like, and where else they stand."""
        self.hosts = Hosts(database)
        """How hosts want to be treated."""
        self.validators = Validators(database)
        """What tells whether pages changed."""
        self.retention = Retention(database)
        """How old the posts are, and their going."""
        self.tags = Tags(database)
        """Which tags the posts have."""
        self.locks = SiteLocks(database)
        """Which run is at work on which site."""
        self.database = database
        """The file, for what else is kept in it: the frontier."""
        self.visits = Visits(database)
        """Which articles are looked at again, and when."""
        self.updates = Updates(database)
        """New editions of posts."""
        self._lock: IO[str] | None = None
        self._leftovers: tuple[PurePosixPath, ...] = ()

    @classmethod
    def open(cls, folder: Path | None) -> Self:
        """Return the state in a folder, made when it is not there yet; ``None``: an empty one that is not kept.

        :raises StoreError: folder not writable, file corrupt, not ours, or written by a newer newscrawl
        """
        state = cls(Database.open(folder))
        try:
            if folder:
                state._enter(folder)
        except StoreError:
            state.close()
            raise
        return state

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; closing twice does no harm."""
        self.database.close()
        if self._lock:
            self._lock.close()

    @property
    def leftovers(self) -> tuple[PurePosixPath, ...]:
        """Paths that a killed process reserved and never finished, as they were when this state was opened.

        Empty while another process uses the state, since then they may be that one's.
        """
        return self._leftovers

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Keep other processes from opening the state; tell whether that could be had: none uses it now."""
        if sys.platform == "win32" or not self._lock:
            yield not self._lock
            return
        # downgraded by whoever is alone, so that others wait for the end of the block only
        alone = _alone(self._lock)
        try:
            yield alone
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_SH)

    def seen(self, url: str) -> Record | None:
        """Return what became of an address or of the one it stands for; ``None``: it is to be fetched.

        What another version of newscrawl refused or could not write is worth another try, hence ``None`` as well.
        """
        found = self._records(
            "url IN (?1, (SELECT of FROM aliases WHERE url = ?1)) AND outcome != 'reserved'"
            " AND (version = ?2 OR outcome IN ('posted', 'pruned', 'withdrawn', 'duplicate')) ORDER BY url = ?1 DESC",
            url,
            __version__,
        )
        return found[0] if found else None

    def same_text(self, fingerprint: str) -> Record | None:
        """Return the article with that fingerprint that is posted, or was."""
        found = self._records(
            "fingerprint = ? AND fingerprint != '' AND outcome IN ('posted', 'pruned') ORDER BY outcome LIMIT 1",
            fingerprint,
        )
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
        with self.database.transaction() as run:
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

    def reserved(self) -> list[tuple[str, PurePosixPath, str]]:
        """Return address, path and digest of the posts that runs, killed or at work, are about to write."""
        rows = self.database.rows("SELECT url, path, digest FROM articles WHERE outcome = 'reserved' ORDER BY path")
        return [(url, PurePosixPath(path), digest) for url, path, digest in rows]

    def unreserve(self, url: str) -> None:
        """Let go of the path of an article whose post never came to be; the next crawl fetches it."""
        with self.database.transaction() as run:
            run("DELETE FROM articles WHERE url = ? AND outcome = 'reserved'", url)

    def recognise(self, url: str, path: PurePosixPath, *, title: str) -> bool:
        """Remember a post that lies on disk, as far as it is known; tell whether there was need.

        Nobody knows what was written there, so it has no digest: it counts as edited by a person for ever.
        """
        with self.database.transaction() as run:
            taken = "SELECT 1 FROM articles WHERE path_key = ? OR (url = ? AND outcome IN ('posted', 'duplicate'))"
            if run(taken, _key(path), url).fetchone():
                return False
            self._settle(run, url, "posted", path, key=_key(path), title=title)
        return True

    def posted(self, url: str, path: PurePosixPath, digest: str) -> None:
        """Remember that a reserved post is on disk."""
        self.all_posted([(url, path, digest)])

    def all_posted(self, posts: Iterable[tuple[str, PurePosixPath, str]], *, flushed: bool = True) -> None:
        """Remember that reserved posts are on disk.

        :param posts: of each, the address, the path and the digest
        :param flushed: whether that outlives a power cut
        """
        change = "UPDATE articles SET outcome = 'posted', path = ?, digest = ? WHERE url = ?"
        with self.database.transaction(flushed=flushed) as run:
            for url, path, digest in posts:
                run(change, str(path), digest, url)

    def refused(self, url: str, reason: str) -> None:
        """Remember that the page is no article, or lacks what a post needs."""
        with self.database.transaction() as run:
            self._settle(run, url, "refused", reason=reason)

    def forget(self, urls: Iterable[str]) -> None:
        """Let addresses without a post of their own be asked for again: what was read there was not theirs."""
        with self.database.transaction() as run:
            for url in urls:
                run("DELETE FROM articles WHERE url = ? AND outcome IN ('refused', 'duplicate')", url)
                run("DELETE FROM aliases WHERE url = ?", url)

    def quarantined(self, url: str, reason: str, *, title: str = "") -> None:
        """Remember that the post would not have been safe."""
        with self.database.transaction() as run:
            self._settle(run, url, "quarantined", title=title, reason=reason)

    def duplicate(self, url: str, of: Record) -> None:
        """Remember that the article repeats another one's text."""
        with self.database.transaction() as run:
            self._settle(run, url, "duplicate", of.path, fingerprint=of.fingerprint, reason=of.url)

    def alias(self, url: str, of: str) -> None:
        """Remember that an address stands for another one; that one need not be known yet."""
        if url != of:
            with self.database.transaction() as run:
                run("INSERT OR REPLACE INTO aliases (url, of) VALUES (?, ?)", url, of)

    def picture(self, url: str) -> PurePosixPath | None:
        """Return the file of a picture's address, relative to the folder of the pictures."""
        rows = self.database.rows("SELECT path FROM pictures WHERE url = ?", url)
        return PurePosixPath(rows[0][0]) if rows else None

    def keep_picture(self, url: str, path: PurePosixPath) -> None:
        """Remember the file of a picture's address."""
        with self.database.transaction() as run:
            run("INSERT OR REPLACE INTO pictures (url, path) VALUES (?, ?)", url, str(path))

    def counts(self) -> dict[str, int]:
        """Return how many addresses there are by outcome."""
        rows = self.database.rows(
            "SELECT outcome, count(*) FROM articles WHERE outcome != 'reserved' GROUP BY outcome ORDER BY outcome"
        )
        return dict(rows)

    def reasons(self) -> dict[str, int]:
        """Return how many addresses were refused or quarantined, by reason, the most frequent first."""
        rows = self.database.rows(
            "SELECT reason, count(*) AS number FROM articles WHERE outcome IN ('refused', 'quarantined')"
            " GROUP BY reason ORDER BY number DESC, reason"
        )
        return dict(rows)

    def in_quarantine(self) -> list[Record]:
        """Return the articles whose posts were not safe, the latest first."""
        return self._records("outcome = 'quarantined' ORDER BY first_seen DESC, url")

    def paths(self) -> list[PurePosixPath]:
        """Return where the posts lie, relative to the output folder."""
        return [
            PurePosixPath(path) for (path,) in self.database.rows("SELECT path FROM articles WHERE outcome = 'posted'")
        ]

    def _records(self, where: str, *values: object) -> list[Record]:
        rows = self.database.rows(
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
            *(url, outcome, str(path or ""), key, digest, fingerprint, title, reason, now(), __version__),
        )

    def _enter(self, folder: Path) -> None:
        """Sign in; whoever is alone learns what killed processes left behind."""
        with telling_os_errors(folder):
            self._lock = (folder / "lock").open("w")
        if sys.platform == "win32" or not _alone(self._lock):
            return
        rows = self.database.rows("SELECT path FROM articles WHERE outcome = 'reserved'")
        self._leftovers = tuple(PurePosixPath(str(path)) for (path,) in rows)
        fcntl.flock(self._lock, fcntl.LOCK_SH)


def free_state(folder: Path) -> None:
    """Make sure that no process uses the state in a folder.

    :raises StoreError: when one does
    """
    if sys.platform == "win32" or not folder.is_dir():
        return
    with telling_os_errors(folder), (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(str(folder), "a crawl is at work; try again when that has ended") from None


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Count as a process that uses the state in a folder, so that none of those that really do is alone."""
    if sys.platform == "win32":
        yield
        return
    with telling_os_errors(folder), (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


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
