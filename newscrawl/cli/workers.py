"""``newscrawl crawl --workers N``: sites are crawled by several processes that share the state.

The process that was started fetches nothing: it forks the workers once everything is imported, so that each costs
milliseconds and shares that memory, repeats what they say to the one log, and lets another one take the place of one
that dies. Sites that share a host stay in one process, see :mod:`~newscrawl.cli.splitting`; of hosts that no site file
names, :mod:`newscrawl.politeness.turns` takes care.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, cast

from newscrawl.cli.failing import code_of
from newscrawl.cli.relaying import Hearer, Relay, call_in
from newscrawl.cli.running import LOG_NAME, check_folders, import_parts, jobs_of, run_jobs
from newscrawl.folders import telling_os_errors
from newscrawl.store import State, in_use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from multiprocessing.context import ForkProcess
    from types import FrameType

    from newscrawl.cli.passing import Work
    from newscrawl.cli.progress import Log

__all__ = ["crawl_in_workers"]

DEATHS = 3
"""In a row, without a new post between them, after which nobody takes the sites up again in this crawl."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)
"""What ends a crawl: the first one lets it finish what is on its way."""


@dataclass(kw_only=True)
class _Share:
    """The sites of one worker."""

    groups: list[list[str]]
    """Sites that share a host stay together."""
    deaths: int = 0
    """How often in a row its worker died."""
    posts: int = 0
    """How many posts its sites had when the last one began."""

    @property
    def sites(self) -> list[str]:
        return [site for group in self.groups for site in group]


@dataclass(kw_only=True)
class _Worker:
    """A process at work."""

    share: _Share
    process: ForkProcess
    rest: bytes = b""
    """The beginning of a line."""
    done: set[str] = field(default_factory=set)
    """Sites that came to their end."""


def crawl_in_workers(work: Work, shares: Sequence[list[list[str]]], log: Log) -> None:
    """Crawl each share of the sites in a process of its own, and return when all are done, or stopped by Ctrl-C.

    :param shares: groups of sites, see :func:`newscrawl.cli.splitting.shares_of`
    :raises SiteError: when a folder cannot be written to, before any request
    :raises StoreError: when the state cannot be used
    """
    config = work.config
    check_folders(config)
    import_parts()
    path = config.state_folder / LOG_NAME
    with telling_os_errors(path):
        path.write_bytes(b"")
    # here, since a worker could take for left behind what another one is about to write
    with State.open(config.state_folder) as state:
        for leftover in state.leftovers:
            config.output.tidy(leftover)
    with in_use(config.state_folder):
        _Pool(work, log).run([_Share(groups=groups) for groups in shares])


