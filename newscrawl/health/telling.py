"""Findings and runs as others want to read them: a webhook's JSON, Prometheus' text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newscrawl.health.findings import KINDS, Finding, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["SiteReport", "as_mapping", "metrics_text", "webhook_payload"]

SHOWN = 20
"""Findings that a message's text names; all of them stand in its lists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteReport:
    """The last run of a site, in numbers."""

    site: str
    """Id of the site."""
    ended: float
    """When its last run ended, in seconds since 1970."""
    good: float | None
    """When its last run ended that could read every list; ``None``: there was none yet."""
    seconds: float
    """How long the last run took."""
    posted: int
    """Posts that the last run wrote."""
    failed: Mapping[str, int]
    """Failures of the last run by reason."""


def as_mapping(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON tells it to programs."""
    return {
        "site": finding.site,
        "channel": finding.channel,
        "kind": finding.kind,
        "meaning": KINDS[finding.kind],
        "field": finding.field,
        "rules": list(finding.rules),
        "before": finding.before,
        "now": finding.now,
        "since": finding.since.isoformat(),
        "sure": finding.sure,
    }


def webhook_payload(appeared: Sequence[Finding], gone: Sequence[Finding]) -> dict[str, Any]:
    """Return what a webhook is sent; ``text`` is what chats show."""
    lines = [*(f"new: {sentence(finding)}" for finding in appeared), *(f"over: {sentence(each)}" for each in gone)]
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return {
        "text": "\n".join(
            ["newscrawl: sites have changed" if appeared else "newscrawl: normal again", *lines[:SHOWN], *more]
        ),
        "appeared": [as_mapping(finding) for finding in appeared],
        "gone": [as_mapping(finding) for finding in gone],
    }


def metrics_text(reports: Iterable[SiteReport], findings: Iterable[Finding]) -> str:
    """Return the numbers of all sites in Prometheus' text format, as node_exporter's textfile collector reads it."""
    reports = list(reports)
    departing: Counter[tuple[str, str]] = Counter((finding.site, finding.kind) for finding in findings)
    samples: list[tuple[str, str, list[tuple[dict[str, str], float]]]] = [
        (
            "newscrawl_last_run_posts",
            "Posts that the last run of the site wrote.",
            [({"site": each.site}, each.posted) for each in reports],
        ),
        (
            "newscrawl_last_run_failures",
            "Failures of the last run of the site, by reason.",
            [({"site": each.site, "reason": why}, count) for each in reports for why, count in each.failed.items()],
        ),
        (
            "newscrawl_last_run_duration_seconds",
            "How long the last run of the site took.",
            [({"site": each.site}, each.seconds) for each in reports],
        ),
        (
            "newscrawl_last_run_timestamp_seconds",
            "When the last run of the site ended.",
            [({"site": each.site}, each.ended) for each in reports],
        ),
        (
            "newscrawl_last_success_timestamp_seconds",
            "When the last run of the site ended that could read every list.",
            [({"site": each.site}, each.good) for each in reports if each.good is not None],
        ),
        (
            "newscrawl_findings",
            "What departs from the normal state of the site, by kind.",
            [
                # a site without findings has a sample too, so that an alert can end
                *(({"site": each.site, "kind": "any"}, float(_of(departing, each.site))) for each in reports),
                *(({"site": site, "kind": kind}, count) for (site, kind), count in sorted(departing.items())),
            ],
        ),
    ]
    return "".join(_family(name, text, values) for name, text, values in samples if values)


def _of(departing: Mapping[tuple[str, str], int], site: str) -> int:
    return sum(count for (name, _), count in departing.items() if name == site)


def _family(name: str, text: str, values: Iterable[tuple[Mapping[str, str], float]]) -> str:
    lines = [f"# HELP {name} {text}", f"# TYPE {name} gauge"]
    for labels, value in values:
        named = ",".join(f'{label}="{_escaped(content)}"' for label, content in labels.items())
        lines.append(f"{name}{{{named}}} {value:.17g}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
