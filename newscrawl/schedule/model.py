"""How often, and when not, as types. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import time, timedelta

__all__ = ["Cron", "Interval", "Quiet", "Rhythm"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """Once in every such span."""

    every: timedelta
    """How long it is; at least a minute."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cron:
    """At the minutes that a cron expression names."""

    expression: str
    """Five fields, as in a crontab: minute, hour, day, month, weekday."""


Rhythm = Interval | Cron
"""How often something is crawled."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quiet:
    """Hours of every day in which nothing begins."""

    start: time
    """When they begin, on the site's clock."""
    end: time
    """When they are over; earlier than the start: on the next day."""
