"""Selectors are answered as parsel answers them, whichever way was taken."""

from __future__ import annotations

import gc
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsel import Selector

from newscrawl.extract.document import tree_of
from newscrawl.selecting import Names, ask_xpath, select

MARKUP = """<html><body class="page wide">
<div id="main" class=" left wide"><h1 class="main-title">甲</h1>
<div class="date-source"><span class="date" data-time="1">九点</span><a class="source date" href="/s">某报</a></div>
<div id="text" class="text
wide"><p class="lead">乙</p><div class="box"><p>丙</p>
<div class="box"><a rel="tag" href="/t" class="">丁</a></div></div>
</div></div>
<span class="date">昨天</span><span class="dateline">今天</span><p id="text">又</p>
</body></html>"""

SELECTORS = (
    "h1.main-title",
    "h1",
    ".date",
    "span.date",
    "SPAN.date",
    ".date-source .date",
    ".date-source > .date",
    "body > .date",
    "div > div > a",
    ".wide .box .box a",
    ".box > a",
    ".left > .box a",
    "#text",
    "p#text",
    "#text.wide p",
    "#main#text",
    ".wide.left",
    ".source.date::attr(href)",
    ".date::attr(data-time)",
    ".date::text",
    ".date::attr(title)",
    "::attr(href)",
    ".nowhere",
    ".nowhere, .lead",
    ".date, h1, .lead",
    ".nowhere, .source::attr(href), .lead",
    ".date:not(.source)",
    ".date:not(.nowhere)",
    ".date + .date",
    ".lead ~ .box",
    "a[rel=tag]",
    ".box a[href='/t']",
    ".date:contains('某')",
    "*",
    "div.box *",
    r".text.wide",
    "p:nth-child(1)",
)


def by_parsel(root: object, css: str) -> list[object]:
    return [node.root for node in Selector(root=root, type="html").css(css)]


@pytest.mark.parametrize("css", SELECTORS)
def test_a_selector_finds_what_parsel_finds(css: str) -> None:
    root = tree_of(MARKUP)
    assert select(root, css, MARKUP, Names(root)) == select(root, css, MARKUP) == by_parsel(root, css)


def test_most_of_these_find_something() -> None:
    root = tree_of(MARKUP)
    assert sum(bool(by_parsel(root, css)) for css in SELECTORS) > 25


NAMES = st.sampled_from(["a", "b", "c", "ab"])
COMPOUND = st.builds(
    lambda tag, classes, id_: (tag + "".join(f".{name}" for name in classes) + (f"#{id_}" if id_ else "")) or "*",
    st.sampled_from(["", "div", "p"]),
    st.lists(NAMES, max_size=2),
    st.sampled_from(["", "", "", "x", "y"]),
)
CSS = st.builds(
    lambda first, rest: first + "".join(joint + step for joint, step in rest),
    COMPOUND,
    st.lists(st.tuples(st.sampled_from([" ", " > ", " + ", ", "]), COMPOUND), max_size=3),
)
TREES = st.recursive(
    st.builds(
        lambda tag, names, id_: f"<{tag} class='{' '.join(names)}' id='{id_}'></{tag}>",
        st.sampled_from(["div", "p"]),
        st.lists(NAMES, max_size=3),
        st.sampled_from(["", "x", "y"]),
    ),
    lambda inner: st.builds(
        lambda names, id_, parts: f"<div class='{' '.join(names)}' id='{id_}'>{''.join(parts)}</div>",
        st.lists(NAMES, max_size=3),
        st.sampled_from(["", "x", "y"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@given(TREES, CSS)
@settings(max_examples=200, deadline=None)
def test_made_up_selectors_find_what_parsel_finds(markup: str, css: str) -> None:
    root = tree_of(markup)
    assert select(root, css, markup, Names(root)) == select(root, css, markup) == by_parsel(root, css)


@pytest.mark.parametrize(
    "expression",
    ["//h1", "//a/@href", "count(//p)", "string(//h1)", "//span[re:test(., '^九')]", "//p[has-class('lead')]"],
)
def test_an_expression_finds_what_parsel_finds(expression: str) -> None:
    root = tree_of(MARKUP)
    found = [node.root for node in Selector(root=root, type="html").xpath(expression)]
    assert ask_xpath(root, expression) == [str(node) if isinstance(node, float) else node for node in found]


@pytest.mark.parametrize("expression", ["//p/text()", "//p", "//p[re:test(., '丙')]"])
def test_asking_page_after_page_takes_no_memory(expression: str) -> None:
    def ask(times: int) -> int:
        for _ in range(times):
            root = tree_of(MARKUP)
            assert ask_xpath(root, expression)
            assert select(root, ".lead::text", MARKUP)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = ask(50)
        assert ask(1000) - before < 20_000
    finally:
        tracemalloc.stop()
