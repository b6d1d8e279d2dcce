"""Hooks: small functions with a name, for what data cannot say.

There are two kinds: one signs a request's address, the other makes HTML of the JSON that is an article's text. Those
here are for every site file; a file ``<site>.py`` beside a user's ``<site>.yaml`` adds its own in two mappings,
``SIGNS`` and ``BODIES``. It is the user's program and is run when the site file is read.
"""

from __future__ import annotations

import hashlib
import runpy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from newscrawl.errors import SiteError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SHIPPED", "Body", "Hooks", "Sign", "hooks_beside"]

Sign = Callable[[str], str]
"""Takes an address, returns it signed."""

Body = Callable[[Any], str]
"""Takes the JSON that a rule found, returns HTML."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hooks:
    """Functions by name."""

    signs: dict[str, Sign] = field(default_factory=dict)
    """What signs addresses."""
    bodies: dict[str, Body] = field(default_factory=dict)
    """What makes HTML of JSON."""


def _cls(url: str) -> str:
    """Sign as cls.cn's own pages do: the MD5 of the SHA-1 of the query, sorted by name. There is no secret in it."""
    parts = urlsplit(url)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    sign = hashlib.md5(hashlib.sha1(query.encode()).hexdigest().encode()).hexdigest()
    return urlunsplit(parts._replace(query=f"{query}&sign={sign}"))


SHIPPED = Hooks(signs={"cls": _cls})
"""The hooks that every site file may name."""


def hooks_beside(path: Path) -> Hooks:
    """Return the hooks for a site file: those that ship, and ``SIGNS`` and ``BODIES`` of the Python file beside it.

    :raises SiteError: the Python file cannot be run, or its mappings hold anything but functions
    """
    own = path.with_suffix(".py")
    if not own.is_file():
        return SHIPPED
    try:
        names = runpy.run_path(str(own))
    except (SyntaxError, ImportError, OSError) as error:
        raise SiteError(str(own), f"cannot be run: {type(error).__name__}: {error}") from None
    found = []
    for name in ("SIGNS", "BODIES"):
        mapping = names.get(name, {})
        if not isinstance(mapping, dict) or not all(callable(function) for function in mapping.values()):
            raise SiteError(f"{own}: {name}", "must be a mapping of names to functions")
        found.append(mapping)
    return Hooks(signs={**SHIPPED.signs, **found[0]}, bodies={**SHIPPED.bodies, **found[1]})
