"""Lead paragraphs: what stands between the headline and the text and belongs to the text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from newscrawl.extract.document import fold
from newscrawl.extract.names import LEAD
from newscrawl.extract.titletext import key_of

if TYPE_CHECKING:
    from newscrawl.extract.document import Document
    from newscrawl.extract.survey import Box

__all__ = ["find_leads"]

LENGTHS = range(40, 601)
"""Characters of a lead paragraph, those that are not ASCII counting twice."""

PREFIX = 30
"""Letters that tell whether two texts are the same summary: metadata cuts it somewhere."""


def find_leads(document: Document, container: Box) -> list[str]:
    """Return the lead paragraphs between headline and container.

    Their name says what they are, or the page's metadata gives the first as the article's summary.
    """
    boxes = document.boxes
    headline = next((box.number for box in boxes if box.tag == "h1" and box.number < container.number), None)
    if headline is None:
        return []
    summaries = [key_of(text)[:PREFIX] for text in document.summaries]
    around = {box.number for box in container.around()}
    leads: list[Box] = []
    for box in islice(boxes, headline + 1, container.number):
        if box.number in around or box.linked or len(box.text) * (2 - box.text.isascii()) not in LENGTHS:
            continue
        if leads:
            # the others stand beside the first and look like it
            fits = box.parent is leads[0].parent and box.tag == leads[0].tag
        else:
            fits = _named(box, around) or key_of(box.text)[:PREFIX] in summaries
        if fits:
            leads.append(box)
    text = "".join(container.element.itertext()) if leads else ""
    return [lead for lead in (fold(box.text) for box in leads) if lead[:PREFIX] not in text]


def _named(box: Box, around: set[int]) -> bool:
    """Tell whether a box's name, or that of its own wrapper, is one of a lead paragraph."""
    wrapper = box.parent
    return bool(box.hints & LEAD or (wrapper is not None and wrapper.number not in around and wrapper.hints & LEAD))
