"""A run makes no more requests than its budget allows, and the next ones take up the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Server, article
from picture_bytes import png

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsserver import Result

MANY = 8
NEWS = ("棉纱涨价。", "港口复工。", "电厂检修。", "稻谷入库。", "煤价回落。", "船厂交付。", "钢厂停炉。", "茶园开采。")
LINE = "WARNING: the budget of {} requests is used up, what remains is left to the next run"


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    server.answers["/robots.txt"] = Answer("User-agent: *\nDisallow:\n", headers={"Content-Type": "text/plain"})
    for number in range(MANY):
        server.answers[f"/a/{number}.html"] = Answer(article(f"第{number + 1}号消息"))
    server.list("main", 1, [{"url": f"/a/{number}.html"} for number in range(MANY)])
    server.list("main", 2, [])
    yield server
    server.close()


@pytest.fixture
def crawl(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
    def run(budget: int, **settings: str) -> Result:
        """Crawl the site with a budget in its file, and forget what was asked before."""
        file = host.site_file(tmp_path / "sites") / "loop.yaml"
        file.write_text(file.read_text("utf-8") + f"budget: {budget}\n", "utf-8")
        host.requests.clear()
        return scrapy("crawl", "loop", output=tmp_path / "posts", NEWSCRAWL_SITES=str(file.parent), **settings)

    return run


def test_runs_with_a_budget_take_up_where_the_last_one_ended(host: Server, crawl: Callable[..., Result]) -> None:
    first = crawl(5)
    # robots.txt, the list and three articles
    assert len(host.requests) == 5
    # the list's next page is left as well
    assert first.stats == {
        "found": MANY,
        "posted": 3,
        "left/budget used up": MANY - 3,
        "left/list: budget used up": 1,
    }
    assert first.lines.count(LINE.format(5)) == 1
    assert first.code == 0
    second = crawl(5)
    assert len(host.requests) == 5
    # the list, its next page that the first run left, and three articles
    assert (second.stats["known"], second.stats["posted"]) == (3, 3)
    third = crawl(5)
    assert (third.stats["known"], third.stats["posted"]) == (6, 2)
    assert len(third.posts) == MANY


def test_enough_is_no_word_about_it(crawl: Callable[..., Result]) -> None:
    result = crawl(50)
    assert result.stats["posted"] == MANY
    assert not [line for line in result.lines if "budget" in line]


def test_retries_and_redirects_count(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/a/0.html"] = Answer("busy", 500)
    host.answers["/a/1.html"] = Answer("", 302, {"Location": "/b/1.html"})
    result = crawl(6, RETRY_TIMES="2")
    assert len(host.requests) == 6
    assert result.stats["left/budget used up"] > 0
    assert sum(count for key, count in result.stats.items() if "found" not in key and "list" not in key) == MANY


def test_pictures_count_and_no_article_is_posted_without_its_own(host: Server, crawl: Callable[..., Result]) -> None:
    for number in range(MANY):
        pictures = "".join(f'<p><img src="/{number}-{count}.png"></p>' for count in range(2))
        text = f"<p>{NEWS[number] * 30}</p>{pictures}"
        host.answers[f"/a/{number}.html"] = Answer(article(f"第{number + 1}号消息", text))
        host.answers |= {f"/{number}-{count}.png": Answer(png(64 + number, 64 + count)) for count in range(2)}
    posted = 0
    for _ in range(2 * MANY):
        result = crawl(7, NEWSCRAWL_IMAGES='{"mode": "download"}')
        assert len(host.requests) <= 7
        posted += result.stats.get("posted", 0)
        assert "pictures/failed" not in result.stats
        if posted == MANY:
            break
    assert posted == MANY
    texts = [path.read_text("utf-8") for path in result.output.rglob("*.md")]
    assert [text for text in texts if "127.0.0.1" in text.partition("<div>")[2]] == []
