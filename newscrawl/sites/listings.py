"""Lists as types: where the addresses of articles come from.

They are a union of small types (:data:`Listing`), not one type with flags; a new kind of list is a new class here, a
branch in :mod:`newscrawl.sites.read_lists` and a reader of answers in :mod:`newscrawl.extract.listing`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from newscrawl.sites.rules import Condition, Embedded, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "LIST_FIELDS",
    "ClockWord",
    "FeedList",
    "HtmlList",
    "JsonHtmlList",
    "JsonList",
    "Listing",
    "Paging",
    "PagingType",
    "ScriptList",
    "SitemapList",
]

LIST_FIELDS = (
    "url",
    "title",
    "published",
    "modified",
    "source",
    "authors",
    "summary",
    "image",
    "keywords",
    "tickers",
    "body",
)
"""Fields of a list entry that a site file may give rules for."""

PagingType = Literal["page", "offset", "cursor", "last_item", "next"]

ClockWord = re.compile(r"now(?:_ms|:[^{}]+)?")
"""What may stand in braces without being a channel's variable: ``now``, ``now_ms``, ``now:%Y-%m``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paging:
    """How a list goes on; it always ends after :attr:`pages`, and before that where nothing new comes."""

    type: PagingType = "page"
    """``page`` and ``offset`` count; ``cursor`` and ``last_item`` take a value from the answer or from its last entry;
    ``next`` follows a link."""
    start: str = "1"
    """What takes the braces' place for the first page."""
    step: int = 1
    """How far ``page`` and ``offset`` count from one page to the next."""
    pages: int = 3
    """How many pages one crawl reads at most."""
    rules: tuple[Rule, ...] = ()
    """Where the cursor or the link stands (``from``)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _List:
    """What every list has."""

    id: str
    """Name inside the site file."""
    url: str
    """Address with ``{page}``, ``{offset}``, ``{cursor}``, ``{now}`` and the channel's variables in braces."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers of the list's requests, over the site's."""
    form: Mapping[str, str] = field(default_factory=dict)
    """Fields of a form to be posted; empty: none."""
    json: Any = None
    """JSON to be posted; ``None``: none."""
    sign: str = ""
    """Name of the hook that signs the address; empty: none."""
    base: str = ""
    """Address that relative ones count from; empty: the list's own."""
    fields: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """Rules by field, see :data:`LIST_FIELDS`."""
    skip_if: tuple[Condition, ...] = ()
    """Entries that fulfil one of these are left out (adverts, videos)."""
    paging: Paging | None = None
    """How it goes on; without it the list has one page."""
    max_age: float | None = None
    """Days; entries older than that are left out."""

    @property
    def where(self) -> str:
        """Where the entries stand, as reports say it; a feed's stand where feeds have them."""
        return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonList(_List):
    """A list API that answers JSON, JSONP or ``var x = …;``."""

    items: tuple[str, ...] = ("",)
    """Paths of the entries, one after the other; the empty path is the whole answer."""
    ok: Condition | None = None
    """What a good answer fulfils; any other answer is an error of the list, not an empty list."""

    @property
    def where(self) -> str:
        """The entries' paths."""
        return " and ".join(self.items)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptList(JsonList):
    """A web page with the list as JSON in a script."""

    embedded: Embedded
    """Where the JSON stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HtmlList(_List):
    """A section page."""

    items: str
    """CSS selector of the entries."""

    @property
    def where(self) -> str:
        """The entries' selector."""
        return self.items


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonHtmlList(HtmlList):
    """A list API that answers JSON with HTML in it."""

    html: str
    """Path of the HTML."""
    ok: Condition | None = None
    """What a good answer fulfils."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedList(_List):
    """An RSS, Atom or RDF feed."""

    inline: bool = False
    """Whether an entry's ``content`` is the whole article, so that no page is fetched."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SitemapList(_List):
    """A sitemap, a Google News sitemap, or an index of such."""

    follow: re.Pattern[str] | None = None
    """Which sitemaps of an index are read; ``None``: all, the newest first, as many as the paging has pages."""


Listing = JsonList | ScriptList | HtmlList | JsonHtmlList | FeedList | SitemapList
"""Any kind of list."""
