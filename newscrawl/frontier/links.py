"""Links as JSON: nothing pickled, so nothing that somebody else wrote into the file is ever run."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING

from newscrawl.items import Link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["link_of", "payload_of"]

_MOMENTS = ("published", "modified")
_LISTS = ("keywords", "tickers")
_NAMES = tuple(field.name for field in fields(Link))


def payload_of(link: Link) -> dict[str, Any]:
    """Return what a link holds, without what it leaves empty.

    >>> payload_of(Link(url="https://news.example/a", keywords=("x",)))
    {'url': 'https://news.example/a', 'keywords': ['x']}
    """
    found: dict[str, Any] = {}
    for name in _NAMES:
        value = getattr(link, name)
        if isinstance(value, datetime):
            found[name] = value.isoformat()
        elif value:
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def link_of(payload: Mapping[str, Any]) -> Link:
    """Return the link of a payload; names that this version does not know are left out.

    :raises ValueError: when it holds no link
    """
    values = {name: payload[name] for name in _NAMES if name in payload}
    try:
        values |= {name: datetime.fromisoformat(values[name]) for name in _MOMENTS if name in values}
        values |= {name: tuple(values[name]) for name in _LISTS if name in values}
        return Link(**values)
    except TypeError as error:
        raise ValueError(str(error)) from None
