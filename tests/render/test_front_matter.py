"""Front matter: the source format's looks, read back as what was meant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from render_articles import article

from newscrawl.errors import SiteError
from newscrawl.items import Image
from newscrawl.render import EXTRA_KEYS, PostOptions, render_post
from newscrawl.render.text import distinct_lines, one_line

FULL = article(
    title="铜价: 上涨",
    modified=datetime(2026, 7, 20, 2, 0, tzinfo=UTC),
    authors=("张三", "李四"),
    source="某报",
    editors=("王五",),
    keywords=("000001", "铜", "铜", " "),
    tickers=("000001.SZ",),
    language="zh-CN",
    summary="摘要\n第二行",
    lead_image=Image(url="https://i.example/o'neill.png"),
)


def header(text: str) -> str:
    return text.split("---\n")[1]


def read(text: str) -> dict[str, Any]:
    loaded = yaml.safe_load(header(text))
    assert isinstance(loaded, dict)
    return loaded


def test_keys_order_and_spacing_are_the_source_format_s() -> None:
    assert render_post(FULL).text.startswith(
        "\n---\ntitle: '铜价: 上涨'\ncategories: \n - 金融\n - 例报\n - 国内\n"
        "headimg: 'https://i.example/o%27neill.png'\nauthor: 例报\ncomments: false\n"
        "date: Mon, 20 Jul 2026 01:30:05 GMT\nthumbnail: 'https://i.example/o%27neill.png'\n---\n\n<div>   \n"
    )


def test_no_picture_is_an_empty_string() -> None:
    assert "\nheadimg: ''\n" in render_post(article()).text
    assert "\nthumbnail: ''\n" in render_post(article()).text


@pytest.mark.parametrize("body", ["clean", "source"])
def test_a_plain_article_has_the_same_header_in_both_formats(body: Any) -> None:
    assert header(render_post(article(), PostOptions(body=body)).text) == header(render_post(article()).text)


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("铜价", "title: '铜价'"),
        ('"铜价"', "title: '\"铜价\"'"),
        ("it's", 'title: "it\'s"'),
        ("it's 🎧", 'title: "it\'s 🎧"'),
        ('it\'s "铜价"', "title: 'it''s \"铜价\"'"),
        ("it's a\\b", "title: 'it''s a\\b'"),
        ("a\\b", "title: 'a\\b'"),
        ("{{ 7*7 }}", "title: '{{ 7*7 }}'"),
        ("铜价\n  --- 上涨", "title: '铜价 --- 上涨'"),
        ("铜\x00价\ufeff", "title: '铜价'"),
        ("“铜价”：a/b?", "title: '“铜价”：a/b?'"),
        ("铜价 " * 60, f"title: '{('铜价 ' * 60).strip()}'"),
    ],
)
def test_title_s_quotes(title: str, line: str) -> None:
    assert f"\n{line}\n" in render_post(article(title=title)).text


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("36kr", "36kr"),
        ("首页 - 白金攻略 / 游戏开箱", "首页 - 白金攻略 / 游戏开箱"),
        ("DT 财经（一）", "DT 财经（一）"),
        ("360", "'360'"),
        ("1e3", "'1e3'"),
        ("0o17", "'0o17'"),
        ("0x1F", "'0x1F'"),
        ("1_000", "'1_000'"),
        ("yes", "'yes'"),
        ("null", "'null'"),
        ("~", "'~'"),
        ("2026-07-20", "'2026-07-20'"),
        ("a: b", "'a: b'"),
        ("a #b", "'a #b'"),
        ("@x", "'@x'"),
        ("*x", "'*x'"),
        ("[x]", "'[x]'"),
        ("it's", "it's"),
        ("{x}", "'{x}'"),
    ],
)
def test_categories_and_author_are_quoted_only_where_they_must_be(name: str, written: str) -> None:
    text = render_post(article(categories=("金融", name, "国内"))).text
    assert f"\n - {written}\n" in text
    assert f"\nauthor: {written}\n" in text
    assert read(text)["author"] == name


EXTRA_LINES = {
    "link": "link: 'https://news.example/a/1.shtml'\n",
    "source": "source: '某报'\n",
    "tags": "tags: \n - '000001'\n - '铜'\n",
    "description": "description: '摘要 第二行'\n",
    "updated": "updated: Mon, 20 Jul 2026 02:00:00 GMT\n",
    "lang": "lang: 'zh-CN'\n",
    "editors": "editors: \n - '王五'\n",
    "tickers": "tickers: \n - '000001.SZ'\n",
}


@pytest.mark.parametrize("key", EXTRA_KEYS)
def test_an_extra_key_stands_after_the_others(key: str) -> None:
    assert header(render_post(FULL, PostOptions(extra=(key,))).text).endswith(
        "thumbnail: 'https://i.example/o%27neill.png'\n" + EXTRA_LINES[key]
    )


def test_extra_keys_have_one_order_whatever_the_options_say() -> None:
    assert list(read(render_post(FULL, PostOptions(extra=EXTRA_KEYS[::-1])).text))[7:] == list(EXTRA_KEYS)


def test_a_list_of_blanks_is_left_out() -> None:
    assert "tags" not in read(render_post(article(keywords=(" ",)), PostOptions(extra=("tags",))).text)


@pytest.mark.parametrize("key", sorted(set(EXTRA_KEYS) - {"link"}))
def test_an_extra_key_without_value_is_left_out(key: str) -> None:
    assert f"\n{key}:" not in render_post(article(), PostOptions(extra=(key,))).text


def test_byline() -> None:
    assert read(render_post(FULL, PostOptions(author="byline")).text)["author"] == "张三, 李四"


def test_no_byline_leaves_the_site() -> None:
    assert read(render_post(article(), PostOptions(author="byline")).text)["author"] == "例报"


def test_timezone_makes_dates_wall_clock_time() -> None:
    text = render_post(FULL, PostOptions(extra=("updated",), timezone="Asia/Shanghai")).text
    assert "\ndate: 2026-07-20 09:30:05\n" in text
    assert "\nupdated: 2026-07-20 10:00:00\n" in text


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_any_text_reads_back(title: str, keywords: list[str]) -> None:
    text = render_post(article(title=title, keywords=tuple(keywords)), PostOptions(extra=("tags",))).text
    front, _, _ = text.removeprefix("\n---\n").partition("\n---\n\n")
    loaded = yaml.safe_load(front)
    assert loaded["title"] == one_line(title)
    assert loaded.get("tags", []) == distinct_lines(keywords)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"body": "html"}, "body: 'html' is none of clean, source, markdown"),
        ({"author": "me"}, "author: 'me' is none of site, byline"),
        ({"extra": ("tag",)}, "extra: 'tag' is none of link, source, tags"),
        ({"timezone": "Asia/Nowhere"}, "timezone: no such time zone: 'Asia/Nowhere'"),
        ({"timezone": "../etc"}, "timezone: no such time zone: '../etc'"),
    ],
)
def test_an_option_that_does_not_exist(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(SiteError) as caught:
        PostOptions(**changes)
    assert str(caught.value).startswith(message)
