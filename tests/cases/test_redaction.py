"""Scripts go, structure stays, words become filler wherever a page keeps them."""

from __future__ import annotations

import pytest

from newscrawl.cases.filler import Filler
from newscrawl.cases.redaction import Rewriter

REDACT = Rewriter(Filler())
STRIP = Rewriter(None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<style>p {}</style><p>a</p>", "<p>a</p>"),
        ('<p onclick="go()" class="x">a</p>', '<p class="x">a</p>'),
        (
            '<script type="application/ld+json">{"a": 1}</script>',
            '<script type="application/ld+json">{"a": 1}</script>',
        ),
        ("<p>a<p>b<div>c", "<p>a<p>b<div>c"),
        ('<p title="a > b">c', '<p title="a > b">c'),
    ],
)
def test_scripts_go_and_the_rest_stays(before: str, after: str) -> None:
    assert STRIP.page(before) == after


def test_embedded_json_stays_without_the_code_around_it() -> None:
    page = '<script>boot();window.__STATE__ = {"title": "x"};run("Secret words here")</script>'
    assert Rewriter(None, scripts="json").page(page) == '<script>window.__STATE__ = {"title": "x"};</script>'
    assert STRIP.page(page) == ""


def test_code_that_a_rule_reads_stays_without_its_words() -> None:
    page = (
        "<script>// Secret words here\nvar _pb = [['at', '2026-10-12 07:31'], ['title', 'Secret words here']];</script>"
    )
    kept = Rewriter(Filler(), scripts="code").page(page)
    assert kept.startswith("<script>\nvar _pb = [['at', '2026-10-12 07:31'], ['title', '")
    assert "Secret" not in kept
    assert STRIP.page(page) == ""


@pytest.mark.parametrize(
    "page",
    [
        "<p>Secret words here</p>",
        '<img alt="Secret words here">',
        '<meta name="description" content="Secret words here">',
        '<div data-blurb="Secret words here">',
        '<div data-social-blurb="%20Secret%20words%20here%20and%20there">',
        '<a href="https://share.example/?text=Secret+words+here">',
        '<a href="mailto:?body=Secret%20words%20here%20and%20there">',
        '<meta content="He said "Secret words here" to us">',
        '<script type="application/ld+json">{"headline": "Secret words here"}</script>',
        '<script type="application/ld+json">{"headline": "so "Secret words here" it is"}</script>',
        '<script type="application/ld+json">{"body": "<p>Secret <b>words</b> here</p>"}</script>',
        '<div data-props="{&quot;a&quot;: &quot;Secret words here&quot;}">',
        "<!-- Secret words here -->",
        "<item><title><![CDATA[Secret words here]]></title></item>",
        '{"title": "Secret words here"}',
        '{"title": "\\u0053ecret words here"}',
        'callback({"ext": "{\\"intro\\": \\"Secret words here\\"}"})',
        '<img src="https://img.news.test/secret-words-here-again.jpg">',
    ],
)
def test_words_go_wherever_they_stand(page: str) -> None:
    redacted = REDACT.page(page).lower()
    assert "secret" not in redacted
    assert "words" not in redacted.replace("keywords", "")


@pytest.mark.parametrize(
    "page",
    [
        '<div class="article-body" id="main" data-id="a1b2">',
        '<a href="https://news.test/2026/rates-rise.html">',
        '<meta property="og:type" content="article">',
        '<time datetime="2026-07-20T09:30:00Z">',
        "<!-- news_keyword_pub,sh600519 -->",
        '{"id": "abc", "type": "NewsArticle", "datePublished": "2026-07-20T09:30:00Z", "url": "https://news.test/a"}',
        '<guid isPermaLink="false">https://news.test/?p=12</guid>',
        "<pubDate>Mon, 20 Jul 2026 09:30:00 GMT</pubDate>",
    ],
)
def test_structure_stays(page: str) -> None:
    assert REDACT.page(page) == page


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<img src="https://img.news.test/a/1.jpg">', '<img src="https://img.news.test.example/a/1.jpg">'),
        ('<img data-src="//img.news.test/a/1">', '<img data-src="//img.news.test.example/a/1">'),
        (
            '<meta property="og:image" content="https://i.test/x">',
            '<meta property="og:image" content="https://i.test.example/x">',
        ),
        ('{"pic": "https://i.test/x.png"}', '{"pic": "https://i.test.example/x.png"}'),
        (
            '<p style="background: url(https://i.test/x.png)">',
            '<p style="background: url(https://i.test.example/x.png)">',
        ),
    ],
)
def test_pictures_are_an_examples(before: str, after: str) -> None:
    assert REDACT.page(before) == after


def test_keys_stay_and_the_layout_of_json_too() -> None:
    before = '{"title" : "Secret",\n  "n": 1.50, "list": ["Two words", null]}'
    after = REDACT.page(before)
    assert after.startswith('{"title" : "')
    assert after.endswith('"n": 1.50, "list": ["' + after.split('["')[1])
    assert len(after) == len(before)
