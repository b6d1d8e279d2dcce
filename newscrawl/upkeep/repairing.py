"""Puts right what can be put right without asking anybody; posts are only read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from newscrawl.errors import StoreError
from newscrawl.frontier import SqliteFrontier
from newscrawl.render import header_of
from newscrawl.store import DATABASE, State, free_state, post_files, read_post
from newscrawl.upkeep.checking import check
from newscrawl.upkeep.salvage import salvage
from newscrawl.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newscrawl.folders import Folder

__all__ = ["repair"]


def repair(folder: Path, output: Folder, blog: str) -> Iterator[str]:
    """Repair the state of these posts, and yield in one line each what was done.

    :param folder: that of the state
    :param output: that of the posts
    :param blog: the generator whose posts they are
    :raises StoreError: when a process uses the state, or it cannot be written
    """
    free_state(folder)
    if any(flaw.kind == "damaged" for flaw in check(folder, output)):
        kept, saved = salvage(folder)
        yield f"saved {saved} entries of the damaged state, which is kept as {kept}"
    elif not (folder / DATABASE).is_file():
        yield "made a new state: there was none"
    with State.open(folder) as state, state.alone() as alone:
        if not alone:
            raise StoreError(str(folder), "a crawl is at work; repair it when that has ended")
        yield from _finish(state, output)
        yield from _release(state)
        yield from _recognise(state, output, blog)


def _finish(state: State, output: Folder) -> Iterator[str]:
    """Settle what killed runs were about to write, by what lies there."""
    for url, path, digest in state.reserved():
        output.tidy(path)
        content = output.read(path)
        if content is not None and hashlib.sha256(content).hexdigest() == digest:
            state.posted(url, path, digest)
            yield f"finished {path}"
        else:
            state.unreserve(url)
            yield f"left {url} to the next crawl"
    for path in output.unfinished():
        output.remove(path)
        yield f"removed {path}"


def _release(state: State) -> Iterator[str]:
    """Let go of what dead runs hold."""
    for site in state.locks.dead():
        state.locks.clear(site)
        yield f"{site}: cleared the lock of a killed run"
    frontier = SqliteFrontier(state.database)
    for backlog in frontier.backlogs():
        # nobody else uses the state, so no owner is alive
        if held := frontier.reclaim(backlog.site, alive=""):
            yield f"{backlog.site}: {held} articles of a killed run are free for the next one"


def _recognise(state: State, output: Folder, blog: str) -> Iterator[str]:
    """Remember the posts whose address stands in them."""
    known, nameless = set(state.paths()), 0
    for path in post_files(output):
        if path in known:
            continue
        header = header_of(read_post(output, path) or "", blog)
        link = header.get("link") or (header.get("extra") or {}).get("link")
        try:
            url = canonical(link) if isinstance(link, str) else ""
        except ValueError:
            url = ""
        if not url.startswith("https://"):
            nameless += 1
        elif state.recognise(url, path, title=str(header.get("title") or "")):
            yield f"recognised {path}"
    if nameless:
        yield f"{nameless} posts hold no address: those of newscrawl are recognised when a crawl meets their articles"
