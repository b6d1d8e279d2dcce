"""Writes a site file that says what the generic rules cannot know, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

import yaml

from newscrawl.urls import host_of

__all__ = ["Draft", "Source", "draft_text", "site_id"]

GROUPS = {"zh": "财经", "ja": "経済", "": "News"}
"""First category, by language."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A list that was found and read."""

    kind: Literal["rss", "sitemap", "html"]
    """Its kind in site files."""
    url: str
    """Its address."""
    channel: str
    """Name of its channel."""
    found: str
    """Where it was found, in a few words."""
    entries: int
    """How many articles it named."""


@dataclass(kw_only=True, slots=True)
class Draft:
    """What a new site file says."""

    id: str
    """The file's name."""
    name: str
    """The site's."""
    language: str
    """BCP 47 tag; empty when unknown."""
    timezone: str
    """IANA name."""
    home: str
    """Address of the front page."""
    domains: list[str]
    """Host names."""
    checked: str
    """This month, ``YYYY-MM``."""
    articles: list[str] = field(default_factory=list)
    """Patterns of article addresses."""
    sources: list[Source] = field(default_factory=list)
    """Lists, the channel that is crawled first in front."""
    unproven: list[str] = field(default_factory=list)
    """What is only guessed."""


def site_id(url: str) -> str:
    """Return a name for a site file made of an address.

    >>> site_id("https://www.morning-post.co.uk/a"), site_id("http://127.0.0.1:8000/")
    ('morning_post', 'local')
    """
    host = host_of(url)
    if re.fullmatch(r"[\d.:\[\]]+|localhost", host):
        return "local"
    labels = host.split(".")[:-1]
    if len(labels) > 1 and len(labels[-1]) <= 3:
        labels.pop()
    name = re.sub(r"\W+", "_", labels[-1] if labels else host).strip("_")
    return name if name[:1].isalpha() else f"site_{name}"


def draft_text(draft: Draft, origin: str) -> str:
    """Return the site file.

    :param origin: the address that was looked at
    """
    head: dict[str, object] = {
        "name": draft.name,
        "group": GROUPS.get(draft.language[:2], GROUPS[""]),
        "languages": [draft.language or "en"],
        "timezone": draft.timezone,
        "home": draft.home,
        "domains": draft.domains,
        "confidence": "D",
        "checked": draft.checked,
        "state": "provisional",
    }
    if draft.unproven:
        head["unproven"] = ", ".join(draft.unproven)
    if draft.articles:
        head["articles"] = draft.articles
    lists: dict[str, dict[str, object]] = {}
    channels = {}
    for number, source in enumerate(draft.sources, 1):
        name = source.kind if source.kind not in lists else f"{source.kind}_{number}"
        # braces in an address would be a variable's
        lists[name] = {"kind": source.kind, "url": source.url.replace("{", "%7B").replace("}", "%7D")}
        if source.kind == "html":
            lists[name]["items"] = "a[href]"
            # only links to articles are entries
            paths = "|".join(pattern.removeprefix("//[^/]+/") for pattern in draft.articles)
            lists[name]["fields"] = {"url": {"css": "::attr(href)", "regex": f"^(?:.*/)?(?:{paths}).*$"}}
        if source.kind == "sitemap":
            lists[name]["max_age"] = 3
        channels[source.channel] = {"list": name}
    parts = (_yaml(head), _yaml({"lists": lists}), _yaml({"channels": channels}))
    note = f"# Written by newscrawl sites new from {origin}\n# What is not said here is left to the generic rules.\n"
    return note + "\n".join(parts)


def _yaml(data: dict[str, object]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000, default_flow_style=None)
