"""Paths into JSON, as site files write them: ``result.data``, ``images[].u``, ``tabs[0].items``, ``ext|json.url``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newscrawl.extract.jsontext import read_json
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.sites.rules import Condition

__all__ = ["find", "find_text", "fulfils", "written"]

STEPS = lazy_pattern(r"\[(-?\d*)\]|\|json|[^.|\[\]]+")
"""A name, a member of a list (all of them where it has no number), or JSON inside a string."""


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str | int, ...]:
    """Return a path's steps: names as they are, ``[]`` and ``|json`` as such, numbers of members as numbers."""
    return tuple(int(match[1]) if match[1] else match[0] for match in STEPS.finditer(path))


def find(data: Any, path: str) -> Iterator[Any]:
    """Yield every value at a path; where the shape differs there is nothing, never an error.

    ``.`` goes into an object, ``[]`` into every member of a list (an object counts as a list of one), ``[0]`` and
    ``[-1]`` into one, ``|json`` into JSON that stands inside a string. An empty path is the value itself.

    >>> list(find({"img": [], "ext": '{"a": [{"b": 1}, {"b": 2}]}'}, "ext|json.a[].b"))
    [1, 2]
    """
    return _walk(data, _steps(path), 0)


def _walk(value: Any, steps: tuple[str | int, ...], at: int) -> Iterator[Any]:
    for index in range(at, len(steps)):
        step = steps[index]
        if isinstance(step, int):
            inside = isinstance(value, list) and -len(value) <= step < len(value)
            value = value[step] if inside else None
        elif step == "[]":
            members = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
            for member in members:
                yield from _walk(member, steps, index + 1)
            return
        elif step == "|json":
            if isinstance(value, str):
                try:
                    value = read_json(value)
                except ValueError:
                    return
        else:
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            return
    yield value


def find_text(data: Any, path: str) -> Iterator[str]:
    """Yield the texts and numbers at a path as text; empty ones and ``0`` are left out."""
    for value in find(data, path):
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip() not in ("", "0"):
            yield str(value)


def fulfils(data: Any, condition: Condition) -> bool:
    """Tell whether a value in JSON is as a condition wants it."""
    values = list(find(data, condition.path))
    if condition.empty is not None:
        return condition.empty is all(value in ("", [], {}) for value in values)
    if condition.among:
        return any(written(value) in condition.among for value in values)
    if condition.matches:
        return any(condition.matches.search(written(value)) for value in values)
    return any(value not in (False, 0, "", [], {}) for value in values)


def written(value: Any) -> str:
    """Return a value as JSON writes it: ``true``, not ``True``."""
    return str(value).lower() if isinstance(value, bool) else str(value)
