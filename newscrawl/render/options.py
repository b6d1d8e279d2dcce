"""How a post is to be written: the choices a user has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.errors import SiteError

__all__ = ["EXTRA_KEYS", "AuthorMode", "BodyMode", "PostOptions"]

BodyMode = Literal["clean", "source", "markdown"]
"""``clean``: safe HTML in the source format's wrapper; ``source``: the source format byte for byte; ``markdown``."""

AuthorMode = Literal["site", "byline"]
"""``site``: the site's shown name; ``byline``: the article's authors, the site's name where there are none."""

EXTRA_KEYS = ("link", "source", "tags", "description", "updated", "lang", "editors", "tickers")
"""Front-matter keys a user may add, in the order in which they are written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostOptions:
    """How posts are written; raises :exc:`SiteError` for a value that does not exist."""

    body: BodyMode = "clean"
    """Which of the three formats."""
    author: AuthorMode = "site"
    """Whose name stands under ``author``; the source format always names the site."""
    extra: tuple[str, ...] = ()
    """Keys of :data:`EXTRA_KEYS` to write after the others, where the article has them; none in the source format."""
    timezone: str = ""
    """The blog's own ``timezone``, an IANA name: dates are written as its wall-clock time. Empty: RFC 1123, GMT."""
    placeholder: str = ""
    """Source format only: the picture of an article without one; empty leaves the keys empty."""

    def __post_init__(self) -> None:
        _one_of("body", self.body, get_args(BodyMode))
        _one_of("author", self.author, get_args(AuthorMode))
        for key in self.extra:
            _one_of("extra", key, EXTRA_KEYS)
        if self.timezone:
            try:
                ZoneInfo(self.timezone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise SiteError("timezone", f"no such time zone: {self.timezone!r}") from None


def _one_of(place: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SiteError(place, f"{value!r} is none of {', '.join(known)}")
