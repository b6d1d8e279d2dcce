"""Crawl a made site of many pages, and see whether the process grows.

    python benchmarks/memory.py [--pages 100000] [--every 1000] [--plot FILE.svg]

The site (see ``made_site.py``) is served by a process of its own; the crawl is ``newscrawl crawl`` with everything but
the delays. Its resident memory is read from ``/proc`` whenever so many more posts are written. Now and then
(``--large-every``) a page is large: in turns an article of 5 MB, a page of 50,000 links, and a gzip bomb. Ctrl-C ends
it early, with what was seen so far.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kill import CRAWL, MadeSite

WIDTH, HEIGHT, MARGIN = 640, 280, 50
"""Of the plot, in pixels."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=1000)
    parser.add_argument("--large-every", type=int, default=5000, help="0: never")
    parser.add_argument("--durability", choices=("each", "batch", "none"), default="each")
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        samples = measure(Path(folder), options)
    if options.plot:
        options.plot.write_text(plot(samples), "utf-8")
    return 0


def measure(folder: Path, options: argparse.Namespace) -> list[tuple[int, float]]:
    """Return how many posts there were, and how many megabytes the process took."""
    samples: list[tuple[int, float]] = []
    site = MadeSite(folder, options.pages, options.large_every)
    (folder / "newscrawl.yaml").write_text(
        f"sites: {site.sites}\noutput: posts\ndurability: {options.durability}\n", "utf-8"
    )
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", CRAWL, "", "crawl", "made", "--workers", "1"],
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        with log.open("rb") as lines:
            posts = 0
            while process.poll() is None:
                time.sleep(0.2)
                posts += lines.read().count(b"\n")
                if posts >= len(samples) * options.every and (megabytes := _resident(process.pid)):
                    samples.append((posts, megabytes))
                    print(f"{posts:>7} posts {megabytes:6.1f} MB", flush=True)
    except KeyboardInterrupt:
        pass
    finally:
        process.kill()
        process.wait()
        site.close()
    return samples


def _resident(process: int) -> float:
    """Return a process's resident memory in megabytes; 0: it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def plot(samples: list[tuple[int, float]]) -> str:
    """Return the samples as a picture."""
    most, top = max(posts for posts, _ in samples), 200
    across, up = (WIDTH - 2 * MARGIN) / most, (HEIGHT - 2 * MARGIN) / top

    def at(posts: float, megabytes: float) -> str:
        return f"{MARGIN + posts * across:.1f},{HEIGHT - MARGIN - megabytes * up:.1f}"

    line = " ".join(at(*sample) for sample in samples)
    lines = "".join(
        f'<path d="M{at(0, level)} L{at(most, level)}" stroke="#ccc"/>'
        f'<text x="{MARGIN - 8}" y="{HEIGHT - MARGIN - level * up + 4:.1f}" text-anchor="end">{level}</text>'
        for level in range(0, top + 1, 50)
    )
    marks = "".join(
        f'<text x="{MARGIN + number * across:.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{number:,}</text>'
        for number in range(0, most + 1, max(most // 5, 1))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>{lines}{marks}'
        f'<text x="{MARGIN}" y="{MARGIN - 16}">resident memory in MB by posts</text>'
        f'<polyline points="{line}" fill="none" stroke="#06c" stroke-width="2"/></svg>\n'
    )


if __name__ == "__main__":
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    sys.exit(main())
