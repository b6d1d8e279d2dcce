"""Rules: how a site file says where a field stands, and how to tell one thing from another. Data only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Condition", "Embedded", "Mark", "Refusal", "Rule", "RuleKind"]

RuleKind = Literal["css", "xpath", "meta", "json_ld", "comment", "url", "path", "template", "const"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One way to find a field; a field has several, the first that finds something wins."""

    kind: RuleKind
    """``css`` and ``xpath`` in HTML; ``meta`` (name or property), ``json_ld`` (a path), ``comment`` and ``url`` (a
    regex over HTML comments or the address) on article pages; ``path`` and ``template`` in JSON; ``const``, the value
    itself."""
    where: str
    """The selector, name, regex, path, template or value."""
    regex: re.Pattern[str] | None = None
    """Applied to what was found; its first group (or the whole match) is the value, no match is no value."""
    strip: tuple[re.Pattern[str], ...] = ()
    """What is taken out of the value, such as a dateline."""
    map: tuple[tuple[re.Pattern[str], str], ...] = ()
    """A value that one of these matches as a whole is replaced by the text beside it, in which ``\\1`` is a group."""
    split: re.Pattern[str] | None = None
    """Cuts one value into several, such as ``[,，]``."""
    join: str | None = None
    """Makes one value of several, with this between them."""
    formats: tuple[str, ...] = ()
    """Time formats, tried in order: ``epoch_s``, ``epoch_ms``, ``iso``, ``relative`` or strptime patterns; empty: every
    known form."""
    tz: str = ""
    """IANA name of the zone in which a time without one is read; empty: the site's."""
    hook: str = ""
    """Name of a function that makes HTML of the JSON found, see :mod:`newscrawl.sites.hooks`; empty: none."""

    def __str__(self) -> str:
        """Return the rule as ``--explain`` shows it, such as ``css:h1.main-title``."""
        return f"{self.kind}:{self.where}"

    @property
    def plain(self) -> bool:
        """Whether what is found is taken as it is."""
        return not (self.regex or self.strip or self.map or self.split or self.join is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A test on a value: without a further word it must be there; values are compared as text."""

    path: str = ""
    """Path of the value in JSON."""
    css: str = ""
    """CSS selector of the value in HTML."""
    among: tuple[str, ...] = ()
    """It is one of these (``equals``, ``in``): APIs answer ``0`` and ``"0"`` alike."""
    empty: bool | None = None
    """Whether it must be missing, ``null``, ``""``, ``[]`` or ``{}``."""
    matches: re.Pattern[str] | None = None
    """It has such a part."""

    @property
    def place(self) -> str:
        """Where the value stands."""
        return self.path or self.css

    def __str__(self) -> str:
        """Return what is asked for, as error lines say it."""
        if self.among:
            return " or ".join(self.among)
        if self.matches:
            return f"like {self.matches.pattern}"
        return "nothing" if self.empty else "something"


@dataclass(frozen=True, kw_only=True, slots=True)
class Embedded:
    """Where JSON stands in an HTML page."""

    css: str = ""
    """CSS selector of its ``script``; empty: any script."""
    before: re.Pattern[str] | None = None
    """Matches the text right before it, such as ``var allData\\s*=``; without it the script is nothing but JSON."""
    root: tuple[str, ...] = ("",)
    """Paths of the part that paths count from; the first that is there wins."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """How a kind of page is told: one of these is enough."""

    css: str = ""
    """The page has such an element."""
    url: re.Pattern[str] | None = None
    """Its address looks like this."""
    text: re.Pattern[str] | None = None
    """Its title looks like this."""
    data: Condition | None = None
    """The article's JSON says so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal(Mark):
    """A page of another kind, and how to tell."""

    reason: str
    """What it is, in a few words."""
