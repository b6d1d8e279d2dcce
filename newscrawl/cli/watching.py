"""``newscrawl crawl --watch``: stays up, and runs each pass in a fresh child process.

The watcher itself fetches nothing and never loads Scrapy, so it stays small, and whatever becomes of a child (a crash,
no memory left) is one line, a pause, and the next pass.
"""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from newscrawl.cli.failing import code_of
from newscrawl.cli.jsonlog import JsonLog
from newscrawl.cli.passing import Work, crawl_pass
from newscrawl.cli.progress import Log
from newscrawl.cli.screen import warn_of_source
from newscrawl.cli.timing import Due, due_moments, only
from newscrawl.errors import NewscrawlError, SiteError
from newscrawl.schedule import pause_after
from newscrawl.store import sole

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import IO

__all__ = ["watch"]

LONGEST_SLEEP = 60.0
"""Seconds; then the clock is looked at again, which may have been set, or have stood still while the machine slept."""

FIRST_PAUSE = timedelta(minutes=1)
"""After a pass that failed."""

LONGEST_PAUSE = timedelta(hours=1)
"""After one that failed again and again."""

FINE = (0, 1, 3)
"""Exit codes of a crawl that went through; what failed in it is tried again in its turn."""


def watch(load: Callable[[], Work], *, log_json: bool = False) -> int:
    """Crawl what is due whenever it is due, until SIGTERM or Ctrl-C; return the exit code.

    :param load: reads the configuration; called again before each pass
    :raises SiteError: when the configuration cannot be used from the beginning
    :raises StoreError: when another watcher is at work on the state
    """
    if sys.platform == "win32":
        raise SiteError("--watch", "needs a system that can fork; here, let a scheduler start newscrawl crawl --due")
    work = load()
    warn_of_source(work.config.post.body)
    with sole(work.config.state_folder, "watch", "newscrawl crawl --watch") as lock:
        return _Watcher(load, work, lock, log_json=log_json).run()


