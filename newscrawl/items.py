"""The things that travel through newscrawl: links, pages, pictures, articles and posts.

All are frozen and keyword-only. Scrapy takes dataclasses as items, so an :class:`Article` is the item of every spider.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Self

__all__ = ["DRAFTS", "LINK_FIELDS", "Article", "Image", "Link", "Page", "Post"]

DRAFTS = PurePosixPath("../_drafts")
"""Where drafts of Hexo and Jekyll lie, seen from their folder of posts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A picture of an article."""

    url: str
    """Absolute address, as written where the page has no address itself; that of a downloaded lead image leads to its
    file."""
    alt: str = ""
    """Replacement text; empty when the page has none."""
    caption: str = ""
    """Caption as plain text; empty when the page has none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One entry of a list: where an article is, and what the list already says of it.

    Everything but the address is a witness only: what the article's own page says wins. A flash feed has no pages; its
    entries carry :attr:`body` and become articles by themselves.
    """

    url: str
    """Absolute address of the article."""
    title: str = ""
    """Title in the list, entities resolved."""
    published: datetime | None = None
    """Publish time, timezone-aware."""
    modified: datetime | None = None
    """Time of the last change, timezone-aware."""
    source: str = ""
    """The outlet the text is taken from (来源)."""
    authors: tuple[str, ...] = ()
    """Bylines, as the list writes them."""
    summary: str = ""
    """Plain text."""
    image: str = ""
    """Absolute address of the entry's picture."""
    keywords: tuple[str, ...] = ()
    """Keywords or tags, in the list's order."""
    tickers: tuple[str, ...] = ()
    """Stock codes, see :attr:`Article.tickers`."""
    body: str = ""
    """HTML of the whole text, when the list itself holds it (flash feeds); else empty."""

    def as_mapping(self) -> dict[str, Any]:
        """Return what the entry says, as JSON knows values, without what it leaves empty.

        >>> Link(url="https://news.example/a", keywords=("x",)).as_mapping()
        {'url': 'https://news.example/a', 'keywords': ['x']}
        """
        return {name: _as_json(value) for name in LINK_FIELDS if (value := getattr(self, name))}

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> Self:
        """Return the entry that :meth:`as_mapping` gave; names that this version does not know are left out.

        :raises ValueError: it is none
        """
        values = {name: given[name] for name in LINK_FIELDS if name in given}
        try:
            values |= {
                name: datetime.fromisoformat(values[name]) for name in ("published", "modified") if name in values
            }
            values |= {name: tuple(values[name]) for name, several in LINK_FIELDS.items() if several and name in values}
            return cls(**values)
        except TypeError as error:
            raise ValueError(str(error)) from None

    def to_json(self) -> str:
        """Return the entry as JSON, for a store."""
        return json.dumps(self.as_mapping())

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the entry that :meth:`to_json` wrote.

        :raises ValueError: it is none
        """
        given = json.loads(text)
        if not isinstance(given, dict) or given.keys() - LINK_FIELDS.keys():
            raise ValueError("a link is a JSON object of its fields")
        return cls.from_mapping(given)


LINK_FIELDS: Mapping[str, bool] = {entry.name: isinstance(entry.default, tuple) for entry in fields(Link)}
"""Fields of a link, and whether they hold several texts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page as it was served, decoded: the border between fetching and everything else.

    A fixture on disk is a saved Page, and so is a record of a page archive. Nothing behind it touches the network or
    the clock.
    """

    url: str
    """Address it was fetched from, after redirects."""
    html: str
    """The decoded text."""
    fetched_at: datetime
    """When it was fetched, timezone-aware; relative times ("3 minutes ago") count from here."""
    charset: str = "utf-8"
    """Python codec the bytes were decoded with."""
    link: Link | None = None
    """The list entry that led here, if one did."""
    served: tuple[str, bytes] | None = field(default=None, repr=False, compare=False)
    """The text and its bytes, where it was served in UTF-8: what parses it need not encode it again."""

    def utf8(self) -> bytes:
        """Return the text in UTF-8."""
        if self.served is not None and self.served[0] is self.html:
            return self.served[1]
        return self.html.encode("utf-8", "replace")


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A news article, whole: a half-filled one is never built.

    :func:`newscrawl.extract.extract_article` fills :attr:`body` with the container's HTML as served;
    :func:`newscrawl.extract.clean_article` replaces it by clean HTML and settles the pictures.
    """

    url: str
    """Address of the page, after redirects."""
    canonical_url: str
    """The article's identity: what the page declares as canonical, normalised by :func:`newscrawl.urls.canonical`."""
    site: str
    """Id of the site file; empty when no site file knows the address."""
    channel: str
    """Name of the channel inside the site; empty when unknown."""
    categories: tuple[str, ...]
    """Shown names from the outside in: group, site, channel; at least group and site."""
    title: str
    """Headline without the site's suffix, on one line, never empty."""
    published: datetime
    """Publish time, always timezone-aware."""
    body: str
    """HTML of the text: as served, or clean."""
    modified: datetime | None = None
    """Time of the last change, where the page says so."""
    authors: tuple[str, ...] = ()
    """Bylines: persons, or an outlet's desk where it signs."""
    source: str = ""
    """The outlet the text is taken from (来源)."""
    editors: tuple[str, ...] = ()
    """Responsible editors (责任编辑)."""
    keywords: tuple[str, ...] = ()
    """Keywords, in the page's order."""
    tickers: tuple[str, ...] = ()
    """Stock codes with their exchange behind a dot, always strings: ``600519.SH``, ``00700.HK``, ``JPM.US``."""
    lead_image: Image | None = None
    """The article's own picture: never a logo, QR code, spacer or advert."""
    images: tuple[Image, ...] = ()
    """Pictures of the body, in order."""
    language: str = ""
    """BCP 47 tag such as ``zh-CN``; empty when unknown."""
    summary: str = ""
    """Plain text; empty when the page has none."""
    paywalled: bool = False
    """Whether the page says that the text is not all there."""
    found_by: Mapping[str, str] = field(default_factory=dict)
    """Field name -> the rule that found it, such as ``json-ld:datePublished`` or ``site:h1.main-title``."""
    confidence: Mapping[str, float] = field(default_factory=dict)
    """Field name -> how sure, from 0 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Post:
    """A rendered post; only the store knows the folder it goes to."""

    path: PurePosixPath
    """Where it goes, relative to the output folder."""
    text: str
    """The file's whole content."""


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
