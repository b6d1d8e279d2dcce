"""Reads YAML mappings strictly, key by key: what nobody asked for is an error with a suggestion.

Site files and ``newscrawl.yaml`` are both read with it.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, TypeVar, cast

import cssselect
import yaml

from newscrawl.errors import SiteError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Table", "path", "read_yaml", "selector", "suggestion", "xpath"]

T = TypeVar("T")


MAX_DEPTH = 50
"""Levels of a YAML file; a site file has about eight."""

MAX_VALUES = 100_000
"""Values of a YAML file, those that aliases repeat included."""


class _StrictLoader(yaml.CSafeLoader):
    """The safe loader, refusing keys that stand twice (YAML silently takes the last)."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be text", key_node.start_mark)
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key_node.value!r} stands twice", key_node.start_mark
                )
            seen.add(key_node.value)
        return cast("dict[Any, Any]", super().construct_mapping(node, deep))


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a YAML file's mapping; that of an empty file is empty.

    Raises :class:`SiteError` when it cannot be read, is no YAML or no mapping, has a key twice, or unfolds to far more
    than a person writes.
    """
    try:
        text = path.read_text("utf-8")
        _check_size(text, path)
        data = yaml.load(text, _StrictLoader)
    except OSError as error:
        raise SiteError(str(path), error.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise SiteError(str(path), "is not UTF-8 text") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or error
        # libyaml looks ahead, and newer ones have a limit of their own
        if "nesting depth" in str(problem):
            raise SiteError(str(path), f"nests deeper than {MAX_DEPTH} levels") from None
        raise SiteError(str(path), f"is not valid YAML{line}: {problem}") from None
    except ValueError as error:
        # a number or a date that is none, such as 2026-99-99
        raise SiteError(str(path), f"holds a value that is none: {error}") from None
    if data is None:
        # nothing but comments: a mapping that says nothing
        return {}
    if not isinstance(data, dict):
        raise SiteError(str(path), "must be a mapping of keys")
    return data


def _check_size(text: str, path: Path) -> None:
    """Refuse nesting and aliases that unfold without measure, before anything is built of them.

    :raises SiteError: naming the file
    :raises YAMLError: it is no YAML
    """
    sizes: dict[str, int] = {}
    # for every collection that is open: its anchor, and how many values it holds so far
    open_ones: list[tuple[str, int]] = []
    for event in yaml.parse(text, yaml.CSafeLoader):
        size, anchor = 1, getattr(event, "anchor", None) or ""
        if isinstance(event, yaml.CollectionStartEvent):
            open_ones.append((anchor, 1))
            if len(open_ones) > MAX_DEPTH:
                raise SiteError(str(path), f"nests deeper than {MAX_DEPTH} levels")
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, size = open_ones.pop()
        elif isinstance(event, yaml.AliasEvent):
            if any(name == anchor for name, _ in open_ones):
                raise SiteError(str(path), f"the alias *{anchor} stands inside what it means")
            size, anchor = sizes.get(anchor, 1), ""
        elif not isinstance(event, yaml.ScalarEvent):
            continue
        if anchor:
            sizes[anchor] = size
        if open_ones:
            name, held = open_ones[-1]
            open_ones[-1] = (name, held + size)
        if size > MAX_VALUES:
            raise SiteError(str(path), f"its aliases unfold to more than {MAX_VALUES} values")


class Table:
    """A YAML mapping that is read key by key; what nobody asked for is an error.

    ``newscrawl.yaml`` is read with it as well as site files.
    """

    def __init__(self, data: Any, place: str) -> None:
        if not isinstance(data, dict):
            raise SiteError(place, f"must be a mapping, not {_kind(data)}")
        self._data: dict[str, Any] = {str(key): value for key, value in data.items()}
        self._asked: list[str] = []
        self.place = place

    def at(self, key: str) -> str:
        """Return the place of a key, for error lines."""
        return f"{self.place}: {key}" if ": " not in self.place else f"{self.place}.{key}"

    def get(self, key: str, kind: type[T], default: T | None = None) -> T:
        """Return a value of that type; a missing one is an error unless there is a default."""
        self._asked.append(key)
        value = self._data.get(key)
        if value is None:
            if default is None:
                raise SiteError(self.at(key), "is missing")
            return default
        if kind is float and type(value) is int:
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind not in (bool, object)):
            raise SiteError(self.at(key), f"must be {_NAMES[kind]}, not {_kind(value)}")
        return value

    def optional(self, key: str, kind: type[T]) -> T | None:
        """Return a value of that type, or ``None`` when the key is missing."""
        self._asked.append(key)
        return self.get(key, kind) if self.has(key) else None

    def has(self, key: str) -> bool:
        """Tell whether the key is there with a value."""
        return self._data.get(key) is not None

    def names(self) -> list[str]:
        """Return the keys in the file's order; asking for them makes all of them known."""
        self._asked.extend(self._data)
        return list(self._data)

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of strings; a single string counts as a list of one, a missing key as none."""
        self._asked.append(key)
        value = self._data.get(key)
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        for index, entry in enumerate(values):
            if not isinstance(entry, str):
                raise SiteError(f"{self.at(key)}[{index}]", f"must be text, not {_kind(entry)}")
        return tuple(values)

    def texts(self, key: str) -> dict[str, str]:
        """Return a mapping of text to text; numbers are taken as they are written."""
        table = self.table(key)
        texts = {name: table.get(name, object) for name in table.names()} if table else {}
        for name, value in texts.items():
            if isinstance(value, (bool, dict, list)):
                raise SiteError(f"{self.at(key)}.{name}", f"must be text, not {_kind(value)}")
        return {name: str(value) for name, value in texts.items()}

    def table(self, key: str) -> Table | None:
        """Return the mapping under a key, or ``None`` when the key is missing."""
        self._asked.append(key)
        return Table(self._data[key], self.at(key)) if self.has(key) else None

    def mapping(self, key: str) -> dict[str, Any]:
        """Return the mapping under a key as it is, for somebody else to read."""
        table = self.table(key)
        return dict(table._data) if table else {}

    def tables(self, key: str) -> list[Table]:
        """Return the list of mappings under a key; a single mapping counts as a list of one."""
        self._asked.append(key)
        value = self._data.get(key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        return [Table(entry, f"{self.at(key)}[{index}]") for index, entry in enumerate(values)]

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """Return a text that is one of the choices; to YAML an ``off`` without quotes is false."""
        known = list(choices)
        off = "off" in known and self._data.get(key) is False
        value = "off" if off and self.get(key, bool) is False else self.get(key, str, default)
        if value not in known:
            raise SiteError(self.at(key), f"{value!r} is not one of {', '.join(known)}{suggestion(value, known)}")
        return value

    def pattern(self, key: str) -> re.Pattern[str] | None:
        """Return a compiled regular expression, or ``None`` when the key is missing."""
        return next(iter(self.patterns(key)), None)

    def patterns(self, key: str) -> tuple[re.Pattern[str], ...]:
        """Return compiled regular expressions."""
        compiled = []
        for pattern in self.strings(key):
            try:
                compiled.append(re.compile(pattern))
            except re.error as error:
                raise SiteError(self.at(key), f"{pattern!r} is no regular expression: {error}") from None
        return tuple(compiled)

    def selectors(self, key: str) -> tuple[str, ...]:
        """Return CSS selectors."""
        return tuple(selector(text, self.at(key)) for text in self.strings(key))

    def done(self) -> None:
        """Complain about the first key that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                raise SiteError(self.at(key), f"unknown key{suggestion(key, self._asked)}")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?``, or nothing when no known word is near: one that begins so is the nearest."""
    words = list(known)
    longer = [other for other in words if len(word) > 2 and other.startswith(word)]
    near = longer or difflib.get_close_matches(word, words, n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


_NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    object: "a value",
}


def _kind(value: object) -> str:
    names = {dict: "a mapping", **_NAMES}
    return names.get(type(value), "nothing" if value is None else type(value).__name__)


PSEUDO_ELEMENT = re.compile(r"::(?:text|attr\([\w:-]+\))(?=\s*(?:,|$))")
"""What parsel adds to CSS: the text or an attribute instead of the element."""

PATH = re.compile(r"(?:[^.|\[\]]*(?:\[-?\d*\]|\|json)*)(?:\.[^.|\[\]]+(?:\[-?\d*\]|\|json)*)*")
"""``data.list``, ``images[].u``, ``tabs[0].items``, ``tags[][].name``, ``ext|json.docurl``."""

TRANSLATOR = cssselect.HTMLTranslator()


def selector(text: str, place: str) -> str:
    """Return a CSS selector as it is, or raise :class:`SiteError` when it is none."""
    try:
        # a selector of nothing but ::attr(…) is one of any element
        TRANSLATOR.css_to_xpath(",".join(part.strip() or "*" for part in PSEUDO_ELEMENT.sub("", text).split(",")))
    except cssselect.SelectorError as error:
        raise SiteError(place, f"{text!r} is no CSS selector: {error}") from None
    return text


def xpath(text: str, place: str) -> str:
    """Return an XPath expression as it is, or raise :class:`SiteError` when it is none."""
    # only files with such an expression pay for lxml
    from lxml import etree

    try:
        etree.XPath(text, namespaces={"re": "http://exslt.org/regular-expressions"})
    except etree.XPathSyntaxError as error:
        raise SiteError(place, f"{text!r} is no XPath expression: {error}") from None
    return text


def path(text: str, place: str) -> str:
    """Return a path into JSON as it is, or raise :class:`SiteError` when it is none."""
    if not PATH.fullmatch(text):
        raise SiteError(place, f"{text!r} is no path, such as data.list, images[].u or ext|json.url")
    return text
