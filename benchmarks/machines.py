"""A keeper and its workers as processes, over a real Redis and the made site; what each says is kept in a file."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from kill import CRAWL, MadeSite
from made_site import kind_of

from newscrawl.frontier import Backlog, Shared
from newscrawl.store import State

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["QUICK", "Machines", "RedisServer", "expected_posts"]

QUICK = """
import newscrawl.frontier.shared as shared
shared.BEAT = 1
shared.RedisFrontier.__init__.__kwdefaults__["silence"] = 4
"""
"""A sitecustomize.py that lets the silence of a dead worker be noticed after 4 seconds instead of 40."""


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
        asked = [url for status, url in self.site.requests() if status != 503 and not url.endswith("/robots.txt")]
        return [url for url in asked if not self.site.is_list(url)]

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


class RedisServer:
    """Listens on a free port, always the same one; further options are those of redis.conf."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> RedisServer:
        """Start it and wait until it answers."""
        self._process = subprocess.Popen(
            [
                *("redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder)),
                *("--appendonly", "yes", "--save", "", "--daemonize", "no", *self._options),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(500):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as link:
                link.sendall(b"PING\r\n")
                # also when it wants a password or TLS first, it is there
                if not link.recv(64).startswith(b"-LOADING"):
                    return self
            time.sleep(0.02)
        raise TimeoutError("redis-server does not answer")

    def kill(self) -> None:
        """Kill it as a power cut of its process would."""
        if self._process:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """Stop it without closing anything: what a cut network looks like."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process
        self._process.send_signal(signal.SIGCONT)
