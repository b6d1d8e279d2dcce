"""How much two articles' texts have in common, told from a few hundred bytes of each.

A wire story runs in many papers: under another headline, with another dateline, shortened at its end, with a notice
below. What its copies share is most of their shingles, short runs of neighbouring characters or words. A sketch of a
text keeps the smallest hash of each of :data:`BINS` shares of its shingles (one-permutation MinHash); the part of bins
in which two sketches agree estimates the part of shingles that two texts share (Jaccard), and with their numbers how
much of the shorter text stands in the longer one.

Reports that are written from a template (a central bank's daily rates, the market's close) share most of their words
and none of their figures, so the figures must agree as well.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from newscrawl.clean import text_of
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from typing import Self

    from newscrawl.items import Article

__all__ = ["BINS", "Likeness", "alike", "bands", "likeness", "shared"]

SHORT_TEXT = 60
"""Letters under which the title counts as well: short texts repeat from day to day."""

COMPARED = 200_000
"""Characters of a text that are compared; longer ones are no news, and each character would be a shingle in memory."""

BINS = 64
"""Values of a sketch; its estimate is off by six hundredths as a rule."""

ROWS = 3
"""Values of a band: of texts that share half of their shingles, 94 in 100 have a band in common."""

FEWEST = 100
"""Shingles under which only equal texts are copies: a flash of two sentences says the same as many others."""

WITHIN = 0.75
"""Part of the shorter text's shingles that its copy holds; see benchmarks/copies.py for what that misses."""

SHORTENED = 0.5
"""Shortest copy, as part of the longer text: a teaser is no copy of the article, nor the other way round."""

FIGURES_WITHIN = 0.75
"""Part of the figures of the text with fewer of them that copies share."""

EMPTY = 0xFFFFFFFF
"""Value of a bin that no shingle fell into."""

WIDE = lazy_pattern(r"[぀-ヿ㐀-鿿가-힯]+")
WORDS = lazy_pattern(r"[^\W_]+")
FIGURES = lazy_pattern(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """What is kept of a text to know its copies by."""

    fingerprint: str
    """Equal for equal texts, whatever their markup, spaces and punctuation."""
    sketch: tuple[int, ...]
    """:data:`BINS` numbers of 32 bits; empty: too short to be compared."""
    size: int
    """How many different shingles the text has."""
    figures: frozenset[int]
    """CRC-32 of each number in the text, such as ``7.1234``."""

    def packed(self) -> bytes:
        """Return it as bytes, for a store that need not understand them."""
        numbers = (self.size, len(self.sketch), *self.sketch, *sorted(self.figures))
        return bytes.fromhex(self.fingerprint) + struct.pack(f"<{len(numbers)}I", *numbers)

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """Return what :meth:`packed` made bytes of."""
        size, length, *rest = struct.unpack(f"<{(len(data) - 16) // 4}I", data[16:])
        sketch, figures = tuple(rest[:length]), frozenset(rest[length:])
        return cls(fingerprint=data[:16].hex(), sketch=sketch, size=size, figures=figures)


def likeness(article: Article) -> Likeness:
    """Return what is kept of an article's text."""
    return _likeness(article.title, article.body)


@lru_cache(maxsize=16)
def _likeness(title: str, body: str) -> Likeness:
    """Pipelines ask twice for the same article."""
    text = text_of(body)
    letters = "".join(WORDS.findall(text))
    if len(letters) < SHORT_TEXT:
        letters = "".join(WORDS.findall(title)) + letters
    shingles = _shingles(text[:COMPARED], letters[:COMPARED])
    return Likeness(
        fingerprint=hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()[:32],
        sketch=_sketch(shingles) if len(shingles) >= FEWEST else (),
        size=len(shingles),
        figures=frozenset(crc32(figure.encode()) for figure in FIGURES.findall(text)),
    )


def alike(one: Likeness, other: Likeness) -> bool:
    """Tell whether two articles are copies of each other."""
    if one.fingerprint == other.fingerprint:
        return True
    if not one.sketch or not other.sketch:
        return False
    shorter, longer = sorted((one.size, other.size))
    fewer = min(len(one.figures), len(other.figures))
    return (
        shorter >= SHORTENED * longer
        and len(one.figures & other.figures) >= FIGURES_WITHIN * fewer
        and shared(one, other) >= WITHIN
    )


def shared(one: Likeness, other: Likeness) -> float:
    """Return how much of the shorter of two texts is estimated to stand in the longer one."""
    pairs = [(a, b) for a, b in zip(one.sketch, other.sketch, strict=True) if a != EMPTY or b != EMPTY]
    jaccard = sum(a == b for a, b in pairs) / len(pairs)
    return jaccard / (1 + jaccard) * (one.size + other.size) / min(one.size, other.size)


@lru_cache(maxsize=16)
def bands(sketch: tuple[int, ...]) -> tuple[int, ...]:
    """Return a key for each run of :data:`ROWS` values; texts without a common key need not be compared.

    Whoever looks for copies asks several times for the same text.
    """
    keys = []
    for start in range(0, len(sketch) - ROWS + 1, ROWS):
        values = sketch[start : start + ROWS]
        if any(value != EMPTY for value in values):
            # 63 bits: what SQLite takes for a whole number
            keys.append(int.from_bytes(hashlib.blake2b(repr((start, values)).encode(), digest_size=7).digest()))
    return tuple(keys)


def _shingles(text: str, letters: str) -> set[bytes]:
    if sum(map(len, WIDE.findall(letters))) * 3 > len(letters):
        # six neighbouring characters of two bytes each
        data = letters.lower().encode("utf-16-le", "replace")
        return {data[at : at + 12] for at in range(0, len(data) - 10, 2)}
    words = [word.encode("utf-8", "replace") for word in WORDS.findall(text.lower())]
    return {b" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)}


def _sketch(shingles: set[bytes]) -> tuple[int, ...]:
    # the upper six of 32 bits are a value's bin
    smallest = [EMPTY] * BINS
    for crc in map(crc32, shingles):
        # CRC-32 alone keeps neighbours neighbours
        value = crc * 0x9E3779B1 & 0xFFFFFFFF
        if value < smallest[value >> 26]:
            smallest[value >> 26] = value
    return tuple([value & 0x3FFFFFF if value != EMPTY else EMPTY for value in smallest])
