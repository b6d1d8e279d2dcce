"""``newscrawl state``: what it prints, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, article, run_in

from newscrawl.store import State

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Command


@pytest.fixture
def folder(loopback: Loopback, tmp_path: Path) -> Path:
    """A folder whose posts hold their address."""
    folder = loopback.folder(tmp_path)
    loopback.list("main", ["/a/1", "/a/2"])
    for number in (1, 2):
        loopback.answers[f"/a/{number}"] = article(f"第{number}号消息")
    assert run_in(folder, "crawl", "loop", "--key", "link").code == 0
    return folder


def test_check_repair_and_crawl_after_the_state_was_deleted(loopback: Loopback, folder: Path, command: Command) -> None:
    assert command("state", "check").code == 0
    posts = {path: path.read_bytes() for path in (folder / "posts").rglob("*.md")}
    (folder / "posts" / ".newscrawl" / "state.db").write_bytes(b"noise" * 5000)
    checked = command("state", "check")
    assert checked.code == 1
    assert "newscrawl state repair puts right what can be" in checked.text
    stopped = run_in(folder, "crawl", "loop")
    assert stopped.code == 1
    assert "newscrawl state repair" in stopped.problem
    repaired = command("state", "repair")
    assert repaired.code == 0
    assert repaired.text.count("recognised ") == 2
    loopback.requests.clear()
    assert run_in(folder, "crawl", "loop").code == 0
    assert not [path for path in loopback.requests if path.startswith("/a/")], "what is posted is not asked for again"
    assert {path: path.read_bytes() for path in (folder / "posts").rglob("*.md")} == posts
    assert command("state", "repair").text == "nothing to repair\n"


def test_check_as_json(folder: Path, command: Command) -> None:
    first, second = sorted((folder / "posts").rglob("*.md"))
    first.unlink()
    second.write_text("mine")
    result = command("state", "check", "--json")
    found = json.loads(result.text)
    assert result.code == 1
    assert found["good"] is False
    assert {(flaw["kind"], flaw["wrong"]) for flaw in found["found"]} == {("missing", True), ("edited", False)}


def test_a_state_in_use_is_one_line(folder: Path, command: Command) -> None:
    with State.open(folder / "posts" / ".newscrawl"):
        result = command("state", "repair")
    assert result.code == 1
    assert result.problem.endswith(": a crawl is at work; try again when that has ended")


def test_a_newer_state_is_one_line(folder: Path, command: Command) -> None:
    with State.open(folder / "posts" / ".newscrawl") as state, state.database.transaction() as run:
        run("PRAGMA user_version = 99")
    for arguments in (("state", "check"), ("state", "repair"), ("status",)):
        result = command(*arguments)
        assert result.code == 1
        assert "was written by a newer newscrawl" in result.err
