"""What departs from a site's baseline, as a type."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

__all__ = ["KINDS", "PAGE_KINDS", "Finding", "Key", "Kind", "finding_from_json", "finding_to_json", "sentence"]

Kind = Literal[
    "rule", "field", "confidence", "articles", "paywall", "text", "doubt",
    "list failed", "list empty", "list short", "list stale", "list field",
]  # fmt: skip
"""What is wrong, see :data:`KINDS`."""

KINDS: dict[Kind, str] = {
    "rule": "rules of the site file found a field and find it no more",
    "field": "a field is missing on pages of a kind that had it",
    "confidence": "what is found for a field is less sure than it was",
    "articles": "fewer pages are articles",
    "paywall": "more pages say that the text is not all there",
    "text": "texts are much shorter",
    "doubt": "more pages contradict their list or themselves",
    "list failed": "a list cannot be read",
    "list empty": "a list has no entries",
    "list short": "a list has far fewer entries",
    "list stale": "a list has had the same newest entry for days",
    "list field": "entries of a list lack a field that they had",
}
"""Kind -> what it means."""

PAGE_KINDS: tuple[Kind, ...] = ("rule", "field", "confidence", "articles", "paywall", "text", "doubt")
"""Those that pages tell; lists tell the others."""

Key = tuple[str, Kind, str]
"""What a finding is about: channel, kind and field."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One departure from what is normal for a site."""

    site: str
    """Id of the site."""
    channel: str = ""
    """Name of the channel; empty: the whole site."""
    kind: Kind
    """What is wrong."""
    field: str = ""
    """Field of an article or a list entry; empty where it is about none."""
    rules: tuple[str, ...] = ()
    """Rules that died, as the site file names them, such as ``css:h1.main-title``."""
    before: str
    """How it was: ``100 %``, ``50 entries``."""
    now: str
    """How it is."""
    since: datetime
    """When the first run began that departed, timezone-aware."""
    since_run: int
    """That run's number in the state."""
    sure: float
    """From 0 to 1."""

    @property
    def key(self) -> Key:
        """What it is about: the same in every run that finds it."""
        return self.channel, self.kind, self.field


def sentence(finding: Finding) -> str:
    """Return a finding on one line: site, what, the rule that died, before -> now, since when."""
    place = f"{finding.site}/{finding.channel}" if finding.channel else finding.site
    about = f"{finding.field} ({finding.kind})" if finding.field else finding.kind
    rules = f" {' and '.join(finding.rules)}:" if finding.rules else ""
    return f"{place}: {about}:{rules} {finding.before} -> {finding.now}, since {finding.since:%Y-%m-%d %H:%M}"


def finding_to_json(finding: Finding) -> str:
    """Return a finding as the state keeps it."""
    return json.dumps(asdict(finding), ensure_ascii=False, default=datetime.isoformat)


def finding_from_json(text: str) -> Finding:
    """Return what :func:`finding_to_json` wrote."""
    data = json.loads(text)
    return Finding(**{**data, "rules": tuple(data["rules"]), "since": datetime.fromisoformat(data["since"])})
