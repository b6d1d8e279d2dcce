"""Extract a month of CC-NEWS, or any other WARC files, on all cores of a machine or of a Dask cluster.

    pip install 'dask[distributed]' newscrawl
    python examples/cc_news.py articles CC-NEWS-202607*.warc.gz
    python examples/cc_news.py articles /shared/2026/07/*.warc.gz --scheduler tcp://scheduler:8786

Every WARC file is one task and becomes one file of JSON lines, an article a line, whole or not at all: a task that died
is done again by another worker, and what is there already is left alone, so that a job is resumed by starting it again.
Where the work is done on other machines, both folders are ones that all of them see.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from newscrawl.archive import Head, Skipped, read_warc
from newscrawl.errors import ListError, MissingField, NotAnArticle
from newscrawl.extract import clean_article
from newscrawl.rereading import read_stored
from newscrawl.sites import load_sites


def extract_file(warc: str, folder: str) -> Counter[str]:
    """Write the articles of a WARC file to a file of JSON lines; return how many there are, and why others are none."""
    done = Path(folder, f"{Path(warc).name}.jsonl")
    if done.exists():
        return Counter({"files that were there": 1})
    sites, counts, half = load_sites(), Counter({"files": 1}), done.with_suffix(".half")
    with open(warc, "rb") as stream, half.open("w", encoding="utf-8") as lines:  # noqa: PTH123
        for found in read_warc(stream, unwanted):
            if isinstance(found, Skipped):
                counts[found.reason] += 1
                continue
            site = sites.owner_of(found.head.url)
            try:
                article = clean_article(read_stored(found, site).article(), site)
            except (NotAnArticle, MissingField, ListError) as error:
                counts[error.reason] += 1
                continue
            counts["articles"] += 1
            lines.write(f"{json.dumps(asdict(article), ensure_ascii=False, default=str)}\n")
    half.rename(done)
    return counts


def unwanted(head: Head) -> str:
    """Return why an answer is not looked at; empty: it may be an article. Only archives of newscrawl know lists."""
    if head.about and not head.about.link:
        return "list"
    return "" if head.status == "200" and "html" in head.content_type else "no page"


def main() -> None:
    """Hand the files to Dask's workers, and say what came of each and of all."""
    from dask.distributed import Client, as_completed

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="where the articles go")
    parser.add_argument("files", nargs="+", help="WARC files")
    parser.add_argument("--scheduler", help="address of a cluster's; without, a process a core of this machine works")
    options = parser.parse_args()
    Path(options.folder).mkdir(parents=True, exist_ok=True)
    total: Counter[str] = Counter()
    with Client(options.scheduler, **({} if options.scheduler else {"threads_per_worker": 1})) as client:
        tasks = client.map(extract_file, options.files, folder=options.folder, pure=False, retries=2)
        for task, counts in as_completed(tasks, with_results=True):
            total += counts
            print(task.key, dict(counts), flush=True)
    print(dict(total.most_common()))


if __name__ == "__main__":
    main()
