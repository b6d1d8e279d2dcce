"""Runs a worker: a crawl for every site of a shared frontier where something waits, begun and ended as work comes."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from newscrawl.cli.running import project_settings
from newscrawl.cli.screen import complain, note
from newscrawl.errors import FrontierAway, StoreError
from newscrawl.extensions import IN_MEMORY
from newscrawl.frontier import BEAT, Shared
from newscrawl.politeness.traffic import Traffic
from newscrawl.spiders.base import reader_of
from newscrawl.spiders.work import WorkSpider

if TYPE_CHECKING:
    from types import FrameType

    from newscrawl.config import Config

__all__ = ["run_worker", "run_workers"]

GLANCE = 1.0
"""Seconds between two looks for sites with work."""

AT_ONCE = 100
"""Sites that one process works on at a time; a site of its own costs about a megabyte."""

QUICK = 10.0
"""Seconds; a process that ends sooner is not started again at once."""

GRACE = 30.0
"""Seconds that processes have to end when they are told to."""


def run_worker(config: Config) -> int:
    """Work in this process until SIGTERM or Ctrl-C; return the exit code.

    :raises SiteError: when the address or a site file cannot be used
    """
    # what Scrapy says of itself is for bugs only
    logging.raiseExceptions = False
    return _Worker(config).run()


class _Worker:
    def __init__(self, config: Config) -> None:
        self._config = config
        self._sites = config.load_sites()
        self._shared = Shared.at(config.frontier, "--frontier")
        self._name = self._shared.name
        self._traffic = Traffic(self._shared.turns)
        self._running: dict[str, Crawler] = {}
        self._told: set[str] = set()
        self._signed = -BEAT
        self._code = 0
        self._process: AsyncCrawlerProcess | None = None

    def run(self) -> int:
        """Work."""
        self._process = AsyncCrawlerProcess(project_settings(self._settings("")))
        # the loop is there, and begins to run with the process
        looking = asyncio.get_event_loop().create_task(self._look())
        self._process.start(stop_after_crawl=False)
        looking.cancel()
        # without, it ends by itself
        with suppress(StoreError):
            self._shared.register.sign_out(self._name)
        return self._code

    async def _look(self) -> None:
        """Begin with a site whenever something waits there and nobody here is at it."""
        away, contact = "", None
        while True:
            try:
                contact, active, digests = await asyncio.to_thread(self._news)
            except FrontierAway as error:
                if away != str(error):
                    away = str(error)
                    note(f"newscrawl: {error}; waiting")
            except StoreError as error:
                complain(str(error))
                self._code = 1
                self._stop()
                return
            else:
                if away:
                    away = ""
                    note(f"newscrawl: {self._shared.address} is back")
                self._tell(f"at work for {self._shared.address}, project {self._shared.address.project}, {self._name}")
                if contact is None:
                    self._tell("no crawl has been here yet; waiting")
                for site in active:
                    self._begin(site, digests.get(site, ""), contact or "")
            await asyncio.sleep(GLANCE)

    def _news(self) -> tuple[str | None, list[str], dict[str, str]]:
        """Show that we live; return the keeper's contact, the sites with work, and by which files they are read."""
        register = self._shared.register
        contact = register.contact()
        if time.monotonic() - self._signed > BEAT:
            register.sign_in(self._name)
            self._signed = time.monotonic()
        active = self._shared.frontier.active()
        return contact, active, register.digests() if active else {}

    def _begin(self, site: str, digest: str, contact: str) -> None:
        """Start a crawl of a site, unless one goes on, or its file is not the keeper's."""
        if site in self._running or len(self._running) >= AT_ONCE or self._process is None:
            return
        if site not in self._sites:
            self._tell(f"{site}: there is no such site file here; left to other workers")
        elif reader_of(self._sites[site]) != digest:
            self._tell(f"{site}: the site file here is not the keeper's; left to other workers")
        else:
            crawler = Crawler(WorkSpider.for_site(self._sites[site]), project_settings(self._settings(contact)))
            self._running[site] = crawler
            task = self._process.crawl(crawler)
            task.add_done_callback(lambda _: self._running.pop(site, None))

    def _settings(self, contact: str) -> dict[str, object]:
        ours: dict[str, object] = {
            "NEWSCRAWL_STATE": IN_MEMORY,
            "NEWSCRAWL_FRONTIER": lambda: (self._shared, self._name, self._tell),
            "NEWSCRAWL_TRAFFIC": lambda: self._traffic,
            "ITEM_PIPELINES": {},
            "EXTENSIONS": {"newscrawl.working.WorkLog": 0, "newscrawl.politeness.traffic.Traffic": 0},
            "LOG_LEVEL": "ERROR",
        }
        if contact:
            ours["NEWSCRAWL_CONTACT"] = contact
        return ours

    def _tell(self, text: str) -> None:
        """Print a line, once."""
        if text not in self._told:
            self._told.add(text)
            note(f"newscrawl: {text}")

    def _stop(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


def run_workers(config: Config, number: int) -> int:
    """Keep so many processes at work until SIGTERM or Ctrl-C; one that dies is started again. Return the exit code."""
    stops: list[int] = []

    def stop(sent: int, frame: FrameType | None) -> None:
        stops.append(sent)

    for sent in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sent, stop)
    # the address may hold a password, and arguments can be seen by everybody
    environment = {**os.environ, "NEWSCRAWL_FRONTIER": config.frontier}
    processes: list[tuple[float, subprocess.Popen[bytes]]] = []
    code = 0
    while not stops and (processes or not code):
        while len(processes) < number and not code:
            command = [sys.executable, "-m", "newscrawl.cli", "work"]
            processes.append((time.monotonic(), subprocess.Popen(command, env=environment)))
        time.sleep(0.2)
        for began, process in [*processes]:
            if process.poll() is None:
                continue
            processes.remove((began, process))
            if process.returncode > 0:
                # it has said why, and another one would as well
                code = process.returncode
            elif process.returncode < 0:
                complain(
                    f"worker {process.pid} was killed by signal {-process.returncode}; another one takes its place"
                )
                if time.monotonic() - began < QUICK:
                    time.sleep(1)
    for _, process in processes:
        process.send_signal(signal.SIGTERM)
    for _, process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
    return code
