"""A crawl of a site that has a list of every kind, good ones and bad ones; and what is fetched for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, article

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newsserver import Result, Server

HEAD = """
group: 测试
languages: [zh-CN]
timezone: Asia/Shanghai
home: http://127.0.0.1:PORT/
domains: [127.0.0.1]
confidence: D
checked: 2026-07
delay: 0.01
"""

KINDS = (
    """
name: 万象财经
"""
    + HEAD
    + """
articles: ['/a/\\w+', '/api/\\d', '/print/\\d']
lists:
  feed: {kind: rss, url: 'http://127.0.0.1:PORT/rss.xml'}
  maps: {kind: sitemap, url: 'http://127.0.0.1:PORT/index.xml', follow: /map, paging: {pages: 2}}
  section:
    kind: html
    url: 'http://127.0.0.1:PORT/section/'
    items: li
    paging: {type: next, from: 'a.next::attr(href)', pages: 9}
  posted:
    kind: json
    url: 'http://127.0.0.1:PORT/posted'
    json: {channel: '{id}', last: '{cursor}'}
    items: data
    fields: {url: url}
    paging: {type: cursor, from: next, pages: 9}
  endless:
    kind: json
    url: 'http://127.0.0.1:PORT/endless?c={cursor}'
    items: data
    fields: {url: url}
    paging: {type: cursor, from: next, pages: 5}
  busy: {kind: rss, url: 'http://127.0.0.1:PORT/busy'}
  changed: {kind: json, url: 'http://127.0.0.1:PORT/changed', items: data, fields: {url: url}}
  elsewhere: {kind: json, url: 'http://127.0.0.1:PORT/elsewhere', items: data, fields: {url: url}}
  next_elsewhere:
    kind: json
    url: 'http://127.0.0.1:PORT/away'
    items: data
    fields: {url: url}
    paging: {type: next, from: next}
channels:
  feed: {list: feed}
  maps: {list: maps}
  section: {list: section}
  posted: {list: posted, vars: {id: 7}}
  endless: {list: endless}
  busy: {list: busy}
  changed: {list: changed}
  elsewhere: {list: elsewhere}
  away: {list: next_elsewhere}
article:
  api: {match: '/api/(?P<id>\\d)', url: 'http://localhost:PORT/answer?id={id}', ok: {path: code, equals: 0}, root: data}
  print: {match: '/print/\\d', url: '{url}?full=y', headers: {X-Print: 'yes'}}
  fields:
    title: [{path: title}, h1.main-title]
    published: [{path: time}, .date-source .date]
  body: [{path: text}, '#artibody']
"""
)

HEADLINES = (
    """
name: 头条日报
state: headlines
"""
    + HEAD.replace("127.0.0.1]", "head.example]")
    + """
lists:
  feed: {kind: rss, url: 'http://127.0.0.1:PORT/head.xml'}
channels:
  feed: {list: feed}
