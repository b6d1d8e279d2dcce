"""Made runs of a made site, with the noise that real ones have."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from newscrawl.health import ChannelMeasure, ListMeasure, Measure
from newscrawl.sites import read_site

if TYPE_CHECKING:
    from newscrawl.sites import Site

BEGAN = datetime(2026, 1, 5, 6, tzinfo=UTC)

SITE = {
    "name": "造站",
    "group": "测试",
    "languages": ["zh-CN"],
    "timezone": "Asia/Shanghai",
    "home": "https://made.example/",
    "domains": ["made.example"],
    "confidence": "A",
    "checked": "2026-07",
    "lists": {
        "main": {
            "kind": "json",
            "url": "https://made.example/{name}.json",
            "items": "data",
            "fields": {"url": "url", "title": "title", "published": "time"},
        }
    },
    "channels": {
        "要闻": {"list": "main", "vars": {"name": "a"}},
        "快讯": {"list": "main", "vars": {"name": "b"}},
    },
    "article": {
        "fields": {
            "title": ["h1.title", "h1.headline"],
            "published": [".date"],
            "source": [".source"],
            "editors": [".editor"],
        },
        "body": ["#text"],
    },
}

NORMAL = {
    "title": {"site:css:h1.title": 0.93, "site:css:h1.headline": 0.06, "titles:vote": 0.05},
    "published": {"site:css:.date": 0.97, "shown:span": 0.1},
    "body": {"site:css:#text": 0.98, "generic:density": 0.1},
    "source": {"site:css:.source": 0.85},
    "editors": {"site:css:.editor": 0.55},
    "authors": {"label:作者": 0.35},
}
"""Field -> rule -> how often it finds the field of an article."""


def site(folder: Path, **changes: Any) -> Site:
    """Return the made site, with other rules for fields of articles where these are given."""
    article = {**SITE["article"], "fields": {**SITE["article"]["fields"], **changes}}  # type: ignore[dict-item]
    path = folder / "made.yaml"
    path.write_text(yaml.safe_dump({**SITE, "article": article}, allow_unicode=True), "utf-8")
    return read_site(path)


def when(run: int) -> datetime:
    """Return when a run began: four a day."""
    return BEGAN + timedelta(hours=6 * run)


def channel(
    pages: int,
    seed: int = 0,
    *,
    rules: dict[str, dict[str, float]] | None = None,
    outcomes: dict[str, float] | None = None,
    length: float = 1200,
    paywalled: float = 0.02,
    noted: float = 0.01,
    sure: float = 0.9,
    listed: ListMeasure | None = None,
) -> ChannelMeasure:
    """Return what a run would measure that reads so many pages of a channel; rates waver from run to run."""
    dice = random.Random(seed)
    outcome = _counts(dice, pages, outcomes or {"article": 0.95, "refused/video page": 0.03, "failed/HTTP 404": 0.02})
    articles = outcome.get("article", 0)
    found = {name: _counts(dice, articles, rates) for name, rates in {**NORMAL, **(rules or {})}.items()}
    return ChannelMeasure(
        pages=outcome,
        found={name: counts for name, counts in found.items() if counts},
        sure={name: sum(counts.values()) * sure for name, counts in found.items()},
        length=length * dice.uniform(0.8, 1.25) if articles else 0.0,
        paywalled=sum(dice.random() < paywalled for _ in range(articles)),
        noted=sum(dice.random() < noted for _ in range(articles)),
        list=listed,
    )


def a_list(entries: int | None = 50, **more: Any) -> ListMeasure:
    fields = {"title": entries or 0, "published": entries or 0}
    return ListMeasure(**{"entries": entries, "links": entries or 0, "fields": fields, **more})


def run(number: int, channels: dict[str, ChannelMeasure], rules: dict[str, str] | None = None) -> Measure:
    return Measure(run=number, started=when(number), rules=rules or dict.fromkeys(NORMAL, "r1"), channels=channels)


def history(runs: int = 20, *, seed: int = 7) -> list[Measure]:
    """Return normal runs: small ones and large ones, with one channel or two, nothing new on some days."""
    dice = random.Random(seed)
    made = []
    for number in range(1, runs + 1):
        names = ["要闻"] if dice.random() < 0.3 else ["要闻", "快讯"]
        made.append(run(number, {name: _channel_of(dice, name) for name in names}))
    return made


def _channel_of(dice: random.Random, name: str) -> ChannelMeasure:
    pages = dice.choice([0, 0, 1, 2, 3, 6, 12, 25, 40])
    # of the second channel more pages are of the old layout
    rules = {"title": {"site:css:h1.title": 0.6, "site:css:h1.headline": 0.39}} if name == "快讯" else None
    listed = a_list(dice.choice([None, None, 48, 50, 50, 50, 50, 50]) if name == "要闻" else dice.randrange(25, 60))
    return replace(channel(pages, dice.randrange(10**6), rules=rules), list=listed)


def _counts(dice: random.Random, whole: int, rates: dict[str, float]) -> dict[str, int]:
    # what a day brings: rates waver by a few percent
    day = {name: max(0.0, min(1.0, rate + dice.gauss(0, 0.03))) if rate < 1 else 1.0 for name, rate in rates.items()}
    counts: Counter[str] = Counter()
    for _ in range(whole):
        place = dice.random()
        for name, rate in day.items():
            place -= rate
            if place < 0:
                counts[name] += 1
                break
    return dict(counts)
