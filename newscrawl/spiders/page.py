"""The border: a Scrapy response goes in, a Page comes out, and nothing behind knows Scrapy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newscrawl.extract import page_of

if TYPE_CHECKING:
    from scrapy.http import Response

    from newscrawl.items import Link, Page

__all__ = ["page_from"]


def page_from(response: Response, *, link: Link | None = None, charset: str = "") -> Page:
    """Return the page of a response.

    :param link: the list entry that led to it
    :param charset: overrides what the page declares
    :raises NotAnArticle: it is no text: a PDF, a picture, nothing at all
    """
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return page_of(
        response.url,
        response.body,
        fetched_at=datetime.now(UTC),
        content_type=content_type,
        charset=charset,
        link=link,
    )
