"""Put many entries into the frontiers, and say what they take: memory and append-only file of Redis, the state's file.

    python benchmarks/frontier_size.py [--entries 200000] [--sites 100]

Starts a redis-server of its own on loopback. An entry is what a list says of an article: address, title, time.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redis.exceptions import ConnectionError as RedisAwayError

from newscrawl.frontier import Entry, RedisFrontier, SqliteFrontier, connect, read_address
from newscrawl.items import Link
from newscrawl.store import State

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 500
"""Entries put at once: those of one answer."""

NOON = datetime(2026, 7, 20, 12, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=200_000)
    parser.add_argument("--sites", type=int, default=100)
    options = parser.parse_args()
    batches = list(entries(options.entries, options.sites))
    print("| frontier | entries | state | MB a million | microseconds of CPU an entry |")
    print("|---|---|---|---|---|")

    def row(name: str, what: str, size: int, seconds: float) -> None:
        each = f"{seconds / options.entries * 1e6:.0f}" if seconds else ""
        print(f"| {name} | {options.entries:,} | {what} | {size / options.entries:.0f} | {each} |", flush=True)

    with tempfile.TemporaryDirectory() as folder, State.open(Path(folder, "state")) as state:
        row("state's file", "waiting", *put(SqliteFrontier(state.database), batches, lambda: size_of(folder)))
    with tempfile.TemporaryDirectory() as folder:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            ["redis-server", "--port", str(port), "--dir", folder, "--appendonly", "yes", "--save", ""],
            stdout=subprocess.DEVNULL,
        )
        try:
            address = read_address(f"redis://127.0.0.1:{port}/0", "the benchmark")
            client: Any = connect(address)
            for _ in range(500):
                with suppress(RedisAwayError):
                    client.ping()
                    break
                time.sleep(0.02)
            frontier = RedisFrontier(client, address)

            def memory() -> int:
                return int(client.info("memory")["used_memory"])

            empty = memory()
            row("Redis", "waiting", *put(frontier, batches, memory))
            row("Redis", "the same, its append-only file", size_of(folder), 0)
            for site, batch in batches:
                frontier.lease(site, [batch[0].channel], "worker", BATCH)
            row("Redis", "held by workers", memory() - empty, 0)
            for site, batch in batches:
                frontier.acknowledge(site, [entry.key for entry in batch], "worker")
            row("Redis", "done", memory() - empty, 0)
        finally:
            server.terminate()
            server.wait()


def put(frontier: Any, batches: list[tuple[str, list[Entry]]], size: Any) -> tuple[int, float]:
    """Put all entries; return by how many bytes that made it larger, and the seconds of CPU that it took here."""
    before, begun = size(), time.process_time()
    for site, batch in batches:
        frontier.put(site, batch, "")
    spent = time.process_time() - begun
    return size() - before, spent


def entries(count: int, sites: int) -> Iterator[tuple[str, list[Entry]]]:
    """Yield batches of entries, the sites taking turns."""
    for first in range(0, count, BATCH):
        site = f"site_{first // BATCH % sites}"
        batch = []
        for number in range(first, min(first + BATCH, count)):
            url = f"https://finance.news.example/stock/2026-07-20/doc-inhqzxv{number:07}.shtml"
            title = f"{number}号公告：公司新建一条生产线，全年产量预计增加两成"
            link = Link(url=url, title=title, published=NOON - timedelta(seconds=number))
            batch.append(Entry(key=url.partition(":")[2], channel="要闻", payload=link.as_mapping()))
        yield site, batch


def size_of(folder: str) -> int:
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
