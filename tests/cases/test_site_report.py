"""The report on sites' rules: which of them are needed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sites import Pages, changes_nothing, count_right, without_each

from newscrawl.cases import read_case
from newscrawl.sites import DATA, Site, read_site
from newscrawl.sites.pages import ArticleRules

CASE = read_case(Path(__file__).parents[1] / "sites" / "sina_finance" / "layout_2014")
PAGES = Pages(cases=[CASE], true=[], others=[])


@pytest.fixture(scope="module")
def sina() -> Site:
    return read_site(DATA / "sina_finance.yaml")


def test_every_rule_is_left_out_once(sina: Site) -> None:
    names = [name for name, _ in without_each(sina)]
    assert len(names) == len(set(names))
    assert {"title css:h1.main-title", "body css:#artibody", "gallery"} <= set(names)


def test_a_rule_that_a_case_needs_is_told_from_one_that_it_does_not(sina: Site) -> None:
    others = dict(without_each(sina))
    assert not changes_nothing(sina, others["body css:#artibody"], PAGES)
    assert changes_nothing(sina, others["gallery"], PAGES)


def test_without_its_rules_a_site_finds_less(sina: Site) -> None:
    bare = replace(sina, article=ArticleRules())
    assert count_right([CASE], bare) < count_right([CASE], sina)
    assert not changes_nothing(sina, bare, PAGES)
