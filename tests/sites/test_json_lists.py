"""Lists that are JSON, in every wrapping: entries, fields, conditions, and what is wrong with an answer."""

from __future__ import annotations

from typing import Any

import pytest
from written_sites import list_site, read

from newscrawl.errors import ListError

PLAIN = """
kind: json
url: https://news.example/list
items: data
fields: {url: url, title: title}
"""

ENTRY = {"url": "/a/1.html", "title": "甲公司扩产"}


@pytest.mark.parametrize(
    "body",
    [
        '{"data": [{"url": "/a/1.html", "title": "x"}]}',
        'cb({"data": [{"url": "/a/1.html", "title": "x"}]})',
        'jQuery1.cb_2({"data": [{"url": "/a/1.html", "title": "x"}]});',
        ';cb ( {"data": [{"url": "/a/1.html", "title": "x"}]} ) ;',
        '/* ok */ window["cb"]({"data": [{"url": "/a/1.html", "title": "x"}]})',
        'try{cb({"data": [{"url": "/a/1.html", "title": "x"}]})}catch(e){}',
        'var newest = {"data": [{"url": "/a/1.html", "title": "x"}]};',
        'let  a.b={"data": [{"url": "/a/1.html", "title": "x"}]}',
        '\ufeff {"data": [{"url": "/a/1.html", "title": "x"}]}',
    ],
)
def test_wrappings(body: str) -> None:
    assert [link.url for link in read(list_site(PLAIN), body).links] == ["https://news.example/a/1.html"]


@pytest.mark.parametrize(
    ("items", "data", "count"),
    [
        ("''", [ENTRY], 1),
        ("data.list", {"data": {"list": [ENTRY]}}, 1),
        ("[data.top, data.rest]", {"data": {"top": [ENTRY], "rest": [{"url": "/a/2.html"}]}}, 2),
        ("[data.top, data.rest]", {"data": {"rest": [{"url": "/a/2.html"}]}}, 1),
        ("[data.top, data.rest]", {"data": {"top": []}}, 0),
        ("'result[].data'", {"result": [{"data": ENTRY}, {"data": {"url": "/a/2.html"}}]}, 2),
        ("'tabs[0].list'", {"tabs": [{"list": [ENTRY]}, {"list": []}]}, 1),
        ("'tabs[-1].list'", {"tabs": [{}, {"list": [ENTRY]}]}, 1),
        ("ext|json.list", {"ext": '{"list": [{"url": "/a/1.html"}]}'}, 1),
        ("data", {"data": []}, 0),
    ],
)
def test_where_the_entries_stand(items: str, data: Any, count: int) -> None:
    assert len(read(list_site(PLAIN.replace("items: data", f"items: {items}")), data).links) == count


