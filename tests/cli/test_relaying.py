"""What workers say is told and counted once, whoever of them was killed."""

from __future__ import annotations

import io
import os

from newscrawl.cli.progress import Log
from newscrawl.cli.relaying import Hearer, Relay, call_in

A, B, C = (f"https://news.example/{name}" for name in "abc")


def test_what_a_relay_writes_is_what_was_said() -> None:
    reading, writing = os.pipe()
    Relay(writing).posted("one", A, "标题\n\ud800", "a.md")
    os.close(writing)
    with open(reading, "rb") as pipe:  # noqa: PTH123
        [line] = pipe
    assert call_in(line) == ("posted", "one", [A, "标题\n\ud800", "a.md"])


def test_a_relay_survives_whoever_heard_it() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    Relay(writing).found("one", A)
    os.close(writing)


def told(*runs: list[tuple[str, ...]]) -> tuple[dict[str, int], list[str]]:
    """Return what is counted and printed of calls about one site, whose process is killed after each run."""
    out = io.StringIO()
    log = Log(out)
    hearer = Hearer(log)
    for run in runs:
        hearer.hear("started", "one", [])
        for name, *values in run:
            hearer.hear(name, "one", values)
        hearer.died("one")
    return {name: count for name, count in log.counts["one"].items() if count}, out.getvalue().splitlines()


def test_what_a_killed_process_posted_is_not_known_on_top_of_that() -> None:
    first = [("found", A), ("found", B), ("posted", A, "A", "a.md")]
    second = [("found", A), ("known", A), ("found", B), ("posted", B, "B", "b.md"), ("found", C), ("known", C)]
    assert told(first, second) == ({"found": 3, "posted": 2, "known": 1}, ["posted   a.md", "posted   b.md"])


def test_what_was_known_before_is_counted_once() -> None:
    run = [("found", A), ("known", A)]
    assert told(run, run, run) == ({"found": 1, "known": 1}, [])


def test_the_same_is_told_once() -> None:
    run = [("found", A), ("skipped", A, "video page")]
    assert told(run, run, run) == ({"found": 1, "skipped/video page": 1}, [f"skipped  {A}: video page"])


def test_what_failed_at_first_and_is_posted_then_is_posted() -> None:
    first = [("found", A), ("left", A, "host left alone")]
    assert told(first, [("found", A), ("posted", A, "A", "a.md")])[0] == {"found": 1, "posted": 1}


def test_what_was_posted_where_a_redirect_led_to_is_counted_once() -> None:
    first = [("found", A), ("posted", B, "B", "b.md")]
    assert told(first, [("found", A), ("known", A)])[0] == {"found": 1, "posted": 1}


def test_a_list_that_failed_is_no_address_that_was_found() -> None:
    first = [("failed", C, "list: timeout"), ("found", A), ("posted", A, "A", "a.md")]
    second = [("failed", C, "list: timeout"), ("found", A), ("known", A), ("found", B), ("known", B)]
    assert told(first, second)[0] == {"failed/list: timeout": 1, "found": 2, "posted": 1, "known": 1}
