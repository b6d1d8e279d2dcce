"""New editions of posts: in place, never over somebody's own words, never torn by a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

import pytest
from dying import DYING

from newscrawl.folders import LocalFolder
from newscrawl.items import DRAFTS, Link
from newscrawl.store import State, Visit, finish_updates, next_visit, publish, update, withdraw

URL = "https://news.example/a.html"
PATH = PurePosixPath("g/s/c/title.md")
OLD, NEW = "\n标题\n第一稿\n", "\n标题\n第二稿\n"
POSTED = datetime(2026, 7, 20, 12, tzinfo=UTC)
SCHEDULE = [timedelta(hours=1), timedelta(hours=6), timedelta(hours=24)]


@pytest.fixture(params=[PATH, DRAFTS / PATH], ids=["post", "draft"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An output folder with one post."""
    output = tmp_path / "_posts"
    with State.open(output / ".newscrawl") as state:
        publish(state, LocalFolder(output), URL, OLD, paths=[request.param], fingerprint="f", title="t")
    return output


def post_of(folder: Path) -> Path:
    [path] = [path for path in folder.parent.rglob("*.md") if ".newscrawl" not in path.parts]
    return path


def renewed(folder: Path, text: str = NEW) -> str:
    with State.open(folder / ".newscrawl") as state:
        record = state.seen(URL)
        assert record is not None
        return update(state, LocalFolder(folder), record, text, fingerprint="g")


def test_a_new_edition_takes_the_posts_place(folder: Path) -> None:
    path = post_of(folder)
    assert renewed(folder) == "rewritten"
    assert path.read_text("utf-8") == NEW
    assert renewed(folder, OLD) == "rewritten"
    assert path.read_text("utf-8") == OLD


def test_the_same_text_is_not_written_again(folder: Path) -> None:
    before = post_of(folder).stat().st_mtime_ns
    assert renewed(folder, OLD) == "unchanged"
    assert post_of(folder).stat().st_mtime_ns == before


@pytest.mark.parametrize("text", ["von Hand", "\udcff"])
def test_what_somebody_wrote_stays_and_the_new_edition_lies_beside(folder: Path, text: str) -> None:
    path = post_of(folder)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert renewed(folder) == "edited by hand"
    assert path.read_bytes() == text.encode("utf-8", "surrogateescape")
    assert (folder / ".newscrawl" / "changed" / PATH).read_text("utf-8") == NEW


def test_a_deleted_post_stays_away(folder: Path) -> None:
    post_of(folder).unlink()
    assert renewed(folder) == "deleted"
    assert not list(folder.parent.rglob("*.md"))


def test_a_change_is_told_as_a_diff(folder: Path) -> None:
    renewed(folder)
    with State.open(folder / ".newscrawl") as state:
        [change] = state.updates.changes()
    assert (change.url, change.edition) == (URL, "rewritten")
    assert change.difference.splitlines()[-2:] == ["-第一稿", "+第二稿"]


def test_the_fingerprint_follows_the_text(folder: Path) -> None:
    renewed(folder)
    with State.open(folder / ".newscrawl") as state:
        assert state.same_text("g") is not None
        assert state.same_text("f") is None


def test_a_withdrawn_articles_post_is_removed_and_the_article_never_asked_for_again(folder: Path) -> None:
    with State.open(folder / ".newscrawl") as state:
        record = state.seen(URL)
        assert record is not None
        assert withdraw(state, LocalFolder(folder), record) == "deleted"
        assert (gone := state.seen(URL)) is not None
        assert gone.outcome == "withdrawn"
    assert not list(folder.parent.rglob("*.md"))


def test_a_withdrawn_articles_post_stays_where_somebody_edited_it(folder: Path) -> None:
    post_of(folder).write_text("edited")
    with State.open(folder / ".newscrawl") as state:
        record = state.seen(URL)
        assert record is not None
        assert withdraw(state, LocalFolder(folder), record) == "edited by hand"
        assert (kept := state.seen(URL)) is not None
        assert kept.outcome == "posted"
    assert post_of(folder).read_text() == "edited"


