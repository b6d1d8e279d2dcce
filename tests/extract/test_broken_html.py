"""Extraction meets any page with an article or with one of the project's own errors, never with another."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl.clean import clean_body
from newscrawl.clean.tree import MOST_TAGS
from newscrawl.errors import NewscrawlError
from newscrawl.extract import asides, bylines, clean_article, extract_article, next_page, page_of
from newscrawl.extract.dates import parse_moment
from newscrawl.extract.decoding import decode
from newscrawl.extract.document import Document
from newscrawl.extract.people import People
from newscrawl.extract.survey import MAX_BOXES
from newscrawl.items import Page
from newscrawl.sites import load_sites

if TYPE_CHECKING:
    from types import ModuleType

AT = datetime(2026, 7, 20, tzinfo=UTC)
WORDS = "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成。" * 12
TAGS = (
    "html head body title meta link base script style div p span a b img table tr td ul li h1 h2 time article main svg "
    "math iframe noscript template form select option br hr pre blockquote figure figcaption font frameset frame"
).split()
ATTRIBUTES = "class id style href src alt content name property itemprop datetime lang rel type http-equiv".split()
VALUES = (
    "date title artibody article:published_time og:title og:image og:url author keywords datePublished canonical "
    "application/ld+json refresh 2026-07-01 2026-13-45T99:99:99+99:99 2026年7月1日 09:30 http://[bad javascript:x // "
    "data:image/png;base64,x http://news.example:99999/ \x00 \ud800 0 -1 1e999 {{ }} {% %}"
).split()
JSON = (
    '{"@type":"NewsArticle","headline":[],"author":{"name":{}},"datePublished":7,"image":[[]]}',
    '{"@type":["NewsArticle",null],"headline":null,"author":[null,7,"x"],"image":{"url":[]},"isAccessibleForFree":[]}',
    '{"@graph":[{"@type":{}},7,null]}',
    "[",
    '{"@type":"NewsArticle","articleBody":{},"datePublished":"0000-00-00","author":{"@list":[]},"image":7}',
)

attribute = st.tuples(
    st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES) | st.text(max_size=12), st.sampled_from("\"' >")
)
piece = st.one_of(
    st.builds(
        lambda tag, attributes, end: f"<{tag}" + "".join(f" {n}={q}{v}{q}" for n, v, q in attributes) + end,
        st.sampled_from(TAGS),
        st.lists(attribute, max_size=3),
        st.sampled_from([">", ">", ">", "/>", "", ' x="', "<"]),
    ),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(
        [
            WORDS,
            "2026年07月01日 09:30",
            "新厂房启用",
            "来源：",
            "作者：",
            "<!--",
            "-->",
            "<![CDATA[",
            "&#0;",
            "&#xD800;",
        ]
    ),
    st.builds('<script type="application/ld+json">{}</script>'.format, st.sampled_from(JSON)),
    st.text(max_size=20),
)
pages = st.lists(piece, max_size=25).map("".join)


def meets(html: str, site: str = "") -> None:
    page = Page(url="https://finance.sina.com.cn/a/2026-07-01/doc-x.shtml", html=html, fetched_at=AT)
    with suppress(NewscrawlError):
        clean_article(extract_article(page, load_sites()[site] if site else None))


@given(pages)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_page(html: str) -> None:
    meets(html)


@given(pages)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_page_by_a_site_file(html: str) -> None:
    meets(html, "sina_finance")


@given(pages)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_page_around_an_article(html: str) -> None:
    meets(
        f"<title>新厂房启用</title>{html}<h1>新厂房启用</h1><p class=date>2026-07-01 09:30</p><div>{WORDS}{html}</div>"
    )


@given(
    st.binary(max_size=200),
    st.sampled_from(
        [
            "",
            "text/html; charset=x",
            "text/html; charset=utf-16",
            "text/html; charset=zlib",
            "text/html; charset=undefined",
            "hz",
            "\x00",
        ]
    ),
)
@settings(max_examples=300, deadline=None)
def test_any_bytes(body: bytes, content_type: str) -> None:
    with suppress(NewscrawlError):
        page = page_of(
            "https://news.example/a", body + WORDS.encode("gb18030"), fetched_at=AT, content_type=content_type
        )
        extract_article(page)


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-01 09:30+99:99",
        "1 juıllet 2026 09:30",
        "1 ſeptember 2026 09:30 EſT",
        "99999999999999天前",
        f"{'9' * 450}天前",
        "3 mınutes ago",
        "9" * 13,
        "2026-02-30 25:61",
    ],
)
def test_times_that_are_none_or_nearly(text: str) -> None:
    parse_moment(text, "Asia/Shanghai", AT)


@pytest.mark.parametrize(
    "charset", ["zlib", "rot13", "unicode_escape", "undefined", "idna", "punycode", "\x00", "x" * 500]
)
def test_charsets_that_are_none(charset: str) -> None:
    content_type = f"text/html; charset={charset}"
    assert WORDS[:5] in decode(f"\\ud800{WORDS}".encode("gb18030"), content_type)[0]


DEEP = {
    "closed": "<div>" * 10_000 + WORDS + "</div>" * 10_000,
    "unclosed": "<div>" * 10_000 + WORDS,
    "inline": "<p>" + "<b>" * 10_000 + WORDS,
    "lists": "<ul><li>" * 10_000 + WORDS,
    "tables": "<table><tr><td>" * 3_000 + WORDS,
    "quotes after the text": f"<div><p>{WORDS}</p>" + "<blockquote>" * 10_000 + WORDS,
    "a word a level behind the text": f"<div><p>{WORDS}</p>" + "<small>厂房" * 10_000,
    "comments": "<!--" * 10_000 + WORDS,
    "attribute without end": f'<p>{WORDS}</p><img alt="' + "<p>" * 10_000,
    "attributes": f"<p>{WORDS}</p><img " + " ".join(f"a{n}=1" for n in range(10_000)) + ">",
    "no body": "<frameset>" * 100,
}


UNTREELY = {
    "address in a link": f'<p>{WORDS}</p><p><a href=" /a&#2;.html&#10;">{WORDS}</a></p>',
    "address of a picture": f'<p>{WORDS}</p><img src=" /a\x01.jpg " alt="&#3;\ufffe">',
    "text behind a headline": f"<h1>新厂房启用</h1>\x02{WORDS}&#31;<p>{WORDS}</p>",
    "text behind an aside": f"<p>{WORDS}</p><div class=share><a href=/>分享</a></div>&#5;{WORDS}<p>{WORDS}</p>",
}


@pytest.mark.parametrize("name", UNTREELY)
def test_characters_that_a_page_may_hold_and_no_tree_takes(name: str) -> None:
    page = Page(
        url="https://news.example/a/1.html",
        html=f"<title>新厂房启用</title><h1>新厂房启用</h1><p>2026-07-01 09:30</p><div>{UNTREELY[name]}</div>",
        fetched_at=AT,
    )
    body = clean_article(extract_article(page)).body
    assert WORDS in body
    assert not set(body) & {*map(chr, range(1, 9)), "\x1f", "\ufffe"}


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="http://[quoted]/">',
        '<meta property="og:url" content="//[/">',
        '<base href="http://[/">',
        '<link rel="canonical" href="http://news.example:port/a">',
    ],
)
def test_addresses_that_are_none(head: str) -> None:
    page = Page(
        url="https://news.example/a/1.html",
        html=f"<head><title>新厂房启用</title>{head}</head><h1>新厂房启用</h1><p>2026-07-01 09:30</p><p>{WORDS}</p>"
        '<a href="2.html">下一页</a><a href="http://[/">2</a>',
        fetched_at=AT,
    )
    assert clean_article(extract_article(page)).canonical_url == page.url
    assert next_page(page, None) == ""


def test_a_page_of_a_million_boxes_is_read_to_a_bound() -> None:
    markup = f"<div><p>{WORDS}</p>" + "<p>一</p>" * (MAX_BOXES + 10_000)
    assert len(Document(Page(url="https://news.example/a", html=markup, fetched_at=AT)).boxes) == MAX_BOXES
    fragment = clean_body(markup)
    assert WORDS in fragment
    assert fragment.count("<p>") == MOST_TAGS // 2 - 1


def test_what_an_unclosed_byline_swallows_is_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    class Counting:
        def search(self, line: str) -> None:
            looked.append(len(line))

    monkeypatch.setattr(bylines, "GOES_ON", Counting())
    html = '<title>A new plant opens</title><h1>A new plant opens</h1><a rel="author">' + "<b>Anna</b> " * 5_000
    list(People(Document(Page(url="https://news.example/a", html=html, fetched_at=AT))).authors())
    assert looked
    assert max(looked) <= 2 * bylines.MAX_BYLINE


def counted(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> list[int]:
    """Count the calls of a function in the list's length."""
    calls: list[int] = []
    function = getattr(module, name)

    def counting(*arguments: Any, **named: Any) -> Any:
        calls.append(1)
        return function(*arguments, **named)

    monkeypatch.setattr(module, name, counting)
    return calls


def test_thousands_of_lines_called_an_authors_are_not_all_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counted(monkeypatch, bylines, "_read")
    meets(f"<title>新厂房启用</title><h1>新厂房启用</h1><p>{WORDS}</p>" + f"<p class=author>{WORDS[:29]}</p>" * 5_000)
    assert 0 < len(calls) < 3 * bylines.MAX_FAR


def test_what_stands_above_a_text_is_not_looked_for_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counted(monkeypatch, asides, "_is_time")
    meets(f"<title>新厂房启用</title><h1>新厂房启用</h1><div><p>{WORDS}</p>" + "<section>一</section>" * 20_000)
    assert 0 < len(calls) <= asides.HEAD_ELEMENTS


@pytest.mark.parametrize("name", DEEP)
def test_deep_and_endless(name: str) -> None:
    meets(f"<title>新厂房启用</title><h1>新厂房启用</h1><p>2026-07-01 09:30</p>{DEEP[name]}")
    meets(DEEP[name])
