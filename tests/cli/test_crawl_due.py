from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from loopback import article, run_in

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Loopback


@pytest.fixture
def folder(loopback: Loopback, tmp_path: Path) -> Path:
    """A folder in which two channels are to be crawled every hour."""
    loopback.answers |= {f"/a/{n}": article(f"第{n}篇", published=f"2026-07-2{n} 09:30") for n in (1, 2, 3)}
    loopback.list("main", ["/a/1", "/a/2"])
    loopback.list("more", ["/a/3"])
    configure(loopback.folder(tmp_path))
    return tmp_path


def configure(folder: Path, more: str = "", every: str = "1h") -> None:
    (folder / "newscrawl.yaml").write_text(
        f"sites: sites\noutput: posts\ncrawl: [loop, loop/快讯]\nevery: {every}\n{more}", "utf-8"
    )


def set_back(folder: Path, hours: int) -> None:
    """Let all runs have begun so many hours earlier."""
    state = sqlite3.connect(folder / "posts" / ".newscrawl" / "state.db")
    with state:
        state.execute("UPDATE runs SET started = strftime('%Y-%m-%dT%H:%M:%S+00:00', started, ?)", (f"{-hours} hours",))
    state.close()


def posts_in(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "posts").rglob("*.md"))


def test_what_is_due_is_crawled_once(folder: Path, loopback: Loopback) -> None:
    assert run_in(folder, "crawl", "--due").code == 0
    assert posts_in(folder) == ["第1篇", "第2篇", "第3篇"]
    before = len(loopback.requests)
    again = run_in(folder, "crawl", "--due")
    assert (again.code, again.err) == (0, "")
    [line] = again.text.splitlines()
    assert line.startswith("nothing is due; next: loop/要闻 at 20")
    assert len(loopback.requests) == before


def test_nothing_is_due_as_json(folder: Path) -> None:
    run_in(folder, "crawl", "--due")
    [line] = run_in(folder, "crawl", "--due", "--log-json").text.splitlines()
    assert {**json.loads(line), "time": "", "due": ""} == {
        "time": "",
        "event": "next",
        "target": "loop/要闻",
        "due": "",
    }


def test_only_the_channel_that_is_due_is_crawled(folder: Path, loopback: Loopback) -> None:
    (folder / "sites" / "loop.yaml").write_text(
        (folder / "sites" / "loop.yaml").read_text("utf-8").replace("name: more}}", "name: more}, every: 6h}"), "utf-8"
    )
    run_in(folder, "crawl", "--due")
    set_back(folder, 2)
    before = len(loopback.requests)
    assert run_in(folder, "crawl", "--due").code == 0
    assert [path for path in loopback.requests[before:] if path.startswith("/list")] == ["/list/main"]


def test_a_last_run_in_the_future_is_not_waited_for(folder: Path, loopback: Loopback) -> None:
    run_in(folder, "crawl", "--due")
    set_back(folder, -24 * 400)
    before = len(loopback.requests)
    assert run_in(folder, "crawl", "--due").code == 0
    assert [path for path in loopback.requests[before:] if path.startswith("/list")] == ["/list/main", "/list/more"]
    assert "nothing is due" in run_in(folder, "crawl", "--due").text


def test_old_posts_go_at_the_end(folder: Path) -> None:
    configure(folder, "keep: 2 posts\n")
    result = run_in(folder, "crawl", "--due")
    assert result.text.splitlines()[-1] == "pruned   1 post, 0 pictures"
    assert posts_in(folder) == ["第2篇", "第3篇"]


def test_a_plain_crawl_prunes_nothing(folder: Path) -> None:
    configure(folder, "keep: 2 posts\n")
    run_in(folder, "crawl")
    assert posts_in(folder) == ["第1篇", "第2篇", "第3篇"]


def test_a_crawl_as_json(folder: Path, loopback: Loopback) -> None:
    result = run_in(folder, "crawl", "loop", "--log-json")
    events = [json.loads(line) for line in result.text.splitlines()]
    assert [event["event"] for event in events] == ["started", "posted", "posted", "finished", "summary"]
    assert all(event.pop("time").endswith("+00:00") for event in events)
    posted = sorted((event for event in events if event["event"] == "posted"), key=lambda event: event["url"])[0]
    assert posted == {
        "event": "posted",
        "site": "loop",
        "url": f"{loopback.url}/a/1",
        "title": "第1篇",
        "path": "测试/回环财经/回环财经－要闻/第1篇.md",
    }
    assert (events[-1]["code"], events[-1]["counts"]["posted"]) == (0, 2)
    assert result.err == ""


@pytest.mark.parametrize(("hours", "code"), [(0, 0), (2, 0), (6, 1)])
def test_scheduled_crawls_that_do_not_happen_are_no_good_health(folder: Path, hours: int, code: int) -> None:
    run_in(folder, "crawl", "--due")
    set_back(folder, hours)
    result = run_in(folder, "status", "--healthy")
    assert (result.code, result.text) == (code, "")
    late = sorted(line.split(" was due")[0] for line in result.err.splitlines())
    assert late == (["newscrawl: loop/快讯:", "newscrawl: loop/要闻:"] if code else [])


@pytest.mark.parametrize(("hours", "code"), [(23, 0), (27, 1)])
def test_a_daily_crawl_is_late_when_neither_watcher_nor_timer_would_have_waited(
    folder: Path, hours: int, code: int
) -> None:
    run_in(folder, "crawl", "--due")
    configure(folder, every="1d")
    set_back(folder, hours)
    assert run_in(folder, "status", "--healthy").code == code


def test_before_the_first_crawl_health_is_good(folder: Path) -> None:
    assert run_in(folder, "status", "--healthy").code == 0
    assert not (folder / "posts").exists()


@pytest.mark.parametrize(
    ("more", "arguments", "problem"),
    [
        ("", ("--watch", "--due"), "--watch: does not go with --due"),
        ("", ("--watch", "--strict"), "--watch: does not go with --strict"),
        ("quiet: 23-6\n", ("--due",), "newscrawl.yaml: quiet: '23-6' is no span of hours, such as 23:00-06:00"),
        ("every: 1h\n", ("--watch",), "is not valid YAML"),
    ],
)
def test_bad_input_of_scheduled_crawls_is_one_line(
    folder: Path, more: str, arguments: tuple[str, ...], problem: str
) -> None:
    configure(folder, more)
    result = run_in(folder, "crawl", *arguments)
    assert result.code == 2
    assert problem in result.problem
