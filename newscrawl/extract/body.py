"""The text's container by the generic rules: where running text is densest, without the boxes inside it.

Every paragraph counts for its container in full, for the containers around that by half each level: the element that
collects most is the article's, since comments, teasers and footers lie scattered in boxes of their own. Names of
classes and ids are only witnesses: they weigh, they do not decide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from newscrawl.extract.names import BODY, NOISE, NOTICE
from newscrawl.extract.survey import INLINE, weight_of
from newscrawl.extract.vocabulary import HEAD_LINE, IMPRINT, NOISE_TAGS

if TYPE_CHECKING:
    from newscrawl.extract.document import Document
    from newscrawl.extract.survey import Box

__all__ = ["find_body", "inner_html"]

DECAY = 0.5
"""What is left of a paragraph's weight one container further out."""

WIDER = 0.68
"""Share of a container's score that the one around it must reach to be taken instead.

A text in several sections does, a text with comments below it does not."""

NAMED_NOISE = 0.2
"""What running text counts inside an element whose name speaks of noise: wrappers carry such names too."""

NOTICE_BELIEF = 0.02
"""What it counts inside a cookie notice or a comment section: those are longer than many articles."""

OTHER_ARTICLE = 0.5
"""What a container counts inside an ``article`` that is not the one with the page's headline."""

MIN_WEIGHT = 40.0
"""Weighted characters of running text under which a page has no article."""

HEAD_LETTERS = 90
"""Letters of the longest line about an article; the first longer paragraph begins its text."""

LINKED_BOX = 0.5
"""Share of its text that is links from which on a box inside an article is a list of other articles."""

LEAVES = frozenset("p pre h1 h2 h3 h4 h5 h6 li tr dt dd blockquote figcaption".split())
"""Elements that are a paragraph of a container, never one themselves."""

BOXES = frozenset("div ul ol dl table section aside".split())
"""Elements that can be a box of other articles inside an article."""

LINE_END = re.compile(r"[\t\r\n]")
SENTENCE = re.compile(r"[。！？；，、：]|[.!?;,:](?=\s|$)")


class _Sums:
    """What a box holds, the boxes inside it included."""

    __slots__ = ("linked", "links", "running", "score", "text")

    def __init__(self) -> None:
        self.running = 0.0
        """Weight of running text: sentences outside links."""
        self.score = 0.0
        """The same as far as it is believed, halved once a level."""
        self.text = 0.0
        """Weight of all text."""
        self.linked = 0.0
        """Weight of text in links."""
        self.links = 0


def find_body(document: Document, title: str) -> tuple[etree._Element, float] | None:
    """Return the container and how sure, or ``None`` when there is no running text.

    The boxes of other articles inside it are taken out of the tree, headline and lines about the article above its
    text as well.
    """
    boxes = document.boxes
    sums = _sum_up(boxes)
    box = _widened(_densest(boxes, sums), boxes, sums)
    if sums[box].running < MIN_WEIGHT:
        return None
    _take_out_boxes(box, boxes, sums)
    _take_out_head(box.element, title)
    share = sums[box].running / sums[boxes[0]].running
    return box.element, round((0.6 if box.hints & BODY else 0.45) + 0.35 * min(share, 1.0), 2)


def _sum_up(boxes: list[Box]) -> dict[Box, _Sums]:
    """Return what every box holds."""
    sums = {box: _Sums() for box in boxes}
    for box in boxes:
        text = box.text
        if len(text) < 2:
            continue
        weight = weight_of(text)
        if not weight:
            continue
        found = sums[box]
        linked = weight * min(1.0, box.linked / len(text))
        found.text, found.linked = weight, linked
        if linked < 0.5 * weight:
            # a run of words without any punctuation is a menu, a caption or a headline
            sentences = len(SENTENCE.findall(text))
            running = (weight - linked) * (1.0 if sentences >= 2 or (sentences and weight > 15) else 0.15)
            found.running = running
            found.score = running * (NAMED_NOISE if weight < 400 and IMPRINT.search(text) else _belief(box))
    for box in reversed(boxes):
        found = sums[box]
        found.links += box.links
        if box.parent is not None and (found.text or found.links):
            outer = sums[box.parent]
            outer.running += found.running
            outer.score += found.score * (1.0 if box.tag in LEAVES else DECAY)
            outer.text += found.text
            outer.linked += found.linked
            outer.links += found.links
    return sums


