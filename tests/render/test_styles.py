"""One style a generator: what stands in front of a post, how it is named, and that damage to it is seen."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from render_articles import article

from newscrawl.errors import SiteError, UnsafePost
from newscrawl.items import Image
from newscrawl.render import EXTRA_KEYS, STYLES, Blog, PostOptions, check_post, post_path, render_post, with_suffix
from newscrawl.render.styles.forms import PELICAN, iso
from newscrawl.render.text import one_line, slug_of
from newscrawl.render.trees import markdown_body

OTHERS: list[Any] = [blog for blog in get_args(Blog) if blog != "hexo"]
FULL = article(
    title='It\'s "铜价": {上涨} & <b>',
    modified=datetime(2026, 7, 20, 2, 0, tzinfo=UTC),
    authors=("张三", "李四"),
    source="某报",
    editors=("王五",),
    keywords=("000001", "a; b", "AT&T"),
    tickers=("000001.SZ",),
    language="zh-CN",
    summary="摘要 *一*",
    lead_image=Image(url="https://i.example/o'neill.png"),
)
HEADERS = {
    "hugo": """---
title: 'It''s "铜价": {上涨} & <b>'
date: 2026-07-20T09:30:05+08:00
lastmod: 2026-07-20T10:00:00+08:00
categories:
- '金融'
- '例报'
- '国内'
tags:
- '000001'
- 'a; b'
- 'AT&T'
author: '例报'
images:
- 'https://i.example/o%27neill.png'
comments: false
description: '摘要 *一*'
link: 'https://news.example/a/1.shtml'
source: '某报'
language: 'zh-CN'
editors:
- '王五'
tickers:
- '000001.SZ'
---
""",
    "jekyll": """---
title: 'It''s "铜价": {上涨} & <b>'
date: 2026-07-20T09:30:05+08:00
last_modified_at: 2026-07-20T10:00:00+08:00
categories:
- '金融'
- '例报'
- '国内'
tags:
- '000001'
- 'a; b'
- 'AT&T'
author: '例报'
image: 'https://i.example/o%27neill.png'
comments: false
description: '摘要 *一*'
link: 'https://news.example/a/1.shtml'
source: '某报'
lang: 'zh-CN'
editors:
- '王五'
tickers:
- '000001.SZ'
---
""",
    "pelican": """Title: It's ＂铜价＂: {上涨} &amp; ＜b＞
Date: 2026-07-20T09:30:05+08:00
Modified: 2026-07-20T10:00:00+08:00
Slug: it-s-铜价-上涨-b-25ed4e42
Category: 国内
Tags: 000001; a； b; AT&T;
Byline: 例报
Image: https://i.example/o%27neill.png
Summary: 摘要 &#42;一&#42;
Description: 摘要 *一*
Link: https://news.example/a/1.shtml
Source: 某报
""",
    "eleventy": """---
title: 'It''s "铜价": {上涨} & <b>'
date: 2026-07-20T01:30:05Z
updated: 2026-07-20T02:00:00Z
categories:
- '金融'
- '例报'
- '国内'
tags:
- '000001'
- 'a; b'
- 'AT&T'
author: '例报'
image: 'https://i.example/o%27neill.png'
description: '摘要 *一*'
link: 'https://news.example/a/1.shtml'
source: '某报'
lang: 'zh-CN'
editors:
- '王五'
tickers:
- '000001.SZ'
---
""",
    "astro": """---
title: 'It''s "铜价": {上涨} & <b>'
description: '摘要 *一*'
pubDate: 2026-07-20T01:30:05Z
updatedDate: 2026-07-20T02:00:00Z
categories:
- '金融'
- '例报'
- '国内'
tags:
- '000001'
- 'a; b'
- 'AT&T'
author: '例报'
image: 'https://i.example/o%27neill.png'
link: 'https://news.example/a/1.shtml'
source: '某报'
lang: 'zh-CN'
editors:
- '王五'
tickers:
- '000001.SZ'
---
""",
    "zola": """+++
title = "It's \\"铜价\\": {上涨} & <b>"
date = 2026-07-20T09:30:05+08:00
updated = 2026-07-20T10:00:00+08:00
slug = "20260720-25ed4e42e0a8"
description = "摘要 *一*"
authors = ["例报"]

[taxonomies]
categories = ["金融", "例报", "国内"]
tags = ["000001", "a; b", "AT&T"]

