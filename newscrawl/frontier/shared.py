"""The frontier that several machines share: Redis streams with a consumer group."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, cast

from newscrawl.frontier.address import telling_redis_errors
from newscrawl.frontier.outcomes import Outcome
from newscrawl.frontier.protocol import Backlog, Entry
from newscrawl.frontier.scripts import SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from redis import Redis

    from newscrawl.frontier.address import Address

__all__ = ["BEAT", "DeadLetter", "HandedIn", "RedisFrontier"]

BEAT = 10.0
"""Seconds between the heartbeats of whoever holds something."""

SILENCE = 40.0
"""Seconds without a heartbeat after which whoever held an entry counts as dead."""

MOST = 5
"""Tries that end without any outcome (the worker died, or could not go on) after which an entry is a dead letter."""

NO_JSON = "payload is no JSON"

logger = logging.getLogger("newscrawl")


class HandedIn(NamedTuple):
    """One entry that has come back."""

    id: str
    """Its place among the results; they come in that order."""
    key: str
    """Of the entry; empty: it is about none."""
    channel: str
    """Name of the channel whose list named it."""
    payload: dict[str, Any]
    """What the list said of it."""
    outcome: Outcome
    """What became of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeadLetter:
    """An entry that nobody tries any more."""

    site: str
    """Id of its site."""
    key: str
    """Its canonical address."""
    tries: int
    """How often it was tried without an outcome."""
    reason: str
    """Why it is here."""


