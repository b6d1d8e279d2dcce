"""The text's container: a site file's selector, else the smallest element that holds nearly all running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from newscrawl.extract.vocabulary import BODY_HINT, NOISE_HINT, SKIPPED_TAGS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from newscrawl.extract.document import Document

__all__ = ["find_body", "inner_html", "weight_of"]

LETTER = 0.3
"""Weight of a Latin letter beside a Chinese character: an English text has about three times as many."""

SHARE = 0.62
"""Part of an element's running text that one child must hold so that the child is the better container."""

MIN_WEIGHT = 40.0
"""Weighted characters of running text under which a page has no article."""

INLINE = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup "
    "time tt u var wbr ruby rt rp img".split()
)
LEAVES = frozenset("p pre span font a strong li tr".split())
"""Elements that are a paragraph of a container, never one themselves."""

MAX_DEPTH = 200
"""Nesting beyond which a page is not read: some generators never close their elements."""

SENTENCE = re.compile(r"[。！？；，、：]|[.!?;,:](?=\s|$)")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def weight_of(text: str) -> float:
    """Return how much reading a text is, in Chinese characters."""
    stripped = re.sub(r"\s+", "", text)
    wide = len(CJK.findall(stripped))
    return wide + (len(stripped) - wide) * LETTER


def find_body(document: Document) -> tuple[HtmlElement, float] | None:
    """Return the container by the generic rules and how sure, or ``None`` when there is no running text.

    Names that speak of noise are believed first; a page whose wrapper carries such a name is read again without them.
    """
    root = document.root.find("body")
    root = root if root is not None else document.root
    for believe, confidence in ((True, 0.7), (False, 0.5)):
        weights: dict[HtmlElement, float] = {}
        if _measure(root, weights, 0, believe) >= MIN_WEIGHT:
            node = _descend(root, weights)
            return node, confidence + (0.15 if BODY_HINT.search(_names(node)) else -0.1)
    return None


def _descend(node: HtmlElement, weights: dict[HtmlElement, float]) -> HtmlElement:
    """Return the smallest element under a node that still holds nearly all of its running text."""
    while True:
        children = [(weights.get(child, 0.0) * _hint(child), child) for child in node if child in weights]
        score, best = max(children, key=lambda pair: pair[0], default=(0.0, node))
        if score <= 0 or best.tag in LEAVES:
            return node
        hinted = BODY_HINT.search(_names(best)) and score > 0.5 * weights[node]
        if weights[best] < SHARE * weights[node] and not hinted:
            return node
        node = best


def _measure(element: HtmlElement, weights: dict[HtmlElement, float], depth: int, believe: bool) -> float:
    """Fill in the weight of running text under every element: links count against it, noise counts nothing."""
    tag = element.tag
    if not isinstance(tag, str) or tag in SKIPPED_TAGS or depth > MAX_DEPTH:
        return 0.0
    if depth > 1 and tag not in ("article", "main", "p") and _is_noise(element, believe):
        return 0.0
    own, linked = [element.text or ""], 0.0
    total = 0.0
    for child in element:
        if isinstance(child.tag, str) and child.tag in INLINE and child.find(".//p") is None:
            text = "".join(child.itertext())
            own.append(text)
            anchors = [child] if child.tag == "a" else child.iter("a")
            linked += sum(weight_of("".join(anchor.itertext())) for anchor in anchors)
        else:
            total += _measure(child, weights, depth + 1, believe)
        own.append(child.tail or "")
    text = "".join(own)
    weight = weight_of(text)
    if weight and linked < 0.5 * weight:
        # a run of words without any punctuation is a menu, a caption or a headline
        sentences = len(SENTENCE.findall(text))
        total += (weight - linked) * (1.0 if sentences >= 2 or (sentences and weight > 15) else 0.15)
    weights[element] = total
    return total


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _is_noise(element: HtmlElement, believe: bool) -> bool:
    if "display:none" in (element.get("style") or "").replace(" ", ""):
        return True
    names = _names(element)
    return believe and bool(NOISE_HINT.search(names)) and not BODY_HINT.search(names)


def _hint(element: HtmlElement) -> float:
    """Return how much an element's names speak for it."""
    if "articleBody" in (element.get("itemprop") or ""):
        return 2.0
    if element.tag in ("article", "main") or BODY_HINT.search(_names(element)):
        return 1.3
    return 1.0


def inner_html(element: HtmlElement) -> str:
    """Return the HTML inside an element."""
    parts = [_escaped(element.text or "")]
    parts += [etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in element]
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
