"""What it costs that posts outlive a power cut: posts of 10 KB, written and remembered, by each ``durability`` in turn.

    python benchmarks/durability.py [--posts 300] [--rounds 5] [--folder DIR]

Only the writing is measured: path, file, folder, state. CPU is the process's own; the time that passes depends on the
disk, so look at yours (``--folder``).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path, PurePosixPath
from statistics import median
from typing import get_args

from newscrawl.folders import Durability, LocalFolder
from newscrawl.store import Batch, State

TEXT = "一句话，说的是市场。" * 340


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="on the disk that is to be measured; a temporary one by default")
    options = parser.parse_args()
    found: dict[Durability, list[tuple[float, float]]] = {word: [] for word in get_args(Durability)}
    for _ in range(options.rounds):
        for word, spent in found.items():
            with tempfile.TemporaryDirectory(dir=options.folder) as folder:
                spent.append(measure(Path(folder), word, options.posts))
    print("| durability | CPU a post | time a post | slowest round |\n|---|---|---|---|")
    for word, spent in found.items():
        cpu, wall = (median(values) for values in zip(*spent, strict=True))
        print(f"| `{word}` | {cpu:.2f} ms | {wall:.2f} ms | {max(wall for _, wall in spent):.2f} ms |")


def measure(folder: Path, durability: Durability, posts: int) -> tuple[float, float]:
    """Return milliseconds of CPU and of time for each post."""
    output = LocalFolder(folder, flushed=durability != "none")
    with State.open(folder / ".newscrawl") as state:
        batch = Batch.of(durability, state, output)
        cpu, wall = time.process_time(), time.perf_counter()
        for number in range(posts):
            paths = [PurePosixPath(f"财经/一网/要闻/{number}.md")]
            url = f"https://news.example/{number}"
            batch.add(batch.reserve(url, f"{number} {TEXT}", paths=paths, fingerprint=str(number), title="标题"))
        batch.flush()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return 1000 * cpu / posts, 1000 * wall / posts


if __name__ == "__main__":
    main()
