"""Remembers what posts' texts look like, so that copies of them are known.

What a text looks like is bytes here, and which texts may be alike is told by keys; both come from
:mod:`newscrawl.extract.likeness`.
"""

from __future__ import annotations

import time
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from newscrawl.store.database import Database

__all__ = ["APART", "Copies"]

APART = timedelta(days=7)
"""How far apart copies are published: a story runs for days; one of the same words a year later is another one."""

KEPT = timedelta(days=60)
"""How long a text is remembered after it was posted."""

MOST = 50
"""Texts that are compared with a new one at most."""

LIKELIEST = 200
"""Texts with the most keys in common of which it is asked when they were published and whether they became posts."""

OF_KEY = 100
"""Texts of one key that are looked at, the newest: what more have in common is a notice or a template, and a copy has
other keys as well."""


class Copies:
    """The texts of a state's posts, and the addresses that repeat them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tidied = False

    def remember(self, url: str, published: datetime, keys: Collection[int], text: bytes) -> None:
        """Remember a text; one of an article that never becomes a post does no harm.

        :param keys: texts that have none in common are not alike
        """
        moment = int(time.time())
        with self._database.transaction() as run:
            if not self._tidied:
                old = "SELECT id FROM texts WHERE seen < ?"
                run(f"DELETE FROM text_keys WHERE text IN ({old})", moment - KEPT.total_seconds())
                run("DELETE FROM texts WHERE seen < ?", moment - KEPT.total_seconds())
                self._tidied = True
            run("DELETE FROM text_keys WHERE text IN (SELECT id FROM texts WHERE url = ?)", url)
            [text_id] = run(
                "INSERT OR REPLACE INTO texts (url, published, seen, text) VALUES (?, ?, ?, ?) RETURNING id",
                *(url, int(published.timestamp()), moment, text),
            ).fetchone()
            if rows := [(key, text_id) for key in set(keys)]:
                marks = ", ".join(["(?, ?)"] * len(rows))
                run(f"INSERT INTO text_keys (key, text) VALUES {marks}", *chain.from_iterable(rows))

    def near(self, url: str, published: datetime, keys: Collection[int]) -> list[tuple[str, bytes]]:
        """Return address and text of the posts that an article might be a copy of, the likeliest first."""
        if not keys:
            return []
        around = int(published.timestamp())
        newest = f"SELECT text FROM (SELECT text FROM text_keys WHERE key = ? ORDER BY text DESC LIMIT {OF_KEY})"
        return [
            (str(found), bytes(text))
            for found, text in self._database.rows(
                "SELECT texts.url, texts.text FROM"
                f" (SELECT text, count(*) AS common FROM ({' UNION ALL '.join([newest] * len(keys))})"
                "  GROUP BY text ORDER BY common DESC, text LIMIT ?) AS found"
                " JOIN texts ON texts.id = found.text AND texts.published BETWEEN ? AND ? AND texts.url != ?"
                " JOIN articles ON articles.url = texts.url AND articles.outcome IN ('posted', 'pruned')"
                " ORDER BY found.common DESC, texts.id LIMIT ?",
                *(*keys, LIKELIEST, around - APART.total_seconds(), around + APART.total_seconds(), url, MOST),
            )
        ]

    def also_at(self) -> dict[str, list[str]]:
        """Return the further addresses of posts by the posts' own: copies, and addresses that stand for them."""
        found: dict[str, list[str]] = {}
        rows = self._database.rows(
            "SELECT reason AS post, url FROM articles WHERE outcome = 'duplicate'"
            " AND reason NOT IN (SELECT url FROM articles WHERE outcome = 'pruned')"
            " UNION SELECT aliases.of, aliases.url FROM aliases JOIN articles ON articles.url = aliases.of"
            " WHERE articles.outcome = 'posted' ORDER BY post, url"
        )
        for post, url in rows:
            found.setdefault(post, []).append(url)
        return found
