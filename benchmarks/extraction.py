"""Extract every page of a corpus, score the result, and say what it costs.

    python benchmarks/extraction.py [--corpus DIR] [--out predictions.jsonl] [--site-rules] [--peers] [--only ID]
    python benchmarks/extraction.py --memory 10000

The corpus is a folder with ``truth.jsonl`` (of which only id, file, url and lang are read) and ``score.py``; without
``--corpus`` it is what ``NEWSCRAWL_CORPUS`` names. By default the generic rules do everything; ``--site-rules`` lets
the site files speak that own an address. ``ms`` is process CPU a page: bytes in, clean article out, everything
included. The bare parse of the same pages by lxml is measured in the same run, page by page in turn, and so is every
peer.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import gc
import json
import os
import resource
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import SavedPage, four_gram_f1, load_pages, scores
from lxml import html
from peers import installed

from newscrawl.clean import text_of
from newscrawl.errors import NewscrawlError
from newscrawl.extract import clean_article, page_of, read_page
from newscrawl.sites import load_sites

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newscrawl.sites import Site

FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
"""Later than any page of the corpus was published."""
FIELDS = ("body", "precision", "recall", "title", "day", "minute", "tz", "authors", "none", "image", "snippet")


def predict(page: SavedPage, site: Site | None = None) -> dict[str, Any]:
    """Return what newscrawl makes of a page, in the scorer's format; what it does not find stays out.

    :raises NewscrawlError: the page says that it is no article
    """
    found = read_page(page_of(page.url, page.body, fetched_at=FETCHED), site)
    published = found.fields.get("published")
    prediction = {
        "title": found.fields.get("title"),
        "authors": list(found.fields.get("authors", ())),
        "published": published.isoformat() if published else None,
    }
    try:
        article = clean_article(found.article(undated=FETCHED), site)
    except NewscrawlError as error:
        return {**prediction, "refused": str(error)}
    image = article.lead_image.url if article.lead_image else None
    return {**prediction, "image": image, "body_text": text_of(article.body)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=os.environ.get("NEWSCRAWL_CORPUS"))
    parser.add_argument("--out", type=Path, help="keep the predictions here")
    parser.add_argument("--site-rules", action="store_true", help="use the site files that own an address")
    parser.add_argument("--peers", action="store_true", help="run the installed peers as well")
    parser.add_argument("--only", metavar="ID", help="print the prediction of this page")
    parser.add_argument("--memory", type=int, metavar="N", help="extract N pages and print how memory grows")
    args = parser.parse_args()
    if not args.corpus or not Path(args.corpus, "truth.jsonl").is_file():
        print("name the corpus with --corpus or NEWSCRAWL_CORPUS", file=sys.stderr)
        return 2
    pages = load_pages(Path(args.corpus))
    if args.only:
        page = next((page for page in pages if page.id == args.only), None)
        if page is None:
            print(f"{args.corpus} holds no page {args.only}", file=sys.stderr)
            return 2
        print(json.dumps(predict(page, owner(page) if args.site_rules else None), ensure_ascii=False, indent=1))
        return 0
    if args.memory:
        show_memory(pages, args.memory)
        return 0
    show_scores(Path(args.corpus), pages, args.out, site_rules=args.site_rules, peers=args.peers)
    return 0


def show_scores(folder: Path, pages: list[SavedPage], out: Path | None, *, site_rules: bool, peers: bool) -> None:
    """Run everybody on every page, in turn, and print one table a set."""
    runners: dict[str, Callable[[SavedPage], dict[str, Any]]] = {
        "lxml parse": parse,
        "newscrawl": lambda page: predict(page, owner(page) if site_rules else None),
        **(installed() if peers else {}),
    }
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in runners}
    refused: collections.Counter[str] = collections.Counter()
    for page in pages:
        for name, runner in runners.items():
            start = time.process_time()
            try:
                prediction = runner(page)
            except NewscrawlError as error:
                prediction = {}
                reason = f"{type(error).__name__}: {getattr(error, 'reason', '') or getattr(error, 'field', '')}"
                refused[reason] += 1
                print(f"{page.id}: {reason}", file=sys.stderr)
            except Exception as error:  # a peer may raise anything; ours may not
                if name == "newscrawl":
                    raise
                prediction = {}
                print(f"{page.id}: {name}: {type(error).__name__}", file=sys.stderr)
            if "refused" in prediction:
                refused[prediction["refused"].rpartition(": ")[2]] += 1
            found[name][page.id] = {**prediction, "ms": (time.process_time() - start) * 1000}
    if out:
        with out.open("w", encoding="utf8") as predictions:
            for page in pages:
                line = {"id": page.id, **found["newscrawl"][page.id]}
                predictions.write(json.dumps(line, ensure_ascii=False) + "\n")
    print("no article:", json.dumps(refused, ensure_ascii=False))
    show_tables(folder, found)
    show_cost(pages, found)


def show_tables(folder: Path, found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    """Print what everybody scores on each set."""
    names = [name for name in found if name != "lxml parse"]
    tables = {name: scores(folder, found[name]) for name in names}
    for group in tables["newscrawl"]:
        print(f"\n{group} ({tables['newscrawl'][group]['pages']} pages)")
        print("| | " + " | ".join(FIELDS) + " |")
        for name in names:
            values = (tables[name][group].get(field) for field in FIELDS)
            print(f"| {name} | " + " | ".join("-" if value is None else f"{value:.1f}" for value in values) + " |")
    print("\narticle-extraction-benchmark, its pages: F1, precision, recall")
    for name in names:
        print(f"| {name} | " + " | ".join(f"{100 * value:.1f}" for value in four_gram_f1(folder, found[name])) + " |")


def show_cost(pages: list[SavedPage], found: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    """Print everybody's CPU a page, and how many bare parses that is."""
    groups = {
        "all": pages,
        "Chinese": [page for page in pages if page.lang == "zh"],
        "other": [page for page in pages if page.lang != "zh"],
    }
    print("\nCPU a page, ms: median, 95th percentile, medians' ratio to the parse")
    for group, members in groups.items():
        if not members:
            continue
        bare = statistics.median(found["lxml parse"][page.id]["ms"] for page in members)
        for name, predictions in found.items():
            times = sorted(predictions[page.id]["ms"] for page in members)
            median, late = statistics.median(times), times[int(0.95 * (len(times) - 1))]
            print(f"| {group} | {name} | {median:.2f} | {late:.2f} | {median / bare:.1f} |")


def show_memory(pages: list[SavedPage], count: int) -> None:
    """Extract pages over and over and print the most memory used so far."""
    step = max(1, count // 10)
    for number in range(1, count + 1):
        with contextlib.suppress(NewscrawlError):
            predict(pages[number % len(pages)])
        if number % step == 0:
            gc.collect()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"| {number} pages | {resident():.0f} MB now | {peak:.0f} MB at most |", flush=True)


def resident() -> float:
    """Return this process's resident memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def parse(page: SavedPage) -> dict[str, Any]:
    """Do what every extractor on lxml begins with, and nothing else."""
    html.document_fromstring(page.body)
    return {}


def owner(page: SavedPage) -> Site | None:
    """Return the site file that owns a page's address."""
    if not SITES:
        SITES.extend(load_sites().values())
    return next((site for site in SITES if page.url and site.owns(page.url)), None)


SITES: list[Site] = []

if __name__ == "__main__":
    sys.exit(main())
