"""No false alarm in normal runs; every kind of drift in the first run that has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from made_runs import NORMAL, a_list, channel, history, run, site, when

from newscrawl.health import KINDS, Finding, ListMeasure, Measure, assess, from_json, sentence, to_json

if TYPE_CHECKING:
    from newscrawl.health import ChannelMeasure

PAGES = 12
"""Of the run that departs: what a channel brings in an hour or two."""


def found(folder: Path, runs: list[Measure], known: tuple[Finding, ...] = ()) -> tuple[Finding, ...]:
    return assess(site(folder), runs, known).findings


def drifted(listed: ListMeasure | None = None, pages: int = PAGES, **more: Any) -> list[Measure]:
    """Return a normal history, and a last run that is otherwise."""
    past = history()
    return [*past, run(len(past) + 1, {"要闻": channel(pages, 3, listed=listed or a_list(), **more)})]


@pytest.mark.parametrize("seed", range(20))
def test_fifty_normal_runs_give_no_alarm(tmp_path: Path, seed: int) -> None:
    runs = history(50, seed=seed)
    assert [sentence(each) for end in range(1, 51) for each in found(tmp_path, runs[:end])] == []


DEAD_TITLE = {"title": {"json-ld:headline": 1.0}}
DRIFTS: dict[str, tuple[dict[str, Any], tuple[str, str, str]]] = {
    "a rule died, a generic one took over": ({"rules": DEAD_TITLE}, ("", "rule", "title")),
    "a rule died, another of the file took over": (
        {"rules": {"title": {"site:css:h1.headline": 1.0}}, "pages": 40},
        ("", "rule", "title"),
    ),
    "a rule died, nothing took over": ({"rules": {"source": {}}}, ("", "rule", "source")),
    "the container of the text died": ({"rules": {"body": {"generic:density": 1.0}}}, ("", "rule", "body")),
    "a field without rules is missing": ({"rules": {"authors": {}}, "pages": 60}, ("", "field", "authors")),
    "pages became consent pages": (
        {"outcomes": {"refused/consent page": 1.0}},
        ("", "articles", ""),
    ),
    "pages have no text any more": ({"outcomes": {"failed/no body": 1.0}}, ("", "articles", "")),
    "articles went behind a paywall": ({"paywalled": 1.0}, ("", "paywall", "")),
    "texts became teasers": ({"length": 300.0}, ("要闻", "text", "")),
    "a zone is wrong": ({"noted": 1.0}, ("", "doubt", "")),
    "times are less sure": ({"sure": 0.4}, ("", "confidence", "published")),
    "a list is empty": ({"listed": a_list(0)}, ("要闻", "list empty", "")),
    "a list shrank": ({"listed": a_list(10)}, ("要闻", "list short", "")),
    "a list is gone": ({"listed": a_list(None, problem="HTTP 404")}, ("要闻", "list failed", "")),
    "a list's keys were renamed": (
        {"listed": a_list(None, problem="the list's answer has no entries at data")},
        ("要闻", "list failed", ""),
    ),
    "entries lack their time": (
        {"listed": a_list(50, fields={"title": 50, "published": 0})},
        ("要闻", "list field", "published"),
    ),
    "a list stands still": (
        {"listed": a_list(50, newest="x", newest_since=when(21) - timedelta(days=6), changes=60, calm=7200.0)},
        ("要闻", "list stale", ""),
    ),
}


@pytest.mark.parametrize("drift", DRIFTS)
def test_every_drift_is_noticed_in_the_first_run(tmp_path: Path, drift: str) -> None:
    change, key = DRIFTS[drift]
    findings = {finding.key: finding for finding in found(tmp_path, drifted(**change))}
    assert key in findings, [sentence(each) for each in findings.values()]
    assert findings[key].since_run == 21
    assert 0.5 < findings[key].sure < 1


def test_every_kind_of_finding_has_a_drift() -> None:
    assert {key[1] for _, key in DRIFTS.values()} == set(KINDS)


def test_the_rule_that_died_is_named_with_what_stands_in(tmp_path: Path) -> None:
    [finding] = found(tmp_path, drifted(rules=DEAD_TITLE))
    assert finding.rules == ("css:h1.title", "css:h1.headline")
    assert sentence(finding).startswith("made: title (rule): css:h1.title and css:h1.headline: 100% of pages -> 0% of ")
    assert sentence(finding).endswith("pages (json-ld:headline stands in), since 2026-01-10 12:00")


def test_only_the_dead_one_of_several_rules_is_named(tmp_path: Path) -> None:
    [finding] = found(tmp_path, drifted(rules={"title": {"site:css:h1.headline": 1.0}}, pages=40))
    assert finding.rules == ("css:h1.title",)


def test_a_rule_that_died_in_one_channel_is_told_for_that_channel(tmp_path: Path) -> None:
    past = history()
    channels = {"要闻": channel(80, 1), "快讯": channel(15, 2, rules={"source": {}})}
    keys = {finding.key for finding in found(tmp_path, [*past, run(21, channels)])}
    assert keys == {("快讯", "rule", "source")}


def normal(listed: ListMeasure | None, pages: int = PAGES) -> dict[str, ChannelMeasure]:
    return {"要闻": channel(pages, 5, listed=listed)}


@pytest.mark.parametrize(
    "channels",
    [
        normal(a_list(None), 0),
        normal(a_list(50), 0),
        normal(a_list(50, newest="x", newest_since=when(21) - timedelta(days=3), changes=60, calm=7200.0), 0),
        normal(a_list(50, newest="x", newest_since=when(21) - timedelta(days=12), changes=60, calm=86400 * 7.0), 0),
        normal(a_list(50, newest="x", newest_since=when(21) - timedelta(days=30)), 0),
        normal(a_list(None, problem="timeout"), 0),
        normal(a_list(None, problem="HTTP 503"), 0),
        normal(a_list(40), 2),
        {"要闻": channel(3, 1, rules=DEAD_TITLE, listed=a_list())},
        {"快讯": channel(30, 1, rules={"title": {"site:css:h1.headline": 0.5, "site:css:h1.title": 0.5}})},
    ],
    ids=[
        "304",
        "nothing new",
        "a weekend",
        "a weekly list",
        "a list of which nothing is known",
        "a timeout",
        "a server error",
        "a slightly shorter list",
        "three odd pages",
        "another choice of channels",
    ],
)
def test_what_is_no_drift(tmp_path: Path, channels: dict[str, ChannelMeasure]) -> None:
    assert [sentence(each) for each in found(tmp_path, [*history(), run(21, channels)])] == []


def test_a_passing_problem_that_lasts_is_a_finding(tmp_path: Path) -> None:
    bad = [run(number, normal(a_list(None, problem="timeout"), 0)) for number in (21, 22, 23)]
    assert found(tmp_path, [*history(), *bad[:2]]) == ()
    [finding] = found(tmp_path, [*history(), *bad])
    assert (finding.kind, finding.since_run) == ("list failed", 21)


def test_small_runs_are_taken_together(tmp_path: Path) -> None:
    bad = [run(number, {"要闻": channel(3, number, rules=DEAD_TITLE)}) for number in range(21, 25)]
    assert found(tmp_path, [*history(), bad[0]]) == ()
    [finding] = found(tmp_path, [*history(), *bad])
    assert (finding.key, finding.since_run) == (("", "rule", "title"), 21)


# Sites without history


def test_rules_that_never_matched_are_dead_from_the_start(tmp_path: Path) -> None:
    first = run(1, {"要闻": channel(PAGES, 1, rules={**DEAD_TITLE, "editors": {}}, outcomes={"article": 1.0})})
    [finding] = found(tmp_path, [first])
    assert finding.rules == ("css:h1.title", "css:h1.headline")
    assert sentence(finding) == (
        "made: title (rule): css:h1.title and css:h1.headline: never matched -> 0% of 12 pages"
        " (json-ld:headline stands in), since 2026-01-05 12:00"
    )


def test_a_first_run_over_few_pages_says_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, [run(1, {"要闻": channel(9, 1, rules=DEAD_TITLE)})]) == ()


def test_the_pages_of_the_first_runs_are_taken_together(tmp_path: Path) -> None:
    runs = [run(number, {"要闻": channel(6, number, rules=DEAD_TITLE)}) for number in (1, 2)]
    [finding] = found(tmp_path, runs)
    assert (finding.before, finding.since_run) == ("never matched", 1)


def test_flash_news_have_no_pages_for_rules_to_match(tmp_path: Path) -> None:
    listed = {name: {"list": 1.0} for name in ("title", "published", "body")}
    rules = {name: listed.get(name, {}) for name in NORMAL}
    assert found(tmp_path, [run(1, {"快讯": channel(40, 1, rules=rules)})]) == ()


def test_a_list_without_entries_is_told_in_the_first_run(tmp_path: Path) -> None:
    [finding] = found(tmp_path, [run(1, normal(a_list(0), 0))])
    assert (finding.kind, finding.before, finding.now) == ("list empty", "never had an entry", "no entries")


# While it lasts


def test_a_finding_lasts_until_it_is_normal_again(tmp_path: Path) -> None:
    runs, known, made = history(), (), site(tmp_path)
    lasted = []
    for number in range(21, 61):
        rules = DEAD_TITLE if number < 50 else None
        pages = 0 if number % 3 else PAGES
        runs.append(run(number, {"要闻": channel(pages, number, rules=rules, outcomes={"article": 1.0})}))
        assessment = assess(made, runs, known)
        known = assessment.findings
        lasted.append(len(known))
        if number == 21:
            assert [each.key for each in assessment.appeared] == [("", "rule", "title")]
        elif number == 51:
            assert [each.since_run for each in assessment.gone] == [21]
        else:
            assert assessment.appeared == assessment.gone == (), number
    assert lasted == [1] * 30 + [0] * 10


def test_a_mended_rule_ends_it(tmp_path: Path) -> None:
    runs = drifted(rules=DEAD_TITLE)
    known = found(tmp_path, runs)
    mended = {**dict.fromkeys(NORMAL, "r1"), "title": "r2"}
    pages = channel(PAGES, 4, rules={"title": {"site:css:h1.new": 1.0}})
    runs.append(run(22, {"要闻": pages}, mended))
    assessment = assess(site(tmp_path, title=["h1.new", "h1.title", "h1.headline"]), runs, known)
    assert (assessment.findings, len(assessment.gone)) == ((), 1)


def test_what_a_run_did_not_look_at_stays(tmp_path: Path) -> None:
    runs = drifted(listed=a_list(0))
    known = found(tmp_path, runs)
    other = run(22, {"快讯": channel(PAGES, 4, listed=a_list())})
    assert assess(site(tmp_path), [*runs, other], known).findings == known
    failing = run(22, normal(a_list(None, problem="timeout"), 0))
    assert assess(site(tmp_path), [*runs, failing], known).findings == known


def test_what_no_run_looks_at_any_more_goes(tmp_path: Path) -> None:
    known = found(tmp_path, drifted(listed=a_list(0)))
    others = [run(number, {"快讯": channel(PAGES, number, listed=a_list())}) for number in range(22, 80)]
    assert assess(site(tmp_path), others, known).gone == known


def test_a_measure_survives_the_state() -> None:
    measure = run(3, {"要闻": channel(5, 1, listed=a_list(newest="x", newest_since=when(1), changes=2, calm=3.5))})
    assert from_json(3, when(3), to_json(measure)) == measure
    bare = replace(measure, channels={"": channel(0)})
    assert from_json(3, when(3), to_json(bare)) == bare
