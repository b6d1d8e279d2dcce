from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.schedule import Plan, due_at, pause_after, read_quiet, read_rhythm

SITES = [f"site{number}/main" for number in range(40)]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def plan(rhythm: str, *, quiet: str = "", zone: str = "UTC", name: str = "s/c", on_timer: bool = False) -> Plan:
    return Plan(
        name=name,
        rhythm=read_rhythm(rhythm, "every"),
        quiet=read_quiet(quiet, "quiet") if quiet else None,
        timezone=zone,
        on_timer=on_timer,
    )


NOON = at("2026-07-20 12:00")
RHYTHMS = ["15m", "6h", "1d", "*/15 * * * *", "30 6 * * *"]


@pytest.mark.parametrize("rhythm", RHYTHMS)
@pytest.mark.parametrize("on_timer", [True, False])
def test_what_never_ran_is_due(rhythm: str, on_timer: bool) -> None:
    assert due_at(plan(rhythm, on_timer=on_timer), None, NOON) <= NOON


@pytest.mark.parametrize("rhythm", RHYTHMS)
@pytest.mark.parametrize("on_timer", [True, False])
def test_what_has_just_begun_is_not_due(rhythm: str, on_timer: bool) -> None:
    due = due_at(plan(rhythm, on_timer=on_timer), NOON, NOON)
    assert NOON < due <= NOON + timedelta(days=1, minutes=1)
    assert due_at(plan(rhythm, on_timer=on_timer), due, due) > due


@pytest.mark.parametrize("rhythm", RHYTHMS)
@pytest.mark.parametrize("on_timer", [True, False])
def test_after_a_long_sleep_it_is_due_once(rhythm: str, on_timer: bool) -> None:
    later = NOON + timedelta(days=30)
    assert due_at(plan(rhythm, on_timer=on_timer), NOON, later) <= later
    assert due_at(plan(rhythm, on_timer=on_timer), later, later) > later


@pytest.mark.parametrize("rhythm", RHYTHMS)
@pytest.mark.parametrize("on_timer", [True, False])
def test_a_last_run_in_the_far_future_is_not_waited_for(rhythm: str, on_timer: bool) -> None:
    assert due_at(plan(rhythm, on_timer=on_timer), NOON + timedelta(days=4000), NOON) <= NOON


@pytest.mark.parametrize("rhythm", RHYTHMS)
@pytest.mark.parametrize("on_timer", [True, False])
def test_a_clock_that_steps_back_a_little_gives_no_second_run(rhythm: str, on_timer: bool) -> None:
    assert due_at(plan(rhythm, on_timer=on_timer), NOON + timedelta(seconds=3), NOON) > NOON


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_wherever_the_clock_jumps_the_wait_is_at_most_three_turns(rhythm: str) -> None:
    for seconds in range(-400_000, 400_000, 7919):
        last = NOON + timedelta(seconds=seconds)
        assert due_at(plan(rhythm), last, NOON) <= NOON + timedelta(days=3, minutes=1)


def test_an_interval_does_not_drift() -> None:
    moments = [NOON]
    for _ in range(50):
        # each pass begins a little late
        moments.append(due_at(plan("1h"), moments[-1] + timedelta(seconds=7), moments[-1] + timedelta(seconds=7)))
    assert {after - before for before, after in itertools.pairwise(moments[1:])} == {timedelta(hours=1)}


@pytest.mark.parametrize("rhythm", ["1h", "0 * * * *"])
def test_forty_sites_do_not_begin_in_the_same_second(rhythm: str) -> None:
    moments = [due_at(plan(rhythm, name=name), NOON, NOON).replace(microsecond=0) for name in SITES]
    assert max(moments.count(moment) for moment in moments) <= 4
    assert len(set(moments)) > 20


def test_the_moments_are_the_same_every_time() -> None:
    assert due_at(plan("1h", name="sina_finance/国内"), NOON, NOON) == at("2026-07-20 12:16:25")


def test_a_timer_that_comes_a_little_early_does_not_lose_its_turn() -> None:
    early = NOON + timedelta(minutes=58)
    assert due_at(plan("1h", on_timer=True), NOON, early) <= early


