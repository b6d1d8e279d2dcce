"""Which of the waiting requests is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.pqueues import DownloaderAwarePriorityQueue

from newscrawl.politeness.traffic import Traffic

if TYPE_CHECKING:
    from typing import Any

    from scrapy import Request
    from scrapy.crawler import Crawler

__all__ = ["HostQueue"]


class HostQueue(DownloaderAwarePriorityQueue):
    """Scrapy's own, which hands out no request that would only wait for its host.

    Waiting ones would take the downloader's few places, and hosts that are free would wait with them.
    """

    def __init__(self, crawler: Crawler, *values: Any, **more: Any) -> None:
        super().__init__(crawler, *values, **more)
        self._traffic = Traffic.of(crawler)
        self._at_once = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")

    def pop(self) -> Request | None:
        """Return the next request of a host that is free; ``None``: there is none just now."""
        waiting = self.pqueues
        self.pqueues = {host: queue for host, queue in waiting.items() if self._is_free(host)}
        free = set(self.pqueues)
        try:
            return super().pop()
        finally:
            # the others, and those that are not empty
            self.pqueues = {host: queue for host, queue in waiting.items() if host not in free or host in self.pqueues}

    def _is_free(self, host: str) -> bool:
        downloader = self._downloader_interface.downloader
        # also those that wait for a robots.txt, which the host's slot does not count yet
        active = sum(downloader.get_slot_key(request) == host for request in downloader.active)
        return active < self._at_once and not self._traffic.waits(host)
