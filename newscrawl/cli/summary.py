"""How a crawl went, at its end: the counts, where the posts are, and the exit code."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from newscrawl.cli.running import LOG_NAME
from newscrawl.cli.screen import by_reason
from newscrawl.reporting import INTERNAL, LIST_PREFIX, reasons

if TYPE_CHECKING:
    from newscrawl.cli.progress import Log
    from newscrawl.config import Config

__all__ = ["Summary"]

DRIFT = 3
"""Exit code when a site has changed."""

QUARANTINED = "unsafe post"
"""Begins the reason of a failure when a post would not have been safe."""


class Summary:
    """What the log has counted, over all sites."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.counts: Counter[str] = sum(log.counts.values(), Counter())
        """Named as in :mod:`newscrawl.reporting`, without the prefix."""
        self.failed = reasons(self.counts, "failed")
        """Failures by reason."""
        self.skipped = reasons(self.counts, "skipped")
        """Pages without a post, where nothing is wrong with that, by reason."""
        self.left = reasons(self.counts, "left")
        """What the next run will ask for, by reason."""
        self.interrupted = log.interrupted or bool(log.running)
        """Whether Ctrl-C ended it; the second one ends it without a word from the crawls."""
        self.stopped = self.interrupted or bool(log.problems) or not log.counts
        """Whether it ended before everything was done."""

    @property
    def nothing_new(self) -> bool:
        """Whether nothing was posted because everything is there already."""
        there = self.counts["known"] or self.counts["lists/unchanged"]
        return there > 0 and not (self.counts["posted"] or self.left or self.stopped or self._lists_failed)

    @property
    def crawl_code(self) -> int:
        """Exit code of a crawl: single pages may fail, lists and the crawl itself may not."""
        settled = self.counts["posted"] + self.counts["known"] + sum(self.skipped.values())
        nothing_worked = bool(self.failed) and not settled
        quarantined = any(reason.startswith(QUARANTINED) for reason in self.failed)
        return int(self.stopped or self._lists_failed or quarantined or nothing_worked)

    @property
    def strict_code(self) -> int:
        """Exit code of a crawl that may not depart from what is normal for its sites."""
        return self.crawl_code or (DRIFT if self._log.drifts else 0)

    @property
    def fetch_code(self) -> int:
        """Exit code of a fetch: every address was asked for by name, so each must have its post."""
        without = sum(self.failed.values()) + sum(self.skipped.values()) - self.skipped.get("duplicate", 0)
        without += sum(self.left.values())
        return int(self.stopped or without > 0)

    @property
    def line(self) -> str:
        """The summary in one line."""
        counts = {"found": self.counts["found"], "posted": self.counts["posted"], "known": self.counts["known"]}
        counts |= {"skipped": sum(self.skipped.values()), "failed": sum(self.failed.values())}
        return ", ".join(f"{name} {count}" for name, count in counts.items())

    def lines(self, config: Config | None) -> list[str]:
        """Return the summary, line by line; ``config`` says where things lie, ``None`` when nothing was written."""
        rows = [
            ("found", str(self.counts["found"])),
            ("posted" if config else "printed", str(self.counts["posted"])),
            ("already known", str(self.counts["known"])),
            ("skipped", by_reason(self.skipped)),
            ("failed", by_reason(self.failed)),
            *self._unchanged,
            *([("left for later", by_reason(self.left))] if self.left else []),
            *self._revisited,
            *self._pictures,
            ("seconds", f"{time.monotonic() - self._log.began:.1f}"),
        ]
        if config:
            rows.append(("posts in", str(config.output.address)))
        rows += [("drift", finding) for finding in self._log.drifts]
        lines = [f"{name:<14} {value}" for name, value in rows]
        if self.nothing_new:
            lines.append("nothing new: everything that was found is known already")
        if self.interrupted:
            lines.append("interrupted: what is written stays, the next run takes up the rest")
        elif config and (not self._log.counts or any(reason.startswith(INTERNAL) for reason in self.failed)):
            lines.append(f"internal error: please report it together with {config.state_folder / LOG_NAME}")
        return lines

    @property
    def _unchanged(self) -> list[tuple[str, str]]:
        lists = self.counts["lists/unchanged"]
        return [("unchanged", f"{lists} list{'s' if lists > 1 else ''}")] if lists else []

    @property
    def _revisited(self) -> list[tuple[str, str]]:
        again = reasons(self.counts, "revisited")
        return [("looked at again", by_reason(again))] if again else []

    @property
    def _pictures(self) -> list[tuple[str, str]]:
        saved, failed = self.counts["pictures/saved"], self.counts["pictures/failed"]
        return [("pictures", f"{saved} saved, {failed} failed")] if saved or failed else []

    @property
    def _lists_failed(self) -> bool:
        return any(reason.startswith(LIST_PREFIX) for reason in self.failed)
