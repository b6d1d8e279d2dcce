"""A site renames the classes or keys that its lists are read by: the first run notices, and names the rule."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_renamed import BEGAN, names_of, renamed, site_of

from newscrawl.cases import Case, find_cases
from newscrawl.errors import ListError, NotAnArticle
from newscrawl.extract import read_list
from newscrawl.health import Finding, Meter, assess, sentence
from newscrawl.sites import Rule

if TYPE_CHECKING:
    from newscrawl.items import Page
    from newscrawl.sites import Listing


def places_of(listing: Listing) -> list[Rule]:
    """Return where a list's entries and their addresses stand, as rules."""
    items = getattr(listing, "items", ())
    kind = "css" if isinstance(items, str) else "path"
    rules = [Rule(kind=kind, where=where) for where in ([items] if isinstance(items, str) else items)]
    return [*rules, *listing.fields.get("url", ())]


def listing_of(case: Case) -> Listing:
    site = site_of(case.site_id)
    return site.lists[case.channel_of(site).listing]


def has_entries(case: Case) -> bool:
    site = site_of(case.site_id)
    try:
        return bool(read_list(case.page(site), site, case.channel_of(site), case.step).links)
    except (ListError, NotAnArticle):
        return False


CASES = [
    case
    for case in find_cases(Path(__file__).parent)
    if case.channel and any(map(names_of, places_of(listing_of(case)))) and has_entries(case)
]


def findings_of(case: Case, page: Page) -> list[Finding]:
    """Return what a run finds that is sent this page, after three that were sent the case's."""
    site = site_of(case.site_id)
    channel = case.channel_of(site)
    runs = []
    for number, sent in enumerate([case.page(site)] * 3 + [page], 1):
        meter = Meter(site)
        try:
            listed = read_list(sent, site, channel, case.step)
            meter.listed(channel.name, listed.links, listed.entries)
        except ListError as error:
            meter.list_failed(channel.name, error.reason)
        runs.append(meter.measure(number, BEGAN + timedelta(days=number), {}))
    return list(assess(site, runs).findings)


def test_there_are_lists_to_redesign() -> None:
    assert len({case.site_id for case in CASES}) >= 14


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_renamed_list_is_noticed_in_the_first_run(case: Case) -> None:
    site = site_of(case.site_id)
    rules = places_of(listing_of(case))
    page = case.page(site)
    assert [sentence(each) for each in findings_of(case, page)] == []
    found = findings_of(case, renamed(page, {name for rule in rules for name in names_of(rule)}))
    named = {rule for finding in found for rule in finding.rules}
    wheres = {str(rule) for rule in rules} | {f"items:{listing_of(case).where}"}
    # an API's word that all is well is renamed with the entries where it has a name of theirs
    wheres |= {f"ok:{ok.place}"} if (ok := getattr(listing_of(case), "ok", None)) else set()
    assert named & wheres, [sentence(each) for each in found]
    assert {(finding.channel, finding.since_run) for finding in found} == {(case.channel, 4)}
