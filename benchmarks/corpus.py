"""Extract every page of the corpus with the generic rules alone and score the result.

    python benchmarks/corpus.py [--set zh-finance] [--only ID] [--out predictions.jsonl]

The corpus is found through ``NEWSCRAWL_CORPUS``. Prints the scorer's table; ``ms`` is process CPU a page, bytes in,
clean article out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from newscrawl.clean import text_of
from newscrawl.errors import NewscrawlError
from newscrawl.extract import clean_article, extract_article, page_of

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


def predict(body: bytes, url: str) -> dict[str, object]:
    article = clean_article(extract_article(page_of(url, body, fetched_at=FETCHED)))
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published": article.published.isoformat(),
        "image": article.lead_image.url if article.lead_image else None,
        "body_text": text_of(article.body),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set")
    parser.add_argument("--only", help="print the prediction of this page")
    parser.add_argument("--out", help="keep the predictions here")
    args = parser.parse_args()
    if not os.environ.get("NEWSCRAWL_CORPUS"):
        print("set NEWSCRAWL_CORPUS to the corpus folder", file=sys.stderr)
        return 2
    corpus = Path(os.environ["NEWSCRAWL_CORPUS"])
    out = args.out or tempfile.mkstemp(suffix=".jsonl")[1]
    refused: dict[str, int] = {}
    with (corpus / "truth.jsonl").open(encoding="utf8") as lines, Path(out).open("w", encoding="utf8") as predictions:
        for row in map(json.loads, lines):
            if args.only and row["id"] != args.only:
                continue
            body = gzip.decompress((corpus / row["file"]).read_bytes())
            start = time.process_time()
            try:
                found = predict(body, row["url"] or "")
            except NewscrawlError as error:
                found = {}
                reason = f"{type(error).__name__}: {getattr(error, 'reason', '') or getattr(error, 'field', '')}"
                refused[reason] = refused.get(reason, 0) + 1
                print(f"{row['id']}: {reason}", file=sys.stderr)
            found |= {"id": row["id"], "ms": (time.process_time() - start) * 1000}
            predictions.write(json.dumps(found, ensure_ascii=False) + "\n")
            if args.only:
                print(json.dumps(found, ensure_ascii=False, indent=1))
                return 0
    print("no article:", json.dumps(refused, ensure_ascii=False))
    command = [sys.executable, str(corpus / "score.py"), out]
    return subprocess.run(command + (["--set", args.set] if args.set else []), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
