"""Plain text that files and YAML can hold."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from newscrawl.render.vocabulary import SOURCE_TITLE_REPLACED, SOURCE_TITLE_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["cut_title", "distinct_lines", "escape_braces", "one_line", "printable", "slug_of", "source_title"]

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


def escape_braces(text: str) -> str:
    """Return *text* with braces as character references, so that no template engine sees a tag.

    >>> escape_braces("{{ x }}")
    '&#123;&#123; x &#125;&#125;'
    """
    return text.replace("{", "&#123;").replace("}", "&#125;")


def source_title(title: str) -> str:
    """Return a title as the source format shows it: trimmed, cut at its weight, twelve characters replaced.

    >>> source_title(" 数字政府“系统+跑道”：a/b? ")
    '数字政府_系统+跑道_：a_b_'
    """
    return cut_title(title).translate(SOURCE_TITLE_REPLACED)


def cut_title(title: str) -> str:
    """Return a title trimmed and cut at the source format's weight; an empty one becomes a space."""
    title = title.strip() or " "
    weight = 0
    for index, character in enumerate(title):
        weight += 1 if character.isascii() else 2 if character <= "\uffff" else 4
        if weight > SOURCE_TITLE_WEIGHT:
            return title[:index] + "..."
    return title
