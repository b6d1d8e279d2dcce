"""A crawl looks at articles again and rewrites what changed; a rebuild after that knows it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from loopback import Answer, article, run_in

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Command, Loopback

POLICY = "revisit: [1h, 6h, 24h]\nwithdrawn: flag\n"
FIRST = "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成，订单已经排到明年。" * 3
SECOND = f"{FIRST}公司下午补充说，新厂房的启用推迟到年底，已经招来的工人照常领工资。"
GONE = "港口在雨后重新开放，等在外面的船一只接一只进来，码头上的人忙到了半夜。" * 3


@pytest.fixture(scope="module")
def revisited(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which two articles were posted, and later one was rewritten and one found to be withdrawn."""
    loopback.answers |= {
        "/e/news1.html": article("第一篇", text=FIRST),
        "/e/news2.html": article("第二篇", text=GONE),
    }
    loopback.list("main", ["/e/news1.html", "/e/news2.html"])
    folder = loopback.folder(tmp_path_factory.mktemp("editions"))
    with (folder / "newscrawl.yaml").open("a", encoding="utf-8") as config:
        config.write("archive: all\n")
    with (folder / "sites" / "loop.yaml").open("a", encoding="utf-8") as site:
        site.write(POLICY)
    assert "posted         2" in run_in(folder, "crawl", "loop/要闻").text.splitlines()
    with closing(sqlite3.connect(folder / "posts" / ".newscrawl" / "state.db")) as database, database:
        database.execute("UPDATE visits SET posted = posted - 7200, due = due - 7200")
    loopback.answers |= {"/e/news1.html": article("第一篇", text=SECOND), "/e/news2.html": Answer(status=410)}
    result = run_in(folder, "crawl", "loop/要闻")
    assert result.code == 0, result.err
    return folder


@pytest.fixture
def folder(revisited: Path, tmp_path: Path, command: Command) -> Path:
    shutil.copytree(revisited, tmp_path, dirs_exist_ok=True)
    site = tmp_path / "sites" / "loop.yaml"
    text = site.read_text("utf-8")
    site.write_text(text.replace("title: h1", "title: {css: h1, map: {第一篇: 第一章, 第二篇: 第二章}}"), "utf-8")
    return tmp_path


def post(folder: Path, title: str) -> str:
    [path] = (folder / "posts").rglob(f"{title}.md")
    return path.read_text("utf-8")


def updated(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("updated: ")]


def test_a_rewritten_post_keeps_the_time_of_its_change(folder: Path, command: Command) -> None:
    before = post(folder, "第一篇")
    assert len(updated(before)) == 1
    result = command("rebuild")
    after = post(folder, "第一篇")
    assert (result.code, "rewritten      1" in result.text.splitlines()) == (0, True), result
    assert "title: '第一章'" in after
    assert updated(after) == updated(before)
    assert "unchanged      1" in command("rebuild").text.splitlines()


def test_an_older_edition_takes_no_newer_ones_place(folder: Path, command: Command) -> None:
    """The archive was switched off before the article changed."""
    archive = folder / "posts" / ".newscrawl" / "archive"
    first, second = sorted(archive.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    second.unlink()
    # moments are whole seconds, and both crawls may have been in one
    with closing(sqlite3.connect(folder / "posts" / ".newscrawl" / "state.db")) as database, database:
        database.execute("UPDATE revisions SET at = at + 1")
    before = post(folder, "第一篇")
    result = command("rebuild")
    assert (result.code, "known          2" in result.text.splitlines()) == (0, True), result
    assert post(folder, "第一篇") == before
    assert first.is_file()


def test_the_note_that_an_article_was_withdrawn_stays(folder: Path, command: Command) -> None:
    before = post(folder, "第二篇")
    assert "撤" in before
    command("rebuild")
    assert post(folder, "第二篇") == before
