"""Everything that is not in order is named, and nothing that is."""

from __future__ import annotations

import time
from pathlib import Path, PurePosixPath

import pytest
from damaged_states import blog, overwrite, pages, path_of, url_of

from newscrawl.errors import StoreError
from newscrawl.folders import LocalFolder
from newscrawl.frontier import Entry, SqliteFrontier
from newscrawl.store import DATABASE, State
from newscrawl.upkeep import check


def kinds(folder: Path) -> list[tuple[str, str]]:
    return [(flaw.kind, flaw.place) for flaw in check(folder / "posts" / ".newscrawl", LocalFolder(folder / "posts"))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    blog(tmp_path, 5)
    return tmp_path


def test_after_a_crawl_everything_is_in_order(folder: Path) -> None:
    assert kinds(folder) == []


def test_where_nothing_was_crawled_nothing_is_wrong(tmp_path: Path) -> None:
    assert check(tmp_path / ".newscrawl", LocalFolder(tmp_path)) == []
    assert not (tmp_path / ".newscrawl").exists()


@pytest.mark.parametrize(
    ("content", "kind", "wrong"),
    [(None, "missing", True), (b"", "empty", True), (b"\n\n", "empty", True), (b"other words", "edited", False)],
)
def test_a_post_is_compared_with_what_was_written(folder: Path, content: bytes | None, kind: str, wrong: bool) -> None:
    post = folder / "posts" / path_of(3)
    post.unlink()
    if content is not None:
        post.write_bytes(content)
    [flaw] = check(folder / "posts" / ".newscrawl", LocalFolder(folder / "posts"))
    assert (flaw.kind, flaw.place, flaw.wrong) == (kind, str(path_of(3)), wrong)


def test_a_post_that_the_state_does_not_know_is_told_and_fine(folder: Path) -> None:
    (folder / "posts" / "mine.md").write_text("by hand")
    [flaw] = check(folder / "posts" / ".newscrawl", LocalFolder(folder / "posts"))
    assert (flaw.kind, flaw.place, flaw.wrong) == ("unknown", "mine.md", False)


def leave_unfinished(folder: Path) -> None:
    """Leave what a killed run leaves."""
    with State.open(folder / "posts" / ".newscrawl") as state:
        state.reserve("https://news.example/new", [PurePosixPath("new.md")], "f", digest="d")
        SqliteFrontier(state.database).put("site", [Entry(key=url_of(9), channel="news")], "dead")
        with state.database.transaction() as run:
            moment = int(time.time())
            run("INSERT INTO locks VALUES ('site', 'dead', 'host', 'a boot long ago', 1, ?, ?)", moment, moment - 9999)
    (folder / "posts" / ".0123456789abcdef.newscrawl.tmp").write_text("half")


def test_what_a_killed_run_left_is_named(folder: Path) -> None:
    leave_unfinished(folder)
    assert kinds(folder) == [
        ("unfinished", "new.md"),
        ("temporary", ".0123456789abcdef.newscrawl.tmp"),
        ("dead lock", "site"),
        ("abandoned", "site"),
    ]


def test_what_a_running_crawl_is_doing_is_not_wrong(folder: Path) -> None:
    with State.open(folder / "posts" / ".newscrawl") as state:
        lock = state.locks.take("site")
        SqliteFrontier(state.database).put("site", [Entry(key=url_of(9), channel="news")], lock.owner)
        state.reserve("https://news.example/new", [PurePosixPath("new.md")], "f", digest="d")
        (folder / "posts" / ".0123456789abcdef.newscrawl.tmp").write_text("half")
        assert kinds(folder) == []
        lock.let_go()


def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    memory, _ = blog(tmp_path, 300)
    overwrite(memory, pages(memory) // 2, pages(memory) // 2 + 2)
    assert ("damaged", str(memory / DATABASE)) in kinds(tmp_path)


@pytest.mark.parametrize("content", [b"", b"this is no database " * 500])
def test_a_file_that_is_no_database_any_more_is_found(folder: Path, content: bytes) -> None:
    for file in (folder / "posts" / ".newscrawl").glob(f"{DATABASE}*"):
        file.unlink()
    (folder / "posts" / ".newscrawl" / DATABASE).write_bytes(content)
    assert {kind for kind, _ in kinds(folder)} == ({"damaged"} if content else {"unknown"})


def test_posts_without_a_state_are_told(folder: Path) -> None:
    (folder / "posts" / ".newscrawl" / DATABASE).unlink()
    [flaw] = check(folder / "posts" / ".newscrawl", LocalFolder(folder / "posts"))
    assert (flaw.kind, flaw.problem) == ("gone", "there is no state, but there are 5 posts")


def test_another_programs_file_is_no_damage(folder: Path) -> None:
    with State.open(folder / "posts" / ".newscrawl") as state, state.database.transaction() as run:
        run("PRAGMA application_id = 7")
    with pytest.raises(StoreError, match="is no state of newscrawl; move it away"):
        kinds(folder)


def test_a_newer_state_is_no_damage(folder: Path) -> None:
    with State.open(folder / "posts" / ".newscrawl") as state, state.database.transaction() as run:
        run("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=r"state\.db: was written by a newer newscrawl"):
        kinds(folder)
