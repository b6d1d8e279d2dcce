"""What one post can do to a whole blog, and what a blog's settings change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from builds import BUILDS, UNSAFE, ZONE, options_of
from made_articles import all_articles

from newscrawl.render import PostOptions, check_post, render_post

if TYPE_CHECKING:
    from collections.abc import Callable

    from builds import BuiltSite

TERMS = (
    *("../../x", "..", "/", "//etc", "a/b", "C:\\x", "%2e%2e/x", "index.html", "404", "page", "con"),
    *("__proto__", "constructor", "hasOwnProperty", "toString", "all", "length", "categories"),
    *("{% raw %}", "<script>alert(1)</script>", "x;y", "a,b", "&lt;b", "中" * 28, "中" * 300, "x" * 300, "#", "站"),
)
"""Tags and categories that ended some generator's build, or that led out of their folder."""
TRIED = ["hugo-apt-markdown", "hugo-new-markdown", "jekyll", "pelican", "eleventy-clean", "astro-clean"]


@pytest.mark.parametrize("name", TRIED)
def test_no_tag_or_category_ends_a_build(name: str, build_posts: Callable[..., BuiltSite]) -> None:
    build = BUILDS[name]
    base = all_articles()["hostile title 007"]
    posts = {}
    for number, term in enumerate(TERMS):
        article = replace(
            base,
            title=f"第 {number} 篇",
            canonical_url=f"https://news.example/{number}",
            keywords=(term, *TERMS),
            categories=("组", "站", term),
        )
        post = render_post(article, options_of(build))
        check_post(post, article, options_of(build))
        posts[str(post.path)] = post.text
    site = build_posts(build, posts)
    assert sorted(site.pages) == sorted(posts), site.log[-2000:]
    inside = {file.resolve().is_relative_to(site.folder.resolve()) for file in site.folder.rglob("*")}
    assert inside == {True}
    assert not (site.folder / "x").exists(), "a tag led out of the folder of the tags"


@pytest.mark.parametrize("timezone", ["UTC", "Asia/Shanghai"])
@pytest.mark.parametrize("name", TRIED)
def test_the_instant_survives_every_zone(name: str, timezone: str, build_posts: Callable[..., BuiltSite]) -> None:
    """The machine's zone, the blog's and that of the post differ; 20:30 UTC is the next day in Shanghai."""
    build = BUILDS[name]
    article = replace(all_articles()["hostile title 007"], published=datetime(2026, 7, 19, 20, 30, 5, tzinfo=UTC))
    posts = {}
    for zone in ("", ZONE, "America/New_York"):
        told_apart = replace(article, title=f"篇 {zone}", canonical_url=f"https://news.example/{zone}")
        post = render_post(told_apart, PostOptions(blog=build.blog, body=build.body, timezone=zone))
        posts[str(post.path)] = post.text
    site = build_posts(build, posts, timezone=timezone)
    assert [page.date for page in site.pages.values()] == [article.published] * 3


@pytest.mark.parametrize("name", ["hugo-apt-clean", "hugo-new-clean"])
def test_hugo_drops_html_unless_the_blog_allows_it(name: str, build_posts: Callable[..., BuiltSite]) -> None:
    """Why Hugo gets Markdown by default."""
    build = BUILDS[name]
    article = all_articles()["hostile title 007"]
    post = render_post(article, options_of(build))
    texts = []
    for config in (("", ""), UNSAFE):
        (page,) = build_posts(build, {str(post.path): post.text}, config=config).pages.values()
        texts.append(page.content.get_text().strip())
    assert texts == ["", "铜价今天上涨。"]


def test_pelicans_own_summary_would_be_live(build_posts: Callable[..., BuiltSite]) -> None:
    """Why Pelican's posts bring a summary: its theme undoes the entities of the text's first words in its head."""
    build = BUILDS["pelican"]
    body = '<p>"&gt;&lt;script&gt;alert(1)&lt;/script&gt; 铜价</p>'
    article = replace(all_articles()["hostile title 007"], body=body, summary="")
    text = render_post(article, options_of(build)).text
    without = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("Summary:"))
    scripts = []
    for post in (text, without):
        site = build_posts(build, {"a.md": post})
        (file,) = [file for file in site.folder.glob("*.html") if "007-" in file.name]
        scripts.append("<script>alert(1)</script>" in file.read_text("utf-8"))
    assert scripts == [False, True]


DRAFT_FLAGS = {
    "hugo-apt-markdown": ["--buildDrafts"],
    "hugo-new-markdown": ["--buildDrafts"],
    "jekyll": ["--drafts"],
}


@pytest.mark.parametrize("name", TRIED)
def test_drafts_are_not_published(name: str, build_posts: Callable[..., BuiltSite]) -> None:
    build = BUILDS[name]
    options = options_of(build, drafts_below=0.5)
    sure = replace(all_articles()["hostile title 007"], confidence={"title": 0.9, "published": 0.5, "body": 1.0})
    unsure = replace(sure, title="不确定", canonical_url="https://news.example/unsure", confidence={"title": 0.4})
    posts = {article.title: render_post(article, options) for article in (sure, unsure)}
    for article in (sure, unsure):
        check_post(posts[article.title], article, options)
    texts = {str(post.path): post.text for post in posts.values()}
    site = build_posts(build, texts)
    assert [page.title for page in site.pages.values() if page.title] == ["007"]
    if name in DRAFT_FLAGS:
        with_drafts = build_posts(build, texts, flags=DRAFT_FLAGS[name])
        assert {page.title for page in with_drafts.pages.values()} == {"007", "不确定"}
