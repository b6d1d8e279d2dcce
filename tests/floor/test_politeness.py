from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Server, article
from scrapy.exceptions import NotConfigured
from scrapy.http import Request
from scrapy.utils.test import get_crawler

from newscrawl.politeness.pacing import PolitenessMiddleware
from newscrawl.politeness.proxy import ProxyMiddleware
from newscrawl.politeness.spans import retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result

URL = "https://news.example/a.html"
NOON = datetime(2026, 7, 20, 12, tzinfo=UTC)


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    for number in range(4):
        server.answers[f"/a/{number}.html"] = Answer(article(f"消息{'一二三四'[number]}号"))
    yield server
    server.close()


def urls(host: Server) -> str:
    return ",".join(f"{host.url}/a/{number}.html" for number in range(4))


def test_crawl_delay_of_robots_is_kept(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> None:
    host.answers["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 0.4\n")
    scrapy("crawl", "url", "-a", f"urls={urls(host)}", output=tmp_path, AUTOTHROTTLE_ENABLED="True")
    articles = [request.begun for request in host.requests if request.path != "/robots.txt"]
    # the timer may fire a hair early
    assert min(later - earlier for earlier, later in pairwise(articles)) > 0.38
    assert len(articles) == 4


def test_a_quick_host_is_never_asked_before_the_delay_is_over(
    host: Server, scrapy: Callable[..., Result], tmp_path: Path
) -> None:
    throttle = {"AUTOTHROTTLE_ENABLED": "True", "AUTOTHROTTLE_START_DELAY": "0.4", "DOWNLOAD_DELAY": "0.4"}
    for number in range(4, 8):
        host.answers[f"/a/{number}.html"] = Answer(article(f"消息{number}号"))
    more = ",".join(f"{host.url}/a/{number}.html" for number in range(4, 8))
    scrapy("crawl", "url", "-a", f"urls={urls(host)},{more}", output=tmp_path, **throttle)
    # robots.txt and eight articles
    assert len(host.requests) == 9
    assert min(later.begun - earlier.begun for earlier, later in pairwise(host.requests)) > 0.3


def test_a_slow_host_rests_for_as_long_as_it_took_to_answer(
    host: Server, scrapy: Callable[..., Result], tmp_path: Path
) -> None:
    throttle = {"AUTOTHROTTLE_ENABLED": "True", "AUTOTHROTTLE_START_DELAY": "0.01"}
    for answer in host.answers.values():
        answer.after = 0.4
    scrapy("crawl", "url", "-a", f"urls={urls(host)}", output=tmp_path, **throttle)
    articles = [request for request in host.requests if request.path != "/robots.txt"]
    assert len(articles) == 4
    assert min(later.begun - earlier.ended for earlier, later in pairwise(articles)) > 0.3


def test_one_request_at_a_time_even_without_delay(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> None:
    for answer in host.answers.values():
        answer.after = 0.1
    scrapy("crawl", "url", "-a", f"urls={urls(host)}", output=tmp_path, DOWNLOAD_DELAY="0")
    assert len(host.asked("/a/")) == 4
    assert all(earlier.ended <= later.begun for earlier, later in pairwise(host.requests))


def test_retry_after_is_kept(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> None:
    answers = iter([Answer("busy", 503, {"Retry-After": "1"}), Answer(article("终于"))])
    host.answers |= {"/a/0.html": lambda: next(answers), "/a/1.html": Answer("", 429, {"Retry-After": "9999"})}
    result = scrapy("crawl", "url", "-a", f"urls={host.url}/a/0.html", output=tmp_path, RETRY_TIMES="1")
    first, second = [request.begun for request in host.requests if request.path == "/a/0.html"]
    assert second - first > 0.95
    assert result.stats["posted"] == 1


def test_everything_goes_through_the_proxy(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> None:
    result = scrapy(
        "crawl", "url", "-a", "urls=http://news.example/a/0.html", output=tmp_path, NEWSCRAWL_PROXY=host.url
    )
    assert host.asked("http") == ["http://news.example/robots.txt", "http://news.example/a/0.html"]
    assert result.stats["posted"] == 1


def test_without_a_proxy_the_middleware_is_off() -> None:
    with pytest.raises(NotConfigured):
        ProxyMiddleware.from_crawler(get_crawler())


def test_a_request_may_bring_its_own_proxy() -> None:
    request = Request(URL, meta={"proxy": "http://mine.example"})
    ProxyMiddleware("http://theirs.example").process_request(request)
    assert request.meta["proxy"] == "http://mine.example"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        *[("120", 120), (" 7 ", 7), ("0", 0), ("", 0), ("soon", 0), ("-5", 0), ("9" * 400, 0)],
        ("Mon, 20 Jul 2026 13:00:00 GMT", 3600),
        ("Mon, 20 Jul 2026 21:00:00 +0800", 3600),
        ("Mon, 20 Jul 2026 11:00:00 GMT", 0),
    ],
)
def test_retry_after_is_a_number_or_a_date(said: str, seconds: float) -> None:
    assert retry_after(said, NOON) == seconds


class FakeSlot:
    def __init__(self) -> None:
        self.delay, self.jitter, self.lastseen = 1.0, 0.5, 0.0


class FakeDownloader:
    def __init__(self) -> None:
        self.slots = {"news.example": FakeSlot()}
        self.per_slot_settings: dict[str, dict[str, float]] = {}

    def get_slot_key(self, request: Request) -> str:
        return "news.example"


@pytest.mark.parametrize(
    ("asked", "throttled", "delay"),
    [(None, 1.0, 1.0), (0.2, 1.0, 1.0), (5.0, 1.0, 5.0), (5.0, 8.0, 8.0)],
    ids=["nothing", "less than ours", "more than ours", "less than AutoThrottle"],
)
def test_the_longest_delay_counts(
    monkeypatch: pytest.MonkeyPatch, asked: float | None, throttled: float, delay: float
) -> None:
    downloader = FakeDownloader()
    slot = downloader.slots["news.example"]
    monkeypatch.setattr(PolitenessMiddleware, "_downloader", lambda self: downloader)
    middleware = PolitenessMiddleware.from_crawler(get_crawler(settings_dict={"DOWNLOAD_DELAY": 1.0}))
    request = Request(URL, meta={"newscrawl_delay": asked} if asked else {})
    request.meta["download_slot"] = "news.example"
    middleware.process_request(request)
    assert slot.delay == max(asked or 0, 1.0)
    slot.delay = throttled
    middleware.downloaded(request)
    assert slot.delay == delay
