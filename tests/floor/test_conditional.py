"""Lists that did not change cost one conditional request, unless something that they announced is still to be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Server, article

from newscrawl.store import State, Validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result

LIST = "/list?of=main&page=1"
SINCE = "Mon, 20 Jul 2026 01:30:00 GMT"


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    for number in range(3):
        server.answers[f"/a/{number}.html"] = Answer(article(f"消息{'一二三'[number]}号"))
    for page in (2, 3):
        server.list("main", page, [])
    yield server
    server.close()


def offer(host: Server, *numbers: int, etag: str = '"v1"', modified: str = "") -> None:
    """Let the list hold these articles and answer 304 to whoever has that version."""
    host.list("main", 1, [{"url": f"/a/{number}.html"} for number in numbers])
    full = host.answers[LIST]
    assert isinstance(full, Answer)
    full.headers = {name: value for name, value in (("ETag", etag), ("Last-Modified", modified)) if value}

    def answer() -> Answer:
        given = host.requests[-1].headers
        known = given.get("If-None-Match") == etag if etag else given.get("If-Modified-Since") == modified
        return Answer("", 304) if known else full

    host.answers[LIST] = answer


@pytest.fixture
def crawl(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
    """Crawl the list with the state of earlier crawls, and forget what was asked before."""

    def run(**settings: str) -> Result:
        host.requests.clear()
        sites = str(host.site_file(tmp_path / "sites"))
        return scrapy("crawl", "loop", output=tmp_path / "output", NEWSCRAWL_SITES=sites, **settings)

    return run


@pytest.mark.parametrize(("etag", "modified"), [('"v1"', ""), ('W/"v1"', SINCE), ("", SINCE)])
def test_a_site_with_nothing_new_costs_one_request(
    host: Server, crawl: Callable[..., Result], etag: str, modified: str
) -> None:
    offer(host, 0, 1, etag=etag, modified=modified)
    assert crawl().stats["posted"] == 2
    again = crawl()
    assert host.asked() == [LIST]
    headers = host.requests[0].headers
    assert (headers.get("If-None-Match", ""), headers.get("If-Modified-Since", "")) == (etag, modified)
    assert again.stats == {"lists/unchanged": 1}
    assert again.code == 0


def test_a_list_that_changed_is_read_again(host: Server, crawl: Callable[..., Result]) -> None:
    offer(host, 0)
    crawl()
    offer(host, 1, 0, etag='"v2"')
    assert crawl().stats == {"found": 2, "known": 1, "posted": 1}
    crawl()
    assert host.asked() == [LIST]


def test_an_article_that_may_come_later_is_not_lost_to_an_unchanged_list(
    host: Server, crawl: Callable[..., Result]
) -> None:
    offer(host, 0, 1)
    page, host.answers["/a/1.html"] = host.answers["/a/1.html"], Answer("busy", 502)
    assert crawl().stats["failed/HTTP 502"] == 1
    host.answers["/a/1.html"] = page
    assert crawl().stats["posted"] == 1


def test_an_article_that_is_gone_for_good_does_not_keep_the_list_from_being_unchanged(
    host: Server, crawl: Callable[..., Result]
) -> None:
    offer(host, 0, 1)
    host.answers["/a/1.html"] = Answer("gone", 410)
    crawl()
    crawl()
    assert host.asked() == [LIST]


def test_a_304_that_nobody_asked_for_is_a_failure(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers[LIST] = Answer("", 304)
    assert crawl().stats == {"failed/list: HTTP 304": 1}


def test_a_changed_site_file_reads_an_unchanged_list_again(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    offer(host, 0, 1)
    crawl()
    host.requests.clear()
    file = host.site_file(tmp_path / "sites") / "loop.yaml"
    changed = file.read_text("utf-8").replace("video page", "film page")
    host.site_file = lambda folder: (file.write_text(changed, "utf-8"), folder)[1]  # type: ignore[assignment]
    assert crawl().stats["known"] == 2


def test_validators_are_those_of_the_same_reader() -> None:
    kept = Validator(etag='"v1"', last_modified="")
    with State.open(None) as state:
        state.validators.keep({"https://news.example/list": kept}, "reader 1")
        assert state.validators.of("https://news.example/list", "reader 1") == kept
        assert state.validators.of("https://news.example/list", "reader 2") is None
        assert state.validators.of("https://news.example/other", "reader 1") is None
