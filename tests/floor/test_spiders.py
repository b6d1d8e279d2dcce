"""``scrapy crawl`` of a site, as a user of the checkout runs it: twice, and with everything a list can hold."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, article

from newscrawl import __version__
from newscrawl.store import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from newsserver import Result, Server

WORDS = "甲乙丙丁戊己庚辛"


def fill(server: Server) -> None:
    for number, word in enumerate(WORDS):
        server.answers[f"/a/{number}.html"] = Answer(article(f"{word}公司扩产", day=number + 1))
    server.answers["/a/twin.html"] = Answer(article("甲公司扩产", day=1))
    server.answers["/a/mobile.html"] = Answer(
        article("乙公司扩产", day=2, head=f'<link rel="canonical" href="{server.url}/a/1.html">')
    )
    first = article("上篇", "<p>" + "上篇的话在这里说完。" * 20 + "</p><a class=next href=/p/2.html>下一页</a>")
    second = article("下篇", "<p>" + "下篇的话接着往下说。" * 20 + "</p><a class=next href=/p/1.html>下一页</a>")
    server.answers |= {"/p/1.html": Answer(first), "/p/2.html": Answer(second)}
    gone = first.replace("上篇", "缺页").replace("/p/2.html", "/p/gone.html")
    late = first.replace("上篇", "迟到").replace("/p/2.html", "/p/late.html")
    server.answers |= {
        "/p/3.html": Answer(gone),
        "/p/4.html": Answer(late),
        "/p/late.html": Answer("", status=503),
        "/a/undated.html": Answer(
            "<html><body><h1>没有日期</h1><div id=artibody>" + "有字。" * 99 + "</div></body></html>"
        ),
        "/a/file.pdf": Answer(b"%PDF-1.7 ...", headers={"Content-Type": "application/pdf"}),
        "/a/private/1.html": Answer(article("不许看")),
        "/a/video/1.html": Answer(article("视频")),
        "/about.html": Answer(article("关于我们")),
        "/a/away.html": Answer(status=302, headers={"Location": server.url.replace("127.0.0.1", "localhost") + "/ad"}),
        "/ad": Answer(article("别家的广告")),
    }
    pages = [
        ["/a/0.html", "/a/1.html", "/a/1.html?utm_source=x", "/a/2.html", "/a/video/1.html", "/about.html"],
        ["/a/3.html", "/a/twin.html", "/a/mobile.html", "/p/1.html", "/p/3.html", "/p/4.html", "/a/gone.html"],
        ["/a/4.html", "/a/undated.html", "/a/file.pdf", "/a/private/1.html", "/a/away.html"],
        ["/a/5.html"],
    ]
    for number, urls in enumerate(pages, start=1):
        server.list("main", number, [{"url": url, "title": "榜"} for url in urls])
    entries = [{"url": "/7x24/?id=1", "body": "【快讯第一条】" + "这条快讯自己就是全文。" * 3, "time": "1783000000"}]
    server.list("flash", 1, [*entries, {"url": "/7x24/?id=2", "body": "没有时间的快讯", "time": ""}])
    server.list("flash", 2, [])
    server.answers["/list?of=broken&page=1"] = Answer(json.dumps({"code": "12", "data": []}))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("output")


@pytest.fixture(scope="module")
def first(server: Server, scrapy: Callable[..., Result], output: Path) -> Result:
    fill(server)
    return scrapy("crawl", "loop", "-a", "channel=要闻,快讯,坏榜", output=output)


@pytest.fixture(scope="module")
def asked_first(server: Server, first: Result) -> list[str]:
    return server.asked()


@pytest.fixture(scope="module")
def second(
    server: Server, scrapy: Callable[..., Result], output: Path, asked_first: list[str]
) -> tuple[Result, list[str], dict[str, float]]:
    before = {str(path): path.stat().st_mtime_ns for path in output.rglob("*.md")}
    result = scrapy("crawl", "loop", "-a", "channel=要闻,快讯,坏榜", output=output)
    return result, server.asked()[len(asked_first) :], before


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("found", 19),
        ("posted", 8),
        ("known", 1),
        ("skipped/duplicate", 1),
        ("skipped/video page", 1),
        ("skipped/no article's address", 1),
        ("skipped/robots.txt forbids", 1),
        ("skipped/PDF", 1),
        ("skipped/another site's page", 1),
        ("failed/HTTP 404", 1),
        ("failed/no published", 2),
        ("failed/next page: HTTP 503", 1),
        ("failed/list: the list answers code = 12, not 0", 1),
    ],
)
def test_counts(first: Result, key: str, count: int) -> None:
    assert first.stats.get(key) == count


def test_every_address_ends_in_one_place(first: Result) -> None:
    outcomes = {key: n for key, n in first.stats.items() if key != "found" and not key.startswith("failed/list: ")}
    assert sum(outcomes.values()) == first.stats["found"]


@pytest.mark.parametrize(
    "line",
    [
        "WARNING: failed {url}/a/gone.html: HTTP 404",
        "WARNING: failed {url}/a/undated.html: no published",
        "WARNING: failed {url}/p/4.html: next page: HTTP 503",
        "WARNING: failed {url}/list?of=broken&page=1: list: the list answers code = 12, not 0",
        "INFO: skipped {url}/a/private/1.html: robots.txt forbids",
        "INFO: skipped {url}/a/video/1.html: video page",
        "INFO: skipped {url}/a/file.pdf: PDF",
        "INFO: skipped {url}/a/away.html: another site's page",
        "INFO: skipped {url}/a/twin.html: duplicate",
        "INFO: posted 测试/回环财经/回环财经－要闻/丙公司扩产.md",
    ],
)
def test_one_line_each(server: Server, first: Result, line: str) -> None:
    whole = [each for each in first.log.splitlines() if each.endswith(line.format(url=server.url).split(": ", 1)[1])]
    assert len(whole) == 1
    assert f"[newscrawl] {line.format(url=server.url)}" in whole[0]


def test_nothing_is_an_unexpected_error(first: Result) -> None:
    assert "Traceback" not in first.log
    assert "ERROR" not in first.log
    # five failures, a part that was left out, and a list that could never be read
    assert sum(" WARNING: " in line for line in first.log.splitlines()) == 7


def test_posts(first: Result) -> None:
    folder = "测试/回环财经/回环财经－"
    names = ["甲公司扩产", "乙公司扩产", "丙公司扩产", "丁公司扩产", "戊公司扩产", "上篇", "缺页"]
    assert first.posts == sorted([f"{folder}要闻/{name}.md" for name in names] + [f"{folder}快讯/快讯第一条.md"])


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/a/1.html?utm_source=x", "the same article as /a/1.html"),
        ("/a/video/1.html", "the site file says so"),
        ("/about.html", "no article's address"),
        ("/a/private/1.html", "robots.txt forbids it"),
        ("/a/5.html", "it stands behind the last page that is read"),
        ("/7x24/?id=1", "the list holds the whole text"),
    ],
)
def test_is_not_requested(asked_first: list[str], path: str, why: str) -> None:
    assert path not in asked_first, why


def test_each_page_is_requested_once(asked_first: list[str]) -> None:
    # robots.txt is asked for once a host
    pages = [path for path in asked_first if path != "/robots.txt"]
    assert sorted(pages) == sorted(set(pages))


def test_robots_comes_first(asked_first: list[str]) -> None:
    assert asked_first[0] == "/robots.txt"


def test_lists_are_read_page_by_page_up_to_the_limit(asked_first: list[str]) -> None:
    pages = [path for path in asked_first if path.startswith("/list?of=main")]
    assert pages == [f"/list?of=main&page={number}" for number in (1, 2, 3)]


def test_an_empty_page_ends_a_list(asked_first: list[str]) -> None:
    assert [path for path in asked_first if "of=flash" in path] == ["/list?of=flash&page=1", "/list?of=flash&page=2"]


def test_one_request_at_a_time(server: Server, first: Result) -> None:
    requests = [request for request in server.requests if request.headers["Host"].startswith("127.0.0.1")]
    assert all(earlier.ended <= later.begun for earlier, later in pairwise(requests))


@pytest.mark.parametrize(
    ("path", "header", "value"),
    [
        ("/list", "Referer", "{url}/home"),
        ("/list", "X-Site", "loop"),
        ("/a/0.html", "X-Site", "loop"),
        ("/a/0.html", "Referer", "{url}/list?of=main&page=1"),
        ("/p/2.html", "Referer", "{url}/p/1.html"),
        ("/robots.txt", "User-Agent", f"newscrawl/{__version__} (+https://github.com/newscrawl/newscrawl)"),
        ("/a/0.html", "User-Agent", f"newscrawl/{__version__} (+https://github.com/newscrawl/newscrawl)"),
    ],
)
def test_headers(server: Server, first: Result, path: str, header: str, value: str) -> None:
    request = next(request for request in server.requests if request.path.startswith(path))
    assert request.headers[header] == value.format(url=server.url)


def test_no_cookies_are_sent(server: Server, first: Result) -> None:
    assert not [request for request in server.requests if "Cookie" in request.headers]


def test_the_parts_of_an_article_are_joined(first: Result) -> None:
    [item] = [item for item in first.items if item["title"] == "上篇"]
    assert item["body"].index("上篇的话") < item["body"].index("下篇的话")


def test_a_part_that_is_gone_is_left_out_with_a_line(server: Server, first: Result) -> None:
    line = f"[loop] WARNING: {server.url}/p/gone.html: a part of {server.url}/p/3.html is left out: HTTP 404"
    assert sum(each.endswith(line) for each in first.log.splitlines()) == 1


def test_items_are_the_clean_articles(first: Result) -> None:
    item = next(item for item in first.items if item["title"] == "甲公司扩产")
    assert item["site"] == "loop"
    assert item["channel"] == "要闻"
    assert item["categories"] == ["测试", "回环财经", "回环财经－要闻"]
    assert item["published"] == "2026-07-01T09:30:00+08:00"
    assert item["modified"] is None
    assert "<strong>管理层</strong>" in item["body"]
    assert item["found_by"]["title"].startswith("site:")
    assert item["confidence"]["title"] > 0.5
    assert item["images"] == []


def test_only_posted_articles_are_exported(first: Result) -> None:
    assert len(first.items) == first.stats["posted"]


def test_the_export_is_utf_8_without_escapes(first: Result, scrapy: Callable[..., Result]) -> None:
    assert not any("\\u" in json.dumps(item, ensure_ascii=False) for item in first.items)


def test_the_run_is_remembered(first: Result, output: Path) -> None:
    with State.open(output / ".newscrawl") as state:
        run = state.runs.newest()[-1]
    assert (run.sites, run.finished, run.counts) == (("loop/要闻", "loop/快讯", "loop/坏榜"), "finished", first.stats)


def test_a_second_run_requests_no_article_that_is_settled(second: tuple[Result, list[str], object]) -> None:
    asked = {path for path in second[1] if path.startswith(("/a/", "/p/"))}
    assert asked == {"/a/gone.html", "/p/4.html", "/p/late.html", "/a/away.html"}


def test_a_second_run_posts_nothing(second: tuple[Result, list[str], object]) -> None:
    assert "posted" not in second[0].stats
    assert second[0].items == []


def test_a_second_run_says_what_is_known(second: tuple[Result, list[str], object]) -> None:
    assert second[0].stats["known"] == 13


def test_a_second_run_touches_no_post(second: tuple[Result, list[str], dict[str, float]]) -> None:
    result, _, before = second
    assert {str(path): path.stat().st_mtime_ns for path in result.output.rglob("*.md")} == before


def test_a_page_of_known_links_ends_a_list(
    server: Server, scrapy: Callable[..., Result], output: Path, second: object
) -> None:
    server.answers["/p/late.html"] = Answer(article("迟到的下篇", "<p>" + "迟到的话。" * 20 + "</p>"))
    assert scrapy("crawl", "loop", output=output).stats["posted"] == 1
    begin = len(server.requests)
    scrapy("crawl", "loop", output=output)
    assert [request.path for request in server.requests[begin:]] == ["/list?of=main&page=1"]


def test_a_single_address_is_taken_by_the_site_file_that_knows_it(
    server: Server, scrapy: Callable[..., Result], output: Path, second: object
) -> None:
    result = scrapy("crawl", "url", "-a", f"urls={server.url}/a/5.html,{server.url}/a/0.html", output=output)
    assert (result.stats["posted"], result.stats["known"]) == (1, 1)
    [item] = result.items
    assert (item["site"], item["title"], item["found_by"]["title"][:5]) == ("loop", "己公司扩产", "site:")
    assert next(request for request in server.requests if request.path == "/a/5.html").headers["X-Site"] == "loop"
