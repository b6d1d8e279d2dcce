from __future__ import annotations

import os
import pty
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import HURRY, Answer, article, process_of, run_in

if TYPE_CHECKING:
    from loopback import HURRY, Command, Loopback, Result


@dataclass(frozen=True)
class Crawled:
    folder: Path
    first: Result
    second: Result


@pytest.fixture(scope="module")
def crawled(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """Two crawls of one channel, one right after the other."""
    loopback.answers |= {"/a/1": article("第一篇"), "/a/2": article("第二篇"), "/video/3": article("视频")}
    loopback.list("main", ["/a/1", "/a/2", "/video/3", "/a/gone"])
    folder = loopback.folder(tmp_path_factory.mktemp("crawl"))
    return Crawled(folder, run_in(folder, "crawl", "loop"), run_in(folder, "crawl", "loop/要闻"))


def posts_in(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.rglob("*.md"))


def test_writes_posts_to_the_configured_folder(crawled: Crawled) -> None:
    assert posts_in(crawled.folder / "posts" / "测试" / "回环财经" / "回环财经－要闻") == ["第一篇", "第二篇"]


@pytest.mark.parametrize(
    "line",
    [
        "posted   测试/回环财经/回环财经－要闻/第一篇.md",
        "found          4",
        "posted         2",
        "already known  0",
        "skipped        1 (video page 1)",
        "failed         1 (HTTP 404 1)",
        "posts in       {folder}/posts",
    ],
)
def test_says_what_it_did(crawled: Crawled, line: str) -> None:
    assert line.format(folder=crawled.folder) in crawled.first.text.splitlines()


def test_a_failed_article_is_one_line(crawled: Crawled, loopback: Loopback) -> None:
    assert crawled.first.problem == f"{loopback.url}/a/gone: HTTP 404"


def test_a_failed_article_does_not_fail_the_crawl(crawled: Crawled) -> None:
    assert crawled.first.code == 0


@pytest.mark.parametrize(
    "line",
    ["posted         0", "already known  2", "nothing new: everything that was found is known already"],
)
def test_a_second_crawl_says_that_nothing_is_new(crawled: Crawled, line: str) -> None:
    assert line in crawled.second.text.splitlines()
    assert crawled.second.code == 0


@pytest.mark.parametrize(
    "line",
    [
        "posts   {folder}/posts",
        "memory  {folder}/posts/.newscrawl",
        "config  {folder}/newscrawl.yaml",
        "测试 / 回环财经  2",
    ],
)
def test_status_shows(crawled: Crawled, command: Command, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.chdir(crawled.folder)
    assert line.format(folder=crawled.folder) in command("status").text.splitlines()


def test_status_shows_the_last_runs(crawled: Crawled, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(crawled.folder)
    lines = command("status").text.splitlines()
    runs = lines[lines.index(next(line for line in lines if line.startswith("last runs"))) + 1 :]
    assert [run.split()[2:] for run in runs] == [
        ["loop/要闻", "finished", "4", "0", "2", "1", "1", "0"],
        ["loop/要闻", "finished", "4", "2", "0", "1", "1", "0"],
    ]


def test_status_of_a_new_folder_makes_nothing(command: Command, tmp_path: Path) -> None:
    assert "nothing has been crawled yet" in command("status").text
    assert list(tmp_path.iterdir()) == []


def test_several_channels_and_what_the_configuration_names(loopback: Loopback, tmp_path: Path) -> None:
    loopback.answers |= {"/a/1": article("第一篇"), "/b/1": article("快讯一")}
    loopback.list("main", ["/a/1"])
    loopback.list("more", ["/b/1"])
    folder = loopback.folder(tmp_path)
    with (folder / "newscrawl.yaml").open("a", encoding="utf-8") as config:
        config.write("crawl: [loop, loop/快讯]\nkeys: link\n")
    result = run_in(folder, "crawl", "--output", "elsewhere", "--key", "source", "--key", "lang")
    assert result.code == 0, result.err
    assert posts_in(folder / "elsewhere") == ["快讯一", "第一篇"]
    assert "lang: 'zh-CN'" in next((folder / "elsewhere").rglob("快讯一.md")).read_text("utf-8")


def test_the_crawl_goes_on_when_nobody_reads_along(loopback: Loopback, tmp_path: Path) -> None:
    loopback.answers |= {"/a/1": article("第一篇"), "/a/2": article("第二篇")}
    loopback.list("main", ["/a/1", "/a/2"])
    reader, writer = os.pipe()
    os.close(reader)
    result = run_in(loopback.folder(tmp_path), "crawl", "loop", stdout=writer)
    os.close(writer)
    assert posts_in(tmp_path / "posts") == ["第一篇", "第二篇"]
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        ("坏榜", "/list/broken: list: the list's answer is not JSON"),
        ("空页", "/list/gone: list: HTTP 404"),
    ],
)
def test_a_list_that_cannot_be_read_is_a_failure(loopback: Loopback, tmp_path: Path, channel: str, reason: str) -> None:
    loopback.answers["/list/broken"] = Answer(b"<html>please log in</html>")
    result = run_in(loopback.folder(tmp_path), "crawl", f"loop/{channel}")
    assert (result.code, result.problem) == (1, f"{loopback.url}{reason}")


def test_no_network_is_a_failure(loopback: Loopback, tmp_path: Path) -> None:
    folder = loopback.folder(tmp_path)
    site = folder / "sites" / "loop.yaml"
    site.write_text(
        site.read_text("utf-8").replace(f"'{loopback.url}/list", "'http://no-such-host.invalid/list"), "utf-8"
    )
    result = run_in(folder, "crawl", "loop")
    assert (result.code, result.problem) == (1, "http://no-such-host.invalid/list/main: list: host not found")


def test_an_output_that_cannot_be_written_is_bad_input_before_any_request(loopback: Loopback, tmp_path: Path) -> None:
    folder = loopback.folder(tmp_path)
    (folder / "file").write_text("", "utf-8")
    before = len(loopback.requests)
    result = run_in(folder, "crawl", "loop", "--output", "file/posts")
    assert (result.code, result.problem) == (2, "file/posts: cannot be made: Not a directory")
    assert len(loopback.requests) == before


def test_a_full_disk_stops_the_crawl_and_keeps_what_is_there(loopback: Loopback, tmp_path: Path) -> None:
    loopback.answers |= {"/a/small": article("小文章"), "/a/big": article("大文章", text="很长很长的文章。" * 80_000)}
    loopback.list("main", ["/a/small", "/a/big"])
    folder = loopback.folder(tmp_path)

    limited = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
    result = run_in(folder, "crawl", "loop", code=limited + HURRY)
    assert result.code == 1
    assert "大文章.md: File too large" in result.problem
    assert posts_in(folder / "posts") == ["小文章"]


def test_ctrl_c_stops_cleanly_and_the_next_crawl_takes_up_the_rest(loopback: Loopback, tmp_path: Path) -> None:
    paths = [f"/slow/{number}" for number in range(30)]
    loopback.answers |= {path: article(f"慢文章{path[6:]}") for path in paths}
    loopback.answers |= {path: Answer(loopback.answers[path].body, after=0.15) for path in paths[1:]}
    loopback.list("main", paths)
    folder = loopback.folder(tmp_path)
    with process_of(folder, "crawl", "loop") as process:
        deadline = time.monotonic() + 300
        while not posts_in(folder / "posts") and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
    there = posts_in(folder / "posts")
    assert process.returncode == 1
    assert 0 < len(there) < 30
    assert "interrupted: what is written stays, the next run takes up the rest" in out.decode().splitlines()
    assert err == b""

    for path in paths:
        loopback.answers[path] = Answer(loopback.answers[path].body)
    again = run_in(folder, "crawl", "loop")
    assert again.code == 0
    assert f"already known  {len(there)}" in again.text.splitlines()
    assert len(posts_in(folder / "posts")) == 30


def test_a_terminal_has_a_live_line(loopback: Loopback, tmp_path: Path) -> None:
    loopback.answers |= {"/a/1": Answer(article("第一篇").body, after=0.5)}
    loopback.list("main", ["/a/1"])
    master, slave = pty.openpty()
    with process_of(loopback.folder(tmp_path), "crawl", "loop", stdout=slave, stderr=slave):
        os.close(slave)
        shown = b""
        try:
            while chunk := os.read(master, 65536):
                shown += chunk
        except OSError:
            # what Linux says when the other end of a terminal is gone
            pass
    os.close(master)
    assert "0 of 1" in shown.decode()
    assert "第一篇.md" in shown.decode()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("sina_finanse",), "sina_finanse: no such site; did you mean 'sina_finance'?"),
        (("sina_finance/股是",), "sina_finance/股是: no such channel; did you mean '股市'? (sina_finance has"),
        ((), "SITE: is missing: name a site"),
        (("sina_finance", "--body", "raw"), "Invalid value for '--body'"),
        (("sina_finance", "--key", "lnk"), "--key: 'lnk' is not one of link,"),
        (("sina_finance", "--ouptut", "x"), "No such option: --ouptut"),
        *(
            (("sina_finance", "--workers", number), "Invalid value for '--workers'")
            for number in ("0", "-1", "x", "1000")
        ),
    ],
)
def test_bad_input_is_one_line(command: Command, arguments: tuple[str, ...], problem: str) -> None:
    result = command("crawl", *arguments)
    assert result.code == 2
    assert result.problem.startswith(problem)


@pytest.mark.parametrize("name", ["crawl", "fetch", "extract", "status", "sites"])
def test_a_malformed_configuration_is_bad_input_everywhere(command: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "newscrawl.yaml").write_text("outptu: x\n", "utf-8")
    arguments = {"fetch": ("http://127.0.0.1:9/",), "extract": ("-",), "sites": ("list",)}.get(name, ())
    result = command(name, *arguments)
    assert result.code == 2
    assert result.problem == f"{tmp_path}/newscrawl.yaml: outptu: unknown key; did you mean 'output'?"


def test_a_site_that_needs_nothing_but_its_name_is_found_in_own_files(command: Command, tmp_path: Path) -> None:
    (tmp_path / "newscrawl.yaml").write_text("sites: sites\n", "utf-8")
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "quiet.yaml").write_text("like: sina_finance\nlists: null\nchannels: null\n", "utf-8")
    result = command("crawl", "quiet")
    assert (result.code, result.problem.split(";")[0]) == (2, "quiet: has no channel to crawl")
