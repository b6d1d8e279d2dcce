"""What is asked for, page after page, and that every list ends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from written_sites import AT, list_site, read

from newscrawl.extract import FIRST, Step, list_request

JSON = """
kind: json
url: 'https://news.example/list?%s'
items: data
fields: {url: url}
"""


def asked(text: str, step: Step = FIRST, **given: Any) -> str:
    site = list_site(text, x=given)
    return list_request(site, site.channels["x"], step, at=AT).url.partition("?")[2]


@pytest.mark.parametrize(
    ("query", "paging", "index", "expected"),
    [
        ("p={page}", "", 0, "p=1"),
        ("p={page}", "paging: {pages: 3}", 2, "p=3"),
        ("p={page}", "paging: {start: 0}", 2, "p=2"),
        ("p={page}", "paging: {step: -1, start: 9}", 2, "p=7"),
        ("o={offset}", "paging: {type: offset, step: 20}", 2, "o=40"),
        ("c={cursor}", "paging: {type: cursor, from: next}", 0, "c="),
        ("c={cursor}", "paging: {type: cursor, from: next, start: '{now}'}", 0, "c=1784520000"),
        ("c={cursor}&p={page}", "paging: {type: cursor, from: next}", 2, "c=a%26b%2F&p=3"),
        ("t={now_ms}&d={now:%Y-%m}", "", 0, "t=1784520000000&d=2026-07"),
    ],
)
def test_what_stands_in_the_address(query: str, paging: str, index: int, expected: str) -> None:
    assert asked(JSON % query + paging, Step(index=index, cursor="a&b/")) == expected


def test_variables_are_quoted() -> None:
    assert asked(JSON % "c={name}", name="A股&x=1") == "c=A%E8%82%A1%26x%3D1"


def test_a_variable_may_be_several_levels_of_a_path() -> None:
    assert asked(JSON % "c={name}", name="a/b c") == "c=a/b%20c"


def test_a_form_is_posted() -> None:
    text = JSON % "" + "form: {channel: '{id}', last: '{cursor}'}\npaging: {type: cursor, from: next}\n"
    site = list_site(text, x={"id": 115})
    request = list_request(site, site.channels["x"], Step(index=1, cursor="a b"), at=AT)
    assert (request.method, request.body) == ("POST", "channel=115&last=a+b")
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_json_is_posted() -> None:
    text = JSON % "" + "json: {channelId: '{id}', size: 20, tags: ['{id}', null, true]}\n"
    site = list_site(text, x={"id": 25951})
    request = list_request(site, site.channels["x"], at=AT)
    assert request.method == "POST"
    assert json.loads(request.body) == {"channelId": "25951", "size": 20, "tags": ["25951", None, True]}
    assert request.headers["Content-Type"] == "application/json"


def test_cls_signs_the_sorted_query() -> None:
    # MD5 of the SHA-1 of "a=&b=2", reckoned with another tool
    assert asked(JSON % "b=2&a=" + "sign: cls\n") == "a=&b=2&sign=c1587c47b6be1b52585524d054d21f70"


def steps(text: str, *answers: Any) -> list[str]:
    """Read the answers one after the other, the last again and again; return what was asked for."""
    site, step, found = list_site(text), FIRST, []
    for number in range(2000):
        request = list_request(site, site.channels["x"], step, at=AT)
        found.append(request.url.partition("?")[2] or request.url)
        further = read(site, answers[min(number, len(answers) - 1)], step).further
        if not further:
            return found
        step = further[0]
    raise AssertionError("the list never ends")


ONE = {"url": "/a/1"}


@pytest.mark.parametrize(
    ("query", "paging", "answers", "expected"),
    [
        ("p={page}", "{pages: 3}", [{"data": [ONE]}], ["p=1", "p=2", "p=3"]),
        ("p={page}", "{pages: 1}", [{"data": [ONE]}], ["p=1"]),
        (
            "c={cursor}",
            "{type: cursor, from: next, pages: 9}",
            [{"data": [ONE], "next": "a"}, {"data": [ONE], "next": "b"}, {"data": [ONE]}],
            ["c=", "c=a", "c=b"],
        ),
        ("c={cursor}", "{type: cursor, from: next, pages: 9}", [{"data": [ONE], "next": "a"}], ["c=", "c=a"]),
        (
            "c={cursor}",
            "{type: cursor, from: next, pages: 9}",
            [{"data": [ONE], "next": "a"}, {"data": [ONE], "next": "b"}, {"data": [ONE], "next": "a"}],
            ["c=", "c=a", "c=b"],
        ),
        ("c={cursor}", "{type: cursor, from: next}", [{"data": [ONE], "next": None}], ["c="]),
        ("c={cursor}", "{type: cursor, from: next}", [{"data": [ONE], "next": {"a": 1}}], ["c="]),
        ("c={cursor}", "{type: cursor, from: next}", [{"data": [ONE], "next": "x" * 501}], ["c="]),
        (
            "c={cursor}",
            "{type: last_item, from: id, pages: 9}",
            [{"data": [{**ONE, "id": 9}, {**ONE, "id": 8}]}, {"data": [{**ONE, "id": 7}]}, {"data": []}],
            ["c=", "c=8", "c=7"],
        ),
        (
            "c={cursor}",
            "{type: last_item, from: {path: url, regex: '\\d+'}, pages: 2}",
            [{"data": [{"url": "/a/12"}]}],
            ["c=", "c=12"],
        ),
        (
            "p=1",
            "{type: next, from: more, pages: 9}",
            [{"data": [ONE], "more": "/list?p=2"}, {"data": [ONE], "more": "/list?p=1"}],
            ["p=1", "p=2"],
        ),
        ("p=1", "{type: next, from: more, pages: 9}", [{"data": [ONE], "more": "javascript:more()"}], ["p=1"]),
    ],
)
def test_lists_go_on_and_end(query: str, paging: str, answers: list[Any], expected: list[str]) -> None:
    assert steps(JSON % query + f"paging: {paging}\n", *answers) == expected


def test_cursors_that_never_repeat_end_with_the_pages() -> None:
    site = list_site(JSON % "c={cursor}" + "paging: {type: cursor, from: next, pages: 50}\n")
    step, count = FIRST, 0
    while further := read(site, {"data": [ONE], "next": f"c{count}"}, step).further:
        step, count = further[0], count + 1
    assert count == 49


def test_a_section_page_is_followed_by_its_link() -> None:
    section = """
kind: html
url: https://news.example/ssgs/
items: li a
paging: {type: next, from: 'a.next::attr(href)', pages: 9}
"""
    page = '<li><a href="/a/1">甲</a></li><a class="next" href="index_%s.html">下一页</a>'
    assert steps(section, page % 2, page % 3, page % 2) == [
        "https://news.example/ssgs/",
        "https://news.example/ssgs/index_2.html",
        "https://news.example/ssgs/index_3.html",
    ]


def test_a_section_page_is_followed_by_the_last_entry() -> None:
    fragment = """
kind: html
url: 'https://news.example/columns/3?last={cursor}'
items: li a
paging: {type: last_item, from: {css: '::attr(href)', regex: '(\\d{7})'}, pages: 2}
"""
    assert steps(fragment, '<li><a href="/articles/1234567.html">甲</a></li>') == ["last=", "last=1234567"]
