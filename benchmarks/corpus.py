"""A corpus of saved pages with truth: ``truth.jsonl``, ``pages/`` and the scorer ``score.py`` beside them."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["SavedPage", "four_gram_f1", "load_pages", "load_scorer", "scores"]


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page of the corpus: what an extractor may know of it."""

    id: str
    url: str
    """Empty when unknown."""
    lang: str
    """``zh``, ``ja``, ``ko``, else ``xx``."""
    body: bytes
    """As it was served."""


def load_pages(folder: Path) -> list[SavedPage]:
    """Return the corpus's pages; of their truth only id, file, url and lang are read."""
    with Path(folder, "truth.jsonl").open(encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        SavedPage(row["id"], row["url"] or "", row["lang"], gzip.decompress(Path(folder, row["file"]).read_bytes()))
        for row in rows
    ]


def load_scorer(folder: Path) -> Any:
    """Return the corpus's own scorer as a module."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores(folder: Path, found: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, Any]]:
    """Return the scorer's summary of each set, in percent; a page that was not found counts as a failure.

    :param found: prediction by page id
    """
    scorer = load_scorer(folder)
    rows = [(true, scorer.score_page(true, found.get(true["id"], {}))) for true in scorer.load_truth()]
    return {
        name: scorer.summarise([row for true, row in rows if belongs(true)]) for name, belongs in scorer.SETS.items()
    }


def four_gram_f1(folder: Path, found: Mapping[str, Mapping[str, object]]) -> tuple[float, float, float]:
    """Return F1, precision and recall as the article-extraction-benchmark counts them, over its pages (``aeb-*``).

    Word 4-grams as multisets; precision and recall are averaged over the pages, F1 is that of the averages.
    """
    precisions, recalls = [], []
    for true in load_scorer(folder).load_truth():
        if true["id"].startswith("aeb-"):
            want = _shingles(true["body_text"])
            got = _shingles(str(found.get(true["id"], {}).get("body_text") or ""))
            common = sum((want & got).values())
            recalls.append(common / sum(want.values()) if want else 1.0)
            if got:
                precisions.append(common / sum(got.values()))
    if not recalls:
        return 0.0, 0.0, 0.0
    precision, recall = fmean(precisions or [0.0]), fmean(recalls)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0, precision, recall


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens: Iterable[str] = re.findall(r"\w+", text)
    words = list(tokens)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words)
