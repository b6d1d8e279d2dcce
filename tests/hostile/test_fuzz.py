# ruff: noqa: E501
"""Random pages, bodies and fields become posts: no crash, everything reads back, the second rendering is identical.

By default 22,000 examples in some two minutes. Longer, with another seed each time::

    NEWSCRAWL_FUZZ=50 pytest tests/hostile/test_fuzz.py

runs fifty times as many.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from payloads import BODIES, NAMES, TAGS, TITLES
from reading import assert_inert, assert_safe_path, read, read_header, unspaced

from newscrawl.clean import CleanRules, clean_body
from newscrawl.errors import NewscrawlError, UnsafePost
from newscrawl.extract import clean_article, extract_article
from newscrawl.items import Article, Image, Page
from newscrawl.render import (
    EXTRA_KEYS,
    STYLES,
    PostOptions,
    check_post,
    post_path,
    problems_of,
    render_post,
    with_suffix,
)
from newscrawl.render.text import one_line

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

FACTOR = int(os.environ.get("NEWSCRAWL_FUZZ", "1"))
"""How many times the examples of a normal run."""


def examples(number: int) -> settings:
    return settings(
        max_examples=number * FACTOR,
        deadline=None,
        # the same examples in every normal run, so that CI fails for a change only
        derandomize=FACTOR == 1,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


TAG_NAMES = (
    "p div b i a img table tr td th ul ol li pre code h1 h3 blockquote figure figcaption br hr span font svg math "
    "script style iframe embed noscript template form title textarea xmp plaintext select option sub del"
).split()
ATTRIBUTES = (
    'href="javascript:alert(1)"', 'href="https://x.example/?a=1&b={{x}}"', 'src="https://img.example/1.png"', "src=x",
    "onerror=alert(1)", 'alt="&quot;{% x %}"', "style=position:fixed", "class=a", "colspan=3", "rowspan=2", "start=7",
    'title="><script>"', "data-src=//img.example/2.png", "{{x}}", "id='a b'", 'srcset="a 1x, b 2x"',
)  # fmt: skip
WORDS = (
    "甲", "乙厂表示，价格不变。", "a b", "1.", "- ", "# ", "> ", "---", "```", "~~~", "    ", "\n", "\n\n", "\t", "\r\n", "|",
    "{{ x }}", "{% x %}", "{# x", "<%= x %>", "{{< x >}}", "<!-- more -->", "<!--", "-->", "]]>", "<![CDATA[", "&lt;",
    "&amp;lt;", "&#123;", "&#0;", "&nbsp;", "<", ">", "&", '"', "'", "`", "*", "**", "_", "[", "](", ")", "!", "\\", "$", "www.a.example",
    "https://a.example/b_c", "@", "\x00", "\u2028", "\u200b", "\u202e", "\ufffc", "\ufdd0", "\ue000", "\U0001f3a7", "\u3000\u3000", "价" * 50,
)  # fmt: skip
OPEN = st.tuples(st.sampled_from(TAG_NAMES), st.lists(st.sampled_from(ATTRIBUTES), max_size=2)).map(
    lambda tag: f"<{' '.join([tag[0], *tag[1]])}>"
)
CLOSE = st.sampled_from(TAG_NAMES).map("</{}>".format)
PIECE = st.one_of(OPEN, CLOSE, st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(max_size=4))
HTML = st.lists(PIECE, max_size=24).map("".join)
PAYLOAD = st.sampled_from([payload.value for payload in BODIES.values()])
LINE: SearchStrategy[str] = st.one_of(
    st.text(max_size=12),
    st.lists(st.sampled_from([*WORDS, ": ", " #", "'", "no", "007", "%", "..", "/", "CON", "2022-08-04"]), max_size=5).map("".join),
    st.sampled_from([*(payload.value for payload in [*TITLES.values(), *NAMES.values()]), *TAGS]),
)  # fmt: skip
MOMENT = st.datetimes(datetime(1980, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))
CHOICES = {
    "author": st.sampled_from(["site", "byline"]),
    "extra": st.just(EXTRA_KEYS),
    "timezone": st.sampled_from(["", "Asia/Shanghai", "America/New_York"]),
}
OPTIONS = st.builds(PostOptions, body=st.sampled_from(["clean", "markdown"]), **CHOICES)
OTHERS = st.sampled_from(
    [(blog, body) for blog, style in STYLES.items() if blog != "hexo" for body in style.bodies]
).flatmap(lambda pair: st.builds(PostOptions, blog=st.just(pair[0]), body=st.just(pair[1]), **CHOICES))
RULES = CleanRules(base_url="https://news.example/a/b.html")


def article(body: str, title: str = "铜价", **fields: object) -> Article:
    plain = Article(
        url="https://news.example/a",
        canonical_url="https://news.example/a",
        site="",
        channel="",
        categories=("组", "站"),
        title=title,
        published=datetime(2026, 7, 20, tzinfo=UTC),
        body=body,
    )
    return replace(plain, **fields)


def assert_good(made: Article, options: PostOptions) -> None:
    """Render, check, and read with other parsers; without a title there is no post."""
    post = render_post(made, options)
    if not one_line(made.title):
        with pytest.raises(UnsafePost, match="the title is empty"):
            check_post(post, made, options)
        return
    check_post(post, made, options)
    assert render_post(made, options) == post
    shown = read(post, options.body)
    assert_inert(shown)
    assert_safe_path(post.path)
    assert shown.header["title"] == one_line(made.title)
    assert problems_of(post.path, post.text) == []


@given(HTML)
@examples(2_500)
def test_bodies(html: str) -> None:
    body = clean_body(html, RULES)
    assert clean_body(body, RULES) == body
    if unspaced(body):
        assert_good(article(body), PostOptions(body="clean"))


@given(HTML)
@examples(2_000)
def test_bodies_as_markdown(html: str) -> None:
    body = clean_body(html, RULES)
    if unspaced(body):
        assert_good(article(body), PostOptions(body="markdown"))


@given(st.lists(st.one_of(PAYLOAD, HTML), min_size=2, max_size=5).map("".join), OPTIONS)
@examples(1_000)
def test_payloads_side_by_side(html: str, options: PostOptions) -> None:
    body = clean_body(html, RULES)
    if unspaced(body):
        assert_good(article(body), options)


@given(
    title=LINE,
    categories=st.lists(LINE, min_size=2, max_size=3).map(tuple),
    published=MOMENT,
    modified=MOMENT,
    authors=st.lists(LINE, max_size=2).map(tuple),
    keywords=st.lists(LINE, max_size=3).map(tuple),
    tickers=st.lists(LINE, max_size=2).map(tuple),
    summary=LINE,
    source=LINE,
    language=LINE,
    picture=LINE,
    options=OPTIONS,
)
@examples(2_000)
def test_fields(title: str, picture: str, published: datetime, options: PostOptions, **fields: object) -> None:
    made = article("<p>铜</p>", title, published=published, lead_image=Image(url=picture), **fields)
    assert_good(made, options)


@given(
    title=LINE,
    html=HTML,
    categories=st.lists(LINE, min_size=2, max_size=3).map(tuple),
    published=MOMENT,
    authors=st.lists(LINE, max_size=2).map(tuple),
    keywords=st.lists(LINE, max_size=3).map(tuple),
    summary=LINE,
    source=LINE,
    picture=LINE,
    options=OTHERS,
)
@examples(750)
def test_other_generators(title: str, html: str, picture: str, options: PostOptions, **fields: object) -> None:
    body = clean_body(html, RULES)
    if not unspaced(body) or not one_line(title):
        return
    made = article(body, title, lead_image=Image(url=picture), **fields)
    post = render_post(made, options)
    check_post(post, made, options)
    assert render_post(made, options) == post
    assert_safe_path(post.path)
    header = read_header(post.text)
    # Pelican's header has no escapes: see its style
    assert options.blog == "pelican" or header["title"] == one_line(title)
    assert header["title"]


@given(st.lists(LINE, min_size=1, max_size=4).map(tuple), LINE)
@examples(1_500)
def test_paths(categories: tuple[str, ...], title: str) -> None:
    path = post_path(article("", title, categories=categories))
    assert_safe_path(path)
    assert_safe_path(with_suffix(path, "0" * 64))


@given(HTML, HTML, LINE, OPTIONS)
@examples(1_250)
def test_pages(head: str, body: str, title: str, options: PostOptions) -> None:
    text = "乙厂表示，价格在年底之前不会调整，客户可以按照原来的合同继续提货，不必另行申请。" * 2
    html = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1><p>2026-07-20 09:30</p><div><p>{text}</p>{body}</div>"
    page = Page(url="https://news.example/2026/a.html", html=html, fetched_at=datetime(2026, 7, 21, tzinfo=UTC))
    try:
        made = clean_article(extract_article(page))
    except NewscrawlError:
        return
    assert_good(made, options)
