"""Remembers how hosts want to be treated: their robots.txt files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newscrawl.store.records import RobotsCopy

if TYPE_CHECKING:
    from newscrawl.store.database import Database

__all__ = ["Hosts"]


class Hosts:
    """What a state knows of hosts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def robots(self, origin: str) -> RobotsCopy | None:
        """Return the last robots.txt that an origin (``https://news.example``) gave; ``None``: none is known."""
        rows = self._database.rows("SELECT body, etag, last_modified, fetched FROM robots WHERE origin = ?", origin)
        for body, etag, last_modified, fetched in rows:
            moment = datetime.fromtimestamp(fetched, UTC)
            return RobotsCopy(body=body, etag=etag, last_modified=last_modified, fetched=moment)
        return None

    def keep_robots(self, origin: str, copy: RobotsCopy) -> None:
        """Remember a robots.txt."""
        values = (origin, copy.body, copy.etag, copy.last_modified, int(copy.fetched.timestamp()))
        with self._database.transaction() as run:
            run(
                "INSERT OR REPLACE INTO robots (origin, body, etag, last_modified, fetched) VALUES (?, ?, ?, ?, ?)",
                *values,
            )
