"""Reads site files strictly: an unknown key, a wrong type or a bad pattern is one line with file, key and a suggestion.

Nothing is executed: YAML is read with the safe loader, patterns are compiled, selectors are parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args
from zoneinfo import ZoneInfo

from newscrawl.errors import SiteError
from newscrawl.sites.model import (
    ARTICLE_FIELDS,
    LIST_FIELDS,
    ArticleRules,
    Captions,
    Channel,
    Condition,
    Gallery,
    JsonList,
    Listing,
    Paging,
    Refusal,
    Rule,
    RuleKind,
    Site,
)
from newscrawl.sites.policy import read_policy
from newscrawl.sites.table import Table, read_yaml, selector, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["DATA", "Overrides", "load_sites", "read_site"]

DATA = Path(__file__).parent / "data"
"""The folder of the site files that ship."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Overrides:
    """What the user wants otherwise than the site files say."""

    place: str
    """The file that says so, for error lines."""
    every: Mapping[str, Any] = field(default_factory=dict)
    """For every site: keys of :data:`newscrawl.sites.policy.POLICY_KEYS`."""
    by_site: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By the site's id: any keys of a site file, merged as with ``like``."""


def load_sites(*folders: Path, over: Overrides | None = None) -> dict[str, Site]:
    """Return every site by id: those that ship, and those of the folders; the last file of a name counts.

    :raises SiteError: for the first file that cannot be used, and for an override of a site that there is not
    """
    paths = {path.stem: path for folder in (DATA, *folders) for path in sorted(folder.glob("*.yaml"))}
    if over:
        for name in over.by_site:
            if name not in paths:
                raise SiteError(f"{over.place}: site.{name}", f"no such site{suggestion(name, paths)}")
    return {name: read_site(path, over) for name, path in paths.items()}


def read_site(path: Path, over: Overrides | None = None) -> Site:
    """Return the site that a file describes, with what the user wants otherwise.

    :raises SiteError: with file, key and problem

    ``like: OTHER`` starts from another file of the same folder or of those that ship: mappings are merged key by key,
    a key that is null goes, everything else is replaced; channels are the file's own where it has any.
    """
    data = _with_base(path)
    if over:
        data |= over.every
        if own := over.by_site.get(path.stem):
            # first the file alone, so that what is wrong with the rest is the override's fault
            _site(path.stem, Table(data, str(path)))
            return _site(path.stem, Table(_merged(data, dict(own)), f"{over.place}: site.{path.stem}"))
    return _site(path.stem, Table(data, str(path)))


