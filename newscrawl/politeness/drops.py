"""Why a request is not made, or its answer not taken: what stands in its failure."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

__all__ = ["LEFT_ALONE", "USED_UP", "Blocked", "Detour", "LeftForLater", "RobotsUnreadable", "TryAgain"]

LEFT_ALONE = "host left alone"
"""Why a request is left for later while its host has a pause."""

USED_UP = "budget used up"
"""Why a request is left for later when the run has made as many as it may."""


class TryAgain(IgnoreRequest):
    """Nothing was learned of the address; a later run may ask again."""


class RobotsUnreadable(TryAgain):
    """robots.txt exists but cannot be read just now, so nothing may be fetched (RFC 9309, 2.3.1.4)."""


class LeftForLater(TryAgain):
    """The request is not made in this run."""


class Blocked(TryAgain):
    """A page that stands before the one that was asked for."""


class Detour(TryAgain):
    """A redirect to a page that cannot be the one that was asked for."""
