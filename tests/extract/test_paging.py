"""Which address is an article's next page, where no site file says so."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.extract import extract_article, next_page
from newscrawl.items import Page

AT = datetime(2026, 7, 20, tzinfo=UTC)
TEXT = (
    "<h1>港口吞吐量创新高</h1><p>2026年7月20日 09:30</p>"
    + "<p>港口今年前六个月的吞吐量创下新高，同比增长一成。</p>" * 4
)

NEXT = {
    "underscore": ("/a/doc-1234.html", '<a href="doc-1234_2.html">下一页</a>', "/a/doc-1234_2.html"),
    "dash and number": (
        "/a/story.html",
        '<a href="/a/story-2.html">2</a><a href="/a/story-3.html">3</a>',
        "/a/story-2.html",
    ),
    "from the second": (
        "/a/story_2.html",
        '<a href="story.html">1</a><a href="story_3.html">[3]</a>',
        "/a/story_3.html",
    ),
    "query": ("/news/port", '<a href="?page=2">Next page</a>', "/news/port?page=2"),
    "query with more": ("/news/port?x=1", '<a href="/news/port?x=1&amp;p=2">Next »</a>', "/news/port?x=1&p=2"),
    "query from the second": ("/news/port?page=2", '<a href="/news/port?page=3">3</a>', "/news/port?page=3"),
    "folder": ("/news/port", '<a href="/news/port/2">weiter</a>', "/news/port/2"),
    "folder with slash": ("/news/port/", '<a href="/news/port/2/">2</a>', "/news/port/2/"),
    "a fragment": ("/a/story.html", '<a href="story_2.html#text">下一页</a>', "/a/story_2.html"),
    "a name that ends in a number": ("/a/doc-12.html", '<a href="doc-12_2.html">下一页</a>', "/a/doc-12_2.html"),
    "no link": ("/a/doc-1234.html", "", ""),
    "the last page": ("/a/doc-1234_2.html", '<a href="doc-1234.html">上一页</a>', ""),
    "another article": ("/a/doc-1234.html", '<a href="doc-1235.html">下一篇：新码头开工</a>', ""),
    "another article that says next": ("/a/doc-1234.html", '<a rel="next" href="doc-1235.html">Next</a>', ""),
    "the comments": ("/a/doc-1234.html", '<a href="doc-1234_2.html">12 comments</a>', ""),
    "the page after the next": ("/a/doc-1234.html", '<a href="doc-1234_3.html">3</a>', ""),
    "another folder": ("/a/doc-1234.html", '<a href="/b/doc-1234_2.html">2</a>', ""),
    "another host": ("/a/doc-1234.html", '<a href="https://ads.example/a/doc-1234_2.html">2</a>', ""),
    "a list's page": ("/", '<a href="/?page=2">Next</a>', ""),
}


@pytest.mark.parametrize("name", NEXT)
def test_next(name: str) -> None:
    path, links, expected = NEXT[name]
    page = Page(url=f"https://news.example{path}", html=f"<body>{TEXT}{links}</body>", fetched_at=AT)
    assert next_page(page, None) == (expected and f"https://news.example{expected}")


def test_further_pages_are_joined_in_order() -> None:
    pages = [
        Page(url=f"https://news.example/a_{n}.html", html=TEXT.replace("一成", f"{n}成"), fetched_at=AT)
        for n in (1, 2, 3)
    ]
    body = extract_article(pages[0], following=pages[1:]).body
    assert body.index("1成") < body.index("2成") < body.index("3成")
