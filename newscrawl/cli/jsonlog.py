"""``--log-json``: what happens as JSON, one object a line, for programs that collect logs."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newscrawl.cli.progress import Log

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["JsonLog"]


class JsonLog(Log):
    """A log whose every line is an object: ``time``, ``event``, and what belongs to that event."""

    def __init__(self) -> None:
        super().__init__(sys.stdout)

    def started(self, site: str) -> None:
        """Begin to count, and say so."""
        super().started(site)
        self.event("started", site=site)

    def posted(self, site: str, url: str, title: str, path: str) -> None:
        """Count the post and tell of it."""
        super().posted(site, url, title, path)
        self.event("posted", site=site, url=url, title=title, path=path)

    def skipped(self, site: str, url: str, reason: str) -> None:
        """Count it and tell why."""
        super().skipped(site, url, reason)
        self.event("skipped", site=site, url=url, reason=reason)

    def failed(self, site: str, url: str, reason: str) -> None:
        """Count it and tell why."""
        super().failed(site, url, reason)
        self.event("failed", site=site, url=url, reason=reason)

    def picture(self, site: str, url: str, problem: str) -> None:
        """Count it; tell why it stays a link."""
        super().picture(site, url, problem)
        if problem:
            self.event("picture", site=site, url=url, reason=problem)

    def stopped(self, site: str, problem: str) -> None:
        """Tell why the crawl cannot go on."""
        super().stopped(site, problem)
        self.event("stopped", site=site, reason=problem)

    def drifted(self, site: str, finding: str) -> None:
        """Tell what departs from normal."""
        super().drifted(site, finding)
        self.event("drift", site=site, finding=finding)

    def finished(self, site: str, counts: Mapping[str, int], reason: str) -> None:
        """Tell how the crawl ended."""
        super().finished(site, counts, reason)
        self.event("finished", site=site, reason=reason, counts=dict(counts))

    def line(self, what: str, style: str, text: str) -> None:
        """Leave it to the events."""

    def problem(self, text: str) -> None:
        """Leave it to the events."""

    def event(self, name: str, text: str = "", **values: object) -> None:
        """Print one object; ``text`` is for people."""
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.write(json.dumps({"time": moment, "event": name, **values}, ensure_ascii=False))
