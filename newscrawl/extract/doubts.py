"""Times in metadata that the page contradicts: those of a change, of a wrong zone, with a day read for a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from newscrawl.extract.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

__all__ = ["before_changes", "in_order_of", "is_doubtful", "true_zone_first", "zone_as_shown"]

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

ZONES = timedelta(hours=26)
"""How far two clocks of one moment may lie apart, one of them read in a wrong zone or half of the day."""


def in_order_of(moment: Moment, in_url: list[Moment]) -> Moment:
    """Return a time whose day and month stand in the other order than they were read, as the address tells."""
    for named in in_url:
        month, day = named.when.month, named.when.day
        if (moment.when.year, moment.when.month, moment.when.day) == (named.when.year, day, month):
            return replace(moment, when=moment.when.replace(month=month, day=day))
    return moment


def true_zone_first(timed: list[Moment], local: tzinfo) -> list[Moment]:
    """Put second what is the second witness's time on a local clock, though it says ``Z``."""
    if len(timed) > 1 and not any(moment.when.utcoffset() for moment in timed[:2]):
        apart = timed[0].when - timed[1].when
        if apart and apart == timed[1].when.astimezone(local).utcoffset():
            return [timed[1], timed[0], *timed[2:]]
    return timed


def before_changes(timed: list[Moment], changed: Iterable[Moment]) -> list[Moment]:
    """Put first the earlier time that another name for publishing gives, where the first is that of the last change.

    :param timed: what the metadata says of the publish time, best first
    :param changed: what it says of the last change
    """
    first = timed[0].when
    if any(abs(change.when - first) < MINUTE for change in changed):
        for other in timed[1:]:
            # whole hours are those of a zone
            if "publish" in other.found_by and first - other.when >= MINUTE and (first - other.when) % HOUR >= MINUTE:
                return [other, *timed]
    return timed


def is_doubtful(timed: list[Moment]) -> bool:
    """Tell whether the first of the times says no zone, or ``Z`` where another one lies whole hours away."""
    first = timed[0]
    if not first.zoned:
        return True
    return not first.when.utcoffset() and any(_same_but_zone(other.when, first.when) for other in timed[1:])


def zone_as_shown(timed: list[Moment], shown: Iterable[Moment]) -> list[Moment]:
    """Put first the time shown that names its zone, where it is the first one's but for the zone."""
    first = timed[0]
    for seen in shown:
        if seen.clock and seen.zoned and _same_but_zone(seen.when, first.when):
            return [replace(seen, when=seen.when.replace(second=first.when.second)), *timed]
    return timed


def _same_but_zone(one: datetime, other: datetime) -> bool:
    return one.minute == other.minute and MINUTE <= abs(one - other) < ZONES