@pytest.mark.parametrize(
    ("rules", "entry", "field", "value"),
    [
        ("{path: tags, split: '[,，]'}", {"tags": "钢铁,煤炭，"}, "keywords", ("钢铁", "煤炭")),
        ("'tags[][].title'", {"tags": [[{"title": "钢铁"}], [{"title": "煤炭"}]]}, "keywords", ("钢铁", "煤炭")),
        ("{path: title, strip: '^示例社\\d+月\\d+日[电｜]'}", {"title": "示例社7月20日｜扩产"}, "title", "扩产"),
        ("{path: t, regex: '【(.+?)】'}", {"t": "【扩产】公司说"}, "title", "扩产"),
        ("{path: t, label: 来源}", {"t": "2026-07-20 来源：经济晨报 作者：李四"}, "source", "经济晨报"),
        ("{path: t, label: 来源}", {"t": "（来源: 经济晨报）"}, "source", "经济晨报"),
        ("{path: 'by[].name', join: ' / '}", {"by": [{"name": "甲"}, {"name": "乙"}]}, "source", "甲 / 乙"),
        ("{path: kind, map: {'1': 要闻, '2\\d': 快讯}}", {"kind": 27}, "source", "快讯"),
        ("{path: kind, map: {'1': 要闻}}", {"kind": "别的"}, "source", "别的"),
        ("{path: s, map: {'1\\.(\\d{6})': '\\1.SH'}}", {"s": "1.600519"}, "tickers", ("600519.SH",)),
        ("'s[]'", {"s": ["sh600519", "nothing"]}, "tickers", ("600519.SH",)),
        ("'s[].c'", {"s": [{"c": "sh600519"}, {"c": "x"}]}, "tickers", ("600519.SH",)),
        ("{const: 示例社}", {}, "source", "示例社"),
        ("{template: '{a}{b?}'}", {"a": "<p>上", "b": "下</p>"}, "body", "<p>上下</p>"),
        ("{template: '{a}{b?}'}", {"a": "上"}, "body", "上"),
        ("{template: '{a}{b}'}", {"a": "上"}, "body", ""),
        ("author.name", {"author": {"name": "李四"}}, "authors", ("李四",)),
        ("'img[].u'", {"img": {"u": "//i.example/a.jpg"}}, "image", "https://i.example/a.jpg"),
        ("body", {"body": "第一行\n第二行"}, "body", "第一行\n第二行"),
        ("{path: body, strip: '^示例社电，'}", {"body": "示例社电，第一行\n第二行"}, "body", "第一行\n第二行"),
    ],
)
def test_fields(rules: str, entry: dict[str, Any], field: str, value: Any) -> None:
    site = list_site(PLAIN.replace("title: title", f"{field}: {rules}"))
    (link,) = read(site, {"data": [{"url": "/a", **entry}]}).links
    assert getattr(link, field) == value


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("{path: t, format: epoch_s}", "1784510100", "2026-07-20T09:15:00+08:00"),
        ("{path: t, format: epoch_ms}", 1784510100000, "2026-07-20T09:15:00+08:00"),
        ("{path: t, format: '%Y-%m-%d %H:%M:%S'}", "2026-07-20 09:15:00", "2026-07-20T09:15:00+08:00"),
        ("{path: t, format: ['%Y', '%m/%d/%Y %H:%M']}", "07/20/2026 09:15", "2026-07-20T09:15:00+08:00"),
        ("{path: t, tz: UTC}", "2026-07-20 01:15", "2026-07-20T01:15:00+00:00"),
        ("{path: t, format: iso}", "2026-07-20T09:15:00", "2026-07-20T09:15:00+08:00"),
        ("{path: t, format: iso, tz: Asia/Tokyo}", "2026-07-20T09:15:00", "2026-07-20T09:15:00+09:00"),
        ("{path: t, format: '%m-%d %H:%M'}", "07-20 09:15", "2026-07-20T09:15:00+08:00"),
        ("{path: t, format: '%m-%d %H:%M'}", "12-31 09:15", "2025-12-31T09:15:00+08:00"),
        ("{path: t, format: '%m-%d'}", "02-29", None),
        ("{path: t, format: '%H:%M'}", "09:15", "2026-07-20T09:15:00+08:00"),
        ("{path: t, format: '%H:%M'}", "21:15", "2026-07-19T21:15:00+08:00"),
        ("{path: t, format: relative}", "30分钟前", "2026-07-20T11:30:00+08:00"),
        ("{path: t, format: relative}", "soon", None),
        ("t", "07-20 09:15", "2026-07-20T09:15:00+08:00"),
        ("{template: '{t} 09:15', format: '%Y.%m.%d %H:%M'}", "2026.07.20", "2026-07-20T09:15:00+08:00"),
    ],
)
def test_times(rule: str, value: Any, expected: str | None) -> None:
    site = list_site(PLAIN.replace("title: title", f"published: {rule}"))
    (link,) = read(site, {"data": [{"url": "/a", "t": value}]}).links
    assert (link.published.isoformat() if link.published else None) == expected


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ("{path: kind, equals: ad}", "bcdef"),
        ("{path: kind, in: [ad, video]}", "cdef"),
        ("{path: top, equals: 1}", "acdef"),
        ("{path: paid, equals: true}", "abdef"),
        ("{path: paid}", "abdef"),
        ("{path: uri, empty: true}", "ef"),
        ("{path: uri, empty: false}", "abcd"),
        ("{path: uri, matches: '/video/'}", "abcde"),
    ],
)
def test_entries_that_are_left_out(condition: str, left: str) -> None:
    entries: list[dict[str, Any]] = [
        {"url": "/a", "kind": "ad"},
        {"url": "/b", "kind": "video", "top": 1},
        {"url": "/c", "paid": True, "uri": ""},
        {"url": "/d", "paid": False, "uri": None, "top": "0"},
        {"url": "/e", "uri": "/x"},
        {"url": "/f", "uri": "/video/1"},
    ]
    site = list_site(PLAIN + f"skip_if: [{condition}]\n")
    assert "".join(link.url[-1] for link in read(site, {"data": entries}).links) == left


