"""Lead paragraphs: what stands between the headline and the text and belongs to the text."""

from __future__ import annotations

import re
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING

from newscrawl.extract.document import fold
from newscrawl.extract.names import AUTHOR, DATE, LEAD, NOISE, NOTICE, names_of
from newscrawl.extract.survey import CJK
from newscrawl.extract.titletext import key_of
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from newscrawl.extract.document import Document
    from newscrawl.extract.survey import Box

__all__ = ["find_leads"]

LENGTHS = range(40, 601)
"""Characters of a lead paragraph, Chinese, Japanese and Korean ones counting twice."""

PLAIN_LENGTHS = range(100, 601)
"""The same of one that nothing but its place calls a lead."""

PREFIX = 30
"""Letters that tell whether two texts are the same summary: metadata cuts it somewhere."""

SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "…", '."', ".“", ".”", ".»")

HEADINGS = frozenset("h2 h3 h4".split())
NO_LEADS = frozenset("figure figcaption aside nav footer form ul ol table".split())
"""Elements around a paragraph that is no lead."""

OF_PICTURE = lazy_pattern(r"caption|image|photo|picture|figure|bild|foto", re.I)
"""Names of what belongs to a picture."""

GALLERY = lazy_pattern(r"gallery|lightbox|slideshow", re.I)
"""Names of what shows pictures, each with what is said of it."""

MAX_BETWEEN = 16
"""Boxes between the headline and a lead that only its place tells."""


def find_leads(document: Document, container: Box) -> list[str]:
    """Return the lead paragraphs between headline and container.

    Their name says what they are, or the page's metadata gives the first as the article's summary; where nothing does,
    it is the one paragraph that stands there.
    """
    boxes = document.boxes
    headline = next((box for box in document.headings if box.number < container.number), None)
    if headline is None:
        return []
    title = key_of(headline.text)
    around = {box.number for box in container.around()}
    # the box around a headline holds what stands beside it in no box of its own
    between = [
        box
        for box in chain(filter(None, (headline.parent,)), islice(boxes, headline.number + 1, container.number))
        if box.number not in around and _is_paragraph(box) and key_of(box.text) != title
    ]
    first = _first(between, document, headline, around)
    if first is None:
        return []
    # the others stand beside the first and look like it
    leads = [
        box for box in between if box.number >= first.number and box.parent is first.parent and box.tag == first.tag
    ]
    text = key_of("".join(container.element.itertext()))
    return [fold(box.text) for box in leads if not _repeated(key_of(box.text), text)]


def _first(between: list[Box], document: Document, headline: Box, around: set[int]) -> Box | None:
    """Return the first lead among the paragraphs between headline and container."""
    summaries = [key_of(text)[:PREFIX] for text in document.summaries]
    named = [box for box in between if _named(box, around)]
    ranked = (
        (box for box in between if key_of(box.text)[:PREFIX] in summaries),
        # a heading called so is a second headline where there is a paragraph called so
        (box for box in named if box.tag not in HEADINGS),
        named,
        (box for box in between if _stands_alone(box, headline, around)),
    )
    return next(chain.from_iterable(ranked), None)


def _is_paragraph(box: Box) -> bool:
    """Tell whether a box has the length of a lead, is no list of links and belongs to no picture."""
    if _length(box) not in LENGTHS or box.linked * 5 > len(box.text) or OF_PICTURE.search(names_of(box.element)):
        return False
    return not any(
        outer.tag in ("figure", "figcaption") or GALLERY.search(names_of(outer.element))
        for outer in (box, *islice(box.around(), 3))
    )


def _length(box: Box) -> int:
    return len(box.text) * (1 if CJK.search(box.text) is None else 2)


def _named(box: Box, around: set[int]) -> bool:
    """Tell whether a box's name, or that of its own wrapper, is one of a lead paragraph."""
    wrapper = box.parent
    if not (box.hints & LEAD or (wrapper is not None and wrapper.number not in around and wrapper.hints & LEAD)):
        return False
    # of the writer there is a description, too
    inside = takewhile(lambda outer: outer.number not in around, box.around())
    return not any(outer.hints & AUTHOR for outer in (box, *islice(inside, 3)))


def _stands_alone(box: Box, headline: Box, around: set[int]) -> bool:
    """Tell whether a paragraph is a lead by its place: sentences close below the headline."""
    if box.tag not in ("p", "div") or box.number - headline.number > MAX_BETWEEN:
        return False
    if _length(box) not in PLAIN_LENGTHS or not box.text.rstrip().endswith(SENTENCE_ENDS):
        return False
    inside = (box, *takewhile(lambda outer: outer.number not in around, box.around()))
    return not any(outer.tag in NO_LEADS or outer.hints & (NOISE | NOTICE | AUTHOR | DATE) for outer in inside)


def _repeated(lead: str, text: str) -> bool:
    """Tell whether the text has the first half of a lead, letters only, as well."""
    return lead[: max(PREFIX, len(lead) // 2)] in text
