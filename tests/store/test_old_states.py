"""States of earlier versions, as those made them, go on with everything in them."""

from __future__ import annotations

import sqlite3
from pathlib import Path, PurePosixPath

import pytest

from newscrawl.frontier import SqliteFrontier
from newscrawl.store import DATABASE, State

APPLICATION = 0x6E637277

FIRST = """
CREATE TABLE articles (
    url TEXT PRIMARY KEY, outcome TEXT NOT NULL, path TEXT NOT NULL DEFAULT '', path_key TEXT UNIQUE,
    digest TEXT NOT NULL DEFAULT '', fingerprint TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', first_seen TEXT NOT NULL, version TEXT NOT NULL
);
CREATE INDEX articles_by_text ON articles (fingerprint) WHERE fingerprint != '';
CREATE TABLE aliases (url TEXT PRIMARY KEY, of TEXT NOT NULL);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, sites TEXT NOT NULL, started TEXT NOT NULL, ended TEXT,
    finished TEXT NOT NULL DEFAULT '', counts TEXT NOT NULL DEFAULT '{}'
);
INSERT INTO articles VALUES
    ('https://news.example/1', 'posted', 'g/s/a.md', 'g/s/a.md', 'd1', 'f1', '标题', '',
     '2026-06-01T00:00:00+00:00', '0.1.0'),
    ('https://news.example/2', 'refused', '', NULL, '', '', '', 'video page', '2026-06-01T00:00:00+00:00', '0.1.0'),
    ('https://news.example/3', 'reserved', 'g/s/b.md', 'g/s/b.md', 'd3', 'f3', 't', '',
     '2026-06-01T00:00:00+00:00', '0.1.0');
INSERT INTO aliases VALUES ('https://m.news.example/1', 'https://news.example/1');
INSERT INTO runs (sites, started, ended, finished, counts)
    VALUES ('["s/c"]', '2026-06-01T00:00:00+00:00', '2026-06-01T00:01:00+00:00', 'finished', '{"posted": 1}');
PRAGMA user_version = 1;
"""

SECOND = (
    FIRST
    + """
CREATE TABLE pictures (url TEXT PRIMARY KEY, path TEXT NOT NULL);
INSERT INTO pictures VALUES ('https://img.example/1.jpg', 'ab/cd.jpg');
PRAGMA user_version = 2;
"""
)

OLD = {"version 1": FIRST, "version 2": SECOND}


@pytest.fixture(params=OLD)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(f"PRAGMA application_id = {APPLICATION};" + OLD[request.param])
    connection.close()
    return tmp_path


def tables(folder: Path | None) -> dict[str, set[str]]:
    with State.open(folder) as state:
        names = [name for (name,) in state.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: {column[1] for column in state.database.rows(f"PRAGMA table_info({name})")} for name in names}


def test_what_was_remembered_is_known(folder: Path) -> None:
    with State.open(folder) as state:
        post = state.seen("https://m.news.example/1")
        assert post
        assert (post.path, post.digest, post.title) == (PurePosixPath("g/s/a.md"), "d1", "标题")
        assert state.leftovers == (PurePosixPath("g/s/b.md"),)
        assert [run.counts for run in state.runs.newest()] == [{"posted": 1}]
        assert state.counts() == {"posted": 1, "refused": 1}


def test_it_has_the_tables_of_a_new_one(folder: Path) -> None:
    assert tables(folder) == tables(None)


def test_it_is_brought_up_to_date_once(folder: Path) -> None:
    assert tables(folder) == tables(folder)


def test_new_things_can_be_remembered(folder: Path) -> None:
    with State.open(folder) as state:
        state.locks.take("site").let_go()
        assert SqliteFrontier(state.database).backlogs() == []


def test_a_change_that_fails_half_way_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {2: ("CREATE TABLE pictures (x)",), 3: ("CREATE TABLE half (x)", "no SQL")}
    with monkeypatch.context() as patch:
        patch.setattr("newscrawl.store.database.CHANGES", broken)
        with pytest.raises(Exception, match="syntax error"):
            State.open(folder)
    assert tables(folder) == tables(None)
