"""Markdown says what the HTML says: named cases, and a round trip through a CommonMark parser."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.clean import clean_body
from newscrawl.render.markdown import to_markdown

markdown_it = pytest.importorskip("markdown_it", reason="the round trip needs markdown-it-py")

PARSER = markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
COUNTED = "table img a li h2 h3 blockquote pre tr br hr strong em code".split()

CASES = {
    "paragraphs": ("<p>甲。</p>\n<p>乙。</p>", "甲。\n\n乙。"),
    "break": ("<p>甲<br>乙</p>", "甲\\\n乙"),
    "heading": ("<h2>甲 #</h2>", "## 甲 \\#"),
    "heading that looks like a list": ("<h3>1. 概述</h3>", "### 1. 概述"),
    "emphasis": ("<p>a <strong>b</strong> <em>c</em></p>", "a **b** *c*"),
    "strong amid Chinese": ("<p>上涨<strong>两成</strong>左右</p>", "上涨**两成**左右"),
    "strong ends with a mark": (
        "<p><strong>“稳增长”</strong>是重点</p>",
        "<strong>“稳增长”</strong>是重点",
    ),
    "strong begins with a mark": ("<p>提出<strong>“双碳”</strong>。</p>", "提出<strong>“双碳”</strong>。"),
    "strong with marks between marks": ("<p>，<strong>“双碳”</strong>。</p>", "，**“双碳”**。"),
    "whole paragraph strong with marks": ("<p><strong>（一）概述：</strong></p>", "**（一）概述：**"),
    "strong with a symbol": ("<p>报<strong>￥5</strong></p>", "报<strong>￥5</strong>"),
    "strong around em": ("<p><strong><em>a</em> b</strong></p>", "**<em>a</em> b**"),
    "strong beside em": ("<p><strong>a</strong><em>b</em></p>", "<strong>a</strong>*b*"),
    "sub, sup, del": ("<p>CO<sub>2</sub> <del>1</del></p>", "CO<sub>2</sub> <del>1</del>"),
    "link": ('<p><a href="https://a.example/1?a=1&amp;b=2">甲</a></p>', "[甲](https://a.example/1?a=1&b=2)"),
    "link with parentheses": ('<p><a href="https://a.example/a_(b)">x</a></p>', "[x](https://a.example/a_\\(b\\))"),
    "entity in an address": (
        '<p><a href="https://a.example/?a&amp;lt;=1">x</a></p>',
        "[x](https://a.example/?a&amp;lt;=1)",
    ),
    "brackets in a link": ('<p><a href="https://a.example/">[1]</a></p>', "[\\[1\\]](https://a.example/)"),
    "exclamation mark before a link": ('<p>!<a href="https://a.example/">x</a></p>', "\\![x](https://a.example/)"),
    "picture": ('<p><img src="https://n.example/1.jpg" alt="a]b"></p>', "![a\\]b](https://n.example/1.jpg)"),
    "picture in a link": (
        '<p><a href="https://a.example/"><img src="https://n.example/1.jpg" alt=""></a></p>',
        "[![](https://n.example/1.jpg)](https://a.example/)",
    ),
    "figure": (
        '<figure><img src="https://n.example/1.jpg" alt=""><figcaption>港<em>口</em>。</figcaption></figure>',
        "![](https://n.example/1.jpg)\\\n*港口。*",
    ),
    "list": ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"),
    "numbers": ('<ol start="9">\n<li>a</li>\n<li>b</li>\n</ol>', "9. a\n10. b"),
    "nested list": ("<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>", "- a\n  - b"),
    "item of paragraphs": ("<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>", "1. a\n\n   b"),
    "two lists": ("<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>", "- a\n\n+ b"),
    "quote": ("<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>", "> a\n>\n> b"),
    "pre": ("<pre>a\n\n  b*</pre>", "```\na\n\n  b*\n```"),
    "pre with a fence": ("<pre>````</pre>", "`````\n````\n`````"),
    "code": ("<p><code>a*b</code> <code>`</code></p>", "`a*b` <code>\\`</code>"),
    "code beside code": ("<p><code>a</code><em><code>b</code></em></p>", "`a`*`b`*"),
    "code beside code in a caption": (
        '<figure><img src="https://n.example/1.jpg" alt=""><figcaption><code>a</code><em><code>b</code></em>'
        "</figcaption></figure>",
        "![](https://n.example/1.jpg)\\\n*`a`<code>b</code>*",
    ),
    "caption of two lines": (
        '<figure><img src="https://n.example/1.jpg" alt=""><figcaption>a<br>- b</figcaption></figure>',
        "![](https://n.example/1.jpg)\\\n*a\\\n\\- b*",
    ),
    "rule": ("<p>a</p>\n<hr>\n<p>b</p>", "a\n\n***\n\nb"),
    "table": (
        "<table>\n<thead>\n<tr><th>年</th><th>值</th></tr>\n</thead>\n<tbody>\n<tr><td>1|2</td><td>a<br>b</td></tr>\n</tbody>\n</table>",
        "| 年 | 值 |\n| --- | --- |\n| 1\\|2 | a<br>b |",
    ),
    "table without a head": (
        "<table>\n<tbody>\n<tr><td>a</td></tr>\n<tr><td>b</td></tr>\n</tbody>\n</table>",
        "| a |\n| --- |\n| b |",
    ),
    "spans": (
        '<table>\n<tbody>\n<tr><td rowspan="2">a</td><td colspan="2">b</td></tr>\n'
        "<tr><td>c</td><td>d</td></tr>\n</tbody>\n</table>",
        "| a | b |  |\n| --- | --- | --- |\n|  | c | d |",
    ),
    "table caption": (
        "<table>\n<caption>表</caption>\n<tbody>\n<tr><td>a</td><td>b</td></tr>\n</tbody>\n</table>",
        "*表*\n\n| a | b |\n| --- | --- |",
    ),
    "list in a cell": (
        "<table>\n<tbody>\n<tr><td>\n<ul>\n<li>a</li>\n</ul>\n</td><td>b</td></tr>\n</tbody>\n</table>",
        "<table>\n<tbody>\n<tr><td>\n<ul>\n<li>a</li>\n</ul>\n</td><td>b</td></tr>\n</tbody>\n</table>",
    ),
}

ESCAPED = {
    "a*b*": "a\\*b\\*",
    "_a_": "\\_a\\_",
    "snake_case_name": "snake_case_name",
    "`a`": "\\`a\\`",
    "[a](b)": "\\[a\\](b)",
    "a &lt;b&gt; c": "a &lt;b> c",
    "a &lt; b": "a &lt; b",
    "&amp;copy; &amp; x": "&amp;copy; & x",
    "3~5元，7~9元": "3\\~5元，7\\~9元",
    "C:\\temp": "C:\\\\temp",
    "# a": "\\# a",
    "#话题#": "#话题#",
    "&gt; a": "\\> a",
    "- a": "\\- a",
    "-5%": "-5%",
    "---": "\\---",
    "===": "\\===",
    "+ a": "\\+ a",
    "1. a": "1\\. a",
    "2) a": "2\\) a",
    "2024.5": "2024.5",
    "|---|": "\\|---|",
    "甲|乙": "甲|乙",
    "http://a.example": "http\\://a.example",
    "www.a.example": "www\\.a.example",
    "a@b.example": "a\\@b.example",
    "见https://a.example": "见https\\://a.example",
    "涨5%，（A股）“稳”！": "涨5%，（A股）“稳”！",
    "{{ x }}": "{{ x }}",
}


@pytest.mark.parametrize(("html", "markdown"), [pytest.param(*value, id=name) for name, value in CASES.items()])
def test_markdown_of(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown
    assert_same(html)


@pytest.mark.parametrize(("text", "markdown"), ESCAPED.items())
def test_text_is_no_markup(text: str, markdown: str) -> None:
    assert to_markdown(f"<p>{text}</p>") == markdown
    assert_same(f"<p>{text}</p>")


def test_a_second_line_begins_no_block_either() -> None:
    assert to_markdown("<p>a<br>- b<br>===<br>1. c</p>") == "a\\\n\\- b\\\n===\\\n1\\. c"


def assert_same(html: str) -> None:
    markdown = to_markdown(html)
    meant, read = (BeautifulSoup(text, "html5lib") for text in (html, PARSER.render(markdown)))
    for cell in read.find_all("p"):
        cell.append(" ")
    assert squeezed(read) == squeezed(meant), markdown
    assert counts(read) == counts(meant), markdown
    assert addresses(read) == addresses(meant), markdown


def squeezed(soup: BeautifulSoup) -> str:
    return re.sub(r"\s+", "", soup.get_text())


def counts(soup: BeautifulSoup) -> Counter[str]:
    """Count the tags; what a figure and a table become on purpose is taken off."""
    found = Counter(tag.name for tag in soup.find_all(COUNTED) if tag.parent is None or tag.parent.name != "pre")
    for caption in soup.find_all(["figcaption", "caption"]):
        found["em"] += 1 - len(caption.find_all("em"))
        found["br"] += caption.name == "figcaption"
    return found


def addresses(soup: BeautifulSoup) -> list[str]:
    return [str(tag.get("href") or tag.get("src")) for tag in soup.find_all(["a", "img"])]


TEXT = st.one_of(
    st.sampled_from(
        (
            "甲 乙。 “丙” 丁！ word a_b _ * ** # ## - -- --- + 1. 2) > | || ` `` ~ ~~ [x] (y) ! \\ &lt; &lt;b "
            "&gt; &amp;amp; &amp; = === : {{ $ ￥ % https://b.example a@b.example"
        ).split()
    ),
    st.text(
        st.characters(codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters="<>&"), min_size=1, max_size=5
    ),
    st.just(" "),
)
INLINE = st.recursive(
    TEXT,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["strong", "em", "sub", "del", "code"]), st.lists(inner, min_size=1, max_size=3)).map(
            lambda parts: f"<{parts[0]}>{''.join(parts[1])}</{parts[0]}>"
        ),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda parts: f'<a href="https://a.example/1">{"".join(parts)}</a>'
        ),
        st.just('<img src="https://n.example/1.jpg" alt="甲*">'),
        st.just("<br>"),
    ),
    max_leaves=8,
)
RUN = st.lists(INLINE, min_size=1, max_size=4).map("".join)
BLOCK = st.recursive(
    RUN.map(lambda run: f"<p>{run}</p>"),
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(["blockquote", "ul><li", "ol><li", "li", "div"]), st.lists(inner, min_size=1, max_size=3)
        ).map(
            lambda parts: (
                f"<{parts[0]}>{''.join(parts[1])}" + "".join(f"</{tag}>" for tag in reversed(parts[0].split("><")))
            )
        ),
        st.lists(RUN, min_size=1, max_size=3).map(lambda runs: f"<ul><li>{'<li>'.join(runs)}</ul>"),
        st.lists(st.lists(RUN, min_size=1, max_size=3), min_size=1, max_size=3).map(
            lambda rows: "<table>" + "".join(f"<tr><td>{'<td>'.join(row)}" for row in rows) + "</table>"
        ),
        TEXT.map(lambda text: f"<h2>{text}</h2>"),
        TEXT.map(lambda text: f"<pre>a\n{text}\n\n  b</pre>"),
        RUN.map(lambda run: f'<figure><img src="https://n.example/2.jpg"><figcaption>{run}</figcaption></figure>'),
        st.just("<hr>"),
    ),
    max_leaves=10,
)


@given(st.lists(BLOCK, min_size=1, max_size=4).map("".join))
@settings(max_examples=400, deadline=None)
def test_the_round_trip_keeps_text_and_structure(html: str) -> None:
    assert_same(clean_body(html))


def test_spans_are_filled_up_to_a_limit() -> None:
    row = '<tr><td rowspan="500" colspan="100">a</td></tr>'
    markdown = to_markdown(f"<table>\n<tbody>\n{row * 1000}\n</tbody>\n</table>")
    assert markdown.count("a") == 1000
    assert len(markdown) < 1_000_000


CORPUS = os.environ.get("NEWSCRAWL_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="NEWSCRAWL_CORPUS does not name the folder of real pages")
def test_real_bodies_keep_text_and_structure() -> None:
    posts = sorted((Path(CORPUS or "") / "../format/samples").glob("*.md"))
    assert len(posts) >= 40
    for post in posts:
        body = post.read_text(encoding="utf-8").split("<div>", 1)[-1].rsplit("</div>", 1)[0]
        assert_same(clean_body(body.replace("&#123;", "{").replace("&#125;", "}")))


@pytest.mark.parametrize(
    ("address", "as_html"), [("%D6%D0", True), ("5%", True), ("%25zz", True), ("%E5%9B%BE", False), ("%2525", False)]
)
def test_a_picture_that_astro_could_not_decode_is_html(address: str, as_html: bool) -> None:
    image = f'<p><img src="https://img.example/{address}.png" alt="a|b"></p>'
    assert to_markdown(image).startswith("<img " if as_html else "![")
    assert to_markdown(image, raw_html=False).startswith("![")
