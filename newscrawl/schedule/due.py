"""When the next crawl is due, whatever the clock has been through.

A rhythm is a row of moments (slots) that are the same whenever one asks: nothing drifts, nothing has to be stored but
when the last run began. A crawl is due from the first slot after that on, once, however many slots have gone by since.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cronsim import CronSim

from newscrawl.schedule.model import Interval

if TYPE_CHECKING:
    from newscrawl.schedule.model import Quiet, Rhythm

__all__ = ["Plan", "due_at", "pause_after"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EARLY = 10
"""A timer may come this part of a span early: timers wobble, and must not lose their turn over a few seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How often something is crawled."""

    name: str
    """What it is, such as ``SITE/CHANNEL``; gives it its own moments."""
    rhythm: Rhythm
    """How often."""
    quiet: Quiet | None = None
    """When nothing begins."""
    timezone: str = "UTC"
    """IANA name: whose clock cron expressions and quiet hours mean."""
    on_timer: bool = False
    """Whether somebody else's timer asks now and then: what is due then begins together anyway."""


def due_at(plan: Plan, last: datetime | None, now: datetime) -> datetime:
    """Return when something is due, in UTC; not later than *now*: it is.

    A last run further in the future than two slots was noted while the clock was wrong: nobody waits for that.

    :param last: when the last run began; ``None``: there was none
    """
    moment = now
    if last is not None and last <= _slot(plan, _slot(plan, now)):
        # what has come due in the quiet hours waits for their end
        moment = _outside_quiet(plan, _slot(plan, last))
    if moment <= now < (later := _outside_quiet(plan, now)):
        # and so does what came due before them
        moment = later
    return moment.astimezone(UTC)


def pause_after(failures: int, first: timedelta, longest: timedelta) -> timedelta:
    """Return how long to wait after that many failures in a row: twice as long each time.

    >>> [pause_after(n, timedelta(minutes=1), timedelta(hours=1)) // timedelta(minutes=1) for n in (1, 2, 3, 99)]
    [1, 2, 4, 60]
    """
    return min(first * (1 << min(failures - 1, 30)), longest)


def _slot(plan: Plan, after: datetime) -> datetime:
    """Return the plan's first slot after a moment."""
    if isinstance(plan.rhythm, Interval):
        every = plan.rhythm.every
        if plan.on_timer:
            return after + every - every // EARLY
        # the whole span is shared out among the sites
        return after + every - (after - EPOCH - _share(plan, every)) % every
    minute = next(CronSim(plan.rhythm.expression, after.astimezone(ZoneInfo(plan.timezone))))
    # a run that began in a named minute, even before the site's own second, was that minute's
    return minute.astimezone(UTC) + _share(plan, MINUTE)


def _outside_quiet(plan: Plan, moment: datetime) -> datetime:
    """Return the moment, or the end of the quiet hours that it lies in."""
    if not (quiet := plan.quiet):
        return moment
    zone = ZoneInfo(plan.timezone)
    local = moment.astimezone(zone)
    clock, over_midnight = local.time(), quiet.end < quiet.start
    begun, ending = clock >= quiet.start, clock < quiet.end
    if not (begun or ending if over_midnight else begun and ending):
        return moment
    day = local.date() + timedelta(days=1) if over_midnight and begun else local.date()
    end = datetime.combine(day, quiet.end, zone).astimezone(UTC)
    # an hour that the clock repeats may put the end before the moment
    return max(end, moment.astimezone(UTC)) + _share(plan, MINUTE)


def _share(plan: Plan, whole: timedelta) -> timedelta:
    """Return a part of a span that is a name's own on every machine, in whole seconds: runs are noted in such."""
    if plan.on_timer:
        return timedelta()
    part = int.from_bytes(hashlib.sha256(plan.name.encode()).digest()[:6]) / 2**48
    return timedelta(seconds=int(part * whole.total_seconds()))
