"""Crawls that write their posts one by one, some together, or without waiting for the disk: the same posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Result, Server, article

from newscrawl.store import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNT = 8
TEXT = "".join(f"第{number}句说的是各家公司的新消息，每一句都不一样。" for number in range(20))


@pytest.fixture(scope="module")
def host(server: Server) -> Server:
    for number in range(COUNT):
        server.answers[f"/a/{number}.html"] = Answer(article(f"第{number}号消息"))
    for name in ("one", "copy"):
        server.answers[f"/a/{name}.html"] = Answer(article("长消息", f"<p>{TEXT}</p>"))
    server.list("main", 1, [{"url": f"/a/{name}.html"} for name in (*range(COUNT), "one", "copy")])
    server.list("main", 2, [])
    return server


@pytest.mark.parametrize("durability", ["each", "batch", "none"])
def test_the_posts_are_the_same(host: Server, scrapy: Callable[..., Result], tmp_path: Path, durability: str) -> None:
    result = scrapy("crawl", "loop", output=tmp_path / "output", NEWSCRAWL_DURABILITY=durability)
    assert len(result.posts) == COUNT + 1
    assert not list((tmp_path / "output").rglob("*.tmp"))
    with State.open(tmp_path / "output" / ".newscrawl") as state:
        assert state.counts() == {"duplicate": 1, "posted": COUNT + 1}
        [run] = state.runs.newest()
        assert not state.reserved()
    assert run.counts == {"found": COUNT + 2, "posted": COUNT + 1, "skipped/duplicate": 1}


def test_a_word_that_there_is_not_is_refused(host: Server, scrapy: Callable[..., Result], tmp_path: Path) -> None:
    result = scrapy("crawl", "loop", output=tmp_path / "output", NEWSCRAWL_DURABILITY="always")
    assert not result.posts
    assert "NEWSCRAWL_DURABILITY: 'always' is none of each, batch, none" in result.log