def test_relative_addresses_count_from_the_base() -> None:
    site = list_site(PLAIN + "base: https://www.news.example/x/\n")
    assert read(site, {"data": [{"url": "a.html"}]}).links[0].url == "https://www.news.example/x/a.html"


PAGE = """<html><script>var a = 1;</script><script>
var allData = {"stream": [{"url": "/a/1.html", "title": "x"}]};
</script><script id="__NEXT_DATA__" type="application/json">{"props": {"list": [{"url": "/a/2.html"}]}}</script>
<script>window.state = JSON.parse("{\\"list\\": [{\\"url\\": \\"/a/3.html\\"}]}")</script></html>"""


@pytest.mark.parametrize(
    ("embedded", "items", "url"),
    [
        ("{before: 'allData\\s*=\\s*'}", "stream", "/a/1.html"),
        ("{css: 'script#__NEXT_DATA__'}", "props.list", "/a/2.html"),
        ("{css: 'script#__NEXT_DATA__', root: [props.none, props]}", "list", "/a/2.html"),
        ("{before: 'JSON.parse\\('}", "list", "/a/3.html"),
    ],
)
def test_json_in_a_page(embedded: str, items: str, url: str) -> None:
    site = list_site(
        f"kind: html_json\nurl: https://news.example/\nembedded: {embedded}\nitems: {items}\nfields: {{url: url}}"
    )
    assert [link.url for link in read(site, PAGE).links] == ["https://news.example" + url]


@pytest.mark.parametrize(
    ("embedded", "problem"),
    [
        ("{before: 'nothing\\s*=\\s*'}", "the page has no JSON in nothing\\s*=\\s*"),
        ("{css: 'script#none'}", "the page has no JSON in script#none"),
        ("{css: 'script#__NEXT_DATA__', root: no.where}", "the JSON in script#__NEXT_DATA__ has nothing at no.where"),
    ],
)
def test_a_page_without_the_json(embedded: str, problem: str) -> None:
    site = list_site(
        f"kind: html_json\nurl: https://news.example/\nembedded: {embedded}\nitems: list\nfields: {{url: url}}"
    )
    with pytest.raises(ListError) as caught:
        read(site, PAGE)
    assert caught.value.reason == problem


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<html><body>Service busy</body></html>", "the list's answer is not JSON"),
        ("busy", "the list's answer is not JSON"),
        ('cb({"data": [', "the list's answer is not JSON"),
        ({"data": {"0": ENTRY}}, "the list's answer has no entries at data: there is an object"),
        ({"data": "none"}, "the list's answer has no entries at data: there is no list"),
        ({"data": None}, "the list's answer has no entries at data"),
        ([ENTRY], "the list's answer has no entries at data"),
        ("7", "the list's answer has no entries at data"),
        ({"data": ["a", "b"]}, "the list's entries at data are no objects"),
        ({"data": [{"title": "a"}] * 3}, "none of the list's 3 entries has an address at path:url"),
        ({"data": [{"url": "javascript:void(0)"}]}, "none of the list's 1 entries has an address at path:url"),
        ({"data": [{"url": {"a": 1}}]}, "none of the list's 1 entries has an address at path:url"),
    ],
)
def test_an_answer_of_another_shape(body: Any, problem: str) -> None:
    with pytest.raises(ListError) as caught:
        read(list_site(PLAIN), body)
    assert caught.value.reason == problem


def test_entries_of_other_shapes_among_good_ones_are_left_out() -> None:
    body = {"data": [ENTRY, "text", None, 7, [], {"title": "no address"}, {**ENTRY, "url": "http://[broken"}]}
    assert [link.title for link in read(list_site(PLAIN), body).links] == ["甲公司扩产"]


def test_ten_thousand_entries_are_the_most() -> None:
    entries = [{"url": f"/a/{number}.html"} for number in range(10_001)]
    assert len(read(list_site(PLAIN), {"data": entries}).links) == 10_000
