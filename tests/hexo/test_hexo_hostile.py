"""Hexo builds posts that were made to break it: every page is there, and every character shows as itself."""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from newscrawl.items import Article, Image
from newscrawl.render import PostOptions, check_post, render_post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from built_site import BuiltPage, BuiltSite

    from newscrawl.items import Post
    from newscrawl.render import BodyMode

MODES: tuple[BodyMode, ...] = ("clean", "markdown")

TITLES = {
    "colon": "央行: 利率不变",
    "colon at the end": "利率不变:",
    "brackets": "[快讯] 铜价上涨",
    "braces": "{{ 7*7 }} 与 {% include x %}",
    "single quote": "It's 铜价",
    "double quote": '他说"不变"',
    "both quotes": 'It\'s "不变"',
    "curly quotes": "“不变”与‘上涨’",
    "quote and backslash": "C:\\temp it's",
    "backslash": "A\\B\\n",
    "number sign": "涨 #1 名",
    "number sign first": "#1 名",
    "percent first": "%50 的涨幅",
    "percent": "涨 5% 跌 %zz",
    "emoji": "🎧 铜价",
    "emoji and single quote": "🎧 it's 🇨🇳",
    "newline": "铜价\n--- 上涨",
    "line separator": "铜价\u2028上涨",
    "control characters": "铜\x00价\x1b[0m",
    "007": "007",
    "yes": "yes",
    "null": "null",
    "tilde": "~",
    "date": "2022-08-04",
    "1e3": "1e3",
    "hexadecimal": "0x1F",
    "dashes": "--- 铜价",
    "only dashes": "---",
    "dash": "- 铜价",
    "at": "@铜价",
    "backtick": "`铜价`",
    "ampersand": "&铜价 &amp; 银价",
    "asterisk": "*铜价",
    "exclamation": "!铜价",
    "pipe": "| 铜价",
    "greater": "> 铜价",
    "question": "? 铜价",
    "tag": "<b>铜价</b><script>1</script>",
    "slashes": "铜/锌 ../../x",
    "underscore": "_铜价",
    "dot": ".铜价",
    "long": "铜价" * 150,
}

BODIES = {
    "expression": "<p>{{ 7*7 }} 与 {{ range.constructor('return 1')() }}</p>",
    "unknown tag": "<p>{% nosuchtag %}{% include x %}</p>",
    "template comment": "<p>前{# 中 #}后</p>",
    "raw without end": "<p>{% raw %} 铜 {% endraw %} {% raw %}</p>",
    "single braces": "<p>{a} } {</p>",
    "erb": "<p>&lt;%= 7*7 %&gt;</p>",
    "hugo shortcode": "<p>{{&lt; youtube x &gt;}} {{% notice %}}</p>",
    "blank lines and indentation": "<p>一</p>\n\n\n        <p>二</p>\n\n\t<p>三\n\n    四</p>",
    "dashes": "<p>一\n---\n二</p>\n<p>---</p>",
    "marks of Markdown": (
        "<p># 一</p>\n<p>* 二</p>\n<p>1. 三</p>\n<p>&gt; 四</p>\n<p>[五](http://x.example) **六** _七_ `八`</p>"
    ),
    "backtick fence": "<p>一</p>\n<p>```js\n铜()\n```</p>\n<p>二</p>",
    "backtick fence without end": "<p>```\n一</p>\n<p>二</p>",
    "tilde fence": "<p>~~~\n一\n~~~</p>\n<p>二</p>",
    "fence in a list": "<ul>\n<li>```\n一\n```</li>\n</ul>",
    "excerpt mark": "<p>一 &lt;!-- more --&gt; 二</p>",
    "excerpt mark in an attribute": (
        '<p>一</p>\n<figure><img src="http://x.example/a.png" alt="<!-- more -->"></figure>\n<p>二</p>'
    ),
    "braces in attributes": (
        '<p><a href="http://x.example/?q={{7*7}}">一</a></p>\n<p><img src="http://x.example/a.png" alt="{% x %}"></p>'
    ),
    "code block": "<p>一</p>\n<pre><code>def 铜():\n\n    return {{ 1 }}\n\n    # {% x %}\n</code></pre>\n<p>二</p>",
    "code block with a fence": "<pre><code>```\n{ 铜 }\n```</code></pre>\n<p>二</p>",
    "code block without braces": "<p>一</p>\n<pre><code>a &lt; b\n\n    c\n</code></pre>\n<p>二</p>",
    "inline code": "<p>一 <code>{{ x }}</code> 二 <code>&lt;% y %&gt;</code></p>",
    "table": (
        "<table>\n<tbody>\n<tr>\n<th>代码</th>\n<th>名称</th>\n</tr>\n<tr>\n"
        "<td>000001</td>\n<td>{{ 铜 }} | 锌</td>\n</tr>\n</tbody>\n</table>"
    ),
    "code in a table": (
        "<table>\n<tbody>\n<tr>\n<td><ul><li>一</li></ul></td>\n<td><code>{x}</code></td>\n"
        "<td><pre>{\n\n  y }</pre></td>\n</tr>\n</tbody>\n</table>"
    ),
    "code in lists and quotes": (
        "<ul>\n<li>一<pre>{\n\n  x }</pre></li>\n<li><code>{y}</code></li>\n</ul>\n"
        "<blockquote><pre>{\n z }</pre></blockquote>"
    ),
    "entities": "<p>&amp;lt;b&amp;gt; &amp;#123; &lt;b&gt; AT&amp;T &quot;x&quot;</p>",
    "Hexo's own marks": "<p>&lt;hexoPostRenderCodeBlock&gt; &lt;!--swig0--&gt;</p>",
    "address as text": "<p>http://x.example/a_b_c</p>",
    "long line": f"<p>{'铜价上涨。' * 20_000}</p>",
    "wide spaces": "<p>一</p>\n<p>\u3000\u3000二\xa0三</p>",
    "deep": f"{'<blockquote>' * 40}<p>一</p>{'</blockquote>' * 40}",
}

