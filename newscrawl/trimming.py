"""Gives memory back that a large page took; the C library would keep it for the next one, which may never come."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.utils.asyncio import AsyncioLoopingCall
    from twisted.internet.task import LoopingCall

__all__ = ["Trimmer"]

LARGE = 1_000_000
"""Bytes of an answer, unpacked, whose tree is worth the few milliseconds that giving back takes."""

PAUSE = 5.0
"""Seconds between two looks whether there was a large answer."""


class Trimmer:
    """Trims the heap some seconds after a large answer.

    :param trim: glibc's ``malloc_trim``; there is none elsewhere, nor need of one
    """

    def __init__(self, trim: Callable[[int], object]) -> None:
        self._trim = trim
        self._looks = 0
        self._clock: AsyncioLoopingCall | LoopingCall | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to answers; switch off where the C library gives memory back by itself."""
        try:
            trim = ctypes.CDLL(None).malloc_trim
        except (AttributeError, OSError, TypeError):
            raise NotConfigured from None
        trimmer = cls(trim)
        crawler.signals.connect(trimmer.opened, signal=signals.spider_opened)
        crawler.signals.connect(trimmer.received, signal=signals.response_received)
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

    def received(self, response: Response) -> None:
        """Note a large answer."""
        if len(response.body) >= LARGE:
            # at the next look, somebody may be reading it still
            self._looks = 2

    def look(self) -> None:
        """Give back what large answers took."""
        if self._looks:
            self._looks -= 1
            self._trim(0)
