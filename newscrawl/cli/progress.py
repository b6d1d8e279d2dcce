"""What a crawl shows while it runs.

A :class:`Log` prints plain lines: for pipes, log files, cron. On a terminal a :class:`~newscrawl.cli.live.Screen` adds
a live line for every site under them. Both are a :class:`newscrawl.reporting.Reporter`.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from newscrawl.cli.screen import complain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

__all__ = ["Log", "log_for"]


LAST = 100
"""Posts that are remembered; a crawl may have a hundred thousand."""


class Log:
    """Prints a line for every post and everything that went wrong, and keeps count."""

    def __init__(self, out: TextIO, *, done: str = "posted", tell_known: bool = False, tell_posts: bool = True) -> None:
        self._out: TextIO | None = out
        self._done = done
        self._tell_known = tell_known
        self._tell_posts = tell_posts
        self.began = time.monotonic()
        """When the work began, on the clock that only goes forward."""
        self.counts: dict[str, Counter[str]] = {}
        """Counts by site, named as in :mod:`newscrawl.reporting`, without the prefix."""
        self.posts: deque[tuple[str, str, str]] = deque(maxlen=LAST)
        """Address, title and path of the last new posts."""
        self.problems: list[str] = []
        """Why crawls could not go on, one line each."""
        self.drifts: list[str] = []
        """What departs from the normal state of a site, one line each."""
        self._notes: set[str] = set()
        self.running: set[str] = set()
        """Sites that have begun and not ended."""
        self.interrupted = False
        """Whether Ctrl-C ended it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def started(self, site: str) -> None:
        """Begin to count."""
        self.counts.setdefault(site, Counter())
        self.running.add(site)

    def found(self, site: str, url: str) -> None:
        """Count it."""
        self.counts[site]["found"] += 1

    def unchanged(self, site: str, url: str) -> None:
        """Count it."""
        self.counts[site]["lists/unchanged"] += 1

    def known(self, site: str, url: str) -> None:
        """Count it; on a scheduled crawl nearly everything is known, so say so only where that was asked for."""
        self.counts[site]["known"] += 1
        if self._tell_known:
            self.line("known", "", url)

    def posted(self, site: str, url: str, title: str, path: str) -> None:
        """Count the post and print its path."""
        self.counts[site]["posted"] += 1
        self.posts.append((url, title, path))
        if self._tell_posts:
            self.line(self._done, "green", path)

    def skipped(self, site: str, url: str, reason: str) -> None:
        """Count it and print address and reason."""
        self.counts[site][f"skipped/{reason}"] += 1
        self.line("skipped", "yellow", f"{url}: {reason}")

    def failed(self, site: str, url: str, reason: str) -> None:
        """Count it and print address and reason as an error."""
        self.counts[site][f"failed/{reason}"] += 1
        self.problem(f"{url}: {reason}")

    def left(self, site: str, url: str, reason: str) -> None:
        """Count it; why, a note tells."""
        self.counts[site][f"left/{reason}"] += 1

    def noted(self, site: str, text: str) -> None:
        """Print it; once, however many sites say it."""
        if text not in self._notes:
            self._notes.add(text)
            self.line("note", "yellow", text)

    def revisited(self, site: str, url: str, outcome: str) -> None:
        """Count it, and print what is worth a look."""
        self.counts[site][f"revisited/{outcome}"] += 1
        if outcome != "unchanged":
            self.line("again", "yellow", f"{url}: {outcome}")

    def picture(self, site: str, url: str, problem: str) -> None:
        """Count it, and print why it stays a link."""
        self.counts[site][f"pictures/{'failed' if problem else 'saved'}"] += 1
        if problem:
            self.line("picture", "yellow", f"{url}: {problem}")

    def stopped(self, site: str, problem: str) -> None:
        """Print why the crawl cannot go on; once, however many sites say it."""
        if problem not in self.problems:
            self.problems.append(problem)
            self.problem(problem)

    def drifted(self, site: str, finding: str) -> None:
        """Keep it for the summary."""
        self.drifts.append(finding)

    def finished(self, site: str, counts: Mapping[str, int], reason: str) -> None:
        """Note how the crawl ended."""
        self.running.discard(site)
        self.interrupted |= reason == "shutdown"

    def line(self, what: str, style: str, text: str) -> None:
        """Print one line of progress."""
        self.write(f"{what:<8} {text}")

    def event(self, name: str, text: str = "", **values: object) -> None:
        """Print what happened around crawls; ``values`` say it to programs."""
        self.line(name, "", text)

    def write(self, line: str) -> None:
        """Print a line as long as somebody reads along."""
        if self._out is None:
            return
        try:
            print(line, file=self._out, flush=True)
        except OSError:
            # whoever read along has gone, or the disk of the log file is full: the crawl goes on
            self._out = None

    def problem(self, text: str) -> None:
        """Print one line about something that went wrong."""
        with suppress(OSError):
            complain(text)


def log_for(*, results_on_stdout: bool = False, tell_known: bool = False, tell_posts: bool = True) -> Log:
    """Return the log that fits where the output goes; with results on stdout everything else goes to stderr.

    :param tell_known: print a line for addresses that are known already
    :param tell_posts: print a line for every new post
    """
    if results_on_stdout:
        return Log(sys.stderr, done="printed", tell_known=tell_known)
    if sys.stdout.isatty() and sys.stderr.isatty():
        from newscrawl.cli.live import Screen

        return Screen(tell_known=tell_known, tell_posts=tell_posts)
    return Log(sys.stdout, tell_known=tell_known, tell_posts=tell_posts)
