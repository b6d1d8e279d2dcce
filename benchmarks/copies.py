"""How well copies of an article are told from other articles: precision and recall by kind of pair.

Pairs are made of the corpus's texts, since a list of real copies would have to hold them: each text is edited as other
papers edit a wire story (kinds below), and each is paired with texts that are not its copy, hard ones first: the same
report with other figures, a follow-up that repeats half of it, the next day's report of the same template. The pairs of
real copies among the pages themselves are written down in REAL.

    python benchmarks/copies.py --corpus ../corpus
"""

from __future__ import annotations

import argparse
import html
import json
import random
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.extract import alike, likeness
from newscrawl.extract.likeness import bands
from newscrawl.items import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from newscrawl.extract import Likeness

REAL = {("n4k-cleveland.com1", "n4k-video_article_01")}
"""Pages of the corpus that are the same story, by id; found by comparing all texts shingle by shingle, and by eye."""

SHORTEST = 400
"""Letters of a text that pairs are made of: what is shorter is only compared word for word."""

LEADS = (
    "本报综合消息，据多家媒体报道，",
    "Our correspondent adds the following to reports by several agencies today. ",
)
NOTICES = (
    "（本文来源：某某通讯社，转载请注明出处。）",
    "This article first ran elsewhere and is used with permission.",
)
"""What other papers put before and behind a story: in Chinese, else in English."""


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[。！？!?\n])|(?<=\. )", text) if part.strip()]


def shortened(part: float) -> Callable[[str, random.Random], str]:
    def cut(text: str, _: random.Random) -> str:
        found, total = [], 0
        for sentence in sentences(text):
            if total >= part * len(text):
                break
            found.append(sentence)
            total += len(sentence)
        return "".join(found)

    return cut


def thinned(text: str, chance: random.Random) -> str:
    """Every tenth sentence left out, every twentieth put elsewhere."""
    kept = [sentence for sentence in sentences(text) if chance.random() > 0.1]
    for _ in range(len(kept) // 20):
        kept.insert(chance.randrange(len(kept)), kept.pop(chance.randrange(len(kept))))
    return "".join(kept)


def reworded(text: str, chance: random.Random) -> str:
    """One word or character of fifty is another one."""
    words = re.findall(r"[一-鿿]|\w+|\W", text)
    pool = [word for word in words if word.isalpha()]
    return "".join(chance.choice(pool) if word.isalpha() and chance.random() < 0.02 else word for word in words)


def other_figures(text: str, chance: random.Random) -> str:
    return re.sub(r"\d", lambda _: str(chance.randrange(10)), text)


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "same text, other markup": lambda text, _: re.sub(r"[，,]", " , ", text),
    "lead and notice added": lambda text, _: f"{LEADS[text.isascii()]}{text}\n{NOTICES[text.isascii()]}",
    "first 80 % of it": shortened(0.8),
    "first 65 % of it": shortened(0.65),
    "sentences left out and moved": thinned,
    "one word of fifty replaced": reworded,
}


def follow_up(text: str, other: str) -> str:
    """A new story that repeats half of an old one as its background."""
    half = len(text) // 2
    new = other * (half // len(other) + 1)
    return new[:half] + shortened(0.5)(text, random.Random(0))


def made(text: str) -> Likeness:
    body = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n") if part.strip())
    return likeness(replace(BASE, body=body))


BASE = Article(
    url="",
    canonical_url="",
    site="",
    channel="",
    categories=("a", "b"),
    title="",
    published=datetime(2026, 1, 1, tzinfo=UTC),
    body="",
)


def found(one: Likeness, other: Likeness) -> tuple[bool, bool]:
    """Return whether the index would bring the pair together, and whether it then counts as copies."""
    together = one.fingerprint == other.fingerprint or bool({*bands(one.sketch)} & {*bands(other.sketch)})
    return together, together and alike(one, other)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    folder = parser.parse_args().corpus
    with (folder / "truth.jsonl").open(encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = {row["id"]: row["body_text"] for row in rows if len(row.get("body_text") or "") >= SHORTEST}
    chance = random.Random(7)
    start = time.process_time()
    known = {name: made(text) for name, text in texts.items()}
    cost = (time.process_time() - start) / len(texts) * 1000

    print(f"{len(texts)} texts; {cost:.2f} ms CPU a text\n")
    print("| pairs | number | share a band | copies |\n|---|---|---|---|")
    right = wrong = missed = 0
    for kind, edit in COPIES.items():
        pairs = [found(known[name], made(edit(text, chance))) for name, text in texts.items()]
        right += (hits := sum(hit for _, hit in pairs))
        missed += len(pairs) - hits
        row(kind, pairs)
    others = list(texts.values())
    negatives = {
        "the same, all figures others": [
            found(known[name], made(other_figures(text, chance)))
            for name, text in texts.items()
            if len(re.findall(r"\d+", text)) >= 5
        ],
        "a follow-up that repeats half": [
            found(known[name], made(follow_up(text, chance.choice(others)))) for name, text in texts.items()
        ],
        "first 30 % of it (a teaser)": [
            found(known[name], made(shortened(0.3)(text, chance))) for name, text in texts.items()
        ],
        "any two pages": [
            found(known[one], known[other])
            for one, other in combinations(texts, 2)
            if (one, other) not in REAL and (other, one) not in REAL
        ],
    }
    print("| **no copies:** | | | |")
    for kind, pairs in negatives.items():
        wrong += sum(hit for _, hit in pairs)
        row(kind, pairs)
    for one, other in REAL:
        row(f"{one}, {other}", [found(known[one], known[other])])
    print(f"\nprecision {right / (right + wrong):.1%}, recall {right / (right + missed):.1%}")


def row(kind: str, pairs: list[tuple[bool, bool]]) -> None:
    together, hits = (sum(pair[index] for pair in pairs) for index in (0, 1))
    print(f"| {kind} | {len(pairs)} | {together / len(pairs):.1%} | {hits / len(pairs):.1%} |")


if __name__ == "__main__":
    main()
