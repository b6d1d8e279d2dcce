"""Remembers what the runs of each site measured, and what departs from it: bounded, one transaction a run.

The contents are opaque here; :mod:`newscrawl.health` makes and reads them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from newscrawl.store.database import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from newscrawl.store.database import Database

__all__ = ["Alarm", "Measured", "Measures", "SiteRun"]

FORGOTTEN = 60
"""Days without a run after which nobody hears any more of what departs at a site."""

KEPT_WITH_PAGES, KEPT_WITHOUT, KEPT = 40, 20, 150
"""Runs of the same channels of a site that are kept: those that read pages, and those that found nothing new; and all
runs of the site."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What a run of a site measured."""

    run: int
    """Number of the run."""
    started: datetime
    """In UTC."""
    data: str
    """What was measured, as :mod:`newscrawl.health` writes it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteRun:
    """How a run of a site went."""

    run: int
    """Number of the run."""
    site: str
    """Id of the site."""
    started: datetime
    """In UTC."""
    ended: datetime
    """In UTC."""
    finished: str
    """Why it ended: ``finished``, ``shutdown`` …"""
    good: bool
    """Whether it ended by itself and every list could be read."""
    pages: int
    """Article pages that it read."""
    channels: tuple[str, ...] = ()
    """Names of the channels that it was about."""
    counts: Mapping[str, int]
    """See :func:`newscrawl.reporting.counts_of`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """Something that departs from what is normal for a site."""

    site: str
    """Id of the site."""
    key: str
    """What it is about; unique in its site."""
    data: str
    """The finding, as :mod:`newscrawl.health` writes it."""


class Measures:
    """The measures of a state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(
        self,
        run: SiteRun,
        assess: Callable[[Sequence[Measured], Mapping[str, str]], tuple[str, Mapping[str, str]]],
    ) -> None:
        """Remember a run of a site, and what departs as of now; forget the oldest runs.

        :param assess: is handed the past runs, the oldest first, and what departed (key -> finding); returns what is to
            be kept of this run, and what departs now. Nobody else changes the site's measures in between.
        """
        channels = "\n".join(sorted(run.channels))
        with self._database.transaction() as execute:
            history = _history(execute, run.site)
            rows = execute("SELECT key, data FROM alarms WHERE site = ? AND gone = 0", run.site).fetchall()
            known = dict(rows)
            data, alarms = assess(history, known)
            execute(
                "INSERT INTO measures (site, run, started, ended, finished, good, pages, channels, counts, data)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(run.site, run.run, run.started.isoformat(), run.ended.isoformat(), run.finished, run.good),
                *(run.pages, channels, json.dumps(dict(run.counts), ensure_ascii=False), data),
            )
            _forget(execute, run.site, channels)
            for key in known.keys() - alarms.keys():
                # nobody needs to hear of the end of what nobody was told
                execute("DELETE FROM alarms WHERE site = ? AND key = ? AND told = 0", run.site, key)
                execute("UPDATE alarms SET gone = 1 WHERE site = ? AND key = ?", run.site, key)
            for key, finding in alarms.items():
                execute(
                    "INSERT INTO alarms (site, key, data, seen) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (site, key) DO UPDATE SET data = excluded.data, gone = 0",
                    *(run.site, key, finding, now()),
                )

    def alarms(self) -> list[Alarm]:
        """Return what departs as of now, by site, the oldest first; of sites that are crawled still."""
        rows = self._database.rows(
            "SELECT site, key, data FROM alarms AS alarm WHERE gone = 0 AND EXISTS"
            " (SELECT 1 FROM measures WHERE measures.site = alarm.site AND julianday('now') - julianday(ended) < ?)"
            " ORDER BY site, seen, key",
            FORGOTTEN,
        )
        return [Alarm(site=site, key=key, data=data) for site, key, data in rows]

    def claim_news(self, site: str) -> tuple[list[Alarm], list[Alarm]]:
        """Return what nobody was told yet: what appeared, and what has gone; from now on it counts as told."""
        with self._database.transaction() as execute:
            rows = execute("SELECT key, data, gone FROM alarms WHERE site = ? AND told = gone", site).fetchall()
            execute("UPDATE alarms SET told = 1 WHERE site = ? AND gone = 0", site)
            execute("DELETE FROM alarms WHERE site = ? AND gone = 1", site)
        told = [(Alarm(site=site, key=key, data=data), gone) for key, data, gone in rows]
        return [alarm for alarm, gone in told if not gone], [alarm for alarm, gone in told if gone]

    def unclaim_news(self, appeared: Sequence[Alarm], gone: Sequence[Alarm]) -> None:
        """Take back what :meth:`claim_news` said: nobody could be told."""
        with self._database.transaction() as execute:
            for alarm in appeared:
                execute("UPDATE alarms SET told = 0 WHERE site = ? AND key = ?", alarm.site, alarm.key)
            for alarm in gone:
                execute(
                    "INSERT OR IGNORE INTO alarms (site, key, data, seen, told, gone) VALUES (?, ?, ?, ?, 1, 1)",
                    *(alarm.site, alarm.key, alarm.data, now()),
                )

    def last_runs(self) -> list[SiteRun]:
        """Return the last run of every site."""
        return self._runs("")

    def last_good_runs(self) -> list[SiteRun]:
        """Return the last run of every site that ended by itself and could read every list."""
        return self._runs("WHERE good = 1")

    def _runs(self, which: str) -> list[SiteRun]:
        rows = self._database.rows(
            "SELECT max(run), site, started, ended, finished, good, pages, channels, counts FROM measures"
            f" {which} GROUP BY site ORDER BY site"
        )
        return [
            SiteRun(
                run=run,
                site=site,
                started=datetime.fromisoformat(started),
                ended=datetime.fromisoformat(ended),
                finished=finished,
                good=bool(good),
                pages=pages,
                channels=tuple(channels.splitlines()),
                counts=json.loads(counts),
            )
            for run, site, started, ended, finished, good, pages, channels, counts in rows
        ]


def _history(execute: Callable[..., sqlite3.Cursor], site: str) -> list[Measured]:
    rows = execute("SELECT run, started, data FROM measures WHERE site = ? ORDER BY run", site).fetchall()
    return [Measured(run=run, started=datetime.fromisoformat(started), data=data) for run, started, data in rows]


def _forget(execute: Callable[..., sqlite3.Cursor], site: str, channels: str) -> None:
    """Forget the oldest runs of each sort, but not the last good one.

    Channels may have timetables of their own; so a channel that is crawled once a day is not forgotten for one that is
    crawled every ten minutes.
    """
    for which, kept in (
        ("channels = ?2 AND pages > 0", KEPT_WITH_PAGES),
        ("channels = ?2 AND pages = 0", KEPT_WITHOUT),
        ("?2 = ?2", KEPT),
    ):
        execute(
            f"DELETE FROM measures WHERE site = ?1 AND {which} AND run NOT IN"
            f" (SELECT run FROM measures WHERE site = ?1 AND {which} ORDER BY run DESC LIMIT ?3)"
            " AND run != (SELECT ifnull(max(run), 0) FROM measures WHERE site = ?1 AND good = 1)",
            *(site, channels, kept),
        )