class _Pool:
    def __init__(self, work: Work, log: Log) -> None:
        self._work = work
        self._log = log
        self._hearer = Hearer(log)
        self._waiting: deque[_Share] = deque()
        """Shares without a worker."""
        self._workers: dict[int, _Worker] = {}
        """Those at work, by their pipes."""
        self._stops = 0
        """How often it was told to stop."""
        self._lifeline, self._end = os.pipe()
        """Workers read the one; when this process is gone, however that came, there is nobody left who could write."""
        self._wakeup, self._alarm = os.pipe()

    def run(self, shares: Sequence[_Share]) -> None:
        """Crawl."""
        number = len(shares)
        self._waiting.extend(shares)
        try:
            with self._signals():
                self._fill(number)
                self._log.event("workers", f"{number} processes", processes=self._processes())
                while self._workers:
                    with self._log:
                        while self._workers and not (self._waiting and len(self._workers) < number):
                            self._listen()
                    # outside: a display draws from a thread, and a process is better forked where there is none
                    self._fill(number)
        finally:
            for pipe in (self._lifeline, self._end, self._wakeup, self._alarm):
                os.close(pipe)
        if self._waiting:
            self._log.interrupted = True

    def _processes(self) -> list[dict[str, object]]:
        return [{"pid": each.process.pid, "sites": each.share.sites} for each in self._workers.values()]

    def _fill(self, number: int) -> None:
        while self._waiting and len(self._workers) < number and not self._stops:
            self._start(self._waiting.popleft())

    def _start(self, share: _Share) -> None:
        pipe, end = os.pipe()
        ours = (pipe, *self._workers, self._end, self._wakeup, self._alarm)
        fork = multiprocessing.get_context("fork")
        process = fork.Process(target=_crawl, args=(self._work, share.sites, end, self._lifeline, ours))
        share.posts = self._posts(share)
        sys.stdout.flush()
        # a signal that comes while the worker is being made reaches it when it is ready for it
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            os.close(end)
        self._workers[pipe] = _Worker(share=share, process=process)

    def _listen(self) -> None:
        """Repeat what workers say, and see to those that have ended, until there is nothing more just now."""
        for pipe in cast("list[int]", wait([self._wakeup, *self._workers])):
            if pipe == self._wakeup:
                os.read(pipe, 4096)
                for worker in self._workers.values():
                    worker.process.terminate()
                continue
            worker = self._workers[pipe]
            if data := os.read(pipe, 65536):
                *lines, worker.rest = (worker.rest + data).split(b"\n")
                for line in lines:
                    self._hear(worker, line)
            else:
                os.close(pipe)
                del self._workers[pipe]
                worker.process.join()
                self._ended(worker)

    def _hear(self, worker: _Worker, line: bytes) -> None:
        name, site, values = call_in(line)
        if name == "finished":
            if values[1] == "shutdown" and not self._stops:
                # somebody ended this process alone
                return
            worker.done.add(site)
        self._hearer.hear(name, site, values)

    def _ended(self, worker: _Worker) -> None:
        share = worker.share
        left = [group for group in ([site for site in g if site not in worker.done] for g in share.groups) if group]
        if not left:
            return
        if self._stops:
            self._log.interrupted = True
            return
        code = worker.process.exitcode or 0
        how = f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
        share.deaths = 1 if self._posts(share) > share.posts else share.deaths + 1
        share.groups = left
        for site in share.sites:
            self._hearer.died(site)
        if share.deaths < DEATHS:
            text = f"process {worker.process.pid} {how}; another one takes up {', '.join(share.sites)}"
            self._log.event("worker", text, pid=worker.process.pid, code=code, sites=share.sites)
            self._waiting.append(share)
        elif len(left) > 1:
            # one of them is to blame, and the others shall not pay for it
            half = len(left) // 2
            self._waiting.extend(_Share(groups=groups) for groups in (left[:half], left[half:]))
        else:
            problem = f"{', '.join(share.sites)}: its process {how}, as did {DEATHS - 1} before; left to the next run"
            for site in share.sites:
                self._log.stopped(site, problem)
                self._log.finished(site, {}, "worker_died")

    def _posts(self, share: _Share) -> int:
        return sum(self._log.counts[site]["posted"] for site in share.sites if site in self._log.counts)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Count signals instead of being ended by them."""

        def stop(number: int, frame: FrameType | None) -> None:
            self._stops += 1

        for end in (self._wakeup, self._alarm):
            os.set_blocking(end, False)
        before = {number: signal.signal(number, stop) for number in SIGNALS}
        wakeup = signal.set_wakeup_fd(self._alarm, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)


def _crawl(work: Work, sites: Sequence[str], pipe: int, lifeline: int, others: Sequence[int]) -> None:
    """Crawl, in the worker."""
    # Ctrl-C on a terminal goes to the first process alone, which passes it on
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    for end in others:
        os.close(end)
    threading.Thread(target=_stop_after, args=(lifeline,), daemon=True).start()
    settings = {
        "LOG_FILE_APPEND": True,
        "LOG_FORMAT": "%(asctime)s %(process)d [%(name)s] %(levelname)s: %(message)s",
    }
    relay = cast("Log", Relay(pipe))
    sys.exit(code_of(partial(_run, work, sites, relay, settings)))


def _run(work: Work, sites: Sequence[str], log: Log, settings: Mapping[str, object]) -> int:
    run_jobs(work.config, jobs_of(work.sites, {site: work.chosen[site] for site in sites}), log, settings=settings)
    return 0


def _stop_after(lifeline: int) -> None:
    """Stop this process as Ctrl-C would when the one that started it is gone."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