@pytest.mark.parametrize(
    ("zone", "last", "due"),
    [
        ("Asia/Shanghai", "2026-07-20 02:00", "2026-07-20 22:30"),
        ("America/New_York", "2026-07-20 02:00", "2026-07-20 10:30"),
        # summer time begins at 2:00 on 8 March and ends at 2:00 on 1 November
        ("America/New_York", "2026-03-07 12:00", "2026-03-08 10:30"),
        ("America/New_York", "2026-10-31 12:00", "2026-11-01 11:30"),
    ],
)
def test_cron_means_the_sites_clock(zone: str, last: str, due: str) -> None:
    assert due_at(plan("30 6 * * *", zone=zone, on_timer=True), at(last), at(last)) == at(due)


def test_an_hour_that_is_left_out_loses_no_turn() -> None:
    new_york = plan("30 2 * * *", zone="America/New_York", on_timer=True)
    assert due_at(new_york, at("2026-03-08 05:00"), at("2026-03-08 05:00")) == at("2026-03-08 07:00")


def test_an_hour_that_comes_twice_gives_one_turn() -> None:
    new_york = plan("30 1 * * *", zone="America/New_York", on_timer=True)
    first = due_at(new_york, at("2026-11-01 04:00"), at("2026-11-01 04:00"))
    assert first == at("2026-11-01 05:30")
    assert due_at(new_york, first, first) == at("2026-11-02 06:30")


@pytest.mark.parametrize(
    ("quiet", "now", "due"),
    [
        ("23:00-06:00", "2026-07-20 22:59", "2026-07-20 22:59"),
        ("23:00-06:00", "2026-07-20 23:00", "2026-07-21 06:00"),
        ("23:00-06:00", "2026-07-21 05:59", "2026-07-21 06:00"),
        ("23:00-06:00", "2026-07-21 06:00", "2026-07-21 06:00"),
        ("12:00-13:30", "2026-07-20 11:59", "2026-07-20 11:59"),
        ("12:00-13:30", "2026-07-20 12:30", "2026-07-20 13:30"),
        ("12:00-13:30", "2026-07-20 13:30", "2026-07-20 13:30"),
        ("00:00-06:00", "2026-07-20 00:00", "2026-07-20 06:00"),
        ("18:00-00:00", "2026-07-20 23:59", "2026-07-21 00:00"),
    ],
)
def test_nothing_begins_in_the_quiet_hours(quiet: str, now: str, due: str) -> None:
    assert due_at(plan("1h", quiet=quiet, on_timer=True), None, at(now)) == at(due)
    overdue = due_at(plan("1h", quiet=quiet, on_timer=True), at(now) - timedelta(days=1), at(now))
    assert max(overdue, at(now)) == at(due)


def test_quiet_hours_are_the_sites() -> None:
    shanghai = plan("1h", quiet="23:00-06:00", zone="Asia/Shanghai", on_timer=True)
    assert due_at(shanghai, None, at("2026-07-20 16:00")) == at("2026-07-20 22:00")


def test_after_the_quiet_hours_each_site_has_its_own_second() -> None:
    night, end = at("2026-07-21 02:00"), at("2026-07-21 06:00")
    moments = [due_at(plan("1h", quiet="23:00-06:00", name=name), night - timedelta(hours=3), night) for name in SITES]
    assert all(end <= moment < end + timedelta(minutes=1) for moment in moments)
    assert len({moment.replace(microsecond=0) for moment in moments}) > 20
    # whoever looks at the end of the hours finds those whose second has not come yet still waiting
    waiting = [due_at(plan("1h", quiet="23:00-06:00", name=name), night - timedelta(hours=3), end) for name in SITES]
    assert waiting == moments


@pytest.mark.parametrize(("failures", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (5000, 60)])
def test_pauses_grow_to_their_bound(failures: int, minutes: int) -> None:
    assert pause_after(failures, timedelta(minutes=1), timedelta(hours=1)) == timedelta(minutes=minutes)
