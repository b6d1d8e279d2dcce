"""Reads what a site file says of article pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newscrawl.errors import SiteError
from newscrawl.sites.pages import (
    ARTICLE_FIELDS,
    PART_KINDS,
    ArticleRules,
    BodyParts,
    Captions,
    Elsewhere,
    Gallery,
    Part,
    Variant,
)
from newscrawl.sites.read_rules import (
    PAGE,
    read_condition,
    read_embedded,
    read_fields,
    read_mark,
    read_marks,
    read_refusals,
    read_rules,
)
from newscrawl.sites.table import path, selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.sites.hooks import Hooks
    from newscrawl.sites.table import Table

__all__ = ["read_article"]


def read_article(table: Table | None, hooks: Hooks) -> ArticleRules:
    """Return the rules for article pages."""
    if table is None:
        return ArticleRules()
    gallery, embedded, parts = table.table("gallery"), table.table("embedded"), table.table("body_parts")
    rules = ArticleRules(
        elsewhere=(*_elsewhere(table, "api", hooks), *_elsewhere(table, "print", hooks)),
        embedded=read_embedded(embedded) if embedded else None,
        variants=tuple(_variants(table, hooks)),
        fields=read_fields(table.table("fields"), ARTICLE_FIELDS, PAGE, table.at("fields")),
        body=read_rules(table, "body", PAGE, hooks.bodies),
        body_parts=_body_parts(parts) if parts else None,
        drop=table.selectors("drop"),
        drop_text=table.patterns("drop_text"),
        captions=tuple(_captions(table)),
        next_page=read_rules(table, "next_page", PAGE),
        gallery=_gallery(gallery) if gallery else None,
        paywall=read_marks(table, "paywall"),
        refuse=read_refusals(table, "refuse"),
    )
    table.done()
    return rules


def _elsewhere(table: Table, key: str, hooks: Hooks) -> Iterator[Elsewhere]:
    api = key == "api"
    for entry in table.tables(key):
        match = entry.pattern("match")
        if match is None:
            raise SiteError(entry.at("match"), "is missing")
        ok = entry.table("ok") if api else None
        other = Elsewhere(
            match=match,
            url=entry.get("url", str),
            headers=entry.texts("headers"),
            api=api,
            ok=read_condition(ok, "path") if ok else None,
            root=(entry.strings("root") or ("",)) if api else ("",),
            sign=entry.choice("sign", hooks.signs) if entry.has("sign") else entry.get("sign", str, ""),
        )
        entry.done()
        if missing := set(re.findall(r"{(\w+)}", other.url)) - {"url", *match.groupindex}:
            raise SiteError(entry.at("url"), f"has {{{min(missing)}}}, but match has no group (?P<{min(missing)}>…)")
        for root in other.root:
            path(root, entry.at("root"))
        yield other


def _variants(table: Table, hooks: Hooks) -> Iterator[Variant]:
    for entry in table.tables("variants"):
        when = entry.table("when")
        if when is None:
            raise SiteError(entry.at("when"), "is missing")
        variant = Variant(
            when=read_mark(when),
            fields=read_fields(entry.table("fields"), ARTICLE_FIELDS, PAGE, entry.at("fields")),
            body=read_rules(entry, "body", PAGE, hooks.bodies),
        )
        when.done()
        entry.done()
        yield variant


def _captions(table: Table) -> Iterator[Captions]:
    for entry in table.tables("captions"):
        yield Captions(
            figure=selector(entry.get("figure", str), entry.place),
            caption=selector(entry.get("caption", str), entry.place),
        )
        entry.done()


def _body_parts(table: Table) -> BodyParts:
    parts = []
    for entry in table.tables("parts"):
        kinds = [kind for kind in PART_KINDS if entry.get(kind, str, "")]
        when = entry.table("if")
        caption = entry.get("caption", str, "")
        entry.done()
        if len(kinds) != 1:
            raise SiteError(entry.place, f"needs exactly one of {', '.join(PART_KINDS)}")
        parts.append(
            Part(
                kind=kinds[0],
                path=path(entry.get(kinds[0], str), entry.at(kinds[0])),
                when=read_condition(when, "path") if when else None,
                caption=path(caption, entry.at("caption")),
            )
        )
    items = path(table.get("items", str), table.at("items"))
    table.done()
    if not parts:
        raise SiteError(table.at("parts"), "is missing")
    return BodyParts(items=items, parts=tuple(parts))


def _gallery(table: Table) -> Gallery:
    script = table.pattern("script")
    if script is None:
        raise SiteError(table.at("script"), "is missing")
    gallery = Gallery(
        script=script,
        items=table.get("items", str),
        image=table.strings("image"),
        text=table.strings("text"),
        title=table.get("title", str, ""),
        published=table.get("published", str, ""),
        summary=table.get("summary", str, ""),
    )
    table.done()
    return gallery
