"""When what is due, and what is old: pure functions, told what time it is and when the last run began.

:mod:`~newscrawl.schedule.words` reads what users write (``6h``, ``*/15 9-15 * * 1-5``, ``23:00-06:00``,
``30d | 2000 posts``). :mod:`~newscrawl.schedule.due` tells the moment of the next crawl, and
:mod:`~newscrawl.schedule.keep` which posts are to go.
"""

from __future__ import annotations

from newscrawl.schedule.due import Plan, due_at, pause_after
from newscrawl.schedule.keep import Aged, Keep, expired
from newscrawl.schedule.model import Cron, Interval, Quiet, Rhythm
from newscrawl.schedule.words import read_keep, read_quiet, read_rhythm, read_span

__all__ = [
    "Aged",
    "Cron",
    "Interval",
    "Keep",
    "Plan",
    "Quiet",
    "Rhythm",
    "due_at",
    "expired",
    "pause_after",
    "read_keep",
    "read_quiet",
    "read_rhythm",
    "read_span",
]
