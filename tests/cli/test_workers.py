"""``crawl --workers``: several processes, one display, one summary, and nothing lost when one of them dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from events import Told
from loopback import HURRY, SITE, Answer, Loopback, article, process_of, run_in

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs 127.0.0.2, and processes that fork")

PATIENCE = 60
"""Seconds after which a crawl that says nothing is ended, so that a test fails instead of waiting for ever."""

SITES = ("one", "two", "three")


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Loopback]]:
    """A server for each site, on addresses of their own."""
    found = {site: Loopback(f"127.0.0.{number}") for number, site in enumerate(SITES, start=1)}
    yield found
    for server in found.values():
        server.close()


@pytest.fixture
def folder(servers: dict[str, Loopback], tmp_path: Path) -> Path:
    (tmp_path / "sites").mkdir()
    (tmp_path / "newscrawl.yaml").write_text(
        "sites: sites\noutput: posts\ncrawl: [one, two, three]\nmetrics: numbers.prom\n", "utf-8"
    )
    for site, server in servers.items():
        text = SITE.format(url=server.url, host=server.host).replace("回环财经", site)
        (tmp_path / "sites" / f"{site}.yaml").write_text(text, "utf-8")
        fill(server, 3)
        server.requests.clear()
    return tmp_path


def fill(server: Loopback, articles: int, *, after: float = 0.0) -> None:
    paths = [f"/a/{number}" for number in range(articles)]
    server.answers = {path: Answer(article(f"{server.host}的{path[3:]}号").body, after=after) for path in paths}
    server.answers["/a/0"] = Answer(b"", 302, (("Location", "/elsewhere"),))
    server.answers["/elsewhere"] = article(f"{server.host}的0号")
    server.list("main", [*paths, "/gone", "/video/1"])


@contextmanager
def crawling(folder: Path, *arguments: str) -> Iterator[Told]:
    with process_of(folder, "crawl", "--workers", "2", "--log-json", *arguments) as process:
        guard = threading.Timer(PATIENCE, process.kill)
        guard.start()
        try:
            yield Told(process)
        finally:
            guard.cancel()
            process.terminate()


def posts_in(folder: Path) -> Counter[str]:
    return Counter(path.relative_to(folder / "posts").parts[1] for path in (folder / "posts").rglob("*.md"))


def sums(lines: str) -> dict[str, str]:
    """Return the summary."""
    return {line[:14].strip(): line[15:] for line in lines.splitlines() if line[14:15] == " "}


def test_processes_share_the_sites_and_the_summary_is_one(folder: Path) -> None:
    result = run_in(folder, "crawl", "--workers", "2")
    lines = result.text.splitlines()
    assert lines[0] == "workers  2 processes"
    assert Counter(line.split()[0] for line in lines)["posted"] == 10, "nine lines and the sum"
    assert sums(result.text)["found"] == "15"
    assert sums(result.text)["posted"] == "9"
    assert sums(result.text)["skipped"] == "3 (video page 3)"
    assert sums(result.text)["failed"] == "3 (HTTP 404 3)"
    assert result.code == 0
    assert posts_in(folder) == dict.fromkeys(SITES, 3)
    numbers = (folder / "numbers.prom").read_text("utf-8")
    assert all(f'newscrawl_last_run_posts{{site="{site}"}} 3' in numbers for site in SITES)


def test_a_worker_that_dies_is_replaced(folder: Path, servers: dict[str, Loopback]) -> None:
    for server in servers.values():
        fill(server, 20, after=0.03)
    with crawling(folder) as crawl:
        processes = crawl.until("workers")["processes"]
        assert sorted(len(each["sites"]) for each in processes) == [1, 2]
        for worker, number in zip(processes, (signal.SIGKILL, signal.SIGTERM), strict=True):
            while crawl.until("posted")["site"] not in worker["sites"]:
                pass
            os.kill(worker["pid"], number)
            assert crawl.until("worker")["sites"] == worker["sites"]
        summary = crawl.until("summary")
        assert crawl.process.wait() == 0
    counts = {"found": 66, "posted": 60, "failed/HTTP 404": 3, "skipped/video page": 3}
    assert {name: count for name, count in summary["counts"].items() if count} == counts
    assert posts_in(folder) == dict.fromkeys(SITES, 20)
    told = Counter(event["path"] for event in crawl.events if event["event"] == "posted")
    assert set(told.values()) == {1}
    for server in servers.values():
        asked = Counter(path for path in server.requests if path.startswith("/a/"))
        assert sum(asked.values()) - 20 <= 1, "asked for again is only what was on its way, one thing a host"


def test_a_site_that_kills_its_process_takes_no_other_with_it(folder: Path) -> None:
    deadly = "import os\nfrom newscrawl.spiders import SiteSpider\nread = SiteSpider.parse_list\n"
    deadly += (
        "SiteSpider.parse_list = lambda self, *v, **m: os._exit(9) if self.name == 'two' else read(self, *v, **m)\n"
    )
    result = run_in(folder, "crawl", "--workers", "2", code=deadly + HURRY)
    line = "newscrawl: two: its process ended with 9, as did 2 before; left to the next run"
    assert line in result.err.splitlines()
    assert result.code == 1
    assert posts_in(folder) == {"one": 3, "three": 3}


def test_a_signal_stops_all_of_them(folder: Path, servers: dict[str, Loopback]) -> None:
    for server in servers.values():
        fill(server, 40, after=0.1)
    with crawling(folder) as crawl:
        pids = [each["pid"] for each in crawl.until("workers")["processes"]]
        crawl.until("posted")
        crawl.process.send_signal(signal.SIGINT)
        assert crawl.until("finished")["reason"] == "shutdown"
        assert crawl.until("summary")["code"] == 1
        assert crawl.process.wait() == 1
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert 0 < sum(posts_in(folder).values()) < 120
    assert not list((folder / "posts").rglob("*.tmp"))


def test_nobody_works_on_for_a_first_process_that_was_killed(folder: Path, servers: dict[str, Loopback]) -> None:
    for server in servers.values():
        fill(server, 100, after=0.1)
    with crawling(folder) as crawl:
        crawl.until("workers")
        crawl.until("posted")
        crawl.process.kill()
    # whoever still has the state open holds this lock
    lock = folder / "posts" / ".newscrawl" / "lock"
    subprocess.run(["flock", "--exclusive", "--timeout", str(PATIENCE), lock, "true"], check=True)
