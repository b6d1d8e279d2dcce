"""Plain text that files and YAML can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["distinct_lines", "one_line", "printable"]

_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff]")
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
