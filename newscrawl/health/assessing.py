"""Compares a run with the runs before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newscrawl.health.findings import PAGE_KINDS
from newscrawl.health.lists import list_findings
from newscrawl.health.meter import rules_of
from newscrawl.health.pages import page_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newscrawl.health.findings import Finding, Key
    from newscrawl.health.measures import Measure
    from newscrawl.sites import Site

__all__ = ["Assessment", "assess"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Assessment:
    """What a run says of its site."""

    findings: tuple[Finding, ...]
    """Everything that departs as of now: found by this run, or by an earlier one and not looked at by this one."""
    appeared: tuple[Finding, ...]
    """Those that no earlier run found."""
    gone: tuple[Finding, ...]
    """Those of earlier runs that are normal again."""


def assess(site: Site, runs: Sequence[Measure], known: Iterable[Finding] = ()) -> Assessment:
    """Return what departs in the last of a site's runs.

    :param runs: the oldest first
    :param known: what earlier runs found and what has not gone since
    """
    before = {finding.key: finding for finding in known}

    def since(key: Key) -> int | None:
        return before[key].since_run if key in before else None

    found = {
        finding.key: finding
        for finding in (
            *list_findings(site.id, _list_rules(site), runs, since),
            *page_findings(site.id, rules_of(site), runs, since),
        )
    }
    for key in found.keys() & before.keys():
        found[key] = replace(found[key], since=before[key].since, since_run=before[key].since_run)
    kept = {key: each for key, each in before.items() if key not in found and _is_open(key, runs)}
    return Assessment(
        findings=(*found.values(), *kept.values()),
        appeared=tuple(finding for key, finding in found.items() if key not in before),
        gone=tuple(finding for key, finding in before.items() if key not in found and key not in kept),
    )


def _is_open(key: Key, runs: Sequence[Measure]) -> bool:
    """Tell whether nobody knows better: the last run could not have found it, and some run of the past still could."""
    return not _looked_at(key, runs[-1]) and any(_looked_at(key, run) for run in runs)


def _looked_at(key: Key, run: Measure) -> bool:
    """Tell whether a run could have found it."""
    channel, kind, _ = key
    if kind in PAGE_KINDS:
        names = [channel] if channel else list(run.channels)
        return any(name in run.channels and run.channels[name].pages for name in names)
    measured = run.channels.get(channel)
    # a list that fails says nothing of its entries
    return bool(measured and measured.list and (kind == "list failed" or not measured.list.problem))


def _list_rules(site: Site) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return channel -> field -> rules; ``""`` stands for where the entries are, ``ok`` for what a good answer says."""
    rules: dict[str, dict[str, tuple[str, ...]]] = {}
    for channel in site.channels.values():
        listing = site.lists[channel.listing]
        fields = {name: tuple(map(str, given)) for name, given in listing.fields.items()}
        places = {"": (f"items:{listing.where}",)} if listing.where else {}
        if ok := getattr(listing, "ok", None):
            places["ok"] = (f"ok:{ok.place}",)
        rules[channel.name] = {**fields, **places}
    return rules
