"""Clean bodies made inert, step by step."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from hypothesis import given
from hypothesis import strategies as st
from render_articles import article

from newscrawl.render import body, render_post
from newscrawl.render.body import html_body
from newscrawl.render.trees import printed
from newscrawl.render.vocabulary import RAW_TEXT_ELEMENTS, TREE_ELEMENTS, VOID_ELEMENTS

STEPS = {
    "a clean body stays": (
        '<p>一<strong>二</strong></p>\n<figure><img src="https://i.example/1.png" alt="图"></figure>',
        '<p>一<strong>二</strong></p>\n<figure><img src="https://i.example/1.png" alt="图"></figure>',
    ),
    "blank lines": ("<p>一</p>\n \n\n<p>二</p>\n\n", "<p>一</p>\n<p>二</p>"),
    "indentation": ("  <p>一\n    二</p>\n\t<p>三</p>", "<p>一\n二</p>\n<p>三</p>"),
    "blank lines around elements": ("<p>一\n<b>\n\n</b> \n 二</p>", "<p>一\n<b>\n</b>\n二</p>"),
    "lines of a code block": ("<pre>\n  一\n\n\t二\n</pre>", "<pre>&#10;  一&#10;&#10;\t二&#10;</pre>"),
    "an element inside a code block": ("<pre><code>一\n</code>\n</pre>", "<pre><code>一&#10;</code>&#10;</pre>"),
    "lines of an attribute": ('<p title="一\n\n二">三</p>', '<p title="一&#10;&#10;二">三</p>'),
    "braces": ("<p>{{ 一 }}{% 二 %}</p>", "<p>&#123;&#123; 一 &#125;&#125;&#123;% 二 %&#125;</p>"),
    "braces in an attribute": ('<a href="/{x}">一</a>', '<a href="/&#123;x&#125;">一</a>'),
    "braces in a code block": ("<pre>{\n}</pre>", "<pre>&#123;&#10;&#125;</pre>"),
    "entities": ("<p>&lt;b&gt; &amp;lt; &amp; & &quot;</p>", '<p>&lt;b&gt; &amp;lt; &amp; &amp; "</p>'),
    "quotes in an attribute": ("<p title='\"&lt;%'>一</p>", '<p title="&quot;&lt;%">一</p>'),
    "an excerpt mark": ("<p>一</p><!-- more --><p>二</p>", "<p>一</p><p>二</p>"),
    "an excerpt mark in an attribute": ('<p title="<!-- more -->">一</p>', '<p title="&lt;!-- more --&gt;">一</p>'),
    "fences": ("<p>```\n~~~~ ``</p>", "<p>&#96;&#96;&#96;\n&#126;&#126;&#126;&#126; ``</p>"),
    "end tags": ("<div><p>一</div></div><p>二", "<div><p>一</p></div><p>二</p>"),
    "script and style": ("<p>一</p><script>{}</script><style>{}</style>", "<p>一</p>"),
    "control characters": ("<p>一\x00\x1b\x0c</p>", "<p>一\x0c</p>"),
    "a lone surrogate": ("<p>一\ud83d</p>", "<p>一</p>"),
    "wide spaces": ("<p>\u3000\u3000一\xa0二</p>", "<p>\u3000\u3000一\xa0二</p>"),
    "an address": ("https://news.example/", "https://news.example/"),
}


@pytest.mark.parametrize("step", STEPS)
def test_step(step: str) -> None:
    before, after = STEPS[step]
    assert html_body(before) == after


@pytest.mark.parametrize("step", STEPS)
def test_a_second_time_changes_nothing(step: str) -> None:
    once = html_body(STEPS[step][0])
    assert html_body(once) == once


def test_nests_deeper_than_python_s_stack() -> None:
    assert html_body("<b>" * 3000 + "一" + "</b>" * 3000) == "<b>" * 3000 + "一" + "</b>" * 3000


def test_the_wrapper_is_the_source_format_s() -> None:
    assert render_post(article()).text.endswith("\n---\n\n<div>   \n<p>铜价今天上涨。</p>  \n</div>\n            ")


MARKUP = st.lists(
    st.sampled_from(["<p>", "</p>", "<pre>", "</pre>", "<b>", "</div>", "\n", "\n\n", "    ", "\t", "{{", "%}", "```"])
    | st.text("一a<>&\"' ", max_size=5)
).map("".join)


@given(MARKUP)
def test_nothing_a_generator_would_act_on_is_left(markup: str) -> None:
    assert not re.search(r"[{}]|<%|<!--|```|~~~|\n[ \t]*\n|\n[ \t]+\S|\A\s|\s\Z", html_body(markup))


@given(MARKUP)
def test_the_text_stays(markup: str) -> None:
    def text(html: str) -> list[str]:
        return BeautifulSoup("<!---->" + html, "html.parser").get_text().split()

    assert text(html_body(markup)) == text(markup)


@pytest.mark.parametrize(
    "fragment",
    [
        "<p>a &amp; b &lt; c&nbsp;d</p>\n<p>e</p>",
        "<pre><code>x\n\n  y</code></pre>",
        '<p><a href="https://a.example/?x=1&amp;y=2" title="it\'s &quot;so&quot;">a</a><br><img src="b.png"></p>',
        "<ul>\n  <li>{{ a }}</li>\n\n<li>```</li></ul>",
        "<p>  </p> \n <p>a</p>",
        '<img alt="two\nlines" src="x.png">',
    ],
)
def test_what_the_sanitiser_wrote_is_printed_as_the_tree_prints_it(fragment: str) -> None:
    assert body._reprinted(fragment)
    assert body._reprinted(fragment) == printed(fragment)


@pytest.mark.parametrize(
    "fragment",
    [
        "<p>a",
        "a</p>",
        "<p><b>a</p></b>",
        "<P>a</P>",
        "<p class=a>b</p>",
        '<a href="1" href="2">a</a>',
        "a & b",
        "a &copy b",
        "<p>a</p><!-- b -->",
        "<script>a</script>",
        "<textarea><b></textarea>",
        "<br/>",
        "a < b",
        '<a href="a<b">c</a>',
        '<p title="' + "&amp;" * 50_000,
    ],
)
def test_what_somebody_else_wrote_takes_the_tree(fragment: str) -> None:
    assert not body._reprinted(fragment)


def test_what_takes_the_tree_is_what_beautifulsoup_and_the_format_do_not_agree_on() -> None:
    void_for_one = VOID_ELEMENTS ^ HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS
    assert RAW_TEXT_ELEMENTS | void_for_one | {"textarea", "title"} == TREE_ELEMENTS