def _with_base(path: Path, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    data = read_yaml(path)
    name = data.pop("like", None)
    if name is None:
        return data
    candidates = [folder / f"{name}.yaml" for folder in (path.parent, DATA)]
    found = next(
        (candidate for candidate in candidates if candidate.is_file() and candidate not in (*seen, path)), None
    )
    if found is None:
        raise SiteError(f"{path}: like", f"no site file {name!r}")
    base = _with_base(found, (*seen, path))
    if "channels" in data:
        base.pop("channels", None)
    return _merged(base, data)


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in over.items():
        inherited = result.get(key)
        result[key] = _merged(inherited, value) if isinstance(value, dict) and isinstance(inherited, dict) else value
    return {key: value for key, value in result.items() if value is not None}


def _site(site_id: str, table: Table) -> Site:
    name = table.get("name", str)
    lists = _lists(table)
    site = Site(
        id=site_id,
        name=name,
        group=table.get("group", str),
        languages=table.strings("languages"),
        timezone=_timezone(table),
        home=table.get("home", str),
        domains=tuple(domain.lower() for domain in table.strings("domains")),
        articles=table.patterns("articles"),
        skip=_refusals(table, "skip"),
        headers=table.texts("headers"),
        delay=table.optional("delay", float),
        picture_referer=_picture_referer(table),
        charset=table.get("charset", str, ""),
        confidence=table.choice("confidence", "ABCD"),
        checked=table.get("checked", str),
        channels=_channels(table, name, lists),
        lists=lists,
        article=_article(table.table("article")),
        policy=read_policy(table),
    )
    table.done()
    if not site.domains:
        raise SiteError(table.at("domains"), "is missing")
    return site


def _timezone(table: Table) -> str:
    name = table.get("timezone", str)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SiteError(table.at("timezone"), f"{name!r} is no IANA time zone, such as Asia/Shanghai") from None
    return name


def _picture_referer(table: Table) -> str:
    referer = table.get("picture_referer", str, "article")
    if referer not in ("article", "none") and not referer.startswith(("http://", "https://")):
        raise SiteError(table.at("picture_referer"), f"{referer!r} is not article, none or an address")
    return referer


def _lists(table: Table) -> dict[str, Listing]:
    lists = table.table("lists")
    found: dict[str, Listing] = {}
    for key in lists.names() if lists else ():
        entry = cast("Table", cast("Table", lists).table(key))
        entry.choice("kind", ["json"])
        paging, ok = entry.table("paging"), entry.table("ok")
        found[key] = JsonList(
            id=key,
            url=entry.get("url", str),
            items=entry.get("items", str),
            fields=_fields(entry.table("fields"), LIST_FIELDS, "path", entry.at("fields")),
            headers=entry.texts("headers"),
            ok=_condition(ok) if ok else None,
            skip=tuple(_condition(condition) for condition in entry.tables("skip")),
            paging=_paging(paging) if paging else None,
        )
        if "url" not in found[key].fields:
            raise SiteError(f"{entry.at('fields')}.url", "is missing")
        entry.done()
    return found


def _paging(table: Table) -> Paging:
    paging = Paging(start=table.get("start", int, 1), pages=table.get("pages", int, 3))
    table.done()
    return paging


def _condition(table: Table) -> Condition:
    condition = Condition(path=table.get("path", str), equals=str(table.get("equals", object)))
    table.done()
    return condition


def _channels(table: Table, site_name: str, lists: Mapping[str, Listing]) -> dict[str, Channel]:
    channels = table.table("channels")
    found = {}
    for name in channels.names() if channels else ():
        entry = cast("Table", cast("Table", channels).table(name))
        channel = Channel(
            name=name,
            label=entry.get("label", str, f"{site_name}－{name}"),
            listing=entry.choice("list", lists),
            vars=entry.texts("vars"),
            match=entry.pattern("match"),
        )
        entry.done()
        needed = set(re.findall(r"{(\w+)}", lists[channel.listing].url)) - {"page"}
        if missing := needed - set(channel.vars):
            raise SiteError(
                entry.at("vars"), f"{min(missing)} is missing: the list {channel.listing!r} has it in its address"
            )
        found[name] = channel
    return found


def _article(table: Table | None) -> ArticleRules:
    if table is None:
        return ArticleRules()
    gallery = table.table("gallery")
    captions = []
    for entry in table.tables("captions"):
        captions.append(
            Captions(
                figure=selector(entry.get("figure", str), entry.place),
                caption=selector(entry.get("caption", str), entry.place),
            )
        )
        entry.done()
    rules = ArticleRules(
        fields=_fields(table.table("fields"), ARTICLE_FIELDS, "css", table.at("fields")),
        body=table.selectors("body"),
        drop=table.selectors("drop"),
        drop_text=table.patterns("drop_text"),
        captions=tuple(captions),
        next_page=_rules(table, "next_page", "css"),
        gallery=_gallery(gallery) if gallery else None,
        refuse=_refusals(table, "refuse"),
    )
    table.done()
    return rules


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


def _refusals(table: Table, key: str) -> tuple[Refusal, ...]:
    refusals = []
    for entry in table.tables(key):
        refusal = Refusal(
            reason=entry.get("reason", str),
            css=entry.get("css", str, ""),
            url=entry.pattern("url"),
            text=entry.pattern("text"),
        )
        entry.done()
        if refusal.css:
            selector(refusal.css, entry.at("css"))
        if not (refusal.css or refusal.url or refusal.text):
            raise SiteError(entry.place, "needs css, url or text")
        refusals.append(refusal)
    return tuple(refusals)


def _fields(table: Table | None, known: Iterable[str], default: RuleKind, place: str) -> dict[str, tuple[Rule, ...]]:
    if table is None:
        return {}
    fields = {}
    for key in table.names():
        if key not in known:
            raise SiteError(f"{place}.{key}", f"unknown field{suggestion(key, known)}")
        fields[key] = _rules(table, key, default)
    return fields


def _rules(table: Table, key: str, default: RuleKind) -> tuple[Rule, ...]:
    value = table.get(key, object, [])
    place = table.at(key)
    return tuple(
        _rule(entry, f"{place}[{index}]", default)
        for index, entry in enumerate(value if isinstance(value, list) else [value])
    )


def _rule(value: Any, place: str, default: RuleKind) -> Rule:
    table = Table({default: value} if isinstance(value, str) else value, place)
    kinds = [kind for kind in get_args(RuleKind) if table.has(kind)]
    if len(kinds) != 1:
        table.get("regex", str, "")
        for key in (*get_args(RuleKind), "split", "format"):
            table.get(key, object, "")
        table.done()
        raise SiteError(place, f"needs exactly one of {', '.join(get_args(RuleKind))}")
    kind = kinds[0]
    where = table.get(kind, str)
    if kind == "css":
        selector(where, place)
    if kind in ("comment", "url"):
        table.pattern(kind)
    rule = Rule(
        kind=kind,
        where=where,
        regex=table.pattern("regex"),
        split=table.pattern("split"),
        formats=table.strings("format"),
    )
    table.done()
    return rule
