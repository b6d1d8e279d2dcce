from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newscrawl.extract import meaning
from newscrawl.items import Article, Image

ARTICLE = Article(
    url="https://news.example/a",
    canonical_url="https://news.example/a",
    site="news",
    channel="要闻",
    categories=("财经", "新闻"),
    title="标题",
    published=datetime(2026, 7, 1, 9, 30, tzinfo=UTC),
    body="<p>第一段。</p>\n<p>第二段。</p>",
    authors=("张三",),
    images=(Image(url="https://img.example/1.jpg?w=600"),),
)


@pytest.mark.parametrize(
    "same",
    [
        {"body": "<p>第一段。</p>\n<p>  第二段。 </p>"},
        {"body": "<p>第一段。</p>\n<p><strong>第二段。</strong></p>"},
        {"body": "<p>第一段。</p>\n<p>第二段。</p>\n<p>阅读 1,024</p>"},
        {"body": "<p>第一段。</p>\n<p>（浏览量：3.2万）</p>\n<p>第二段。</p>"},
        {"body": "<p>第一段。</p>\n<p>第二段。</p>\n<p>1.2K views</p>"},
        {"modified": datetime(2026, 7, 2, tzinfo=UTC)},
        {"images": (Image(url="http://img.example/1.jpg?w=1200"),)},
        {"summary": "别的摘要"},
        {"url": "https://m.news.example/a"},
    ],
    ids=[
        "spaces",
        "markup",
        "counter",
        "counter in the middle",
        "English counter",
        "modified",
        "picture's size",
        "summary",
        "url",
    ],
)
def test_the_same_is_no_change(same: dict[str, Any]) -> None:
    assert meaning(replace(ARTICLE, **same)) == meaning(ARTICLE)


@pytest.mark.parametrize(
    "change",
    [
        {"body": "<p>第一段。</p>\n<p>第二段，有更正。</p>"},
        {"body": "<p>第一段。</p>"},
        {"body": "<p>第一段。</p>\n<p>第二段。</p>\n<p>营收增长 1,024 万元</p>"},
        {"title": "新标题"},
        {"published": ARTICLE.published + timedelta(minutes=1)},
        {"authors": ("张三", "李四")},
        {"source": "新华社"},
        {"images": (Image(url="https://img.example/2.jpg"),)},
        {"paywalled": True},
        {"tickers": ("600519.SH",)},
    ],
    ids=["text", "paragraph gone", "figures", "title", "time", "people", "source", "picture", "paywall", "tickers"],
)
def test_something_else_is_a_change(change: dict[str, Any]) -> None:
    assert meaning(replace(ARTICLE, **change)) != meaning(ARTICLE)
