"""Dates as the front matter shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from zoneinfo import ZoneInfo

__all__ = ["read_date", "shown_date"]

_NAIVE = "%Y-%m-%d %H:%M:%S"


def shown_date(moment: datetime, timezone: str = "") -> str:
    """Return an aware *moment* as RFC 1123 in GMT, or as the wall-clock time of *timezone* when one is given.

    Hexo reads ``… GMT`` rightly only where its own ``timezone`` is empty or the machine's, and an offset never; naive
    time in its own zone it reads rightly everywhere.

    >>> shown_date(datetime(2022, 8, 4, 6, 31, 10, tzinfo=UTC))
    'Thu, 04 Aug 2022 06:31:10 GMT'
    >>> shown_date(datetime(2022, 8, 4, 6, 31, 10, tzinfo=UTC), "Asia/Shanghai")
    '2022-08-04 14:31:10'
    """
    if timezone:
        return moment.astimezone(ZoneInfo(timezone)).isoformat(" ", "seconds")[:19]
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def read_date(shown: object) -> datetime | None:
    """Return what a YAML reader got for a date as naive time in the zone it was written in; None when it is no date."""
    if isinstance(shown, datetime):
        return shown.replace(tzinfo=None)
    try:
        return parsedate_to_datetime(str(shown)).replace(tzinfo=None)
    except ValueError:
        return None
