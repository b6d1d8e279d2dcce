"""Reads site files strictly: an unknown key, a wrong type or a bad pattern is one line with file, key and a suggestion.

Nothing is executed: YAML is read with the safe loader, patterns are compiled, selectors are parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from newscrawl.errors import SiteError
from newscrawl.sites.hooks import hooks_beside
from newscrawl.sites.model import STATES, Site, SiteState
from newscrawl.sites.policy import read_policy
from newscrawl.sites.read_article import read_article
from newscrawl.sites.read_lists import read_channels, read_lists
from newscrawl.sites.read_rules import read_refusals, read_zone
from newscrawl.sites.table import Table, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.sites.hooks import Hooks

__all__ = ["DATA", "Overrides", "read_site"]

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


def read_site(path: Path, over: Overrides | None = None) -> Site:
    """Return the site that a file describes, with what the user wants otherwise.

    :raises SiteError: with file, key and problem

    ``like: OTHER`` starts from another file of the same folder or of those that ship: mappings are merged key by key,
    a key that is null goes, everything else is replaced; channels are the file's own where it has any.
    """
    data, hooks = _with_base(path), hooks_beside(path)
    if over:
        data |= over.every
        if own := over.by_site.get(path.stem):
            # first the file alone, so that what is wrong with the rest is the override's fault
            _site(path.stem, Table(data, str(path)), hooks)
            return _site(path.stem, Table(_merged(data, dict(own)), f"{over.place}: site.{path.stem}"), hooks)
    return _site(path.stem, Table(data, str(path)), hooks)


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


def _site(site_id: str, table: Table, hooks: Hooks) -> Site:
    name = table.get("name", str)
    lists = read_lists(table, hooks)
    site = Site(
        id=site_id,
        name=name,
        group=table.get("group", str),
        languages=table.strings("languages"),
        timezone=read_zone(table, "timezone"),
        home=table.get("home", str),
        domains=tuple(domain.lower() for domain in table.strings("domains")),
        articles=table.patterns("articles"),
        skip=read_refusals(table, "skip"),
        headers=table.texts("headers"),
        delay=table.optional("delay", float),
        picture_referer=_picture_referer(table),
        charset=table.get("charset", str, ""),
        confidence=table.choice("confidence", "ABCD"),
        checked=_month(table),
        state=cast("SiteState", table.choice("state", STATES, "ready")),
        unproven=table.get("unproven", str, ""),
        channels=read_channels(table, name, lists),
        lists=lists,
        article=read_article(table.table("article"), hooks),
        hooks=hooks,
        policy=read_policy(table),
    )
    table.done()
    if not site.domains:
        raise SiteError(table.at("domains"), "is missing")
    return site


def _picture_referer(table: Table) -> str:
    referer = table.get("picture_referer", str, "article")
    if referer not in ("article", "none") and not referer.startswith(("http://", "https://")):
        raise SiteError(table.at("picture_referer"), f"{referer!r} is not article, none or an address")
    return referer


def _month(table: Table) -> str:
    month = table.get("checked", str)
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
        raise SiteError(table.at("checked"), f"{month!r} is no month, such as 2026-10")
    return month
