"""A process killed at any step of a post neither loses nor doubles it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from dying import DYING

from newscrawl.folders import LocalFolder
from newscrawl.store import State, publish

URL = "https://news.example/a.html"
PATHS = [PurePosixPath("g/s/c/title.md"), PurePosixPath("g/s/c/title-2.md")]
TEXT = "\n标题\n" * 1000

CHILD = (
    DYING
    + """
import os, pathlib, sys
from newscrawl.folders import LocalFolder
from newscrawl.store import State, publish
import newscrawl.store.batches as module

step, folder, text = sys.argv[1], pathlib.Path(sys.argv[2]), sys.stdin.read()
{
    "before the path is reserved": lambda: dying_before(State, "reserve"),
    "before the file is written": lambda: dying_before(module, "write_posts"),
    "while the file is written": lambda: dying_before(os, "fsync"),
    "before the file is renamed": lambda: dying_before(pathlib.Path, "replace"),
    "after the file is renamed": lambda: dying_after(pathlib.Path, "replace"),
    "before the post is remembered": lambda: dying_before(State, "all_posted"),
    "after the post is remembered": lambda: dying_after(State, "all_posted"),
}[step]()
with State.open(folder / ".newscrawl") as state:
    publish(state, LocalFolder(folder), %r, text, paths=%r, fingerprint="f", title="t")
"""
)

STEPS = {
    "before the path is reserved": False,
    "before the file is written": False,
    "while the file is written": False,
    "before the file is renamed": False,
    "after the file is renamed": True,
    "before the post is remembered": True,
    "after the post is remembered": True,
}


def posts(folder: Path) -> dict[str, str]:
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_text() for name, path in found.items() if not name.startswith(".newscrawl/")}


def killed_at(step: str, folder: Path) -> None:
    code = "from pathlib import PurePosixPath\n" + CHILD % (URL, PATHS)
    child = subprocess.run([sys.executable, "-c", code, step, str(folder)], input=TEXT, text=True, check=False)
    assert child.returncode == -signal.SIGKILL


def next_run(folder: Path, text: str = TEXT) -> None:
    """Do what a crawl does: tidy, look whether the article is known, publish it if not."""
    with State.open(folder / ".newscrawl") as state:
        for path in state.leftovers:
            LocalFolder(folder).tidy(path)
        if state.seen(URL) is None:
            publish(state, LocalFolder(folder), URL, text, paths=PATHS, fingerprint="f", title="t")


pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


@pytest.mark.parametrize("step", STEPS)
def test_a_post_is_on_disk_whole_or_not_at_all(tmp_path: Path, step: str) -> None:
    killed_at(step, tmp_path)
    finished = {name: text for name, text in posts(tmp_path).items() if not name.endswith(".tmp")}
    assert finished == ({str(PATHS[0]): TEXT} if STEPS[step] else {})


@pytest.mark.parametrize("step", STEPS)
def test_the_next_run_has_it_exactly_once(tmp_path: Path, step: str) -> None:
    killed_at(step, tmp_path)
    next_run(tmp_path)
    assert posts(tmp_path) == {str(PATHS[0]): TEXT}
    with State.open(tmp_path / ".newscrawl") as state:
        assert state.counts() == {"posted": 1}


@pytest.mark.parametrize("step", [step for step in STEPS if step != "after the post is remembered"])
def test_an_article_that_changed_meanwhile_is_there_once(tmp_path: Path, step: str) -> None:
    killed_at(step, tmp_path)
    next_run(tmp_path, TEXT + "更新\n")
    assert posts(tmp_path) == {str(PATHS[0]): TEXT + "更新\n"}


@pytest.mark.parametrize("step", [step for step in STEPS if step != "after the post is remembered"])
def test_a_temporary_file_goes_even_if_the_article_never_comes_back(tmp_path: Path, step: str) -> None:
    killed_at(step, tmp_path)
    with State.open(tmp_path / ".newscrawl") as state:
        for path in state.leftovers:
            LocalFolder(tmp_path).tidy(path)
    assert not [name for name in posts(tmp_path) if name.endswith(".tmp")]


def test_a_kill_leaves_a_temporary_file_where_one_is_expected(tmp_path: Path) -> None:
    killed_at("while the file is written", tmp_path)
    assert [name for name in posts(tmp_path) if name.endswith(".tmp")]


def test_without_a_state_the_same_post_is_adopted(tmp_path: Path) -> None:
    next_run(tmp_path)
    for path in (tmp_path / ".newscrawl").iterdir():
        path.unlink()
    before = (tmp_path / PATHS[0]).stat().st_mtime_ns
    next_run(tmp_path)
    assert posts(tmp_path) == {str(PATHS[0]): TEXT}
    assert (tmp_path / PATHS[0]).stat().st_mtime_ns == before


def test_without_a_state_another_post_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / PATHS[0]).parent.mkdir(parents=True)
    (tmp_path / PATHS[0]).write_text("by hand")
    next_run(tmp_path)
    assert posts(tmp_path) == {str(PATHS[0]): "by hand", str(PATHS[1]): TEXT}


def test_a_post_edited_after_a_kill_is_not_overwritten(tmp_path: Path) -> None:
    killed_at("after the file is renamed", tmp_path)
    (tmp_path / PATHS[0]).write_text("edited")
    next_run(tmp_path)
    assert posts(tmp_path) == {str(PATHS[0]): "edited", str(PATHS[1]): TEXT}
