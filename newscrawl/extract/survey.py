"""One pass over a page's tree: its boxes of text, in the page's order, for every rule that reads what is shown.

A box is an element that begins a line of its own, with the text that stands in it directly and in its inline
elements. Headlines, datelines, bylines and paragraphs are boxes; what they hold is counted once, here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.extract.names import hints, names_of
from newscrawl.extract.vocabulary import SKIPPED_TAGS
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["CJK", "INLINE", "Box", "survey", "weight_of"]

LETTER = 0.3
"""Weight of a Latin letter beside a Chinese character: an English text has about three times as many."""

MAX_DEPTH = 200
"""Nesting beyond which a page is not read: some generators never close their elements."""

MAX_BOXES = 30_000
"""Boxes after which a page is not read: articles with large tables have some thousands, adversaries a million."""

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr ruby rt rp nobr".split()
)
"""Elements that stand inside a line."""

TEXT, LINK, BREAK, NOTHING = range(4)
KINDS = {
    **dict.fromkeys(INLINE, TEXT),
    **dict.fromkeys((*SKIPPED_TAGS, "img"), NOTHING),
    "a": LINK,
    "br": BREAK,
}
"""What is done with an element; every other one begins a box."""

HIDDEN = "display:none"
"""The style of what is not shown; comments are taken to have it."""

CJK = lazy_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
"""Chinese, Japanese and Korean characters."""


def weight_of(text: str) -> float:
    """Return how much reading a text is, in Chinese characters."""
    letters = len("".join(text.split()))
    if text.isascii():
        return letters * LETTER
    return letters * LETTER + sum(map(len, CJK.findall(text))) * (1 - LETTER)


class Box:
    """An element that begins a line of its own."""

    # defaults of the class, not of every one of a page's hundreds of boxes
    text = ""
    """Its text: the pieces joined; empty where they are but white space."""
    linked = 0
    """Characters of the text that are links."""
    links = 0
    """Links in the text."""
    _hints = -1

    def __init__(self, number: int, element: etree._Element, tag: str, parent: Box | None) -> None:
        self.number = number
        """Its place in the page's order."""
        self.element = element
        self.tag = tag
        self.parent = parent
        """The box around it; ``None`` for the whole page."""
        self.end = number + 1
        """The number of the first box behind it that is not inside it."""
        self.parts: list[str] = []
        """The pieces of its text as the markup cuts them; a line end where another box stands between."""

    @property
    def hints(self) -> int:
        """What its names hint at, see :mod:`.names`."""
        if self._hints < 0:
            names = names_of(self.element)
            self._hints = hints(names) if names else 0
        return self._hints

    def around(self) -> Iterator[Box]:
        """Yield the boxes around it, from the inside out."""
        box = self.parent
        while box is not None:
            yield box
            box = box.parent


def survey(root: etree._Element) -> list[Box]:
    """Return the boxes of what is shown below an element, itself first."""
    boxes = [Box(0, root, root.tag, None)]
    _read(root, boxes[0], boxes, False, 0)
    boxes[0].end = len(boxes)
    for box in boxes:
        if box.parts and not (text := "".join(box.parts)).isspace():
            box.text = text
    return boxes


def _read(element: etree._Element, box: Box, boxes: list[Box], in_link: bool, depth: int) -> None:
    """Read an element's text into its box, and the boxes inside it; this is the loop that a page's elements go through.

    Elements without children, the most, are read where they stand: calls are what costs here.
    """
    parts = box.parts
    if text := element.text:
        parts.append(text)
        if in_link:
            box.linked += len(text)
    # a list of them, made at once: lxml's iterator costs three times as much
    for child in element[:]:
        tag = child.tag
        kind = KINDS.get(tag)
        if kind is None:
            style = child.get("style") if tag.__class__ is str else HIDDEN
            if (style is None or not _is_hidden(style)) and len(boxes) < MAX_BOXES:
                inner = Box(len(boxes), child, tag, box)
                boxes.append(inner)
                if in_link:
                    inner.links = 1
                if len(child):
                    if depth < MAX_DEPTH:
                        _read(child, inner, boxes, in_link, depth + 1)
                        inner.end = len(boxes)
                elif text := child.text:
                    inner.parts.append(text)
                    if in_link:
                        inner.linked = len(text)
                if parts:
                    parts.append("\n")
        elif kind <= LINK:
            linked = in_link
            if kind == LINK:
                box.links += 1
                linked = True
            if len(child):
                if depth < MAX_DEPTH:
                    _read(child, box, boxes, linked, depth + 1)
            elif text := child.text:
                parts.append(text)
                if linked:
                    box.linked += len(text)
        elif kind == BREAK:
            parts.append("\n")
        if text := child.tail:
            parts.append(text)
            if in_link:
                box.linked += len(text)


def _is_hidden(style: str) -> bool:
    return "none" in style and HIDDEN in style.replace(" ", "")
