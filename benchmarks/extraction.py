"""Extract every page of a corpus with the generic rules alone and score the result.

    python benchmarks/extraction.py [--corpus DIR] [--out predictions.jsonl] [--only ID]

The corpus is a folder with ``truth.jsonl`` (of which only id, file and url are read) and ``score.py``; without
``--corpus`` it is what ``NEWSCRAWL_CORPUS`` names. ``ms`` is process CPU a page, bytes in, clean article out; the bare
lxml parse of the same pages is measured in the same run.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from parsel import Selector

from newscrawl.clean import text_of
from newscrawl.errors import NewscrawlError
from newscrawl.extract import clean_article, page_of, read_page
from newscrawl.items import Page

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


def predict(page: Page) -> dict[str, object]:
    article = clean_article(read_page(page).article(undated=FETCHED))
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": None if article.found_by["published"] == "fetched" else article.published.isoformat(),
        "image": article.lead_image.url if article.lead_image else None,
        "body_text": text_of(article.body),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=os.environ.get("NEWSCRAWL_CORPUS"))
    parser.add_argument("--out", type=Path, help="keep the predictions here")
    parser.add_argument("--only", metavar="ID", help="print the prediction of this page")
    args = parser.parse_args()
    if not args.corpus or not Path(args.corpus, "truth.jsonl").is_file():
        print("name the corpus with --corpus or NEWSCRAWL_CORPUS", file=sys.stderr)
        return 2
    out = args.out or Path(tempfile.mkstemp(suffix=".jsonl")[1])
    refused: collections.Counter[str] = collections.Counter()
    parses, whole = [], []
    with Path(args.corpus, "truth.jsonl").open(encoding="utf8") as lines, out.open("w", encoding="utf8") as predictions:
        for row in map(json.loads, lines):
            if args.only and row["id"] != args.only:
                continue
            body = gzip.decompress(Path(args.corpus, row["file"]).read_bytes())
            text = body.decode("utf8", "replace")
            start = time.process_time()
            Selector(text=text, type="html")
            parsed = time.process_time()
            try:
                found = predict(page_of(row["url"] or "", body, fetched_at=FETCHED))
            except NewscrawlError as error:
                found = {}
                reason = f"{type(error).__name__}: {getattr(error, 'reason', '') or getattr(error, 'field', '')}"
                refused[reason] += 1
                print(f"{row['id']}: {reason}", file=sys.stderr)
            ended = time.process_time()
            parses.append((parsed - start) * 1000)
            whole.append((ended - parsed) * 1000)
            found |= {"id": row["id"], "ms": whole[-1]}
            predictions.write(json.dumps(found, ensure_ascii=False) + "\n")
            if args.only:
                print(json.dumps(found, ensure_ascii=False, indent=1))
                return 0
    print("no article:", json.dumps(refused, ensure_ascii=False))
    parse, total = statistics.median(parses), statistics.median(whole)
    print(f"CPU a page, medians: parse {parse:.2f} ms, all {total:.2f} ms, ratio {total / parse:.1f}")
    return subprocess.run([sys.executable, str(Path(args.corpus, "score.py")), str(out)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
