"""Say what a command costs before it does anything: help, and one page fetched from this machine.

    python benchmarks/startup.py [--runs 7] [--json]

A fetch is measured as it is once robots.txt is known: the first one of a host waits a second between the two, out of
politeness and not out of slowness. ``python -c "import scrapy"`` is measured in turn with the commands and says how
fast the machine was meanwhile. Byte code is kept, as by an installation, also where the environment forbids it: without
it newscrawl's own modules are compiled at every start. Medians over the runs: seconds on the clock, seconds of CPU, the
most memory.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

NEWSCRAWL = ["-c", "from newscrawl.cli import main; main()"]
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Quay {0} opens</title>
<meta property="article:published_time" content="2026-07-20T09:30:00+08:00"></head>
<body><article><h1>Quay {0} opens</h1>
<p>The harbour opened its quay {0} on Monday, and the first ship came in before noon with {0} tons of steel.</p>
<p>The quay is {0} metres long, and two cranes stand on it; a third one will follow, said the master of quay {0}.</p>
</article></body></html>"""


class Pages(BaseHTTPRequestHandler):
    """Answers every address with an article of its own; there is no robots.txt."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        number = self.path.strip("/")
        body = PAGE.format(number).encode() if number.isdigit() else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *values: object) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    taken: dict[str, list[tuple[float, float, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(options.runs + 1):
            fetched = ["fetch", f"http://127.0.0.1:{server.server_port}/{100 + run}", "--output", folder]
            commands = {
                "import scrapy": ["-c", "import scrapy"],
                "newscrawl --help": [*NEWSCRAWL, "--help"],
                "newscrawl fetch": [*NEWSCRAWL, *fetched],
            }
            for name, command in commands.items():
                cost = cost_of([sys.executable, *command])
                # the first time, files are not in memory yet and robots.txt is asked for
                if run:
                    taken.setdefault(name, []).append(cost)
        posts = len(list(Path(folder).rglob("*.md")))
    assert posts == options.runs + 1, f"{posts} posts of {options.runs + 1} pages"
    found = {name: [median(values) for values in zip(*costs, strict=True)] for name, costs in taken.items()}
    cpu = {name: found[name][1] / found["import scrapy"][1] for name in found}
    if options.json:
        keys = ("seconds", "cpu_seconds", "peak_mb")
        print(
            json.dumps(
                {
                    name: {**dict(zip(keys, values, strict=True)), "cpu_ratio": cpu[name]}
                    for name, values in found.items()
                }
            )
        )
        return
    for name, (seconds, cpu_seconds, peak) in found.items():
        print(
            f"{name:<18} {seconds:5.2f} s, {cpu_seconds:5.2f} s of CPU ({cpu[name]:.2f} times scrapy's), {peak:4.0f} MB"
        )


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cost_of(command: list[str]) -> tuple[float, float, float]:
    """Return what a command took: seconds on the clock and of CPU, and megabytes at most."""
    began = time.monotonic()
    null = [(os.POSIX_SPAWN_OPEN, descriptor, os.devnull, os.O_RDWR, 0) for descriptor in (1, 2)]
    child = os.posix_spawn(command[0], command, ENVIRONMENT, file_actions=null)
    _, _, usage = os.wait4(child, 0)
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


if __name__ == "__main__":
    main()
