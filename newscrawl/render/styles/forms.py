"""The three forms of front matter besides the source format's: each writes fields and reads them back.

Real writers and escapes, no pasting: a title is hostile by accident, and a stock code is a number to YAML.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from newscrawl.render.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["PELICAN", "TOML", "YAML", "Form", "iso"]

_YAML_POST = re.compile(r"---\n(.*?\n)---\n\n(.*)\Z", re.DOTALL)
_TOML_POST = re.compile(r"\+\+\+\n(.*?\n)\+\+\+\n\n(.*)\Z", re.DOTALL)
_PELICAN_LINE = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_PELICAN_DATES = frozenset({"Date", "Modified"})
_PELICAN_LISTS = frozenset({"Tags"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form of front matter."""

    write: Callable[[Mapping[str, Any]], str]
    """Fields -> what stands before the body, separators and blank line included."""
    read: Callable[[str], tuple[dict[str, Any], str]]
    """Post -> fields and body; raises :exc:`ValueError` with what is wrong in a few words."""


def iso(moment: datetime) -> str:
    """Return an aware *moment* as ISO 8601 to the second; an offset that is no whole minute becomes UTC.

    >>> iso(datetime(2026, 7, 20, 1, 30, 5, tzinfo=UTC))
    '2026-07-20T01:30:05Z'
    """
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _write_yaml(fields: Mapping[str, Any]) -> str:
    root = MappingNode("tag:yaml.org,2002:map", [(_scalar("str", key), _node(value)) for key, value in fields.items()])
    header: str = yaml.serialize(root, Dumper=yaml.SafeDumper, allow_unicode=True, width=sys.maxsize)
    return f"---\n{header}---\n\n"


def _node(value: str | bool | datetime | list[str]) -> yaml.Node:
    if isinstance(value, list):
        return SequenceNode("tag:yaml.org,2002:seq", [_node(entry) for entry in value])
    if isinstance(value, bool):
        return _scalar("bool", json.dumps(value))
    if isinstance(value, datetime):
        return _scalar("timestamp", iso(value))
    # always in quotes: no generator's YAML then takes 000001, yes or 2022-08-04 for anything but text
    return _scalar("str", value, style="'")


def _scalar(kind: str, text: str, style: str | None = None) -> ScalarNode:
    return ScalarNode(f"tag:yaml.org,2002:{kind}", text, style=style)


def _read_yaml(text: str) -> tuple[dict[str, Any], str]:
    match = _YAML_POST.match(text)
    if not match:
        raise ValueError("front matter is not between its separators")
    try:
        fields = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise ValueError(f"front matter is not YAML: {one_line(str(error))}") from None
    if not isinstance(fields, dict):
        raise ValueError("front matter is not a YAML mapping")
    return fields, match[2]


def _write_toml(fields: Mapping[str, Any]) -> str:
    lines = [f"{key} = {_toml(value)}\n" for key, value in fields.items() if not isinstance(value, dict)]
    for name, table in fields.items():
        if isinstance(table, dict):
            lines += [f"\n[{name}]\n", *(f"{key} = {_toml(value)}\n" for key, value in table.items())]
    return f"+++\n{''.join(lines)}+++\n\n"


def _toml(value: str | bool | datetime | list[str]) -> str:
    if isinstance(value, datetime):
        return iso(value)
    # JSON's texts, lists and truth values are TOML's, as long as they hold no control characters
    return json.dumps(value, ensure_ascii=False)


def _read_toml(text: str) -> tuple[dict[str, Any], str]:
    match = _TOML_POST.match(text)
    if not match:
        raise ValueError("front matter is not between its separators")
    try:
        return tomllib.loads(match[1]), match[2]
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"front matter is not TOML: {one_line(str(error))}") from None


def _write_pelican(fields: Mapping[str, Any]) -> str:
    return "".join(f"{key}: {_pelican(value)}\n" for key, value in fields.items()) + "\n"


def _pelican(value: str | datetime | list[str]) -> str:
    if isinstance(value, datetime):
        return iso(value)
    # with a semicolon anywhere, commas are part of the names
    return "".join(f"{entry}; " for entry in value).rstrip() if isinstance(value, list) else value


def _read_pelican(text: str) -> tuple[dict[str, Any], str]:
    header, blank, body = text.partition("\n\n")
    fields: dict[str, Any] = {}
    for line in header.split("\n"):
        match = _PELICAN_LINE.match(line)
        if not match or not blank:
            raise ValueError("front matter is not lines of 'Key: value' and a blank one")
        key, value = match["key"], match["value"].strip()
        if key in _PELICAN_DATES:
            fields[key] = datetime.fromisoformat(value)
        elif key in _PELICAN_LISTS:
            fields[key] = [name.strip() for name in value.split(";")[:-1]]
        else:
            fields[key] = value
    return fields, body


YAML = Form(write=_write_yaml, read=_read_yaml)
"""YAML between ``---``, from the file's first byte."""
TOML = Form(write=_write_toml, read=_read_toml)
"""TOML between ``+++``."""
PELICAN = Form(write=_write_pelican, read=_read_pelican)
"""``Key: value`` lines up to a blank one, as Python-Markdown's ``meta`` reads them: no quotes, no escapes."""
