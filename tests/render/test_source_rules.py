"""The source format's rules, one by one (the expected bodies are what cheerio 1.0.0-rc.3 and he print)."""

from __future__ import annotations

import pytest
from render_articles import article

from newscrawl.render import PostOptions, render_post
from newscrawl.render.source import source_body
from newscrawl.render.text import escape_braces, source_title

BASE = "https://news.example/a/1.shtml"
SOURCE = PostOptions(body="source")

BODIES = {
    "leading white space is lost, trailing stays": ("\n <p>一</p>\n\n", "<p>一</p>\n\n"),
    "leading comment and style are lost": ("<!-- x --><style>p{}</style><p>一</p>", "<p>一</p>"),
    "later comment and style stay": ("<p>一</p><!-- x --><style>p{}</style>", "<p>一</p><!-- x --><style>p{}</style>"),
    "scripts are removed": ("<p>一<script>var a='</p>';</script></p>", "<p>一</p>"),
    "missing end tags are added": ("<p>一<p>二", "<p>一</p><p>二</p>"),
    "tbody is added": ("<table><tr><td>1</table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"),
    "as in quirks mode, a table stands in an open paragraph": ("<p>一<table></table>", "<p>一<table></table></p>"),
    "void elements have no slash": ("<br/><hr/>", "<br><hr>"),
    "names become lower case, order is kept": ('<P ID="b" Class="a">一</P>', '<p id="b" class="a">一</p>'),
    "white space in class stays": ('<p class="a  b ">一</p>', '<p class="a  b ">一</p>'),
    "an empty value is printed as the bare name": ("<p style=\"\" id=''>一</p>", "<p style id>一</p>"),
    "entities are decoded once": ("<p>&amp;lt; &lt;b&gt; &amp; &nbsp;x &copy;</p>", "<p>&lt; <b> & \xa0x ©</p>"),
    "entities in attributes too": ('<p title="a&quot;b&amp;c">一</p>', '<p title="a"b&c">一</p>'),
    "entities in comments and style too": (
        "<p>一</p><!-- &lt; --><style>a&amp;b</style>",
        "<p>一</p><!-- < --><style>a&b</style>",
    ),
    "what noscript holds is text": (
        '<p>一</p><noscript><img src="x.png"></noscript>',
        '<p>一</p><noscript><img src="x.png"></noscript>',
    ),
    "svg is printed as XML": ('<svg width=""><path d="M0"></path></svg>', '<svg width=""><path d="M0"/></svg>'),
    "links become absolute": ('<a href="../b c.html">一</a>', '<a href="https://news.example/b%20c.html">一</a>'),
    "a link without address": ("<a name=x>一</a>", '<a name="x" href="https://news.example/a/undefined">一</a>'),
    "a link that cannot be resolved stays": ('<a href="http://">一</a>', '<a href="http://">一</a>'),
    "pictures become absolute, the policy comes last": (
        '<img src="//i.example/1.png" alt="x" onclick="f()" onerror="f()" onload="f()">',
        '<img src="https://i.example/1.png" alt="x" referrerpolicy="no-referrer">',
    ),
    "a lazy picture gets a copy of its address": (
        '<img data-src="/1.png" alt>',
        '<img data-src="/1.png" alt src="https://news.example/1.png" referrerpolicy="no-referrer">',
    ),
    "the first attribute with a picture's suffix counts": (
        '<img alt="x" title="b.jpg" data-src="/1.png">',
        '<img alt="x" title="b.jpg" data-src="/1.png" src="https://news.example/a/b.jpg" referrerpolicy="no-referrer">',
    ),
    "a picture without any address": ('<img alt="x">', '<img alt="x" referrerpolicy="no-referrer">'),
    "a policy that was there moves to the end": (
        '<img referrerpolicy="origin" src="/1.png">',
        '<img src="https://news.example/1.png" referrerpolicy="no-referrer">',
    ),
    "frames and players are left alone": (
        '<iframe src="/v" allowfullscreen></iframe><video src="/v.mp4"></video>',
        '<iframe src="/v" allowfullscreen></iframe><video src="/v.mp4"></video>',
    ),
    "text that is an address": ("https://news.example/x", "https://news.example/x"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("rule", BODIES)
def test_body(rule: str) -> None:
    served, expected = BODIES[rule]
    assert source_body(served, BASE) == expected


def test_body_nests_deeper_than_python_s_stack() -> None:
    assert source_body("<b>" * 1200 + "一", BASE).startswith("<b><b>")


TITLES = {
    "twelve characters": (':/\\?*“”<>|[]"', '____________"'),
    "the others survive": ("：？｜／（）！《》…—·'‘’&#%@+=,.-~^()!🎧", "：？｜／（）！《》…—·'‘’&#%@+=,.-~^()!🎧"),
    "outer space": ("　 铜价 \n", "铜价"),
    "nothing left": ("  ", " "),
    "weight 150 is whole": ("铜" * 75, "铜" * 75),
    "weight 151 is cut": ("铜" * 75 + "a", "铜" * 75 + "..."),
    "a wide character that would be too much": ("a" + "铜" * 75, "a" + "铜" * 74 + "..."),
    "an emoji weighs four": ("🎧" * 38, "🎧" * 37 + "..."),
}


@pytest.mark.parametrize("rule", TITLES)
def test_title(rule: str) -> None:
    title, expected = TITLES[rule]
    assert source_title(title) == expected


def test_whole_post() -> None:
    post = render_post(article(title="铜价{上涨}：a/b", body='<p style="x{}">一</p>\n'), SOURCE)
    assert post.text == (
        "\n---\ntitle: '铜价&#123;上涨&#125;：a_b'\ncategories: \n - 金融\n - 例报\n - 国内\n"
        "headimg: ''\nauthor: 例报\ncomments: false\ndate: Mon, 20 Jul 2026 01:30:05 GMT\nthumbnail: ''\n---\n\n"
        '<div>   \n<p style="x&#123;&#125;">一</p>\n  \n</div>\n            '
    )


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("铜价", "title: '铜价'"),
        ('"铜价"', "title: '\"铜价\"'"),
        ("it's", 'title: "it\'s"'),
        ('it\'s "铜价"', 'title: "it\'s "铜价""'),
        (" ", "title: ' '"),
    ],
)
def test_title_s_quotes(title: str, line: str) -> None:
    assert f"\n{line}\n" in render_post(article(title=title), SOURCE).text


