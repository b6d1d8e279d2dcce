"""A story of our own, and what is found of it on a page that it is put into."""

from __future__ import annotations

from datetime import UTC, datetime

from newscrawl.clean import text_of
from newscrawl.extract import clean_article, extract_article
from newscrawl.items import Page

AT = datetime(2026, 7, 21, tzinfo=UTC)
HEAD = "<h1>Port of Alden sets a record</h1><p>20 July 2026, 09:30</p>"
LINES = [
    "The port of Alden handled more containers in June than in any month before, its operator said on Monday.",
    "Traffic rose by a tenth from a year earlier, helped by two new cranes and a longer quay.",
    "Analysts had expected less, and shares of the operator, Alden Quays, gained four percent.",
    "The company will build a third terminal, which is to open in the spring of 2029.",
]
TEXT = "".join(f"<p>{line}</p>" for line in LINES)


def text_found(inside: str) -> list[str]:
    """Return the lines of the article's text on a page with this body."""
    page = Page(url="https://news.example/a/1.html", html=f"<body>{inside}</body>", fetched_at=AT)
    return text_of(clean_article(extract_article(page)).body).split("\n")
