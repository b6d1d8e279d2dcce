"""Requests through a proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

__all__ = ["ProxyMiddleware"]


class ProxyMiddleware:
    """Sends every request through the proxy of ``NEWSCRAWL_PROXY``, those for robots.txt as well."""

    def __init__(self, address: str) -> None:
        self._address = address

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Switch off when there is no proxy."""
        address = crawler.settings.get("NEWSCRAWL_PROXY")
        if not address:
            raise NotConfigured
        return cls(address)

    def process_request(self, request: Request) -> None:
        """Leave a request alone that brings a proxy of its own."""
        request.meta.setdefault("proxy", self._address)
