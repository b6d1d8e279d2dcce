"""Lists that do not end, run backwards or know the future: what is new is found, and the crawl ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from newsserver import Answer, Server, article

from newscrawl.extract import page_of
from newscrawl.extract.listing import read_list
from newscrawl.sites import read_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result

PAGES = 3
"""As many as the site file's paging says."""


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def crawl(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> Callable[[], Result]:
    def run() -> Result:
        host.requests.clear()
        sites = str(host.site_file(tmp_path / "sites"))
        return scrapy("crawl", "loop", output=tmp_path / "posts", NEWSCRAWL_SITES=sites)

    return run


def entries(host: Server, numbers: list[int]) -> list[dict[str, Any]]:
    for number in numbers:
        host.answers[f"/a/{number}.html"] = Answer(article(f"第{number}号消息"))
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    return [
        {"url": f"/a/{number}.html", "time": str(int((moment + timedelta(hours=number)).timestamp()))}
        for number in numbers
    ]


def test_a_list_without_end_ends(host: Server, crawl: Callable[[], Result]) -> None:
    for page in range(1, 20):
        host.list("main", page, entries(host, [2 * page, 2 * page + 1]))
    assert crawl().stats["posted"] == 2 * PAGES
    assert len(host.asked("/list")) == PAGES


def test_a_list_that_repeats_itself_is_read_no_further(host: Server, crawl: Callable[[], Result]) -> None:
    for page in range(1, 20):
        host.list("main", page, entries(host, [1, 2]))
    assert crawl().stats["posted"] == 2
    assert len(host.asked("/list")) == 2


def test_what_is_new_is_found_in_a_list_that_runs_backwards(host: Server, crawl: Callable[[], Result]) -> None:
    # the oldest first: what is new stands on the last page
    for page, numbers in enumerate(([1, 2], [3, 4], [5, 6]), 1):
        host.list("main", page, entries(host, numbers))
    assert crawl().stats["posted"] == 6
    host.list("main", 1, entries(host, [1, 7, 2]))
    host.list("main", 2, entries(host, [9, 3, 8]))
    again = crawl()
    assert (again.stats["posted"], again.stats["known"]) == (3, 5)


@pytest.mark.parametrize(
    ("ahead", "believed"),
    [
        (timedelta(hours=-1), True),
        (timedelta(hours=23), True),
        (timedelta(hours=25), False),
        (timedelta(days=3000), False),
    ],
)
def test_an_entry_of_the_day_after_tomorrow_has_no_time(
    host: Server, tmp_path: Path, ahead: timedelta, believed: bool
) -> None:
    now = datetime(2026, 7, 20, 12, tzinfo=UTC)
    site = read_site(host.site_file(tmp_path / "sites") / "loop.yaml")
    moment = int((now + ahead).timestamp())
    answer = f'{{"code": 0, "data": [{{"url": "{host.url}/a/1.html", "time": {moment}}}]}}'
    page = page_of(f"{host.url}/list", answer.encode(), fetched_at=now)
    [link] = read_list(page, site, next(iter(site.channels.values()))).links
    assert (link.published is not None) is believed
