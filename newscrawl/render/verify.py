"""Somebody's posts, read as a generator reads them: what would not build, would be left out, or is not safe.

Other than :func:`~newscrawl.render.check.check_post` nothing is known here of the article, so posts of other tools can
be looked at as well.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from newscrawl.render.active import active_parts, read_html
from newscrawl.render.commonmark import indented_html, to_html
from newscrawl.render.dates import read_date
from newscrawl.render.styles.forms import PELICAN
from newscrawl.render.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePosixPath

__all__ = ["header_of", "is_draft", "problems_of"]

_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?)^\1[ \t]*$\n?(.*)", re.DOTALL | re.MULTILINE)
_QUIET = re.compile(r"<!--.*?-->|^(`{3,}|~{3,}).*?^\1", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Habits:
    """What a generator does without being asked."""

    leaves_out: re.Pattern[str]
    """Paths of files that it does not see."""
    acts_on: re.Pattern[str]
    """Template syntax in bodies, outside :attr:`quiet`."""
    quiet: re.Pattern[str] | None = None
    """Where template syntax is left alone."""


_HEXO = _Habits(
    leaves_out=re.compile(r"(?:^|/)[_.]|[%~]$"),
    acts_on=re.compile(r"\{\{|\{%|\{#"),
    quiet=_QUIET,
)
_ANY = _Habits(leaves_out=_HEXO.leaves_out, acts_on=re.compile(r"\{\{|\{%|\{#|<%"))
_HUGO = _Habits(leaves_out=_HEXO.leaves_out, acts_on=re.compile(r"\{\{[<%]"))
_HABITS = {"hexo": _HEXO, "hugo": _HUGO}
"""By generator; for all others the strictest rules hold."""


def problems_of(path: PurePosixPath, text: str, blog: str = "") -> list[str]:
    """Return what is wrong with a post, each in a few words; nothing for a good one.

    :param path: relative to the folder of the posts
    :param blog: the generator that is going to read it; empty: any
    """
    habits = _HABITS.get(blog, _ANY)
    problems = list(_name_problems(path, habits))
    try:
        header, body = _parts(text, blog)
    except _Unreadable as error:
        return [*problems, str(error)]
    problems += _header_problems(header)
    problems += _body_problems(body, habits, templates=not header.get("disableNunjucks"))
    return problems


def is_draft(text: str, blog: str = "") -> bool:
    """Tell whether a post says of itself that it is not to be published."""
    try:
        header, _ = _parts(text, blog)
    except _Unreadable:
        return False
    return header.get("draft") is True or header.get("published") is False or header.get("status") == "draft"


def header_of(text: str, blog: str = "") -> dict[str, Any]:
    """Return a post's front matter; empty when it has none that can be read."""
    try:
        return _parts(text, blog)[0]
    except _Unreadable:
        return {}


class _Unreadable(Exception):
    """Why front matter cannot be read."""


class _StrictLoader(yaml.SafeLoader):
    """Refuses what JavaScript's parser refuses, too: a key that is there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if doubled := next((name for name in names if names.count(name) > 1), None):
            raise _Unreadable(f"the key {doubled!r} is there twice")
        return super().construct_mapping(node, deep)


def _parts(text: str, blog: str) -> tuple[dict[str, Any], str]:
    """Return header and body; keys of Pelican's header are in lower case."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if blog == "pelican":
        try:
            fields, body = PELICAN.read(text)
        except ValueError as error:
            raise _Unreadable(f"the front matter cannot be read: {error}") from None
        return {key.lower(): value for key, value in fields.items()}, body
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise _Unreadable("has no front matter")
    try:
        return _header(match[1], match[2]), match[3]
    except _Unreadable as error:
        raise _Unreadable(f"the front matter cannot be read: {error}") from None


def _header(separator: str, text: str) -> dict[str, Any]:
    try:
        header = tomllib.loads(text) if separator == "+++" else yaml.load(text, _StrictLoader)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError) as error:
        raise _Unreadable(one_line(str(error)).removeprefix("while ")) from None
    except RecursionError:
        raise _Unreadable("it is nested too deeply") from None
    if not isinstance(header, dict):
        raise _Unreadable("it is no mapping")
    return header


def _name_problems(path: PurePosixPath, habits: _Habits) -> Iterator[str]:
    if habits.leaves_out.search(str(path)):
        yield "would be left out: a name begins with '_' or '.', or ends with '%' or '~'"
    if "%" in str(path):
        yield "would be left out where the address is made of the name: '%' in it cannot be decoded"


def _header_problems(header: dict[str, Any]) -> Iterator[str]:
    title, when = header.get("title"), header.get("date", header.get("pubDate"))
    if title is None:
        yield "has no title"
    elif not isinstance(title, str):
        yield f"the title is {_kind(title)}: quote it"
    elif not title.strip():
        yield "the title is empty"
    if when is None:
        yield "has no date: the generator takes the file's own time"
    elif not isinstance(when, date) and read_date(when) is None:
        yield f"the date is {_kind(when)}: the generator takes the file's own time"
    for key in ("tags", "categories"):
        names = header.get(key) or []
        wrong = [name for name in (names if isinstance(names, list) else [names]) if not isinstance(name, str | list)]
        if wrong:
            yield f"{key} hold {_kind(wrong[0])}: quote it"


def _kind(value: object) -> str:
    if isinstance(value, str):
        return f"{one_line(value)[:40]!r}, which is none"
    if isinstance(value, bool | int | float | date):
        return f"read as {value!s}, not as text"
    return f"read as {'nothing' if value is None else type(value).__name__}, not as text"


def _body_problems(body: str, habits: _Habits, *, templates: bool) -> Iterator[str]:
    looked_at = habits.quiet.sub("", body) if habits.quiet else body
    if templates and (found := habits.acts_on.search(looked_at)):
        yield f"template syntax: {one_line(looked_at[found.start() : found.start() + 30])!r}"
    if parts := active_parts(read_html(to_html(body))):
        yield f"a browser would obey: {', '.join(parts)}"
    if shown := indented_html(body):
        yield f"HTML shown as code, for it is indented after a blank line: {one_line(shown)[:30]!r}"
