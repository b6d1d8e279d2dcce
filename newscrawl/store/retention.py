"""Lets old posts go: only those that are as newscrawl wrote them, and what nobody else needs with them.

A post goes in three steps, so that a process killed between any two of them loses nothing but what was to go:

1. the pictures that it shows are noted as perhaps unused;
2. its file is removed;
3. its article is ``pruned``: known for ever, never fetched again.

Until the third step the next run takes the article for posted and finds the file as it was, or gone. Pictures go last,
when no post that is left shows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from newscrawl.store.files import may_take, read_post

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newscrawl.folders import Folder
    from newscrawl.store.database import Database

__all__ = ["OldPost", "Retention", "pictures_in", "posts_in"]

ENDINGS = frozenset({".html", ".markdown", ".md", ".mdx"})
"""Of files that may show pictures."""

PICTURE = re.compile(r"(?<![0-9a-f])([0-9a-f]{2}/[0-9a-f]{32}\.[a-z]{3,4})\b")
"""What :func:`newscrawl.store.keep_file` names its files."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OldPost:
    """A post, as far as its going is concerned."""

    url: str
    """Canonical address of the article."""
    path: PurePosixPath
    """Relative to the output folder."""
    digest: str
    """SHA-256 of the file as written."""
    site: str
    """Id of its site file; empty: written before newscrawl noted that, or by generic rules."""
    published: datetime
    """The date it shows, in UTC; of older states the moment when the article was found."""


class Retention:
    """The ages of a state's posts, and what is left to clear away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, url: str, site: str, published: datetime) -> None:
        """Remember the date of an article that is about to be posted."""
        moment = published.astimezone(UTC).isoformat(timespec="seconds")
        with self._database.transaction() as run:
            run("INSERT OR REPLACE INTO ages (url, site, published) VALUES (?, ?, ?)", url, site, moment)

    def posts(self) -> list[OldPost]:
        """Return every post."""
        rows = self._database.rows(
            "SELECT url, path, digest, coalesce(site, ''), coalesce(published, first_seen)"
            " FROM articles LEFT JOIN ages USING (url) WHERE outcome = 'posted'"
        )
        return [
            OldPost(
                url=url,
                path=PurePosixPath(path),
                digest=digest,
                site=site,
                published=datetime.fromisoformat(published),
            )
            for url, path, digest, site, published in rows
        ]

    def prune(self, post: OldPost, folder: Folder, pictures: Folder | None) -> bool:
        """Remove a post and remember that; return whether it went: one that somebody edited stays.

        :param folder: the output folder
        :param pictures: folder of the downloaded pictures; ``None``: there are none
        :raises StoreError: when it cannot be read or removed
        """
        if not may_take(folder, post.path, post.digest):
            return False
        if pictures:
            shown = pictures_in(read_post(folder, post.path) or "")
            with self._database.transaction() as run:
                for name in sorted(shown):
                    if pictures.holds(PurePosixPath(name)):
                        run("INSERT OR IGNORE INTO waste (path) VALUES (?)", name)
        folder.remove(post.path)
        with self._database.transaction() as run:
            run(
                "UPDATE articles SET outcome = 'pruned', path = '', path_key = NULL, digest = ''"
                " WHERE url = ? AND outcome = 'posted'",
                post.url,
            )
        return True

    def clear(self, shown: Iterable[str], pictures: Folder) -> int:
        """Remove the pictures that no post shows any more; return how many went.

        :param shown: what the posts that are left show, see :func:`pictures_in`
        :raises StoreError: when one cannot be removed
        """
        left, gone = set(shown), 0
        for (name,) in self._database.rows("SELECT path FROM waste ORDER BY path"):
            if name not in left:
                # first forgotten: whoever wants the picture from now on fetches it again
                with self._database.transaction() as run:
                    run("DELETE FROM pictures WHERE path = ?", name)
                pictures.remove(PurePosixPath(name))
                gone += 1
            with self._database.transaction() as run:
                run("DELETE FROM waste WHERE path = ?", name)
        return gone


def pictures_in(text: str) -> set[str]:
    """Return the downloaded pictures that a post shows, by their files' names.

    >>> pictures_in("<img src='/images/0a/" + "1" * 32 + ".webp'>")
    {'0a/11111111111111111111111111111111.webp'}
    """
    return set(PICTURE.findall(text))


def posts_in(*folders: Folder) -> Iterator[str]:
    """Yield the text of everything in these folders that may show pictures.

    :raises StoreError: when one cannot be read
    """
    for folder in folders:
        for name in folder.names():
            if name.suffix in ENDINGS:
                yield read_post(folder, name) or ""