CATEGORIES = {
    "number": "360",
    "yes": "yes",
    "colon": "a: b",
    "at": "@铜",
    "slash": "首页 / 游戏",
    "quote": "it's",
    "number sign": "a #b",
    "bracket": "[铜]",
    "braces": "{{ 7*7 }}",
    "underscore": "_铜",
}

TAGS = ("000001", "600519.SH", "1e3", "yes", "2022-08-04", "a: b", "#铜", "[铜]", "it's", '"x"', "null", "{{ 7*7 }}")


def article(case: str, *, title: str = "铜价上涨", body: str = "<p>铜价今天上涨。</p>", channel: str = "") -> Article:
    return Article(
        url="https://news.example/it's",
        canonical_url=f"https://news.example/{case}",
        site="test",
        channel="",
        categories=("组", "站", channel or case),
        title=title,
        published=datetime(2026, 7, 20, 1, 30, tzinfo=UTC),
        modified=datetime(2026, 7, 20, 2, 0, tzinfo=UTC),
        body=body,
        keywords=TAGS,
        tickers=("000001.SZ",),
        summary='摘要: "铜" # 涨\n第二行 {{ 7*7 }}',
        source="it's 某报",
        lead_image=Image(url="https://img.example/o'neill.png"),
    )


ARTICLES: Mapping[str, Article] = {
    **{f"title {case}": article(f"title {case}", title=title) for case, title in TITLES.items()},
    **{f"body {case}": article(f"body {case}", body=body) for case, body in BODIES.items()},
    **{f"category {case}": article(f"category {case}", channel=name) for case, name in CATEGORIES.items()},
}
ALL_CASES = [pytest.param(mode, case, id=f"{mode}-{case}") for mode in MODES for case in ARTICLES]


def options(mode: BodyMode) -> PostOptions:
    return PostOptions(body=mode, extra=("source", "tags", "description", "updated", "lang", "tickers"))


def posts() -> Iterator[tuple[BodyMode, str, Post]]:
    for mode in MODES:
        for case, made in ARTICLES.items():
            yield mode, case, render_post(made, options(mode))


@pytest.fixture(scope="module")
def pages(build_blog: Callable[..., BuiltSite]) -> Mapping[tuple[str, str], BuiltPage]:
    """All posts of all modes in one blog; a post that Hexo dropped is missing."""
    paths = {(mode, case): (f"{mode}/{post.path}", post.text) for mode, case, post in posts()}
    site = build_blog(dict(paths.values()))
    assert site.returncode == 0, site.log[-2000:]
    return {key: site.pages[path] for key, (path, _) in paths.items() if path in site.pages}


def shown(text: str) -> str:
    """Return what a reader sees, without white space and with Hexo's typography for Markdown undone."""
    for fancy, plain in {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "---", "–": "--", "…": "..."}.items():
        text = text.replace(fancy, plain)
    return "".join(text.split())


@pytest.mark.parametrize(("mode", "case"), ALL_CASES)
def test_the_page_is_there(mode: str, case: str, pages: Mapping[tuple[str, str], BuiltPage]) -> None:
    assert (mode, case) in pages


@pytest.mark.parametrize(("mode", "case"), ALL_CASES)
def test_the_check_before_writing_passes(mode: BodyMode, case: str) -> None:
    made = ARTICLES[case]
    check_post(render_post(made, options(mode)), made, options(mode))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", TITLES)
