"""Remembers how hosts want to be treated: their robots.txt files, and who is left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newscrawl.store.records import Pause, RobotsCopy, Validator

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
        for body, etag, modified, fetched in rows:
            validator = Validator(etag=etag, last_modified=modified) if etag or modified else None
            return RobotsCopy(body=body, validator=validator, fetched=datetime.fromtimestamp(fetched, UTC))
        return None

    def keep_robots(self, origin: str, copy: RobotsCopy) -> None:
        """Remember a robots.txt."""
        etag, modified = (copy.validator.etag, copy.validator.last_modified) if copy.validator else ("", "")
        values = (origin, copy.body, etag, modified, int(copy.fetched.timestamp()))
        with self._database.transaction() as run:
            run(
                "INSERT OR REPLACE INTO robots (origin, body, etag, last_modified, fetched) VALUES (?, ?, ?, ?, ?)",
                *values,
            )

    def pause(self, host: str) -> Pause | None:
        """Return a host's last pause; one that is over counts until the host gives a good answer."""
        rows = self._database.rows("SELECT until, times, reason FROM pauses WHERE host = ?", host)
        return _pause(*rows[0]) if rows else None

    def pauses(self) -> dict[str, Pause]:
        """Return every pause by host, the one that ends last first."""
        rows = self._database.rows("SELECT host, until, times, reason FROM pauses ORDER BY until DESC, host")
        return {host: _pause(*values) for host, *values in rows}

    def keep_pause(self, host: str, pause: Pause) -> None:
        """Remember that a host is to be left alone."""
        values = (host, int(pause.until.timestamp()), pause.times, pause.reason)
        with self._database.transaction() as run:
            run("INSERT OR REPLACE INTO pauses (host, until, times, reason) VALUES (?, ?, ?, ?)", *values)

    def forget_pause(self, host: str) -> None:
        """Forget a host's pauses: it has given a good answer."""
        with self._database.transaction() as run:
            run("DELETE FROM pauses WHERE host = ?", host)


def _pause(until: int, times: int, reason: str) -> Pause:
    return Pause(until=datetime.fromtimestamp(until, UTC), times=times, reason=reason)
