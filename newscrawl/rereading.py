"""Reads pages of an archive the way a crawl read them when they were served."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newscrawl.extract import page_of, read_page

if TYPE_CHECKING:
    from newscrawl.archive import Stored
    from newscrawl.extract import Findings
    from newscrawl.sites import Site

__all__ = ["read_stored"]


def read_stored(stored: Stored, site: Site | None, *, charset: str = "") -> Findings:
    """Return what a page of an archive says of its article.

    :param charset: overrides what the page declares, and the site file
    :raises NotAnArticle: the page is of another kind
    :raises ListError: the answer of a site's API says that it is none
    """
    head, about = stored.head, stored.head.about
    link = about.link if about else None
    page = page_of(
        head.url,
        stored.body,
        fetched_at=head.at,
        content_type=head.content_type,
        charset=charset or (site.charset if site else ""),
        link=None if about and about.part else link,
    )
    elsewhere = bool(about and about.elsewhere)
    if elsewhere and link:
        page = replace(page, url=link.url)
    return read_page(page, site, channel=about.channel if about else "", elsewhere=elsewhere)
