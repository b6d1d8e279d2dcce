"""What one run of a site measured, as types, and as the JSON that the state keeps."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ARTICLE", "ChannelMeasure", "ListMeasure", "Measure", "from_json", "to_json"]

ARTICLE = "article"
"""The outcome of a page that gave an article; others are ``refused/REASON`` and ``failed/REASON``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListMeasure:
    """The first page of a channel's list."""

    entries: int | None
    """Entries; ``None``: it was not sent, since nothing had changed, or could not be read."""
    links: int = 0
    """Entries that are not left out as adverts or as too old."""
    problem: str = ""
    """Why it could not be read; empty when it could."""
    fields: Mapping[str, int] = field(default_factory=dict)
    """Field of a list entry -> links that had it."""
    newest: str = ""
    """What tells the newest entry from others: its time, or a digest of all addresses where there are no times."""
    newest_since: datetime | None = None
    """When a run first met that newest entry."""
    changes: int = 0
    """How often the newest entry was another one than in the run before, over all runs."""
    calm: float = 0.0
    """Longest time in seconds that a newest entry was followed by another one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelMeasure:
    """The pages of a channel that one run read, and its list."""

    pages: Mapping[str, int] = field(default_factory=dict)
    """Outcome -> article pages: :data:`ARTICLE`, ``refused/REASON`` (a page of another kind), ``failed/REASON``."""
    found: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Field -> rule that found it -> articles."""
    sure: Mapping[str, float] = field(default_factory=dict)
    """Field -> sum of the confidences over all articles that have it."""
    length: float = 0.0
    """Median length of the articles' texts, in characters."""
    paywalled: int = 0
    """Articles whose page says that the text is not all there."""
    noted: int = 0
    """Articles of which something looks wrong, such as a publish time hours away from the list's."""
    list: ListMeasure | None = None
    """``None``: the list was not asked for."""

    @property
    def articles(self) -> int:
        """How many pages gave an article."""
        return self.pages.get(ARTICLE, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One run of a site."""

    run: int
    """Its number in the state."""
    started: datetime
    """Timezone-aware."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Field -> digest of the site file's rules for it: counts of other rules are not compared."""
    channels: Mapping[str, ChannelMeasure] = field(default_factory=dict)
    """By name; empty for pages that no channel claims."""


def to_json(measure: Measure) -> str:
    """Return everything but the run's number and time, which the state keeps beside it."""
    data = {"rules": measure.rules, "channels": {name: asdict(each) for name, each in measure.channels.items()}}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat)


def from_json(run: int, started: datetime, text: str) -> Measure:
    """Return what :func:`to_json` wrote."""
    data = json.loads(text)
    channels = {name: _channel(each) for name, each in data["channels"].items()}
    return Measure(run=run, started=started, rules=data["rules"], channels=channels)


def _channel(data: dict[str, Any]) -> ChannelMeasure:
    listed = data.pop("list")
    if listed and listed["newest_since"]:
        listed["newest_since"] = datetime.fromisoformat(listed["newest_since"])
    return ChannelMeasure(**data, list=ListMeasure(**listed) if listed else None)
