"""A crawl and the frontier: what is left is taken up, what is settled is gone, and a site has one run at a time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Server, article

from newscrawl.frontier import Backlog, Entry, SqliteFrontier
from newscrawl.frontier.held import TRIES
from newscrawl.store import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    for number in range(8):
        server.answers[f"/a/{number}.html"] = Answer(article(f"消息第{number}号"))
    offer(server, 0, 1)
    yield server
    server.close()


def offer(host: Server, *numbers: int) -> None:
    host.list("main", 1, [{"url": f"/a/{number}.html"} for number in numbers])
    for page in (2, 3):
        host.list("main", page, [])


@pytest.fixture
def crawl(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
    def run(*arguments: str, **settings: str) -> Result:
        host.requests.clear()
        sites = str(host.site_file(tmp_path / "sites"))
        return scrapy("crawl", "loop", *arguments, output=tmp_path / "output", NEWSCRAWL_SITES=sites, **settings)

    return run


def state(folder: Path) -> State:
    return State.open(folder / "output" / ".newscrawl")


def left_by_a_killed_run(host: Server, folder: Path, *numbers: int, tries: int = 0, channel: str = "要闻") -> None:
    urls = [f"{host.url}/a/{number}.html" for number in numbers]
    with state(folder) as opened:
        keys = [url.replace("http:", "https:") for url in urls]
        entries = [Entry(key=key, channel=channel, payload={"url": url}) for key, url in zip(keys, urls, strict=True)]
        SqliteFrontier(opened.database).put("loop", entries, "gone:1:x")
        with opened.database.transaction() as run:
            added = datetime.now(UTC) - timedelta(days=9)
            run("UPDATE frontier SET tries = ?, added = ?", tries, int(added.timestamp()))


def backlogs(folder: Path) -> list[Backlog]:
    with state(folder) as opened:
        return SqliteFrontier(opened.database).backlogs()


def test_after_a_crawl_the_frontier_is_empty(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    offer(host, 0, 1, 2, 3, 4, 5)
    host.answers["/a/1.html"] = Answer("gone", 410)
    host.answers["/a/2.html"] = Answer("", 302, {"Location": "/a/6.html"})
    host.answers["/a/3.html"] = Answer(article("消息第0号"))
    host.answers["/a/4.html"] = Answer("<p>nothing</p>")
    host.answers["/a/5.html"] = Answer("", 302, {"Location": "https://elsewhere.invalid/"})
    assert crawl(REDIRECT_MAX_TIMES="1").stats["posted"] == 2
    assert [entry for entry in backlogs(tmp_path) if entry.waiting > 1 or entry.held] == []


def test_what_a_killed_run_left_is_posted_though_no_list_names_it(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    left_by_a_killed_run(host, tmp_path, 2, 3, 4, 5, 6, 7)
    assert crawl().stats["posted"] == 8
    asked = host.asked("/a/")
    # while the list is on its way some are fetched; then what is new comes first
    assert asked.index("/a/1.html") < asked.index("/a/6.html")
    assert backlogs(tmp_path) == []


def test_what_is_left_and_on_the_list_is_asked_for_once(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    left_by_a_killed_run(host, tmp_path, 0, 1)
    assert crawl().stats == {"found": 2, "posted": 2}
    assert sorted(host.asked("/a/")) == ["/a/0.html", "/a/1.html"]


def test_behind_a_page_of_leftovers_the_list_goes_on(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    host.list("main", 2, [{"url": "/a/5.html"}])
    left_by_a_killed_run(host, tmp_path, 0, 1)
    assert crawl().stats["posted"] == 3


def test_what_was_posted_before_the_kill_is_not_asked_for_again(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    crawl()
    left_by_a_killed_run(host, tmp_path, 0, 1)
    assert crawl().stats == {"found": 2, "known": 2}
    assert host.asked("/a/") == []
    assert backlogs(tmp_path) == []


def test_leftovers_of_another_channel_wait(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    left_by_a_killed_run(host, tmp_path, 7, channel="快讯")
    crawl()
    assert backlogs(tmp_path) == [Backlog(site="loop", waiting=1, held=0)]


def test_a_failure_that_may_pass_stays_for_the_next_run(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    page, host.answers["/a/1.html"] = host.answers["/a/1.html"], Answer("busy", 503)
    crawl()
    assert backlogs(tmp_path) == [Backlog(site="loop", waiting=1, held=0)]
    offer(host)
    host.answers["/a/1.html"] = page
    host.answers["/list?of=main&page=1"] = Answer(json.dumps({"code": "0", "data": [{"url": f"{host.url}/a/0.html"}]}))
    assert crawl().stats["posted"] == 1
    assert backlogs(tmp_path) == []


def test_what_failed_often_and_for_days_is_given_up(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    left_by_a_killed_run(host, tmp_path, 6, tries=TRIES - 1)
    host.answers["/a/6.html"] = Answer("busy", 503)
    result = crawl()
    assert f"WARNING: given up {host.url.replace('http', 'https')}/a/6.html: HTTP 503" in result.lines
    assert backlogs(tmp_path) == []
    with state(tmp_path) as opened:
        assert opened.reasons() == {"given up: HTTP 503": 1}


def test_the_parts_of_an_article_are_asked_for_again_from_the_first(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    first = article("长文章", f"<p>{'第一页的文字，说到半年来的订单。' * 5}</p>").replace(
        "</body>", '<a class="next" href="/p/1_2.html">next</a></body>'
    )
    host.answers["/p/1.html"] = Answer(first)
    host.answers["/p/1_2.html"] = Answer("busy", 503)
    host.list("main", 1, [{"url": "/p/1.html"}])
    assert "failed/next page: HTTP 503" in crawl().stats
    assert backlogs(tmp_path) == [Backlog(site="loop", waiting=1, held=0)]
    host.answers["/p/1_2.html"] = Answer(article("长文章", f"<p>{'第二页的文字，说到明年的计划。' * 5}</p>"))
    assert crawl().stats["posted"] == 1
    assert host.asked("/p/") == ["/p/1.html", "/p/1_2.html"]


def test_a_bug_in_reading_a_page_counts_as_a_try(
    host: Server, crawl: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import newscrawl.spiders.base as base\ndef broken(*_, **__): raise KeyError\nbase.read_page = broken\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert crawl().stats["failed/internal error: KeyError"] == 2
    with state(tmp_path) as opened:
        assert (
            opened.database.rows("SELECT tries, owner, reason FROM frontier")
            == [(1, "", "internal error: KeyError")] * 2
        )


def test_a_site_has_one_run_at_a_time(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    with state(tmp_path) as opened:
        lock = opened.locks.take("loop")
        result = crawl()
        lock.let_go()
    [line] = [line for line in result.lines if line.startswith("ERROR")]
    assert line.startswith("ERROR: stopped: loop: held by process ")
    assert line.endswith(" UTC; left to that run")
    assert "'finish_reason': 'site_held'" in result.log
    assert host.requests == []
    with state(tmp_path) as opened:
        assert opened.runs.newest() == []
    assert crawl().stats["posted"] == 2


def test_a_lock_lost_to_another_machine_ends_the_run(
    host: Server, crawl: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text("import newscrawl.holding as holding\nholding.BEAT = 0.2\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def steal() -> Answer:
        with state(tmp_path) as opened, opened.database.transaction() as run:
            run("UPDATE locks SET owner = 'x', host = 'x.invalid', machine = 'another', pid = 7")
        return Answer(article("消息第0号"), after=1)

    host.answers["/a/0.html"] = steal
    result = crawl()
    assert any("loop: held by process 7 on x.invalid since" in line for line in result.lines)
    assert "'finish_reason': 'site_held'" in result.log
