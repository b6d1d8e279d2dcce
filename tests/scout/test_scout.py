"""What is learned of a site by looking: addresses, name, zone, feeds; and the file that is written of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawl.items import Page
from newscrawl.scout import Draft, Source, draft_text, kind_of_answer, learn_shapes, sight_of, site_id
from newscrawl.sites import read_site

NEWS = "https://news.example"


def page(html: str, url: str = f"{NEWS}/") -> Page:
    return Page(url=url, html=html, fetched_at=datetime(2026, 10, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("articles", "others", "fits", "fits_not"),
    [
        (["/2026/07/mill-{n}.html"], [], "/2025/12/other.html", "/2026/07/"),
        (["/a/20260720/c{n}79187823.shtml"], [], "/a/20260101/c1.shtml", "/a/list.shtml"),
        (["/news/rates-rise-again-{n}"], [], "/news/paper-mill-adds-shift", "/news/markets"),
        (["/story.php?id={n}"], [], "/story.php?id=99", "/story.php?page=2"),
        (["/markets/{n}12345"], [], "/markets/778899", "/markets/"),
        (["/2026/07/mill-{n}.html"], ["/about/our-history-{n}.html"], "/2026/07/x.html", "/about/our-history-1.html"),
    ],
)  # fmt: skip
def test_addresses_of_articles_are_told_from_the_menu(
    articles: list[str], others: list[str], fits: str, fits_not: str
) -> None:
    some = [f"{NEWS}{path.format(n=n)}" for path in articles for n in range(5)]
    menu = [f"{NEWS}{path.format(n=n)}" for path in [*others, "/about", "/login"] for n in range(5)]
    patterns = learn_shapes(some, menu)
    assert all(any(re.search(pattern, url) for pattern in patterns) for url in some)
    assert any(re.search(pattern, NEWS + fits) for pattern in patterns)
    assert not any(re.search(pattern, NEWS + fits_not) for pattern in patterns)


@pytest.mark.parametrize(
    "paths",
    [
        ["/about", "/contact", "/imprint", "/markets"],
        ["/video/one-two-three.html", "/video/two-three-four.html", "/video/six-seven-eight.html"],
        ["/2026/07/only-two-of-them.html", "/2026/07/that-is-too-few.html"],
    ],
)
def test_nothing_is_learned_of_too_little(paths: list[str]) -> None:
    assert learn_shapes([NEWS + path for path in paths]) == []


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ('<meta property="og:site_name" content="Harbour Times"><title>A - B</title>', "Harbour Times"),
        ("<title>Rates rise again - Harbour Times</title>", "Harbour Times"),
        ("<title>Rates rise again</title>", "news.example"),
        ('<script type="ld+json">{"@type": "NewsArticle", "publisher": {"name": "Mill Post"}}</script>', "Mill Post"),
    ],
)  # fmt: skip
def test_the_name_is_the_pages_own(html: str, name: str) -> None:
    assert sight_of(page(html)).name == name


def test_feeds_are_those_of_articles() -> None:
    links = (
        '<link rel="alternate" type="application/rss+xml" title="News" href="/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">'
        '<link rel="alternate" hreflang="de" href="/de/">'
    )
    assert sight_of(page(links)).feeds == {f"{NEWS}/feed/": "News"}


def test_a_feed_without_an_address_is_none() -> None:
    assert sight_of(page('<link rel="alternate" type="application/rss+xml" title="News" href="http://[">')).feeds == {}


def test_links_to_other_owners_are_left_out() -> None:
    hrefs = ("/a", "https://m.news.example/b", "https://other.test/c", "#x", "mailto:x@news.example", "http://[")
    html = "".join(f'<a href="{href}">A link</a>' for href in hrefs)
    assert [anchor.url for anchor in sight_of(page(html)).anchors] == [f"{NEWS}/a", "https://m.news.example/b"]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ('<?xml version="1.0"?><rss version="2.0">', "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        ("<urlset>", "sitemap"),
        ("<!DOCTYPE html><html>", "html"),
        ('{"a": 1}', "other"),
    ],
)
def test_an_answer_is_told_by_its_beginning(html: str, kind: str) -> None:
    assert kind_of_answer(page(html)) == kind


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://finance.example.com.cn/a", "example"),
        ("https://www.36-paper.com/", "site_36_paper"),
        ("http://localhost:8000/", "local"),
    ],
)
def test_a_file_is_named_after_the_host(url: str, name: str) -> None:
    assert site_id(url) == name


DRAFT = Draft(
    id="harbour",
    name="Harbour: Times",
    language="en-GB",
    timezone="Europe/London",
    home=f"{NEWS}/",
    domains=["news.example"],
    checked="2026-10",
    articles=[r"//[^/]+/(?:19|20)\d\d/[^/?#]+\.html(?:[?#]|$)"],
    sources=[
        Source(kind="html", url=f"{NEWS}/markets/", channel="markets", found="", entries=4),
        Source(kind="rss", url=f"{NEWS}/feed?a={{b}}", channel="Latest: news", found="", entries=4),
        Source(kind="rss", url=f"{NEWS}/other", channel="Other", found="", entries=4),
        Source(kind="sitemap", url=f"{NEWS}/news.xml", channel="sitemap", found="", entries=4),
    ],
    unproven=["timezone"],
)


@pytest.mark.parametrize("language", ["en-GB", "zh-CN", ""])
def test_what_is_written_is_a_site_file(tmp_path: Path, language: str) -> None:
    path = tmp_path / "harbour.yaml"
    path.write_text(draft_text(replace(DRAFT, language=language), NEWS), "utf-8")
    site = read_site(path)
    assert (site.name, site.unproven, site.articles[0].pattern) == ("Harbour: Times", "timezone", DRAFT.articles[0])
    assert list(site.channels) == ["markets", "Latest: news", "Other", "sitemap"]
