"""Cases on disk: what is wrong with one is one line; what is found becomes what is expected."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newscrawl.cases import Case, Reading, expected_text, facts, find_cases, kept_of, meta_text, read_case
from newscrawl.errors import NotAnArticle, SiteError
from newscrawl.sites import DATA, Site, read_site

SHIPPED = Path(__file__).parents[1] / "sites" / "sina_finance"
META = {"url": "https://news.example/a", "fetched_at": "2026-10-12T08:00:00+08:00", "content_type": "text/html"}


@cache
def site_of(name: str) -> Site:
    return read_site(DATA / f"{name}.yaml")


@pytest.fixture(scope="module")
def sina() -> Site:
    return site_of("sina_finance")


@pytest.mark.parametrize(
    ("meta", "problem"),
    [
        ("[]", "must be an object"),
        ("{", "is no JSON"),
        (json.dumps({**META, "urll": "x"}), "urll: unknown key; did you mean 'url'?"),
        (json.dumps({**META, "fetched_at": "2026-10-12"}), "is no time with a zone"),
        (json.dumps({**META, "fetched_at": "soon"}), "is no time with a zone"),
        (json.dumps({**META, "url": 7}), "url: must be text"),
    ],
)
def test_a_malformed_case_is_one_line(tmp_path: Path, meta: str, problem: str) -> None:
    (tmp_path / "meta.json").write_text(meta, "utf-8")
    with pytest.raises(SiteError, match=r"meta\.json") as error:
        read_case(tmp_path)
    assert problem in str(error.value)


@pytest.mark.parametrize("name", ["current", "list_roll", "two_pages", "flash_7x24"])
def test_what_is_written_reads_back(tmp_path: Path, name: str) -> None:
    case = read_case(SHIPPED / name)
    (tmp_path / "meta.json").write_text(meta_text(case), "utf-8")
    again = read_case(tmp_path)
    for field in ("url", "fetched_at", "content_type", "file", "channel", "following"):
        assert getattr(again, field) == getattr(case, field)


@pytest.mark.parametrize("name", sorted(path.name for path in SHIPPED.iterdir() if path.is_dir()))
def test_what_is_found_is_what_is_expected(sina: Site, name: str) -> None:
    case = read_case(SHIPPED / name)
    assert sorted(Reading(case, sina).found()) == sorted(case.expected) or "refused" in case.expected


def changed(tmp_path: Path, name: str, expected: dict[str, Any]) -> Any:
    """Return a shipped case with other expectations."""
    for path in (SHIPPED / name).iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "expected.yaml").write_text(expected_text(expected), "utf-8")
    return read_case(tmp_path)


@pytest.mark.parametrize(
    ("name", "expected", "problem"),
    [
        ("current", {"title": "别的"}, "expected '别的', found '栖木家居"),
        ("current", {"published": "2020-01-01T00:00:00+08:00"}, "found '2026-09-15T17:42:19+08:00'"),
        ("current", {"body_has": ["没有这句话"]}, "not in the text: 没有这句话"),
        ("current", {"body_has_not": ["胶合板"]}, "in the text: 胶合板"),
        ("current", {"titel": "x"}, "there is no such fact"),
        ("current", {"refused": "list page"}, "found 'an article or list'"),
        ("current", {"next_page": "https://news.example/2"}, "found ''"),
        ("list_roll", {"count": 99}, "expected 99, found 3"),
        ("list_roll", {"links": [{"title": "别的"}]}, "found '栖木家居"),
        ("list_roll_error", {"count": 3}, "the list answers"),
        ("forum", {"title": "x"}, "not an article"),
    ],
)
def test_what_differs_is_said(tmp_path: Path, sina: Site, name: str, expected: dict[str, Any], problem: str) -> None:
    reading = Reading(changed(tmp_path, name, expected), sina)
    assert [found for _, found in reading.problems() if problem in found]


def test_all_that_was_found_is_accepted_of_a_new_case(tmp_path: Path, sina: Site) -> None:
    case = changed(tmp_path, "current", {})
    found = Reading(case, sina).found()
    assert {"title", "published", "source", "editors", "body_has"} <= set(found)
    assert not [problem for _, problem in Reading(changed(tmp_path, "current", found), sina).problems() if problem]


def test_accepting_brings_what_is_expected_up_to_date_and_adds_nothing(tmp_path: Path, sina: Site) -> None:
    case = changed(tmp_path, "current", {"title": "别的", "body_has": ["没有这句话", "胶合板"]})
    assert list(Reading(case, sina).found()) == ["title", "body_has"]
    assert Reading(case, sina).found()["body_has"] == ["胶合板"]


def test_every_fact_has_its_path() -> None:
    expected = {"count": 2, "links": [{"title": "a"}], "articles": [{"body_has": ["b"]}], "images": ["c"]}
    assert [path for path, _ in facts(expected)] == ["count", "links.0.title", "articles.0.body_has.0", "images"]


SITES = ("cls", "cnbc", "sina_finance", "yicai")
REDACTED = [case for name in SITES for case in find_cases(SHIPPED.parent, site_id=name)]
"""Pages, feeds, list APIs, article APIs, JSON and code in scripts."""


@pytest.mark.parametrize("case", REDACTED, ids=[case.name for case in REDACTED])
def test_a_redacted_case_is_read_by_the_same_rules(case: Case) -> None:
    site = site_of(case.site_id)
    try:
        page = case.page(site)
    except NotAnArticle:
        # no text, so nothing to redact
        return
    assert kept_of(page, site, case.channel_of(site) if case.channel else None).changed == ()
