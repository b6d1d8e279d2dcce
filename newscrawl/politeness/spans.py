"""How long something holds: pure functions, told what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscrawl.store import RobotsCopy

__all__ = ["is_fresh", "is_usable", "retry_after"]

FRESH = timedelta(hours=24)
"""How long a robots.txt is kept to without asking again (RFC 9309, 2.4)."""

USABLE = timedelta(days=30)
"""How old the last good robots.txt may be that is kept to while the server has none to give (RFC 9309, 2.3.1.4)."""


def is_fresh(copy: RobotsCopy, now: datetime) -> bool:
    """Tell whether a robots.txt need not be asked for; one from the future is none to rely on."""
    return timedelta() <= now - copy.fetched < FRESH


def is_usable(copy: RobotsCopy, now: datetime) -> bool:
    """Tell whether a robots.txt is recent enough to stand in for one that cannot be had."""
    return now - copy.fetched < USABLE


def retry_after(text: str, now: datetime) -> float:
    """Return the seconds that a ``Retry-After`` asks for, a number or a date; 0 when it says nothing.

    >>> noon = datetime(2026, 7, 20, 12, tzinfo=UTC)
    >>> [retry_after(text, noon) for text in ("120", "Mon, 20 Jul 2026 12:01:00 GMT", "soon")]
    [120.0, 60.0, 0.0]
    """
    text = text.strip()
    # what has more digits is no number of seconds, and too large for a float at some point
    if text.isdecimal() and len(text) < 12:
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max((moment - now).total_seconds(), 0.0)
    except (ValueError, OverflowError):
        return 0.0
