"""A crawl whose pages are fetched by workers: nothing lost, nothing doubled, whoever is killed."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from machines import QUICK, Machines, RedisServer, expected_posts
from redisserver import need_redis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAGES = 130
PATIENCE = 120.0


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


def test_nothing_is_lost_whoever_is_killed(machines: Machines, server: RedisServer) -> None:
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
    os.kill(second.pid, signal.SIGSTOP)
    assert keeper.wait(PATIENCE) == 0, machines.said()
    assert len(machines.posts()) == expected_posts(PAGES)
    assert machines.backlogs() == []
    with machines.state() as state:
        assert state.counts()["posted"] == expected_posts(PAGES)
        assert state.reserved() == []
