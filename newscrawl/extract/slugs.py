"""The words of an address: many systems make them of the headline as it was first written."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["slug_of", "spells"]

LEAST_WORDS = 4
"""Words of an address under which they are a section's or a topic's."""

LONGEST = 300
"""Characters of a part of an address that are looked at."""

WORD = lazy_pattern(r"[^\W_]+")
PLAIN = str.maketrans({"ß": "ss", "æ": "a", "ø": "o", "œ": "o", "đ": "d", "ł": "l", "ı": "i", "’": "", "'": ""})
DIGRAPH = lazy_pattern(r"([aou])e|(a)a")
"""How addresses write ä, ö, ü and å; some leave the marks away."""


def slug_of(url: str) -> tuple[str, ...]:
    """Return the words of an address's part that has most of them; empty when that may be no headline.

    >>> slug_of("https://news.example/world/rates-to-rise-again-in-june-1234567.html")
    ('rates', 'to', 'rise', 'again', 'in', 'june')
    """
    best: list[str] = []
    for part in urlsplit(url).path.split("/"):
        if part.count("-") + part.count("_") >= LEAST_WORDS - 1:
            words = _words(unquote(part[:LONGEST]).partition(".")[0])
            while words and len(words[-1]) > 3 and any(map(str.isdigit, words[-1])):
                words.pop()
            best = max(best, words, key=len)
    return tuple(best) if len(best) >= LEAST_WORDS else ()


def spells(slug: Sequence[str], title: str) -> bool:
    """Tell whether an address spells a title out.

    >>> spells(slug_of("https://news.example/zinsen-fuers-haeuschen-steigen"), "Zinsen fürs Häuschen steigen!")
    True
    """
    return list(slug) == _words(title)


def _words(text: str) -> list[str]:
    """Return a text's words as addresses write them, in small letters and without marks."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return [DIGRAPH.sub(r"\1\2", word) for word in WORD.findall(text)]
