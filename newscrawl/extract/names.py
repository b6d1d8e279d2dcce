"""What the names of an element (class, id) say of it, word by word: the words repeat from site to site."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from newscrawl.extract.vocabulary import (
    AUTHOR_WORD,
    BODY_PAIRS,
    BODY_PLAIN,
    BODY_WORD,
    DATE_WORD,
    HEADLINE_WORD,
    LEAD_WORD,
    NOISE_PAIRS,
    NOISE_PLAIN,
    NOISE_WORD,
    NOTICE_WORD,
)
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["AUTHOR", "BODY", "DATE", "HEADLINE", "LEAD", "NOISE", "NOTICE", "hints", "names_of"]

BODY, NOISE, NOTICE, DATE, HEADLINE, AUTHOR, LEAD = 1, 2, 4, 8, 16, 32, 64
"""What a name hints at, as bits: an article's container, what stands around it, cookie notices and comments, a
publish time, a headline, a byline, a lead paragraph."""

WORDS = lazy_pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[\u4e00-\u9fff]+")
WIDER = lazy_pattern(r"\bd-(?:sm|md|lg|xl|xxl)-(?:block|flex|grid|inline|table)")
"""What is shown on wider screens, as a widespread style sheet calls it."""

HOLDS = frozenset("has with no not without hide elementor".split())
"""Words behind which stands what an element holds, or would; page builders call every part of a text a widget."""

PATTERNS = (
    (BODY, BODY_WORD),
    (NOISE, NOISE_WORD),
    (NOTICE, NOTICE_WORD),
    (DATE, DATE_WORD),
    (HEADLINE, HEADLINE_WORD),
    (AUTHOR, AUTHOR_WORD),
    (LEAD, LEAD_WORD),
)


def names_of(element: etree._Element) -> str:
    """Return an element's class and id in one string; empty when it has none."""
    names, own = element.get("class"), element.get("id")
    return f"{names} {own}" if names and own else names or own or ""


@lru_cache(maxsize=16384)
def hints(names: str) -> int:
    """Return what the names hint at, as bits; a name of a body is none of noise.

    >>> hints("article-body shareable") == BODY, hints("relatedStories") & NOISE == NOISE
    (True, True)
    """
    found = 0
    if ":" in names:
        # "hidden md:block" is shown on wider screens
        names = names.replace("hidden", "")
    if "d-none" in names and WIDER.search(names):
        names = names.replace("d-none", "")
    for name in names[:400].split():
        found |= _name(name)
    return found & ~(NOISE | NOTICE) if found & BODY else found


@lru_cache(maxsize=32768)
def _name(name: str) -> int:
    if name in BODY_PLAIN:
        return BODY
    if name in NOISE_PLAIN:
        return NOISE
    if ":" in name or len(name) < 3:
        # of the classes that only set a style
        return 0
    words = [word.lower() for word in WORDS.findall(name)]
    found = 0
    holds = False
    for word in words:
        # "has-sidebar" names what stands beside the text, or not
        found |= _word(word) & ~(BODY | NOISE | NOTICE) if holds else _word(word)
        holds = word in HOLDS
    pairs = list(pairwise(words))
    if not NOISE_PAIRS.isdisjoint(pairs):
        found |= NOISE
    # "article-content", but not "related-article-content"
    if not found & NOISE and any(second in BODY_PAIRS.get(first, ()) for first, second in pairs):
        found |= BODY
    return found


@lru_cache(maxsize=65536)
def _word(word: str) -> int:
    found = 0
    for bit, pattern in PATTERNS:
        if pattern.search(word):
            found |= bit
    return found
