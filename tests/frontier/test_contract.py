"""What every frontier promises, whatever keeps it: the state's file, or a Redis that many machines share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from machines import RedisServer
from redisserver import need_redis

from newscrawl.frontier import Backlog, Entry, Held, RedisFrontier, SqliteFrontier, connect, read_address
from newscrawl.items import Link
from newscrawl.store import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.frontier import Frontier

A, B, C = (f"https://news.example/{name}" for name in "abc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    need_redis()
    server = RedisServer(tmp_path_factory.mktemp("redis")).start()
    yield server
    server.kill()


@pytest.fixture(params=["sqlite", "redis"])
def frontier(request: pytest.FixtureRequest) -> Iterator[Frontier]:
    if request.param == "sqlite":
        with State.open(None) as state:
            yield SqliteFrontier(state.database)
        return
    address = read_address(request.getfixturevalue("server").url, "test")
    client = connect(address)
    yield RedisFrontier(client, address, silence=0)
    client.flushall()
    client.close()


def put(frontier: Frontier, *keys: str, channel: str = "news", priority: int = 0) -> None:
    frontier.put("site", [Entry(key=key, channel=channel, payload={"url": key}, priority=priority) for key in keys])


def lease(frontier: Frontier, owner: str = "me", limit: int = 9, channels: tuple[str, ...] = ("news",)) -> list[str]:
    return [entry.key for entry in frontier.lease("site", channels, owner, limit)]


def test_what_waits_is_taken_once_and_in_order(frontier: Frontier) -> None:
    put(frontier, A, B, C)
    assert lease(frontier, "me", 2) == [A, B]
    assert lease(frontier, "you") == [C]
    assert lease(frontier, "me") == []


def test_what_the_list_said_comes_back(frontier: Frontier) -> None:
    link = Link(url=A, title="标题", keywords=("一", "二"))
    frontier.put("site", [Entry(key=A, channel="快讯", payload=link.as_mapping())])
    [entry] = frontier.lease("site", ["快讯"], "me", 1)
    assert Link.from_mapping(entry.payload) == link
    assert entry.added
    assert (entry.channel, entry.tries, entry.reason) == ("快讯", 0, "")


def test_what_is_there_already_is_not_there_twice(frontier: Frontier) -> None:
    put(frontier, A)
    put(frontier, A, B)
    assert lease(frontier) == [A, B]


def test_other_channels_and_sites_wait(frontier: Frontier) -> None:
    put(frontier, A)
    put(frontier, B, channel="stocks")
    frontier.put("other", [Entry(key=C, channel="news")])
    assert lease(frontier, channels=("stocks",)) == [B]
    assert frontier.backlogs() == [
        Backlog(site="other", waiting=1, held=0),
        Backlog(site="site", waiting=1, held=1),
    ]


def test_what_is_acknowledged_is_gone(frontier: Frontier) -> None:
    put(frontier, A, B)
    lease(frontier)
    frontier.acknowledge("site", [A], "me")
    assert frontier.backlogs() == [Backlog(site="site", waiting=0, held=1)]
    put(frontier, A)
    assert lease(frontier) == [A]


def test_only_the_owner_settles_and_fails(frontier: Frontier) -> None:
    put(frontier, A)
    lease(frontier)
    frontier.acknowledge("site", [A], "you")
    assert frontier.fail("site", A, "you", "timeout") is None
    assert frontier.backlogs() == [Backlog(site="site", waiting=0, held=1)]


def test_first_pages_come_first_and_failures_last(frontier: Frontier) -> None:
    put(frontier, B)
    lease(frontier)
    put(frontier, A, priority=-1)
    put(frontier, C)
    frontier.fail("site", B, "me", "timeout")
    frontier.release("site", "me")
    assert lease(frontier, "you") == [C, A, B]


def test_a_failure_is_counted_and_not_tried_again_by_who_holds_it(frontier: Frontier) -> None:
    put(frontier, A)
    lease(frontier)
    failed = frontier.fail("site", A, "me", "timeout: 超时")
    assert failed
    assert (failed.key, failed.tries, failed.reason) == (A, 1, "timeout: 超时")
    assert lease(frontier) == []
    frontier.release("site", "me")
    [entry] = frontier.lease("site", ["news"], "you", 1)
    assert (entry.tries, entry.reason) == (1, "timeout: 超时")


def test_release_lets_go_of_ones_own_only(frontier: Frontier) -> None:
    put(frontier, A, B)
    lease(frontier, "me", 1)
    lease(frontier, "you", 1)
    assert frontier.release("site", "me") == 1
    assert lease(frontier, "third") == [A]


def test_what_a_dead_owner_held_is_taken_up(frontier: Frontier) -> None:
    put(frontier, A, B, C)
    lease(frontier, "dead", 2)
    lease(frontier, "alive", 1)
    assert frontier.reclaim("site", "alive") == 2
    assert lease(frontier, "alive") == [A, B]


def test_a_run_takes_up_what_another_one_left(frontier: Frontier) -> None:
    put(frontier, A, B)
    lease(frontier, "killed")
    run = Held(frontier, "site", "next")
    assert [link.url for link, _ in run.left_behind(["news"])] == [A, B]
    run.settle(A)
    run.let_go(done=True)
    [entry] = frontier.lease("site", ["news"], "third", 9)
    assert (entry.key, entry.reason) == (B, "no outcome")
