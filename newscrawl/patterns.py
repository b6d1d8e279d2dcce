"""Patterns that are compiled when somebody looks for them.

Reading pages knows two hundred patterns, and some take ten milliseconds to compile. A page asks for a quarter of them,
and most commands for none.
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["LazyPattern", "lazy_pattern"]


class LazyPattern:
    """Stands for a pattern: the first question compiles it, further ones go to the compiled pattern's own methods."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile it, for what is asked for is not here yet.

        :raises re.error: it is no pattern
        """
        # doctest and others ask everything in a module for those, and patterns have none
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = re.compile(self._text, self._flags)
        vars(self).update({method: getattr(compiled, method) for method in dir(compiled) if not method.startswith("_")})
        return getattr(compiled, name)


def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what answers as ``re.compile(text, flags)`` does.

    >>> lazy_pattern("[a-c]+", re.I).sub("-", "xABCx")
    'x-x'
    """
    return cast("re.Pattern[str]", LazyPattern(text, flags))