[extra]
image = "https://i.example/o%27neill.png"
link = "https://news.example/a/1.shtml"
source = "某报"
lang = "zh-CN"
editors = ["王五"]
tickers = ["000001.SZ"]
+++
""",
}


def options(blog: Blog, **changes: Any) -> PostOptions:
    return PostOptions(blog=blog, extra=EXTRA_KEYS, timezone="Asia/Shanghai", **changes)


@pytest.mark.parametrize("blog", OTHERS)
def test_header(blog: Blog) -> None:
    text = render_post(FULL, options(blog)).text
    assert text[: len(HEADERS[blog]) + 1] == HEADERS[blog] + "\n"


@pytest.mark.parametrize("blog", OTHERS)
def test_a_good_post_passes(blog: Blog) -> None:
    for body in STYLES[blog].bodies:
        check_post(render_post(FULL, options(blog, body=body)), FULL, options(blog, body=body))


@pytest.mark.parametrize("blog", OTHERS)
def test_every_field_that_changes_is_seen(blog: Blog) -> None:
    post = render_post(FULL, options(blog))
    damaged = [line for line in HEADERS[blog].splitlines() if re.search("[一-鿿0-9]", line)]
    assert len(damaged) > 8
    for line in damaged:
        text = post.text.replace(line, re.sub("[一-鿿](?!.*[一-鿿])|[0-9](?!.*[0-9])", "9", line), 1)
        if text != post.text:
            with pytest.raises(UnsafePost):
                check_post(replace(post, text=text), FULL, options(blog))


DAMAGE = {
    "no end": ("\n\n", "\n"),
    "no beginning": ("", "x"),
    "a key more": ("\n", "\nextra_key: 1\n"),
}


@pytest.mark.parametrize("blog", OTHERS)
@pytest.mark.parametrize("kind", DAMAGE)
def test_a_broken_header_is_seen(blog: Blog, kind: str) -> None:
    whole, damaged = DAMAGE[kind]
    post = render_post(FULL, options(blog))
    text = damaged + post.text if not whole else post.text.replace(whole, damaged, 1 if kind == "a key more" else -1)
    with pytest.raises(UnsafePost):
        check_post(replace(post, text=text), FULL, options(blog))


@pytest.mark.parametrize("blog", OTHERS)
@given(title=st.text(min_size=1).filter(one_line), names=st.lists(st.text(min_size=1), max_size=3))
def test_any_text_reads_back(blog: Blog, title: str, names: list[str]) -> None:
    made = article(title=title, keywords=tuple(names), categories=("组", "站", *names), summary=title)
    check_post(render_post(made, options(blog)), made, options(blog))


@pytest.mark.parametrize("title", ["a +++", "+++", '"""', "'''", "\\", "a\\u0041", "007", "x = 1", "[extra]"])
def test_zola_s_own_reader_finds_the_end_of_the_header(title: str) -> None:
    """Zola's header ends at the first +++ at the end of a line."""
    made = article(title=title, keywords=(title,), summary=title)
    match = re.match(r"\s*\+\+\+(\r?\n.*?)\+\+\+\s*(?:$|(?:\r?\n(.*)$))", render_post(made, options("zola")).text, re.S)
    assert match
    assert tomllib.loads(match[1])["title"] == title
    assert match[2].strip().startswith("<div>")


def test_zola_s_slug_is_ascii_and_the_article_s_own() -> None:
    slugs = set()
    for number in range(50):
        made = article(title="铜价上涨", canonical_url=f"https://news.example/{number}")
        slugs.add(re.search(r'^slug = "([0-9a-z-]+)"$', render_post(made, options("zola")).text, re.M)[1])  # type: ignore[index]
    assert len(slugs) == 50


@pytest.mark.parametrize("blog", OTHERS)
def test_yaml_starts_at_the_first_byte(blog: Blog) -> None:
    assert render_post(FULL, options(blog)).text.startswith(("---\n", "+++\n", "Title: "))


@pytest.mark.parametrize("blog", ["hugo", "jekyll", "eleventy", "astro"])
def test_another_yaml_parser_agrees(blog: Blog) -> None:
    header = render_post(FULL, options(blog)).text.split("---\n")[1]
    assert yaml.load(header, yaml.CSafeLoader)["title"] == FULL.title


@pytest.mark.parametrize(
    ("blog", "path"),
    [
        ("hexo", "金融/新浪财经/新浪财经－国內/It's _铜价_.md"),
        ("hugo", "金融/新浪财经/新浪财经-国內/it-s-铜价.md"),
        ("jekyll", "金融/新浪财经/新浪财经-国內/2026-07-20-it-s-铜价.md"),
        ("zola", "it-s-铜价.md"),
    ],
)
def test_path(blog: Blog, path: str) -> None:
    made = article(title="It's “铜价”", categories=("金融", "新浪财经", "新浪财经－国內"))
    assert str(post_path(made, options(blog))) == path


def test_jekyll_s_day_is_that_of_the_blog() -> None:
    late = article(published=datetime(2026, 7, 19, 20, 30, tzinfo=UTC))
    assert post_path(late, options("jekyll")).name.startswith("2026-07-20-")
    assert post_path(late, PostOptions(blog="jekyll")).name.startswith("2026-07-19-")


