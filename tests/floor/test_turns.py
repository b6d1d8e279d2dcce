"""Two sites on one host are two crawls, perhaps of two processes, and still the host is asked one thing at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from newsserver import SITE, Answer, Server, article, environment
from programs import Program

from newscrawl.politeness import turns
from newscrawl.politeness.traffic import FORGOTTEN, Traffic
from newscrawl.politeness.turns import FileTurns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEWSCRAWL = """
from newscrawl import settings
from newscrawl.cli import main

settings.DOWNLOAD_DELAY = settings.AUTOTHROTTLE_START_DELAY = 0.01
settings.AUTOTHROTTLE_ENABLED = False
main()
"""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Server]:
    """A host with two sites, left and right, whose files stand in the folder of the test."""
    server = Server()
    (tmp_path / "sites").mkdir()
    (tmp_path / "newscrawl.yaml").write_text("sites: sites\noutput: posts\n", "utf-8")
    for site in ("left", "right"):
        text = SITE.replace("PORT", server.url.rpartition(":")[2]).replace("{name: main}", f"{{name: {site}}}")
        (tmp_path / "sites" / f"{site}.yaml").write_text(text.replace("delay: 0.01", "delay: 0.5"), "utf-8")
        server.list(site, 1, [{"url": f"/a/{site}{number}.html"} for number in range(3)])
        for number in range(3):
            server.answers[f"/a/{site}{number}.html"] = Answer(article(f"{site}的第{number + 1}条"), after=0.1)
    yield server
    server.close()


def crawling(folder: Path, *sites: str) -> Program:
    command = ["-c", NEWSCRAWL, "crawl", *sites]
    return Program(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("together", [True, False], ids=["one process", "two processes"])
def test_sites_that_share_a_host_take_turns(host: Server, tmp_path: Path, together: bool) -> None:
    crawls = [crawling(tmp_path, *sites) for sites in ([("left", "right")] if together else [("left",), ("right",)])]
    said = [crawl.communicate(timeout=300)[0] for crawl in crawls]
    assert all(f"posted         {6 // len(crawls)}\n" in text for text in said)
    assert len(host.asked("/a/")) == 6
    assert all(earlier.ended <= later.begun for earlier, later in pairwise(host.requests))
    # each crawl keeps its distance to the other's requests as well, and to its own that had to wait for those; over all
    # of them, lateness here and there evens out
    assert host.requests[-1].begun - host.requests[0].begun > 0.45 * (len(host.requests) - 1)
    # and none has to wait until the other is done
    sites = ["left" in path for path in host.asked("/a/")]
    assert sites != sorted(sites)
    assert sites != sorted(sites, reverse=True)


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(turns.time, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def two(tmp_path: Path) -> tuple[FileTurns, FileTurns]:
    """The turns of two processes."""
    return FileTurns(tmp_path / "turns"), FileTurns(tmp_path / "turns")


def test_one_has_the_turn_until_it_gives_it_back(two: tuple[FileTurns, FileTurns], clock: Clock) -> None:
    left, right = two
    assert left.take("a.example", 0.0) == 0.0
    assert right.take("a.example", 0.0) > 0
    assert right.take("b.example", 0.0) == 0.0
    left.give("a.example")
    assert right.take("a.example", 0.0) == 0.0


def test_the_delay_counts_from_the_beginning_of_the_last_turn(two: tuple[FileTurns, FileTurns], clock: Clock) -> None:
    left, right = two
    assert left.take("a.example", 5.0) == 0.0
    left.give("a.example")
    clock.now += 2
    assert right.take("a.example", 5.0) == pytest.approx(3.0)
    assert left.take("a.example", 5.0) == pytest.approx(3.0), "one's own as well: it may have waited for another"
    clock.now += 3
    assert right.take("a.example", 5.0) == 0.0


def test_nobody_has_two_turns_in_a_row_while_another_waits(two: tuple[FileTurns, FileTurns], clock: Clock) -> None:
    left, right = two
    left.take("a.example", 1.0)
    right.take("a.example", 1.0)
    left.give("a.example")
    clock.now += 1.0
    assert left.take("a.example", 1.0) > 0
    assert right.take("a.example", 1.0) == 0.0
    right.give("a.example")
    clock.now += 1.0
    assert left.take("a.example", 1.0) == 0.0


def test_who_stops_waiting_is_not_waited_for(two: tuple[FileTurns, FileTurns], clock: Clock) -> None:
    left, right = two
    left.take("a.example", 1.0)
    right.take("a.example", 1.0)
    left.give("a.example")
    clock.now += 1.0 + turns.PATIENCE
    assert left.take("a.example", 1.0) == 0.0


def test_a_host_that_asks_for_it_is_waited_for_by_all(two: tuple[FileTurns, FileTurns], clock: Clock) -> None:
    left, right = two
    left.postpone("a.example", 90.0)
    assert right.take("a.example", 0.0) == pytest.approx(90.0)
    clock.now += 90.0
    assert right.take("a.example", 0.0) == 0.0


def test_refusals_in_a_row_are_counted_by_all(two: tuple[FileTurns, FileTurns], clock: Clock) -> None:
    left, right = map(Traffic, two)
    assert [left.refused("a.example"), right.refused("a.example"), right.refused("a.example")] == [1, 2, 3]
    assert right.refused("b.example") == 1
    left.answered("a.example")
    assert left.refused("a.example") == 1
    clock.now += FORGOTTEN
    assert Traffic(two[1]).refused("a.example") == 1
    assert Traffic(two[0]).refused("a.example") == 2, "the one before is new again"
    assert two[0].take("a.example", 0.0) == 0.0, "the turn is another matter"


def test_refusals_are_counted_without_others_as_well(tmp_path: Path) -> None:
    (tmp_path / "turns").write_bytes(b"")
    for traffic in (Traffic(), Traffic(FileTurns(tmp_path / "turns"))):
        assert [traffic.refused("a.example") for _ in range(2)] == [1, 2]
        traffic.answered("a.example")
        assert traffic.refused("a.example") == 1


def test_moments_from_before_the_machine_was_started_anew_mean_nothing(
    two: tuple[FileTurns, FileTurns], clock: Clock
) -> None:
    left, right = two
    left.take("a.example", 5.0)
    right.take("a.example", 5.0)
    left.postpone("a.example", 90.0)
    left.give("a.example")
    clock.now = 3.0
    assert FileTurns(left._folder).take("a.example", 5.0) == 0.0


def test_the_turn_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    holder = "from pathlib import Path; from newscrawl.politeness.turns import FileTurns; import sys, time;"
    holder += (
        "turns = FileTurns(Path('turns')); turns.take('a.example', 0.0); print('mine', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", holder], cwd=tmp_path, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"mine\n"
        mine = FileTurns(tmp_path / "turns")
        assert mine.take("a.example", 0.0) > 0
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert mine.take("a.example", 0.0) == 0.0


def test_where_nothing_can_be_written_everybody_may(tmp_path: Path) -> None:
    (tmp_path / "turns").write_bytes(b"")
    broken = FileTurns(tmp_path / "turns")
    assert broken.take("a.example", 5.0) == 0.0
    broken.postpone("a.example", 5.0)
    broken.give("a.example")
