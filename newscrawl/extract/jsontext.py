"""JSON as pages and lists serve it: nothing in it raises anything but :class:`ValueError`."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["MAX_NESTING", "read_json"]

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
