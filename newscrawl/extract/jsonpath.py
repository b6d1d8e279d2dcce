"""Paths into JSON, as site files write them: ``result.data``, ``images[].u``, ``ext|json.docurl``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.extract.jsontext import read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find", "find_text"]


def find(data: Any, path: str) -> Iterator[Any]:
    """Yield every value at a path; where the shape differs there is nothing, never an error.

    ``.`` goes into an object, ``[]`` into every member of a list, ``|json`` into JSON that stands inside a string.
    An empty path is the value itself.

    >>> list(find({"img": [], "ext": '{"a": [{"b": 1}, {"b": 2}]}'}, "ext|json.a[].b"))
    [1, 2]
    """
    if not path:
        yield data
        return
    step, _, rest = path.partition(".")
    decode, each = step.endswith("|json"), step.endswith("[]")
    name = step.removesuffix("|json").removesuffix("[]")
    value = data.get(name) if isinstance(data, dict) else None
    if decode and isinstance(value, str):
        try:
            value = read_json(value)
        except ValueError:
            return
    if each:
        for entry in value if isinstance(value, list) else []:
            yield from find(entry, rest)
    elif value is not None:
        yield from find(value, rest)


def find_text(data: Any, path: str) -> Iterator[str]:
    """Yield the texts and numbers at a path as text; empty ones and ``0`` are left out."""
    for value in find(data, path):
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip() not in ("", "0"):
            yield str(value)
