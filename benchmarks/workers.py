"""Crawl with one process and with several, and kill workers, to see what that costs and whether anything is lost.

    python benchmarks/workers.py --rounds 3 --kills 30

Made sites on addresses of their own (127.0.1.1, 127.0.1.2 …) are served by a process of their own, without delays. The
rounds crawl them with 1, 2 … processes, one after the other, so that what else the machine does meets all of them. The
kills end a worker (SIGKILL) after some posts, six times a crawl; what a crawl leaves is compared with what the sites
have. Exit code 1 when a post is lost, or there twice. Linux only: elsewhere there is no 127.0.1.1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

CRAWL = """
from newscrawl import settings
from newscrawl.cli import main
settings.DOWNLOAD_DELAY = settings.AUTOTHROTTLE_START_DELAY = 0
settings.AUTOTHROTTLE_ENABLED = False
main()
"""

SITE = """
name: 试验{number}
group: 测试
languages: [zh-CN]
timezone: Asia/Shanghai
home: http://127.0.1.{number}:{port}/
domains: [127.0.1.{number}]
confidence: D
checked: 2026-07
delay: 0
lists: {{main: {{kind: json, url: 'http://127.0.1.{number}:{port}/list/{pages}', items: data, fields: {{url: url}}}}}}
channels: {{要闻: {{list: main}}}}
article: {{fields: {{title: h1, published: time}}, body: ['#text']}}
"""

KILLS = 6
"""Of one crawl; a worker that dies three times in a row without a new post is given up, which is not wanted here."""


class Handler(BaseHTTPRequestHandler):
    """Any list of any host, and its articles; every request for one is a line on stdout."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        host = self.headers["Host"]
        kind, _, number = self.path.strip("/").partition("/")
        if kind == "list":
            body = json.dumps({"data": [{"url": f"http://{host}/a/{page}"} for page in range(int(number))]})
        elif kind == "a":
            print(host + self.path, flush=True)
            chance = random.Random(host + number)
            text = "".join(
                f"<p>{''.join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(60))}。</p>" for _ in "12345"
            )
            title = f"{host.partition(':')[0]}的{number}号"
            body = f'<html lang="zh-CN"><h1>{title}</h1><time>2026-07-20 09:30</time><div id="text">{text}</div></html>'
        else:
            body = ""
        data = body.encode()
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *values: object) -> None:
        """Stay quiet."""


def serve() -> None:
    """Print the port, and serve until somebody ends this process."""
    server = ThreadingHTTPServer(("", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


class Sites:
    """The sites, and crawls of them."""

    def __init__(self, folder: Path, sites: int, pages: int) -> None:
        self.expected = sites * pages
        self._folder = folder
        self._log = folder / "requests.log"
        self._server = subprocess.Popen(
            [sys.executable, __file__, "--serve"], stdout=self._log.open("w"), stderr=subprocess.DEVNULL
        )
        while not (first := self._log.read_text()).endswith("\n"):
            time.sleep(0.05)
        port = int(first.split()[0])
        (folder / "sites").mkdir()
        for number in range(1, sites + 1):
            text = SITE.format(number=number, port=port, pages=pages)
            (folder / "sites" / f"site{number}.yaml").write_text(text, "utf-8")
        self._names = [f"site{number}" for number in range(1, sites + 1)]
        self._crawls = 0

    def close(self) -> None:
        """End the server."""
        self._server.kill()
        self._server.wait()

    def requests(self) -> Counter[str]:
        """Return how often every article was asked for, over all crawls."""
        return Counter(self._log.read_text().split()[1:])

    def crawl(self, workers: int) -> tuple[subprocess.Popen[str], Path]:
        """Start a crawl into a new folder."""
        self._crawls += 1
        posts = self._folder / f"posts{self._crawls}"
        (self._folder / "newscrawl.yaml").write_text(f"sites: sites\noutput: {posts}\ncrawl: {self._names}\n", "utf-8")
        command = [sys.executable, "-c", CRAWL, "crawl", "--log-json", "--workers", str(workers)]
        return subprocess.Popen(command, cwd=self._folder, stdout=subprocess.PIPE, text=True), posts


def cost(sites: Sites, workers: int) -> tuple[float, float]:
    """Crawl once; return the seconds that it took, and those of CPU."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process, _ = sites.crawl(workers)
    process.communicate()
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - began
    assert process.returncode == 0
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def kill(sites: Sites, chance: random.Random) -> dict[str, int]:
    """Crawl once with three workers, kill some of them, and count."""
    before = sites.requests()
    process, folder = sites.crawl(3)
    moments = sorted(chance.sample(range(1, sites.expected * 3 // 4), KILLS))
    posted, kills, counts = 0, 0, {}
    assert process.stdout
    for line in process.stdout:
        event: dict[str, Any] = json.loads(line)
        posted += event["event"] == "posted"
        if event["event"] == "summary":
            counts = event["counts"]
        if moments and posted >= moments[0]:
            moments.pop(0)
            found = subprocess.run(
                ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True
            ).stdout
            try:
                os.kill(int(chance.choice(found.split())), 9)
            except ProcessLookupError:
                # it had just come to its end
                continue
            kills += 1
    process.wait()
    posts = [path.name for path in folder.rglob("*.md")]
    again = sites.requests() - before
    return {
        "crawls": 1,
        "kills": kills,
        "posts": len(posts),
        "lost": max(sites.expected - len(set(posts)), 0),
        "posted twice": len(posts) - len(set(posts)) + max(posted - len(posts), 0),
        "torn or temporary": sum(path.stat().st_size < 500 for path in folder.rglob("*.md"))
        + len([*folder.rglob("*.tmp")]),
        "asked for again": again.total() - len(again),
        "counted wrongly": int(counts.get("found") != counts.get("posted") or counts.get("posted") != sites.expected),
    }


def main() -> int:
    """Measure, kill, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=12)
    parser.add_argument("--pages", type=int, default=50, help="of each site")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2], help="numbers of processes to compare")
    parser.add_argument("--rounds", type=int, default=3, help="crawls with each number of processes")
    parser.add_argument("--kills", type=int, default=30, help=f"workers to kill, {KILLS} a crawl")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    costs: dict[int, list[tuple[float, float]]] = {workers: [] for workers in options.workers}
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        sites = Sites(Path(folder), options.sites, options.pages)
        try:
            for _ in range(options.rounds):
                for workers, found in costs.items():
                    found.append(cost(sites, workers))
            if options.rounds:
                print("| processes | seconds | of CPU |\n|---|---|---|")
                for workers, found in costs.items():
                    seconds, cpu = (statistics.median(values) for values in zip(*found, strict=True))
                    print(f"| {workers} | {seconds:.1f} | {cpu:.1f} |")
            for _ in range(options.kills // KILLS):
                tally.update(kill(sites, chance))
        finally:
            sites.close()
    if tally:
        print(f"| {' | '.join(tally)} |\n{'|---' * len(tally)}|\n| {' | '.join(map(str, tally.values()))} |")
    return int(any(tally[name] for name in ("lost", "posted twice", "torn or temporary", "counted wrongly")))


if __name__ == "__main__":
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    if "--serve" in sys.argv:
        serve()
    sys.exit(main())
