"""What the frontier promises: nothing leaves it before it is settled, and nothing waits for a dead owner."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from newscrawl.frontier import Backlog, Entry, Held, SqliteFrontier
from newscrawl.frontier.held import BATCH, LONGEST, TRIES
from newscrawl.items import Link
from newscrawl.store import State

if TYPE_CHECKING:
    from collections.abc import Iterator

A, B, C = (f"https://news.example/{name}" for name in "abc")
LINK = Link(
    url=A,
    title="标题",
    published=datetime(2026, 7, 20, 9, 30, tzinfo=UTC),
    modified=datetime(2026, 7, 20, 10, 0, tzinfo=UTC),
    source="报",
    authors=("张三", "李四"),
    summary="x",
    image="https://news.example/a.png",
    keywords=("一", "二"),
    tickers=("600519.SH",),
    body="<p>全文</p>",
)


@pytest.fixture
def frontier() -> Iterator[SqliteFrontier]:
    with State.open(None) as state:
        yield SqliteFrontier(state.database)


def held(frontier: SqliteFrontier, owner: str = "me") -> Held:
    return Held(frontier, "site", owner)


def links(*urls: str) -> list[Link]:
    return [Link(url=url) for url in urls]


def taken_up(frontier: SqliteFrontier, owner: str = "next", channels: tuple[str, ...] = ("news",)) -> list[str]:
    return [link.url for link, _ in held(frontier, owner).left_behind(channels)]


def test_what_a_list_says_comes_back_as_it_was() -> None:
    assert Link.from_mapping(LINK.as_mapping()) == LINK


def test_a_link_of_another_version_is_read_as_far_as_it_is_known() -> None:
    assert Link.from_mapping({"url": A, "mood": "bright"}) == Link(url=A)


@pytest.mark.parametrize("payload", [{}, {"title": "x"}, {"url": A, "keywords": 7}, {"url": A, "published": "soon"}])
def test_what_holds_no_link_says_so(payload: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Link.from_mapping(payload)


def test_the_next_run_takes_up_what_a_killed_one_held(frontier: SqliteFrontier) -> None:
    held(frontier).put([LINK, *links(B)], "news")
    assert [*held(frontier, "next").left_behind(["news"])] == [(LINK, "news"), (Link(url=B), "news")]


def test_what_is_settled_is_gone(frontier: SqliteFrontier) -> None:
    run = held(frontier)
    run.put(links(A, B), "news")
    run.settle(A)
    assert taken_up(frontier) == [B]


def test_what_is_told_of_another_address_counts(frontier: SqliteFrontier) -> None:
    run = held(frontier)
    run.put(links(A), "news")
    run.leads_to(C, A)
    run.settle(C)
    assert frontier.backlogs() == []


def test_what_is_told_of_a_strange_address_counts_for_nothing(frontier: SqliteFrontier) -> None:
    run = held(frontier)
    run.put(links(A), "news")
    run.leads_to(C, B)
    run.settle(C)
    assert frontier.backlogs() == [Backlog(site="site", waiting=0, held=1)]


def test_a_run_does_not_take_up_what_it_holds(frontier: SqliteFrontier) -> None:
    run = held(frontier)
    run.put(links(A), "news")
    run.fail(A, "timeout")
    assert [*run.left_behind(["news"])] == []


def test_other_channels_wait_for_their_own_run(frontier: SqliteFrontier) -> None:
    run = held(frontier)
    run.put(links(A), "news")
    run.put(links(B), "stocks")
    assert taken_up(frontier, "second", ("stocks",)) == [B]
    assert taken_up(frontier, "third", ("news",)) == [A]


def test_first_pages_come_first_and_failures_last(frontier: SqliteFrontier) -> None:
    run = held(frontier)
    run.put(links(A), "news", -1)
    run.put(links(B, C), "news", 0)
    run.fail(B, "timeout")
    assert taken_up(frontier) == [C, A, B]


def test_more_than_one_batch_is_taken_up(frontier: SqliteFrontier) -> None:
    urls = [f"https://news.example/{number}" for number in range(2 * BATCH + 1)]
    held(frontier).put(links(*urls), "news")
    assert taken_up(frontier) == urls


def test_a_page_of_100_000_links_is_put_in_seconds(frontier: SqliteFrontier) -> None:
    run = held(frontier)
    began = time.process_time()
    run.put(links(*(f"https://news.example/{number}" for number in range(100_000))), "news")
    assert time.process_time() - began < 20
    assert frontier.backlogs() == [Backlog(site="site", waiting=0, held=100_000)]


def test_a_link_that_comes_again_keeps_its_tries(frontier: SqliteFrontier) -> None:
    run = held(frontier)
    run.put(links(A), "news")
    run.fail(A, "timeout")
    run.let_go(done=True)
    held(frontier, "next").put(links(A), "news")
    failed = frontier.fail("site", A, "next", "timeout")
    assert failed
    assert failed.tries == 2


def test_who_does_not_hold_an_entry_cannot_settle_it(frontier: SqliteFrontier) -> None:
    frontier.put("site", [Entry(key=A, channel="news")], "me")
    frontier.acknowledge("site", [A], "other")
    assert frontier.fail("site", A, "other", "timeout") is None
    assert frontier.backlogs() == [Backlog(site="site", waiting=0, held=1)]


def test_sites_do_not_touch_each_other(frontier: SqliteFrontier) -> None:
    frontier.put("other", [Entry(key=A, channel="news")], "them")
    run = held(frontier)
    run.put(links(A), "news")
    run.settle(A)
    assert frontier.backlogs() == [Backlog(site="other", waiting=0, held=1)]


@pytest.mark.parametrize(("done", "tries"), [(True, 1), (False, 0)])
def test_what_got_no_outcome_counts_as_tried_if_the_run_came_to_its_end(
    frontier: SqliteFrontier, done: bool, tries: int
) -> None:
    run = held(frontier)
    run.put(links(A), "news")
    run.let_go(done=done)
    [entry] = frontier.lease("site", ["news"], "next", 9)
    assert entry.tries == tries


def fail_often(frontier: SqliteFrontier, times: int) -> tuple[str, ...]:
    hopeless: tuple[str, ...] = ()
    for number in range(times):
        run = held(frontier, str(number))
        run.put(links(A), "news")
        hopeless = run.fail(A, "timeout")
        if not hopeless:
            run.let_go(done=True)
    return hopeless


class Clock:
    now = datetime(2026, 7, 20, tzinfo=UTC)

    def time(self) -> float:
        return self.now.timestamp()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()

    class Moved(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return clock.now

    monkeypatch.setattr("newscrawl.frontier.sqlite.time", clock)
    monkeypatch.setattr("newscrawl.frontier.held.datetime", Moved)
    return clock


def test_many_failures_in_a_short_time_are_no_reason_to_give_up(frontier: SqliteFrontier, clock: Clock) -> None:
    assert fail_often(frontier, 3 * TRIES) == ()


def test_what_failed_often_and_for_long_is_given_up(frontier: SqliteFrontier, clock: Clock) -> None:
    fail_often(frontier, TRIES - 1)
    clock.now += LONGEST
    assert fail_often(frontier, 1) == (A,)


def test_a_clock_that_jumps_forward_gives_nothing_up_at_once(frontier: SqliteFrontier, clock: Clock) -> None:
    fail_often(frontier, 1)
    clock.now += timedelta(days=400)
    assert fail_often(frontier, TRIES - 2) == ()


def test_a_clock_that_was_set_back_lets_nothing_live_for_ever(frontier: SqliteFrontier, clock: Clock) -> None:
    fail_often(frontier, 1)
    clock.now -= timedelta(days=400)
    fail_often(frontier, TRIES)
    clock.now += LONGEST
    assert fail_often(frontier, 1) == (A,)


def test_an_entry_whose_payload_is_damaged_is_fetched_by_its_address(frontier: SqliteFrontier) -> None:
    held(frontier).put([LINK], "news")
    with frontier._database.transaction() as run:
        run("UPDATE frontier SET payload = '{\"url'")
    assert taken_up(frontier) == [A]
