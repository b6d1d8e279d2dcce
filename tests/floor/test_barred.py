"""A site that gives everybody the same thing gives no articles: no posts of it, a reason, and another try later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Server, article

from newscrawl.politeness.detours import detour_of, place_of
from newscrawl.politeness.pausing import PATIENCE
from newscrawl.politeness.repeats import SAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result

MANY = 12
PATHS = [f"/a/{number}.html" for number in range(MANY)]
WALL = "<html><head><title>安全验证</title></head><body><p>请拖动滑块，完成后继续。</p></body></html>"


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def crawl(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
    def run(answer: Callable[[int], Answer], *arguments: str) -> Result:
        """Crawl the articles while each address has this answer, as if every pause were over."""
        database = tmp_path / ".newscrawl" / "state.db"
        if database.exists():
            with closing(sqlite3.connect(database)) as connection, connection:
                connection.execute("UPDATE pauses SET until = 0")
        host.answers.update({path: answer(number) for number, path in enumerate(PATHS)})
        host.requests.clear()
        arguments = arguments or ("url", "-a", f"urls={','.join(host.url + path for path in PATHS)}")
        return scrapy("crawl", *arguments, output=tmp_path, NEWSCRAWL_SITES=str(host.site_file(tmp_path / "sites")))

    return run


def real(number: int) -> Answer:
    return Answer(article(f"第{number + 1}号消息"))


def test_a_wall_is_no_post_and_the_host_is_left_alone(host: Server, crawl: Callable[..., Result]) -> None:
    result = crawl(lambda number: Answer(WALL))
    assert result.posts == []
    assert len(host.asked("/a/")) == PATIENCE
    assert result.stats == {"found": MANY, "failed/block page": PATIENCE, "left/host left alone": MANY - PATIENCE}
    # none is remembered as what stood before it
    assert crawl(real).stats["posted"] == MANY


def test_a_list_behind_a_wall_has_failed(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/list?of=main&page=1"] = Answer(WALL)
    assert crawl(real, "loop").stats == {"failed/list: block page": 1}


def test_a_site_that_sends_everybody_home_is_not_followed(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/"] = Answer(article("首页"))
    result = crawl(lambda number: Answer("", 302, {"Location": "/"}))
    assert host.asked("/") == ["/robots.txt", *PATHS]
    assert result.stats == {"found": MANY, "failed/redirected to the front page": MANY}
    assert crawl(real).stats["posted"] == MANY


@pytest.mark.parametrize(
    "sorry", [article("系统维护公告"), "<title>提示</title><p>页面不存在</p>"], ids=["article", "error"]
)
def test_a_site_that_sends_everybody_to_one_page_is_found_out(
    host: Server, crawl: Callable[..., Result], sorry: str
) -> None:
    host.answers["/sorry.html"] = Answer(sorry)
    result = crawl(lambda number: Answer("", 302, {"Location": "/sorry.html"}))
    assert len(host.asked("/sorry.html")) == SAME - 1
    assert result.stats["failed/redirected to one page with many others"] == MANY - SAME + 1
    assert len(result.posts) <= 1
    # none is remembered as that page, not even the first ones
    assert crawl(real).stats["posted"] == MANY


def test_a_text_that_stands_at_many_addresses_is_no_articles(host: Server, crawl: Callable[..., Result]) -> None:
    result = crawl(lambda number: Answer(article("系统维护公告")))
    assert result.stats == {
        "found": MANY,
        "posted": 1,
        "skipped/duplicate": SAME - 2,
        "failed/same text as many others": MANY - SAME + 1,
    }
    assert [line for line in result.lines if "the same text stands at 5 addresses" in line]
    # all but the one that was posted before it could be known
    assert crawl(real).stats["posted"] == MANY - 1


@pytest.mark.parametrize(
    ("asked", "url", "kind"),
    [
        ("/a/1.html", "/", "redirected to the front page"),
        ("/a/1.html", "/index.html", "redirected to the front page"),
        ("/a/1.html", "/passport/login?next=/a/1.html", "redirected to a login"),
        ("/a/1.html", "https://sso.news.example/?next=/a/1.html", "redirected to a login"),
        ("/a/1.html", "/a/2.html", ""),
        ("/a/1.html", "/index.php?id=1", ""),
        ("/", "/index.html", ""),
        ("/login/1.html", "/login/2.html", ""),
        ("/a/1.html", "/a/authorities-register-growth.html", ""),
        ("/a/1.html", "https://login.example/a/1.html", ""),
    ],
)
def test_what_a_redirect_leads_to(asked: str, url: str, kind: str) -> None:
    assert detour_of(f"https://news.example{asked}", url if "://" in url else f"https://news.example{url}") == kind


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://news.example/sorry?from=/a/1.html", "https://news.example/sorry"),
        ("https://news.example/sorry?from=%2Fa%2F1.html", "https://news.example/sorry"),
        ("https://news.example/show?id=1", "https://news.example/show?id=1"),
    ],
)
def test_where_a_redirect_leads(url: str, place: str) -> None:
    assert place_of("https://news.example/a/1.html", url) == place
