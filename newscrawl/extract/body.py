"""The text's container by the generic rules: where running text is densest, without the boxes inside it.

Every paragraph counts for its container in full, for the containers around that by half each level: the element that
collects most is the article's, since comments, teasers and footers lie scattered in boxes of their own. Names of
classes and ids are only witnesses: they weigh, they do not decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from newscrawl.extract.vocabulary import (
    BODY_HINT,
    HEAD_LINE,
    IMPRINT,
    NOISE_HINT,
    NOISE_TAGS,
    NOTICE_HINT,
    SKIPPED_TAGS,
)

if TYPE_CHECKING:
    from newscrawl.extract.document import Document

__all__ = ["find_body", "inner_html", "weight_of"]

LETTER = 0.3
"""Weight of a Latin letter beside a Chinese character: an English text has about three times as many."""

DECAY = 0.5
"""What is left of a paragraph's weight one container further out."""

WIDER = 0.68
"""Share of a container's score that the one around it must reach to be taken instead.

A text in several sections does, a text with comments below it does not."""

NOISE = 0.2
"""What running text counts inside an element whose name speaks of noise: wrappers carry such names too."""

NOTICE_BELIEF = 0.02
"""What it counts inside a cookie notice or a comment section: those are longer than many articles."""

OTHER_ARTICLE = 0.5
"""What a container counts inside an ``article`` that is not the one with the page's headline."""

MIN_WEIGHT = 40.0
"""Weighted characters of running text under which a page has no article."""

MAX_DEPTH = 200
"""Nesting beyond which a page is not read: some generators never close their elements."""

HEAD_LETTERS = 90
"""Letters of the longest line about an article; the first longer paragraph begins its text."""

LINKED_BOX = 0.5
"""Share of its text that is links from which on a box inside an article is a list of other articles."""

INLINE = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time tt "
    "u var wbr ruby rt rp img".split()
)
LEAVES = frozenset("p pre h1 h2 h3 h4 h5 h6 span font a b strong em li tr dt dd blockquote figcaption".split())
"""Elements that are a paragraph of a container, never one themselves."""

BOXES = frozenset("div ul ol dl table section aside".split())
"""Elements that can be a box of other articles inside an article."""

LINE_END = re.compile(r"[\t\r\n]")
SENTENCE = re.compile(r"[。！？；，、：]|[.!?;,:](?=\s|$)")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")


def weight_of(text: str) -> float:
    """Return how much reading a text is, in Chinese characters."""
    letters = len("".join(text.split()))
    wide = 0 if text.isascii() else sum(map(len, CJK.findall(text)))
    return wide + (letters - wide) * LETTER


@dataclass(slots=True)
class _Measure:
    """What an element holds."""

    running: float
    """Weight of running text: sentences outside links."""
    score: float
    """The same as far as it is believed, halved once a level."""
    text: float
    """Weight of all text."""
    linked: float
    """Weight of text in links."""
    links: int


def find_body(document: Document, title: str) -> tuple[etree._Element, float] | None:
    """Return the container and how sure, or ``None`` when there is no running text.

    The boxes of other articles inside it are taken out of the tree, headline and lines about the article above its
    text as well.
    """
    root = document.root.find("body")
    root = root if root is not None else document.root
    measures: dict[etree._Element, _Measure] = {}
    _measure(root, measures, 0, 1.0)
    node = _widened(_densest(root, measures), measures) if measures else root
    if not measures or measures[node].running < MIN_WEIGHT:
        return None
    _take_out_boxes(node, measures)
    _take_out_head(node, title)
    share = measures[node].running / measures[root].running
    return node, round((0.6 if _names_body(_names(node)) else 0.45) + 0.35 * min(share, 1.0), 2)


def _densest(root: etree._Element, measures: dict[etree._Element, _Measure]) -> etree._Element:
    """Return the element that collects most; another article's box counts less than the one with the headline."""
    titled = next((set(h1.iterancestors("article")) for h1 in root.iter("h1") if h1 in measures), set())

    def collected(element: etree._Element) -> float:
        score = measures[element].score * _hint(element)
        if titled and score > 0 and not titled.intersection((element, *element.iterancestors("article"))):
            score *= OTHER_ARTICLE if next(element.iterancestors("article"), None) is not None else 1.0
        return score

    candidates = [element for element in measures if element.tag not in LEAVES]
    best = max(measures[element].score for element in candidates)
    # looking up an element's ancestors is dear, and what collects far less cannot win
    return max((element for element in candidates if measures[element].score >= 0.3 * best), key=collected)


