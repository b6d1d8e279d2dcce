"""What to ask for: address, headers and body of a page of a list, or of what is read instead of an article's page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from newscrawl.sites import Channel, Site

__all__ = ["FIRST", "Asked", "Step", "article_request", "list_request"]

BRACES = lazy_pattern(r"{(\w+)(?::([^{}]+))?}")
"""``{page}``, ``{now}``, ``{now:%Y-%m}``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Where in a list's pages one is."""

    index: int = 0
    """How many pages were read before."""
    cursor: str = ""
    """What the last page says that the next begins with."""
    url: str = ""
    """Address of the page, where the list itself names it (a link, a sitemap of an index); else empty."""
    seen: frozenset[str] = frozenset()
    """Cursors and addresses of the pages before: one that comes again leads nowhere."""
    depth: int = 0
    """How many indexes of sitemaps lie above."""

    @property
    def first(self) -> bool:
        """Whether it is where a list begins."""
        return self.index == self.depth == 0


FIRST = Step()
"""The first page of a list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request, as far as it is the site's business."""

    url: str
    """Its address."""
    headers: dict[str, str]
    """Its headers."""
    body: str = ""
    """What is posted; empty: nothing, the request is a GET."""

    @property
    def method(self) -> str:
        """The HTTP method."""
        return "POST" if self.body else "GET"


def list_request(site: Site, channel: Channel, step: Step = FIRST, *, at: datetime) -> Asked:
    """Return what to ask for a page of a channel's list.

    :param at: when it is asked, for ``{now}`` and its kin
    """
    listing = site.lists[channel.listing]
    words = {**channel.vars, **_counted(site, channel, step, at)}
    headers = {**site.headers, **listing.headers}
    url = step.url or _filled(listing.url, words, site, at, safe=False)
    if listing.sign:
        url = site.hooks.signs[listing.sign](url)
    if listing.form:
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        form = {name: _filled(text, words, site, at) for name, text in listing.form.items()}
        return Asked(url=url, headers=headers, body=urlencode(form))
    if listing.json is not None:
        headers.setdefault("Content-Type", "application/json")
        return Asked(url=url, headers=headers, body=json.dumps(_inside(listing.json, words, site, at)))
    return Asked(url=url, headers=headers)


def article_request(site: Site, url: str) -> Asked | None:
    """Return what to ask for instead of an article's address, or ``None`` when that itself is asked."""
    found = site.article.elsewhere_of(url)
    if found is None:
        return None
    other, words = found
    address = BRACES.sub(lambda match: words[match[1]] if match[1] == "url" else quote(words[match[1]]), other.url)
    if other.sign:
        address = site.hooks.signs[other.sign](address)
    return Asked(url=address, headers={**site.headers, **other.headers})


def _counted(site: Site, channel: Channel, step: Step, at: datetime) -> dict[str, str]:
    """Return what the paging puts into braces."""
    paging = site.lists[channel.listing].paging
    if paging is None:
        return {"page": "1"}
    if paging.type in ("page", "offset"):
        return {paging.type: str(int(paging.start) + step.index * paging.step)}
    start = _filled(paging.start, channel.vars, site, at)
    return {"page": str(step.index + 1), "cursor": step.cursor if step.index else start}


def _filled(template: str, words: Mapping[str, str], site: Site, at: datetime, *, safe: bool = True) -> str:
    """Return a template with its braces filled.

    :param safe: whether what is filled in may hold anything; in an address it is quoted
    """

    def fill(match: re.Match[str]) -> str:
        name, form = match.groups()
        if name == "now_ms":
            text = str(int(at.timestamp() * 1000))
        elif name == "now":
            text = at.astimezone(ZoneInfo(site.timezone)).strftime(form) if form else str(int(at.timestamp()))
        else:
            text = words[name]
        # what a site file names may be several levels of a path; what a site says may not
        return text if safe else quote(text, safe="" if name == "cursor" else "/")

    return BRACES.sub(fill, template)


def _inside(value: Any, words: Mapping[str, str], site: Site, at: datetime) -> Any:
    """Return a JSON value with the braces in its texts filled."""
    if isinstance(value, str):
        return _filled(value, words, site, at)
    if isinstance(value, dict):
        return {name: _inside(inner, words, site, at) for name, inner in value.items()}
    return [_inside(inner, words, site, at) for inner in value] if isinstance(value, list) else value
