"""Reads what users write of times: each function says in one line what it would have wanted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from cronsim import CronSim, CronSimError

from newscrawl.errors import SiteError
from newscrawl.schedule.keep import Keep
from newscrawl.schedule.model import Cron, Interval, Quiet, Rhythm

__all__ = ["read_keep", "read_quiet", "read_rhythm", "read_span"]

UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
LONGEST = timedelta(days=366 * 10)
"""Beyond any plan, and far from where dates end."""

SPAN = re.compile(r"(\d{1,6})\s*([smhdw])")
HOURS = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)")
POSTS = re.compile(r"(\d{1,7})\s*posts?")


def read_rhythm(text: str, place: str) -> Rhythm:
    """Return how often: ``15m``, ``6h``, ``1d``, ``1w``, or a cron expression.

    :raises SiteError: naming the *place*
    """
    text = text.strip()
    if span := _span(text):
        return Interval(every=span)
    wanted = f"{text!r} is neither a span, such as 15m, 6h or 1d, nor a cron expression, such as '*/15 9-15 * * 1-5'"
    if len(text.split()) != 5:
        raise SiteError(place, wanted)
    try:
        # one that never comes, such as the 30th of February, is none either
        next(CronSim(text, datetime(2026, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        raise SiteError(place, f"{text!r} is no cron expression: {error}") from None
    except StopIteration:
        raise SiteError(place, f"{text!r} is no cron expression: it never comes") from None
    return Cron(expression=text)


def read_quiet(text: str, place: str) -> Quiet:
    """Return the hours of ``23:00-06:00``.

    :raises SiteError: naming the *place*
    """
    found = HOURS.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError
        hour, minute, last_hour, last_minute = map(int, found.groups())
        quiet = Quiet(start=time(hour, minute), end=time(last_hour, last_minute))
    except ValueError:
        raise SiteError(place, f"{text!r} is no span of hours, such as 23:00-06:00") from None
    if quiet.start == quiet.end:
        raise SiteError(place, f"{text!r} is either never or always; say which hours")
    return quiet


def read_keep(text: str, place: str) -> Keep:
    """Return what ``30d``, ``2000 posts`` or ``30d | 2000 posts`` keeps.

    :raises SiteError: naming the *place*
    """
    age, posts = None, None
    for part in map(str.strip, text.split("|")):
        if age is None and (span := _span(part)):
            age = span
        elif posts is None and (found := POSTS.fullmatch(part)) and int(found[1]):
            posts = int(found[1])
        else:
            raise SiteError(place, f"{text!r} is no bound, such as 30d, 2000 posts, or 30d | 2000 posts")
    return Keep(age=age, posts=posts)


def read_span(text: str, place: str) -> timedelta:
    """Return the length of time of ``90s``, ``15m``, ``6h``, ``30d`` or ``2w``.

    :raises SiteError: naming the *place*
    """
    if span := _span(text, "smhdw"):
        return span
    raise SiteError(place, f"{text!r} is no length of time, such as 90s, 15m, 6h or 30d")


def _span(text: str, units: str = "mhdw") -> timedelta | None:
    found = SPAN.fullmatch(text)
    span = int(found[1]) * UNITS[found[2]] if found and found[2] in units else timedelta()
    return span if timedelta() < span <= LONGEST else None
