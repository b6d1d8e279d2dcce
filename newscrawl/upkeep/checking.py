"""Compares the state with the posts, and with itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from newscrawl.errors import DamagedState
from newscrawl.frontier import SqliteFrontier
from newscrawl.store import DATABASE, State, post_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newscrawl.folders import Folder

__all__ = ["Flaw", "Kind", "check"]

Kind = Literal[
    "gone", "damaged", "missing", "empty", "edited", "unknown", "unfinished", "temporary", "abandoned", "dead lock"
]
"""What may be found."""

_FINE = frozenset({"edited", "unknown"})
"""What a person does to a blog."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Flaw:
    """One thing that is not as newscrawl left it."""

    kind: Kind
    """What kind of thing."""
    place: str
    """A file, relative to the output folder where it lies there; a site of the frontier."""
    problem: str
    """What it means, in a few words."""

    @property
    def wrong(self) -> bool:
        """Whether it is to be put right; a post that was edited or written by hand is not."""
        return self.kind not in _FINE


def check(folder: Path, output: Folder) -> list[Flaw]:
    """Return what is not in order.

    What only looks unfinished because a crawl is at work is left out.

    :param folder: that of the state
    :param output: that of the posts
    :raises StoreError: when the state cannot be opened for another reason than damage
    """
    path = folder / DATABASE
    if not path.is_file():
        posts = sum(1 for _ in post_files(output))
        problem = f"there is no state, but there are {posts} posts"
        return [Flaw(kind="gone", place=str(path), problem=problem)] if posts else []
    try:
        with State.open(folder) as state:
            return [*_damage(state, path), *_posts(state, output), *_unfinished(state, output)]
    except DamagedState as error:
        return [Flaw(kind="damaged", place=str(path), problem=error.problem)]


def _damage(state: State, path: Path) -> Iterator[Flaw]:
    for (line,) in state.database.rows("PRAGMA integrity_check(5)"):
        if line != "ok":
            yield Flaw(kind="damaged", place=str(path), problem=" ".join(str(line).split()))


def _posts(state: State, output: Folder) -> Iterator[Flaw]:
    """Yield the posts that are not as they were written, and files that are nobody's."""
    known = set()
    for post in state.retention.posts():
        known.add(post.path)
        content = output.read(post.path)
        if content is None:
            yield Flaw(kind="missing", place=str(post.path), problem="there is no such file; it was deleted or lost")
        elif not content.strip():
            yield Flaw(kind="empty", place=str(post.path), problem="the file is empty")
        elif post.digest and hashlib.sha256(content).hexdigest() != post.digest:
            yield Flaw(kind="edited", place=str(post.path), problem="was edited after it was written")
    for found in post_files(output):
        if found not in known:
            yield Flaw(kind="unknown", place=str(found), problem="the state does not know it")


def _unfinished(state: State, output: Folder) -> Iterator[Flaw]:
    """Yield what killed runs left."""
    with state.alone() as alone:
        if alone:
            for path in state.leftovers:
                yield Flaw(kind="unfinished", place=str(path), problem="a killed run was about to write it")
            for file in output.unfinished():
                yield Flaw(kind="temporary", place=str(file), problem="a killed run left it")
    dead = state.locks.dead()
    for site in dead:
        yield Flaw(kind="dead lock", place=site, problem="its run was killed")
    for backlog in SqliteFrontier(state.database).backlogs():
        if backlog.held and (backlog.site in dead or not state.locks.held(backlog.site)):
            problem = f"{backlog.held} articles of a killed run, which the next one takes up"
            yield Flaw(kind="abandoned", place=backlog.site, problem=problem)
