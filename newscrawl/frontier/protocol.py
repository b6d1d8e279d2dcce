"""What a frontier promises, whatever keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from typing import Any

__all__ = ["Backlog", "Entry", "Frontier"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One article that is still to be fetched."""

    key: str
    """Canonical address; a site has one entry of it at most."""
    channel: str
    """Name of the channel whose list named it."""
    payload: Mapping[str, Any] = field(default_factory=dict)
    """What the list said of it, as JSON knows values: see :meth:`newscrawl.items.Link.as_mapping`."""
    priority: int = 0
    """What is larger comes first; entries of one priority come in the order in which they were put."""
    tries: int = 0
    """How often fetching it has failed."""
    reason: str = ""
    """Why it failed the last time; empty: it did not yet."""
    added: datetime | None = None
    """When it was put, in UTC; ``None`` for one that is not yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Backlog:
    """How much of a site is still to be fetched."""

    site: str
    """Id of the site."""
    waiting: int
    """Entries that nobody holds."""
    held: int
    """Entries that a run holds, or held when it was killed."""


class Frontier(Protocol):
    """A queue of each site's articles, with acknowledgements: at least once, never lost.

    An *owner* is whoever holds entries.
    """

    def put(self, site: str, entries: Sequence[Entry], owner: str = "") -> None:
        """Remember entries, all or none. One that is there already keeps its tries and its age.

        :param owner: holds them from the beginning, on a frontier that only one run uses; empty: they wait for anybody
        """

    def lease(self, site: str, channels: Collection[str], owner: str, limit: int) -> list[Entry]:
        """Return entries of these channels that nobody holds, the first to come first; the owner holds them now."""

    def acknowledge(self, site: str, keys: Collection[str], owner: str) -> None:
        """Forget entries whose outcome is remembered elsewhere; those that the owner does not hold stay."""

    def fail(self, site: str, key: str, owner: str, reason: str) -> Entry | None:
        """Count a try that failed and return the entry; ``None`` when the owner does not hold it.

        The owner goes on holding it, so no second try follows in the same run.
        """

    def release(self, site: str, owner: str) -> int:
        """Let go of everything that an owner holds; return how much that was."""

    def reclaim(self, site: str, alive: str) -> int:
        """Let go of what others hold who are not known to be alive; return how much that was."""

    def backlogs(self) -> list[Backlog]:
        """Return how much there is, by site."""
