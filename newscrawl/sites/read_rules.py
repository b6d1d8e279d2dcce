"""Reads rules, conditions and marks of a site file."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args
from zoneinfo import ZoneInfo

from newscrawl.errors import SiteError
from newscrawl.sites.rules import Condition, Embedded, Mark, Refusal, Rule, RuleKind
from newscrawl.sites.table import Table, path, selector, suggestion, xpath

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

__all__ = [
    "HTML",
    "JSON",
    "PAGE",
    "read_condition",
    "read_embedded",
    "read_fields",
    "read_mark",
    "read_marks",
    "read_refusals",
    "read_rule",
    "read_rules",
    "read_zone",
]

JSON: tuple[RuleKind, ...] = ("path", "template", "const")
HTML: tuple[RuleKind, ...] = ("css", "xpath", "const")
PAGE: tuple[RuleKind, ...] = get_args(RuleKind)
"""Which kinds of rules there are where; the first is what a rule that is only text means."""

FORMATS = ("epoch_s", "epoch_ms", "iso", "relative")
"""Time formats with a name."""

LABEL = r"{}\s*[:：]\s*(.+?)(?=\s+[^\s:：]{{1,6}}[:：]|\s*[)）\]】|]|$)"
"""What stands behind a label, up to the next label or the end of its brackets."""


def read_fields(
    table: Table | None, known: Iterable[str], kinds: Sequence[RuleKind], place: str, hooks: Collection[str] = ()
) -> dict[str, tuple[Rule, ...]]:
    """Return the rules of each field.

    :param kinds: the kinds of rules that make sense here, first the one of a rule that is only text
    """
    if table is None:
        return {}
    fields = {}
    for key in table.names():
        if key not in known:
            raise SiteError(f"{place}.{key}", f"unknown field{suggestion(key, known)}")
        fields[key] = read_rules(table, key, kinds, hooks)
    return fields


def read_rules(table: Table, key: str, kinds: Sequence[RuleKind], hooks: Collection[str] = ()) -> tuple[Rule, ...]:
    """Return the rules under a key: one or a list of them, none when it is missing."""
    value = table.get(key, object, [])
    place = table.at(key)
    return tuple(
        read_rule(entry, f"{place}[{index}]", kinds, hooks)
        for index, entry in enumerate(value if isinstance(value, list) else [value])
    )


def read_rule(value: Any, place: str, kinds: Sequence[RuleKind], hooks: Collection[str] = ()) -> Rule:
    """Return one rule.

    :raises SiteError: with place and problem
    """
    table = Table({kinds[0]: value} if isinstance(value, str) else value, place)
    named = [kind for kind in kinds if table.has(kind)]
    label = table.get("label", str, "")
    regex, split, formats = table.pattern("regex"), table.pattern("split"), table.strings("format")
    rule = Rule(
        kind=named[0] if named else kinds[0],
        where=str(table.get(named[0], object)) if len(named) == 1 else "",
        regex=re.compile(LABEL.format(re.escape(label))) if label and not regex else regex,
        strip=table.patterns("strip"),
        map=_map(table),
        split=split,
        join=table.optional("join", str),
        formats=formats,
        tz=read_zone(table, "tz", default=""),
        hook=table.get("hook", str, ""),
    )
    for kind in kinds:
        table.get(kind, object, "")
    table.done()
    if len(named) != 1:
        raise SiteError(place, f"needs exactly one of {', '.join(kinds)}")
    if rule.hook and rule.hook not in hooks:
        raise SiteError(table.at("hook"), f"no such hook: {rule.hook!r}{suggestion(rule.hook, hooks)}")
    if label and regex:
        raise SiteError(place, "has a label and a regex; one of them says it")
    _check_formats(formats, table.at("format"))
    _check_where(rule, table)
    return rule


def _check_where(rule: Rule, table: Table) -> None:
    """Complain about a selector, pattern or path that is none."""
    place = table.at(rule.kind)
    if rule.kind != "const" and not isinstance(table.get(rule.kind, object), str):
        table.get(rule.kind, str)
    checks: dict[str, Callable[[str, str], object]] = {"css": selector, "xpath": xpath, "path": path, "json_ld": path}
    if check := checks.get(rule.kind):
        check(rule.where, place)
    if rule.kind in ("comment", "url"):
        table.pattern(rule.kind)
    if rule.kind == "template":
        names = re.findall(r"{([^{}]*)}", rule.where)
        if not names:
            raise SiteError(place, f"{rule.where!r} has no path in braces")
        for name in names:
            path(name.removesuffix("?"), place)


def _map(table: Table) -> tuple[tuple[re.Pattern[str], str], ...]:
    mapping = []
    for text, value in table.texts("map").items():
        try:
            pattern = re.compile(text)
            # a group that is not there is found before any page is
            re.compile(f"(?:{text})|").sub(value, "")
        except (re.error, IndexError) as error:
            raise SiteError(table.at("map"), f"{text!r}: {value!r} does not work: {error}") from None
        mapping.append((pattern, value))
    return tuple(mapping)


def _check_formats(formats: tuple[str, ...], place: str) -> None:
    for form in formats:
        if "%" not in form and form not in FORMATS:
            raise SiteError(place, f"{form!r} is no time format{suggestion(form, FORMATS)}")
        try:
            datetime.strptime("", form)
        except ValueError as error:
            if "bad directive" in str(error) or "stray" in str(error):
                raise SiteError(place, f"{form!r} is no time format: {error}") from None


def read_zone(table: Table, key: str, *, default: str | None = None) -> str:
    """Return the IANA name of a time zone."""
    name = table.get(key, str, default)
    try:
        if name or default is None:
            ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SiteError(table.at(key), f"{name!r} is no IANA time zone, such as Asia/Shanghai") from None
    return name


def read_condition(table: Table, *kinds: str) -> Condition:
    """Return a condition.

    :param kinds: ``path``, ``css`` or both
    """
    places = {kind: table.get(kind, str, "") for kind in kinds}
    among = table.get("in", list, [])
    equals = [table.get("equals", object)] if table.has("equals") else table.get("equals", list, [])
    condition = Condition(
        **places,
        among=tuple(_written(value) for value in (*equals, *among)),
        empty=table.optional("empty", bool),
        matches=table.pattern("matches"),
    )
    table.done()
    if len([text for text in places.values() if text]) != 1:
        raise SiteError(table.place, f"needs {' or '.join(kinds)}")
    if condition.css:
        selector(condition.css, table.at("css"))
    path(condition.path, table.at("path"))
    if sum(table.has(word) for word in ("equals", "in", "empty", "matches")) > 1:
        raise SiteError(table.place, "needs one of equals, in, empty, matches")
    return condition


def _written(value: Any) -> str:
    """Return a value as JSON writes it: ``true``, not ``True``."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_embedded(table: Table) -> Embedded:
    """Return where JSON stands in a page."""
    embedded = Embedded(
        css=table.get("css", str, ""),
        before=table.pattern("before"),
        root=table.strings("root") or ("",),
    )
    table.done()
    if not embedded.css and embedded.before is None:
        raise SiteError(table.place, "needs css or before")
    if embedded.css:
        selector(embedded.css, table.at("css"))
    for root in embedded.root:
        path(root, table.at("root"))
    return embedded


def read_marks(table: Table, key: str) -> tuple[Mark, ...]:
    """Return marks of pages: a list, or one."""
    marks = []
    for entry in table.tables(key):
        marks.append(read_mark(entry))
        entry.done()
    return tuple(marks)


def read_mark(entry: Table) -> Mark:
    """Return a mark; its table may hold more."""
    data = entry.table("data")
    mark = Mark(
        css=entry.get("css", str, ""),
        url=entry.pattern("url"),
        text=entry.pattern("text"),
        data=read_condition(data, "path") if data else None,
    )
    if mark.css:
        selector(mark.css, entry.at("css"))
    if not (mark.css or mark.url or mark.text or mark.data):
        raise SiteError(entry.place, "needs css, url, text or data")
    return mark


def read_refusals(table: Table, key: str) -> tuple[Refusal, ...]:
    """Return pages of other kinds."""
    refusals = []
    for entry in table.tables(key):
        reason, mark = entry.get("reason", str), read_mark(entry)
        entry.done()
        refusals.append(Refusal(reason=reason, css=mark.css, url=mark.url, text=mark.text, data=mark.data))
    return tuple(refusals)
