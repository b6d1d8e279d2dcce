"""Spiders: one class a site file (made by :meth:`SiteSpider.for_site`), and ``url`` for single addresses.

They ask for pages and hand them to the pure rooms; what both have in common stands in :mod:`newscrawl.spiders.base`.
:class:`ProbeSpider` is for commands that look at a site. :func:`page_from` is the last code that knows a Scrapy
response.
"""

from __future__ import annotations

from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.page import page_from
from newscrawl.spiders.probe import ProbeSpider
from newscrawl.spiders.site import SiteSpider
from newscrawl.spiders.url import UrlSpider

__all__ = ["NewsSpider", "ProbeSpider", "SiteSpider", "UrlSpider", "page_from"]
