"""The frontier of one machine: a table in the state's file."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newscrawl.frontier.protocol import Backlog, Entry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from newscrawl.store import Database

__all__ = ["SqliteFrontier"]

_COLUMNS = "url, channel, payload, priority, tries, reason, added"


class SqliteFrontier:
    """A :class:`~newscrawl.frontier.protocol.Frontier` whose owners are told apart by the state's locks.

    Every method raises :class:`~newscrawl.errors.StoreError` when the file cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, site: str, entries: Sequence[Entry], owner: str = "") -> None:
        """Remember entries in one transaction."""
        if not entries:
            return
        moment = int(time.time())
        with self._database.transaction() as run:
            for entry in entries:
                run(
                    "INSERT INTO frontier (site, url, channel, payload, priority, owner, added)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, url) DO UPDATE SET channel = excluded.channel,"
                    " payload = excluded.payload, priority = excluded.priority, owner = excluded.owner",
                    *(site, entry.key, entry.channel, json.dumps(entry.payload, ensure_ascii=False), entry.priority),
                    *(owner, moment),
                )

    def lease(self, site: str, channels: Collection[str], owner: str, limit: int) -> list[Entry]:
        """Return entries that nobody holds; what has failed comes last."""
        marks = ", ".join("?" * len(channels))
        with self._database.transaction() as run:
            rows = run(
                f"SELECT id, {_COLUMNS} FROM frontier WHERE site = ? AND owner = '' AND channel IN ({marks})"
                " ORDER BY tries, priority DESC, id LIMIT ?",
                *(site, *channels, limit),
            ).fetchall()
            for number, *_ in rows:
                run("UPDATE frontier SET owner = ? WHERE id = ?", owner, number)
        return [_entry(*row) for _, *row in rows]

    def acknowledge(self, site: str, keys: Collection[str], owner: str) -> None:
        """Forget entries whose outcome is remembered."""
        with self._database.transaction() as run:
            for key in keys:
                run("DELETE FROM frontier WHERE site = ? AND url = ? AND owner = ?", site, key, owner)

    def fail(self, site: str, key: str, owner: str, reason: str) -> Entry | None:
        """Count a try that failed.

        An entry from the future is one of a clock that was set back; it begins to age now.
        """
        with self._database.transaction() as run:
            rows = run(
                "UPDATE frontier SET tries = tries + 1, reason = ?, added = min(added, ?)"
                f" WHERE site = ? AND url = ? AND owner = ? RETURNING {_COLUMNS}",
                *(reason, int(time.time()), site, key, owner),
            ).fetchall()
        return next((_entry(*row) for row in rows), None)

    def release(self, site: str, owner: str) -> int:
        """Let go of what an owner holds."""
        with self._database.transaction() as run:
            return run("UPDATE frontier SET owner = '' WHERE site = ? AND owner = ?", site, owner).rowcount

    def reclaim(self, site: str, alive: str) -> int:
        """Let go of what all but one hold: a site has one run at a time."""
        with self._database.transaction() as run:
            return run("UPDATE frontier SET owner = '' WHERE site = ? AND owner NOT IN ('', ?)", site, alive).rowcount

    def held_by(self, site: str, owner: str, after: int, limit: int) -> list[tuple[int, Entry]]:
        """Return what an owner holds, in the order in which it was put, each with its number, from behind one on."""
        rows = self._database.rows(
            f"SELECT id, {_COLUMNS} FROM frontier WHERE site = ? AND owner = ? AND id > ? ORDER BY id LIMIT ?",
            *(site, owner, after, limit),
        )
        return [(number, _entry(*row)) for number, *row in rows]

    def drain(self, site: str) -> None:
        """Forget everything of a site."""
        with self._database.transaction() as run:
            run("DELETE FROM frontier WHERE site = ?", site)

    def backlogs(self) -> list[Backlog]:
        """Return how much there is, by site."""
        rows = self._database.rows("SELECT site, sum(owner = ''), sum(owner != '') FROM frontier GROUP BY site")
        return [Backlog(site=site, waiting=waiting, held=held) for site, waiting, held in rows]


def _entry(url: str, channel: str, payload: str, priority: int, tries: int, reason: str, added: int) -> Entry:
    try:
        known: Any = json.loads(payload)
    except ValueError:
        known = {}
    return Entry(
        key=url,
        channel=channel,
        # without what the list said, the address still leads to the article
        payload=known if isinstance(known, dict) and known.get("url") else {"url": url},
        priority=priority,
        tries=tries,
        reason=reason,
        added=datetime.fromtimestamp(added, UTC),
    )
