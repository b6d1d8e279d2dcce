"""Writes a new edition over a post, and remembers what changed.

As with a first post, a process killed between any two steps neither loses nor tears anything:

1. :meth:`Updates.begin` notes the digest of what is going to be written;
2. the file is written, whole or not at all;
3. :meth:`Updates.finish` makes it the post's own.

A run that finds a file with the digest of the first step finishes the third (:func:`finish_updates`).
"""

from __future__ import annotations

import difflib
import zlib
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from newscrawl.folders import LocalFolder
from newscrawl.items import DRAFTS
from newscrawl.store.database import now
from newscrawl.store.files import digest_of, read_post, write_post
from newscrawl.store.records import Change

if TYPE_CHECKING:
    from collections.abc import Callable

    from newscrawl.folders import Folder
    from newscrawl.store.database import Database
    from newscrawl.store.records import Record
    from newscrawl.store.state import State

__all__ = ["Edition", "Updates", "beside", "difference", "finish_updates", "update", "withdraw"]

Edition = Literal["unchanged", "rewritten", "edited by hand", "deleted"]
"""What became of a new edition: ``edited by hand``: it lies beside, in the state's folder ``changed``; ``deleted``:
the post is not there any more, and stays away."""

KEPT = 500
"""Changes that are remembered."""


class Updates:
    """New editions of a state's posts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, url: str, digest: str, fingerprint: str, change: str, revised: datetime | None) -> None:
        """Note what is going to be written over an article's post; for *revised* see :func:`update`."""
        with self._database.transaction() as run:
            run(
                "INSERT OR REPLACE INTO updates (url, digest, fingerprint, change, revised) VALUES (?, ?, ?, ?, ?)",
                *(url, digest, fingerprint, zlib.compress(change.encode("utf-8", "replace"))),
                int(revised.timestamp()) if revised else None,
            )

    def finish(self, url: str) -> None:
        """Make what was noted the post's own."""
        with self._database.transaction(flushed=True) as run:
            [row] = run("SELECT digest, fingerprint, change, revised FROM updates WHERE url = ?", url).fetchall()
            digest, fingerprint, change, revised = row
            run("UPDATE articles SET digest = ?, fingerprint = ? WHERE url = ?", digest, fingerprint, url)
            if revised is not None:
                run("INSERT OR REPLACE INTO revisions (url, at) VALUES (?, ?)", url, revised)
            run("DELETE FROM updates WHERE url = ?", url)
            _remember(run, url, "rewritten", change)

    def pending(self) -> list[tuple[str, PurePosixPath, str]]:
        """Return address, path and digest of what killed processes were about to write."""
        rows = self._database.rows(
            "SELECT updates.url, articles.path, updates.digest FROM updates JOIN articles USING (url)"
        )
        return [(url, PurePosixPath(path), digest) for url, path, digest in rows]

    def revised(self, url: str) -> datetime | None:
        """Return when the publisher's last change of a posted article was seen; ``None``: it was posted once.

        In UTC, whole seconds.
        """
        rows = self._database.rows("SELECT at FROM revisions WHERE url = ?", url)
        return datetime.fromtimestamp(rows[0][0], UTC) if rows else None

    def beside(self, url: str, change: str) -> None:
        """Remember that a new edition lies beside a post that was edited by hand."""
        with self._database.transaction() as run:
            _remember(run, url, "edited by hand", zlib.compress(change.encode("utf-8", "replace")))

    def withdrawn(self, url: str) -> None:
        """Remember that the publisher took the article away and that its post was removed."""
        with self._database.transaction() as run:
            run("UPDATE articles SET outcome = 'withdrawn', path_key = NULL WHERE url = ?", url)

    def changes(self, limit: int = KEPT) -> list[Change]:
        """Return the last changes, the newest first."""
        rows = self._database.rows(
            "SELECT changes.url, articles.path, changes.at, changes.edition, changes.change"
            " FROM changes JOIN articles USING (url) ORDER BY changes.id DESC LIMIT ?",
            limit,
        )
        return [
            Change(
                url=url,
                path=PurePosixPath(path),
                at=datetime.fromisoformat(at),
                edition=edition,
                difference=zlib.decompress(change).decode(),
            )
            for url, path, at, edition, change in rows
        ]


def update(
    state: State, folder: Folder, record: Record, text: str, *, fingerprint: str, revised: datetime | None = None
) -> Edition:
    """Write a new edition of a post in its place, unless somebody has edited or deleted that.

    :param record: of a posted article
    :param revised: when its publisher's change was seen; ``None``: he changed nothing, only we read it in another way
    :raises StoreError: when it cannot be written or remembered
    """
    if record.path is None or (old := read_post(folder, record.path)) is None:
        return "deleted"
    if old == text:
        return "unchanged"
    change = difference(old, text, str(record.path))
    if digest_of(old) != record.digest:
        if state.folder:
            write_post(LocalFolder(state.folder), beside(record.path), text)
        state.updates.beside(record.url, change)
        return "edited by hand"
    state.updates.begin(record.url, digest_of(text), fingerprint, change, revised)
    write_post(folder, record.path, text)
    state.updates.finish(record.url)
    return "rewritten"


def finish_updates(state: State, folder: Folder) -> None:
    """Finish what killed processes had written already."""
    for url, path, digest in state.updates.pending():
        text = read_post(folder, path)
        if text is not None and digest_of(text) == digest:
            state.updates.finish(url)


def withdraw(state: State, folder: Folder, record: Record) -> Edition:
    """Remove the post of a withdrawn article, unless somebody has edited it.

    :raises StoreError: when it cannot be removed or remembered
    """
    text = read_post(folder, record.path) if record.path else None
    if record.path and text is not None:
        if digest_of(text) != record.digest:
            return "edited by hand"
        folder.remove(record.path)
    state.updates.withdrawn(record.url)
    return "deleted"


def difference(old: str, new: str, name: str) -> str:
    """Return a unified diff of two editions of a post; spaces at the ends of lines are no difference."""
    before, after = ([line.rstrip() for line in text.splitlines()] for text in (old, new))
    return "\n".join(difflib.unified_diff(before, after, f"a/{name}", f"b/{name}", n=1, lineterm=""))


def beside(path: PurePosixPath) -> PurePosixPath:
    """Return where a new edition lies that must not take its post's place, relative to the state's folder."""
    return PurePosixPath("changed", path.relative_to(DRAFTS) if path.is_relative_to(DRAFTS) else path)


def _remember(run: Callable[..., object], url: str, edition: Edition, change: bytes) -> None:
    run("INSERT INTO changes (url, at, edition, change) VALUES (?, ?, ?, ?)", url, now(), edition, change)
    run("DELETE FROM changes WHERE id <= (SELECT max(id) FROM changes) - ?", KEPT)
