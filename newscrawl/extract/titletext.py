"""What titles are made of: letters to compare, and the pieces that a site joins to the headline."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from newscrawl.extract.vocabulary import DATELINE, FLASH_TITLE, TITLE_SEPARATORS
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

__all__ = ["alike", "first_sentence", "key_of", "long_enough", "pieces_of", "run_of", "without_site"]

SENTENCE_LENGTH = 60
"""Characters of a first sentence that make a title."""

MAX_PIECES = 12
"""Pieces of a title that are tried one by one; more of them are keywords in a row."""

SITE_LENGTHS = {True: (8, 14), False: (20, 30)}
"""Whether a title is Chinese -> the shortest headline that may stay alone, the longest name of a site or section."""

STRONG = frozenset("| ｜ _".split())
"""Separators that no headline has inside: what stands behind them may be twice as long."""

CHINESE = lazy_pattern(r"[\u4e00-\u9fff]")
NO_LETTER = lazy_pattern(r"[\W_]+")


def key_of(text: str) -> str:
    """Return a text's letters and digits only, for comparison.

    >>> key_of("“Rates” to rise, again") == key_of('"Rates" to rise – again')
    True
    """
    return NO_LETTER.sub("", text).casefold()


@lru_cache(maxsize=256)
def pieces_of(title: str) -> tuple[tuple[int, int, str], ...]:
    """Return where a title's pieces begin and end, and their letters; one piece when nothing separates any."""
    pieces, start = [], 0
    for mark in TITLE_SEPARATORS.finditer(title):
        if key := key_of(title[start : mark.start()]):
            pieces.append((start, mark.start(), key))
        start = mark.end()
        if len(pieces) == MAX_PIECES:
            break
    if key := key_of(title[start:]):
        pieces.append((start, len(title), key))
    return tuple(pieces)


def run_of(title: str, known: Collection[str]) -> str:
    """Return the part of a title, from one separator to another, whose letters are known; empty when there is none.

    A part that does not begin the title must outweigh what stands before it: there, a short one is the site's name.

    >>> run_of("News - Rates to rise - Example Times", {"ratestorise"})
    'Rates to rise'
    """
    pieces = pieces_of(title)
    before = 0
    for first, (start, _, key) in enumerate(pieces):
        runs = list(accumulate(key for _, _, key in pieces[first:]))
        for last in reversed(range(len(runs))):
            if runs[last] in known and len(runs[last]) >= before:
                return title[start : pieces[first + last][1]]
        before += len(key)
    return ""


def without_site(title: str, names: Collection[str], named: Callable[[str], bool], *, by_length: bool = True) -> str:
    """Cut the site's name and section off a page's title.

    :param names: letters of the site's names
    :param named: whether the letters of a last piece name the site
    :param by_length: pieces behind a separator go, whatever they say, while what stays is a headline by length
    """
    pieces = pieces_of(title)
    if len(pieces) > 1 and pieces[0][2] in names:
        return title[pieces[1][0] :]
    shortest, longest = SITE_LENGTHS[bool(CHINESE.search(title))]
    keep = len(pieces)
    while keep > 1:
        start, end, key = pieces[keep - 1]
        limit = longest * 2 if title[pieces[keep - 2][1] : start].strip() in STRONG else longest
        if not named(key) and (not by_length or pieces[keep - 2][1] < shortest or end - start > limit):
            break
        keep -= 1
    return title[: pieces[keep - 1][1]] if keep < len(pieces) else title


def long_enough(text: str) -> bool:
    """Return whether a text is a headline by its length alone, not a section's name.

    >>> long_enough("纸价连续第三周上涨"), long_enough("Markets")
    (True, False)
    """
    return len(text) >= SITE_LENGTHS[bool(CHINESE.search(text))][0]


def alike(one: str, other: str) -> float:
    """Return which share of the shorter text's words (pairs of characters in Chinese) the other has too."""
    first, second = _words(one), _words(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _words(text: str) -> set[str]:
    text = text.casefold()
    if CHINESE.search(text):
        letters = NO_LETTER.sub("", text)
        return {letters[n : n + 2] for n in range(len(letters) - 1)}
    return {word for word in NO_LETTER.split(text) if len(word) > 2}


def first_sentence(text: str) -> tuple[str, str]:
    """Return what heads a text that has no headline, and what it is: ``【…】``, or ``first sentence``, cut if need be.

    >>> first_sentence("示例社7月20日电，纸价上涨。下游备货。")
    ('纸价上涨', 'first sentence')
    """
    if match := FLASH_TITLE.match(text):
        return match.group(1).strip(), "【…】"
    text = DATELINE.sub("", text)
    sentence = re.split(r"(?<=[。！？!?])|(?<=\.)\s", text, maxsplit=1)[0].rstrip("。.")
    if len(sentence) > SENTENCE_LENGTH:
        cut = max(sentence.rfind(mark, 0, SENTENCE_LENGTH) for mark in "，,；;：: ")
        sentence = sentence[: cut if cut > 15 else SENTENCE_LENGTH] + "…"
    return sentence, "first sentence"