"""
)

TEXT = "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成。" * 3


def fill(server: Server) -> None:
    for number in range(1, 13):
        server.answers[f"/a/{number}"] = Answer(article(f"第{number}家公司扩产", day=number % 9 + 1))
    items = [f"<item><link>{server.url}/a/{number}</link><title>x & y</title></item>" for number in (1, 2)]
    server.answers["/rss.xml"] = Answer(f"<rss><channel>{''.join(items)}</channel></rss>")
    maps = "".join(f"<sitemap><loc>{server.url}/{name}</loc></sitemap>" for name in ("map1.xml", "videos.xml"))
    server.answers["/index.xml"] = Answer(f"<sitemapindex>{maps}</sitemapindex>")
    server.answers["/map1.xml"] = Answer(f"<urlset><url><loc>{server.url}/a/3</loc></url></urlset>")
    server.answers["/section/"] = Answer("<li><a href=/a/4>四</a></li><a class=next href=p2>下一页</a>")
    server.answers["/section/p2"] = Answer("<li><a href=/a/5>五</a></li><a class=next href=/section/>下一页</a>")
    pages = iter([{"data": [{"url": f"{server.url}/a/6"}], "next": "n1"}, {"data": [{"url": f"{server.url}/a/7"}]}])
    server.answers["/posted"] = lambda: Answer(json.dumps(next(pages)))
    for number, cursor in enumerate(["", *"abcdefgh"]):
        entries = [{"url": f"{server.url}/a/{8 + number}"}] if number < 5 else []
        server.answers[f"/endless?c={cursor}"] = Answer(
            json.dumps({"data": entries, "next": "abcdefgh"[number - 0 :][:1]})
        )
    server.answers["/busy"] = Answer("<html><body>busy</body></html>")
    server.answers["/changed"] = Answer(json.dumps({"data": {"0": {"url": "/a/1"}}}))
    found = ["/api/1", "/api/2", "/api/3", "/print/1"]
    server.answers["/elsewhere"] = Answer(json.dumps({"data": [{"url": server.url + url} for url in found]}))
    data = {"title": "接口里的文章", "time": "2026-07-03 09:15", "text": f"<p>{TEXT}接口里的。</p>"}
    server.answers["/answer?id=1"] = Answer(json.dumps({"code": 0, "data": data}))
    server.answers["/answer?id=2"] = Answer(json.dumps({"code": 7}))
    server.answers["/answer?id=3"] = Answer("<html><body>busy</body></html>")
    server.answers["/print/1?full=y"] = Answer(article("打印页的文章", f"<p>{TEXT}打印页的。</p>", day=4))
    away = server.url.replace("127.0.0.1", "localhost")
    server.answers["/away"] = Answer(json.dumps({"data": [{"url": f"{server.url}/a/1"}], "next": f"{away}/far"}))
    entry = (
        "<item><link>https://head.example/1</link><title>订户的新闻</title><description>一句话。</description>"
        "<pubDate>Mon, 20 Jul 2026 01:15:00 GMT</pubDate></item><item><link>https://head.example/2</link></item>"
    )
    bare = "".join(
        f"<item><link>https://head.example/{number}</link><title>订户的{word}新闻</title>"
        f"<pubDate>Mon, 20 Jul 2026 0{number}:15:00 GMT</pubDate></item>"
        for number, word in enumerate("甲乙丙", start=3)
    )
    server.answers["/head.xml"] = Answer(f"<rss><channel>{entry}{bare}</channel></rss>")


@pytest.fixture(scope="module")
def sites(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    fill(server)
    port = server.url.rpartition(":")[2]
    (folder / "kinds.yaml").write_text(KINDS.replace("PORT", port), "utf-8")
    (folder / "head.yaml").write_text(HEADLINES.replace("PORT", port), "utf-8")
    return folder


@pytest.fixture(scope="module")
def crawl(
    server: Server, scrapy: Callable[..., Result], sites: Path, tmp_path_factory: pytest.TempPathFactory
) -> Result:
    channels = "feed,maps,section,posted,endless,busy,changed,elsewhere,away"
    output = tmp_path_factory.mktemp("output")
    return scrapy("crawl", "kinds", "-a", f"channel={channels}", output=output, NEWSCRAWL_SITES=str(sites))


@pytest.mark.parametrize(
    ("key", "count"),
    [
        # twelve pages, one from the API, one for printing
        ("posted", 14),
        ("failed/list: the list's answer is no feed, but a web page", 1),
        ("failed/list: the list's answer has no entries at data: there is an object", 1),
        ("failed/the API answers code = 7, not 0", 1),
        ("failed/the API's answer is not JSON", 1),
    ],
)
def test_counts(crawl: Result, key: str, count: int) -> None:
    assert crawl.stats.get(key) == count


@pytest.mark.parametrize(
    ("start", "asked"),
    [
        ("/index.xml", ["/index.xml"]),
        ("/map", ["/map1.xml"]),
        ("/videos", []),
        ("/section/", ["/section/", "/section/p2"]),
        ("/endless", ["/endless?c=", "/endless?c=a", "/endless?c=b", "/endless?c=c", "/endless?c=d"]),
        ("/answer", ["/answer?id=1", "/answer?id=2", "/answer?id=3"]),
        ("/print", ["/print/1?full=y"]),
        ("/api", []),
        ("/far", []),
    ],
)
def test_what_is_asked_for(server: Server, crawl: Result, start: str, asked: list[str]) -> None:
    assert sorted(path.partition("localhost")[2].partition("/")[2] or path for path in server.asked(start)) == asked


def test_what_is_posted(server: Server, crawl: Result) -> None:
    posted = [json.loads(request.posted) for request in server.requests if request.path == "/posted"]
    assert posted == [{"channel": "7", "last": ""}, {"channel": "7", "last": "n1"}]


def test_headers_of_a_page_for_printing(server: Server, crawl: Result) -> None:
    [request] = [request for request in server.requests if request.path.startswith("/print")]
    assert request.headers["X-Print"] == "yes"


def test_articles_keep_their_own_address(server: Server, crawl: Result) -> None:
    urls = {item["title"]: item["url"] for item in crawl.items}
    assert urls["接口里的文章"] == f"{server.url}/api/1"
    assert urls["打印页的文章"] == f"{server.url}/print/1"


def test_what_the_api_did_not_give_is_asked_again(
    server: Server, scrapy: Callable[..., Result], sites: Path, crawl: Result
) -> None:
    before = len(server.asked("/answer"))
    scrapy("crawl", "kinds", "-a", "channel=elsewhere", output=crawl.output, NEWSCRAWL_SITES=str(sites))
    assert sorted(server.asked("/answer")[before:]) == ["/answer?id=2", "/answer?id=3"]


def test_headlines_are_never_fetched(
    server: Server, scrapy: Callable[..., Result], sites: Path, tmp_path: Path
) -> None:
    result = scrapy("crawl", "head", output=tmp_path, NEWSCRAWL_SITES=str(sites))
    # those without a summary have one text, but are not one article
    assert (result.stats.get("posted"), result.stats.get("failed/no published")) == (4, 1)
    item = next(item for item in result.items if item["url"].endswith("/1"))
    assert (item["title"], item["paywalled"]) == ("订户的新闻", True)
    assert "https://head.example/1" in item["body"]
    assert "head.example" not in " ".join(request.headers.get("Host", "") for request in server.requests)


def test_a_headlines_address_is_left_alone(scrapy: Callable[..., Result], sites: Path, tmp_path: Path) -> None:
    result = scrapy("crawl", "url", "-a", "urls=http://head.example/1", output=tmp_path, NEWSCRAWL_SITES=str(sites))
    assert result.stats.get("skipped/headlines only") == 1
