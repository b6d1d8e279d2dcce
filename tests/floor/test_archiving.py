"""What a crawl keeps of the pages and lists that it met."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Server, article

from newscrawl.archive import About, Stored, read_warc
from newscrawl.items import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    further = '<a class="next" href="/a/1_2.html">下一页</a>'
    page = article("消息一号", f"<p>第一页的文字，讲的是新厂房和明年的订单。</p>{further}")
    server.answers |= {
        "/a/1.html": Answer(gzip.compress(page.encode()), headers={"Content-Encoding": "gzip", "X-Server": "loop"}),
        "/a/1_2.html": Answer(article("消息一号", "<p>第二页的文字，讲的是原料的价格和工人的工资。</p>")),
        "/a/2.html": Answer("<html><h1>只有标题</h1></html>"),
        "/a/4.html": Answer(status=302, headers={"Location": "/a/5.html"}),
        "/a/5.html": Answer("<html><h1>又只有标题</h1></html>"),
    }
    entries = [{"url": f"/a/{number}.html", "title": f"消息{number}号"} for number in (1, 2, 3, 4)]
    server.list("main", 1, entries)
    server.list("main", 2, [])
    yield server
    server.close()


@pytest.fixture
def crawl(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
    def run(keep: str, **settings: str) -> Result:
        sites = str(host.site_file(tmp_path / "sites"))
        archive = f'{{"keep": "{keep}"}}'
        output = tmp_path / "output"
        return scrapy("crawl", "loop", output=output, NEWSCRAWL_SITES=sites, NEWSCRAWL_ARCHIVE=archive, **settings)

    return run


def kept(result: Result) -> dict[str, Stored]:
    """Return what was kept, by path."""
    return {
        found.head.url.partition("/a/")[2] or "list": found
        for path in sorted((result.output / ".newscrawl" / "archive").glob("*.warc.gz"))
        for found in read_warc(path.open("rb"), lambda head: "")
        if isinstance(found, Stored)
    }


def test_nothing_is_kept_unless_it_is_wished_for(crawl: Callable[..., Result]) -> None:
    assert not (crawl("off").output / ".newscrawl" / "archive").exists()


def test_everything_is_kept_with_why_it_was_asked_for(crawl: Callable[..., Result], host: Server) -> None:
    found = kept(crawl("all"))
    assert set(found) == {"list", "1.html", "1_2.html", "2.html", "3.html", "5.html"}
    about = {path: page.head.about or About() for path, page in found.items()}
    links = {path: one.link or Link(url="") for path, one in about.items()}
    assert {(one.site, one.channel) for one in about.values()} == {("loop", "要闻")}
    assert links["list"] == Link(url="")
    assert links["1.html"].title == "消息1号"
    assert links["1_2.html"] == links["1.html"]
    assert [about[path].part for path in ("1.html", "1_2.html")] == [0, 1]
    assert links["5.html"].url == host.url + "/a/4.html"
    assert found["3.html"].head.status == "404"


def test_a_page_is_kept_as_it_was_served(crawl: Callable[..., Result], host: Server) -> None:
    result = crawl("all")
    [path] = (result.output / ".newscrawl" / "archive").iterdir()
    raw = gzip.decompress(path.read_bytes())
    packed = host.answers["/a/1.html"]
    assert isinstance(packed, Answer)
    assert packed.body in raw
    assert b"Content-Encoding: gzip\r\n" in raw
    assert b"X-Server: loop\r\n" in raw
    assert b"GET /a/1.html HTTP/1.1\r\nHost: 127.0.0.1:" in raw
    assert path.name.startswith("loop-")


def test_errors_are_kept_alone(crawl: Callable[..., Result]) -> None:
    assert set(kept(crawl("errors"))) == {"2.html", "3.html", "5.html"}


def test_a_list_that_cannot_be_read_is_an_error(crawl: Callable[..., Result], host: Server) -> None:
    host.answers["/list?of=main&page=1"] = Answer("<html>please log in</html>")
    assert set(kept(crawl("errors"))) == {"list"}


def test_a_crawl_without_errors_leaves_no_file(crawl: Callable[..., Result], host: Server) -> None:
    host.list("main", 1, [{"url": "/a/1.html"}])
    assert not (crawl("errors").output / ".newscrawl" / "archive").exists()


def test_an_archive_that_cannot_be_written_stops_the_crawl(crawl: Callable[..., Result], tmp_path: Path) -> None:
    state = tmp_path / "output" / ".newscrawl"
    state.mkdir(parents=True)
    (state / "archive").write_text("", "utf-8")
    result = crawl("all")
    assert [line for line in result.lines if "stopped" in line] == [
        f"ERROR: stopped: {state / 'archive'}: a file is in the way of a folder"
    ]


@pytest.mark.parametrize(
    ("value", "problem"),
    [('{"keep": "some"}', "'some' is none of off, errors, all"), ('{"kept": "all"}', "'kept' is none of keep,")],
)
def test_a_setting_that_there_is_not_is_told(
    scrapy: Callable[..., Result], tmp_path: Path, value: str, problem: str
) -> None:
    result = scrapy("crawl", "sina_finance", output=tmp_path / "output", NEWSCRAWL_ARCHIVE=value)
    assert problem in result.log
