"""A site renames its classes, ids and keys: the first run notices, names the rules, and the fields are right still.

A run of a site is its cases' article pages, over and over under addresses of their own, until there are :data:`PAGES`.
Three such runs are the site's history; the fourth is over the same pages after the names that the site file's rules go
by have become others, everywhere on the page.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.cases import Case, find_cases
from newscrawl.clean import text_of
from newscrawl.errors import MissingField
from newscrawl.extract import clean_article, extract_article
from newscrawl.health import Finding, Measure, Meter, assess, rules_of, sentence
from newscrawl.sites import DATA, read_site

if TYPE_CHECKING:
    from newscrawl.items import Article, Page
    from newscrawl.sites import Rule, Site

PAGES = 10
"""Of a run; a site with more cases reads each of them once."""

SITES_AT_LEAST = 11
"""Sites that have such pages; to be raised with every ten that ship, never to be lowered."""

ODD_LINES = 100
"""Characters of lines around a text (breadcrumb, keywords) that may come in when the rules that drop them died with the
others; the texts of cases are a few sentences."""

BEGAN = datetime(2026, 7, 20, tzinfo=UTC)
NAMES_IN_CSS = re.compile(
    r"[.#](-?[_a-zA-Z][\w-]*)|\[(?!href|src|content|property|name|type|rel)[\w-]+[*^$~|]?=[\"']?([^\"'\]]+)[\"']?\]"
)
NAMES_IN_XPATH = re.compile(r"@[\w-]+\s*(?:=|,)\s*[\"']([^\"']+)[\"']")
KEYS_IN_PATH = re.compile(r"[A-Za-z_]\w*")


def names_of(rule: Rule) -> set[str]:
    """Return the names that a rule goes by and that a site may change without its readers seeing it."""
    match rule.kind:
        case "css":
            return {name for pair in NAMES_IN_CSS.findall(rule.where) for name in pair if name}
        case "xpath":
            return {name for text in NAMES_IN_XPATH.findall(rule.where) for name in text.split()}
        case "path":
            return {f'"{key}":' for key in KEYS_IN_PATH.findall(rule.where)}
        case "template":
            return {f'"{key}":' for part in re.findall(r"{([^{}]+)}", rule.where) for key in KEYS_IN_PATH.findall(part)}
        case _:
            return set()


def rules_by_field(site: Site) -> dict[str, list[Rule]]:
    layouts = [site.article, *site.article.variants]
    rules: dict[str, list[Rule]] = {}
    for layout in layouts:
        for field, given in {**layout.fields, "body": layout.body}.items():
            rules.setdefault(field, []).extend(given)
    return rules


def renamed(page: Page, names: set[str]) -> Page:
    """Return the page after a redesign: other names in its markup, wherever they stand, and in its data."""
    html = page.html
    for name in sorted(names, key=len, reverse=True):
        other = "c" + hashlib.sha256(name.encode()).hexdigest()[:7]
        if name.endswith(":"):
            # also in JSON that stands in a text of a script
            key = name.strip('":')
            html = re.sub(rf'(\\?"){key}\1\s*:', rf"\g<1>{other}\g<1>:", html)
        else:
            html = re.sub(
                r"<[a-zA-Z][^<>]*>",
                lambda tag, name=name, other=other: re.sub(
                    rf"(=\s*[\"']?[^\"'<>=]*?)(?<![\w-]){re.escape(name)}(?![\w-])", rf"\g<1>{other}", tag.group()
                ),
                html,
            )
    return replace(page, html=html)


@dataclass(frozen=True)
class Redesign:
    """A site before and after."""

    site: Site
    before: tuple[Article, ...]
    """Articles of the cases."""
    after: tuple[Article | MissingField, ...]
    """The same after the redesign; those whose text stood nowhere but in renamed data are none any more."""

    @property
    def runs(self) -> list[Measure]:
        return [self._run(number, self.before) for number in (1, 2, 3)] + [self._run(4, self.after)]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the first run after the redesign finds."""
        return assess(self.site, self.runs).findings

    @property
    def dead(self) -> dict[str, set[str]]:
        """Return the rules that found a field on most pages, where the site file's rules have lost most of these."""
        rules = {f"site:{rule}": rule for given in rules_by_field(self.site).values() for rule in given}
        dead: dict[str, set[str]] = {}
        for field in rules_of(self.site):
            found = [rules[rule] for rule in _found_by(self.before, field) if rule in rules]
            left = [rule for rule in _found_by(self.after, field) if rule.startswith("site:")]
            if len(found) * 2 > len(self.before) and len(left) < 0.4 * len(found):
                dead[field] = {str(rule) for rule in found if names_of(rule)}
        return dead

    def _run(self, number: int, articles: tuple[Article | MissingField, ...]) -> Measure:
        meter = Meter(self.site)
        for count, article in enumerate(islice(cycle(articles), max(PAGES, len(articles)))):
            url = f"{article.url}#{number}-{count}"
            meter.asked(url, "")
            if isinstance(article, MissingField):
                meter.failed(url, f"no {article.field}")
            else:
                meter.article(url, article)
        return meter.measure(number, BEGAN + timedelta(days=number), {})


