"""Reads the lists and channels of a site file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast, get_args

from newscrawl.errors import SiteError
from newscrawl.schedule import read_rhythm
from newscrawl.sites.listings import (
    LIST_FIELDS,
    ClockWord,
    FeedList,
    HtmlList,
    JsonHtmlList,
    JsonList,
    Listing,
    Paging,
    PagingType,
    ScriptList,
    SitemapList,
)
from newscrawl.sites.model import Channel
from newscrawl.sites.read_rules import HTML, JSON, read_condition, read_embedded, read_fields, read_rules
from newscrawl.sites.table import path, selector

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from newscrawl.sites.hooks import Hooks
    from newscrawl.sites.rules import Condition, RuleKind
    from newscrawl.sites.table import Table

__all__ = ["braces", "read_channels", "read_lists"]

KINDS = ("json", "html_json", "html", "json_html", "rss", "sitemap")

COUNTED: dict[PagingType, str] = {"page": "page", "offset": "offset", "cursor": "cursor", "last_item": "cursor"}
"""Type of paging -> the word in braces that it fills."""

MAX_PAGES = 1000
"""More pages of a list nobody reads in one crawl."""


def braces(value: Any) -> Iterator[str]:
    """Yield the words in braces in a text, or in the texts of a mapping or list."""
    if isinstance(value, str):
        yield from re.findall(r"{([\w:%.-]+)}", value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from braces(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from braces(inner)


def read_lists(table: Table, hooks: Hooks) -> dict[str, Listing]:
    """Return the lists by id."""
    lists = table.table("lists")
    found: dict[str, Listing] = {}
    for key in lists.names() if lists else ():
        entry = cast("Table", cast("Table", lists).table(key))
        found[key] = _list(key, entry, hooks)
        entry.done()
        _check_words(found[key], entry)
    return found


def _list(key: str, entry: Table, hooks: Hooks) -> Listing:
    kind = entry.choice("kind", KINDS)
    in_html = kind in ("html", "json_html")
    rules: tuple[RuleKind, ...] = HTML if in_html else JSON
    more = _common(key, entry, rules, hooks, "css" if in_html else "path")
    if kind in ("json", "html_json"):
        items = entry.strings("items") or ("",)
        for item in items:
            path(item, entry.at("items"))
        if "url" not in more["fields"]:
            raise SiteError(f"{entry.at('fields')}.url", "is missing")
        if kind == "json":
            return JsonList(**more, items=items, ok=_ok(entry))
        embedded = entry.table("embedded")
        if embedded is None:
            raise SiteError(entry.at("embedded"), "is missing")
        return ScriptList(**more, items=items, ok=_ok(entry), embedded=read_embedded(embedded))
    if kind == "html":
        return HtmlList(**more, items=selector(entry.get("items", str), entry.at("items")))
    if kind == "json_html":
        return JsonHtmlList(
            **more,
            items=selector(entry.get("items", str), entry.at("items")),
            html=path(entry.get("html", str), entry.at("html")),
            ok=_ok(entry),
        )
    if kind == "rss":
        return FeedList(**more, inline=entry.get("inline", bool, False))
    return SitemapList(**more, follow=entry.pattern("follow"))


def _common(key: str, entry: Table, rules: tuple[RuleKind, ...], hooks: Hooks, place: str) -> dict[str, Any]:
    """Return what every list has."""
    paging = entry.table("paging")
    max_age = entry.optional("max_age", float)
    if max_age is not None and max_age <= 0:
        raise SiteError(entry.at("max_age"), f"{max_age:g} is no number of days")
    form, json = entry.texts("form"), entry.optional("json", object)
    if form and json is not None:
        raise SiteError(entry.at("json"), "stands beside form; a request has one body")
    return {
        "id": key,
        "url": entry.get("url", str),
        "headers": entry.texts("headers"),
        "form": form,
        "json": json,
        "sign": entry.choice("sign", hooks.signs) if entry.has("sign") else entry.get("sign", str, ""),
        "base": entry.get("base", str, ""),
        "fields": read_fields(entry.table("fields"), LIST_FIELDS, rules, entry.at("fields"), hooks.bodies),
        "skip_if": _conditions(entry, place),
        "paging": _paging(paging, rules) if paging else None,
        "max_age": max_age,
    }


def _conditions(entry: Table, place: str) -> tuple[Condition, ...]:
    return tuple(read_condition(condition, place) for condition in entry.tables("skip_if"))


def _ok(entry: Table) -> Condition | None:
    ok = entry.table("ok")
    return read_condition(ok, "path") if ok else None


def _paging(table: Table, rules: tuple[RuleKind, ...]) -> Paging:
    kind = cast("PagingType", table.choice("type", get_args(PagingType), "page"))
    counts = kind in ("page", "offset")
    start = table.get("start", object, {"page": 1, "offset": 0}.get(kind, ""))
    if counts and (not isinstance(start, int) or isinstance(start, bool)):
        raise SiteError(table.at("start"), "must be a whole number")
    paging = Paging(
        type=kind,
        start=str(start),
        step=table.get("step", int, 1) if counts else 1,
        pages=table.get("pages", int, 3),
        rules=() if counts else read_rules(table, "from", rules),
    )
    table.done()
    if not 1 <= paging.pages <= MAX_PAGES:
        raise SiteError(table.at("pages"), f"must be from 1 to {MAX_PAGES}")
    if kind == "offset" and not table.has("step"):
        raise SiteError(table.at("step"), "is missing: how many entries a page has")
    if counts and paging.step == 0:
        raise SiteError(table.at("step"), "must not be 0: the list would never go on")
    if not counts and not paging.rules:
        raise SiteError(table.at("from"), f"is missing: where the {'link' if kind == 'next' else 'cursor'} stands")
    return paging


def _check_words(listing: Listing, entry: Table) -> None:
    """Complain about paging and address that do not fit."""
    words = set(_words(listing))
    counted = COUNTED.get(listing.paging.type) if listing.paging and not isinstance(listing, SitemapList) else None
    if counted and counted not in words:
        raise SiteError(entry.at("paging"), f"fills {{{counted}}}, but neither address nor body has it")
    if "offset" in words and counted != "offset":
        raise SiteError(entry.at("url"), "has {offset}, but no paging of that type")
    if "cursor" in words and counted != "cursor":
        raise SiteError(entry.at("url"), "has {cursor}, but no paging of the types cursor or last_item")


def _words(listing: Listing) -> Iterator[str]:
    yield from braces(listing.url)
    yield from braces(dict(listing.form))
    yield from braces(listing.json)


def read_channels(table: Table, site_name: str, lists: Mapping[str, Listing]) -> dict[str, Channel]:
    """Return the channels by name."""
    channels = table.table("channels")
    found = {}
    for name in channels.names() if channels else ():
        entry = cast("Table", cast("Table", channels).table(name))
        every = entry.optional("every", str)
        channel = Channel(
            name=name,
            label=entry.get("label", str, f"{site_name}－{name}"),
            listing=entry.choice("list", lists),
            vars=entry.texts("vars"),
            match=entry.pattern("match"),
            every=read_rhythm(every, entry.at("every")) if every is not None else None,
        )
        entry.done()
        _check_vars(channel.vars, lists[channel.listing], entry)
        found[name] = channel
    return found


def _check_vars(known: Collection[str], listing: Listing, entry: Table) -> None:
    """Complain about a word in braces that nothing fills, and about a variable that nothing uses."""
    words = {word for word in _words(listing) if not ClockWord.fullmatch(word)} - {"page", "offset", "cursor"}
    if missing := words - set(known):
        raise SiteError(entry.at("vars"), f"{min(missing)} is missing: the list {listing.id!r} has it in its address")
    if unused := set(known) - words:
        raise SiteError(entry.at("vars"), f"the list {listing.id!r} has no {{{min(unused)}}}")
