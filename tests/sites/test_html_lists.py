"""Section pages, and lists that are HTML inside JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from written_sites import list_site, read

from newscrawl.errors import ListError
from newscrawl.extract import Step

SECTION = """
kind: html
url: https://news.example/ssgs/
items: ul.list li
"""

PAGE = """<html><body><ul class="list">
<li><a href="./t1.html"><h3>甲公司 扩产</h3></a><em>07-20 09:15</em><img data-src="/i/1.jpg"><b class="vip"></b></li>
<li data-href="/fast/2"><a href="/ssgs/t2.html">乙公司&amp;丙公司</a><em>2026-07-19 08:00</em>
<span>来源：经济晨报</span></li>
<li>没有链接</li>
</ul><a class="next" href="index_2.html">下一页</a><i id="last">7</i></body></html>"""


def test_an_entry_needs_no_rules() -> None:
    first, second = read(list_site(SECTION), PAGE).links
    assert (first.url, first.title) == ("https://news.example/ssgs/t1.html", "甲公司 扩产")
    assert (second.url, second.title) == ("https://news.example/ssgs/t2.html", "乙公司&丙公司")


@pytest.mark.parametrize(
    ("field", "rule", "values"),
    [
        ("title", "h3", ["甲公司 扩产", ""]),
        ("title", "[h3, {xpath: a}]", ["甲公司 扩产", "乙公司&丙公司"]),
        ("image", "'img::attr(data-src)'", ["https://news.example/i/1.jpg", ""]),
        ("url", "[{css: '::attr(data-href)'}, {css: 'a::attr(href)'}]", ["/ssgs/t1.html", "/fast/2"]),
        ("url", "{xpath: './a/@href'}", ["/ssgs/t1.html", "/ssgs/t2.html"]),
        ("source", "{css: span, label: 来源}", ["", "经济晨报"]),
        ("source", "{const: 示例社}", ["示例社", "示例社"]),
    ],
)
def test_rules_inside_the_entry(field: str, rule: str, values: list[str]) -> None:
    links = read(list_site(SECTION + f"fields: {{{field}: {rule}}}\n"), PAGE).links
    assert [getattr(link, field).removeprefix("https://news.example" * (field == "url")) for link in links] == values


@pytest.mark.parametrize("rule", ["em", "{css: em, format: ['%Y-%m-%d %H:%M', '%m-%d %H:%M']}"])
def test_times_with_and_without_a_year(rule: str) -> None:
    links = read(list_site(SECTION + f"fields: {{published: {rule}}}\n"), PAGE).links
    times = [link.published.isoformat() if link.published else "" for link in links]
    assert times == ["2026-07-20T09:15:00+08:00", "2026-07-19T08:00:00+08:00"]


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ("{css: .vip}", ["t2"]),
        ("{css: .vip, empty: true}", ["t1"]),
        ("{css: span, matches: 晨报}", ["t1"]),
        ("{css: 'a::attr(href)', in: [./t1.html]}", ["t2"]),
    ],
)
def test_entries_that_are_left_out(condition: str, left: list[str]) -> None:
    links = read(list_site(SECTION + f"skip_if: [{condition}]\n"), PAGE).links
    assert [link.url.rpartition("/")[2].removesuffix(".html") for link in links] == left


def test_the_charset_is_told_from_the_bytes() -> None:
    (first, _) = read(list_site(SECTION), PAGE.encode("gb18030")).links
    assert first.title == "甲公司 扩产"


def test_relative_addresses_count_from_the_base_that_the_list_names() -> None:
    first = read(list_site(SECTION + "base: https://m.news.example/a/\n"), PAGE).links[0]
    assert first.url == "https://m.news.example/a/t1.html"


def test_a_page_without_entries_is_another_page_or_a_new_layout() -> None:
    with pytest.raises(ListError) as caught:
        read(list_site(SECTION), "<html><body>维护中</body></html>")
    assert caught.value.reason == "the list's page has no entries at ul.list li"


def test_a_later_page_without_entries_ends_the_list() -> None:
    site = list_site(SECTION + "paging: {type: next, from: 'a.next::attr(href)'}\n")
    assert read(site, "<html><body></body></html>", Step(index=1)).links == ()


CARDS = """
kind: json_html
url: 'https://a.news.example/?m=loadMore&page={page}'
ok: {path: code, equals: 0}
html: data.html
items: li.card
fields: {url: '.content > a::attr(href)', title: h3}
base: https://news.example/
paging: {pages: 2}
"""

CARD = '<li class="card"><div class="content"><a href="/a/1.html"><h3>甲公司扩产</h3></a></div></li>'


@pytest.mark.parametrize("wrap", ["{}", "cb({})", "var x = {};"])
def test_html_inside_json(wrap: str) -> None:
    body = json.dumps({"code": 0, "data": {"html": CARD}})
    listed = read(list_site(CARDS), wrap.replace("{}", body))
    assert [(link.url, link.title) for link in listed.links] == [("https://news.example/a/1.html", "甲公司扩产")]
    assert [step.index for step in listed.further] == [1]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (CARD, "the list's answer is not JSON"),
        ({"code": 1}, "the list answers code = 1, not 0"),
        ({"code": 0, "data": []}, "the list's answer has no HTML at data.html"),
        ({"code": 0, "data": {"html": ["x"]}}, "the list's answer has no HTML at data.html"),
        ({"code": 0, "data": {"html": ""}}, "the list's page has no entries at li.card"),
    ],
)
def test_bad_answers_with_html_in_json(body: Any, problem: str) -> None:
    with pytest.raises(ListError) as caught:
        read(list_site(CARDS), body)
    assert caught.value.reason == problem
