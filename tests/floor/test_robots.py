"""robots.txt: asked for once a day, confirmed rather than fetched anew, kept to while the server has none to give."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Server, article
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler

from newscrawl.politeness.drops import RobotsUnreadable
from newscrawl.politeness.robots import RobotsCacheMiddleware, is_for_robots
from newscrawl.politeness.spans import is_fresh, is_usable
from newscrawl.store import RobotsCopy, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result

URL = "https://news.example/a.html"
ORIGIN = "https://news.example"
ROBOTS = Request(f"{ORIGIN}/robots.txt", meta={"dont_obey_robotstxt": True})
TEXT = {"Content-Type": "text/plain"}
NOW = datetime(2026, 7, 20, 12, tzinfo=UTC)


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    for number in range(4):
        server.answers[f"/a/{number}.html"] = Answer(article(f"消息{'一二三四'[number]}号"))
    yield server
    server.close()


@pytest.fixture
def crawl(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> Callable[[int], Result]:
    """Crawl one article with the state of earlier crawls, and forget what was asked before."""

    def run(number: int) -> Result:
        host.requests.clear()
        return scrapy("crawl", "url", "-a", f"urls={host.url}/a/{number}.html", output=tmp_path)

    return run


def aged(output: Path, **by: float) -> None:
    """Let every robots.txt that is kept be as much older."""
    with closing(sqlite3.connect(output / ".newscrawl" / "state.db")) as database, database:
        database.execute("UPDATE robots SET fetched = fetched - ?", (timedelta(**by).total_seconds(),))


def test_a_second_crawl_does_not_ask_for_robots_txt(host: Server, crawl: Callable[[int], Result]) -> None:
    host.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /a/2\n", headers=TEXT)
    assert crawl(0).stats["posted"] == 1
    assert host.asked() == ["/robots.txt", "/a/0.html"]
    assert crawl(1).stats["posted"] == 1
    assert crawl(2).stats["skipped/robots.txt forbids"] == 1
    assert host.asked() == []


def test_after_a_day_robots_txt_is_confirmed_with_its_validators(
    host: Server, crawl: Callable[[int], Result], tmp_path: Path
) -> None:
    since = "Mon, 20 Jul 2026 01:30:00 GMT"
    host.answers["/robots.txt"] = Answer(
        "User-agent: *\nDisallow: /a/2\n", headers={**TEXT, "ETag": '"v1"', "Last-Modified": since}
    )
    crawl(0)
    aged(tmp_path, hours=25)
    host.answers["/robots.txt"] = Answer("", 304)
    assert crawl(2).stats["skipped/robots.txt forbids"] == 1
    [asked] = host.requests
    assert (asked.headers["If-None-Match"], asked.headers["If-Modified-Since"]) == ('"v1"', since)
    # confirmed: good for another day, the rules as they were
    assert crawl(2).stats["skipped/robots.txt forbids"] == 1
    assert host.asked() == []


def test_a_changed_robots_txt_takes_the_old_ones_place(
    host: Server, crawl: Callable[[int], Result], tmp_path: Path
) -> None:
    host.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n", headers=TEXT)
    crawl(0)
    aged(tmp_path, hours=25)
    host.answers["/robots.txt"] = Answer("User-agent: *\nDisallow:\n", headers=TEXT)
    assert crawl(0).stats["posted"] == 1


def test_the_last_robots_txt_holds_while_the_server_fails(
    host: Server, crawl: Callable[[int], Result], tmp_path: Path
) -> None:
    host.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /a/2\n", headers=TEXT)
    crawl(0)
    aged(tmp_path, days=29)
    host.answers["/robots.txt"] = Answer("down", 503)
    assert crawl(1).stats["posted"] == 1
    assert crawl(2).stats["skipped/robots.txt forbids"] == 1
    aged(tmp_path, days=2)
    assert crawl(3).stats["failed/robots.txt: HTTP 503"] == 1


def test_a_robots_txt_behind_a_redirect_is_kept_for_the_host_that_was_asked(
    host: Server, crawl: Callable[[int], Result]
) -> None:
    host.answers["/robots.txt"] = Answer("", 301, {"Location": "/rules.txt"})
    host.answers["/rules.txt"] = Answer("User-agent: *\nDisallow: /a/2\n", headers=TEXT)
    crawl(0)
    assert host.asked() == ["/robots.txt", "/rules.txt", "/a/0.html"]
    assert crawl(2).stats["skipped/robots.txt forbids"] == 1
    assert host.asked() == []


def test_robots_txt_holds_for_everybody_who_waited_for_it(
    host: Server, scrapy: Callable[..., Result], tmp_path: Path
) -> None:
    host.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n", headers=TEXT, after=0.2)
    urls = ",".join(f"{host.url}/a/{number}.html" for number in range(4))
    result = scrapy("crawl", "url", "-a", f"urls={urls}", output=tmp_path)
    assert host.asked() == ["/robots.txt"]
    assert result.stats["skipped/robots.txt forbids"] == 4


def test_a_robots_txt_that_cannot_be_read_forbids_and_says_so(host: Server, crawl: Callable[[int], Result]) -> None:
    host.answers["/robots.txt"] = Answer("down", 503)
    result = crawl(0)
    assert host.asked("/a/") == []
    assert result.lines == [f"WARNING: failed {host.url}/a/0.html: robots.txt: HTTP 503"]


# How long


def copy_of(age: timedelta) -> RobotsCopy:
    return RobotsCopy(body=b"", fetched=NOW - age)


@pytest.mark.parametrize(
    ("age", "fresh"),
    [
        (timedelta(), True),
        (timedelta(hours=23, minutes=59), True),
        (timedelta(hours=24), False),
        # the clock was set back
        (timedelta(hours=-1), False),
    ],
)
def test_a_copy_is_fresh_for_a_day(age: timedelta, fresh: bool) -> None:
    assert is_fresh(copy_of(age), NOW) is fresh


@pytest.mark.parametrize(("days", "usable"), [(1, True), (29, True), (30, False)])
def test_a_copy_stands_in_for_a_month(days: int, usable: bool) -> None:
    assert is_usable(copy_of(timedelta(days=days)), NOW) is usable


# What follows from an answer


@pytest.fixture
def state() -> Iterator[State]:
    with State.open(None) as state:
        yield state


@pytest.fixture
def middleware(state: State) -> RobotsCacheMiddleware:
    return RobotsCacheMiddleware(SimpleNamespace(state=state))


@pytest.mark.parametrize(
    ("status", "forbids"), [(200, False), (404, False), (403, False), (429, True), (500, True), (503, True)]
)
def test_an_error_of_the_server_forbids(middleware: RobotsCacheMiddleware, status: int, forbids: bool) -> None:
    response = middleware.process_response(ROBOTS, Response(ROBOTS.url, status=status, body=b"Allow: /"))
    assert (b"Disallow: /\n" in response.body) is forbids


@pytest.mark.parametrize(("status", "body"), [(200, b"Allow: /"), (404, b""), (403, b"")])
def test_what_is_kept(middleware: RobotsCacheMiddleware, state: State, status: int, body: bytes) -> None:
    middleware.process_response(ROBOTS, Response(ROBOTS.url, status=status, body=b"Allow: /"))
    copy = state.hosts.robots(ORIGIN)
    assert copy is not None
    assert copy.body == body


@pytest.mark.parametrize(
    ("status", "body"), [(503, b"Allow: /"), (200, b"\n<html>Access denied</html>")], ids=["error", "page"]
)
def test_what_is_not_kept(middleware: RobotsCacheMiddleware, state: State, status: int, body: bytes) -> None:
    middleware.process_response(ROBOTS, Response(ROBOTS.url, status=status, body=body))
    assert state.hosts.robots(ORIGIN) is None


def test_an_endless_robots_txt_is_kept_as_far_as_it_is_read(middleware: RobotsCacheMiddleware, state: State) -> None:
    middleware.process_response(ROBOTS, Response(ROBOTS.url, body=b"#" * 2_000_000))
    copy = state.hosts.robots(ORIGIN)
    assert copy is not None
    assert len(copy.body) == 512_000


def test_no_answer_for_robots_txt_forbids_nothing_and_is_not_kept(
    middleware: RobotsCacheMiddleware, state: State
) -> None:
    response = middleware.process_exception(ROBOTS, TimeoutError())
    assert response is not None
    assert middleware.process_response(ROBOTS, response).body == b""
    assert state.hosts.robots(ORIGIN) is None


def test_without_an_answer_the_last_robots_txt_holds(middleware: RobotsCacheMiddleware, state: State) -> None:
    kept = RobotsCopy(body=b"Disallow: /x", fetched=datetime.now(UTC) - timedelta(days=2))
    state.hosts.keep_robots(ORIGIN, kept)
    response = middleware.process_exception(ROBOTS, TimeoutError())
    assert response is not None
    assert response.body == b"Disallow: /x"


def test_other_answers_and_failures_are_left_alone(middleware: RobotsCacheMiddleware) -> None:
    response = Response(URL, status=503)
    assert middleware.process_request(Request(URL)) is None
    assert middleware.process_response(Request(URL), response) is response
    assert middleware.process_exception(Request(URL), TimeoutError()) is None


def test_only_the_ban_gets_the_reason(middleware: RobotsCacheMiddleware) -> None:
    middleware.process_response(ROBOTS, Response(ROBOTS.url, status=502))
    assert middleware.process_exception(Request(URL), TimeoutError()) is None
    with pytest.raises(RobotsUnreadable, match=r"^robots.txt: HTTP 502$"):
        middleware.process_exception(Request(URL), IgnoreRequest())


def test_where_robots_is_not_obeyed_nothing_is_decided() -> None:
    with pytest.raises(NotConfigured):
        RobotsCacheMiddleware.from_crawler(get_crawler(settings_dict={"ROBOTSTXT_OBEY": False}))


@pytest.mark.parametrize(
    ("url", "meta", "is_it"),
    [
        (f"{ORIGIN}/robots.txt", {"dont_obey_robotstxt": True}, True),
        (f"{ORIGIN}/rules", {"dont_obey_robotstxt": True, "redirect_urls": [f"{ORIGIN}/robots.txt"]}, True),
        (f"{ORIGIN}/robots.txt", {}, False),
        (URL, {"dont_obey_robotstxt": True}, False),
    ],
)
def test_requests_for_robots_txt_are_known(url: str, meta: dict[str, object], is_it: bool) -> None:
    assert is_for_robots(Request(url, meta=meta)) is is_it
