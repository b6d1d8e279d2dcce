from __future__ import annotations

import io
from pathlib import Path

import pytest

from newscrawl.cli.progress import Log
from newscrawl.cli.summary import Summary
from newscrawl.config import Config
from newscrawl.folders import LocalFolder

CONFIG = Config(output=LocalFolder(Path("/srv/posts")))


def log_of(*events: tuple[str, ...], reason: str | None = "finished") -> Log:
    log = Log(io.StringIO())
    log.started("site")
    for what, *values in events:
        getattr(log, what)("site", *values)
    if reason:
        log.finished("site", {}, reason)
    return log


FOUND, KNOWN = ("found", "u"), ("known", "u")
POSTED = ("posted", "u", "title", "a.md")
DUPLICATE, VIDEO = ("skipped", "u", "duplicate"), ("skipped", "u", "video page")
GONE, UNSAFE = ("failed", "u", "HTTP 404"), ("failed", "u", "unsafe post")
LIST = ("failed", "l", "list: HTTP 500")
STOPPED = ("stopped", "/srv/posts: No space left on device")


@pytest.mark.parametrize(
    ("events", "crawl", "fetch"),
    [
        ((FOUND, POSTED), 0, 0),
        ((FOUND, KNOWN), 0, 0),
        ((FOUND, DUPLICATE), 0, 0),
        ((FOUND, VIDEO), 0, 1),
        ((), 0, 0),
        ((FOUND, POSTED, FOUND, GONE), 0, 1),
        ((FOUND, GONE), 1, 1),
        ((FOUND, POSTED, FOUND, UNSAFE), 1, 1),
        ((FOUND, POSTED, LIST), 1, 1),
        ((FOUND, POSTED, STOPPED), 1, 1),
    ],
    ids=[
        "posted",
        "known",
        "duplicate",
        "skipped",
        "nothing found",
        "one of two failed",
        "all failed",
        "quarantined",
        "list failed",
        "stopped",
    ],
)
def test_exit_codes(events: tuple[tuple[str, ...], ...], crawl: int, fetch: int) -> None:
    summary = Summary(log_of(*events))
    assert (summary.crawl_code, summary.fetch_code) == (crawl, fetch)


@pytest.mark.parametrize("reason", ["shutdown", None], ids=["Ctrl-C", "Ctrl-C twice"])
def test_an_interrupted_run_fails_and_says_so(reason: str | None) -> None:
    summary = Summary(log_of(FOUND, POSTED, reason=reason))
    assert (summary.crawl_code, summary.fetch_code) == (1, 1)
    assert summary.lines(CONFIG)[-1].startswith("interrupted: ")


@pytest.mark.parametrize(
    ("events", "said"),
    [((FOUND, KNOWN), True), ((FOUND, KNOWN, FOUND, POSTED), False), ((FOUND, KNOWN, LIST), False), ((), False)],
    ids=["all known", "one new", "a list failed", "nothing found"],
)
def test_nothing_new_is_said_when_it_is_true(events: tuple[tuple[str, ...], ...], said: bool) -> None:
    lines = Summary(log_of(*events)).lines(CONFIG)
    assert ("nothing new: everything that was found is known already" in lines) == said


def test_counts_of_several_sites_add_up() -> None:
    log = log_of(FOUND, POSTED, FOUND, GONE)
    for event in ("started",), ("found", "v"), ("failed", "v", "HTTP 404"), ("finished", {}, "finished"):
        getattr(log, event[0])("other", *event[1:])
    assert Summary(log).lines(CONFIG)[:5] == [
        "found          3",
        "posted         1",
        "already known  0",
        "skipped        0",
        "failed         2 (HTTP 404 2)",
    ]


@pytest.mark.parametrize("log", [log_of(FOUND, ("failed", "u", "internal error: TypeError")), Log(io.StringIO())])
def test_an_internal_error_names_the_log(log: Log) -> None:
    summary = Summary(log)
    assert summary.crawl_code == 1
    assert summary.lines(CONFIG)[-1].endswith("report it together with /srv/posts/.newscrawl/crawl.log")


def test_a_problem_of_several_sites_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    log = log_of(STOPPED, STOPPED)
    assert log.problems == [STOPPED[1]]
    assert capsys.readouterr().err == f"newscrawl: {STOPPED[1]}\n"


def test_pictures_are_counted_where_there_are_any() -> None:
    saved, failed = ("picture", "p", ""), ("picture", "q", "HTTP 404")
    lines = Summary(log_of(FOUND, POSTED, saved, saved, failed)).lines(CONFIG)
    assert "pictures       2 saved, 1 failed" in lines
    assert not any(line.startswith("pictures") for line in Summary(log_of(FOUND, POSTED)).lines(CONFIG))


def test_a_picture_that_failed_is_one_line_and_changes_no_exit_code() -> None:
    out = io.StringIO()
    log = Log(out)
    log.started("site")
    log.picture("site", "https://a.example/1.png", "HTTP 404")
    log.picture("site", "https://a.example/2.png", "")
    assert out.getvalue() == "picture  https://a.example/1.png: HTTP 404\n"
    log.finished("site", {}, "finished")
    assert Summary(log).fetch_code == 0
