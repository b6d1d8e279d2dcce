from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scrapy import Spider, signals
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from newscrawl.errors import MissingField, NotAnArticle, SiteError, StoreError
from newscrawl.extensions import RunLog, output_folder, state_folder
from newscrawl.folders import LocalFolder
from newscrawl.store import State

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

URL = "https://news.example/a.html"


class Recorder:
    """A reporter that keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> object:
        return lambda *values: self.heard.append((name, *values))


class Demo(Spider):
    name = "demo"


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def crawler(tmp_path: Path, recorder: Recorder) -> Crawler:
    settings = {"NEWSCRAWL_OUTPUT": str(tmp_path), "NEWSCRAWL_REPORTER": lambda: recorder}
    crawler = get_crawler(Demo, settings)
    crawler.spider = crawler._create_spider()
    return crawler


@pytest.fixture
def log(crawler: Crawler) -> RunLog:
    return RunLog.from_crawler(crawler)


def opened(crawler: Crawler) -> None:
    crawler.signals.send_catch_log(signals.spider_opened, spider=crawler.spider)


@pytest.mark.parametrize(
    ("call", "heard", "key"),
    [
        (("found", URL), ("found", "demo", URL), "newscrawl/found"),
        (("known", URL), ("known", "demo", URL), "newscrawl/known"),
        (("posted", URL, "标题", "a/b.md"), ("posted", "demo", URL, "标题", "a/b.md"), "newscrawl/posted"),
        (("skipped", URL, "PDF"), ("skipped", "demo", URL, "PDF"), "newscrawl/skipped/PDF"),
        (("failed", URL, "HTTP 404"), ("failed", "demo", URL, "HTTP 404"), "newscrawl/failed/HTTP 404"),
        (("picture_saved", URL), ("picture", "demo", URL, ""), "newscrawl/pictures/saved"),
        (("picture_failed", URL, "cut short"), ("picture", "demo", URL, "cut short"), "newscrawl/pictures/failed"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_an_event_is_counted_and_reported(
    crawler: Crawler, log: RunLog, recorder: Recorder, call: tuple[str, ...], heard: tuple[str, ...], key: str
) -> None:
    getattr(log, call[0])(*call[1:])
    assert recorder.heard == [heard]
    assert crawler.stats.get_value(key) == 1


def test_a_run_is_reported_from_start_to_end(crawler: Crawler, log: RunLog, recorder: Recorder, tmp_path: Path) -> None:
    opened(crawler)
    log.found(URL)
    crawler.signals.send_catch_log(signals.spider_closed, spider=crawler.spider, reason="finished")
    assert recorder.heard == [
        ("started", "demo"),
        ("found", "demo", URL),
        ("finished", "demo", {"found": 1}, "finished"),
    ]
    with State.open(tmp_path / ".newscrawl") as state:
        [run] = state.runs.newest()
    assert (run.sites, run.counts, run.finished) == (("demo",), {"found": 1}, "finished")


@pytest.mark.parametrize(
    ("error", "call", "reason"),
    [
        (NotAnArticle(URL, "live page"), "skipped", "live page"),
        (MissingField("body", URL), "failed", "no body"),
    ],
    ids=["another kind", "a field is missing"],
)
def test_a_refusal_is_told_and_remembered(
    crawler: Crawler, log: RunLog, recorder: Recorder, error: NotAnArticle | MissingField, call: str, reason: str
) -> None:
    opened(crawler)
    assert log.refused(URL + "?m", error, key=URL) == reason
    assert recorder.heard[1:] == [(call, "demo", URL + "?m", reason)]
    assert (record := log.state.seen(URL)) is not None
    assert (record.outcome, record.reason) == ("refused", reason)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(StoreError("x.md", "the disk is full"), "store_error"), (SiteError("channel", "unknown"), "bad_argument")],
)
def test_why_it_stops_is_told_once(
    log: RunLog, recorder: Recorder, error: SiteError | StoreError, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    closing = [log.stopping(error) for _ in range(2)]
    assert [type(each) for each in closing] == [CloseSpider, CloseSpider]
    assert closing[0].reason == reason
    assert recorder.heard == [("stopped", "demo", str(error))]
    assert [record.getMessage() for record in caplog.records] == [f"stopped: {error}"]
    assert log.problem == str(error)


def test_a_bug_is_a_failure_with_its_address(crawler: Crawler, log: RunLog, recorder: Recorder) -> None:
    class Response:
        url = URL

    crawler.signals.send_catch_log(signals.spider_error, failure=Failure(ZeroDivisionError()), response=Response())
    assert recorder.heard == [("failed", "demo", URL, "internal error: ZeroDivisionError")]


def test_the_state_is_open_only_while_the_spider_is(log: RunLog) -> None:
    with pytest.raises(RuntimeError, match="open only while the spider is"):
        log.state  # noqa: B018


def test_a_crawl_without_the_extension_says_so() -> None:
    crawler = get_crawler(Demo)
    with pytest.raises(NotConfigured, match=r"newscrawl\.extensions\.RunLog is needed and switched off"):
        RunLog.of(crawler)


@pytest.mark.parametrize(
    ("settings", "output", "state"),
    [
        ({}, Path("output"), Path("output/.newscrawl")),
        ({"NEWSCRAWL_OUTPUT": "blog"}, Path("blog"), Path("blog/.newscrawl")),
        ({"NEWSCRAWL_OUTPUT": "blog", "NEWSCRAWL_STATE": "memory"}, Path("blog"), Path("memory")),
        ({"NEWSCRAWL_STATE": ":memory:"}, Path("output"), None),
    ],
)
def test_folders(settings: dict[str, str], output: Path, state: Path | None) -> None:
    assert (output_folder(Settings(settings)), state_folder(Settings(settings))) == (LocalFolder(output), state)