def test_the_title_shows_as_it_is(mode: str, case: str, pages: Mapping[tuple[str, str], BuiltPage]) -> None:
    expected = {
        "newline": "铜价 --- 上涨",
        "line separator": "铜价 上涨",
        "control characters": "铜价[0m",
    }.get(case, TITLES[case])
    assert pages[mode, f"title {case}"].title == expected


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", BODIES)
def test_the_body_shows_as_it_is(mode: str, case: str, pages: Mapping[tuple[str, str], BuiltPage]) -> None:
    built = copy(pages[mode, f"body {case}"].content)
    for line_numbers in built.select("figure.highlight .gutter"):
        line_numbers.decompose()
    meant = BeautifulSoup(BODIES[case], "html5lib")
    assert shown(built.get_text()) == shown(meant.get_text())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", BODIES)
@pytest.mark.parametrize("name", ["pre", "h1", "hr", "table", "img", "li", "figure"])
def test_the_body_has_the_same_elements(
    mode: str, case: str, name: str, pages: Mapping[tuple[str, str], BuiltPage]
) -> None:
    built = pages[mode, f"body {case}"].content
    meant = BeautifulSoup(BODIES[case], "html5lib")
    if mode == "markdown" and name in {"pre", "figure"}:
        # Hexo makes <figure><table> of every Markdown code block; a caption-less figure is a plain picture in Markdown
        assert len(built.select("pre:not(figure.highlight .gutter pre)")) == len(meant.find_all("pre"))
    elif name == "table":
        assert len(built.select("table:not(figure.highlight table)")) == len(meant.find_all("table"))
    else:
        assert len(built.find_all(name)) == len(meant.find_all(name))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("case", CATEGORIES)
def test_the_category_shows_as_it_is(mode: str, case: str, pages: Mapping[tuple[str, str], BuiltPage]) -> None:
    assert pages[mode, f"category {case}"].categories == ("组", "站", CATEGORIES[case])


@pytest.mark.parametrize("mode", MODES)
def test_tags_stay_text(mode: str, pages: Mapping[tuple[str, str], BuiltPage]) -> None:
    assert sorted(pages[mode, "title 007"].tags) == sorted(TAGS)


@pytest.mark.parametrize("mode", MODES)
def test_fields_reach_the_theme(mode: str, pages: Mapping[tuple[str, str], BuiltPage]) -> None:
    expected: dict[str, Any] = {
        "headimg": "https://img.example/o%27neill.png",
        "thumbnail": "https://img.example/o%27neill.png",
        "author": "站",
        "comments": False,
    }
    assert pages[mode, "title 007"].fields == expected


@pytest.mark.parametrize("case", BODIES)
def test_nothing_is_taken_for_an_excerpt(case: str, pages: Mapping[tuple[str, str], BuiltPage]) -> None:
    assert pages["clean", f"body {case}"].excerpt == ""


def test_the_same_body_unrendered_is_broken(build_blog: Callable[..., BuiltSite]) -> None:
    """Show that the builds above could fail: the source format's own body loses its tail to a code block."""
    body = "<p>一</p>\n\n\n            <div>二</div>\n            <p>三</p>\n"
    post = render_post(article("source", body=body), PostOptions(body="source"))
    (page,) = build_blog({post.path: post.text}).pages.values()
    assert page.content.find("pre") is not None


@pytest.mark.parametrize(
    ("blog_zone", "expected"),
    [("", "2026-07-20T01:30:00.000Z"), ("Asia/Shanghai", "2026-07-20T01:30:00.000Z")],
)
def test_the_instant_survives_the_blog_s_timezone(
    blog_zone: str, expected: str, build_blog: Callable[..., BuiltSite]
) -> None:
    post = render_post(article("date"), PostOptions(timezone=blog_zone))
    (page,) = build_blog({post.path: post.text}, f"timezone: {blog_zone!r}\n").pages.values()
    assert page.date == expected


def test_categories_stand_side_by_side_on_wish(build_blog: Callable[..., BuiltSite]) -> None:
    """Hexo makes a page of each category: below the one before it, or beside it."""
    posts, texts = [], {}
    for case, name in CATEGORIES.items():
        made = article(case, title=case, channel=name)
        posts.append(render_post(made, PostOptions(categories="parallel")))
        check_post(posts[-1], made, PostOptions(categories="parallel"))
        texts[case] = posts[-1].text
    assert "categories: \n - [组]\n - [站]\n - ['360']\n" in texts["number"]
    site = build_blog({post.path: post.text for post in posts})
    for case, post in zip(CATEGORIES, posts, strict=True):
        page = site.pages[str(post.path)]
        assert sorted(page.categories) == sorted(("组", "站", CATEGORIES[case])), case
        assert page.parents == ("", "", ""), case
    (nested,) = build_blog({"a.md": render_post(article("铜")).text}).pages.values()
    assert nested.parents == ("", "组", "站")
