from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from newscrawl.errors import StoreError
from newscrawl.store import State, database
from newscrawl.store import state as module

if TYPE_CHECKING:
    from collections.abc import Iterator

A, B, C = (f"https://news.example/{name}.html" for name in "abc")
P, Q = PurePosixPath("g/s/c/title.md"), PurePosixPath("g/s/c/title-2.md")


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State.open(tmp_path) as state:
        yield state


def post(state: State, url: str, path: PurePosixPath = P, fingerprint: str = "f") -> PurePosixPath:
    path = state.reserve(url, [path, path.with_stem(path.stem + "-2")], fingerprint, digest="d", title="t")
    state.posted(url, path, "d")
    return path


def test_an_unknown_address_is_not_seen(state: State) -> None:
    assert state.seen(A) is None


def test_a_posted_address_is_seen_with_all_it_is(state: State) -> None:
    post(state, A)
    record = state.seen(A)
    assert record is not None
    assert (record.url, record.outcome, record.path, record.digest) == (A, "posted", P, "d")
    assert (record.fingerprint, record.title, record.reason) == ("f", "t", "")
    assert record.first_seen.tzinfo == UTC


def test_a_reserved_address_is_not_seen(state: State) -> None:
    state.reserve(A, [P], "f", digest="d")
    assert state.seen(A) is None


def test_an_alias_is_seen_as_what_it_stands_for(state: State) -> None:
    state.alias(B, A)
    assert state.seen(B) is None
    post(state, A)
    assert (record := state.seen(B)) is not None
    assert record.url == A


def test_an_alias_of_itself_is_no_alias(state: State) -> None:
    state.alias(A, A)
    post(state, A)
    assert (record := state.seen(A)) is not None
    assert record.url == A


@pytest.mark.parametrize("outcome", ["refused", "quarantined"])
def test_a_refusal_is_remembered_with_its_reason(state: State, outcome: str) -> None:
    getattr(state, outcome)(A, "video page")
    assert (record := state.seen(A)) is not None
    assert (record.outcome, record.reason, record.path) == (outcome, "video page", None)


