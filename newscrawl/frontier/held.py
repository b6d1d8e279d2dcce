"""What one run holds of its site's frontier, under every address that outcomes may be told by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newscrawl.frontier.protocol import Entry
from newscrawl.items import Link
from newscrawl.urls import key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from typing import Any

    from newscrawl.frontier.protocol import Frontier

__all__ = ["LONGEST", "TRIES", "Held", "link_of"]

TRIES = 8
"""Failures after which an article may be given up; a host that is down for some runs of the same hour is no reason."""

LONGEST = timedelta(days=2)
"""How long an article is tried at least before it is given up."""

BATCH = 50
"""Entries that are taken up at once: what Scrapy holds in memory is known, what lies in the frontier is not."""


class Held:
    """The entries of one run; each ends with :meth:`settle` or :meth:`fail`, or is there for the next run.

    :raises StoreError: every method, when the frontier cannot be used
    """

    def __init__(self, frontier: Frontier, site: str, owner: str) -> None:
        self._frontier = frontier
        self._site = site
        self._owner = owner
        self._open: set[str] = set()
        self._names: dict[str, set[str]] = {}
        frontier.reclaim(site, owner)

    def put(self, links: Sequence[Link], channel: str, priority: int = 0) -> None:
        """Remember the links of a list page, before the page counts as read."""
        entries = {
            key_of(link.url): Entry(key=key_of(link.url), channel=channel, payload=link.as_mapping(), priority=priority)
            for link in links
        }
        self._frontier.put(self._site, [*entries.values()], self._owner)
        self._open |= entries.keys()

    def left_behind(self, channels: Collection[str]) -> Iterator[tuple[Link, str]]:
        """Take up what earlier runs left of these channels; yield each link with its channel."""
        while entries := self._frontier.lease(self._site, channels, self._owner, BATCH):
            # first all of them: whoever asks in between is to know
            taken = [(self.adopt(entry.key, entry.payload), entry.channel) for entry in entries]
            yield from taken

    def adopt(self, key: str, payload: Mapping[str, Any]) -> Link:
        """Count an entry among those that are held; return its link."""
        self._open.add(key)
        link = link_of(key, payload)
        # whatever the payload says, this is the entry that its outcome settles
        self.leads_to(link.url, key)
        return link

    def holds(self, key: str) -> bool:
        """Tell whether an entry has no outcome yet."""
        return key in self._open

    @property
    def left(self) -> int:
        """How many have no outcome yet."""
        return len(self._open)

    def leads_to(self, url: str, entry: str) -> None:
        """Let what is told of an address count for the entry of another one: where its page turned out to be."""
        name, key = key_of(url), key_of(entry)
        if key in self._open and name != key:
            self._names.setdefault(name, set()).add(key)

    def settle(self, url: str) -> None:
        """Forget what an address stands for: its outcome is remembered, or is to be asked for anew by the next list."""
        if keys := self._of(url):
            self._frontier.acknowledge(self._site, keys, self._owner)
            self._open -= keys

    def leave(self, url: str) -> None:
        """Leave what an address stands for to the next run, untried."""
        self._open -= self._of(url)

    def fail(self, url: str, reason: str) -> tuple[str, ...]:
        """Count a failure that may pass; return the keys that have failed too often and for too long.

        Those are still to be settled, once it is remembered that they were given up.
        """
        hopeless = []
        for key in self._of(url):
            entry = self._frontier.fail(self._site, key, self._owner, reason)
            if entry and entry.added and entry.tries >= TRIES and datetime.now(UTC) - entry.added >= LONGEST:
                hopeless.append(key)
            else:
                self._open.discard(key)
        return tuple(hopeless)

    def let_go(self, *, done: bool) -> None:
        """Leave what is not settled to the next run.

        :param done: the run came to its end, so what has no outcome by now (a foreign pipeline dropped it) never will
        """
        for key in tuple(self._open) if done else ():
            self._frontier.fail(self._site, key, self._owner, "no outcome")
        self._open.clear()
        self._frontier.release(self._site, self._owner)

    def _of(self, url: str) -> set[str]:
        name = key_of(url)
        return ({name} | self._names.get(name, set())) & self._open


def link_of(key: str, payload: Mapping[str, Any]) -> Link:
    """Return what a list said of an entry; without that, its address still leads to the article."""
    try:
        return Link.from_mapping(payload)
    except ValueError:
        return Link(url=key)
