"""Remembers which posted articles are looked at again, and when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newscrawl.store.records import Visit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from newscrawl.store.database import Database

__all__ = ["Visits", "next_visit"]


class Visits:
    """The articles of a state that are looked at again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, visit: Visit, looked: datetime, due: datetime | None) -> None:
        """Remember that an article was looked at, and when to look next; ``None``: never, unless it is announced."""
        with self._database.transaction() as run:
            run(
                "INSERT INTO visits (url, site, channel, link, meaning, posted, looked, due)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE"
                " SET meaning = excluded.meaning, looked = excluded.looked, due = excluded.due",
                *(visit.url, visit.site, visit.channel, visit.link, visit.meaning, int(visit.posted.timestamp())),
                *(int(looked.timestamp()), int(due.timestamp()) if due else None),
            )

    def due(self, site: str, moment: datetime) -> list[Visit]:
        """Return the articles of a site that are to be looked at by now, those that wait longest first."""
        return self._read("site = ? AND due <= ? ORDER BY due", site, int(moment.timestamp()))

    def announced(self, url: str, modified: datetime) -> Visit | None:
        """Return an article whose list says that it changed after it was looked at last."""
        found = self._read("url = ? AND looked < ? AND withdrawn IS NULL", url, int(modified.timestamp()))
        return found[0] if found else None

    def withdraw(self, url: str, moment: datetime) -> None:
        """Remember that the publisher took an article away; it is not looked at again."""
        with self._database.transaction() as run:
            run("UPDATE visits SET withdrawn = ?, due = NULL WHERE url = ?", int(moment.timestamp()), url)

    def withdrawn(self) -> list[tuple[str, datetime]]:
        """Return the addresses that publishers took away, and when that was noticed, the latest first."""
        rows = self._database.rows(
            "SELECT url, withdrawn FROM visits WHERE withdrawn IS NOT NULL ORDER BY withdrawn DESC, url"
        )
        return [(url, datetime.fromtimestamp(moment, UTC)) for url, moment in rows]

    def _read(self, where: str, *values: object) -> list[Visit]:
        rows = self._database.rows(
            f"SELECT url, site, channel, link, meaning, posted FROM visits WHERE {where}", *values
        )
        return [
            Visit(
                url=url,
                site=site,
                channel=channel,
                link=link,
                meaning=meaning,
                posted=datetime.fromtimestamp(posted, UTC),
            )
            for url, site, channel, link, meaning, posted in rows
        ]


def next_visit(posted: datetime, schedule: Sequence[timedelta], moment: datetime) -> datetime | None:
    """Return when an article is to be looked at next; ``None``: the schedule is over.

    Visits that were missed are not made up for: one look tells what changed.

    :param schedule: how long after the article was posted, in ascending order
    :param moment: now
    """
    # a clock that was set back since must not bring the whole schedule again
    return next((posted + span for span in schedule if posted + span > max(moment, posted)), None)
