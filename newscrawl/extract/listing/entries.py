"""Entries of lists: what a rule finds in one, and the link it makes."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin

from newscrawl.extract.document import shown_text
from newscrawl.extract.jsonpath import fulfils
from newscrawl.extract.moments import parse_moment
from newscrawl.extract.tickers import tickers_of
from newscrawl.extract.values import fold, plain, raw_values, refined
from newscrawl.items import Link
from newscrawl.urls import joined, without_login

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from parsel import Selector

    from newscrawl.items import Page
    from newscrawl.sites import Listing, Rule, Site
    from newscrawl.sites.rules import Condition

__all__ = ["Entry", "HtmlEntry", "JsonEntry", "link_of"]


TIMES = ("published", "modified")

AHEAD = timedelta(days=1)
"""How far in the future an entry's time may lie: clocks differ, and so do ideas of the time zone."""


class Entry(Protocol):
    """An entry of any kind of list."""

    def raw(self, rule: Rule) -> list[str]:
        """Return what a rule finds, as it is written."""
        ...

    def fulfils(self, condition: Condition) -> bool:
        """Tell whether it is as a condition wants it."""
        ...


class JsonEntry:
    """An entry that is JSON, or was made such of a feed."""

    def __init__(self, data: Any) -> None:
        self.data = data

    def raw(self, rule: Rule) -> list[str]:
        """Return the texts at a path, the filled template or the constant."""
        return raw_values(self.data, rule)

    def fulfils(self, condition: Condition) -> bool:
        """Tell whether a value at a path is as a condition wants it."""
        return fulfils(self.data, condition)


class HtmlEntry:
    """An entry that is an element."""

    def __init__(self, node: Selector) -> None:
        self.node = node

    def raw(self, rule: Rule) -> list[str]:
        """Return the texts and attributes that a selector finds in it; ``.`` is the element itself."""
        if rule.kind == "const":
            return [rule.where]
        nodes = self.node.css(rule.where) if rule.kind == "css" else self.node.xpath(rule.where)
        return [node.root if isinstance(node.root, str) else shown_text(node.root, " ") for node in nodes]

    def fulfils(self, condition: Condition) -> bool:
        """Tell whether an element in it is as a condition wants it."""
        found = self.node.css(condition.css)
        if condition.empty is not None:
            return condition.empty is not bool(found)
        texts = [node.root if isinstance(node.root, str) else fold(shown_text(node.root)) for node in found]
        if condition.among:
            return any(text in condition.among for text in texts)
        return any(condition.matches is None or condition.matches.search(text) for text in texts)


def link_of(entry: Entry, fields: Mapping[str, tuple[Rule, ...]], listing: Listing, site: Site, page: Page) -> Link:
    """Return an entry as a link; its address is empty when it has none.

    :param fields: rules by field: the list's own, over those of its kind
    """
    texts = {name: _values(entry, rules, name) for name, rules in fields.items() if name not in TIMES}
    first = {name: values[0] if values else "" for name, values in texts.items()}
    base = urljoin(page.url, listing.base)
    return Link(
        url=_address(base, first["url"]),
        title=plain(first.get("title", "")),
        published=_time(entry, fields.get("published", ()), site, page.fetched_at),
        modified=_time(entry, fields.get("modified", ()), site, page.fetched_at),
        source=plain(first.get("source", "")),
        authors=tuple(map(plain, texts.get("authors", ()))),
        summary=plain(first.get("summary", "")),
        image=_address(base, first.get("image", "")),
        keywords=tuple(map(plain, texts.get("keywords", ()))),
        tickers=tuple(ticker for text in texts.get("tickers", ()) for ticker in tickers_of(text)),
        body=first.get("body", ""),
    )


def _address(base: str, text: str) -> str:
    """Return an absolute address; empty for what is none."""
    if not text:
        return ""
    url = joined(base, html.unescape(text))
    return without_login(url) if url.startswith(("http://", "https://")) else ""


def _values(entry: Entry, rules: tuple[Rule, ...], name: str) -> list[str]:
    """Return the values of the first rule that finds some."""
    for rule in rules:
        raw = entry.raw(rule)
        if values := (
            [text for value in raw if (text := value.strip())]
            if rule.plain
            else list(refined(raw, rule, lines=name == "body"))
        ):
            return values
    return []


def _time(entry: Entry, rules: tuple[Rule, ...], site: Site, fetched_at: datetime) -> datetime | None:
    for rule in rules:
        for value in _values(entry, (rule,), "published")[:1]:
            moment = parse_moment(value, rule.tz or site.timezone, fetched_at, rule.formats)
            if moment and moment.when <= fetched_at + AHEAD:
                return moment.when
    return None
