from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from newscrawl.store import State
from newscrawl.store import copies as module

if TYPE_CHECKING:
    from collections.abc import Iterator

A, B, C = (f"https://news.example/{name}.html" for name in "abc")
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def state() -> Iterator[State]:
    with State.open(None) as found:
        yield found


def post(state: State, url: str) -> None:
    path = state.reserve(url, [PurePosixPath(url[-6:] + ".md")], "f" + url, digest="d")
    state.posted(url, path, "d")


def test_a_post_with_a_common_key_is_found(state: State) -> None:
    state.copies.remember(A, NOON, [1, 2], b"text")
    post(state, A)
    assert state.copies.near(B, NOON, [2, 3]) == [(A, b"text")]


def test_without_a_common_key_nothing_is_found(state: State) -> None:
    state.copies.remember(A, NOON, [1, 2], b"text")
    post(state, A)
    assert state.copies.near(B, NOON, [3]) == []
    assert state.copies.near(B, NOON, []) == []


def test_an_article_is_no_copy_of_itself(state: State) -> None:
    state.copies.remember(A, NOON, [1], b"text")
    post(state, A)
    assert state.copies.near(A, NOON, [1]) == []


def test_what_never_became_a_post_is_nobodys_original(state: State) -> None:
    state.copies.remember(A, NOON, [1], b"text")
    assert state.copies.near(B, NOON, [1]) == []


@pytest.mark.parametrize(("days", "found"), [(-8, 0), (-6, 1), (6, 1), (8, 0)])
def test_copies_are_published_within_a_week(state: State, days: int, found: int) -> None:
    state.copies.remember(A, NOON, [1], b"text")
    post(state, A)
    assert len(state.copies.near(B, NOON + timedelta(days=days), [1])) == found


def test_the_likeliest_comes_first(state: State) -> None:
    for url, keys in ((A, [1]), (B, [1, 2, 3])):
        state.copies.remember(url, NOON, keys, url.encode())
        post(state, url)
    assert [url for url, _ in state.copies.near(C, NOON, [1, 2, 3])] == [B, A]


def test_a_text_that_is_remembered_again_replaces_itself(state: State) -> None:
    state.copies.remember(A, NOON, [1], b"old")
    state.copies.remember(A, NOON, [2], b"new")
    post(state, A)
    assert state.copies.near(B, NOON, [1]) == []
    assert state.copies.near(B, NOON, [2]) == [(A, b"new")]


def test_texts_are_forgotten_after_two_months(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.time, "time", lambda: 0.0)
    state.copies.remember(A, NOON, [1], b"text")
    post(state, A)
    monkeypatch.undo()
    later = module.Copies(state.database)
    later.remember(B, NOON, [2], b"other")
    assert later.near(C, NOON, [1]) == []


def test_further_addresses_are_listed_by_post(state: State) -> None:
    post(state, A)
    record = state.seen(A)
    assert record is not None
    state.duplicate(B, record)
    state.alias(C, A)
    assert state.copies.also_at() == {A: [B, C]}
