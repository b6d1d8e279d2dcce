"""The fragment as an lxml tree: parsed once, within bounds; looked into and taken from without losing a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

__all__ = ["UNTREELY", "drop", "holds", "outermost", "parse", "text_length"]

MAX_TAGS = 2000
"""From so many tags on the tree's depth is bounded while it is built: libxml2 stops reading at a depth of 2,048."""

MOST_TAGS = 60_000
"""Tags after which a fragment is cut: the largest tables of annual reports have some ten thousand cells."""

MAX_DEPTH = 200
"""How deep such a tree gets; what would stand deeper stands beside its parent. Real pages stay under 40."""

UNTREELY = lazy_pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a parsed page may hold, but that no tree takes from others."""

_SETTINGS = {"encoding": "utf-8", "huge_tree": True, "remove_comments": True, "remove_pis": True}
_PARSER = etree.HTMLParser(**_SETTINGS)

_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\x0b\x0c\r"))
# What follows these would be lost. Spelt out, for the search is four times as fast; unknown tags' ends mean nothing.
_PAGE_END = re.compile(rb"</[bhBH][oOtT][dDmM][yYlL]\b[^>]*>")
_NAME = lazy_pattern(r"[a-z_][a-z0-9_-]*")
_LENGTH = etree.XPath("string-length(normalize-space())")
_GONE = "GONE"  # no parser makes a name with capitals


def parse(html: str) -> etree._Element:
    """Return the ``html`` element above the fragment, without comments and characters that no parser takes."""
    # the outer div keeps bare text at the start from being wrapped in a paragraph
    data = f"<div>{html}</div>".encode("utf-8", "ignore").translate(None, _CONTROLS)
    data = _PAGE_END.sub(b"", data)
    if (tags := data.count(b"<")) > MAX_TAGS:
        if tags > MOST_TAGS:
            data = b"<".join(data.split(b"<", MOST_TAGS)[:-1])
        return etree.fromstring(data, etree.HTMLParser(target=_Flattener(), **_SETTINGS))
    return etree.fromstring(data, _PARSER)


class _Flattener:
    """A parser's target that builds a tree of bounded depth."""

    def __init__(self) -> None:
        self.builder = etree.TreeBuilder(parser=_PARSER)
        self.depth = 0
        self.beside = ""
        """Name of the open element that would stand deeper."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag if _NAME.fullmatch(tag) else "span"
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self._close()
            self.beside = tag
        kept = {name: UNTREELY.sub(" ", value) for name, value in attributes.items() if _NAME.fullmatch(name)}
        self.builder.start(tag, kept)

    def end(self, tag: str) -> None:
        self._close()
        if self.depth <= MAX_DEPTH:
            self.builder.end(tag if _NAME.fullmatch(tag) else "span")
        self.depth -= 1

    def data(self, text: str) -> None:
        self.builder.data(UNTREELY.sub(" ", text))

    def close(self) -> etree._Element:
        return self.builder.close()

    def _close(self) -> None:
        if self.beside:
            self.builder.end(self.beside)
            self.beside = ""


def holds(node: etree._Element, *names: str) -> bool:
    """Tell whether an element of one of these names stands below the node."""
    return any(element is not node for element in node.iter(*names))


def outermost(
    node: etree._Element, names: Container[str], closed: Container[str] = frozenset()
) -> list[etree._Element]:
    """Return the elements of these names below the node that stand in no other, nor in one of the ``closed``."""
    found = []
    waiting = list(reversed(node))
    while waiting:
        element = waiting.pop()
        if element.tag in names:
            found.append(element)
        elif element.tag not in closed:
            waiting.extend(reversed(element))
    return found


def drop(root: etree._Element, elements: Iterable[etree._Element]) -> None:
    """Take the elements out of the tree; the text behind them stays."""
    marked = False
    for element in elements:
        element.tag = _GONE
        marked = True
    if marked:
        # one by one, each text behind would be copied to the one before: quadratic in rows of dropped elements
        etree.strip_elements(root, _GONE, with_tail=False)


def text_length(element: etree._Element) -> float:
    """Return how many characters of text the element holds, white space between words as one each."""
    length: float = _LENGTH(element)
    return length
