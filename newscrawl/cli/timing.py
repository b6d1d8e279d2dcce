"""What of the work is due, told by the state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newscrawl.cli.jsonlog import JsonLog
from newscrawl.cli.screen import say
from newscrawl.schedule import Interval, Plan, due_at
from newscrawl.store import State
from newscrawl.store.database import DATABASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.cli.passing import Work

__all__ = ["HOURLY", "Due", "due_moments", "only", "overdue", "take_due", "tell_next"]

HOURLY = Interval(every=timedelta(hours=1))
"""How often something is crawled of which nobody says how often."""

LATE = timedelta(hours=2)
"""A crawl that began so long after its moment means that nobody starts any."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A channel and its moment."""

    target: str
    """``SITE/CHANNEL``."""
    moment: datetime
    """When it is due, in UTC; in the past: it is."""
    last: datetime | None
    """When its last run began; ``None``: there was none."""

    @property
    def when(self) -> str:
        """The moment on this machine's clock."""
        return f"{self.moment.astimezone():%Y-%m-%d %H:%M:%S %z}"


def due_moments(work: Work, *, on_timer: bool) -> list[Due]:
    """Return every channel's moment, the soonest first.

    :param on_timer: see :class:`newscrawl.schedule.Plan`
    :raises StoreError: when the state cannot be used
    """
    now = datetime.now(UTC)
    folder = work.config.state_folder
    found = []
    # asking must not make a state
    with State.open(folder if (folder / DATABASE).is_file() else None) as state:
        for plan in _plans(work, on_timer=on_timer):
            last = state.runs.last_start(plan.name)
            found.append(Due(target=plan.name, moment=due_at(plan, last, now), last=last))
    return sorted(found, key=lambda due: due.moment)


def take_due(work: Work) -> tuple[Work, Due]:
    """Return the part of the work that is due now, and the channel that is due first.

    :raises StoreError: when the state cannot be used
    """
    moments, now = due_moments(work, on_timer=True), datetime.now(UTC)
    return only(work, [due.target for due in moments if due.moment <= now]), moments[0]


def tell_next(due: Due, *, log_json: bool) -> None:
    """Say that nothing is due, and what will be."""
    if log_json:
        JsonLog().event("next", target=due.target, due=due.moment.isoformat(timespec="seconds"))
    else:
        say(f"nothing is due; next: {due.target} at {due.when}")


def overdue(work: Work) -> list[str]:
    """Return, one line each, the channels that should have been crawled long ago.

    :raises StoreError: when the state cannot be used
    """
    now = datetime.now(UTC)
    # whichever of them starts the crawls
    moments = {due.target: due for due in due_moments(work, on_timer=True)}
    for due in due_moments(work, on_timer=False):
        moments[due.target] = max(due, moments[due.target], key=lambda found: found.moment)
    return [
        f"{due.target}: was due at {due.when}, and no crawl has begun since"
        for due in moments.values()
        if now - due.moment > LATE
    ]


def only(work: Work, targets: Iterable[str]) -> Work:
    """Return the part of the work that is about these targets."""
    wanted = set(targets)
    chosen = {site: [name for name in channels if f"{site}/{name}" in wanted] for site, channels in work.chosen.items()}
    return replace(work, chosen={site: channels for site, channels in chosen.items() if channels})


def _plans(work: Work, *, on_timer: bool) -> list[Plan]:
    return [
        Plan(
            name=f"{site.id}/{name}",
            rhythm=site.channels[name].every or site.policy.every or HOURLY,
            quiet=site.policy.quiet,
            timezone=site.timezone,
            on_timer=on_timer,
        )
        for site, channels in ((work.sites[site_id], channels) for site_id, channels in work.chosen.items())
        for name in channels
    ]
