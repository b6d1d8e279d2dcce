from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from newscrawl.errors import SiteError
from newscrawl.schedule import Aged, Cron, Interval, Keep, Quiet, expired, read_keep, read_quiet, read_rhythm


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("15m", Interval(every=timedelta(minutes=15))),
        ("6h", Interval(every=timedelta(hours=6))),
        ("1 d", Interval(every=timedelta(days=1))),
        ("2w", Interval(every=timedelta(weeks=2))),
        ("*/15 9-15 * * 1-5", Cron(expression="*/15 9-15 * * 1-5")),
        ("0 6 * * mon", Cron(expression="0 6 * * mon")),
    ],
)
def test_rhythms_are_read(text: str, rhythm: Interval | Cron) -> None:
    assert read_rhythm(text, "every") == rhythm


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6",
        "h",
        "0m",
        "-1h",
        "1.5h",
        "6 hours",
        "9999999h",
        "900000d",
        "@hourly",
        "* * * *",
        "61 * * * *",
        "0 0 30 2 *",
    ],
)
def test_what_is_no_rhythm_is_one_line(text: str) -> None:
    with pytest.raises(SiteError, match=r"^every: .* (is neither a span|is no cron expression)") as problem:
        read_rhythm(text, "every")
    assert "\n" not in str(problem.value)


def test_quiet_hours_are_read() -> None:
    assert read_quiet("23:00-6:30", "quiet") == Quiet(start=time(23), end=time(6, 30))


@pytest.mark.parametrize("text", ["", "23-6", "25:00-06:00", "06:00-06:00", "23:00", "23:00-06:60"])
def test_what_is_no_span_of_hours_is_one_line(text: str) -> None:
    with pytest.raises(SiteError, match=r"^quiet: "):
        read_quiet(text, "quiet")


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("30d", Keep(age=timedelta(days=30))),
        ("2000 posts", Keep(posts=2000)),
        ("30d | 2000 posts", Keep(age=timedelta(days=30), posts=2000)),
        ("1 post|2w", Keep(age=timedelta(weeks=2), posts=1)),
    ],
)
def test_bounds_are_read(text: str, keep: Keep) -> None:
    assert read_keep(text, "keep") == keep


@pytest.mark.parametrize("text", ["", "2000", "0 posts", "30d | 60d", "30d |", "a month", "30d, 2000 posts"])
def test_what_is_no_bound_is_one_line(text: str) -> None:
    with pytest.raises(SiteError, match=r"^keep: "):
        read_keep(text, "keep")


NOW = datetime(2026, 7, 20, tzinfo=UTC)
POSTS = [Aged(url=f"u{days:02}", published=NOW - timedelta(days=days)) for days in (5, 31, 1, 30, -2, 60)]


@pytest.mark.parametrize(
    ("keep", "going"),
    [
        ("30d", ["u60", "u31"]),
        ("4 posts", ["u60", "u31"]),
        ("2 posts", ["u60", "u31", "u30", "u05"]),
        ("30d | 5 posts", ["u60", "u31"]),
        ("1d | 5 posts", ["u60", "u31", "u30", "u05"]),
        ("100d", []),
    ],
)
def test_either_bound_lets_the_oldest_go(keep: str, going: list[str]) -> None:
    assert expired(POSTS, read_keep(keep, "keep"), NOW) == going
