"""A host that refuses is waited for, or left alone with growing pauses; other hosts go on meanwhile."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Server, article

from newscrawl.politeness.pausing import PATIENCE
from newscrawl.politeness.spans import PAUSES, backoff, holds, next_pause
from newscrawl.store import Pause, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result

NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)
MANY = 12


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    for number in range(MANY):
        server.answers[f"/a/{number}.html"] = Answer(article(f"第{number + 1}号消息"))
    yield server
    server.close()


@pytest.fixture
def crawl(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
    """Crawl articles with the state of earlier crawls, and forget what was asked before."""

    def run(*urls: str, **settings: str) -> Result:
        host.requests.clear()
        urls = urls or tuple(f"{host.url}/a/{number}.html" for number in range(MANY))
        return scrapy("crawl", "url", "-a", f"urls={','.join(urls)}", output=tmp_path, **settings)

    return run


def pauses(output: Path) -> dict[str, Pause]:
    with State.open(output / ".newscrawl") as state:
        return state.hosts.pauses()


def wait_for_the_end_of_pauses(output: Path) -> None:
    """Let every pause be over, as if that time had passed."""
    with closing(sqlite3.connect(output / ".newscrawl" / "state.db")) as database, database:
        database.execute("UPDATE pauses SET until = ?", (int(datetime.now(UTC).timestamp()) - 1,))


def span(pause: Pause, begun: datetime) -> timedelta:
    """Return which of the pauses this one is, whatever the run took."""
    return max(known for known in PAUSES if pause.until - begun >= known - timedelta(seconds=1))


def test_other_hosts_go_on_while_one_is_waited_for(host: Server, crawl: Callable[..., Result]) -> None:
    answers = iter([Answer("busy", 503, {"Retry-After": "2"})])
    host.answers["/a/0.html"] = lambda: next(answers, Answer(article("终于")))
    elsewhere = host.url.replace("127.0.0.1", "localhost")
    first = [f"{host.url}/a/{number}.html" for number in range(9)]
    result = crawl(*first, *(f"{elsewhere}/a/{number}.html" for number in (9, 10, 11)), RETRY_TIMES="1")
    paused, resumed = [request for request in host.requests if request.headers["Host"].startswith("127.")][1:3]
    assert resumed.begun - paused.begun > 1.95
    meanwhile = [request for request in host.requests if paused.begun < request.begun < resumed.begun]
    assert "/a/9.html" in [request.path for request in meanwhile]
    assert result.stats["posted"] == MANY


def test_without_a_word_the_wait_doubles(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/a/0.html"] = Answer("busy", 429)
    crawl(f"{host.url}/a/0.html", RETRY_TIMES="2", DOWNLOAD_DELAY="0.1")
    first, second, third = [request.begun for request in host.requests if request.path == "/a/0.html"]
    assert second - first > 0.19
    assert third - second > 0.39


def test_a_long_retry_after_is_remembered(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    host.answers["/a/0.html"] = Answer("", 429, {"Retry-After": "9999"})
    begun = datetime.now(UTC)
    result = crawl(RETRY_TIMES="1")
    assert host.asked("/a/") == ["/a/0.html"]
    assert result.stats == {"found": MANY, "failed/HTTP 429": 1, "left/host left alone": MANY - 1}
    [pause] = pauses(tmp_path).values()
    assert (pause.times, pause.reason) == (0, "HTTP 429")
    assert pause.until - begun > timedelta(seconds=9998)
    # said once, and once more by the next run, which asks for nothing
    assert result.lines[0] == f"WARNING: {host.url[7:]} is left alone until {pause.until:%Y-%m-%d %H:%M} UTC: HTTP 429"
    again = crawl()
    assert host.asked() == []
    assert again.lines == result.lines[:1]
    assert again.stats == {"found": MANY, "left/host left alone": MANY}


def test_a_host_that_blocks_is_left_alone(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    for path in host.answers:
        host.answers[path] = Answer("no", 403)
    begun = datetime.now(UTC)
    result = crawl()
    assert len(host.asked("/a/")) == PATIENCE
    assert result.stats == {
        "found": MANY,
        "failed/HTTP 403": PATIENCE,
        "left/host left alone": MANY - PATIENCE,
    }
    [pause] = pauses(tmp_path).values()
    assert pause.reason == "HTTP 403 5 times in a row"
    assert span(pause, begun) == PAUSES[0]


def test_pauses_grow_until_the_first_good_answer(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    good = dict(host.answers)
    for path in host.answers:
        host.answers[path] = Answer("no", 403)
    for number, expected in enumerate((*PAUSES, PAUSES[-1])):
        begun = datetime.now(UTC)
        crawl()
        [pause] = pauses(tmp_path).values()
        # it is not asked five times anew
        assert len(host.asked("/a/")) == (1 if number else PATIENCE)
        assert span(pause, begun) == expected
        wait_for_the_end_of_pauses(tmp_path)
    host.answers.update(good)
    assert crawl().stats["posted"] == MANY
    assert pauses(tmp_path) == {}


def test_a_good_answer_between_refusals_counts(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    for number in (0, 1, 2, 3, 5, 6, 7, 8):
        host.answers[f"/a/{number}.html"] = Answer("no", 403)
    assert crawl().stats["failed/HTTP 403"] == 8
    assert len(host.asked("/a/")) == MANY
    assert pauses(tmp_path) == {}


def test_a_host_that_takes_no_connection_is_left_alone(crawl: Callable[..., Result], tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        result = crawl(*(f"http://127.0.0.1:{port}/a/{number}.html" for number in range(MANY)))
    # the first was for robots.txt
    assert result.stats["failed/connection refused"] == PATIENCE - 1
    assert result.stats["left/host left alone"] == MANY - PATIENCE + 1
    assert pauses(tmp_path)[f"127.0.0.1:{port}"].reason == "connection refused 5 times in a row"


# How long


def test_pauses_of_a_host_that_blocks_grow() -> None:
    pause = None
    for number, expected in enumerate((*PAUSES, PAUSES[-1]), 1):
        pause = next_pause(pause, NOW, "HTTP 403")
        assert (pause.until - NOW, pause.times) == (expected, number)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [(300, 600), (7200, 7200), (10**6, 86400), (1e300, 86400)],
    ids=["less", "more", "days", "ages"],
)
def test_a_host_that_blocks_may_ask_for_more_but_not_for_ages(asked: float, seconds: float) -> None:
    assert (next_pause(None, NOW, "HTTP 429", asked=asked).until - NOW).total_seconds() == seconds


def test_a_host_that_only_asks_for_it_gets_what_it_asks_for() -> None:
    pause = next_pause(None, NOW, "HTTP 503", asked=300, blocks=False)
    assert (pause.until - NOW, pause.times) == (timedelta(seconds=300), 0)


@pytest.mark.parametrize(
    ("ahead", "held"),
    [
        (timedelta(seconds=1), True),
        (timedelta(hours=24), True),
        (timedelta(), False),
        (timedelta(hours=-5), False),
        # the clock was set back: no pause is as long as that
        (timedelta(days=400), False),
    ],
)
def test_a_pause_holds_until_it_is_over(ahead: timedelta, held: bool) -> None:
    assert holds(Pause(until=NOW + ahead, times=1, reason="HTTP 403"), NOW) is held


def test_a_wait_that_nobody_asked_for_does_not_grow_for_ever() -> None:
    assert backoff(1.0, 1000) == backoff(1.0, 6) == 64.0
