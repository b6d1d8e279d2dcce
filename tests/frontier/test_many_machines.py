"""A crawl whose pages are fetched by workers: nothing lost, nothing doubled, whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from machines import QUICK, Machines, RedisServer, expected_posts
from newsserver import SITE, Answer, Server, article
from redis import Redis
from redisserver import need_redis

from newscrawl.frontier import Shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAGES = 130
PATIENCE = 120.0

POLITE = """
from newscrawl import settings
from newscrawl.cli import main
settings.DOWNLOAD_DELAY = settings.AUTOTHROTTLE_START_DELAY = 0.01
settings.AUTOTHROTTLE_ENABLED = False
main()
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    need_redis()
    server = RedisServer(tmp_path / "redis").start()
    yield server
    server.kill()


@pytest.fixture
def machines(server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    (tmp_path / "sitecustomize.py").write_text(QUICK)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    machines = Machines(server, tmp_path / "crawl", PAGES)
    yield machines
    machines.close()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "nothing happens"
        time.sleep(0.02)


def test_nothing_is_lost_whoever_is_killed_or_emptied(machines: Machines, server: RedisServer) -> None:
    first, second = machines.worker(), machines.worker()
    keeper = machines.keeper()
    until(lambda: len(machines.articles_asked()) > 15)
    first.kill()
    until(lambda: len(machines.articles_asked()) > 40)
    server.kill()
    server.start()
    until(lambda: len(machines.articles_asked()) > 60)
    keeper.kill()
    keeper = machines.keeper()
    machines.worker()
    until(lambda: len(machines.articles_asked()) > 80)
    Redis.from_url(server.url).flushall()
    until(lambda: len(machines.articles_asked()) > 100)
    os.kill(second.pid, signal.SIGSTOP)
    assert keeper.wait(PATIENCE) == 0, machines.said()
    assert len(machines.posts()) == expected_posts(PAGES)
    assert machines.backlogs() == []
    with machines.state() as state:
        assert state.counts()["posted"] == expected_posts(PAGES)
        assert state.reserved() == []


def test_a_host_is_asked_one_thing_at_a_time_by_all(server: RedisServer, tmp_path: Path) -> None:
    host = Server()
    (tmp_path / "sites").mkdir()
    text = SITE.replace("PORT", host.url.rpartition(":")[2]).replace("delay: 0.01", "delay: 0.3")
    (tmp_path / "sites" / "loop.yaml").write_text(text.replace("paging: {pages: 3}", "paging: {pages: 1}"), "utf-8")
    (tmp_path / "newscrawl.yaml").write_text("sites: sites\noutput: posts\n", "utf-8")
    host.list("main", 1, [{"url": f"/a/{number}.html"} for number in range(8)])
    for number in range(8):
        host.answers[f"/a/{number}.html"] = Answer(article(f"第{number}条"), after=0.05)
    command = [sys.executable, "-c", POLITE]
    environment = {**os.environ, "NEWSCRAWL_FRONTIER": server.url}
    workers = [subprocess.Popen([*command, "work"], cwd=tmp_path, env=environment) for _ in range(2)]
    try:
        until(lambda: len(Shared.at(server.url, "x").register.workers()) == 2)
        done = subprocess.run([*command, "crawl", "loop"], cwd=tmp_path, env=environment, timeout=PATIENCE, check=False)
        assert done.returncode == 0
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
        host.close()
    assert len(host.asked("/a/")) == 8
    assert all(earlier.ended <= later.begun for earlier, later in pairwise(host.requests))
    # lateness here and there evens out
    assert host.requests[-1].begun - host.requests[0].begun > 0.9 * 0.3 * (len(host.requests) - 1)
