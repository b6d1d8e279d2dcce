"""Bylines that nothing calls one: a link to an author's page, a name beside the date, a name that ends the text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from newscrawl.extract.bylines import Byline, line_of
from newscrawl.extract.document import fold
from newscrawl.extract.names import AUTHOR, NOISE, NOTICE, names_of
from newscrawl.extract.people_vocabulary import AUTHOR_PATH, DATE_BEHIND, KOREAN_NAME, KOREAN_SIGNED
from newscrawl.extract.persons import full_names_in, is_full_name, names_in
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from newscrawl.extract.survey import Box

__all__ = ["read_dated", "read_linked", "read_signature"]

MAX_LINE = 80
"""Characters of a line that holds a name and a date and little else."""

MAX_NAMES = 40
"""Characters of a line that signs a text."""

MAX_LINKS = 8
"""Links in a box that are looked at."""

RUNNING = 80
"""Characters of a paragraph that may be signed."""

RIGHT = lazy_pattern(r"text-align:\s?right|\b(?:text|align)-?right\b")
"""How a line is set to the right."""


def read_linked(boxes: list[Box]) -> Iterator[Byline]:
    """Yield the names that boxes around the headline link to pages of authors."""
    for box in boxes:
        if box.linked and (box.hints & AUTHOR or not box.hints & NOISE) and not box.hints & NOTICE:
            element = box.element
            linked = [link for link in islice(element.iter("a"), MAX_LINKS) if _leads_to_author(link)]
            if not linked and _leads_to_author(next(element.iterancestors("a"), None)):
                # a card that is a link as a whole
                linked = [element]
            texts = [fold("".join(link.itertext())) for link in linked]
            if names := tuple(name for text in texts for name in names_in(text) if is_full_name(name)):
                yield Byline(names, False)


def _leads_to_author(link: etree._Element | None) -> bool:
    return link is not None and bool(AUTHOR_PATH.search(link.get("href") or ""))


def read_dated(boxes: list[Box]) -> Iterator[Byline]:
    """Yield the names with which lines behind the headline begin that go on with a date."""
    for box in boxes:
        line = line_of(box)
        first, _, rest = line.partition(" | ")
        # teasers are links as a whole
        if len(line) <= MAX_LINE and box.linked * 2 < len(box.text) and DATE_BEHIND.match(rest):
            names = names_in(first)
            if names and all(is_full_name(name) or KOREAN_NAME.fullmatch(name) for name in names):
                yield Byline(names, False)


def read_signature(boxes: list[Box]) -> Iterator[Byline]:
    """Yield who signs in a line of its own, as a Korean reporter or set to the right; several are not the text's."""
    found: list[Byline] = []
    before = 0
    for box in boxes:
        text = box.text
        if 3 < len(text) <= MAX_LINE and (signed := KOREAN_SIGNED.match(text)):
            if KOREAN_NAME.fullmatch(signed["name"]):
                found.append(Byline((signed["name"],), False))
        elif (
            before > RUNNING
            and 3 < len(text) <= MAX_NAMES
            and RIGHT.search(_styles(box))
            and (names := full_names_in(text))
        ):
            found.append(Byline(names, False))
        before = len(text) - 2 * box.linked
    if len(set(found)) == 1:
        yield found[0]


def _styles(box: Box) -> str:
    return f"{box.element.get('style') or ''} {names_of(box.element)}"
