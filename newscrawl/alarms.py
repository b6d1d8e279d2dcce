"""Tells others what departs from a site's normal state: a webhook, a file for Prometheus. Never fails a crawl."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured
from twisted.internet.threads import deferToThread

from newscrawl import __version__
from newscrawl.errors import StoreError
from newscrawl.extensions import RunLog, state_folder
from newscrawl.health import SiteReport, finding_from_json, metrics_text, webhook_payload
from newscrawl.reporting import reasons
from newscrawl.store import State, write_shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from newscrawl.health import Finding
    from newscrawl.store import Alarm, Measures

__all__ = ["AlarmTeller"]

PATIENCE = 10.0
"""Seconds that a webhook has to answer."""


class AlarmTeller:
    """Tells a webhook what appeared and what has gone, and writes the numbers for Prometheus, when a crawl is over."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._webhook: str = crawler.settings.get("NEWSCRAWL_WEBHOOK") or ""
        self._metrics: str = crawler.settings.get("NEWSCRAWL_METRICS") or ""
        self._folder = state_folder(crawler.settings)
        self._site = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Switch off where nobody is to be told, or nothing is remembered."""
        teller = cls(crawler)
        if not teller._folder or not (teller._webhook or teller._metrics):
            raise NotConfigured
        crawler.signals.connect(teller._closed, signal=signals.spider_closed)
        # by then the run's log has kept what was measured
        crawler.signals.connect(teller._stopped, signal=signals.engine_stopped)
        return teller

    def _closed(self, spider: Spider) -> None:
        self._site = spider.name

    def _stopped(self) -> Deferred[None] | None:
        if self._metrics:
            try:
                self._write_metrics()
            except StoreError as error:
                self._note(f"metrics: {error}")
        return deferToThread(self._tell).addCallback(self._note) if self._webhook and self._site else None

    def _note(self, problem: str) -> None:
        if problem:
            RunLog.of(self._crawler).note(problem)

    def _write_metrics(self) -> None:
        # in a transaction, so that no other process writes newer numbers meanwhile, and this one older ones over them
        with State.open(self._folder) as state, state.database.transaction():
            write_shared(Path(self._metrics), _metrics_of(state.measures))

    def _tell(self) -> str:
        """Send what is new, each thing once, and return what went wrong; what could not be sent is news again later."""
        try:
            with State.open(self._folder) as state:
                appeared, gone = state.measures.claim_news(self._site)
                if not appeared and not gone:
                    return ""
                problem = _post(self._webhook, webhook_payload(_findings(appeared), _findings(gone)))
                if problem:
                    state.measures.unclaim_news(appeared, gone)
                    return f"webhook: {problem}; the next run tries again"
                return ""
        except StoreError as error:
            return f"webhook: {error}"


def _metrics_of(measures: Measures) -> str:
    ended = {run.site: run.ended.timestamp() for run in measures.last_good_runs()}
    reports = [
        SiteReport(
            site=run.site,
            ended=run.ended.timestamp(),
            good=ended.get(run.site),
            seconds=(run.ended - run.started).total_seconds(),
            posted=run.counts.get("posted", 0),
            failed=reasons(run.counts, "failed"),
        )
        for run in measures.last_runs()
    ]
    return metrics_text(reports, _findings(measures.alarms()))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook that moved is an error: what is posted is not to be sent where nobody said."""

    def redirect_request(self, *values: Any) -> None:
        """Go nowhere."""


def _findings(alarms: Iterable[Alarm]) -> list[Finding]:
    return [finding_from_json(alarm.data) for alarm in alarms]


def _post(url: str, payload: Mapping[str, Any]) -> str:
    """Send JSON; return what went wrong, or nothing."""
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": f"newscrawl/{__version__}"}
    data = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
    try:
        request = urllib.request.Request(url, data, headers, method="POST")
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=PATIENCE):
            return ""
    except urllib.error.HTTPError as error:
        error.close()
        return f"HTTP {error.code}"
    except urllib.error.URLError as error:
        return f"no answer ({error.reason})"
    except (OSError, ValueError) as error:
        return f"no answer ({error})"
