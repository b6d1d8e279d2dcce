"""Which posts are to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

__all__ = ["Aged", "Keep", "expired"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Keep:
    """How many of a site's posts a blog keeps; what either bound says goes."""

    age: timedelta | None = None
    """Older ones go; ``None``: no bound."""
    posts: int | None = None
    """So many stay, the newest; ``None``: no bound."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Aged:
    """A post and its date."""

    url: str
    """Whose post it is."""
    published: datetime
    """The date that the blog shows."""


def expired(posts: Iterable[Aged], keep: Keep, now: datetime) -> list[str]:
    """Return the addresses of the posts that are to go, the oldest first.

    A date in the future is one like any other: such a post is new.
    """
    newest_first = sorted(posts, key=lambda post: (post.published, post.url), reverse=True)
    going = [
        post.url
        for number, post in enumerate(newest_first)
        if (keep.posts is not None and number >= keep.posts)
        or (keep.age is not None and now - post.published > keep.age)
    ]
    return going[::-1]
