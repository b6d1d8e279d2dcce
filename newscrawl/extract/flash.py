"""Flash feeds: entries that hold their whole text and are articles by themselves."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from newscrawl.errors import MissingField
from newscrawl.extract.document import fold
from newscrawl.extract.images import usable
from newscrawl.extract.tickers import tickers_in
from newscrawl.extract.titletext import first_sentence
from newscrawl.items import Article, Image
from newscrawl.urls import canonical

if TYPE_CHECKING:
    from newscrawl.items import Link
    from newscrawl.sites import Channel, Site

__all__ = ["article_of_link"]


def article_of_link(link: Link, site: Site, channel: Channel) -> Article:
    """Return the article that a flash feed's entry is by itself.

    Its title is what stands in a leading 【…】, else its first sentence without the dateline.

    :raises MissingField: the entry has no text or no time
    """
    if not link.body.strip():
        raise MissingField("body", link.url)
    if link.published is None:
        raise MissingField("published", link.url)
    title, rule = (link.title, "list") if link.title else _flash_title(link.body)
    if not title:
        raise MissingField("title", link.url)
    body = link.body if re.search(r"<(p|br|div)\b", link.body, re.I) else f"<p>{link.body}</p>"
    return Article(
        url=link.url,
        canonical_url=canonical(link.url),
        site=site.id,
        channel=channel.name,
        categories=(site.group, site.name, channel.label),
        title=title,
        published=link.published,
        modified=link.modified,
        body=body,
        source=link.source,
        keywords=link.keywords,
        tickers=link.tickers or tickers_in(link.body),
        lead_image=Image(url=link.image) if usable(link.image) else None,
        language=site.languages[0] if site.languages else "",
        summary=link.summary,
        found_by={"title": rule, "published": "list", "body": "list"},
        confidence={"title": 0.9, "published": 0.9, "body": 0.95},
    )


def _flash_title(body: str) -> tuple[str, str]:
    title, rule = first_sentence(fold(html.unescape(re.sub(r"<[^>]+>", " ", body))))
    return title, f"flash:{rule}"
