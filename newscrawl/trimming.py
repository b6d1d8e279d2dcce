"""Gives memory back that a large page took; the C library would keep it for the next one, which may never come."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.utils.asyncio import AsyncioLoopingCall
    from twisted.internet.task import LoopingCall

__all__ = ["Trimmer", "resident"]

GROWTH = 6_000_000
"""Bytes by which the process has grown when it is trimmed; that takes a few milliseconds."""

PAUSE = 5.0
"""Seconds between two looks."""

TRIMS = 6
"""Looks at which it is trimmed then: what a large page gave is let go only with the pages after it."""


def resident() -> int:
    """Return how many bytes of memory the process takes.

    :raises OSError: where Linux's ``/proc`` is not
    """
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Trimmer:
    """Trims the heap when the process has grown.

    :param trim: glibc's ``malloc_trim``; there is none elsewhere, nor need of one
    :param size: tells how many bytes the process takes
    """

    def __init__(self, trim: Callable[[int], object], size: Callable[[], int]) -> None:
        self._trim = trim
        self._size = size
        self._least = size()
        self._left = 0
        self._clock: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Switch off where the C library gives memory back by itself."""
        try:
            trimmer = cls(ctypes.CDLL(None).malloc_trim, resident)
        except (AttributeError, OSError, TypeError):
            raise NotConfigured from None
        crawler.signals.connect(trimmer.opened, signal=signals.spider_opened)
        crawler.signals.connect(trimmer.closed, signal=signals.spider_closed)
        return trimmer

    def opened(self) -> None:
        """Begin to look."""
        self._clock = create_looping_call(self.look)
        self._clock.start(PAUSE, now=False)

    def closed(self) -> None:
        """Look no more."""
        if self._clock and self._clock.running:
            self._clock.stop()

    def look(self) -> None:
        """Trim, where that may be worth it."""
        if not self._left and self._size() >= self._least + GROWTH:
            self._left = TRIMS
        if self._left:
            self._trim(0)
            self._left -= 1
            # what is there at last is needed
            self._least = self._least if self._left else self._size()
