"""How long something holds: pure functions, told what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from newscrawl.store import Pause

if TYPE_CHECKING:
    from newscrawl.store import RobotsCopy

__all__ = ["PAUSES", "backoff", "holds", "is_fresh", "is_usable", "next_pause", "retry_after"]

FRESH = timedelta(hours=24)
"""How long a robots.txt is kept to without asking again (RFC 9309, 2.4)."""

USABLE = timedelta(days=30)
"""How old the last good robots.txt may be that is kept to while the server has none to give (RFC 9309, 2.3.1.4)."""

PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
"""How long a host that blocks is left alone: the first time, the second in a row … and from then on the last."""


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


def backoff(delay: float, refusals: int) -> float:
    """Return how long to wait after a refusal that does not say: twice the delay, doubled with each one in a row.

    >>> [backoff(1.0, refusals) for refusals in (1, 2, 3)]
    [2.0, 4.0, 8.0]
    """
    return float(delay * 2 ** min(refusals, 6))


def next_pause(before: Pause | None, now: datetime, reason: str, *, asked: float = 0.0, blocks: bool = True) -> Pause:
    """Return how long a host is left alone from now on.

    :param before: its last pause, when it has given no good answer since
    :param asked: seconds that it asks for; a day at most
    :param blocks: whether it refuses again and again; then pauses grow
    """
    times = (before.times if before else 0) + blocks
    grown = PAUSES[min(times, len(PAUSES)) - 1] if blocks else timedelta()
    span = max(grown, min(timedelta(seconds=min(asked, 1e9)), PAUSES[-1]))
    return Pause(until=now + span, times=times, reason=reason)


def holds(pause: Pause, now: datetime) -> bool:
    """Tell whether a host is to be left alone; a pause longer than any is from a clock that was set back."""
    return timedelta() < pause.until - now <= PAUSES[-1]
