"""Which tags the posts have, so that a blog has no more different ones than its user wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.store.database import Database

__all__ = ["Tags"]


class Tags:
    """The tags of a state's posts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def choose(
        self, url: str, wanted: Sequence[str], most: int, per_post: int = 0, *, remember: bool = True
    ) -> tuple[str, ...]:
        """Return the tags that an article's post is to have, and remember them.

        Those that other posts have, and new ones while there are fewer different ones in the blog than it may have.
        Tags whose last post was pruned make room.

        :param most: different tags in the blog
        :param per_post: tags of this post; 0: no bound
        :param remember: without, nothing is written
        """
        with self._database.transaction() as run:
            known = {
                str(tag)
                for (tag,) in run(
                    "SELECT DISTINCT tag FROM tags JOIN articles USING (url) WHERE outcome IN ('posted', 'reserved')"
                    " AND url != ?",
                    url,
                )
            }
            chosen: list[str] = []
            for tag in dict.fromkeys(wanted):
                if per_post and len(chosen) >= per_post:
                    break
                if tag in known or len(known) < most:
                    known.add(tag)
                    chosen.append(tag)
            if remember:
                run("DELETE FROM tags WHERE url = ?", url)
                for tag in chosen:
                    run("INSERT INTO tags (tag, url) VALUES (?, ?)", tag, url)
        return tuple(chosen)
