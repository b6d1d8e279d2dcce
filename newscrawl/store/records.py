"""What the state answers, as types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import PurePosixPath

__all__ = ["OUTCOMES", "Change", "Outcome", "Pause", "Record", "RobotsCopy", "Run", "Validator", "Visit"]

Outcome = Literal["posted", "pruned", "withdrawn", "refused", "duplicate", "quarantined"]
"""What became of an address."""

OUTCOMES: tuple[Outcome, ...] = ("posted", "pruned", "withdrawn", "refused", "duplicate", "quarantined")
"""All of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What is remembered of an article."""

    url: str
    """Canonical address."""
    outcome: Outcome
    """What became of it."""
    path: PurePosixPath | None
    """Its post, relative to the output folder; a duplicate has that of what it repeats; ``None``: there is none."""
    digest: str
    """SHA-256 of the file as written; empty when there is none."""
    fingerprint: str
    """Fingerprint of the text; empty when unknown."""
    title: str
    """Headline; empty when unknown."""
    reason: str
    """Why it was refused or quarantined, or which address a duplicate repeats; empty for a post."""
    first_seen: datetime
    """When the state first heard of it, in UTC."""
    version: str
    """The newscrawl that decided."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One crawl."""

    id: int
    """Counts up."""
    sites: tuple[str, ...]
    """What it was about: spiders, or ``SITE/CHANNEL``."""
    started: datetime
    """In UTC."""
    ended: datetime | None
    """In UTC; ``None`` while it runs, or when it was killed."""
    finished: str
    """Why it ended: ``finished``, ``shutdown`` …; empty while it runs."""
    counts: Mapping[str, int]
    """See :func:`newscrawl.reporting.counts_of`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Validator:
    """What a server wants to hear to tell whether a page changed, as it sent it."""

    etag: str
    """Value of ``ETag``; empty when there was none."""
    last_modified: str
    """Value of ``Last-Modified``; empty when there was none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RobotsCopy:
    """A host's robots.txt as it was last seen."""

    body: bytes
    """The file; empty: the host said that there is none."""
    validator: Validator | None = None
    """What came with it; ``None``: nothing did."""
    fetched: datetime
    """When the host last gave or confirmed it, in UTC."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """A host that is left alone, or was and has given no good answer since."""

    until: datetime
    """In UTC."""
    times: int
    """How often in a row it has been left alone because it blocks; 0: it only asked for it."""
    reason: str
    """What it did, in a few words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A new edition of a post."""

    url: str
    """Canonical address of the article."""
    path: PurePosixPath
    """Its post, relative to the output folder."""
    at: datetime
    """When it was noticed, in UTC."""
    edition: str
    """``rewritten``, or ``edited by hand``: the new edition lies beside."""
    difference: str
    """Unified diff of what the post's file held and the new edition."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A posted article that is looked at again."""

    url: str
    """Canonical address."""
    site: str
    """Id of its site."""
    channel: str
    """Name of its channel; empty when unknown."""
    link: str
    """The list entry that led to it, as JSON (:meth:`newscrawl.items.Link.to_json`): its address is asked for."""
    meaning: str
    """What it said last time (:func:`newscrawl.extract.meaning`)."""
    posted: datetime
    """When it was posted, in UTC; the schedule counts from there."""
