"""Posts that are written one by one or together: what is on the disk before the state calls them posted."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from newscrawl.errors import StoreError
from newscrawl.folders import Durability, LocalFolder
from newscrawl.store import Batch, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.store import Reserved


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State.open(tmp_path / ".newscrawl") as opened:
        yield opened


@pytest.fixture
def events(state: State, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is flushed, and what the state is told, in order."""
    found: list[str] = []
    flush = os.fsync

    def flushing(handle: int) -> None:
        flush(handle)
        found.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")

    def told(statement: str) -> None:
        if statement.startswith(("COMMIT", "PRAGMA", "UPDATE")):
            found.append(statement.partition(" ")[0] if "FULL" not in statement else "flushed:")

    monkeypatch.setattr(os, "fsync", flushing)
    state.database._connection.set_trace_callback(told)
    return found


def batch_of(state: State, folder: Path, durability: Durability) -> Batch:
    return Batch.of(durability, state, LocalFolder(folder, flushed=durability != "none"))


def reserved(batch: Batch, number: int, **more: frozenset[str]) -> Reserved:
    paths = [PurePosixPath(f"g/{number}.md")]
    return batch.reserve(
        f"https://a.example/{number}", f"text {number}", paths=paths, fingerprint="", title="t", **more
    )


def posted(state: State) -> set[str]:
    return {str(path) for path in state.paths()}


def test_each_post_and_its_folder_are_on_the_disk_before_it_is_posted(
    tmp_path: Path, state: State, events: list[str]
) -> None:
    (tmp_path / "g").mkdir()
    batch = batch_of(state, tmp_path, "each")
    for number in (1, 2):
        post = reserved(batch, number)
        events.clear()
        batch.add(post)
        assert events == ["file", "folder", "flushed:", "UPDATE", "COMMIT", "PRAGMA"]
        assert (tmp_path / f"g/{number}.md").read_text() == f"text {number}"


def test_the_posts_of_a_batch_are_on_the_disk_before_one_of_them_is_posted(
    tmp_path: Path, state: State, events: list[str]
) -> None:
    (tmp_path / "g").mkdir()
    batch = batch_of(state, tmp_path, "batch")
    told: list[int] = []
    posts = [reserved(batch, number) for number in range(3)]
    events.clear()
    for number, post in enumerate(posts):
        batch.add(post, lambda number=number: told.append(number))  # type: ignore[misc]
    assert not events
    assert not posted(state)
    assert not told
    batch.flush()
    assert events == ["file", "file", "file", "folder", "flushed:", "UPDATE", "UPDATE", "UPDATE", "COMMIT", "PRAGMA"]
    assert posted(state) == {"g/0.md", "g/1.md", "g/2.md"}
    assert told == [0, 1, 2]


def test_nothing_is_flushed_where_that_is_not_wanted(tmp_path: Path, state: State, events: list[str]) -> None:
    batch = batch_of(state, tmp_path, "none")
    post = reserved(batch, 1)
    events.clear()
    batch.add(post)
    assert events == ["UPDATE", "COMMIT"]
    assert posted(state) == {"g/1.md"}


def test_a_full_batch_is_written(tmp_path: Path, state: State) -> None:
    batch = batch_of(state, tmp_path, "batch")
    for number in range(50):
        assert not posted(state)
        batch.add(reserved(batch, number))
    assert len(posted(state)) == 50
    batch.flush()
    assert len(posted(state)) == 50


def test_new_folders_are_flushed_with_those_that_name_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    flush = os.fsync

    def flushing(handle: int) -> None:
        flush(handle)
        flushed.append(os.fstat(handle).st_ino)

    monkeypatch.setattr(os, "fsync", flushing)
    LocalFolder(tmp_path).write(PurePosixPath("a/b/c.md"), b"c")
    named = (tmp_path, tmp_path / "a", tmp_path / "a/b", tmp_path / "a/b/c.md")
    assert {path.stat().st_ino for path in named} == set(flushed)


def test_what_waits_is_known(tmp_path: Path, state: State) -> None:
    batch = batch_of(state, tmp_path, "batch")
    batch.add(reserved(batch, 1, keys=frozenset({"fingerprint", "band"})))
    assert batch.may_hold("https://a.example/1", set())
    assert batch.may_hold("https://a.example/2", {"band"})
    assert not batch.may_hold("https://a.example/2", {"another"})
    batch.flush()
    assert not batch.may_hold("https://a.example/1", {"band"})


def test_a_batch_that_cannot_be_written_is_not_posted(
    tmp_path: Path, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batch_of(state, tmp_path, "batch")
    for number in range(3):
        batch.add(reserved(batch, number))
    flush, calls = os.fsync, iter((None, OSError(28, "No space left on device")))

    def full(handle: int) -> None:
        if error := next(calls):
            raise error
        flush(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="the disk is full"):
            batch.flush()
    assert not posted(state)
    assert not [path for path in (tmp_path / "g").iterdir() if path.is_file()]
    # fetched again, each has its own path still
    batch.add(reserved(batch, 1))
    batch.flush()
    assert posted(state) == {"g/1.md"}
