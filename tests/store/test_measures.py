from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from newscrawl.store import Alarm, Measured, SiteRun, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

BEGAN = datetime(2126, 7, 20, 6, tzinfo=UTC)
"""Later than any day on which this runs: what was not crawled for months is left out."""


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State.open(tmp_path) as state:
        yield state


def a_run(
    number: int, *, site: str = "a", good: bool = True, pages: int = 3, channels: tuple[str, ...] = ("x", "y")
) -> SiteRun:
    started = BEGAN + timedelta(hours=number)
    return SiteRun(
        run=number,
        site=site,
        started=started,
        ended=started + timedelta(minutes=2),
        finished="finished",
        good=good,
        pages=pages,
        channels=channels,
        counts={"posted": pages, "failed/timeout": 1},
    )


def keep(state: State, run: SiteRun, alarms: Mapping[str, str] | None = None) -> tuple[list[Measured], dict[str, str]]:
    """Keep a run, and return what the assessment was handed."""
    handed: list[tuple[list[Measured], dict[str, str]]] = []

    def assess(history: Sequence[Measured], known: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        handed.append((list(history), dict(known)))
        return f"measure {run.run}", alarms or {}

    state.measures.keep(run, assess)
    return handed[0]


def test_an_assessment_is_handed_the_past_of_its_site(state: State) -> None:
    assert keep(state, a_run(1), {"k": "first"}) == ([], {})
    keep(state, a_run(2, site="b"), {"k": "other"})
    history, known = keep(state, a_run(3))
    assert [(each.run, each.started, each.data) for each in history] == [(1, BEGAN + timedelta(hours=1), "measure 1")]
    assert known == {"k": "first"}


def test_runs_of_each_sort_are_bounded_and_the_last_good_one_stays(state: State) -> None:
    keep(state, a_run(1))
    for number in range(2, 102):
        keep(state, a_run(number, good=False, pages=number % 2))
    history, _ = keep(state, a_run(200, good=False))
    assert len(history) == 1 + 40 + 20
    assert [each.run for each in history[:2]] == [1, 23]
    assert [(run.site, run.run) for run in state.measures.last_good_runs()] == [("a", 1)]
    assert state.measures.last_runs() == [a_run(200, good=False)]


def test_a_channel_that_is_crawled_rarely_is_not_forgotten_for_one_that_is_often(state: State) -> None:
    for number in range(1, 101):
        keep(state, a_run(number, channels=("often",) if number % 25 else ("rarely",)))
    runs = [each.run for each in keep(state, a_run(101))[0]]
    assert runs == [25, 50, *range(59, 101)]


def test_runs_are_bounded_whatever_they_are_about(state: State) -> None:
    for number in range(1, 201):
        keep(state, a_run(number, channels=(str(number),)))
    assert [each.run for each in keep(state, a_run(201))[0]] == list(range(51, 201))


def alarm(key: str, data: str) -> Alarm:
    return Alarm(site="a", key=key, data=data)


def test_news_is_claimed_once(state: State) -> None:
    keep(state, a_run(1), {"k": "one"})
    assert state.measures.claim_news("a") == ([alarm("k", "one")], [])
    keep(state, a_run(2), {"k": "two"})
    assert state.measures.alarms() == [alarm("k", "two")]
    assert state.measures.claim_news("a") == ([], [])
    keep(state, a_run(3))
    assert state.measures.alarms() == []
    assert state.measures.claim_news("a") == ([], [alarm("k", "two")])
    assert state.measures.claim_news("a") == ([], [])


def test_what_could_not_be_told_is_news_again(state: State) -> None:
    keep(state, a_run(1), {"k": "one"})
    state.measures.unclaim_news(*state.measures.claim_news("a"))
    assert state.measures.claim_news("a") == ([alarm("k", "one")], [])
    keep(state, a_run(2))
    state.measures.unclaim_news(*state.measures.claim_news("a"))
    assert state.measures.claim_news("a") == ([], [alarm("k", "one")])


def test_what_came_and_went_untold_is_no_news(state: State) -> None:
    keep(state, a_run(1), {"k": "one"})
    keep(state, a_run(2))
    assert state.measures.claim_news("a") == ([], [])


def test_what_came_back_before_its_end_was_told_is_no_news(state: State) -> None:
    for number, alarms in enumerate(({"k": "one"}, {}, {"k": "two"}), 1):
        keep(state, a_run(number), alarms)
        if number == 1:
            state.measures.claim_news("a")
    assert state.measures.claim_news("a") == ([], [])
    assert state.measures.alarms() == [alarm("k", "two")]


def test_an_assessment_that_fails_leaves_nothing(state: State) -> None:
    def fail(history: Sequence[Measured], known: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        state.measures.keep(a_run(1), fail)
    assert state.measures.last_runs() == []


def test_two_processes_claim_news_once(state: State, tmp_path: Path) -> None:
    keep(state, a_run(1), {"k": "one"})
    with State.open(tmp_path) as other:
        assert [len(each.measures.claim_news("a")[0]) for each in (other, state)] == [1, 0]


def test_a_site_that_is_crawled_no_more_is_left_out(state: State) -> None:
    old = a_run(1)
    keep(state, replace(old, started=old.started.replace(year=2024), ended=old.ended.replace(year=2024)), {"k": "one"})
    assert state.measures.alarms() == []
