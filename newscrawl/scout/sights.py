"""What a page says of its site: name, language, zone, feeds, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from newscrawl.extract.dates import zone_of
from newscrawl.extract.document import Document, fold
from newscrawl.extract.vocabulary import TITLE_SEPARATORS
from newscrawl.urls import host_of, joined

if TYPE_CHECKING:
    from newscrawl.items import Page

__all__ = ["Anchor", "Sight", "kind_of_answer", "sight_of", "sitemaps_of"]

AnswerKind = Literal["feed", "sitemap", "html", "other"]

FEED = re.compile(r"\s*(?:<\?xml.*?\?>\s*)?(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.S)
SITEMAP = re.compile(r"\s*(?:<\?xml.*?\?>\s*)?(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(?:urlset|sitemapindex)\b", re.S)

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml")

HEADLINE = {True: 9, False: 24}
"""Whether a text is Chinese, Japanese or Korean -> the characters from which on it reads like a headline."""

WRITTEN_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A link of a page."""

    url: str
    """Absolute address, without the fragment."""
    text: str
    """Its text."""

    @property
    def is_headline(self) -> bool:
        """Whether it reads like one."""
        return len(self.text) >= HEADLINE[bool(WRITTEN_WIDE.search(self.text))]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """What was seen on a page."""

    name: str
    """The site's name; its host where it says none."""
    language: str
    """BCP 47 tag; empty when unknown."""
    timezone: str
    """IANA name of the zone in which times without one are probably meant."""
    sure: float
    """How sure that is, from 0 to 1."""
    feeds: dict[str, str]
    """Address of each feed that the page names -> its title."""
    anchors: list[Anchor]
    """Links to the same owner's hosts, each address once."""


def kind_of_answer(page: Page) -> AnswerKind:
    """Return what an answer is, by how it begins."""
    if FEED.match(page.html):
        return "feed"
    if SITEMAP.match(page.html):
        return "sitemap"
    return "html" if page.html.lstrip("\ufeff \t\r\n").startswith("<") else "other"


def sight_of(page: Page) -> Sight:
    """Return what a page says of its site."""
    document = Document(page)
    zone = zone_of(document, None)
    return Sight(
        name=_name(document),
        language=document.language,
        timezone=zone.name,
        sure=zone.confidence,
        feeds=_feeds(document),
        anchors=_anchors(document),
    )


def sitemaps_of(robots: str) -> list[str]:
    r"""Return the sitemaps that a robots.txt names.

    >>> sitemaps_of("User-agent: *\nDisallow:\nSitemap: https://n.test/news.xml")
    ['https://n.test/news.xml']
    """
    return re.findall(r"^\s*sitemap\s*:\s*(https?://\S+)", robots, re.M | re.I)


def _name(document: Document) -> str:
    publisher = document.article_ld.get("publisher")
    named = publisher.get("name") if isinstance(publisher, dict) else ""
    pieces = [piece for piece in TITLE_SEPARATORS.split(document.title_tag) if piece]
    # what stands behind the headline; of a page without one the whole title
    last = pieces[-1] if len(pieces) > 1 else ""
    found = (document.meta.get("og:site_name"), document.meta.get("application-name"), named, last)
    return next((fold(name) for name in found if isinstance(name, str) and name.strip()), host_of(document.page.url))


def _feeds(document: Document) -> dict[str, str]:
    found: dict[str, str] = {}
    for link in document.root.iter("link"):
        kind, href = (link.get("type") or "").lower(), link.get("href") or ""
        if "alternate" in (link.get("rel") or "").lower() and kind in FEED_TYPES and href:
            title = fold(link.get("title") or "")
            if "comment" not in title.lower() and "/comments/" not in href:
                found.setdefault(joined(document.base_url, href), title)
    # an address that is none
    found.pop("", None)
    return found


def _anchors(document: Document) -> list[Anchor]:
    own = _owner(document.page.url)
    texts: dict[str, str] = {}
    for element in document.root.iter("a"):
        try:
            url = joined(document.base_url, element.get("href") or "").partition("#")[0]
            known = urlsplit(url).scheme in ("http", "https") and _owner(url) == own
        except ValueError:
            continue
        if known and url != document.page.url:
            text = fold("".join(element.itertext()))
            texts[url] = max(texts.get(url, ""), text, key=len)
    return [Anchor(url=url, text=text) for url, text in texts.items()]


def _owner(url: str) -> str:
    """Return what hosts of one owner share."""
    host = host_of(url)
    if re.fullmatch(r"[\d.]+|localhost", host):
        return host
    labels = host.split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])
