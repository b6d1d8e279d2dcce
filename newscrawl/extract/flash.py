"""Articles that are an entry of a list: flashes, which hold their whole text, and headlines, which have none for us."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from newscrawl.errors import MissingField
from newscrawl.extract.data import markup_of
from newscrawl.extract.images import usable
from newscrawl.extract.persons import names_in
from newscrawl.extract.tickers import tickers_in
from newscrawl.extract.titletext import first_sentence
from newscrawl.extract.values import plain
from newscrawl.items import Article, Image
from newscrawl.urls import canonical

if TYPE_CHECKING:
    from newscrawl.items import Link
    from newscrawl.sites import Channel, Site

__all__ = ["article_of_link", "flash_title"]

READ_ON = {"zh": "阅读全文", "ja": "全文を読む", "de": "Weiterlesen", "": "Read on"}
"""What the link to a headline's article says, by language."""


def article_of_link(link: Link, site: Site, channel: Channel) -> Article:
    """Return the article that a list's entry is by itself.

    The title of a flash is what stands in a leading 【…】, else its first sentence without the dateline. Of a site of
    headlines the summary and a link are the text.

    :raises MissingField: the entry has no title, text or time
    """
    headline = site.state == "headlines"
    published = link.published or (link.modified if headline else None)
    text = _headline_body(link, site) if headline else markup_of(link.body)
    if not text.strip():
        raise MissingField("body", link.url)
    if published is None:
        raise MissingField("published", link.url)
    title, rule = (link.title, "list") if link.title or headline else flash_title(text)
    if not title:
        raise MissingField("title", link.url)
    return Article(
        url=link.url,
        canonical_url=canonical(link.url),
        site=site.id,
        channel=channel.name,
        categories=(site.group, site.name, channel.label),
        title=title,
        published=published,
        modified=link.modified,
        body=text,
        authors=tuple(dict.fromkeys(name for author in link.authors for name in names_in(author))),
        source=link.source,
        keywords=link.keywords,
        tickers=link.tickers or tickers_in(link.body),
        lead_image=Image(url=link.image) if usable(link.image) else None,
        language=site.languages[0] if site.languages else "",
        summary=link.summary,
        paywalled=headline,
        found_by={"title": rule, "published": "list", "body": "list"},
        confidence={"title": 0.9, "published": 0.9, "body": 0.95},
    )


def _headline_body(link: Link, site: Site) -> str:
    """Return the summary and a link to the article."""
    language = (site.languages[0] if site.languages else "")[:2]
    words = f"{READ_ON.get(language, READ_ON[''])}: {site.name}"
    summary = f"<p>{html.escape(link.summary, quote=False)}</p>\n" if link.summary else ""
    return f'{summary}<p><a href="{html.escape(link.url)}">{html.escape(words, quote=False)}</a></p>'


def flash_title(body: str) -> tuple[str, str]:
    """Return the title of a text that has none of its own, and the rule that found it."""
    title, rule = first_sentence(plain(body.replace("<", " <")))
    return title, f"flash:{rule}"
