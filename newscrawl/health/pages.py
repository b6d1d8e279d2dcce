"""What a site's article pages tell: dead rules, missing fields, pages that are articles no more."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from newscrawl.health.findings import Finding
from newscrawl.health.series import WINDOW, Fall, fall, total
from newscrawl.health.shares import MIN_HISTORY, MIN_PAGES, Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newscrawl.health.findings import Key, Kind
    from newscrawl.health.measures import ChannelMeasure, Measure
    from newscrawl.health.series import Count

__all__ = ["page_findings"]

NEEDED = ("title", "published", "body")
"""Fields that every article has: a site file's rules for them must find something."""

OF_SITE = "site:"
"""Begins the names of a site file's rules."""

IN_LIST = "list"
"""Who found the text of an article that a list holds: it has no page."""

RARE, DEAD = 0.05, 0.25
"""A rule that found less than the first part is not named as dead; one that finds less than the second of before is."""

GONE = 0.1
"""A rule whose place another one of the same file takes is dead when less than this part of before is left: which
layout a page has is a matter of the day."""

SHORTER = 0.4
"""A text is much shorter when it has less than this part of the shortest run's median."""

LESS_SURE = 0.25
"""How much a mean confidence must fall under the lowest of the past."""

RECENT = 12
"""Runs in which a field without rules must have been there, for its absence to be looked at."""

ENOUGH_TEXT = 200
"""Characters under which the length of texts says nothing: flash news."""


def page_findings(
    site: str, rules: Mapping[str, tuple[str, ...]], runs: Sequence[Measure], since: Callable[[Key], int | None]
) -> Iterator[Finding]:
    """Yield what departs in the last run: for the whole site, else for single channels.

    :param rules: the site file's, by field
    :param runs: the oldest first
    :param since: number of the run since which a finding is known; ``None``: it is not
    """
    names = tuple(dict.fromkeys(name for run in runs for name in run.channels))
    here = [name for name, channel in runs[-1].channels.items() if channel.pages]
    told: set[tuple[Kind, str]] = set()
    for channel in ("", *(here if len(names) > 1 else ())):
        judge = _Judge(site, channel, names if not channel else (channel,), rules, runs, since)
        for finding in judge.findings():
            if (finding.kind, finding.field) not in told:
                yield finding
        if not channel:
            told |= judge.told


