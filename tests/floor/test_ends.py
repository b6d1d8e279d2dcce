"""How a crawl can end early, and what is left then: nothing lost, nothing doubled, one line that says why."""

from __future__ import annotations

import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from newsserver import CHECKOUT, FAST, Answer, Result, Server, article, environment, scrapy_command
from programs import Program

from newscrawl.store import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNT = 12


@pytest.fixture
def host(server: Server) -> Server:
    for number in range(COUNT):
        server.answers[f"/a/{number}.html"] = Answer(article(f"第{number}号消息"), after=0.05)
    server.list("main", 1, [{"url": f"/a/{number}.html"} for number in range(COUNT // 2)])
    server.list("main", 2, [{"url": f"/a/{number}.html"} for number in range(COUNT // 2, COUNT)])
    server.list("main", 3, [])
    server.requests.clear()
    return server


def interrupted(
    host: Server, folder: Path, sign: signal.Signals, after: int, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Send a signal to a crawl that has written some posts."""
    settings = {**FAST, **settings, "NEWSCRAWL_SITES": str(host.site_file(folder / "sites"))}
    child = Program(
        scrapy_command("crawl", "loop", **settings, NEWSCRAWL_OUTPUT=str(folder / "output")),
        cwd=CHECKOUT,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 300
    while len(list((folder / "output").rglob("*.md"))) < after and time.monotonic() < deadline:
        time.sleep(0.005)
    child.send_signal(sign)
    _, log = child.communicate(timeout=300)
    return subprocess.CompletedProcess(child.args, child.returncode, "", log)


@pytest.mark.parametrize(("after", "durability"), [(1, "each"), (5, "each"), (1, "batch")])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_the_next_run_takes_up_the_rest(
    host: Server, scrapy: Callable[..., Result], tmp_path: Path, sign: signal.Signals, after: int, durability: str
) -> None:
    interrupted(host, tmp_path, sign, after, NEWSCRAWL_DURABILITY=durability)
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*.md")}
    assert after <= len(written) < COUNT
    result = scrapy("crawl", "loop", output=tmp_path / "output")
    assert len(result.posts) == COUNT
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert not list((tmp_path / "output").rglob("*.tmp"))


def test_ctrl_c_ends_in_good_order(host: Server, tmp_path: Path) -> None:
    done = interrupted(host, tmp_path, signal.SIGINT, 1)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    with State.open(tmp_path / "output" / ".newscrawl") as state:
        [run] = state.runs.newest()
    assert run.finished == "shutdown"
    assert run.counts["posted"] == len(list((tmp_path / "output").rglob("*.md")))


def test_an_output_that_is_a_file_is_one_line_before_any_request(
    host: Server, scrapy: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    result = scrapy("crawl", "loop", output=tmp_path / "file")
    assert result.lines == [f"ERROR: stopped: {tmp_path}/file/.newscrawl: a file is in the way of a folder"]
    assert "'finish_reason': 'store_error'" in result.log
    assert "Traceback" not in result.log
    assert host.requests == []


def test_a_place_that_cannot_be_written_stops_the_crawl_with_one_line(
    host: Server, scrapy: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "测试").write_text("")
    result = scrapy("crawl", "loop", output=tmp_path)
    [line] = [line for line in result.lines if line.startswith("ERROR")]
    assert line.startswith(f"ERROR: stopped: {tmp_path}/测试/回环财经/")
    assert line.endswith(".md: a file is in the way of a folder")
    assert "'finish_reason': 'store_error'" in result.log
    assert "Traceback" not in result.log
    assert len(host.asked("/a/")) < COUNT
    with State.open(tmp_path / ".newscrawl") as state:
        assert state.runs.newest()[0].finished == "store_error"


def test_after_the_place_is_free_the_next_run_posts_all(
    host: Server, scrapy: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "测试").write_text("")
    scrapy("crawl", "loop", output=tmp_path)
    (tmp_path / "测试").unlink()
    assert len(scrapy("crawl", "loop", output=tmp_path).posts) == COUNT


def test_an_unknown_channel_is_one_line_before_any_request(
    host: Server, scrapy: Callable[..., Result], tmp_path: Path
) -> None:
    result = scrapy("crawl", "loop", "-a", "channel=要文", output=tmp_path)
    assert result.lines == ["ERROR: stopped: loop: channel: no such channel: '要文'; did you mean '要闻'?"]
    assert "'finish_reason': 'bad_argument'" in result.log
    assert "Traceback" not in result.log
    assert host.requests == []


def test_a_corrupt_state_is_one_line_and_stays(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> None:
    state = tmp_path / ".newscrawl" / "state.db"
    state.parent.mkdir()
    state.write_text("这不是数据库。" * 1000)
    result = scrapy("crawl", "loop", output=tmp_path)
    problem = "is no state of newscrawl, or badly damaged; newscrawl state repair makes a new one and keeps it"
    assert result.lines == [f"ERROR: stopped: {state}: {problem}"]
    assert state.read_text().startswith("这不是数据库。")


def test_without_a_state_posts_are_written_and_nothing_is_kept(
    host: Server, scrapy: Callable[..., Result], tmp_path: Path
) -> None:
    result = scrapy("crawl", "loop", output=tmp_path, NEWSCRAWL_STATE=":memory:", NEWSCRAWL_POST='{"body": "markdown"}')
    assert len(result.posts) == COUNT
    assert not (tmp_path / ".newscrawl").exists()
    assert "<div>" not in (tmp_path / result.posts[0]).read_text()


def test_scrapy_list(scrapy: Callable[..., Result], tmp_path: Path) -> None:
    assert {"sina_finance", "url"} <= set(scrapy("list", output=tmp_path).out.split())