@pytest.mark.parametrize("outcome", ["refused", "quarantined"])
def test_a_refusal_of_another_version_is_tried_again(
    state: State, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    getattr(state, outcome)(A, "video page")
    monkeypatch.setattr(module, "__version__", "99")
    assert state.seen(A) is None


def test_a_post_of_another_version_is_known(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    post(state, A)
    monkeypatch.setattr(module, "__version__", "99")
    assert state.seen(A) is not None


def test_a_refused_address_can_be_posted_later(state: State) -> None:
    state.refused(A, "no body found")
    post(state, A)
    assert (record := state.seen(A)) is not None
    assert (record.outcome, record.reason) == ("posted", "")


def test_same_text_finds_the_posted_article(state: State) -> None:
    post(state, A)
    assert (record := state.same_text("f")) is not None
    assert record.url == A


@pytest.mark.parametrize("fingerprint", ["other", ""])
def test_same_text_finds_no_other(state: State, fingerprint: str) -> None:
    post(state, A)
    post(state, B, Q, "")
    assert state.same_text(fingerprint) is None


def test_same_text_does_not_find_what_was_never_written(state: State) -> None:
    state.reserve(A, [P], "f", digest="d")
    assert state.same_text("f") is None


def test_a_duplicate_is_seen_with_the_path_of_what_it_repeats(state: State) -> None:
    post(state, A)
    original = state.same_text("f")
    assert original is not None
    state.duplicate(B, original)
    assert (record := state.seen(B)) is not None
    assert (record.outcome, record.path, record.reason) == ("duplicate", P, A)


def test_a_path_belongs_to_one_article(state: State) -> None:
    assert post(state, A) == P
    assert post(state, B) == Q


def test_a_reserved_path_belongs_to_its_article(state: State) -> None:
    state.reserve(A, [P], "f", digest="d")
    assert post(state, B) == Q


@pytest.mark.parametrize("twin", ["g/s/c/TITLE.md", "G/s/c/title.md"])
def test_paths_that_differ_in_case_only_are_the_same(state: State, twin: str) -> None:
    post(state, A)
    assert state.reserve(B, [PurePosixPath(twin), Q], "f", digest="d") == Q


def test_an_article_keeps_its_path(state: State) -> None:
    post(state, A)
    assert state.reserve(A, [PurePosixPath("another/title.md")], "f", digest="e") == P


def test_a_path_that_may_not_be_taken_is_passed_over(state: State) -> None:
    path = state.reserve(A, [P, Q], "f", digest="d", may_take=lambda path, *digests: path != P)
    assert path == Q


def test_a_new_path_may_hold_only_what_is_going_to_be_written(state: State) -> None:
    asked = []
    state.reserve(A, [P], "f", digest="d", may_take=lambda *asks: asked.append(asks) or True)
    assert asked == [(P, "d")]


def test_its_own_path_may_hold_what_was_written_before(state: State) -> None:
    asked = []
    post(state, A)
    state.reserve(A, [P], "f", digest="e", may_take=lambda *asks: asked.append(asks) or True)
    assert asked == [(P, "e", "d")]


def test_no_free_path_is_an_error(state: State) -> None:
    post(state, A)
    with pytest.raises(StoreError, match="every name that this post could have is taken"):
        state.reserve(B, [P], "f", digest="d")
    assert state.seen(B) is None


def test_first_seen_stays(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "now", lambda: "2026-01-01T00:00:00+00:00")
    state.refused(A, "no body found")
    monkeypatch.setattr(module, "now", lambda: "2026-02-02T00:00:00+00:00")
    post(state, A)
    assert (record := state.seen(A)) is not None
    assert record.first_seen.month == 1


def test_counts(state: State) -> None:
    post(state, A)
    state.refused(B, "video page")
    state.reserve(C, [Q], "f", digest="d")
    assert state.counts() == {"posted": 1, "refused": 1}


def test_a_run_is_remembered(state: State) -> None:
    run_id = state.runs.begin(["sina_finance", "url"])
    state.runs.end(run_id, {"found": 3, "skipped/视频": 1}, "finished")
    [run] = state.runs.newest()
    assert (run.id, run.sites, run.finished) == (run_id, ("sina_finance", "url"), "finished")
    assert run.counts == {"found": 3, "skipped/视频": 1}
    assert run.ended is not None
    assert run.started <= run.ended


def test_a_run_that_did_not_end_says_so(state: State) -> None:
    state.runs.begin(["url"])
    [run] = state.runs.newest()
    assert (run.ended, run.finished, run.counts) == (None, "", {})


def test_runs_come_newest_first(state: State) -> None:
    ids = [state.runs.begin(["url"]) for _ in range(3)]
    assert [run.id for run in state.runs.newest(2)] == ids[:0:-1]


@pytest.mark.parametrize(
    ("site", "found"), [("demo/要闻", 0), ("demo/快讯", 1), ("demo", None), ("demo/要", None), ("url", None)]
)
def test_last_run(state: State, site: str, found: int | None) -> None:
    ids = [state.runs.begin(sites) for sites in (["demo/要闻", "demo/快讯"], ["demo/快讯"], ["demo/快讯", "url"])]
    last = state.runs.last(site, before=ids[-1])
    assert (last and last.id) == (found if found is None else ids[found])


def test_everything_is_there_after_opening_again(tmp_path: Path) -> None:
    with State.open(tmp_path) as state:
        post(state, A)
        state.alias(B, A)
    with State.open(tmp_path) as state:
        assert state.seen(B) is not None


def test_a_state_in_memory_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with State.open(None) as state:
        post(state, A)
        assert state.seen(A) is not None
    assert list(tmp_path.iterdir()) == []


def test_leftovers_are_what_was_reserved_and_never_posted(tmp_path: Path) -> None:
    with State.open(tmp_path) as state:
        state.reserve(A, [P], "f", digest="d")
        post(state, B, Q)
    with State.open(tmp_path) as state:
        assert state.leftovers == (P,)


def test_leftovers_of_a_state_in_use_are_left_alone(tmp_path: Path) -> None:
    with State.open(tmp_path) as first:
        first.reserve(A, [P], "f", digest="d")
        with State.open(tmp_path) as second:
            assert second.leftovers == ()


def damage(name: str, path: Path) -> None:
    if name == "text":
        path.write_text("这不是数据库。" * 1000)
    elif name == "another program's":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE bookmarks (url)")
        connection.close()
    elif name == "newer":
        State.open(path.parent).close()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 999")
        connection.close()
    elif name == "torn":
        with State.open(path.parent) as state:
            for number in range(200):
                state.refused(f"{A}?{number}", "video page")
        path.write_bytes(path.read_bytes()[:4096] + b"\0" * 20480)
    elif name == "a folder":
        path.mkdir()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("text", "is no state of newscrawl, or badly damaged; newscrawl state repair makes a new one and keeps it"),
        ("another program's", "is no state of newscrawl; move it away to start anew"),
        ("newer", "was written by a newer newscrawl; update newscrawl, or move it away to start anew"),
        ("torn", "is damaged; newscrawl state repair saves what can be read"),
        ("a folder", "cannot be opened for writing"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path, name: str, problem: str) -> None:
    path = tmp_path / "state.db"
    damage(name, path)
    with pytest.raises(StoreError) as caught, State.open(tmp_path) as state:
        state.counts()
    assert str(caught.value) == f"{path}: {problem}"


@pytest.mark.parametrize("name", ["text", "another program's", "newer"])
def test_a_file_that_cannot_be_used_is_not_touched(tmp_path: Path, name: str) -> None:
    path = tmp_path / "state.db"
    damage(name, path)
    before = path.read_bytes()
    with pytest.raises(StoreError):
        State.open(tmp_path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        State.open(tmp_path / "file" / ".newscrawl")
    assert str(caught.value) == f"{tmp_path}/file/.newscrawl: a file is in the way of a folder"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write to")
def test_a_read_only_folder_is_one_line() -> None:
    with pytest.raises(StoreError, match=r"^/proc/self/state\.db: cannot be opened for writing$"):
        State.open(Path("/proc/self"))


def test_a_locked_database_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    with State.open(tmp_path) as state:
        other = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"state\.db: another process has held it for more than 10 seconds$"):
            state.refused(A, "video page")
        other.execute("ROLLBACK")
        other.close()
        state.refused(A, "video page")


def reserve_all(folder: Path, name: str) -> list[str]:
    with State.open(folder) as state:
        return [
            str(state.reserve(f"{A}?{name}{number}", [PurePosixPath(f"{n}.md") for n in range(60)], "f", digest="d"))
            for number in range(20)
        ]


def test_two_processes_never_get_the_same_path(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        got = pool.starmap(reserve_all, [(tmp_path, "x"), (tmp_path, "y")])
    assert sorted({*got[0], *got[1]}) == sorted(f"{n}.md" for n in range(40))


def test_a_picture_keeps_its_file(tmp_path: Path) -> None:
    with State.open(tmp_path) as state:
        assert state.picture(A) is None
        state.keep_picture(A, PurePosixPath("ab/1.png"))
    with State.open(tmp_path) as state:
        assert state.picture(A) == PurePosixPath("ab/1.png")
        state.keep_picture(A, PurePosixPath("cd/2.png"))
        assert state.picture(A) == PurePosixPath("cd/2.png")
