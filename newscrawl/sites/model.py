"""What a site file says, as types. Data only: :mod:`newscrawl.sites.reader` fills them, other rooms read them.

Lists are a union of small types (:data:`Listing`), not one type with flags; a new kind of list is a new class here, a
branch in the reader and a function in :mod:`newscrawl.extract.links`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from newscrawl.sites.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ARTICLE_FIELDS",
    "LIST_FIELDS",
    "ArticleRules",
    "Captions",
    "Channel",
    "Condition",
    "Gallery",
    "JsonList",
    "Listing",
    "Paging",
    "Refusal",
    "Rule",
    "RuleKind",
    "Site",
]

RuleKind = Literal["css", "xpath", "meta", "comment", "url", "path", "template"]

ARTICLE_FIELDS = (
    "title",
    "published",
    "modified",
    "source",
    "authors",
    "editors",
    "keywords",
    "tickers",
    "summary",
    "lead_image",
)
"""Fields of an article that a site file may give rules for."""

LIST_FIELDS = ("url", "title", "published", "modified", "source", "summary", "image", "keywords", "tickers", "body")
"""Fields of a list entry that a site file may give rules for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One way to find a field; a field has several, the first that finds something wins."""

    kind: RuleKind
    """``css``, ``xpath``, ``meta`` (name or property), ``comment`` and ``url`` (a regex over HTML comments or the
    address) on pages; ``path`` and ``template`` in JSON lists."""
    where: str
    """The selector, name, regex, path or template."""
    regex: re.Pattern[str] | None = None
    """Applied to what was found; its first group (or the whole match) is the value, no match is no value."""
    split: re.Pattern[str] | None = None
    """Cuts one value into several, such as ``[,，]``."""
    formats: tuple[str, ...] = ()
    """Time formats, tried in order: ``epoch_s``, ``epoch_ms`` or strptime patterns; empty: every known form."""

    def __str__(self) -> str:
        """Return the rule as ``--explain`` shows it, such as ``css:h1.main-title``."""
        return f"{self.kind}:{self.where}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A test on a JSON value."""

    path: str
    """Path of the value."""
    equals: str
    """What it must be, compared as text: APIs answer ``0`` and ``"0"`` alike."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paging:
    """How a list goes on: the page's number takes the place of ``{page}`` in the address."""

    start: int = 1
    """Number of the first page."""
    pages: int = 3
    """How many pages one crawl reads at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonList:
    """A list API that answers JSON."""

    id: str
    """Name inside the site file."""
    url: str
    """Address with ``{page}`` and the channel's variables in braces."""
    items: str
    """Path of the entries."""
    fields: Mapping[str, tuple[Rule, ...]]
    """Rules by field, see :data:`LIST_FIELDS`; ``url`` is always there."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers of the list's requests, over the site's."""
    ok: Condition | None = None
    """What a good answer fulfils; any other answer is an error of the list, not an empty list."""
    skip: tuple[Condition, ...] = ()
    """Entries that fulfil one of these are left out (adverts, videos)."""
    paging: Paging | None = None
    """How it goes on; without it the list has one page."""


Listing = JsonList
"""Any kind of list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """A section of the site that can be crawled by name."""

    name: str
    """Name on the command line."""
    label: str
    """Name in the posts' categories."""
    listing: str
    """Id of the list that fills it."""
    vars: Mapping[str, str] = field(default_factory=dict)
    """What takes the place of the braces in the list's address."""
    match: re.Pattern[str] | None = None
    """Addresses of this channel's articles, so that a one-off scrape finds the channel."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Captions:
    """Where captions stand."""

    figure: str
    """CSS selector of the element that holds picture and caption."""
    caption: str
    """CSS selector of the caption inside it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gallery:
    """Pictures with texts that stand as JSON in a script instead of in the markup."""

    script: re.Pattern[str]
    """Matches the text right before the JSON, such as ``slide_data\\s*=``."""
    items: str
    """Path of the pictures."""
    image: tuple[str, ...]
    """Paths of the address inside an item; the first that is there wins."""
    text: tuple[str, ...] = ()
    """Paths of the text inside an item."""
    title: str = ""
    """Path of the gallery's title in the whole JSON."""
    published: str = ""
    """Path of the publish time in the whole JSON."""
    summary: str = ""
    """Path of the introduction in the whole JSON."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A page of another kind, and how to tell."""

    reason: str
    """What it is, in a few words."""
    css: str = ""
    """It has such an element, or"""
    url: re.Pattern[str] | None = None
    """its address looks like this, or"""
    text: re.Pattern[str] | None = None
    """its title or first words look like this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleRules:
    """Where things stand on the site's article pages; what is not said is left to the generic rules."""

    fields: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """Rules by field, see :data:`ARTICLE_FIELDS`."""
    body: tuple[str, ...] = ()
    """CSS selectors of the text's container; the first that holds text or a picture wins."""
    drop: tuple[str, ...] = ()
    """CSS selectors of what is no part of the text."""
    drop_text: tuple[re.Pattern[str], ...] = ()
    """Paragraphs that match are no part of the text."""
    captions: tuple[Captions, ...] = ()
    """Where captions stand when the site has no ``figure``."""
    next_page: tuple[Rule, ...] = ()
    """Address of the article's next page."""
    gallery: Gallery | None = None
    """Pictures in a script."""
    refuse: tuple[Refusal, ...] = ()
    """Pages of another kind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """One site file: one site, one spider."""

    id: str
    """Name on the command line and of the spider: the file's name."""
    name: str
    """Name in the posts: second category and author."""
    group: str
    """First category."""
    languages: tuple[str, ...]
    """BCP 47 tags, the usual one first."""
    timezone: str
    """IANA name; times without a zone are read in it."""
    home: str
    """Address of the front page."""
    domains: tuple[str, ...]
    """Host names the site answers for, subdomains included."""
    articles: tuple[re.Pattern[str], ...] = ()
    """Addresses of articles; empty: every address of the site may be one."""
    skip: tuple[Refusal, ...] = ()
    """Addresses that are never fetched (only :attr:`Refusal.url` is looked at)."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers of every request."""
    delay: float | None = None
    """Seconds between two requests to one host; ``None``: the project's default."""
    picture_referer: str = "article"
    """What pictures are asked for with: ``article``, its address; ``none``, nothing; else an address."""
    charset: str = ""
    """Python codec that overrides what pages declare; empty: decided from the bytes."""
    confidence: str = ""
    """How well the facts are proven: A (two recent witnesses) to D (old or inferred)."""
    checked: str = ""
    """Month of the newest evidence, ``YYYY-MM``."""
    channels: Mapping[str, Channel] = field(default_factory=dict)
    """By name, in the file's order."""
    lists: Mapping[str, Listing] = field(default_factory=dict)
    """By id."""
    article: ArticleRules = field(default_factory=ArticleRules)
    """Where things stand on article pages."""
    policy: Policy = field(default_factory=Policy)
    """How it is crawled over the years."""

    def owns(self, url: str) -> bool:
        """Tell whether the address lies on one of the site's hosts."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "") if parts.scheme in ("http", "https") else ""
        except ValueError:
            return False
        return any(host == domain or host.endswith("." + domain) for domain in self.domains)

    def skip_reason(self, url: str) -> str:
        """Return why an address is not to be fetched; empty when it may be."""
        return next((refusal.reason for refusal in self.skip if refusal.url and refusal.url.search(url)), "")

    def channel_of(self, url: str) -> Channel | None:
        """Return the first channel whose pattern matches the address."""
        return next(
            (channel for channel in self.channels.values() if channel.match and channel.match.search(url)), None
        )