class _Watcher:
    def __init__(self, load: Callable[[], Work], work: Work, lock: IO[str], *, log_json: bool) -> None:
        self._load = load
        self._work = work
        self._lock = lock
        self._log_json = log_json
        self._log = JsonLog() if log_json else Log(sys.stdout)
        self._problem = ""
        """What is wrong with the configuration on disk, told already."""
        self._read_at = self._changed_at()
        self._failures: Counter[str] = Counter()
        self._paused: dict[str, float] = {}
        """Target -> when it may be tried again, on the clock that only goes forward."""
        self._stops = 0
        """How often it was told to stop."""
        self._reload = False
        self._wakeup, self._alarm = os.pipe()

    def run(self) -> int:
        """Watch."""
        for end in (self._wakeup, self._alarm):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._alarm, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGHUP, self._on_hangup)
        # so that a child's end wakes it up
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        self._log.event(
            "watching", f"{self._number()}, process {os.getpid()}", targets=self._work.targets, pid=os.getpid()
        )
        told: Due | None = None
        while not self._stops:
            if self._reload or self._changed_at() != self._read_at:
                self._read()
            if not (moments := self._moments()):
                self._sleep(LONGEST_SLEEP)
                continue
            if ready := [due.target for due, seconds in moments if seconds <= 0]:
                self._pass(ready)
                continue
            due, seconds = moments[0]
            if due != told and due.target not in self._paused:
                told = due
                moment = due.moment.isoformat(timespec="seconds")
                self._log.event("next", f"{due.target} at {due.when}", target=due.target, due=moment)
            self._sleep(min(seconds, LONGEST_SLEEP))
        self._log.event("stopped", "as it was told")
        return 0

    def _moments(self) -> list[tuple[Due, float]]:
        """Return every channel's moment, and in how many seconds it may begin, the soonest first."""
        try:
            dues = due_moments(self._work, on_timer=False)
        except NewscrawlError as error:
            # the disk is full or away; it may come back
            self._tell(str(error))
            return []
        now, tick = datetime.now(UTC), time.monotonic()
        found = []
        for due in dues:
            seconds = (due.moment - now).total_seconds()
            if due.target in self._paused:
                seconds = self._paused[due.target] - tick
            found.append((due, seconds))
        return sorted(found, key=lambda pair: pair[1])

    def _pass(self, targets: list[str]) -> None:
        """Crawl these in a child process, and see how that ended."""
        self._read()
        work = only(self._work, targets)
        if not work.chosen:
            return
        before = self._starts(work)
        self._log.event("pass", ", ".join(before), targets=list(before))
        began = time.monotonic()
        code = self._child(work)
        seconds = round(time.monotonic() - began, 1)
        after = self._starts(work)
        # what left no trace did not even begin, whatever the code says
        failed = [target for target, last in before.items() if code not in FINE or after.get(target) == last]
        how = f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
        if failed and not self._stops:
            self._failures.update(failed)
            pause = pause_after(max(self._failures[target] for target in failed), FIRST_PAUSE, LONGEST_PAUSE)
            self._paused |= {target: time.monotonic() + pause.total_seconds() for target in failed}
            self._log.event(
                "broken",
                f"{', '.join(failed)}: the pass {how} after {seconds} s; again in {pause.total_seconds():.0f} s",
                targets=failed,
                code=code,
                seconds=seconds,
                again_in=pause.total_seconds(),
            )
        for target in before.keys() - set(failed):
            self._failures.pop(target, None)
            self._paused.pop(target, None)
        if not failed or self._stops:
            self._log.event(
                "done", f"the pass {how} after {seconds} s", targets=list(before), code=code, seconds=seconds
            )

    def _starts(self, work: Work) -> dict[str, datetime | None]:
        """Return when the last run of each channel began."""
        try:
            return {due.target: due.last for due in due_moments(work, on_timer=False)}
        except NewscrawlError as error:
            self._tell(str(error))
            return dict.fromkeys(work.targets)

    def _child(self, work: Work) -> int:
        """Run a pass in a process of its own; return its exit code, negative for a signal."""
        fork = multiprocessing.get_context("fork")
        child = fork.Process(target=_run_child, args=(work, self._log_json, self._lock, (self._wakeup, self._alarm)))
        sys.stdout.flush()
        # a signal that comes while the child is being made reaches it when it is ready for it
        signals = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)
        try:
            child.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
        told = 0
        while child.exitcode is None:
            if told < self._stops:
                # the first lets it finish what is on its way, the second ends it
                told += 1
                child.terminate()
            self._sleep(LONGEST_SLEEP)
        return child.exitcode

    def _read(self) -> None:
        """Read the configuration again; a broken one is one line, and the last good one stays."""
        self._reload, self._read_at = False, self._changed_at()
        try:
            work = self._load()
            if work.config.state_folder != self._work.config.state_folder:
                raise SiteError(str(work.config.file), "another state needs another watcher: start this one anew")
        except NewscrawlError as error:
            self._tell(str(error))
            return
        self._problem = ""
        if (work.config, work.chosen) != (self._work.config, self._work.chosen):
            self._work = work
            self._log.event("config", f"read again: {self._number()}", targets=self._work.targets)
        self._work = work

    def _tell(self, problem: str) -> None:
        """Say what is wrong, once as long as it stays so."""
        if problem != self._problem:
            self._problem = problem
            self._log.event("problem", problem, reason=problem)

    def _changed_at(self) -> int:
        file = self._work.config.file
        try:
            return file.stat().st_mtime_ns if file else 0
        except OSError:
            return 0

    def _number(self) -> str:
        count = len(self._work.targets)
        return f"{count} channel{'' if count == 1 else 's'}"

    def _sleep(self, seconds: float) -> None:
        """Wait; signals and the end of a child end it."""
        ready, _, _ = select.select([self._wakeup], [], [], max(seconds, 0.0))
        if ready:
            os.read(self._wakeup, 4096)

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self._stops += 1

    def _on_hangup(self, number: int, frame: FrameType | None) -> None:
        self._reload = True


def _run_child(work: Work, log_json: bool, lock: IO[str], pipe: tuple[int, int]) -> None:
    """Crawl, in the child."""
    # Ctrl-C on a terminal goes to the watcher alone, which passes it on
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    # a child that outlives its watcher must not keep the next one out
    os.close(lock.fileno())
    for end in pipe:
        os.close(end)
    sys.exit(code_of(partial(crawl_pass, work, log_json=log_json, scheduled=True, brief=True)))
