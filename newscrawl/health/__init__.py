"""Notices when a site has changed: each site's own history is the baseline.

A :class:`Meter` counts in memory what a run sees and gives a :class:`Measure`; :func:`assess` compares it with those of
earlier runs and returns typed findings (:class:`Finding`). Pure: no clock, no network, no files; docs/health.md
explains the numbers.
"""

from __future__ import annotations

from newscrawl.health.assessing import Assessment, assess
from newscrawl.health.findings import KINDS, Finding, finding_from_json, finding_to_json, sentence
from newscrawl.health.measures import ChannelMeasure, ListMeasure, Measure, from_json, to_json
from newscrawl.health.meter import Meter, rules_of
from newscrawl.health.telling import SiteReport, as_mapping, metrics_text, webhook_payload

__all__ = [
    "KINDS",
    "Assessment",
    "ChannelMeasure",
    "Finding",
    "ListMeasure",
    "Measure",
    "Meter",
    "SiteReport",
    "as_mapping",
    "assess",
    "finding_from_json",
    "finding_to_json",
    "from_json",
    "metrics_text",
    "rules_of",
    "sentence",
    "to_json",
    "webhook_payload",
]
