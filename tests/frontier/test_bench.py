"""A worker's bench: what is done is handed back at once, also while Scrapy has no room for more."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from newscrawl.errors import StoreError
from newscrawl.frontier import Outcome
from newscrawl.frontier.protocol import Entry
from newscrawl.working import Bench

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 30.0
"""Seconds after which what does not come never does."""


class Frontier:
    """Has some entries, and says when something comes back."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *entries: Entry) -> None:
        self.loop = loop
        self.entries = [*entries]
        self.back: asyncio.Queue[str] = asyncio.Queue()
        self.released: list[str] = []

    def lease(self, site: str, channels: list[str], owner: str, limit: int) -> list[Entry]:
        taken, self.entries = self.entries[:limit], self.entries[limit:]
        return taken

    def hand_back(self, site: str, outcomes: Sequence[tuple[str, Outcome]]) -> None:
        for key, _ in outcomes:
            self.loop.call_soon_threadsafe(self.back.put_nowait, key)

    def beat(self, *_: Any) -> None: ...

    def reclaim(self, *_: Any) -> None: ...

    def release(self, site: str, owner: str) -> None:
        self.released.append(owner)


def bench_over(frontier: Frontier) -> Bench:
    shared: Any = SimpleNamespace(frontier=frontier, address="redis://here")
    site: Any = SimpleNamespace(id="made", channels={"news": None})
    return Bench(shared, site, "worker", ahead=4, note=lambda _: None)


def entry_of(number: int) -> Entry:
    url = f"https://news.example/{number}.html"
    return Entry(key=url, channel="news", payload={"url": url})


def test_what_is_done_goes_back_before_more_is_asked_for() -> None:
    async def work() -> str:
        frontier = Frontier(asyncio.get_running_loop(), *map(entry_of, range(3)))
        bench = bench_over(frontier)
        entries = bench.entries()
        link, channel = await anext(entries)
        assert channel == "news"
        # Scrapy has no room: nobody asks for the next one
        bench.tell(link.url, Outcome(kind="skipped", reason="seen"))
        back = await asyncio.wait_for(frontier.back.get(), PATIENCE)
        bench.close()
        assert frontier.released == ["worker"]
        return back

    assert asyncio.run(work()) == "https://news.example/0.html"


def test_a_frontier_that_refuses_ends_the_work() -> None:
    class Refusing(Frontier):
        def lease(self, *_: Any) -> list[Entry]:
            raise StoreError("redis://here", "is another project's")

    async def work() -> None:
        bench = bench_over(Refusing(asyncio.get_running_loop()))
        async for _ in bench.entries():
            pass

    with pytest.raises(StoreError, match="another project"):
        asyncio.run(asyncio.wait_for(work(), PATIENCE))
