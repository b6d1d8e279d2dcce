"""An invented article to vary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from newscrawl.items import Article

_ARTICLE = Article(
    url="https://news.example/a/1.shtml",
    canonical_url="https://news.example/a/1.shtml",
    site="example",
    channel="domestic",
    categories=("金融", "例报", "国内"),
    title="铜价上涨",
    published=datetime(2026, 7, 20, 1, 30, 5, tzinfo=UTC),
    body="<p>铜价今天上涨。</p>",
)


def article(**changes: Any) -> Article:
    return replace(_ARTICLE, **changes)
