"""JSON as pages and lists serve it: nothing in it raises anything but :class:`ValueError`."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["MAX_NESTING", "read_json"]

MAX_NESTING = 100
"""How deep real answers never nest; what walks the values may recurse into them."""


def read_json(text: str, start: int | None = None, *, strict: bool = True) -> Any:
    """Return the value that a text is, or the one that begins at a position in it.

    :param strict: whether control characters inside strings are an error
    :raises ValueError: it is no JSON, or nests deeper than :data:`MAX_NESTING`

    >>> read_json("var x = [1, 2];", 8)
    [1, 2]
    """
    try:
        decoder = json.JSONDecoder(strict=strict)
        value = decoder.decode(text) if start is None else decoder.raw_decode(text, start)[0]
    except RecursionError:
        raise ValueError("nests too deep") from None
    level = [value]
    for _ in range(MAX_NESTING):
        level = [
            member
            for outer in level
            if isinstance(outer, (list, dict))
            for member in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return value
    raise ValueError("nests too deep")
