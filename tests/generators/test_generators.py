"""Six generators build every article there is: each page is there, and every character shows as itself."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from browser import open_pages, pages_of
from bs4 import BeautifulSoup
from builds import BUILDS
from made_articles import TAGS, TITLES, all_articles

from newscrawl.render.text import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Blog

FULL_WIDTH = str.maketrans('<>"', "＜＞＂")
"""What Pelican's titles and names show instead, since its themes print them as HTML."""
COUNTED = ["pre", "h1", "h2", "hr", "table", "img", "li", "a"]


def shown(text: str, *, typography: bool = True) -> str:
    """Return what a reader sees, without white space, and without the typography that generators give Markdown."""
    for fancy, plain in {"“": '"', "”": '"', "‘": "'", "’": "'"}.items() if typography else ():
        text = text.replace(fancy, plain)
    if typography:
        text = re.sub("[-–—]+", "-", text).replace("…", "...").replace("''", '"').replace("``", '"')
    return "".join(text.split())


@cache
def read(body: str) -> BeautifulSoup:
    return BeautifulSoup(body, "html5lib")


def literal(blog: Blog, text: str) -> str:
    return text.translate(FULL_WIDTH) if blog.build.blog == "pelican" else text


def test_every_post_has_its_page_and_there_is_no_other(blog: Blog) -> None:
    assert sorted(blog.site.pages) == sorted(path for path, _ in blog.posts.values())
    assert len(blog.posts) == len(all_articles()) > 400


def test_titles(blog: Blog) -> None:
    expected = {name: literal(blog, one_line(article.title)) for name, article in all_articles().items()}
    assert {name: blog.page(name).title for name in blog.posts} == expected


def test_titles_in_the_head(blog: Blog) -> None:
    pages = {case: blog.page(f"hostile title {case}") for case in TITLES}
    other = [case for case, page in pages.items() if "".join(page.title.split()) not in "".join(page.head.split())]
    # Pelican's themes undo the entities of a title there, so a title that spells one out shows the character
    assert other == (["ampersand"] if blog.build.blog == "pelican" else [])


def test_dates(blog: Blog) -> None:
    expected = {name: article.published.replace(microsecond=0) for name, article in all_articles().items()}
    assert {name: blog.page(name).date for name in blog.posts} == expected


@pytest.mark.parametrize("kind", ["hostile", "payload", "heavy", "sample", "demo"])
def test_text(blog: Blog, kind: str) -> None:
    articles = {name: article for name, article in all_articles().items() if name.startswith(kind)}
    if not articles:
        pytest.skip("NEWSCRAWL_CORPUS names no folder with samples beside it")
    typography = blog.build.body == "markdown"
    for name, article in articles.items():
        meant = shown(read(article.body).get_text(), typography=typography)
        assert shown(blog.page(name).content.get_text(), typography=typography) == meant, name


def test_elements(blog: Blog) -> None:
    markdown = blog.build.body == "markdown"
    for name, article in all_articles().items():
        built, meant = blog.page(name).content, read(article.body)
        for counted in COUNTED if not markdown else ["h1", "h2", "table", "img"]:
            assert len(built.find_all(counted)) == len(meant.find_all(counted)), f"<{counted}> in {name}"


def test_no_template_ran(blog: Blog) -> None:
    """What stood in braces stands there still, wherever the page shows it."""
    assert "{{7*7}}" in shown(blog.page("hostile body expression").content.get_text())
    for path, page in blog.site.pages.items():
        assert "49" not in page.title or "49" in path
    for name in ("body expression", "title braces", "category braces", "body hugo shortcode"):
        text = "".join(blog.page(f"hostile {name}").content.get_text().split())
        assert "49" not in text
        assert "youtube.com" not in str(blog.page(f"hostile {name}").content)


def test_nothing_runs_that_the_article_did_not_say(blog: Blog) -> None:
    for page in blog.site.pages.values():
        assert page.content.find(["script", "iframe", "object", "embed", "style"]) is None
        assert not [tag for tag in page.content.find_all(True) if any(name.startswith("on") for name in tag.attrs)]


SEEN_ALREADY = ("hexo-markdown", "hugo-apt-clean", "hugo-new-markdown", "eleventy-clean", "astro-markdown")
"""Builds that the browser does not look at: each generator and each body is among the others."""


def test_a_browser_finds_nothing_to_run(blog: Blog, tmp_path: Path) -> None:
    """Every kind of page is open in Chromium, every event is fired: no dialog, no word on the console, no request."""
    if blog.build in [BUILDS[name] for name in SEEN_ALREADY]:
        return
    seen = open_pages(blog.site.folder, tmp_path / "profile")
    assert seen.opened == pages_of(blog.site.folder)
    assert len(seen.opened) > 100
    assert seen.quiet, seen


def test_tags_stay_text(blog: Blog) -> None:
    # Hexo sorts them
    assert sorted(blog.page("hostile title 007").tags) == sorted(literal(blog, tag) for tag in TAGS)


def test_categories(blog: Blog) -> None:
    for name, article in all_articles().items():
        if name.startswith("hostile category"):
            whole = article.categories[-1:] if blog.build.blog == "pelican" else article.categories
            assert blog.page(name).categories == whole, name
