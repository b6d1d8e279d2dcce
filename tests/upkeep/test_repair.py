"""A damaged or lost state comes back as far as it can be known, and no post is touched."""

from __future__ import annotations

import shutil
import time
from pathlib import Path, PurePosixPath

import pytest
from damaged_states import PAGE, blog, contents, overwrite, pages, path_of, url_of

from newscrawl.errors import StoreError
from newscrawl.folders import LocalFolder
from newscrawl.frontier import Backlog, Entry, SqliteFrontier
from newscrawl.store import DATABASE, State, publish
from newscrawl.upkeep import check, repair

POSTS = 300


def repaired(memory: Path, output: Path, blog: str = "hexo") -> list[str]:
    return list(repair(memory, LocalFolder(output), blog))


def known(memory: Path, posts: int) -> int:
    with State.open(memory) as state:
        return sum(state.seen(url_of(number)) is not None for number in range(posts))


@pytest.mark.parametrize("place", [0.3, 0.5, 0.7, 0.9])
def test_overwritten_pages_cost_no_post(tmp_path: Path, place: float) -> None:
    memory, output = blog(tmp_path, POSTS)
    before, start = contents(output), int(pages(memory) * place)
    overwrite(memory, start, start + 3)
    damaged = (memory / DATABASE).read_bytes()
    lines = repaired(memory, output)
    assert lines[0].startswith("saved ")
    assert lines[0].endswith(f"entries of the damaged state, which is kept as {memory / DATABASE}.damaged")
    assert (memory / f"{DATABASE}.damaged").read_bytes() == damaged
    assert known(memory, POSTS) == POSTS
    assert [flaw for flaw in check(memory, LocalFolder(output)) if flaw.wrong or flaw.kind == "unknown"] == []
    assert contents(output) == before


def test_most_of_a_damaged_state_is_read_and_not_guessed(tmp_path: Path) -> None:
    memory, output = blog(tmp_path, POSTS)
    overwrite(memory, pages(memory) // 2, pages(memory) // 2 + 1)
    repaired(memory, output)
    with State.open(memory) as state:
        read = [post for post in state.retention.posts() if post.digest]
    assert len(read) > POSTS * 0.8


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
def test_a_truncated_file_costs_no_post(tmp_path: Path, share: float) -> None:
    memory, output = blog(tmp_path, POSTS)
    with (memory / DATABASE).open("r+b") as file:
        file.truncate(int(pages(memory) * share) * PAGE + 100)
    repaired(memory, output)
    assert known(memory, POSTS) == POSTS
    assert [flaw for flaw in check(memory, LocalFolder(output)) if flaw.wrong] == []


@pytest.mark.parametrize("content", [None, b"no database " * 1000])
def test_a_state_that_is_gone_is_made_of_the_posts(tmp_path: Path, content: bytes | None) -> None:
    memory, output = blog(tmp_path, 7)
    before = contents(output)
    shutil.rmtree(memory)
    if content:
        memory.mkdir()
        (memory / DATABASE).write_bytes(content)
    lines = repaired(memory, output)
    assert lines[1:] == [f"recognised {path_of(number)}" for number in range(7)]
    assert known(memory, 7) == 7
    assert contents(output) == before
    assert check(memory, LocalFolder(output)) == []


def test_a_post_that_was_only_recognised_is_never_overwritten(tmp_path: Path) -> None:
    memory, output = blog(tmp_path, 1)
    shutil.rmtree(memory)
    repaired(memory, output)
    with State.open(memory) as state:
        path = publish(
            state,
            LocalFolder(output),
            url_of(0),
            "new text",
            paths=[path_of(0), PurePosixPath("2.md")],
            fingerprint="f",
            title="t",
        )
    assert path == PurePosixPath("2.md")
    assert "消息0号" in (output / path_of(0)).read_text("utf-8")


def test_posts_without_an_address_are_counted(tmp_path: Path) -> None:
    memory, output = blog(tmp_path, 1)
    shutil.rmtree(memory)
    (output / "by hand.md").write_text("---\ntitle: mine\n---\n")
    (output / "odd.md").write_text("no front matter")
    (output / "bad.md").write_text("---\nlink: 7\n---\n")
    assert repaired(memory, output)[-1].startswith("3 posts hold no address: ")


def test_of_two_posts_of_one_address_the_first_is_taken(tmp_path: Path) -> None:
    memory, output = blog(tmp_path, 1)
    shutil.rmtree(memory)
    shutil.copy(output / path_of(0), output / "组" / "报" / "消息0-2.md")
    assert len([line for line in repaired(memory, output) if line.startswith("recognised")]) == 1


def test_a_state_in_order_is_left_alone(tmp_path: Path) -> None:
    memory, output = blog(tmp_path, 3)
    assert repaired(memory, output) == []


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    memory, output = blog(tmp_path, 1)
    with State.open(memory) as state:
        state.reserve("https://news.example/new", [PurePosixPath("new.md")], "f", digest="d")
        with state.database.transaction() as run:
            run("UPDATE articles SET outcome = 'reserved' WHERE url = ?", url_of(0))
            run(
                "INSERT INTO locks VALUES ('site', 'dead', 'host', 'a boot long ago', 1, 1, ?)", int(time.time()) - 9999
            )
        SqliteFrontier(state.database).put("site", [Entry(key=url_of(9), channel="news")], "dead")
    (output / ".0123456789abcdef.newscrawl.tmp").write_text("half")
    assert repaired(memory, output) == [
        "left https://news.example/new to the next crawl",
        f"finished {path_of(0)}",
        "removed .0123456789abcdef.newscrawl.tmp",
        "site: cleared the lock of a killed run",
        "site: 1 articles of a killed run are free for the next one",
    ]
    assert check(memory, LocalFolder(output)) == []
    with State.open(memory) as state:
        assert SqliteFrontier(state.database).backlogs() == [Backlog(site="site", waiting=1, held=0)]
        assert state.counts() == {"posted": 1}


def test_a_state_in_use_is_not_repaired(tmp_path: Path) -> None:
    memory, output = blog(tmp_path, 1)
    with State.open(memory), pytest.raises(StoreError, match="a crawl is at work"):
        repaired(memory, output)


def test_a_newer_state_is_not_repaired(tmp_path: Path) -> None:
    memory, output = blog(tmp_path, 1)
    with State.open(memory) as state, state.database.transaction() as run:
        run("PRAGMA user_version = 99")
    before = (memory / DATABASE).read_bytes()
    with pytest.raises(StoreError, match="newer newscrawl"):
        repaired(memory, output)
    assert (memory / DATABASE).read_bytes() == before


def test_two_damages_are_kept_apart(tmp_path: Path) -> None:
    memory, output = blog(tmp_path, 2)
    for _ in range(2):
        (memory / DATABASE).write_bytes(b"no database " * 1000)
        repaired(memory, output)
    assert {file.name for file in memory.glob("*.damaged*")} == {f"{DATABASE}.damaged", f"{DATABASE}.damaged-2"}
