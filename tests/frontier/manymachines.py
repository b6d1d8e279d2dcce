"""A keeper and its workers as processes, over a real Redis and the made site; what each says is kept in a file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kill import CRAWL, MadeSite
from made_site import kind_of

from newscrawl.frontier import Backlog, Shared
from newscrawl.store import State

if TYPE_CHECKING:
    from redisserver import RedisServer

__all__ = ["Machines", "expected_posts"]


def expected_posts(pages: int) -> int:
    """Return how many posts the made site gives."""
    return sum(kind_of(number) not in ("gone", "no article") for number in range(pages))


class Machines:
    """Processes that share one frontier."""

    def __init__(self, server: RedisServer, folder: Path, pages: int, *, url: str = "") -> None:
        self.url = url or server.url
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.pages = pages
        self.site = MadeSite(folder, pages)
        (folder / "newscrawl.yaml").write_text(f"sites: {self.site.sites}\noutput: posts\n", "utf-8")
        self._logs = 0
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str, url: str = "") -> subprocess.Popen[bytes]:
        """Start the command line in a process of its own."""
        self._logs += 1
        with (self.folder / f"{self._logs}-{arguments[0]}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", CRAWL, "", *arguments],
                cwd=self.folder,
                env={**os.environ, "NEWSCRAWL_FRONTIER": url or self.url},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        return process

    def keeper(self) -> subprocess.Popen[bytes]:
        """Start a crawl."""
        return self.start("crawl", "made")

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        return self.start("work")

    def said(self) -> str:
        """Return everything that any process has said, the log of Scrapy included."""
        logs = [*self.folder.glob("*.log"), *self.folder.rglob("crawl.log")]
        return "\n".join(path.read_text("utf-8", "replace") for path in logs)

    def posts(self) -> list[str]:
        """Return the names of the posts."""
        return sorted(path.name for path in (self.folder / "posts").rglob("*.md") if ".newscrawl" not in path.parts)

    def articles_asked(self) -> list[str]:
        """Return the path of every answered request for an article."""
        return [url for status, url in self.site.requests() if not self.site.is_list(url) and status != 503]

    def state(self) -> State:
        """Open the keeper's state."""
        return State.open(self.folder / "posts" / ".newscrawl")

    def backlogs(self) -> list[Backlog]:
        """Return what lies in Redis."""
        return Shared.at(self.url, "test").frontier.backlogs()

    def close(self) -> None:
        """End everything."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()
        self.site.close()
