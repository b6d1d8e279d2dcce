"""Every payload as a post: inert, the same text, inside the folder; read by parsers that the product does not use."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest
from bs4 import BeautifulSoup
from payloads import AFTER, BEFORE, BODIES, LARGE, NAMES, POSTS, TAGS, TITLES, article
from reading import assert_inert, assert_safe_path, read, unspaced

from newscrawl.clean import CleanRules, clean_body
from newscrawl.errors import UnsafePost
from newscrawl.extract import clean_article
from newscrawl.folders import LocalFolder
from newscrawl.render import (
    EXTRA_KEYS,
    STYLES,
    Blog,
    BodyMode,
    PostOptions,
    check_post,
    post_path,
    problems_of,
    render_post,
    with_suffix,
)
from newscrawl.render.text import one_line, printable
from newscrawl.store import write_post

MODES: tuple[BodyMode, ...] = ("clean", "markdown")
SIZE = 400
"""About how many tags the large bodies have here; the same bodies were tried with 10,000."""
SWALLOWED = {"form mutation", "attribute without end"}
"""Never closed, so every parser takes the rest of the page into it."""


def options(mode: BodyMode) -> PostOptions:
    return PostOptions(body=mode, extra=EXTRA_KEYS)


def test_there_are_enough() -> None:
    assert len(POSTS) == len(BODIES) + len(TITLES) + len(NAMES) >= 300


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", [name for name, made in POSTS.items() if one_line(made.title)])
def test_the_post_is_inert_and_says_the_same(name: str, mode: BodyMode, tmp_path: Path) -> None:
    made = POSTS[name]
    post = render_post(made, options(mode))
    check_post(post, made, options(mode))
    assert render_post(made, options(mode)) == post
    shown = read(post, mode)
    assert_inert(shown)
    assert shown.text == unspaced(printable(read_fragment(made.body)))
    assert shown.header["title"] == one_line(made.title)
    assert shown.header["categories"] == [one_line(category) for category in made.categories]
    assert shown.header["tags"] == list(dict.fromkeys(one_line(tag) for tag in TAGS))
    assert_safe_path(post.path)
    assert problems_of(post.path, post.text) == []
    write_post(LocalFolder(tmp_path / "posts"), post.path, post.text)
    assert (tmp_path / "posts" / post.path).read_bytes().decode() == post.text
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [tmp_path / "posts" / post.path]


@pytest.mark.parametrize("blog", STYLES)
def test_a_post_without_a_title_is_refused(blog: Blog) -> None:
    """One ends the build of Astro, Pelican leaves it out, and Jekyll shows the file's name."""
    made = POSTS["title only spaces"]
    with pytest.raises(UnsafePost, match="the title is empty"):
        check_post(render_post(made, PostOptions(blog=blog)), made, PostOptions(blog=blog))


def read_fragment(html: str) -> str:
    return BeautifulSoup(html, "html5lib").get_text()


@pytest.mark.parametrize("name", BODIES)
def test_a_reader_sees_what_is_text_and_nothing_around_it_is_lost(name: str) -> None:
    payload = BODIES[name]
    text = read(render_post(POSTS[f"body {name}"], options("clean")), "clean").text
    assert text.startswith(unspaced(BEFORE))
    if name not in SWALLOWED:
        assert unspaced(AFTER) in text
    if payload.shows is not None:
        assert text == unspaced(BEFORE + payload.shows + AFTER)


@pytest.mark.parametrize("name", TITLES)
def test_the_title_is_what_was_meant(name: str) -> None:
    payload = TITLES[name]
    header = read(render_post(POSTS[f"title {name}"], options("clean")), "clean").header
    assert header["title"] == (payload.shows or "").strip()


@pytest.mark.parametrize("blog", STYLES)
def test_verify_finds_nothing_in_our_own_posts(blog: Blog) -> None:
    for name, made in POSTS.items():
        post = render_post(made, PostOptions(blog=blog, extra=EXTRA_KEYS))
        assert problems_of(post.path, post.text, blog) == [] or not one_line(made.title), name


@pytest.mark.parametrize("blog", STYLES)
@pytest.mark.parametrize("name", NAMES)
def test_the_path_is_safe_for_every_generator(name: str, blog: Blog) -> None:
    assert_safe_path(post_path(POSTS[f"name {name}"], PostOptions(blog=blog)))


@pytest.mark.parametrize("name", NAMES)
def test_two_posts_of_a_name_are_told_apart(name: str) -> None:
    path = render_post(POSTS[f"name {name}"]).path
    other = with_suffix(path, "0" * 64)
    assert_safe_path(other)
    assert other != path


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", LARGE)
def test_large_bodies(name: str, mode: BodyMode) -> None:
    made = clean_article(article(name, body=f"<p>{BEFORE}</p>{LARGE[name](SIZE)}<p>{AFTER}</p>"))
    post = render_post(made, options(mode))
    check_post(post, made, options(mode))
    shown = read(post, mode)
    assert_inert(shown)
    assert shown.text.startswith(unspaced(BEFORE))
    assert shown.text.endswith(unspaced(AFTER))


@pytest.mark.parametrize("name", LARGE)
def test_a_post_grows_no_faster_than_its_page(name: str) -> None:
    """Bounded by size, not by the clock: nothing is blown up on the way."""
    for size in (SIZE, 4 * SIZE):
        body = LARGE[name](size)
        clean = clean_body(body, CleanRules(base_url="https://news.example/"))
        assert len(clean) <= 8 * len(body)
        for mode in MODES:
            post = render_post(clean_article(article(name, body=f"<p>{BEFORE}</p>{body}")), PostOptions(body=mode))
            assert len(post.text) <= 150_000 + 12 * len(body)  # a table's spans are filled up to a limit


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["paragraphs", "pictures", "cells", "brackets"])
def test_work_grows_with_the_size_only(name: str, mode: BodyMode) -> None:
    """Count lines of Python, not seconds: four times the page must not cost sixteen times the work."""
    small, large = (_lines_run(name, mode, size) for size in (250, 1_000))
    assert large < 5 * small


def _lines_run(name: str, mode: BodyMode, size: int) -> int:
    made = article(name, body=f"<p>{BEFORE}</p>{LARGE[name](size)}")
    lines = 0

    def count(frame: FrameType, event: str, argument: object) -> object:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)  # type: ignore[arg-type]
    try:
        clean = clean_article(made)
        check_post(render_post(clean, options(mode)), clean, options(mode))
    finally:
        sys.settrace(before)
    return lines
