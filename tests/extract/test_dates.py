"""Every written form of a time, and the zone it is meant in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.extract.dates import parse_moment

FETCHED = datetime(2026, 7, 20, 4, 30, tzinfo=UTC)  # 12:30 in Shanghai


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年08月04日 14:31", "2022-08-04T14:31:00+08:00"),
        ("2022年08月04日14:31", "2022-08-04T14:31:00+08:00"),
        ("2022年8月4日 14:31:10 来源：示例", "2022-08-04T14:31:10+08:00"),
        ("2022-08-04 14:31:10", "2022-08-04T14:31:10+08:00"),
        ("2022/08/04 14:31", "2022-08-04T14:31:00+08:00"),
        ("2022.08.04 05:39", "2022-08-04T05:39:00+08:00"),
        ("2022年8月4日 下午3点05分", "2022-08-04T15:05:00+08:00"),
        ("2022-08-04T14:31:10+08:00", "2022-08-04T14:31:10+08:00"),
        ("2022-08-04T06:31:10Z", "2022-08-04T06:31:10+00:00"),
        ("2022-08-04T06:31:10.123Z", "2022-08-04T06:31:10+00:00"),
        ("2022-08-04T06:31:10+0000", "2022-08-04T06:31:10+00:00"),
        ("Thu, 04 Aug 2022 06:31:10 GMT", "2022-08-04T06:31:10+00:00"),
        ("August 4, 2022 2:31 p.m. ET", "2022-08-04T14:31:00-04:00"),
        ("Aug. 4, 2022 at 2:31 PM EDT", "2022-08-04T14:31:00-04:00"),
        ("Jan 4, 2022, 12:05 am EST", "2022-01-04T00:05:00-05:00"),
        ("4 August 2022 14:31 BST", "2022-08-04T14:31:00+01:00"),
        ("4. August 2022, 14:31 Uhr", "2022-08-04T14:31:00+08:00"),
        ("le 4 août 2022 à 14h31", "2022-08-04T14:31:00+08:00"),
        ("04.08.2022 14:31", "2022-08-04T14:31:00+08:00"),
        ("2022年8月4日 14時31分", "2022-08-04T14:31:00+08:00"),
        ("14:31 4 August 2022", "2022-08-04T14:31:00+08:00"),
        ("9/17/2004 5:54:13 AM", "2004-09-17T05:54:13+08:00"),
        ("1659594670", "2022-08-04T14:31:10+08:00"),
        ("1659594670000", "2022-08-04T14:31:10+08:00"),
        ("3分钟前", "2026-07-20T12:27:00+08:00"),
        ("2小时前", "2026-07-20T10:30:00+08:00"),
        ("5 minutes ago", "2026-07-20T12:25:00+08:00"),
        ("vor 2 Stunden", "2026-07-20T10:30:00+08:00"),
        ("今天 09:15", "2026-07-20T09:15:00+08:00"),
        ("昨天 23:59", "2026-07-19T23:59:00+08:00"),
        ("07-19 08:00", "2026-07-19T08:00:00+08:00"),
        ("12-31 08:00", "2025-12-31T08:00:00+08:00"),
        ("07月19日 08:00", "2026-07-19T08:00:00+08:00"),
    ],
)
def test_a_written_time(text: str, expected: str) -> None:
    moment = parse_moment(text, "Asia/Shanghai", FETCHED)
    assert moment is not None
    assert moment.when.isoformat() == expected
    assert moment.clock


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-08-04", "2022-08-04"),
        ("2022年8月4日", "2022-08-04"),
        ("August 4, 2022", "2022-08-04"),
        ("20220804", "2022-08-04"),
    ],
)
def test_a_day_has_no_clock(text: str, day: str) -> None:
    moment = parse_moment(text, "Asia/Shanghai", FETCHED)
    assert moment is not None
    assert (moment.when.date().isoformat(), moment.clock) == (day, False)


@pytest.mark.parametrize(
    "text", ["", "来源：示例", "2022-13-45", "600519", "股价 12.30 元", "99:99", "第2022期", "1234567890123456"]
)
def test_no_time(text: str) -> None:
    assert parse_moment(text, "Asia/Shanghai", FETCHED) is None


def test_a_format_decides_alone() -> None:
    moment = parse_moment("04/08/2022", "Asia/Shanghai", FETCHED, ("%d/%m/%Y",))
    assert moment is not None
    assert moment.when.date().isoformat() == "2022-08-04"
    assert parse_moment("2022-08-04", "Asia/Shanghai", FETCHED, ("epoch_s",)) is None