@pytest.mark.parametrize("title", ["index", "_index", "README", "...", "“”", "❤️"])
def test_a_name_that_no_page_can_have_becomes_a_hash_of_the_address(title: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}\.md", post_path(article(title=title), options("hugo")).name)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("A  B--c", "a-b-c"),
        ("上涨5%！", "上涨5"),
        ("e\u0301te\u0301", "\xe9t\xe9"),
        ("हिन्दी", "हिन्दी"),
        ("①②Ⅷ", ""),
        ("🎧 铜", "铜"),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@given(st.text(), st.lists(st.text(), min_size=2, max_size=4), st.sampled_from(OTHERS))
def test_every_path_is_an_address_already(title: str, categories: list[str], blog: Blog) -> None:
    path = post_path(article(title=title, categories=tuple(categories)), PostOptions(blog=blog))
    for part in (*path.parts[:-1], path.stem, with_suffix(path, "0123456789ab").stem):
        assert slug_of(part) == part
        assert len(part.encode()) <= 250


def test_a_moment_with_a_crooked_offset_is_written_in_utc() -> None:
    crooked = timezone(timedelta(hours=8, minutes=5, seconds=43))
    assert iso(datetime(1900, 1, 1, 8, 5, 43, tzinfo=crooked)) == "1900-01-01T00:00:00Z"


def test_pelican_s_reader_refuses_what_is_no_header() -> None:
    with pytest.raises(ValueError, match="lines of 'Key: value'"):
        PELICAN.read("x\n\nbody")


@pytest.mark.parametrize(
    ("confidence", "draft"),
    [
        ({}, False),
        ({"title": 0.6, "published": 0.6, "body": 0.6}, False),
        ({"title": 0.59}, True),
        ({"published": 0.1}, True),
        ({"body": 0.1}, True),
        ({"source": 0.1}, False),
    ],
)
def test_drafts(confidence: dict[str, float], draft: bool) -> None:
    made = article(confidence=confidence)
    for blog, mark in {
        "hugo": "\ndraft: true\n",
        "eleventy": "\ndraft: true\n",
        "astro": "\ndraft: true\n",
        "zola": "\ndraft = true\n",
        "pelican": "\nStatus: draft\n",
    }.items():
        post = render_post(made, PostOptions(blog=blog, drafts_below=0.6))  # type: ignore[arg-type]
        assert (mark in post.text) is draft
        assert not post.path.is_relative_to("..")
        assert mark not in render_post(made, PostOptions(blog=blog)).text  # type: ignore[arg-type]
    for blog in ("hexo", "jekyll"):
        post = render_post(made, PostOptions(blog=blog, drafts_below=0.6))  # type: ignore[arg-type]
        assert post.path.is_relative_to("../_drafts") is draft
        assert post.text == render_post(made, PostOptions(blog=blog)).text  # type: ignore[arg-type]


WITHOUT_HTML = {
    "a shortcode in code": ("<pre><code>一\n{{&lt; x &gt;}}</code></pre>", "一\\\n&#123;&#123;&lt; x >&#125;&#125;"),
    "a shortcode in inline code": ("<p><code>{{% x %}}</code></p>", "&#123;&#123;% x %&#125;&#125;"),
    "braces in code": ("<p><code>{x}</code></p>", "`{x}`"),
    "a percent sign in code": ("<pre>&lt;%= {x} %&gt;</pre>", "```\n<%= {x} %>\n```"),
    "marks of code in code": ("<p><code>a `b`</code></p>", "`` a `b` ``"),
    "emphasis that CommonMark does not see": ("<p><strong>“铜价”</strong>涨</p>", "“铜价”涨"),
    "struck out": ("<p><del>一</del> 二</p>", "~~一~~ 二"),
    "a power": ("<p>10<sup>8</sup>元，CO<sub>2</sub>，注<sup>1</sup></p>", "10^8元，CO2，注1"),
    "lines in a cell": (
        "<table><tr><td>一<br>二</td><td><ul><li>三</li><li>四</li></ul></td></tr></table>",
        "| 一 二 | 三 四 |\n| --- | --- |",
    ),
    "a text that looks like a mark of ours": ("<p>\ufdd2\ufdd4</p>", ""),
}


@pytest.mark.parametrize("case", WITHOUT_HTML)
def test_markdown_without_html(case: str) -> None:
    html, expected = WITHOUT_HTML[case]
    assert markdown_body(html, raw_html=False) == expected


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"blog": "wordpress"}, "blog: 'wordpress' is none of hexo, hugo, jekyll, pelican, eleventy, astro, zola"),
        ({"blog": "jekyll", "body": "source"}, "body: Jekyll takes clean, not source"),
        ({"drafts_below": 1.5}, "drafts_below: 1.5 is not between 0 and 1"),
    ],
)
def test_an_option_that_does_not_exist(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(SiteError) as caught:
        PostOptions(**changes)
    assert str(caught.value) == message
