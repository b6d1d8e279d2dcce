"""Why a request is not made, or its answer not taken: what stands in its failure."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

__all__ = ["LEFT_ALONE", "LeftForLater", "RobotsUnreadable"]

LEFT_ALONE = "host left alone"
"""Why a request is left for later while its host has a pause."""


class RobotsUnreadable(IgnoreRequest):
    """robots.txt exists but cannot be read just now, so nothing may be fetched (RFC 9309, 2.3.1.4)."""


class LeftForLater(IgnoreRequest):
    """The request is not made in this run; nothing is known of its address, so a later one makes it."""
