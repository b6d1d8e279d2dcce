"""Markdown posts: no wrapper, and inert like the others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from render_articles import article

from newscrawl.errors import UnsafePost
from newscrawl.render import PostOptions, check_post, render_post
from newscrawl.render.trees import markdown_body

MARKDOWN = PostOptions(body="markdown")

BODIES = {
    "braces in text": ("<p>{{ x }}</p>", "&#123;&#123; x &#125;&#125;"),
    "braces in an address": (
        '<p><a href="https://news.example/?q={x}">一</a></p>',
        "[一](https://news.example/?q=%7Bx%7D)",
    ),
    "inline code with braces stays HTML": (
        "<p>一 <code>{x} &lt; y</code> 二</p>",
        "一 <code>&#123;x&#125; &lt; y</code> 二",
    ),
    "inline code without is Markdown": ("<p><code>a &lt; b</code></p>", "`a < b`"),
    "a code block with braces stays HTML on one line": (
        "<p>一</p>\n<pre><code>{\n\n  x\n}</code></pre>\n<p>二</p>",
        "一\n\n<pre><code>&#123;&#10;&#10;  x&#10;&#125;</code></pre>\n\n二",
    ),
    "a code block without is Markdown": ("<pre><code>a\n\n  b</code></pre>", "```\na\n\n  b\n```"),
    "inline code with an excerpt's mark stays HTML": (
        "<p><code>&lt;!--more--&gt;</code></p>",
        "<code>&lt;!--more--&gt;</code>",
    ),
    "a placeholder of Hexo's": ("<p>&lt;!--swig\ufffc0--&gt;</p>", "&lt;!--swig0-->"),
    "a text that looks like a mark of ours": ("<p>\ufdd00\ufdd1</p>", "0"),
    "a character for private use": ("<p>\ue0f00\ue0f1</p>", "\ue0f00\ue0f1"),
}


@pytest.mark.parametrize("case", BODIES)
def test_body(case: str) -> None:
    html, expected = BODIES[case]
    assert markdown_body(html) == expected


def test_there_is_no_wrapper() -> None:
    assert render_post(article(), MARKDOWN).text.endswith("thumbnail: ''\n---\n\n铜价今天上涨。\n")


GOOD = article(
    body='<p>铜价 <a href="https://news.example/x">银_价</a></p>\n<p><img src="https://i.example/1.png"></p>'
)
DAMAGE = {
    "a template tag": ("铜价 ", "铜价 {{ x }} ", "a generator would act on '{' in the body"),
    "a lost word": ("铜价 ", "", "the body's text changed at '铜价银_价'"),
    "another order": ("铜价 [银", "[银 铜价", "the body's text changed at '铜价银_价'"),
    "an added word": ("![", "x![", "the body's text changed at '铜价银_价'"),
    "a picture that is a link": ("![](", "[](", "2 <a> in the body instead of 1"),
    "a script": ("铜价 ", "<script>铜价</script> ", "a browser would obey <script> in the body"),
    "a handler": ("铜价 ", "<b onclick=x>铜价</b> ", "a browser would obey onclick in the body"),
    "code": ("铜价 ", "    铜价 ", "the body's text changed at '铜价银_价'"),
}


def test_a_good_post_passes() -> None:
    check_post(render_post(GOOD, MARKDOWN), GOOD, MARKDOWN)


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_seen(kind: str) -> None:
    whole, damaged, reason = DAMAGE[kind]
    post = render_post(GOOD, MARKDOWN)
    assert post.text.count(whole) == 1
    with pytest.raises(UnsafePost) as caught:
        check_post(replace(post, text=post.text.replace(whole, damaged)), GOOD, MARKDOWN)
    assert caught.value.reason == reason


def test_an_empty_body_is_no_post() -> None:
    empty = article(body="<p> </p>")
    with pytest.raises(UnsafePost, match="the body is empty"):
        check_post(render_post(empty, MARKDOWN), empty, MARKDOWN)
