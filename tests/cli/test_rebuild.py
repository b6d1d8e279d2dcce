"""A crawl keeps its pages, a rule changes, and the posts follow: without network, under a crawl's promises."""

from __future__ import annotations

import gzip
import shutil
from typing import TYPE_CHECKING

import pytest
from loopback import Answer, run_in

from newscrawl.archive.reader import CUT
from newscrawl.errors import StoreError
from newscrawl.store import State
from newscrawl.store.updates import Updates

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Command, Loopback

PAGE = """<html lang="zh-CN"><h1>{title}</h1><h2 class="real">{title}：详情</h2><time>2026-07-20 09:30</time>
<div id="text"><p>{text}</p>{more}</div></html>"""
TEXT = "{}：公司在公告中说，新厂房将于下月启用，预计全年产量增加两成，订单已经排到明年。"
TITLES = ["第一篇", "第二篇", "第三篇"]


def page(title: str, more: str = "", text: str = "") -> Answer:
    return Answer(PAGE.format(title=title, text=text or TEXT.format(title) * 3, more=more).encode())


@pytest.fixture(scope="module")
def crawled(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which three articles were posted, one of two pages, and two were refused."""
    loopback.answers |= {
        "/r/news1.html": page(TITLES[0]),
        "/r/news2.html": page(TITLES[1], text="原料的价格在本月回落，几家工厂因此推迟了检修，工人的工资照常发放。" * 3),
        "/r/news3.html": page(
            TITLES[2],
            '<a href="/r/news3_2.html">下一页</a>',
            text="第一页讲的是明年的预算，分为三个部分，各有一张表。" * 3,
        ),
        "/r/news3_2.html": page(TITLES[2], text="第二页讲的是预算的附注，由两位会计师写成，他们都签了字。" * 3),
        "/r/news4.html": page(
            "第四篇", '<p class="live">直播</p>', text="港口在雨后重新开放，等在外面的船一只接一只进来。" * 3
        ),
        "/r/news5.html": Answer("<html><h1>只有标题</h1></html>".encode()),
    }
    loopback.list("main", [f"/r/news{number}.html" for number in (1, 2, 3, 4, 5)])
    folder = loopback.folder(tmp_path_factory.mktemp("rebuild"))
    with (folder / "newscrawl.yaml").open("a", encoding="utf-8") as config:
        config.write("archive: all\n")
    with (folder / "sites" / "loop.yaml").open("a", encoding="utf-8") as site:
        site.write("  refuse: [{reason: live page, css: '.live'}]\n")
    result = run_in(folder, "crawl", "loop")
    assert "posted         3" in result.text.splitlines(), result.text
    return folder


@pytest.fixture
def folder(crawled: Path, tmp_path: Path, command: Command) -> Path:
    shutil.copytree(crawled, tmp_path, dirs_exist_ok=True)
    return tmp_path


def posts(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted((folder / "posts").rglob("*.md"))}


def post(folder: Path, title: str) -> Path:
    [path] = (folder / "posts").rglob(f"{title}.md")
    return path


def change_rule(folder: Path, old: str = "title: h1", new: str = "title: h2.real") -> None:
    site = folder / "sites" / "loop.yaml"
    text = site.read_text("utf-8")
    assert old in text
    site.write_text(text.replace(old, new), "utf-8")


def archive(folder: Path) -> Path:
    [path] = (folder / "posts" / ".newscrawl" / "archive").iterdir()
    return path


def state_of(folder: Path) -> dict[Path, tuple[int, bytes]]:
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes())
        for path in (folder / "posts").rglob("*")
        if path.is_file() and path.suffix == ".md"
    }


def test_nothing_is_written_where_no_rule_changed(folder: Path, command: Command) -> None:
    before = state_of(folder)
    result = command("rebuild")
    assert (result.code, result.err) == (0, "")
    assert result.text.splitlines() == [
        "rewritten      0",
        "posted         0",
        "unchanged      3",
        "edited         0",
        "deleted        0",
        "known          0",
        "skipped        2 (live page 1, no body 1)",
        "failed         0",
    ]
    assert state_of(folder) == before


def test_posts_follow_a_changed_rule_in_their_place(folder: Path, command: Command, loopback: Loopback) -> None:
    change_rule(folder)
    asked = len(loopback.requests)
    result = command("rebuild")
    assert (result.code, "rewritten      3" in result.text.splitlines()) == (0, True)
    assert f"rewritten  测试/回环财经/回环财经－要闻/{TITLES[0]}.md" in result.text.splitlines()
    assert {name: f"title: '{name}：详情'" in text for name, text in posts(folder).items()} == dict.fromkeys(
        sorted(TITLES), True
    )
    assert len(loopback.requests) == asked
    assert "unchanged      3" in command("rebuild").text.splitlines()


def test_the_next_crawl_knows_the_posts(folder: Path, command: Command) -> None:
    change_rule(folder)
    command("rebuild")
    before = state_of(folder)
    result = run_in(folder, "crawl", "loop")
    assert "posted         0" in result.text.splitlines()
    assert state_of(folder) == before


def test_an_article_of_several_pages_stays_whole(folder: Path, command: Command) -> None:
    change_rule(folder)
    command("rebuild")
    assert "第一页讲的是" in posts(folder)[TITLES[2]]
    assert "第二页讲的是" in posts(folder)[TITLES[2]]


def test_a_post_edited_by_hand_stays(folder: Path, command: Command) -> None:
    mine = post(folder, TITLES[0])
    mine.write_text("mine\n", "utf-8")
    change_rule(folder)
    result = command("rebuild")
    assert mine.read_text("utf-8") == "mine\n"
    assert f"edited     测试/回环财经/回环财经－要闻/{TITLES[0]}.md" in result.text.splitlines()
    assert len(posts(folder)) == 3


def test_a_deleted_post_stays_deleted(folder: Path, command: Command) -> None:
    post(folder, TITLES[0]).unlink()
    change_rule(folder)
    result = command("rebuild")
    assert f"deleted    测试/回环财经/回环财经－要闻/{TITLES[0]}.md" in result.text.splitlines()
    assert sorted(posts(folder)) == sorted(TITLES[1:])


def test_a_page_that_was_refused_gets_its_post(folder: Path, command: Command) -> None:
    change_rule(folder, "refuse: [{reason: live page, css: '.live'}]", "")
    result = command("rebuild")
    assert "posted     测试/回环财经/回环财经－要闻/第四篇.md" in result.text.splitlines()
    assert "港口在雨后" in posts(folder)["第四篇"]


def test_a_dry_run_writes_nothing(folder: Path, command: Command) -> None:
    change_rule(folder)
    change_rule(folder, "refuse: [{reason: live page, css: '.live'}]", "")
    before = state_of(folder)
    result = command("rebuild", "--dry-run")
    assert {"rewritten      3", "posted         1", "nothing was written: --dry-run"} <= set(result.text.splitlines())
    assert state_of(folder) == before
    assert "rewritten      3" in command("rebuild", "--dry-run").text.splitlines()


def test_what_changes_is_shown(folder: Path, command: Command) -> None:
    change_rule(folder)
    lines = command("rebuild", "--diff", "--dry-run").text.splitlines()
    at = lines.index(f"--- a/测试/回环财经/回环财经－要闻/{TITLES[0]}.md")
    assert [line for line in lines[at : at + 6] if line[0] in "+-"] == [
        f"--- a/测试/回环财经/回环财经－要闻/{TITLES[0]}.md",
        f"+++ b/测试/回环财经/回环财经－要闻/{TITLES[0]}.md",
        f"-title: '{TITLES[0]}'",
        f"+title: '{TITLES[0]}：详情'",
    ]


def test_a_post_whose_page_is_refused_today_stays_and_is_told(folder: Path, command: Command) -> None:
    change_rule(folder, "'.live'", "h1")
    result = command("rebuild")
    assert result.code == 1
    assert f"newscrawl: 测试/回环财经/回环财经－要闻/{TITLES[0]}.md: live page" in result.err.splitlines()
    assert sorted(posts(folder)) == sorted(TITLES)
    assert "failed         3 (live page 3)" in result.text.splitlines()


def test_a_missing_page_leaves_the_whole_post(folder: Path, command: Command) -> None:
    """Its record was lost; half an article is worse than an old one."""
    path = archive(folder)
    plain = gzip.decompress(path.read_bytes())
    members = [b"WARC/1.1" + part for part in plain.split(b"WARC/1.1")[1:]]
    path.write_bytes(b"".join(gzip.compress(member) for member in members if b"news3_2.html\r\n" not in member[:400]))
    change_rule(folder)
    result = command("rebuild")
    assert result.code == 1
    assert "failed         1 (its next page was not kept 1)" in result.text.splitlines()
    assert "第二页讲的是" in posts(folder)[TITLES[2]]


@pytest.mark.parametrize(("time", "number"), [("2020-01-01", 3), ("2999-01-01T00:00:00+08:00", 0)])
def test_pages_of_a_time(folder: Path, command: Command, time: str, number: int) -> None:
    assert f"unchanged      {number}" in command("rebuild", "--since", time).text.splitlines()


@pytest.mark.parametrize(("site", "number"), [("loop", 3), ("sina_finance", 0)])
def test_pages_of_a_site(folder: Path, command: Command, site: str, number: int) -> None:
    assert f"unchanged      {number}" in command("rebuild", "--site", site).text.splitlines()


def test_a_half_written_file_is_read_up_to_there(folder: Path, command: Command) -> None:
    path = archive(folder)
    # a killed process leaves half of the last record
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    (path.parent / "loop-20260720T000000Z-1-001.warc.gz").write_bytes(whole[: len(whole) // 3])
    change_rule(folder)
    result = command("rebuild")
    told = [line for line in result.err.splitlines() if CUT in line]
    half = path.parent / "loop-20260720T000000Z-1-001.warc.gz"
    assert told == [f"newscrawl: {half}: {CUT}", f"newscrawl: {path}: {CUT}"]
    assert result.code == 0
    assert "rewritten      3" in result.text.splitlines()


def test_a_changed_page_is_left_out(folder: Path, command: Command) -> None:
    path = archive(folder)
    plain = gzip.decompress(path.read_bytes()).replace("原料的价格".encode(), "原料的价目".encode())
    members = [b"WARC/1.1" + part for part in plain.split(b"WARC/1.1")[1:]]
    path.write_bytes(b"".join(gzip.compress(member) for member in members))
    result = command("rebuild")
    assert "failed         1 (the digest does not fit 1)" in result.text.splitlines()
    assert "unchanged      2" in result.text.splitlines()


def test_the_copies_of_a_rewritten_text_are_known(folder: Path, command: Command) -> None:
    with State.open(folder / "posts" / ".newscrawl") as state, state.database.transaction() as run:
        run("DELETE FROM texts")
    change_rule(folder)
    command("rebuild")
    with State.open(folder / "posts" / ".newscrawl") as state:
        assert state.database.rows("SELECT count(*) FROM texts") == [(3,)]


def test_what_a_killed_rebuild_left_is_taken_up(
    folder: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between file and state: the file holds the new text, the state knows the old one."""

    def killed(*values: object, **more: object) -> None:
        raise StoreError("state.db", "killed")

    change_rule(folder)
    with monkeypatch.context() as patched:
        patched.setattr(Updates, "finish", killed)
        assert command("rebuild").code == 1
    assert {"rewritten      2", "unchanged      1"} <= set(command("rebuild").text.splitlines())
    assert "unchanged      3" in command("rebuild").text.splitlines()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--site", "lop"), "lop: no such site; did you mean 'loop'?"),
        (("--since", "yesterday"), "--since: 'yesterday' is no time, such as 2026-07-20 or 2026-07-20T09:30"),
    ],
)
def test_bad_input_is_one_line(folder: Path, command: Command, arguments: tuple[str, ...], problem: str) -> None:
    result = command("rebuild", *arguments)
    assert (result.code, result.problem) == (2, problem)


def test_without_an_archive_there_is_one_line(command: Command) -> None:
    result = command("rebuild")
    assert result.code == 2
    assert "there is no archive; archive: all in newscrawl.yaml lets crawls keep one" in result.problem
