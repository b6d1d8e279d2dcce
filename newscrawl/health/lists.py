"""What a site's lists tell: one that cannot be read, is empty, shrinks or stands still."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from newscrawl.health.findings import Finding
from newscrawl.health.meter import LIST_FIELDS
from newscrawl.health.series import fall
from newscrawl.health.shares import Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from newscrawl.health.findings import Key, Kind
    from newscrawl.health.measures import ListMeasure, Measure
    from newscrawl.health.series import Count

__all__ = ["list_findings"]

PASSING = re.compile(
    r"HTTP (?:408|429|5\d\d)|timeout|connection .*|host not found|answer cut short|robots\.txt.*|.*budget.*"
)
"""Problems that may be over in an hour; only when they last they are findings."""

BROKEN = {"has an address at": "url", "the list answers": "ok", " at ": ""}
"""Words of the problem -> what could not be found; any other problem is none of a rule."""

LASTING = 3
"""Runs in a row that a passing problem must last."""

FIXED = 0.75
"""A list is of a fixed size when this part of the past lists had the very same number of entries."""

SHORT, VERY_SHORT = 0.5, 0.2
"""A list of a fixed size is short under the first part of that; any other, such as a sitemap of two days, under the
second part of the fewest."""

ENOUGH = 3
"""Lists of the past without which nobody can tell what is short."""

FEW = 20
"""Entries of the past under which a list of no fixed size may become short, or empty, on a weekend."""

STILL = timedelta(days=5)
"""How long the same newest entry is no finding: a weekend with holidays around it."""

STILLER = 2
"""How many times the longest calm of the past it must last."""

BUSY = 3
"""New newest entries that a list must have had before it can stand still."""


def list_findings(
    site: str,
    rules: Mapping[str, Mapping[str, tuple[str, ...]]],
    runs: Sequence[Measure],
    since: Callable[[Key], int | None],
) -> Iterator[Finding]:
    """Yield what departs in the lists of the last run.

    :param rules: channel -> the site file's rules for fields of its list, ``""`` for the entries themselves, ``ok`` for
        what a good answer says
    :param runs: the oldest first
    :param since: number of the run since which a finding is known; ``None``: it is not
    """
    for name, channel in runs[-1].channels.items():
        if channel.list:
            lists = [(run, listed) for run in runs if (listed := _list(run, name))]
            yield from _of_channel(site, name, rules.get(name, {}), lists, since)


def _of_channel(
    site: str,
    name: str,
    rules: Mapping[str, tuple[str, ...]],
    lists: Sequence[tuple[Measure, ListMeasure]],
    since: Callable[[Key], int | None],
) -> Iterator[Finding]:
    run, now = lists[-1]

    def made(kind: Kind, before: str, after: str, first: Measure, sure: float, field: str = "") -> Finding:
        place = _place_in(after) if kind == "list failed" else field if kind in ("list empty", "list field") else "-"
        return Finding(
            site=site,
            channel=name,
            kind=kind,
            field=field,
            rules=rules.get(place, ()),
            before=before,
            now=after,
            since=first.started,
            since_run=first.run,
            sure=sure,
        )

    if now.problem:
        bad = _trailing(lists, lambda listed: bool(listed.problem))
        if len(bad) >= LASTING or not PASSING.fullmatch(now.problem):
            before = "could be read" if len(bad) < len(lists) else "could never be read"
            yield made("list failed", before, now.problem, bad[0], 0.9)
        return
    if now.entries is not None:
        kind: Kind = "list short" if now.entries else "list empty"
        known = since((name, kind, ""))
        past = [each.entries for other, each in lists[:-1] if each.entries is not None and _older(other, known, run)]
        if _is_short(now.entries, past):
            first = _trailing(
                lists, lambda listed: listed.entries is not None and listed.entries <= (now.entries or 0)
            )[0]
            before = f"{median(past):.0f} entries" if past else "never had an entry"
            yield made(kind, before, f"{now.entries or 'no'} entries", first, 0.9 if past else 0.6)
        runs = [each for each, _ in lists]
        for field in LIST_FIELDS:
            if fell := fall(runs, [name], _having(field), since((name, "list field", field))):
                before, after = f"{fell.usual:.0%} of entries", f"{fell.share.value:.0%} of entries"
                yield made("list field", before, after, fell.since, fell.sure, field)
    still = run.started - now.newest_since if now.newest_since else timedelta()
    if now.newest_since and now.changes >= BUSY and still > max(STILL, timedelta(seconds=STILLER * now.calm)):
        first = next(each for each, listed in lists if listed.newest == now.newest)
        stale = made("list stale", "new entries", f"the same newest entry for {still.days} days", first, 0.7)
        # the run that met it first may be forgotten
        yield replace(stale, since=now.newest_since)


def _place_in(problem: str) -> str:
    """Return which rule an answer broke, as :func:`list_findings` names it: its keys or classes were renamed."""
    return next((place for words, place in BROKEN.items() if words in problem), "-")


def _is_short(entries: int, past: Sequence[int]) -> bool:
    """Tell whether a list has fewer entries than it ever should."""
    if not any(past):
        return not entries
    [(size, times)] = Counter(past).most_common(1)
    if len(past) >= ENOUGH and times >= FIXED * len(past):
        return entries < SHORT * size
    return entries < VERY_SHORT * min(past) and min(past) >= FEW


def _list(run: Measure, name: str) -> ListMeasure | None:
    channel = run.channels.get(name)
    return channel.list if channel else None


def _older(run: Measure, known: int | None, first: Measure) -> bool:
    return run.run < (known if known is not None else first.run)


def _trailing(lists: Sequence[tuple[Measure, ListMeasure]], is_bad: Callable[[ListMeasure], bool]) -> list[Measure]:
    """Return the runs at the end that are bad without a break."""
    bad: list[Measure] = []
    for run, listed in reversed(lists):
        if not is_bad(listed):
            break
        bad.append(run)
    return bad[::-1]


def _having(field: str) -> Count:
    def count(run: Measure, name: str) -> Share:
        listed = run.channels[name].list
        return Share(listed.fields.get(field, 0), listed.links) if listed else Share(0, 0)

    return count
