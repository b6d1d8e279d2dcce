"""JSON as pages and lists serve it: nothing in it raises anything but :class:`ValueError`."""

from __future__ import annotations

import json
import re
from typing import Any

from newscrawl.patterns import lazy_pattern

__all__ = ["MAX_NESTING", "WRAPPED", "read_answer", "read_json"]

MAX_NESTING = 100
"""How deep real answers never nest; what walks the values may recurse into them."""


STRICT, TOLERANT = json.JSONDecoder(), json.JSONDecoder(strict=False)


def read_json(text: str, start: int | None = None, *, strict: bool = True) -> Any:
    """Return the value that a text is, or the one that begins at a position in it.

    :param strict: whether control characters inside strings are an error
    :raises ValueError: it is no JSON, or nests deeper than :data:`MAX_NESTING`

    >>> read_json("var x = [1, 2];", 8)
    [1, 2]
    """
    decoder = STRICT if strict else TOLERANT
    try:
        value = decoder.decode(text) if start is None else decoder.raw_decode(text, start)[0]
    except RecursionError:
        raise ValueError("nests too deep") from None
    if text.count("[") + text.count("{") > MAX_NESTING and _depth(value) > MAX_NESTING:
        raise ValueError("nests too deep")
    return value


WRAPPED = lazy_pattern(
    r"\s*(?:/\*.{0,200}?\*/|//[^\n]{0,200}\n)?;?\s*(?:try\s*{)?\s*"
    r"(?:(?:var|let|const)\s+)?[\w.$\[\]'\"]+\s*(?:=|\()\s*",
    re.S,
)
"""What stands before the JSON in ``callback({…});`` and ``var name = {…};``."""


def read_answer(text: str) -> Any:
    """Return the JSON of an API's answer, also when it stands in a call or an assignment.

    :raises ValueError: there is none

    >>> read_answer("cb([1]);"), read_answer("var x = {};"), read_answer("[2]")
    ([1], {}, [2])
    """
    text = text.lstrip("\ufeff \t\r\n")
    if text[:1] not in ("{", "[", '"') and (match := WRAPPED.match(text)):
        return read_json(text, match.end(), strict=False)
    return read_json(text.rstrip(), strict=False)


def _depth(value: Any) -> int:
    """Return how deep a value nests, or one more than it may."""
    level, depth = [value], 0
    while level and depth <= MAX_NESTING:
        level = [
            member
            for outer in level
            if isinstance(outer, (list, dict))
            for member in (outer.values() if isinstance(outer, dict) else outer)
        ]
        depth += 1
    return depth
