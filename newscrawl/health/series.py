"""Runs in a row: has what they count fallen in the last of them, and since which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newscrawl.health.measures import Measure
from newscrawl.health.shares import MIN_HISTORY, Baseline, Share, baseline_of, expected, has_fallen, may_have_fallen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["WINDOW", "Count", "Fall", "fall", "total"]

WINDOW = 6
"""Runs with pages that are taken together at most, when each is small."""

BETTER, SOME = 1.5, 0.05
"""A run was better when its share was so many times larger, and this much more."""

Count = Callable[[Measure, str], Share]
"""Counts something in a run's channel."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A share that has fallen."""

    usual: float
    """What it was."""
    share: Share
    """What it is, over the runs that were taken together."""
    since: Measure
    """The first run that departed."""
    window: tuple[Measure, ...]
    """The runs that were taken together."""
    base: tuple[Measure, ...]
    """Those before them."""

    @property
    def sure(self) -> float:
        """How sure: the part that was lost, and less for few pages."""
        lost = 1 - self.share.value / self.usual if self.usual else 0.0
        return round(lost * self.share.whole / (self.share.whole + 1), 2)


def total(runs: Iterable[Measure], channels: Iterable[str], count: Count) -> Share:
    """Return what is counted in all these channels of all these runs."""
    names = tuple(channels)
    part = whole = 0
    for run in runs:
        for name in names:
            if name in run.channels:
                share = count(run, name)
                part += share.part
                whole += share.whole
    return Share(part, whole)


def fall(
    runs: Sequence[Measure], channels: Sequence[str], count: Count, since: int | None = None, *, own: bool = False
) -> Fall | None:
    """Return how a share has fallen in the last run, or ``None``: it has not, or nobody can tell.

    The last run is looked at alone, then, where it is small, together with the ones before it. Each channel has its own
    baseline where its history is long enough, else the site's; so another choice of channels is no departure.

    :param runs: the oldest first
    :param channels: those that count
    :param since: number of the first run that is known to depart: it is no part of the baseline
    :param own: be silent where a channel has no baseline of its own
    """
    window: list[Measure] = []
    share = Share(0, 0)
    for index in range(len(runs) - 1, -1, -1):
        here = total([runs[index]], channels, count)
        if not here.whole:
            if not window:
                return None
            continue
        window.append(runs[index])
        share += here
        # cheap: nearly every share is far above or no worse than just before, so the whole past is not looked at
        if may_have_fallen(share) and (since is not None or _was_better(runs[:index], channels, count, share)):
            base = [run for run in runs[:index] if since is None or run.run < since]
            baseline = _baseline(base, window, channels, count, own=own)
            if baseline is None:
                return None
            if has_fallen(share, baseline):
                return Fall(baseline.usual, share, _first(runs, channels, count, share), tuple(window), tuple(base))
        if share.whole >= MIN_HISTORY or len(window) == WINDOW:
            # enough to tell; older runs would only bring back what is over
            return None
    return None


def _was_better(runs: Sequence[Measure], channels: Sequence[str], count: Count, now: Share) -> bool:
    """Tell whether the last of these runs that has any pages was better than it is now."""
    for run in reversed(runs):
        share = total([run], channels, count)
        if share.whole:
            return _is_better(share, now)
    return False


def _is_better(share: Share, now: Share) -> bool:
    return share.value > now.value * BETTER + SOME


def _baseline(
    base: Sequence[Measure], window: Sequence[Measure], channels: Sequence[str], count: Count, *, own: bool
) -> Baseline | None:
    """Return what is normal for the window's mixture of channels."""
    parts: list[tuple[Baseline, int]] = []
    for name in channels:
        if pages := total(window, [name], count).whole:
            baseline = baseline_of([total([run], [name], count) for run in base])
            if baseline is None and not own:
                baseline = baseline_of([total([run], channels, count) for run in base])
            if baseline is None:
                return None
            parts.append((baseline, pages))
    return expected(parts)


def _first(runs: Sequence[Measure], channels: Sequence[str], count: Count, now: Share) -> Measure:
    """Return the first of the runs at the end that were no better than it is now."""
    first = runs[-1]
    for run in reversed(runs):
        share = total([run], channels, count)
        if _is_better(share, now):
            break
        if share.whole:
            first = run
    return first