PICTURES = {
    "none": ("<p>一</p>", ""),
    "first of two": (
        '<img src="https://i.example/1.png"><img src="https://i.example/2.png">',
        "https://i.example/1.png",
    ),
    "not one in a comment": (
        '<p>一</p><!-- <img src="https://i.example/1.png"> --><img src="https://i.example/2.png">',
        "https://i.example/2.png",
    ),
    "absolute": ('<img src="/1.png">', "https://news.example/1.png"),
    "through the proxy": (
        '<img src="http://i.example/1.png">',
        "https://cors.zfour.workers.dev/?http://i.example/1.png",
    ),
}


@pytest.mark.parametrize("case", PICTURES)
def test_headimg_and_thumbnail(case: str) -> None:
    body, expected = PICTURES[case]
    text = render_post(article(body=body), SOURCE).text
    assert f"\nheadimg: '{expected}'\n" in text
    assert f"\nthumbnail: '{expected}'\n" in text


def test_placeholder_stands_in_for_a_missing_picture() -> None:
    text = render_post(article(), PostOptions(body="source", placeholder="https://i.example/any")).text
    assert "\nheadimg: 'https://i.example/any'\n" in text


@pytest.mark.parametrize(
    ("first", "second_is_proxied"), [("http://i.example/1.png", True), ("https://i.example/1.png", False)]
)
def test_proxy_takes_all_plain_pictures_when_the_first_is_plain(first: str, second_is_proxied: bool) -> None:
    text = render_post(article(body=f'<img src="{first}"><img src="http://i.example/2.png">'), SOURCE).text
    assert ('src="https://cors.zfour.workers.dev/?http://i.example/2.png"' in text) is second_is_proxied


@pytest.mark.parametrize("body", ["", " \n ", "<!-- x -->", "<script>x</script>"])
def test_an_empty_body_becomes_the_title_as_it_was(body: str) -> None:
    text = render_post(article(title="铜价: “上涨”", body=body), SOURCE).text
    assert text.endswith("\n<div>   \n铜价: “上涨”  \n</div>\n            ")


def test_author_is_the_site_whatever_the_options_say() -> None:
    options = PostOptions(body="source", author="byline", extra=("link",))
    assert render_post(article(authors=("张三",)), options).text == render_post(article(), SOURCE).text


def test_braces() -> None:
    assert escape_braces("{%}") == "&#123;%&#125;"
