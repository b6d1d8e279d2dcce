"""Drift as a user meets it: lines in the summary, exit code 3, status, webhook, metrics."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from loopback import Answer, Loopback, Result, article, run_in
from prometheus_client.parser import text_string_to_metric_families

from newscrawl.config import read_config
from newscrawl.errors import SiteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINE = (
    "drift          loop: body (rule): css:#text: 100% of pages -> 0% of 12 pages (generic:density stands in), since "
)
PAGES = 12


class Hook:
    """A webhook on loopback that keeps what it is sent."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == "application/json; charset=utf-8"
                outer.heard.append(json.loads(body))
                self.send_response(outer.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *values: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    yield hook
    hook.server.shutdown()
    hook.server.server_close()


class Site:
    """A site on loopback that brings new articles every day, and may change its markup."""

    def __init__(self, loopback: Loopback, folder: Path) -> None:
        self.loopback = loopback
        self.folder = loopback.folder(folder)
        self.days = 0

    def crawl(self, *options: str, renamed: bool = False) -> Result:
        """Publish new articles and crawl them."""
        self.days += 1
        paths = [f"/a/{self.days}-{number}.html" for number in range(PAGES)]
        for number, path in enumerate(paths):
            page = article(f"第{self.days}日第{number}篇报道", text=_text(self.days, number)).body
            self.loopback.answers[path] = Answer(page.replace(b'id="text"', b'id="t2"') if renamed else page)
        self.loopback.list("main", paths)
        return run_in(self.folder, "crawl", "loop/要闻", *options)

    def config(self, text: str) -> None:
        with (self.folder / "newscrawl.yaml").open("a") as file:
            file.write(text)


@pytest.fixture
def site(loopback: Loopback, tmp_path: Path) -> Site:
    return Site(loopback, tmp_path)


def _text(day: int, number: int) -> str:
    """Return a text that no other article has."""
    return "".join(
        f"第{day * 100 + number * 7 + line}号厂房在本月第{line}周启用，产量{line * number + day}吨。"
        for line in range(9)
    )


def drift_of(result: Result) -> list[str]:
    return [line for line in result.text.splitlines() if line.startswith("drift")]


def test_a_renamed_container_is_told_in_the_first_run_and_until_it_is_back(site: Site, hook: Hook) -> None:
    site.config(f"alarm: {{webhook: '{hook.url}'}}\nmetrics: metrics/newscrawl.prom\n")

    normal = site.crawl("--strict")
    assert (normal.code, drift_of(normal), hook.heard) == (0, [], [])
    assert run_in(site.folder, "status").text.count("departs") == 0

    drifted = site.crawl("--strict", renamed=True)
    [line] = drift_of(drifted)
    assert line.startswith(LINE)
    assert (drifted.code, drifted.err) == (3, "")
    assert "posted         12" in drifted.text.splitlines()
    assert len(hook.heard) == 1
    [told] = hook.heard[0]["appeared"]
    assert (told["site"], told["field"], told["rules"]) == ("loop", "body", ["css:#text"])
    assert hook.heard[0]["text"].splitlines()[1].startswith("new: loop: body (rule): css:#text")
    assert hook.heard[0]["gone"] == []

    # it lasts: told on the screen again, but to the webhook only once; without --strict no exit code
    lasting = site.crawl(renamed=True)
    assert (lasting.code, len(drift_of(lasting)), len(hook.heard)) == (0, 1, 1)
    status = run_in(site.folder, "status")
    assert (status.code, "css:#text" in status.text, "departs from normal" in status.text) == (0, True, True)
    [site_status] = json.loads(run_in(site.folder, "status", "--json").text)["sites"]
    assert [each["rules"] for each in site_status["findings"]] == [["css:#text"]]

    families = families_of(site.folder / "metrics" / "newscrawl.prom")
    assert families["newscrawl_findings"] == {("loop", "any"): 1, ("loop", "rule"): 1}
    assert families["newscrawl_last_run_posts"] == {("loop",): PAGES}

    mended = [site.crawl("--strict"), site.crawl("--strict")]
    assert [(each.code, drift_of(each)) for each in mended] == [(0, []), (0, [])]
    assert [len(each["gone"]) for each in hook.heard] == [0, 1]
    assert hook.heard[1]["appeared"] == []
    assert families_of(site.folder / "metrics" / "newscrawl.prom")["newscrawl_findings"] == {("loop", "any"): 0}


def test_a_webhook_that_fails_fails_no_crawl_and_hears_it_later(site: Site, hook: Hook) -> None:
    site.config(f"alarm: {{webhook: '{hook.url}'}}\n")
    site.crawl()
    hook.status = 302
    drifted = site.crawl(renamed=True)
    assert (drifted.code, drifted.err) == (0, "")
    assert "note     webhook: HTTP 302; the next run tries again" in drifted.text.splitlines()
    hook.status = 200
    site.crawl(renamed=True)
    assert [len(each["appeared"]) for each in hook.heard] == [1, 1]


def test_a_site_that_sends_everybody_elsewhere_is_told(site: Site) -> None:
    site.crawl()
    paths = [f"/moved/{number}.html" for number in range(PAGES)]
    away = Answer(status=302, headers=(("Location", site.loopback.url.replace("127.0.0.1", "localhost") + "/consent"),))
    site.loopback.answers |= {"/consent": Answer(b"<p>Consent</p>"), **dict.fromkeys(paths, away)}
    site.loopback.list("main", paths)
    [line] = drift_of(run_in(site.folder, "crawl", "loop/要闻"))
    assert line.startswith("drift          loop: articles: 100% of pages -> 0% of 12 pages (redirected to one page ")


def test_metrics_that_cannot_be_written_fail_no_crawl(site: Site) -> None:
    (site.folder / "file").touch()
    site.config("metrics: file/newscrawl.prom\n")
    result = site.crawl()
    assert (result.code, result.err) == (0, "")
    assert sum(line.startswith("note     metrics: ") for line in result.text.splitlines()) == 1


def test_a_dead_list_is_a_failure_before_it_is_a_drift(site: Site) -> None:
    site.crawl()
    del site.loopback.answers["/list/main"]
    gone = run_in(site.folder, "crawl", "loop/要闻", "--strict")
    assert gone.code == 1
    [line] = drift_of(gone)
    assert line.startswith("drift          loop/要闻: list failed: could be read -> HTTP 404, since ")


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        (
            "alarm: {webhook: 'ftp://x'}",
            "alarm.webhook",
            "'ftp://x' is no address: it must begin with http:// or https://",
        ),
        ("alarm: {webhok: 'https://x'}", "alarm.webhok", "unknown key; did you mean 'webhook'?"),
        ("metrics: [a]", "metrics", "must be text, not a list"),
    ],
    ids=["another scheme", "a misspelt key", "no file"],
)
def test_a_setting_that_cannot_be_used_is_told(tmp_path: Path, text: str, place: str, problem: str) -> None:
    file = tmp_path / "newscrawl.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(SiteError) as error:
        read_config(file)
    assert (error.value.place, error.value.problem) == (f"{file}: {place}", problem)


def families_of(path: Path) -> dict[str, dict[tuple[str, ...], float]]:
    """Read a file for node_exporter with the reference parser."""
    text = path.read_text("utf-8")
    return {
        family.name: {tuple(sample.labels.values()): sample.value for sample in family.samples}
        for family in text_string_to_metric_families(text)
    }
