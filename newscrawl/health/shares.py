"""Statistics of shares: when has a share of pages fallen, and not merely wavered.

Pure arithmetic; docs/health.md explains the choice in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, sqrt
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "MIN_HISTORY",
    "MIN_PAGES",
    "Baseline",
    "Share",
    "baseline_of",
    "expected",
    "has_fallen",
    "lower_bound",
    "may_have_fallen",
]

MIN_PAGES = 5
"""Pages without which nothing is said of a share; smaller runs are taken together."""

MIN_HISTORY = 10
"""Pages of history without which there is nothing to compare with."""

CHANCE, CHANCE_OF_NONE = 1e-4, 1e-3
"""How likely a share may be under the baseline's lower bound, by chance alone, to count as fallen; where nothing at all
is left, less evidence is enough, for that is how rules die."""

EFFECT = 0.5
"""A share has fallen when it is less than this part of the lower bound: smaller changes are of no consequence."""

MANY = 200
"""Pages that a sample is scaled down to: more say nothing new, and pages of one run are no independent draws."""

DEVIATIONS = 1.64
"""Standard deviations that lie between what is usual and the least that is normal (95 %, one side)."""

NORMAL_MAD = 1.4826
"""Median distance from the median -> standard deviation, of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    """Pages that have it."""
    whole: int
    """All pages."""

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)

    @property
    def value(self) -> float:
        """From 0 to 1; 0 without pages."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is normal."""

    usual: float
    """Median of the runs."""
    low: float
    """The least that still is normal."""


def baseline_of(history: Sequence[Share]) -> Baseline | None:
    """Return what is normal by past runs; ``None``: there are too few pages to tell.

    >>> baseline = baseline_of([Share(19, 20)] * 10)
    >>> round(baseline.usual, 2), round(baseline.low, 2)
    (0.95, 0.92)
    """
    chunks = _chunks(history)
    total = sum(chunks, Share(0, 0))
    if total.whole < MIN_HISTORY:
        return None
    usual = median(chunk.value for chunk in chunks)
    proven = min(lower_bound(total.part, total.whole), lower_bound(usual * total.whole, total.whole))
    return Baseline(usual, max(0.0, proven - DEVIATIONS * _wavering(chunks, usual)))


def _wavering(chunks: Sequence[Share], usual: float) -> float:
    """Return by how much the share itself varies from run to run, as a standard deviation.

    That is what the runs vary (told by the median of the distances, which an odd run, or a drift of old, does not move)
    less what they would vary by chance alone.
    """
    spread = NORMAL_MAD * median(abs(chunk.value - usual) for chunk in chunks)
    by_chance = median(usual * (1 - usual) / chunk.whole for chunk in chunks)
    return sqrt(max(0.0, spread**2 - by_chance))


def expected(parts: Sequence[tuple[Baseline, int]]) -> Baseline:
    """Return what is normal for a mixture of channels, each with its pages."""
    whole = sum(pages for _, pages in parts)
    return Baseline(
        sum(baseline.usual * pages for baseline, pages in parts) / whole,
        sum(baseline.low * pages for baseline, pages in parts) / whole,
    )


def may_have_fallen(share: Share) -> bool:
    """Tell whether there is a baseline from which a share would have fallen.

    >>> may_have_fallen(Share(1, 6)), may_have_fallen(Share(3, 10)), may_have_fallen(Share(5, 10))
    (False, True, False)
    """
    if share.whole < MIN_HISTORY:
        # pages of one run are alike: of a few, all must lack it
        return share.whole >= MIN_PAGES and not share.part
    return share.value < EFFECT


def has_fallen(share: Share, baseline: Baseline) -> bool:
    """Tell whether a share is far under what is normal, and not by chance.

    >>> has_fallen(Share(0, 5), Baseline(1.0, 0.9)), has_fallen(Share(7, 10), Baseline(1.0, 0.9))
    (True, False)
    """
    if not may_have_fallen(share) or share.value >= EFFECT * baseline.low:
        return False
    return _at_most(share, baseline.low) < (CHANCE if share.part else CHANCE_OF_NONE)


def lower_bound(part: float, whole: int) -> float:
    """Return the Wilson score interval's lower end: the share that so many pages prove at least.

    >>> round(lower_bound(10, 10), 2), round(lower_bound(100, 100), 2)
    (0.79, 0.97)
    """
    z2, share = DEVIATIONS**2, part / whole
    middle = share + z2 / (2 * whole)
    width = DEVIATIONS * sqrt(share * (1 - share) / whole + z2 / (4 * whole**2))
    return max(0.0, (middle - width) / (1 + z2 / whole))


def _chunks(history: Sequence[Share]) -> list[Share]:
    """Return the runs, small ones taken together, so that one page is not 100 %."""
    chunks: list[Share] = []
    rest = Share(0, 0)
    for share in history:
        rest += share
        if rest.whole >= MIN_PAGES:
            chunks.append(rest)
            rest = Share(0, 0)
    if rest.whole:
        chunks[-1:] = [chunks[-1] + rest] if chunks else [rest]
    return chunks


def _at_most(share: Share, chance: float) -> float:
    """Return how likely a binomial variable is not greater than the share's part."""
    n = min(share.whole, MANY)
    part = share.part * n // share.whole
    return sum(comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(part + 1))