def _widened(node: etree._Element, measures: dict[etree._Element, _Measure]) -> etree._Element:
    """Return the container of an article that is cut into several: the sections of one kind, or nearly equal ones."""
    best = node
    kind = (node.tag, node.get("class"))
    for parent in node.iterancestors():
        if parent not in measures or parent.tag == "body":
            break
        wider, inner = measures[parent], measures[best]
        if wider.running <= 1.05 * inner.running:
            continue
        if wider.score >= WIDER * inner.score or (
            kind[1] and _of_one_kind(parent, kind, measures) > 1.15 * inner.running
        ):
            best = parent
    return best


def _of_one_kind(
    parent: etree._Element, kind: tuple[str, str | None], measures: dict[etree._Element, _Measure]
) -> float:
    """Return the running text in sections of one tag and class under an element; 0 when they are several articles."""
    sections = [element for element in parent.iterdescendants(kind[0]) if element.get("class") == kind[1]]
    articles = {next(section.iterancestors("article"), None) for section in sections}
    if len(articles) > 1:
        return 0.0
    return sum(measures[section].running for section in sections if section in measures)


def _take_out_boxes(node: etree._Element, measures: dict[etree._Element, _Measure]) -> None:
    """Remove from a container the boxes that are lists of links."""
    for element in list(node.iterdescendants(*BOXES)):
        measure = measures.get(element)
        if measure and measure.links > 1 and measure.linked > LINKED_BOX * measure.text and measure.running < 30:
            _drop(element)


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


def _measure(element: etree._Element, measures: dict[etree._Element, _Measure], depth: int, belief: float) -> _Measure:
    """Fill in what every element holds.

    :param belief: what running text counts here: less inside what has a name of noise
    """
    found = _Measure(0.0, 0.0, 0.0, 0.0, 0)
    tag = element.tag
    if not isinstance(tag, str) or tag in SKIPPED_TAGS or depth > MAX_DEPTH:
        return found
    style = element.get("style")
    if style and "display:none" in style.replace(" ", ""):
        return found
    if depth > 1 and tag not in ("article", "main", "p") and _is_noise(element):
        belief = min(belief, NOTICE_BELIEF if NOTICE_HINT.search(_names(element)) else NOISE)
    own = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag in INLINE and (not len(child) or child.find(".//p") is None):
            text = "".join(child.itertext()) if len(child) else child.text or ""
            own.append(text)
            if child.tag == "a":
                found.linked += weight_of(text)
                found.links += 1
            elif len(child):
                for anchor in child.iter("a"):
                    found.linked += weight_of("".join(anchor.itertext()))
                    found.links += 1
        else:
            inner = _measure(child, measures, depth + 1, belief)
            found.running += inner.running
            found.score += inner.score * (1.0 if child.tag in LEAVES else DECAY)
            found.text += inner.text
        if child.tail:
            own.append(child.tail)
    text = "".join(own)
    weight = weight_of(text) if text else 0.0
    if weight and found.linked < 0.5 * weight:
        # a run of words without any punctuation is a menu, a caption or a headline
        sentences = len(SENTENCE.findall(text))
        running = (weight - found.linked) * (1.0 if sentences >= 2 or (sentences and weight > 15) else 0.15)
        found.running += running
        found.score += running * (NOISE if weight < 400 and IMPRINT.search(text) else belief)
    found.text += weight
    for child in element:
        if inner_measure := measures.get(child):
            found.linked += inner_measure.linked
            found.links += inner_measure.links
    measures[element] = found
    return found


def _names(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _is_noise(element: etree._Element) -> bool:
    return element.tag in NOISE_TAGS or _names_noise(_names(element))


@lru_cache(maxsize=4096)
def _names_noise(names: str) -> bool:
    return bool(NOISE_HINT.search(names)) and not _names_body(names)


@lru_cache(maxsize=4096)
def _names_body(names: str) -> bool:
    return bool(BODY_HINT.search(names))


def _hint(element: etree._Element) -> float:
    """Return how much an element's names speak for it."""
    if "articleBody" in (element.get("itemprop") or ""):
        return 2.0
    return 1.3 if element.tag in ("article", "main") or _names_body(_names(element)) else 1.0


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
