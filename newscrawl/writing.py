"""When a crawl's posts come to the disk: at once, or some at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from scrapy.utils.asyncio import create_looping_call

from newscrawl.errors import SiteError, StoreError
from newscrawl.folders import Durability
from newscrawl.store import LONGEST, Batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.settings import BaseSettings

    from newscrawl.folders import Folder
    from newscrawl.store import State

__all__ = ["Writing", "durability"]


def durability(settings: BaseSettings) -> Durability:
    """Return when posts are flushed to the disk: ``NEWSCRAWL_DURABILITY``.

    :raises SiteError: for a word that there is not
    """
    wanted: Durability = settings.get("NEWSCRAWL_DURABILITY") or "each"
    if wanted not in get_args(Durability):
        raise SiteError("NEWSCRAWL_DURABILITY", f"{wanted!r} is none of {', '.join(get_args(Durability))}")
    return wanted


class Writing:
    """Holds the posts that are written together, and sees to it that none waits for long.

    :param stop: ends the crawl, for a reason that it says in one line
    """

    def __init__(self, wanted: Durability, state: State, folder: Folder, stop: Callable[[StoreError], None]) -> None:
        self.batch = Batch.of(wanted, state, folder)
        """The posts."""
        self._stop = stop
        self._clock = create_looping_call(self._flush) if wanted == "batch" else None
        if self._clock:
            self._clock.start(LONGEST, now=False)

    def end(self) -> None:
        """Write what waits.

        :raises StoreError: when that cannot be done
        """
        if self._clock and self._clock.running:
            self._clock.stop()
        self.batch.flush()

    def _flush(self) -> None:
        try:
            self.batch.flush()
        except StoreError as error:
            self._stop(error)
