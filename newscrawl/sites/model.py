"""What a site file says, as types. Data only: :mod:`newscrawl.sites.reader` fills them, other rooms read them.

Its parts have files of their own: :mod:`~newscrawl.sites.rules`, :mod:`~newscrawl.sites.listings` and
:mod:`~newscrawl.sites.pages`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from newscrawl.sites.hooks import SHIPPED, Hooks
from newscrawl.sites.listings import Listing
from newscrawl.sites.pages import ArticleRules
from newscrawl.sites.policy import Policy
from newscrawl.sites.rules import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.schedule import Rhythm

__all__ = ["STATES", "Channel", "Site", "SiteState"]

SiteState = Literal["ready", "provisional", "headlines"]

STATES: tuple[SiteState, ...] = ("ready", "provisional", "headlines")
"""How far a site file goes."""


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
    every: Rhythm | None = None
    """How often a scheduled crawl takes it; ``None``: as often as the site."""


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
    state: SiteState = "ready"
    """``ready``; ``provisional``, as long as the evidence is weak; ``headlines``, a site whose pages are never fetched:
    title, time, summary and link of its lists are the article."""
    unproven: str = ""
    """What the evidence does not cover, in a few words."""
    channels: Mapping[str, Channel] = field(default_factory=dict)
    """By name, in the file's order."""
    lists: Mapping[str, Listing] = field(default_factory=dict)
    """By id."""
    article: ArticleRules = field(default_factory=ArticleRules)
    """Where things stand on article pages."""
    policy: Policy = field(default_factory=Policy)
    """How it is crawled over the years."""
    hooks: Hooks = field(default=SHIPPED, repr=False)
    """The functions that its lists and rules name."""

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
