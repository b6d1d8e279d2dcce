"""Words in, filler out: as long, in the same script, the same for the same word wherever it stands.

Whole words (of Chinese, characters) are replaced one by one, by what a checksum of them picks. So what stands twice on
a page (headline, ``title`` element, ``og:title``, JSON-LD) still does, what begins alike still begins alike, and what
was there before cannot be read out of it, since many words become the same one.
"""

from __future__ import annotations

import html
import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from newscrawl.cases.vocabulary import (
    CONSONANTS,
    FILLER,
    KEPT_HAN,
    KEPT_WORDS,
    LETTERS,
    PICTURE_NAME,
    SURNAME_FILLER,
    VOWELS,
)
from newscrawl.clean.sentences import FURNITURE_LABELS
from newscrawl.extract.people_vocabulary import SURNAMES
from newscrawl.extract.timewords import MODIFIED_LABEL, PUBLISHED_LABEL
from newscrawl.extract.vocabulary import ERROR_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Filler", "has_prose", "picture_address"]

TOKEN = re.compile(
    r"(?P<url>(?:https?:)?//[^\s\"'<>\u4e00-\u9fff]+|[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|[a-z]{2})\b)|(?P<entity>&(?:#\d+|#[xX][\da-fA-F]+|\w+);)"
    r"|(?P<word>[A-Za-z\u00c0-\u024f]+)|(?P<letter>[^\W\d_])"
)
"""What is looked at in a text; digits, marks and white space stay."""

SHORTEST = 2
"""Letters of a word that is replaced: one letter tells nothing."""

LONGEST_ACRONYM = 4
"""Capitals that stay: GDP, NASA."""

SLUG = re.compile(r"[A-Za-z]+(?:[-_+][A-Za-z]+){3,}")
"""A headline in a picture's name."""

SHORT = 60
"""Characters of a text that may be an error page's."""

LANGUAGE_TAG = re.compile(r"\s*[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?\s*")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")


def has_prose(text: str) -> bool:
    """Return whether a text holds words, and is not one name of a machine's.

    >>> has_prose("Rates rise"), has_prose("article-body"), has_prose("利率")
    (True, False, True)
    """
    return bool(WORDS.search(text) or any(ord(character) > 0x36F and character.isalpha() for character in text))


def picture_address(url: str) -> str:
    """Return a picture's address at a host that is an example's; what the name says of the picture stays.

    >>> picture_address("https://img.news.test/a/logo.png")
    'https://img.news.test.example/a/logo.png'
    """
    match = re.match(r"((?:https?:)?//)([^/?#:]+)", url, re.I)
    host, path = (match.group(), url[match.end() :]) if match else ("", url)
    if match and not match[2].endswith((".example", "127.0.0.1", "localhost")):
        host += ".example"
    return host + SLUG.sub(lambda slug: re.sub(r"[A-Za-z]+", lambda word: _word(word.group()), slug.group()), path)


class Filler:
    """Replaces words; keeps labels, times, numbers, addresses, and the words that a site's rules look for."""

    def __init__(self, kept: Iterable[str] = ()) -> None:
        own = sorted({word for word in kept if word}, key=len, reverse=True)
        pattern = "|".join(map(re.escape, own))
        self._kept = re.compile(f"{pattern}|{KEPT_HAN.pattern}" if pattern else KEPT_HAN.pattern)

    def text(self, text: str) -> str:
        """Return a text's filler; entities that stand for letters become letters."""
        if text.strip().lower() in FURNITURE_LABELS or LANGUAGE_TAG.fullmatch(text):
            return text
        if len(text) < SHORT and any(pattern.search(text.strip()) for pattern, _ in ERROR_TEXT):
            # what tells an error page
            return text
        text = re.sub(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);", _letter_of, text)
        parts, end = [], 0
        for match in self._kept.finditer(text):
            parts += [TOKEN.sub(_filled, text[end : match.start()]), match.group()]
            end = match.end()
        return "".join([*parts, TOKEN.sub(_filled, text[end:])])


def _letter_of(match: re.Match[str]) -> str:
    character = html.unescape(match.group())
    return character if character.isalpha() and ord(character) > 0x7F else match.group()


def _filled(match: re.Match[str]) -> str:
    token = match.group()
    if match["url"]:
        return picture_address(token) if PICTURE_NAME.search(token) else token
    if match["entity"]:
        return token
    return _word(token) if match["word"] else _letter(token)


@lru_cache(maxsize=65536)
def _word(word: str) -> str:
    """Return another word of the same length, capitals where they were."""
    lower = word.lower()
    if len(word) < SHORTEST or lower in KEPT_WORDS or (word.isupper() and len(word) <= LONGEST_ACRONYM):
        return word
    if PUBLISHED_LABEL.match(word) or MODIFIED_LABEL.match(word):
        return word
    filler, salt = lower, 0
    while filler == lower or filler in KEPT_WORDS or PUBLISHED_LABEL.match(filler) or MODIFIED_LABEL.match(filler):
        filler = _syllables(f"{lower}{salt}", len(word))
        salt += 1
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, filler, strict=True))


def _syllables(seed: str, length: int) -> str:
    number = zlib.crc32(seed.encode())
    letters = []
    for position in range(length):
        choice = VOWELS if position % 2 else CONSONANTS
        number, index = divmod(number, len(choice))
        # a long word needs more than a checksum holds
        number = number or zlib.crc32(f"{seed}{position}".encode())
        letters.append(choice[index])
    return "".join(letters)


@lru_cache(maxsize=16384)
def _letter(letter: str) -> str:
    """Return another letter of the same script."""
    number = zlib.crc32(letter.encode())
    if HAN.match(letter):
        choice = SURNAME_FILLER if letter in SURNAMES else FILLER
        return choice[number % len(choice)]
    for first, last, choice in LETTERS:
        if first <= letter <= last:
            return choice[number % len(choice)]
    block = ord(letter) & ~0x7F
    others = [chr(code) for code in range(block, block + 0x80) if chr(code).isalpha()]
    return others[number % len(others)] if others else letter