class _Judge:
    """Looks at one channel, or at all of them together."""

    def __init__(
        self,
        site: str,
        channel: str,
        names: tuple[str, ...],
        rules: Mapping[str, tuple[str, ...]],
        runs: Sequence[Measure],
        since: Callable[[Key], int | None],
    ) -> None:
        self._site, self._channel, self._names = site, channel, names
        self._rules, self._runs, self._since = rules, runs, since
        self.told: set[tuple[Kind, str]] = set()

    def findings(self) -> Iterator[Finding]:
        """Yield them, the worst first."""
        for finding in self._all():
            self.told.add((finding.kind, finding.field))
            yield finding

    def _all(self) -> Iterator[Finding]:
        if found := self._fall("articles", "", lambda run, name: _articles(run.channels[name])):
            worst = _worst_outcome(found, self._names)
            # where pages lack a field, the rules for it died and nothing could stand in
            rules = self._rules.get(worst.removeprefix("no "), ())
            yield self._made("articles", "", found, also=worst, rules=rules)
        recent = (field for run in self._runs[-RECENT:] for field in _fields(run, self._names))
        fields = dict.fromkeys([*self._rules, *recent])
        for field in fields:
            yield from self._field(field)
        if found := self._fall("paywall", "", lambda run, name: _without(run.channels[name], "paywalled")):
            yield self._made("paywall", "", found, reverse=True)
        if found := self._fall("doubt", "", lambda run, name: _without(run.channels[name], "noted")):
            yield self._made("doubt", "", found, reverse=True)
        yield from self._text()

    def _field(self, field: str) -> Iterator[Finding]:
        """Yield what is wrong with a field: its rules, else how often it is there, else how sure it is."""
        if field in self._rules:
            found = self._fall("rule", field, self._by_rules(field, OF_SITE))
            if died := found or self._replaced(field):
                dead = tuple(_dead(died, field, self._rules[field], self._names)) or self._rules[field]
                yield self._made("rule", field, died, rules=dead, also=_who(died.window, self._names, field))
                return
            if not self._channel and (never := self._never(field)):
                yield never
                return
        if fell := self._fall("field", field, lambda run, name: _having(run.channels[name], field)):
            yield self._made("field", field, fell)
        elif field in NEEDED:
            yield from self._confidence(field)

    def _fall(self, kind: Kind, field: str, count: Count) -> Fall | None:
        return fall(self._runs, self._names, count, self._since((self._channel, kind, field)))

    def _replaced(self, field: str) -> Fall | None:
        """Return how the rule has died that found a field mostly, when another one of the file has taken its place."""
        since = self._since((self._channel, "rule", field))
        if since is None and self._as_before(field):
            return None
        past = _counted(self._runs[:-1], self._names, field)
        for rule in self._rules[field]:
            if past[rule] * 2 >= sum(past.values()) > 0:
                fell = fall(self._runs, self._names, self._by_rules(field, rule), since, own=True)
                if fell and fell.share.value <= GONE * fell.usual:
                    return fell
        return None

    def _as_before(self, field: str) -> bool:
        """Tell whether the same rule finds a field mostly as in the run before that had it."""
        now = _counted(self._runs[-1:], self._names, field)
        before = (_counted([run], self._names, field) for run in reversed(self._runs[:-1]))
        last = next((found for found in before if found), None)
        return not now or not last or now.most_common(1)[0][0] == last.most_common(1)[0][0]

    def _by_rules(self, field: str, start: str) -> Count:
        """Return what counts the articles whose field a rule found; runs of other rules do not count."""
        digest = self._runs[-1].rules.get(field)

        def count(run: Measure, name: str) -> Share:
            channel = run.channels[name]
            if run.rules.get(field) != digest:
                return Share(0, 0)
            found = channel.found.get(field, {})
            part = sum(number for rule, number in found.items() if rule == start or (start == OF_SITE and _ours(rule)))
            return Share(part, channel.articles - channel.found.get("body", {}).get(IN_LIST, 0))

        return count

    def _never(self, field: str) -> Finding | None:
        """Return that the site file's rules have never found a field that is there."""
        count = self._by_rules(field, OF_SITE)
        share = total(self._runs, self._names, count)
        if share.part or share.whole < MIN_HISTORY or not total(self._runs[-1:], self._names, count).whole:
            return None
        others = total(self._runs, self._names, lambda run, name: _having(run.channels[name], field))
        if field not in NEEDED and others.part * 2 < share.whole:
            # the pages may have none
            return None
        first = next(run for run in self._runs if total([run], self._names, count).whole)
        fallen = Fall(1.0, share, first, tuple(self._runs), ())
        also = _who(self._runs, self._names, field)
        return self._made("rule", field, fallen, rules=self._rules[field], also=also, before="never matched")

    def _made(
        self,
        kind: Kind,
        field: str,
        found: Fall,
        *,
        rules: Iterable[str] = (),
        also: str = "",
        reverse: bool = False,
        before: str = "",
    ) -> Finding:
        was, value = (1 - found.usual, 1 - found.share.value) if reverse else (found.usual, found.share.value)
        return Finding(
            site=self._site,
            channel=self._channel,
            kind=kind,
            field=field,
            rules=tuple(rule.removeprefix(OF_SITE) for rule in rules),
            before=before or f"{was:.0%} of pages",
            now=f"{value:.0%} of {found.share.whole} pages" + (f" ({also})" if also else ""),
            since=found.since.started,
            since_run=found.since.run,
            sure=found.sure,
        )

    def _confidence(self, field: str) -> Iterator[Finding]:
        """Yield that what is found is much less sure than in every run before."""
        mean = _mean(self._runs[-1], self._names, field)
        if mean is None or mean > 1 - LESS_SURE:
            return
        means = [(run, mean) for run in self._runs if (mean := _mean(run, self._names, field)) is not None]
        known = self._since((self._channel, "confidence", field))
        past = [mean for run, mean in means[:-1] if known is None or run.run < known]
        if len(past) < 2 or means[-1][0] is not self._runs[-1] or means[-1][1] > min(past) - LESS_SURE:
            return
        yield self._plain("confidence", field, f"{median(past):.2f}", f"{means[-1][1]:.2f}", 0.7)

    def _text(self) -> Iterator[Finding]:
        """Yield that texts are much shorter than in every run before; of one channel, since channels differ."""
        if len(self._names) != 1:
            return
        lengths = [(run, _length(run, self._names[0])) for run in self._runs]
        enough = [(run, *length) for run, length in lengths if length]
        known = self._since((self._channel, "text", ""))
        past = [(pages, length) for run, pages, length in enough[:-1] if known is None or run.run < known]
        window = enough[-WINDOW:]
        if not window or window[-1][0] is not self._runs[-1] or sum(pages for pages, _ in past) < MIN_HISTORY:
            return
        _, pages, length = window[-1]
        shortest = min(length for pages, length in past)
        if pages >= MIN_PAGES and shortest >= ENOUGH_TEXT and length < SHORTER * shortest:
            usual = median(length for _, length in past)
            yield self._plain("text", "", f"{usual:.0f} characters", f"{length:.0f} characters", 0.8)

    def _plain(self, kind: Kind, field: str, before: str, now: str, sure: float) -> Finding:
        run = self._runs[-1]
        return Finding(
            site=self._site,
            channel=self._channel,
            kind=kind,
            field=field,
            before=before,
            now=now,
            since=run.started,
            since_run=run.run,
            sure=sure,
        )