class RedisFrontier:
    """A :class:`~newscrawl.frontier.protocol.Frontier` whose owners are alive as long as they :meth:`beat`.

    Workers :meth:`lease` entries and :meth:`hand_back` what became of them; the keeper calls :meth:`put`, reads
    :meth:`results` and acknowledges them when they are remembered. Every step is one script, and every moment Redis'.

    :param silence: seconds without a heartbeat after which an owner counts as dead
    :raises FrontierAway: every method, while Redis does not answer or has no room
    :raises StoreError: every method, when Redis refuses for good
    """

    def __init__(self, client: Redis, address: Address, *, silence: float = SILENCE) -> None:
        self.address = address
        """Where it is."""
        self._client = client
        self._silence = silence
        self._prefix = f"{address.key}:"
        self._scripts = {name: client.register_script(text) for name, text in SCRIPTS.items()}

    def put(self, site: str, entries: Sequence[Entry], owner: str = "") -> None:
        """Remember entries, all or none; everybody may take them. One that is there already stays as it is."""
        self.share(site, entries)

    def share(self, site: str, entries: Sequence[Entry]) -> set[str]:
        """Put entries; return the keys of those that are dead letters, and stay so."""
        given: list[Any] = []
        for entry in entries:
            rank = 1 if entry.priority < 0 or entry.tries else 0
            given += [entry.key, rank, entry.channel, json.dumps(entry.payload, ensure_ascii=False)]
        return {key.decode() for key in self._run("put", site, *given)} if given else set()

    def lease(self, site: str, channels: Collection[str], owner: str, limit: int) -> list[Entry]:
        """Return entries of these channels that nobody holds, the first to come first; the owner holds them now.

        One whose payload is no JSON goes to the dead letters.
        """
        entries = []
        for row in self._run("lease", site, owner, limit, *channels):
            entry = _entry(row)
            if entry:
                entries.append(entry)
            else:
                key = row[0].decode("utf-8", "replace")
                logger.warning("%s: %s: dead letter: %s", site, key, NO_JSON)
                self._run("bury", site, row[0], NO_JSON)
        return entries

    def acknowledge(self, site: str, keys: Collection[str], owner: str) -> None:
        """Forget entries that have come back, or that the owner holds."""
        if keys:
            self._run("acknowledge", site, owner, *keys)

    def fail(self, site: str, key: str, owner: str, reason: str) -> Entry | None:
        """Count a try that failed; the owner goes on holding it until it releases it or falls silent."""
        row = self._run("fail", site, owner, key, reason or "unknown")
        return _entry(row) if row else None

    def release(self, site: str, owner: str) -> int:
        """Let go of everything that an owner holds; return how much that was."""
        return int(self._run("release", site, owner))

    def reclaim(self, site: str, alive: str) -> int:
        """Let go of what those hold who have fallen silent, but for one owner; return how much that was."""
        return int(self._run("reclaim", site, alive, int(self._silence * 1000), MOST))

    def backlogs(self) -> list[Backlog]:
        """Return how much there is, by site; results that the keeper has not read count as held."""
        found = []
        for site in self.sites():
            waiting, held, results, _ = self._run("backlog", site)
            if waiting or held or results:
                found.append(Backlog(site=site, waiting=waiting, held=held + results))
        return found

    def beat(self, site: str, owner: str, keys: Collection[str]) -> set[str]:
        """Show that the owner works on these entries; return those that are not its own any more."""
        return {key.decode() for key in self._run("beat", site, owner, *keys)} if keys else set()

    def hand_back(self, site: str, outcomes: Sequence[tuple[str, Outcome]]) -> None:
        """Let the keeper have what became of entries, by key; an empty key: it is about none.

        An entry that another worker has handed back meanwhile is left out.
        """
        if outcomes:
            self._run("hand_back", site, *(part for key, outcome in outcomes for part in (key, outcome.to_json())))

    def results(self, site: str, after: str, limit: int) -> list[HandedIn]:
        """Return what has come back behind that place (empty: from the beginning on), and stays until acknowledged."""
        key, found = f"{self._prefix}results:{site}", []
        with telling_redis_errors(self.address):
            rows: Any = self._client.xrange(key, min=f"({after}" if after else "-", count=limit)
        for place, fields in rows:
            handed = _handed(place, fields)
            if handed:
                found.append(handed)
            else:
                bad = fields.get(b"k", b"")
                logger.warning("%s: %s: dead letter: outcome is no JSON", site, bad.decode("utf-8", "replace"))
                if bad:
                    self._run("bury", site, bad, "outcome is no JSON")
                self.drop(site, [place.decode()])
        return found

    def drop(self, site: str, places: Collection[str]) -> None:
        """Forget results that are about no entry."""
        if places:
            with telling_redis_errors(self.address):
                self._client.xdel(f"{self._prefix}results:{site}", *places)

    def bury(self, site: str, key: str, reason: str) -> None:
        """Send an entry to the dead letters."""
        self._run("bury", site, key, reason)

    def dead_letters(self) -> list[DeadLetter]:
        """Return the dead letters, the oldest first."""
        with telling_redis_errors(self.address):
            rows: Any = self._client.xrange(f"{self._prefix}dead")
        return [
            DeadLetter(
                site=fields.get(b"s", b"").decode("utf-8", "replace"),
                key=fields.get(b"k", b"").decode("utf-8", "replace"),
                tries=int(fields.get(b"n", b"0")),
                reason=fields.get(b"r", b"").decode("utf-8", "replace"),
            )
            for _, fields in rows
        ]

    def retry(self, site: str) -> list[str]:
        """Put a site's dead letters back; return their keys."""
        return [key.decode() for key in self._run("retry", site)]

    def sites(self) -> list[str]:
        """Return the sites that have been here."""
        return self._members("sites")

    def active(self) -> list[str]:
        """Return the sites where something may wait, or be held by one who is dead."""
        return self._members("active")

    def owners(self, site: str) -> dict[str, int]:
        """Return how many entries of a site each owner holds."""
        owners: dict[str, int] = {}
        pairs = self._run("backlog", site)[3]
        for name, count in pairs:
            owners[name.decode()] = owners.get(name.decode(), 0) + int(count)
        return owners

    def drain(self, sites: Collection[str]) -> None:
        """Forget everything that is there of these sites, dead letters included."""
        for site in sites:
            with telling_redis_errors(self.address):
                lanes: Any = self._client.smembers(f"{self._prefix}lanes:{site}")
                letters: Any = self._client.xrange(f"{self._prefix}dead")
                names = [f"{self._prefix}{kind}:{site}" for kind in ("at", "tries", "lanes", "results")]
                pipe = self._client.pipeline()
                pipe.unlink(*names, *lanes)
                for place in (place for place, fields in letters if fields.get(b"s") == site.encode()):
                    pipe.xdel(f"{self._prefix}dead", place)
                for kind in ("sites", "active"):
                    pipe.srem(f"{self._prefix}{kind}", site)
                pipe.execute()

    def _members(self, name: str) -> list[str]:
        with telling_redis_errors(self.address):
            members: Any = self._client.smembers(f"{self._prefix}{name}")
        return sorted(member.decode() for member in members)

    def _run(self, script: str, *arguments: object) -> Any:
        with telling_redis_errors(self.address):
            return self._scripts[script](keys=[self._prefix], args=cast("Any", arguments))


def _entry(row: Sequence[Any]) -> Entry | None:
    """Return the entry that a script gives; ``None``: its payload is none of ours."""
    key, channel, payload, added, tries, reason, rank = row
    try:
        known = json.loads(payload)
        return Entry(
            key=key.decode(),
            channel=channel.decode(),
            payload=known if known.get("url") else {"url": key.decode()},
            priority=-int(rank),
            tries=int(tries),
            reason=reason.decode("utf-8", "replace") if tries else "",
            added=datetime.fromtimestamp(int(added), UTC),
        )
    except (ValueError, AttributeError):
        return None


def _handed(place: bytes, fields: dict[bytes, bytes]) -> HandedIn | None:
    try:
        key, channel = fields[b"k"].decode(), fields[b"c"].decode()
        outcome = Outcome.from_json(fields[b"o"].decode())
    except (ValueError, KeyError):
        return None
    try:
        known = json.loads(fields[b"p"])
    except (ValueError, KeyError):
        # that may be why it is a dead letter; its address says enough
        known = {}
    return HandedIn(place.decode(), key, channel, known if isinstance(known, dict) else {}, outcome)
