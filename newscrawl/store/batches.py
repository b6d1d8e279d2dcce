"""Brings posts to disk, one by one or many at once, and only then lets the state call them posted.

A post is made in three steps, in the order that survives a kill and, where files are flushed, a power cut:

1. :meth:`Batch.reserve` gives the article its path and notes the digest of what is going to be written;
2. the files of the batch are written, flushed and renamed into place, and their folders flushed;
3. one transaction, flushed as well, calls them posted. Whoever waits for a post hears of it after that.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from newscrawl.store.files import digest_of, may_take, write_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import PurePosixPath

    from newscrawl.folders import Durability, Folder
    from newscrawl.store.state import State

__all__ = ["LONGEST", "Batch", "Reserved"]

MOST = 50
"""Posts of a batch; so many pages are fetched again after a kill, at most."""

LONGEST = 1.0
"""Seconds that a post should wait for others; whoever has a clock sees to it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reserved:
    """A post that has its path and is not written yet."""

    url: str
    path: PurePosixPath
    text: str
    digest: str
    keys: frozenset[object]
    """What copies of it would share."""


class Batch:
    """Posts of one folder that are written together.

    What waits in it is lost to a kill like a page that was on its way: its path stays reserved, and it is fetched
    again.

    :param most: posts that it holds; 1: each is written at once
    :param flushed: whether posts outlive a power cut once the state calls them posted
    """

    def __init__(self, state: State, folder: Folder, *, most: int = 1, flushed: bool = True) -> None:
        self._state = state
        self._folder = folder
        self._most = most
        self._flushed = flushed
        self._waiting: list[tuple[Reserved, Callable[[], None]]] = []

    @classmethod
    def of(cls, durability: Durability, state: State, folder: Folder) -> Batch:
        """Return what keeps that promise; the folder must know by itself whether it flushes files."""
        return cls(state, folder, most=MOST if durability == "batch" else 1, flushed=durability != "none")

    def reserve(
        self,
        url: str,
        text: str,
        *,
        paths: Iterable[PurePosixPath],
        fingerprint: str,
        title: str,
        keys: Collection[object] = (),
    ) -> Reserved:
        """Give an article's post its path.

        A file that holds this very text already is adopted; any other file is left alone, and the post takes the next
        path.

        :param url: canonical address of the article
        :param paths: where the post would like to lie, the best first
        :param keys: what tells copies of it, see :meth:`may_hold`
        :raises StoreError: when that cannot be remembered
        """
        digest, take = digest_of(text), partial(may_take, self._folder)
        path = self._state.reserve(url, paths, fingerprint, digest=digest, title=title, may_take=take)
        return Reserved(url=url, path=path, text=text, digest=digest, keys=frozenset(keys))

    def add(self, post: Reserved, then: Callable[[], None] = lambda: None) -> None:
        """Write a post, at once or with the others.

        :param then: called when the state calls it posted
        :raises StoreError: when it, or another one that waited, cannot be written or remembered
        """
        self._waiting.append((post, then))
        if len(self._waiting) >= self._most:
            self.flush()

    def may_hold(self, url: str, keys: Collection[object]) -> bool:
        """Tell whether the post of an address, or one with any of these keys, waits here, unknown to the state."""
        return any(post.url == url or not post.keys.isdisjoint(keys) for post, _ in self._waiting)

    def flush(self) -> None:
        """Write what waits, and remember it.

        :raises StoreError: when that cannot be done; nothing waits any more then, and what was written is recognised
            when its article is fetched again
        """
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        write_posts(self._folder, {post.path: post.text for post, _ in waiting})
        self._state.all_posted([(post.url, post.path, post.digest) for post, _ in waiting], flushed=self._flushed)
        for _, then in waiting:
            then()
