"""Hands what a run measured to the state, and the past to :mod:`newscrawl.health`, which thinks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.health import Assessment, assess, finding_from_json, finding_to_json, from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newscrawl.health import ListMeasure, Measure, Meter
    from newscrawl.sites import Site
    from newscrawl.store import Measured, SiteRun, State

__all__ = ["keep_measures"]


def keep_measures(state: State, site: Site, meter: Meter, run: SiteRun) -> Assessment:
    """Remember what a run measured, and return what departs from the runs before it.

    :raises StoreError: when the state cannot be used
    """
    assessments: list[Assessment] = []

    def compare(history: Sequence[Measured], known: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        past = [from_json(each.run, each.started, each.data) for each in history]
        measure = meter.measure(run.run, run.started, _last_lists(past))
        assessment = assess(site, [*past, measure], map(finding_from_json, known.values()))
        assessments.append(assessment)
        return to_json(measure), {"\t".join(each.key): finding_to_json(each) for each in assessment.findings}

    state.measures.keep(run, compare)
    return assessments[0]


def _last_lists(past: Iterable[Measure]) -> dict[str, ListMeasure]:
    """Return the newest measure of every channel's list."""
    return {name: channel.list for each in past for name, channel in each.channels.items() if channel.list}