def _belief(box: Box | None) -> float:
    """Return what running text counts in a box: less inside what has a name of noise."""
    belief = 1.0
    while box is not None:
        parent = box.parent
        if box.tag not in ("article", "main", "p", "body") and parent is not None and parent.parent is not None:
            hints = box.hints
            if hints & NOTICE:
                return NOTICE_BELIEF
            if hints & NOISE or box.tag in NOISE_TAGS:
                belief = NAMED_NOISE
        box = parent
    return belief


def _densest(boxes: list[Box], sums: dict[Box, _Sums]) -> Box:
    """Return the box that collects most; another article's box counts less than the one with the headline."""
    h1 = next((box for box in boxes if box.tag == "h1"), None)
    titled = {outer for outer in _around(h1) if outer.tag == "article"}

    def collected(box: Box) -> float:
        score = sums[box].score * _hint(box)
        if titled and score > 0:
            articles = [outer for outer in _around(box) if outer.tag == "article"]
            if articles and not titled.intersection(articles):
                score *= OTHER_ARTICLE
        return score

    candidates = [box for box in boxes if box.tag not in LEAVES]
    best = max(sums[box].score for box in candidates)
    # looking up what is around a box is dear, and what collects far less cannot win
    return max((box for box in candidates if sums[box].score >= 0.3 * best), key=collected)


def _around(box: Box | None) -> list[Box]:
    """Return a box and the boxes around it, from the inside out."""
    found = []
    while box is not None:
        found.append(box)
        box = box.parent
    return found


def _widened(box: Box, boxes: list[Box], sums: dict[Box, _Sums]) -> Box:
    """Return the container of an article that is cut into several: the sections of one kind, or nearly equal ones."""
    best = box
    kind = (box.tag, box.element.get("class"))
    for outer in _around(box)[1:]:
        if outer.tag == "body":
            break
        wider, inner = sums[outer], sums[best]
        if wider.running <= 1.05 * inner.running:
            continue
        if wider.score >= WIDER * inner.score or (
            kind[1] and _of_one_kind(outer, kind, boxes, sums) > 1.15 * inner.running
        ):
            best = outer
    return best


def _of_one_kind(outer: Box, kind: tuple[str, str | None], boxes: list[Box], sums: dict[Box, _Sums]) -> float:
    """Return the running text in sections of one tag and class in a box; 0 when they are several articles."""
    sections = [
        box
        for box in boxes[boxes.index(outer) :]
        if box.tag == kind[0] and box.element.get("class") == kind[1] and outer in _around(box)
    ]
    articles = {next((around for around in _around(section) if around.tag == "article"), None) for section in sections}
    return sum(sums[section].running for section in sections) if len(articles) == 1 else 0.0


def _take_out_boxes(container: Box, boxes: list[Box], sums: dict[Box, _Sums]) -> None:
    """Remove from a container the boxes that are lists of links."""
    for box in boxes[boxes.index(container) + 1 :]:
        found = sums[box]
        if (
            box.tag in BOXES
            and found.links > 1
            and found.linked > LINKED_BOX * found.text
            and found.running < 30
            and container in _around(box)
        ):
            _drop(box.element)


def _take_out_head(node: etree._Element, title: str) -> None:
    """Remove from a container what stands above its text: breadcrumbs, headline, date and byline."""
    headline = "".join(title.split())
    for element in list(node.iterdescendants()):
        if not isinstance(element.tag, str) or element.tag in INLINE or element.getparent() is None:
            continue
        text = "".join(element.itertext())
        letters = "".join(text.split())
        if not letters or (len(letters) > HEAD_LETTERS and letters != headline):
            if element.tag in LEAVES and letters:
                return
            continue
        in_figure = element.tag == "figure" or next(element.iterancestors("figure"), None) is not None
        if not in_figure and (element.tag == "h1" or letters == headline or HEAD_LINE.search(text)):
            _drop(element)


def _drop(element: etree._Element) -> None:
    """Take an element out of the tree; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _hint(box: Box) -> float:
    """Return how much an element's names speak for it."""
    if "articleBody" in (box.element.get("itemprop") or ""):
        return 2.0
    return 1.3 if box.tag in ("article", "main") or box.hints & BODY else 1.0


def inner_html(element: etree._Element) -> str:
    """Return the HTML inside an element."""
    for inner in element.iterdescendants("a", "img"):
        for name in ("href", "src"):
            # a browser drops the white space around and the line ends inside; the serialiser would encode them
            if (value := inner.get(name)) and (value != value.strip() or LINE_END.search(value)):
                inner.set(name, LINE_END.sub("", value.strip()))
    parts = [_escaped(element.text or "")]
    parts += [etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in element]
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
