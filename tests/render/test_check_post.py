"""The check before writing lets every good post pass and stops each kind of damage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from render_articles import article

from newscrawl.errors import UnsafePost
from newscrawl.render import PostOptions, check_post, render_post

CLEAN, SOURCE = PostOptions(extra=("tags",)), PostOptions(body="source")
GOOD = article(
    title='It\'s "铜价": {上涨}',
    keywords=("000001",),
    body='<p>铜价 &lt; <a href="https://news.example/x">银价</a></p>\n<pre>一\n\n  二 {}</pre>\n'
    '<figure><img src="https://i.example/1.png" alt=""><figcaption>图</figcaption></figure>\n'
    "<table><tbody><tr><td>1</td></tr></tbody></table>",
)


def test_a_good_post_passes() -> None:
    check_post(render_post(GOOD, CLEAN), GOOD, CLEAN)


@pytest.mark.parametrize("timezone", ["", "UTC", "Asia/Shanghai", "America/New_York"])
def test_the_date_passes_in_every_zone(timezone: str) -> None:
    options = PostOptions(timezone=timezone)
    check_post(render_post(GOOD, options), GOOD, options)


DAMAGE = {
    "front matter has no end": ("\n---\n\n", "\n\n", "front matter is not between its separators"),
    "front matter is no YAML": ("title: '", "title: '' '", "front matter is not YAML: "),
    "front matter is no mapping": ("title: ", "- title: ", "front matter is not YAML: "),
    "another title": ("铜价", "银价", "title reads back as "),
    "a category that is a number": (" - 国内", " - 1", "categories reads back as ['金融', '例报', 1]"),
    "a tag that is a number": ("'000001'", "000001", "tags reads back as [1] instead of ['000001']"),
    "another author": ("author: 例报", "author: x", "author reads back as 'x'"),
    "another date": ("01:30:05", "09:30:05", "date reads back as 'Mon, 20 Jul 2026 09:30:05 GMT'"),
    "no date": ("Mon, 20 Jul 2026 01:30:05 GMT", "Invalid Date", "date reads back as 'Invalid Date'"),
    "a blank line": ("</p>\n", "</p>\n\n", "a generator would act on '\\n\\n' in the body"),
    "an indented line": ("</p>\n", "</p>\n    ", "a generator would act on '\\n    ' in the body"),
    "a template tag": ("银价", "{{ x }}", "a generator would act on '{' in the body"),
    "an excerpt mark": ("银价", "银价<!-- more -->", "a generator would act on '<!--' in the body"),
    "a fence": ("<p>铜价", "```\n<p>铜价", "a generator would act on '```' in the body"),
    "a changed text": ("银价", "金价", "the body's text changed at "),
    "a lost picture": ('<img src="https://i.example/1.png" alt="">', "", "0 <img> in the body instead of 1"),
    "a lost link": ('<a href="https://news.example/x">银价</a>', "银价", "0 <a> in the body instead of 1"),
    "a lost table": ("table>", "section>", "0 <table> in the body instead of 1"),
    "an end tag too many": ("</p>\n", "</p></div>\n", "the body leaves its <div>"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_seen(kind: str) -> None:
    whole, damaged, reason = DAMAGE[kind]
    post = render_post(GOOD, CLEAN)
    assert whole in post.text
    with pytest.raises(UnsafePost) as caught:
        check_post(replace(post, text=post.text.replace(whole, damaged)), GOOD, CLEAN)
    assert caught.value.reason.startswith(reason)
    assert caught.value.path == str(post.path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("body", ["", "<p> </p>", "<p>\u3000</p>"])
def test_an_empty_body_is_no_post(body: str) -> None:
    empty = article(body=body)
    with pytest.raises(UnsafePost, match="the body is empty"):
        check_post(render_post(empty), empty, PostOptions())


def test_a_picture_alone_is_a_post() -> None:
    picture = article(body='<p><img src="https://i.example/1.png" alt=""></p>')
    check_post(render_post(picture), picture, PostOptions())


SOURCE_FORMAT = {
    "what it can hold": ({"title": "It's: {铜价}"}, None),
    "both quotes": ({"title": 'It\'s "铜价"'}, "front matter is not YAML"),
    "a picture with a quote": ({"body": '<img src="https://i.example/\'.png">'}, "front matter is not YAML"),
    "a category that is a number": ({"categories": ("金融", "例报", "360")}, "categories reads back as"),
    "a category that is a list": ({"categories": ("金融", "[例报", "国内")}, "front matter is not YAML"),
}


@pytest.mark.parametrize("case", SOURCE_FORMAT)
def test_the_source_format_s_own_mistakes_are_stopped(case: str) -> None:
    changes: dict[str, Any]
    changes, reason = SOURCE_FORMAT[case]
    made = article(**changes)
    post = render_post(made, SOURCE)
    if reason is None:
        check_post(post, made, SOURCE)
    else:
        with pytest.raises(UnsafePost, match=reason):
            check_post(post, made, SOURCE)
