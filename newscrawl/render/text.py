"""Plain text that files and YAML can hold."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["distinct_lines", "one_line", "printable", "slug_of"]

_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff]")
_VARIATION_SELECTORS = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), 0x34F]))
_BREAK = re.compile("[ \t]*[\n\r\t\x0b\x0c\x85\u2028\u2029]\\s*")


def printable(text: str) -> str:
    """Return *text* without control characters, byte-order marks and lone surrogates, which no parser lets pass.

    The object replacement character goes as well: Hexo numbers placeholders of its own with it, and a text that looks
    like one of them costs the whole site.
    """
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    r"""Return *text* on one line: each line break becomes one space, nothing else is changed inside.

    >>> one_line(" 快讯\n  第二行 ")
    '快讯 第二行'
    """
    return _BREAK.sub(" ", printable(text)).strip()


def distinct_lines(texts: Iterable[str]) -> list[str]:
    """Return *texts* as single lines, each once, without the empty ones.

    >>> distinct_lines(["铜", " 铜 ", "", "锌"])
    ['铜', '锌']
    """
    return list(dict.fromkeys(line for line in map(one_line, texts) if line))


def slug_of(text: str) -> str:
    """Return *text* as a part of an address: letters and digits of every script, in lower case, else hyphens.

    Every generator leaves such a name as it is, so two different names stay two addresses.

    >>> slug_of("浙江：到2025年 “A+B” 体系")
    '浙江-到2025年-a-b-体系'
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", printable(text).lower()):
        category = unicodedata.category(character)
        after_letter = bool(kept) and kept[-1] != "-"
        is_mark = category in ("Mn", "Mc") and character not in _VARIATION_SELECTORS
        if category[0] == "L" or category == "Nd" or (is_mark and after_letter):
            kept.append(character)
        elif after_letter:
            kept.append("-")
    return unicodedata.normalize("NFC", "".join(kept)).strip("-")
