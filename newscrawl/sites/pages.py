"""Article pages as types: where things stand on them. Data only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from newscrawl.sites.rules import Condition, Embedded, Mark, Refusal, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ARTICLE_FIELDS",
    "PART_KINDS",
    "ArticleRules",
    "BodyParts",
    "Captions",
    "Elsewhere",
    "Gallery",
    "Part",
    "PartKind",
    "Variant",
]

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

PartKind = Literal["html", "text", "heading", "image"]

PART_KINDS: tuple[PartKind, ...] = ("html", "text", "heading", "image")
"""What a node of a body may become."""


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
class Elsewhere:
    """An address that is fetched instead of the article's own: its API, or its page for printing."""

    match: re.Pattern[str]
    """Addresses of articles it is for; its named groups stand in braces in :attr:`url`."""
    url: str
    """The address, with ``{url}`` and the groups' names in braces."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers of its requests, over the site's."""
    api: bool = False
    """Whether it answers JSON."""
    ok: Condition | None = None
    """What a good answer of an API fulfils."""
    root: tuple[str, ...] = ("",)
    """Paths of the article in an API's answer; the first that is there wins."""
    sign: str = ""
    """Name of the hook that signs the address; empty: none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one kind of node in a body's list becomes."""

    kind: PartKind
    """``html`` as it is, plain ``text`` a paragraph, ``heading``, ``image`` with its address."""
    path: str
    """Path inside the node."""
    when: Condition | None = None
    """Which nodes it is for; ``None``: those that have something at the path."""
    caption: str = ""
    """Path of a picture's caption."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BodyParts:
    """A text that is a list of nodes in JSON."""

    items: str
    """Path of the nodes."""
    parts: tuple[Part, ...]
    """What they become; the first that fits wins, a node that none fits is left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """One of several layouts; what it says goes before what the article's rules say."""

    when: Mark
    """How its pages are told."""
    fields: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """Rules by field; a field that is here has no other rules."""
    body: tuple[Rule, ...] = ()
    """The text's container; empty: as elsewhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleRules:
    """Where things stand on the site's article pages; what is not said is left to the generic rules."""

    elsewhere: tuple[Elsewhere, ...] = ()
    """What is fetched instead of an article's own page (``api``, ``print``); the first that fits the address."""
    embedded: Embedded | None = None
    """JSON in the page that rules of the kinds ``path`` and ``template`` read."""
    variants: tuple[Variant, ...] = ()
    """Layouts; the first that fits."""
    fields: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    """Rules by field, see :data:`ARTICLE_FIELDS`."""
    body: tuple[Rule, ...] = ()
    """The text's container, or the text itself in JSON; the first that holds text or a picture wins."""
    body_parts: BodyParts | None = None
    """A text that is a list of nodes in JSON; it goes before :attr:`body`."""
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
    paywall: tuple[Mark, ...] = ()
    """Pages whose text is not all there."""
    refuse: tuple[Refusal, ...] = ()
    """Pages of another kind."""

    def elsewhere_of(self, url: str) -> tuple[Elsewhere, dict[str, str]] | None:
        """Return what is fetched instead of an article's address, with what stands in its braces."""
        for other in self.elsewhere:
            if match := other.match.search(url):
                return other, {"url": url, **{name: text or "" for name, text in match.groupdict().items()}}
        return None
