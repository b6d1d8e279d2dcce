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


def test_a_key_that_many_texts_share_costs_no_more_than_one_of_a_hundred(state: State) -> None:
    """What texts of one template or with one notice share; counted in steps of SQLite's machine."""
    steps: list[int] = []

    def look() -> list[tuple[str, bytes]]:
        steps.append(0)

        def step() -> None:
            steps[-1] += 1

        state.copies._database._connection.set_progress_handler(step, 100)
        found = state.copies.near(B, NOON, [*range(7)])
        state.copies._database._connection.set_progress_handler(None, 0)
        return found

    state.copies.remember(A, NOON, [*range(7)], b"copy")
    post(state, A)
    for number in range(1500):
        url = f"https://news.example/{number}.html"
        state.copies.remember(url, NOON, [0, number % 2, 100 + number], b"other")
        path = state.reserve(url, [PurePosixPath(f"{number}.md")], f"f{number}", digest="d")
        state.posted(url, path, "d")
        if number == 300:
            look()
    found = look()
    assert found[0] == (A, b"copy"), "it shares other keys as well"
    assert len(found) == module.MOST
    assert steps[1] < 1.2 * steps[0]