def _ours(rule: str) -> bool:
    return rule.startswith(OF_SITE)


def _fields(run: Measure, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name in run.channels:
            yield from run.channels[name].found


def _articles(channel: ChannelMeasure) -> Share:
    return Share(channel.articles, sum(channel.pages.values()))


def _having(channel: ChannelMeasure, field: str) -> Share:
    return Share(sum(channel.found.get(field, {}).values()), channel.articles)


def _without(channel: ChannelMeasure, what: str) -> Share:
    return Share(channel.articles - getattr(channel, what), channel.articles)


def _mean(run: Measure, names: Iterable[str], field: str) -> float | None:
    """Return how sure a field is on average; ``None``: on too few pages to tell."""
    there = [run.channels[name] for name in names if name in run.channels]
    pages = sum(_having(channel, field).part for channel in there)
    return sum(channel.sure.get(field, 0.0) for channel in there) / pages if pages >= MIN_PAGES else None


def _length(run: Measure, name: str) -> tuple[int, float] | None:
    channel = run.channels.get(name)
    return (channel.articles, channel.length) if channel and channel.articles else None


def _dead(found: Fall, field: str, rules: Iterable[str], names: Sequence[str]) -> Iterator[str]:
    """Yield the rules that find little of what they found."""
    before, now = _counted(found.base, names, field), _counted(found.window, names, field)
    all_before, all_now = (_pages(runs, names) or 1 for runs in (found.base, found.window))
    for rule in rules:
        was = before[rule] / all_before
        if was >= RARE and now[rule] / all_now <= DEAD * was:
            yield rule


def _who(runs: Iterable[Measure], names: Sequence[str], field: str) -> str:
    """Return who finds a field now, most of the time."""
    found = _counted(runs, names, field)
    return f"{found.most_common(1)[0][0].removeprefix(OF_SITE)} stands in" if found else "nothing is found"


def _counted(runs: Iterable[Measure], names: Sequence[str], field: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for run in runs:
        for name in names:
            if name in run.channels:
                found.update(run.channels[name].found.get(field, {}))
    return found


def _pages(runs: Iterable[Measure], names: Sequence[str]) -> int:
    return sum(run.channels[name].articles for run in runs for name in names if name in run.channels)


def _worst_outcome(found: Fall, names: Sequence[str]) -> str:
    """Return what most of the other pages are."""
    outcomes: Counter[str] = Counter()
    for run in found.window:
        for name in names:
            if name in run.channels:
                outcomes.update(run.channels[name].pages)
    return next((name.partition("/")[2] for name, _ in outcomes.most_common() if "/" in name), "")
