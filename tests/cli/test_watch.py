"""A watcher and its children: what happens in which order, never how fast."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from events import Told
from loopback import Answer, article, process_of, run_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loopback import Loopback

PATIENCE = 60
"""Seconds after which a watcher that says nothing is ended, so that a test fails instead of waiting for ever."""

HASTY = """
import sys
from datetime import timedelta
from newscrawl.cli import main, watching

# a failed pass is tried again at once
watching.FIRST_PAUSE = timedelta(seconds=0.1)
main()
"""


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Told]:
    process = process_of(folder, "crawl", "--watch", "--log-json", *arguments, code=HASTY)
    guard = threading.Timer(PATIENCE, process.kill)
    guard.start()
    with process:
        try:
            yield Told(process)
        finally:
            guard.cancel()
            process.terminate()


@pytest.fixture
def folder(loopback: Loopback, tmp_path: Path) -> Path:
    loopback.answers |= {"/w/1": article("第一篇"), "/w/2": article("第二篇")}
    loopback.list("main", ["/w/1", "/w/2"])
    configure(loopback.folder(tmp_path))
    return tmp_path


def configure(folder: Path, more: str = "") -> None:
    (folder / "newscrawl.yaml").write_text(f"sites: sites\noutput: posts\ncrawl: [loop]\nevery: 1d\n{more}", "utf-8")


def slow(loopback: Loopback) -> None:
    """Let the list be long and the articles slow."""
    paths = [f"/slow/{number}" for number in range(40)]
    loopback.answers |= {path: Answer(article(f"慢{path[6:]}").body, after=0.2) for path in paths}
    loopback.list("main", paths)


def posts_in(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "posts").rglob("*.md"))


def test_it_crawls_what_is_due_and_waits_for_the_next(folder: Path) -> None:
    with watching(folder) as watcher:
        assert watcher.until("done")["code"] == 0
        assert watcher.until("next")["target"] == "loop/要闻"
        watcher.send(signal.SIGTERM)
        watcher.until("stopped")
        assert watcher.process.wait() == 0
    assert [name for name in watcher.names if name not in ("started", "posted", "finished", "summary")] == [
        "watching",
        "pass",
        "done",
        "next",
        "stopped",
    ]
    assert posts_in(folder) == ["第一篇", "第二篇"]


def test_old_posts_go_at_the_end_of_a_pass(folder: Path) -> None:
    configure(folder, "keep: 1 post\n")
    with watching(folder) as watcher:
        assert len(watcher.until("pruned")["posts"]) == 1
        watcher.until("done")
    assert len(posts_in(folder)) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_in_the_middle_of_a_pass(folder: Path, loopback: Loopback, number: signal.Signals) -> None:
    slow(loopback)
    with watching(folder) as watcher:
        watcher.until("posted")
        watcher.send(number)
        assert watcher.until("finished")["reason"] == "shutdown"
        watcher.until("stopped")
        assert watcher.process.wait() == 0
    assert 0 < len(posts_in(folder)) < 40
    assert not list((folder / "posts").rglob("*.tmp"))


def child_of(pid: int) -> int:
    """Return the id of a process's only child."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True)
    [child] = found.stdout.split()
    return int(child)


def test_a_child_that_is_killed_is_survived(folder: Path, loopback: Loopback) -> None:
    slow(loopback)
    with watching(folder) as watcher:
        pid = watcher.until("watching")["pid"]
        watcher.until("posted")
        os.kill(child_of(pid), signal.SIGKILL)
        broken = watcher.until("broken")
        assert (broken["code"], broken["targets"]) == (-9, ["loop/要闻"])
        watcher.until("pass")
        assert watcher.until("done")["code"] == 0
        watcher.send(signal.SIGTERM)
        watcher.until("stopped")
    assert len(posts_in(folder)) == 40


def test_a_broken_configuration_is_one_line_and_the_last_good_one_stays(folder: Path, loopback: Loopback) -> None:
    loopback.list("more", [])
    with watching(folder) as watcher:
        watcher.until("next")
        configure(folder, "kepe: 1\n")
        watcher.send(signal.SIGHUP)
        assert watcher.until("problem")["reason"].endswith("kepe: unknown key; did you mean 'keep'?")
        configure(folder, "contact: me@example.com\n")
        watcher.send(signal.SIGHUP)
        assert watcher.until("config")["targets"] == ["loop/要闻"]
        watcher.send(signal.SIGTERM)
        watcher.until("stopped")
    assert watcher.names.count("problem") == 1


def test_one_watcher_a_state(folder: Path) -> None:
    with watching(folder) as watcher:
        pid = watcher.until("watching")["pid"]
        second = run_in(folder, "crawl", "--watch")
        assert second.code == 1
        assert second.problem.endswith(f"another newscrawl crawl --watch is at work (process {pid})")
        os.kill(pid, signal.SIGKILL)
    with watching(folder) as watcher:
        watcher.until("next")


def test_the_plain_log_has_a_line_an_event(folder: Path) -> None:
    with process_of(folder, "crawl", "--watch") as process:
        assert process.stdout
        lines = []
        for line in process.stdout:
            lines.append(line.decode().split()[0])
            if lines[-1] == "next":
                process.terminate()
        assert process.wait() == 0
    assert lines == ["watching", "pass", "posted", "posted", "summary", "done", "next", "stopped"]


def test_what_departs_from_normal_is_told_in_every_pass(folder: Path, loopback: Loopback) -> None:
    del loopback.answers["/list/main"]
    with watching(folder) as watcher:
        assert watcher.until("drift")["finding"].startswith("loop/要闻: list failed: could never be read -> HTTP 404")
        watcher.until("next")
    (folder / "plain").mkdir()
    with process_of(loopback.folder(folder / "plain"), "crawl", "loop", "--watch") as process:
        assert process.stdout
        drifts = []
        for line in process.stdout:
            drifts += [line.decode()] if line.startswith(b"drift ") else []
            if line.startswith(b"next"):
                process.terminate()
    assert [line.partition(" -> ")[0] for line in drifts] == ["drift    loop/要闻: list failed: could never be read"]
