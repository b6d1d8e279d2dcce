"""Counts in memory what a run sees of its site: a few additions a page."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from statistics import median
from typing import TYPE_CHECKING

from newscrawl.health.measures import ARTICLE, ChannelMeasure, ListMeasure, Measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from newscrawl.items import Article, Link
    from newscrawl.sites import Site

__all__ = ["OTHER", "Meter", "rules_of"]

MAX_NAMES = 20
"""Rules of one field, and outcomes of pages, that are told apart in a channel; what comes later is :data:`OTHER`."""

MEASURED = 50
"""Texts of a channel whose length is taken: a median needs no more, and taking out tags is what counting costs."""

OTHER = "other"
"""What stands for the rules and reasons beyond :data:`MAX_NAMES`."""

LIST_FIELDS = ("title", "published", "source", "authors", "summary", "image", "keywords", "tickers", "body")
"""Fields of a list entry that are counted; without an address there is no entry."""

TAG = re.compile(r"<[^>]*>")


def rules_of(site: Site) -> dict[str, tuple[str, ...]]:
    """Return the site file's rules for article pages by field, named as :attr:`Article.found_by` names them."""
    article = site.article
    rules: dict[str, tuple[str, ...]] = {}
    layouts = [(article.fields, article.body), *((variant.fields, variant.body) for variant in article.variants)]
    for fields, body in layouts:
        for name, given in {**fields, **({"body": body} if body else {})}.items():
            named = [f"site:{rule}" for rule in given]
            rules[name] = tuple(dict.fromkeys([*rules.get(name, ()), *named]))
    if article.body_parts:
        rules["body"] = (f"site:path:{article.body_parts.items}", *rules.get("body", ()))
    return rules


class Meter:
    """One run of one site, while it goes on.

    :param site: whose file promises what is found; ``None``: nobody will ask what was measured
    """

    def __init__(self, site: Site | None = None) -> None:
        self.site = site
        """Whose pages are read."""
        self._pages: dict[str, Counter[str]] = defaultdict(Counter)
        self._found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        self._sure: dict[str, Counter[str]] = defaultdict(Counter)
        self._lengths: dict[str, list[int]] = defaultdict(list)
        self._paywalled: Counter[str] = Counter()
        self._noted: Counter[str] = Counter()
        self._lists: dict[str, ListMeasure] = {}
        self._asked: dict[str, str] = {}

    def asked(self, url: str, channel: str) -> None:
        """Remember the channel of a page whose outcome follows."""
        self._asked[url] = channel

    def article(self, url: str, article: Article, *, notes: int = 0) -> None:
        """Count an article by who found its fields.

        :param url: as it was asked for
        :param notes: how many things look wrong
        """
        channel = self._asked.pop(url, article.channel)
        _add(self._pages[channel], ARTICLE)
        found, sure = self._found[channel], self._sure[channel]
        for name, rule in article.found_by.items():
            _add(found[name], rule)
            sure[name] += article.confidence.get(name, 0.0)  # type: ignore[assignment]
        if len(self._lengths[channel]) < MEASURED:
            self._lengths[channel].append(len(TAG.sub("", article.body)))
        self._paywalled[channel] += article.paywalled
        self._noted[channel] += notes > 0

    def refused(self, url: str, reason: str) -> None:
        """Count a page of another kind."""
        _add(self._pages[self._asked.pop(url, "")], f"refused/{reason}")

    def failed(self, url: str, reason: str) -> None:
        """Count a page that did not come, or lacks what a post needs; whatever else fails was counted already."""
        if (channel := self._asked.pop(url, None)) is not None:
            _add(self._pages[channel], f"failed/{reason}")

    def listed(self, channel: str, links: Sequence[Link], entries: int) -> None:
        """Count the entries of the first page of a channel's list.

        :param links: those of its entries that are not left out
        :param entries: all of them
        """
        measure = ListMeasure(
            entries=entries,
            links=len(links),
            fields={name: sum(1 for link in links if getattr(link, name)) for name in LIST_FIELDS},
            newest=_newest(links) if links else "",
        )
        self._lists.setdefault(channel, measure)

    def list_unchanged(self, channel: str) -> None:
        """Note that the list is as it was: the server did not even send it."""
        self._lists[channel] = ListMeasure(entries=None)

    def list_failed(self, channel: str, problem: str) -> None:
        """Note why the first page of a list could not be read."""
        self._lists.setdefault(channel, ListMeasure(entries=None, problem=problem))

    @property
    def nothing_seen(self) -> bool:
        """Whether there was neither a list nor a page."""
        return not self._lists and not self._pages

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the channels whose lists were asked for."""
        return tuple(self._lists)

    @property
    def pages(self) -> int:
        """Article pages so far, whatever they gave."""
        return sum(sum(outcomes.values()) for outcomes in self._pages.values())

    def measure(self, run: int, started: datetime, before: Mapping[str, ListMeasure]) -> Measure:
        """Return what was counted.

        :param before: the last measure of each channel's list, for how long its newest entry has been the same
        """
        names = dict.fromkeys([*self._lists, *self._pages])
        rules = rules_of(self.site) if self.site else {}
        return Measure(
            run=run,
            started=started,
            rules={name: _digest("\n".join(given)) for name, given in rules.items()},
            channels={name: self._channel(name, started, before.get(name)) for name in names},
        )

    def _channel(self, name: str, started: datetime, before: ListMeasure | None) -> ChannelMeasure:
        listed = self._lists.get(name)
        return ChannelMeasure(
            pages=dict(self._pages[name]),
            found={field: dict(rules) for field, rules in self._found[name].items()},
            sure={field: round(total, 2) for field, total in self._sure[name].items()},
            length=median(self._lengths[name] or [0]),
            paywalled=self._paywalled[name],
            noted=self._noted[name],
            list=_aged(listed, started, before) if listed else None,
        )


def _add(counts: Counter[str], name: str) -> None:
    counts[name if name in counts or len(counts) < MAX_NAMES else OTHER] += 1


def _newest(links: Sequence[Link]) -> str:
    """Return what changes when a list gets a new entry; the first one may be pinned for weeks."""
    if times := [link.published for link in links if link.published]:
        return max(times).isoformat()
    return _digest("\n".join(sorted(link.url for link in links)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _aged(listed: ListMeasure, now: datetime, before: ListMeasure | None) -> ListMeasure:
    """Return a list's measure with what earlier runs know of its newest entry."""
    newest = listed.newest or (before.newest if before else "")
    since, changes, calm = now, 0, 0.0
    if before and before.newest_since:
        since, changes, calm = before.newest_since, before.changes, before.calm
        if newest != before.newest:
            calm = max(calm, (now - since).total_seconds())
            since, changes = now, changes + 1
    return ListMeasure(
        entries=listed.entries,
        links=listed.links,
        problem=listed.problem,
        fields=listed.fields,
        newest=newest,
        newest_since=since if newest else None,
        changes=changes,
        calm=calm,
    )
