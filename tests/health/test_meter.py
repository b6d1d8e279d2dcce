from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from made_runs import site, when

from newscrawl.health import ListMeasure, Meter, rules_of
from newscrawl.items import Article, Link

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://made.example/1"


def an_article(**more: Any) -> Article:
    values: dict[str, Any] = {
        "url": URL,
        "canonical_url": URL,
        "site": "made",
        "channel": "要闻",
        "categories": ("测试", "造站"),
        "title": "题",
        "published": when(1),
        "body": '<p class="a">四个汉字</p>',
        "found_by": {"title": "site:css:h1.title", "body": "generic:density"},
        "confidence": {"title": 0.98, "body": 0.7},
    }
    return Article(**{**values, **more})


def link(number: int, **more: Any) -> Link:
    return Link(url=f"https://made.example/{number}", **more)


def test_articles_are_counted_by_who_found_what(tmp_path: Path) -> None:
    meter = Meter(site(tmp_path))
    meter.asked(URL, "快讯")
    meter.article(URL, an_article(), notes=2)
    meter.article("unasked", an_article(paywalled=True))
    measure = meter.measure(1, when(1), {})
    assert set(measure.channels) == {"快讯", "要闻"}
    channel = measure.channels["快讯"]
    assert (channel.pages, channel.length, channel.noted, channel.paywalled) == ({"article": 1}, 4, 1, 0)
    assert channel.found == {"title": {"site:css:h1.title": 1}, "body": {"generic:density": 1}}
    assert channel.sure == {"title": 0.98, "body": 0.7}
    assert measure.channels["要闻"].paywalled == 1


def test_every_page_that_was_asked_for_has_one_outcome(tmp_path: Path) -> None:
    meter = Meter(site(tmp_path))
    for number in range(3):
        meter.asked(str(number), "要闻")
    meter.refused("0", "video page")
    meter.failed("1", "no body")
    meter.article("2", an_article())
    # what fails later, or was never asked for, is no page
    meter.failed("2", "unsafe post")
    meter.failed("list", "list: timeout")
    assert meter.pages == 3
    assert meter.measure(1, when(1), {}).channels["要闻"].pages == {
        "refused/video page": 1,
        "failed/no body": 1,
        "article": 1,
    }


def test_odd_rules_do_not_make_it_grow(tmp_path: Path) -> None:
    meter = Meter(site(tmp_path))
    for number in range(1000):
        meter.article(str(number), an_article(found_by={"title": f"shown:{number}"}))
    found = meter.measure(1, when(1), {}).channels["要闻"].found["title"]
    assert (len(found), sum(found.values()), found["other"]) == (21, 1000, 980)


def measured(meter: Meter, run: int, before: ListMeasure | None) -> ListMeasure:
    channel = meter.measure(run, when(run), {"要闻": before} if before else {}).channels["要闻"]
    assert channel.list
    return channel.list


@pytest.mark.parametrize("dated", [True, False])
def test_how_long_a_list_has_had_the_same_newest_entry(tmp_path: Path, dated: bool) -> None:
    before = None
    for run, newest in enumerate([1, 1, 2, 2, 2, 3], 1):
        meter = Meter(site(tmp_path))
        published = {"published": when(newest)} if dated else {}
        # one that is pinned stays the first
        meter.listed("要闻", [link(0), link(newest, **published)], 3)
        before = measured(meter, run, before)
    assert (before.entries, before.links, before.fields["published"]) == (3, 2, int(dated))  # type: ignore[union-attr]
    assert (before.changes, before.newest_since) == (2, when(6))  # type: ignore[union-attr]
    assert before.calm == timedelta(hours=18).total_seconds()  # type: ignore[union-attr]


def test_a_list_that_was_not_sent_is_as_it_was(tmp_path: Path) -> None:
    first, second = Meter(site(tmp_path)), Meter(site(tmp_path))
    first.listed("要闻", [link(1)], 1)
    second.list_unchanged("要闻")
    before = measured(first, 1, None)
    after = measured(second, 2, before)
    assert (after.entries, after.newest, after.newest_since) == (None, before.newest, when(1))


def test_rules_are_named_as_articles_name_them(tmp_path: Path) -> None:
    rules = rules_of(site(tmp_path))
    assert rules["title"] == ("site:css:h1.title", "site:css:h1.headline")
    assert rules["body"] == ("site:css:#text",)
