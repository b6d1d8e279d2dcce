"""Remembers the crawls: when, about what, how they ended."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from newscrawl.store.database import now
from newscrawl.store.records import Run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newscrawl.store.database import Database

__all__ = ["Runs"]


class Runs:
    """The runs of a state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, sites: Sequence[str]) -> int:
        """Return the id of a new run; ``sites`` are spiders, or ``SITE/CHANNEL``."""
        with self._database.transaction() as run:
            values = (json.dumps(list(sites), ensure_ascii=False), now())
            row = run("INSERT INTO runs (sites, started) VALUES (?, ?) RETURNING id", *values).fetchone()
        return int(row[0])

    def end(self, run_id: int, counts: Mapping[str, int], finished: str) -> None:
        """Remember how a run went and why it ended."""
        with self._database.transaction() as run:
            run(
                "UPDATE runs SET ended = ?, finished = ?, counts = ? WHERE id = ?",
                *(now(), finished, json.dumps(dict(counts), ensure_ascii=False), run_id),
            )

    def newest(self, limit: int = 10) -> list[Run]:
        """Return the last runs, the newest first."""
        return self._read("ORDER BY id DESC LIMIT ?", limit)

    def last(self, site: str, before: int) -> Run | None:
        """Return the last run of that site or ``SITE/CHANNEL`` with a smaller id."""
        name = json.dumps(site, ensure_ascii=False)
        found = self._read("WHERE id < ? AND instr(sites, ?) ORDER BY id DESC LIMIT 1", before, name)
        return found[0] if found else None

    def last_start(self, target: str) -> datetime | None:
        """Return when the newest run of a ``SITE/CHANNEL`` began, in UTC; ``None``: there was none."""
        name = json.dumps(target, ensure_ascii=False)
        found = self._read("WHERE instr(sites, ?) ORDER BY id DESC LIMIT 1", name)
        return found[0].started if found else None

    def _read(self, which: str, *values: object) -> list[Run]:
        rows = self._database.rows(f"SELECT id, sites, started, ended, finished, counts FROM runs {which}", *values)
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