def _found_by(articles: tuple[Article | MissingField, ...], field: str) -> list[str]:
    return [article.found_by.get(field, "") for article in articles if not isinstance(article, MissingField)]


@cache
def site_of(site_id: str) -> Site:
    return read_site(DATA / f"{site_id}.yaml")


def is_article_page(case: Case) -> bool:
    api = site_of(case.site_id).article.elsewhere_of(case.url)
    return not (case.channel or "refused" in case.expected or (api and api[0].api))


CASES = [case for case in find_cases(Path(__file__).parent) if is_article_page(case)]


@cache
def redesign_of(site_id: str) -> Redesign:
    site = site_of(site_id)
    names = {name for rules in rules_by_field(site).values() for rule in rules for name in names_of(rule)}
    before: list[Article] = []
    after: list[Article | MissingField] = []
    for case in CASES:
        if case.site_id == site_id:
            pages = [case.page(site), *case.pages_behind(site)]
            before.append(extract_article(pages[0], site, following=pages[1:]))
            pages = [renamed(page, names) for page in pages]
            try:
                after.append(extract_article(pages[0], site, following=pages[1:]))
            except MissingField as error:
                after.append(error)
    return Redesign(site, tuple(before), tuple(after))


def sites(*kinds: str) -> list[str]:
    """Return the sites with article pages that rules of these kinds find by names."""
    kinds_of = {
        site_id: {rule.kind for rules in rules_by_field(site_of(site_id)).values() for rule in rules if names_of(rule)}
        for site_id in sorted({case.site_id for case in CASES})
    }
    return [site_id for site_id, named in kinds_of.items() if named & set(kinds)]


OF_MARKUP = sites("css", "xpath")
OF_DATA = [site_id for site_id in sites("path", "template") if site_id not in OF_MARKUP]


def test_there_are_sites_to_redesign() -> None:
    assert len(OF_MARKUP) >= SITES_AT_LEAST, OF_MARKUP


@pytest.mark.parametrize("site_id", OF_MARKUP + OF_DATA)
def test_normal_runs_are_no_drift(site_id: str) -> None:
    redesign = redesign_of(site_id)
    assert [sentence(each) for end in (1, 2, 3) for each in assess(redesign.site, redesign.runs[:end]).findings] == []


@pytest.mark.parametrize("site_id", OF_MARKUP)
def test_the_first_run_names_every_rule_that_died(site_id: str) -> None:
    redesign = redesign_of(site_id)
    named = {finding.field: set(finding.rules) for finding in redesign.findings}
    assert redesign.dead
    assert {field: rules for field, rules in redesign.dead.items() if not rules <= named.get(field, set())} == {}
    assert {(finding.kind, finding.since_run) for finding in redesign.findings} == {("rule", 4)}


@pytest.mark.parametrize("site_id", OF_DATA)
def test_data_whose_keys_are_renamed_is_noticed_too(site_id: str) -> None:
    redesign = redesign_of(site_id)
    named = {rule for finding in redesign.findings for rule in finding.rules}
    assert named & {rule for rules in redesign.dead.values() for rule in rules}
    assert {finding.since_run for finding in redesign.findings} == {4}


@pytest.mark.parametrize("fact", ["title", "published", "body"])
@pytest.mark.parametrize("site_id", OF_MARKUP)
def test_the_fields_are_right_still(site_id: str, fact: str) -> None:
    redesign = redesign_of(site_id)
    for before, after in zip(redesign.before, redesign.after, strict=True):
        assert not isinstance(after, MissingField), after
        if fact == "body":
            was, now = (text_of(clean_article(article, redesign.site).body) for article in (before, after))
            blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
            assert sum(block.size for block in blocks) > 0.95 * len(was), (before.url, was, now)
            # what the site file drops goes by other names now too: a line of keywords, a breadcrumb may stay
            assert len(now) - len(was) < max(ODD_LINES, 0.15 * len(was)), (before.url, was, now)
        elif fact == "published":
            # the time that is shown may have no seconds
            assert abs(after.published - before.published) < timedelta(minutes=1), before.url
        else:
            assert after.title == before.title, before.url