CHILD = (
    DYING
    + """
import os, pathlib, sys
from newscrawl.folders import LocalFolder
from newscrawl.store import State, update
import newscrawl.store.updates as module

step, folder, text = sys.argv[1], pathlib.Path(sys.argv[2]), sys.stdin.read()
{
    "before it is noted": lambda: dying_before(module.Updates, "begin"),
    "before the file is written": lambda: dying_before(module, "write_post"),
    "while the file is written": lambda: dying_before(os, "fsync"),
    "after the file is renamed": lambda: dying_after(pathlib.Path, "replace"),
    "before it is the post's own": lambda: dying_before(module.Updates, "finish"),
    "after it is the post's own": lambda: dying_after(module.Updates, "finish"),
}[step]()
with State.open(folder / ".newscrawl") as state:
    update(state, LocalFolder(folder), state.seen("https://news.example/a.html"), text, fingerprint="g")
"""
)

STEPS = {
    "before it is noted": OLD,
    "before the file is written": OLD,
    "while the file is written": OLD,
    "after the file is renamed": NEW,
    "before it is the post's own": NEW,
    "after it is the post's own": NEW,
}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_tears_nothing_and_is_not_taken_for_an_edit(tmp_path: Path, step: str) -> None:
    with State.open(tmp_path / ".newscrawl") as state:
        publish(state, LocalFolder(tmp_path), URL, OLD, paths=[PATH], fingerprint="f", title="t")
    child = subprocess.run([sys.executable, "-c", CHILD, step, str(tmp_path)], input=NEW, text=True, check=False)
    assert child.returncode == -signal.SIGKILL
    assert (tmp_path / PATH).read_text("utf-8") == STEPS[step]
    with State.open(tmp_path / ".newscrawl") as state:
        finish_updates(state, LocalFolder(tmp_path))
        record = state.seen(URL)
        assert record is not None
        third = "\n标题\n第三稿\n"
        assert update(state, LocalFolder(tmp_path), record, third, fingerprint="h") == "rewritten"
    assert (tmp_path / PATH).read_text("utf-8") == third


@pytest.mark.parametrize(
    ("hours", "due"),
    [(0, 1), (0.5, 1), (1, 6), (5.9, 6), (6, 24), (23, 24), (24, None), (900, None), (-48, 1)],
    ids=["at once", "soon", "first", "before second", "second", "before third", "over", "years", "clock set back"],
)
def test_visits_follow_the_schedule(hours: float, due: int | None) -> None:
    found = next_visit(POSTED, SCHEDULE, POSTED + timedelta(hours=hours))
    assert found == (POSTED + timedelta(hours=due) if due else None)


def test_due_visits_come_back_whole() -> None:
    link = Link(url="https://news.example/a?b=c", title="“标题”", published=POSTED, keywords=("一", "二"))
    visit = Visit(url=URL, site="s", channel="c", link=link.to_json(), meaning="m", posted=POSTED)
    with State.open(None) as state:
        state.visits.plan(visit, POSTED, POSTED + SCHEDULE[0])
        assert state.visits.due("s", POSTED) == []
        assert state.visits.due("other", POSTED + SCHEDULE[0]) == []
        assert state.visits.due("s", POSTED + SCHEDULE[0]) == [visit]
        assert Link.from_json(visit.link) == link
        state.visits.plan(visit, POSTED, None)
        assert state.visits.due("s", POSTED + SCHEDULE[2]) == []


def test_a_withdrawn_article_is_not_looked_at_again() -> None:
    visit = Visit(url=URL, site="s", channel="c", link="{}", meaning="m", posted=POSTED)
    with State.open(None) as state:
        state.visits.plan(visit, POSTED, POSTED)
        state.visits.withdraw(URL, POSTED)
        assert state.visits.due("s", POSTED) == []
        assert state.visits.withdrawn() == [(URL, POSTED)]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"title": "x"}', '{"url": "u", "of": 1}'])
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Link.from_json(text)
