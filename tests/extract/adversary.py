"""Writes the texts that a regular expression likes least: each of its repetitions, pumped, with an end that fails."""

from __future__ import annotations

import re
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

CATEGORIES = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_NOT_DIGIT: "a",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_NOT_SPACE: "a",
    op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_WORD: " ",
}
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
END = "\x00"
"""What hardly any pattern expects."""


def texts_against(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Yield texts of about this length, each of which pumps one repetition of the pattern."""
    seen = set()
    for before, piece in _pumps(list(parser.parse(pattern.pattern, pattern.flags)), ""):
        if piece and (before, piece) not in seen:
            seen.add((before, piece))
            yield before + piece * (length // len(piece)) + END
            # ... and begun again and again, for patterns that search
            yield (before + piece * 20) * (length // len(before + piece * 20)) + END


def _pumps(nodes: list[Any], before: str) -> Iterator[tuple[str, str]]:
    for kind, value in nodes:
        if kind in REPEATS:
            _, most, body = value
            if most > 20:
                for example in _examples(list(body)):
                    yield before, example
            yield from _pumps(list(body), before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _pumps(list(branch), before)
        elif kind is op.SUBPATTERN:
            yield from _pumps(list(value[3]), before)
        elif kind is op.ATOMIC_GROUP:
            yield from _pumps(list(value), before)
        before += next(iter(_examples([(kind, value)])), "")


def _examples(nodes: list[Any]) -> list[str]:
    """Return some texts that match, one a branch."""
    texts = [""]
    for kind, value in nodes:
        texts = [text + more for text in texts for more in _of_one(kind, value)][:12]
    return texts


def _of_one(kind: Any, value: Any) -> list[str]:
    if kind is op.LITERAL:
        return [chr(value)]
    if kind is op.NOT_LITERAL or kind is op.ANY:
        return ["a", " "]
    if kind is op.IN:
        return _of_set(value)
    if kind in REPEATS:
        least, _, body = value
        return [text * max(least, 1) for text in _examples(list(body))]
    if kind is op.BRANCH:
        return [text for branch in value[1] for text in _examples(list(branch))]
    if kind is op.SUBPATTERN:
        return _examples(list(value[3]))
    if kind is op.ATOMIC_GROUP:
        return _examples(list(value))
    # assertions and references match nothing of their own
    return [""]


def _of_set(members: list[Any]) -> list[str]:
    if members[0][0] is op.NEGATE:
        return ["a", " ", "1", "，"]
    texts = []
    for kind, value in members:
        if kind is op.LITERAL:
            texts.append(chr(value))
        elif kind is op.RANGE:
            texts.append(chr(value[0]))
        elif kind is op.CATEGORY:
            texts.append(CATEGORIES[value])
    return texts
