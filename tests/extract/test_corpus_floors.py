"""What the generic rules reach on the corpus must not slide back: floors a little under what was measured.

``none`` is no 100: three pages name somebody whom their truth does not have; of one the truth is surely wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from corpus import load_pages, scores
from extraction import predict

from newscrawl.errors import NewscrawlError
from newscrawl.extract.decoding import decode

if TYPE_CHECKING:
    from pathlib import Path

FLOORS = {
    "zh-finance": {
        "body": 99.3,
        "title": 99.5,
        "day": 100,
        "minute": 100,
        "tz": 100,
        "authors": 95,
        "none": 92,
        "image": 99,
    },
    "zh-all": {
        "body": 97.3,
        "title": 98.5,
        "day": 99.5,
        "minute": 97.8,
        "tz": 97.8,
        "authors": 88,
        "none": 91.5,
        "image": 96.5,
    },
    "intl-finance": {"body": 94.7, "title": 99, "day": 99, "minute": 99, "tz": 99, "authors": 99, "image": 99},
    "intl-all": {"body": 95.1, "title": 90, "day": 95, "minute": 98.5, "tz": 99, "authors": 91.5, "image": 93},
}


@pytest.fixture(scope="module")
def reached(corpus: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for page in load_pages(corpus):
        try:
            found[page.id] = predict(page)
        except NewscrawlError:
            continue
    return scores(corpus, found)


@pytest.mark.parametrize(
    ("name", "field", "floor"),
    [(name, field, floor) for name, floors in FLOORS.items() for field, floor in floors.items()],
)
def test_floor(reached: dict[str, dict[str, Any]], name: str, field: str, floor: float) -> None:
    assert reached[name][field] >= floor


def test_no_page_is_misread(corpus: Path) -> None:
    """Characters that could not be decoded stand in the bytes already, but for broken ones here and there."""
    for page in load_pages(corpus):
        text, _ = decode(page.body)
        assert text.count("\ufffd") <= page.body.count("\ufffd".encode()) + 2, page.id
