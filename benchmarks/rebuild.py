"""Make posts anew from an archive of a corpus's pages, and say what each step costs.

    python benchmarks/rebuild.py [--corpus DIR] [--kilobytes LEAST MOST]

The pages (of a size) are written to an archive as a crawl writes them, posted once, and rebuilt: once with nothing
changed, as most posts of a rebuild are, once with every post changed. Times are process CPU of one core, by the generic
rules alone; a bare parse by lxml of the same pages says how fast the machine was meanwhile.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import load_pages
from lxml.html import HTMLParser, fromstring
from w3lib.url import safe_url_string

from newscrawl import posting, rebuilding
from newscrawl.archive import About, ArchiveOptions, ArchiveWriter, Exchange
from newscrawl.folders import LocalFolder
from newscrawl.items import Link
from newscrawl.render import PictureOptions, PostOptions
from newscrawl.store import State
from newscrawl.store.batches import Batch

if TYPE_CHECKING:
    from collections.abc import Callable

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
STEPS = {
    "reading the archive": [(rebuilding, "load_page")],
    "extraction": [(rebuilding, "read_stored")],
    "cleaning": [(posting, "clean_article")],
    "looking for copies": [(rebuilding, "copy_of")],
    "rendering": [(posting, "render_post"), (rebuilding, "render_post")],
    "checking": [(posting, "check_post"), (rebuilding, "check_post")],
    "writing": [(Batch, "reserve"), (Batch, "add"), (rebuilding, "update")],
}
"""What is measured, and where the functions are looked up."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("NEWSCRAWL_CORPUS", "corpus")))
    parser.add_argument("--kilobytes", type=int, nargs=2, metavar=("LEAST", "MOST"), default=(0, 1_000_000))
    options = parser.parse_args()
    least, most = options.kilobytes
    pages = [page for page in load_pages(options.corpus) if least <= len(page.body) / 1000 <= most]
    spent: Counter[str] = Counter()
    for step, places in STEPS.items():
        for module, name in places:
            setattr(module, name, timed(getattr(module, name), step, spent))
    with tempfile.TemporaryDirectory() as folder, State.open(Path(folder, "state")) as state:
        archive = Path(folder, "archive")
        writer = ArchiveWriter(archive, "corpus", ArchiveOptions(keep="all", megabytes=0))
        for number, page in enumerate(pages):
            # some of the corpus have no address
            url = safe_url_string(page.url or f"https://corpus.example/{number}")
            link = Link(url=url)
            headers = [("Content-Type", "text/html")]
            exchange = Exchange(
                url=url, at=FETCHED, status="200 OK", headers=headers, body=page.body, about=About(link=link)
            )
            writer.write(exchange)
        writer.close()
        size = sum(len(page.body) for page in pages) / len(pages) / 1000
        print(f"{len(pages)} pages of {size:.0f} KB on average")
        began = time.process_time()
        for page in pages:
            fromstring(page.body, parser=HTMLParser())
        print(f"a bare parse by lxml: {1000 * (time.process_time() - began) / len(pages):.2f} ms a page")
        for name in ("first posts", "nothing changed", "every post rewritten"):
            post = PostOptions(author="byline", extra=("link",)) if name.startswith("every") else PostOptions()
            spent.clear()
            report(name, *rebuild(archive, state, Path(folder, "posts"), post), spent)


def rebuild(archive: Path, state: State, output: Path, post: PostOptions) -> tuple[int, float, float, Counter[str]]:
    began = time.process_time()
    index = rebuilding.Index(archive)
    indexed = time.process_time()
    rebuilder = rebuilding.Rebuilder(
        index=index,
        state=state,
        output=LocalFolder(output),
        post=post,
        pictures=PictureOptions(),
        sites={},
        site_of=lambda url: None,
    )
    places = index.articles()
    outcomes = Counter(rebuilder.rebuild(place).outcome for place in places)
    return len(places), indexed - began, time.process_time() - began, outcomes


def report(name: str, number: int, index: float, whole: float, outcomes: Counter[str], spent: Counter[str]) -> None:
    print(f"\n{name}: {number / whole:.0f} pages a second, {1000 * whole / number:.2f} ms a page ({dict(outcomes)})")
    for step, seconds in {"finding the pages": index, **spent}.items():
        print(f"  {step:<20} {1000 * seconds / number:6.2f} ms  {100 * seconds / whole:3.0f} %")


def timed(function: Callable[..., Any], step: str, spent: Counter[str]) -> Callable[..., Any]:
    def call(*values: Any, **more: Any) -> Any:
        began = time.process_time()
        try:
            return function(*values, **more)
        finally:
            spent[step] += time.process_time() - began  # type: ignore[assignment]

    return call


if __name__ == "__main__":
    main()
