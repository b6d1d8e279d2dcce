"""Measure a whole crawl against a bare Scrapy spider that only counts, on the same pages in the same run.

    python benchmarks/crawl.py [--pages 1200] [--rounds 3] [--workers 2] [--durability each] [--corpus DIR] [--json]

A crawl is ``newscrawl crawl`` with everything it does (site rules, cleaning, rendering, the check of every post,
files, state, frontier, log) and its default durability, unless another one is asked for; only the delays between two
requests to one host are 0. The bare spider has Scrapy's own settings. It, a crawl by one process and one by several
take turns. Start-up is left out: every round also crawls a few pages, and the difference counts. CPU is that of the
processes that crawl; the server has its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, get_args

from served_pages import HOSTS, saved_pages, serve

from newscrawl.folders import Durability

if TYPE_CHECKING:
    from collections.abc import Callable

    from served_pages import Saved, Served

FEW = 2 * HOSTS
"""Pages of a crawl that shows what starting costs."""

BARE = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Counting(scrapy.Spider):
    name = "counting"
    start_urls = sys.argv[1:]
    count = 0

    def parse(self, response):
        for entry in json.loads(response.body)["data"]:
            yield scrapy.Request(entry["url"], self.parse_page)

    def parse_page(self, response):
        Counting.count += len(response.body) > 1000

process = CrawlerProcess({"TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "LOG_LEVEL": "INFO"})
process.crawl(Counting)
process.start()
sys.exit(None if Counting.count == PAGES else f"{Counting.count} pages of PAGES")
"""

CRAWL = """
from newscrawl import settings
from newscrawl.cli import main
settings.AUTOTHROTTLE_ENABLED = False
main()
"""
"""The delay of 0 stands in the site files."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What one process took."""

    pages: int
    wall: float
    cpu: float
    peak_mb: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--rounds", type=int, default=3)
    corpus = os.environ.get("NEWSCRAWL_CORPUS")
    parser.add_argument("--corpus", type=Path, default=corpus, help="made up pages without one")
    parser.add_argument("--workers", type=int, default=2, help="processes of the crawl whose pages/s count")
    parser.add_argument("--durability", choices=get_args(Durability), default="each")
    parser.add_argument("--json", action="store_true", help="print one object")
    options = parser.parse_args()
    if options.pages <= FEW or options.rounds < 1 or options.workers < 1:
        parser.error(f"--pages must be more than {FEW}, --rounds and --workers at least 1")
    with tempfile.TemporaryDirectory() as folder:
        found = measure(saved_pages(options.corpus), options, Path(folder))
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        show(found)
    return 0


def measure(saved: list[Saved], options: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Crawl and count in turns; return the medians."""
    kinds: dict[str, Callable[[Served, Path], Run]] = {"bare": bare}
    for name, workers in (("one", 1), ("several", options.workers)):
        kinds[name] = partial(crawl, durability=options.durability, workers=workers)
    for name in ("few", "all"):
        (folder / name).mkdir()
    cpu: dict[str, list[float]] = {name: [] for name in kinds}
    speed: dict[str, list[float]] = {name: [] for name in kinds}
    peak: dict[str, list[float]] = {name: [] for name in kinds}
    with serve(saved, FEW, folder / "few") as few, serve(saved, options.pages, folder / "all") as all_pages:
        for number in range(options.rounds):
            for name, run in kinds.items():
                small = run(few, folder / f"{number}-{name}-few")
                large = run(all_pages, folder / f"{number}-{name}-all")
                pages = large.pages - small.pages
                cpu[name].append(1000 * (large.cpu - small.cpu) / pages)
                speed[name].append(pages / (large.wall - small.wall))
                peak[name].append(large.peak_mb)

    def ratio(values: dict[str, list[float]], name: str) -> float:
        return round(median(ours / theirs for ours, theirs in zip(values[name], values["bare"], strict=True)), 2)

    return {
        "pages": options.pages,
        "kilobytes": round(all_pages.size / 1000),
        "server": all_pages.server,
        "rounds": options.rounds,
        "durability": options.durability,
        "cpu_ms_bare": round(median(cpu["bare"]), 2),
        "cpu_ms": round(median(cpu["one"]), 2),
        "cpu_ratio": ratio(cpu, "one"),
        "pages_per_s_bare": round(median(speed["bare"])),
        "pages_per_s_one": round(median(speed["one"])),
        "pages_per_s_ratio_one": ratio(speed, "one"),
        "workers": options.workers,
        "pages_per_s": round(median(speed["several"])),
        "pages_per_s_ratio": ratio(speed, "several"),
        "peak_mb_bare": round(max(peak["bare"])),
        # of the largest process
        "peak_mb": round(max(*peak["one"], *peak["several"])),
    }


def bare(served: Served, folder: Path) -> Run:
    """Run the spider that only counts."""
    script = BARE.replace("PAGES", str(served.pages))
    return timed([sys.executable, "-c", script, *served.lists], served, Path(tempfile.gettempdir()))


def crawl(served: Served, folder: Path, durability: str, workers: int) -> Run:
    """Crawl into an empty folder; every page must give its post."""
    folder.mkdir()
    (folder / "newscrawl.yaml").write_text(f"sites: {served.sites}\noutput: posts\ndurability: {durability}\n", "utf-8")
    run = timed([sys.executable, "-c", CRAWL, "crawl", *served.targets, "--workers", str(workers)], served, folder)
    posts = sum(1 for path in (folder / "posts").rglob("*.md") if ".newscrawl" not in path.parts)
    if posts != served.pages:
        raise SystemExit(f"{posts} posts of {served.pages} pages; see {folder / 'posts' / '.newscrawl' / 'crawl.log'}")
    return run


def timed(command: list[str], served: Served, folder: Path) -> Run:
    """Run a process and return what it and its children took."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            raise SystemExit(f"ended with {process.returncode}:\n{log.read()[-2000:].decode()}")
    return Run(pages=served.pages, wall=wall, cpu=used.ru_utime + used.ru_stime, peak_mb=used.ru_maxrss / 1024)


def show(found: dict[str, object]) -> None:
    """Print a table."""
    print("{pages} pages of {kilobytes} KB, {server}, {rounds} rounds, durability {durability}\n".format(**found))
    print("| | CPU a page | ratio | pages/s | ratio | largest process |\n|---|---|---|---|---|---|")
    print("| bare Scrapy | {cpu_ms_bare} ms | 1 | {pages_per_s_bare} | 1 | {peak_mb_bare} MB |".format(**found))
    one = "| newscrawl crawl | {cpu_ms} ms | {cpu_ratio} | {pages_per_s_one} | {pages_per_s_ratio_one} | {peak_mb} MB |"
    print(one.format(**found))
    print("| with {workers} processes | | | {pages_per_s} | {pages_per_s_ratio} | |".format(**found))


if __name__ == "__main__":
    sys.exit(main())
