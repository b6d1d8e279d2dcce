"""Bylines as pages show them around the headline: By X and Y, von X, a box or span with an author's class."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.extract.document import fold
from newscrawl.extract.names import AUTHOR, NOISE, NOTICE, hints, names_of
from newscrawl.extract.people_vocabulary import BY, BY_CUT, BY_LINE, BY_WORDS, LABEL, NO_PERSON
from newscrawl.extract.persons import CAPITAL, full_names_in, is_chinese_name, is_full_name, names_in
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from newscrawl.extract.document import Document
    from newscrawl.extract.survey import Box

__all__ = [
    "Byline",
    "around_headline",
    "headline_at",
    "line_of",
    "read_bylines",
    "read_far_byline",
    "read_marked_byline",
]

BEFORE, BEHIND = 6, 42
"""Boxes before and behind the headline in which bylines stand; the second paragraph ends them."""

MAX_PARTS = 4
"""Parts of a line that are looked at for names."""

MAX_MARKED = 8
"""Elements declared as bylines that are looked at."""

MAX_FAR = 200
"""Lines behind the text that are looked at; where more may be bylines, they are readers'."""

CELLS = frozenset(("td", "th"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
BAR = lazy_pattern(r"[|·•–—]|//| - ")
GOES_ON = lazy_pattern(r"(?:[,&:/]|\b(?:by|von|par|por|and|und|et|y|og|och|di|av|af))$", re.I)
CONTINUES = lazy_pattern(r"[,&:/]|(?:and|und|et|y|og|och)\b", re.I)

MAX_BYLINE = 160
"""Characters of a box that is a byline, with the date and the buttons beside it."""

MAX_MARGIN = 3000
"""Characters of a box, white space of the markup included, that are looked at."""

MARKS = ('itemprop="author"', "itemprop='author'", 'rel="author"', "rel='author'")
"""What declares a byline in the markup."""

CREDIT = lazy_pattern(r"credit|caption|copyright|legend(?:e|a)\b", re.I)
"""Names of boxes in which photographers sign."""


class Byline(NamedTuple):
    """A byline that is shown."""

    names: tuple[str, ...]
    """Who signs."""
    sure: bool
    """Whether the words say so, not only the name of the element."""


def headline_at(document: Document) -> int:
    """Return where the headline stands in the page's boxes; 0 when there is none."""
    title = f"{fold(document.meta.get('og:title', ''))}\n{document.title_tag}"
    opening = title.strip()[:16]
    best, longest, first = 0, 5, 0
    for box in document.lines:
        if box.tag in HEADINGS and len(box.text) > longest:
            text = fold(box.text)
            main = box.tag == "h1"
            if len(text) > (longest if main or not text.isascii() else max(longest, 11)) and (
                text in title or (main and opening in text)
            ):
                best, longest = box.number, len(text)
            if main and not first:
                first = box.number
    return best or first


def around_headline(document: Document, at: int) -> tuple[list[Box], int]:
    """Return the boxes with a short text around the headline, and where those behind them begin.

    :param at: where the headline stands; 0 when there is none, then no box is near it
    """
    near: list[Box] = []
    if not at:
        return near, 0
    paragraphs = 0
    boxes = document.boxes[max(0, at - BEFORE) : at + BEHIND]
    for place, box in enumerate(boxes, max(0, at - BEFORE)):
        text = box.text
        length = len(text)
        if length > MAX_BYLINE and len(fold(text[:MAX_MARGIN])) > MAX_BYLINE:
            paragraphs += box.linked * 2 < length
            if paragraphs > 1:
                return near, place
        elif length > 1 and place != at and not text.isspace():
            near.append(box)
    return near, at + BEHIND


def read_bylines(boxes: list[Box], *, spaced: bool = False) -> Iterator[Byline]:
    """Yield the bylines in boxes around the headline.

    :param spaced: names are written as in Japanese, see :func:`.names_in`
    """
    label = ""
    last: tuple[Box, Byline] | None = None
    for box in boxes:
        names = _hints(box)
        if names & NOTICE or (names & NOISE and not box.hints & AUTHOR):
            continue
        if not names & AUTHOR and CREDIT.search(names_of(box.element)):
            continue
        line = line_of(box)
        if LABEL.fullmatch(line) and box.tag not in CELLS:
            # the names stand in the next box
            label = line
            continue
        if label and len(line) <= MAX_BYLINE and box.tag not in HEADINGS:
            line, names = f"{label.rstrip(' :')}: {line}", names | AUTHOR
        label = ""
        byline = _read(line, names, True, spaced) or _inside(box.element, spaced)
        if byline is None:
            continue
        if last and names & AUTHOR and _beside(box, last[0]) and all(map(is_full_name, byline.names)):
            # a name a box
            last = box, Byline((*last[1].names, *byline.names), last[1].sure)
            continue
        if last:
            yield last[1]
        last = box, byline
    if last:
        yield last[1]


def _beside(box: Box, other: Box) -> bool:
    """Tell whether a box stands beside another of its kind."""
    return (
        box.tag == other.tag and box.parent is other.parent and box.element.get("class") == other.element.get("class")
    )


def read_far_byline(boxes: list[Box], *, spaced: bool = False) -> Iterator[Byline]:
    """Yield the byline in or behind the text, if there is one; several are those of teasers and of readers.

    A person whose words say so has written it, whoever else stands in boxes that are called an author's.
    """
    sure: dict[tuple[str, ...], Byline] = {}
    unsure: dict[tuple[str, ...], Byline] = {}
    looked = 0
    for box in boxes:
        if 1 < len(box.text) < 400:
            if not (_begins(box.text.lstrip()) or box.hints & AUTHOR) or len(fold(box.text)) > MAX_BYLINE:
                continue
            names = _hints(box)
            if names & NOTICE:
                continue
            looked += 1
            byline = _read(line_of(box), names & box.hints, False, spaced)
            if byline and (byline.sure or not names & NOISE):
                (sure if byline.sure else unsure).setdefault(byline.names, byline)
            if len(sure) > 1 or looked == MAX_FAR:
                return
    alone = sure if len(sure) == 1 and all(map(is_full_name, *sure)) else sure | unsure
    if len(alone) == 1:
        yield from alone.values()


def read_marked_byline(document: Document, *, spaced: bool = False) -> Iterator[Byline]:
    """Yield the byline that the markup declares as one, if there is one; looks at the whole tree where there may be."""
    if not any(mark in document.page.html for mark in MARKS):
        return
    found: dict[tuple[str, ...], Byline] = {}
    for element in document.root.xpath("//body//*[@itemprop='author' or @rel='author']")[:MAX_MARKED]:
        text = _joined(element.itertext())
        if len(text) <= MAX_BYLINE and (byline := _read(text, AUTHOR, True, spaced)):
            found.setdefault(byline.names, byline)
    if len(found) == 1:
        yield from found.values()


def _read(text: str, names: int, near: bool, spaced: bool) -> Byline | None:
    if found := _signed(text, bool(names & AUTHOR), near, spaced):
        return Byline(found, True)
    if names & AUTHOR:
        if found := _several(text, spaced) or _plain(text, spaced):
            return Byline(found, False)
        # a date may stand before the names
        for part in text.split(" | ")[1:MAX_PARTS]:
            if found := full_names_in(part, spaced=spaced):
                return Byline(found, False)
    return None


def line_of(box: Box) -> str:
    """Return a box's text with a bar where the markup cuts it and the words do not go on."""
    return _joined(box.parts)


def _joined(parts: Iterable[str]) -> str:
    line = ""
    for piece in parts:
        # white space alone: names are folded when they are read
        part = " ".join(piece.split())
        if not part:
            continue
        if not line:
            line = part
        elif GOES_ON.search(line) or CONTINUES.match(part):
            line += " " + part
        else:
            line += " | " + part
        if len(line) > MAX_BYLINE:
            # no byline; an element that was never closed may hold the rest of the page
            break
    return line


def _hints(box: Box) -> int:
    """Return the hints of a box and of the two around it."""
    found = box.hints
    if box.element.get("itemprop") == "author":
        found |= AUTHOR
    if box.parent is not None:
        found |= box.parent.hints & (AUTHOR | NOTICE)
        if box.parent.parent is not None:
            found |= box.parent.parent.hints & (AUTHOR | NOTICE)
    return found


def _signed(text: str, hinted: bool, near: bool, spaced: bool) -> tuple[str, ...]:
    """Return the names in a line whose words say that they sign."""
    match = BY.match(text) if _begins(text) else None
    if match is None and near and BAR.search(text) and (behind := BY_LINE.search(text)):
        text = text[behind.start() + 1 :]
        match, hinted = BY.match(text), True
    if match is None:
        return ()
    names = _cut(text[match.end() :], spaced)
    if match["sure"] or hinted:
        return names if all(name.count(" ") < 5 for name in names) else ()
    if not (near or any(map(str.isdigit, text))) or len(text) >= 100:
        return ()
    # outlets may stand behind persons
    persons = tuple(name for name in names if 0 < name.count(" ") < 5 and CAPITAL.match(name))
    return persons if persons[:1] == names[:1] else ()


def _begins(text: str) -> bool:
    """Return whether a line's first word may begin a byline."""
    first = text[:24].split(None, 1)
    return bool(first) and first[0].rstrip(":").casefold() in BY_WORDS


def _several(text: str, spaced: bool) -> tuple[str, ...]:
    """Return the names with which a line begins that the markup cuts into one a piece."""
    found: list[str] = []
    for part in filter(None, (part.strip(" |·•") for part in text.split(" | "))):
        if not (names := full_names_in(part, spaced=spaced)):
            break
        found += names
    return tuple(dict.fromkeys(found)) if len(found) > 1 else ()


def _plain(text: str, spaced: bool) -> tuple[str, ...]:
    """Return the names in a line of an element that is called an author's."""
    names = _cut(text, spaced)
    if all(is_chinese_name(name) or (CAPITAL.match(name) and " " in name) for name in names):
        return names
    # an account, an outlet: one word alone, but no section's or kind of text's
    return names if names == (text,) and not NO_PERSON.fullmatch(text) else ()


def _cut(text: str, spaced: bool) -> tuple[str, ...]:
    end = BY_CUT.search(text, 1)
    names = names_in(text[: end.start() if end else 120], spaced=spaced)
    if len(names) > 1 and " " in names[0]:
        # the place behind the names; agencies are written in capitals or without
        names = tuple(name for name in names if " " in name or not name.istitle())
    return names


def _inside(element: etree._Element, spaced: bool) -> Byline | None:
    """Return the byline in the inline elements of a box."""
    for inner in islice(element.iter("a", "span", "strong", "b", "em", "cite"), 16):
        declared = inner.get("rel") == "author" or inner.get("itemprop") == "author"
        if declared or hints(names_of(inner)) & (AUTHOR | NOTICE) == AUTHOR:
            text = _joined(inner.itertext())
            if len(text) <= MAX_BYLINE and (byline := _read(text, AUTHOR, True, spaced)):
                return byline
    return None
