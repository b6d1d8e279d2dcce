"""Extract pages of 5 MB in every shape that has been slow once, and say how many CPU seconds each takes.

python benchmarks/large_pages.py
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from newscrawl.errors import NewscrawlError
from newscrawl.extract import clean_article, page_of, read_page

SIZE = 5_200_000
LINE = "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成。"
LATIN = "The plant will open next month, the company said on Friday, and output is to rise by a fifth. "
HEAD = "<title>新厂房启用</title><h1>新厂房启用</h1><p>2026-07-01 09:30</p>"
SHAPES = {
    "paragraphs": f"<p>{LINE * 3}</p>",
    "one text": LINE,
    "Latin paragraphs": f"<p>{LATIN}</p>",
    "links": f"<a href='/a/1.html'>{LINE}</a>",
    "menu": "<li><a href='/a/1.html'>新厂房启用</a></li>",
    "spans": "<span class='x'>新厂</span>",
    "boxes": f"<div class='b c'>{LINE}</div>",
    "line ends": f"{LINE}<br>",
    "table": "<tr><td>1</td><td>2</td><td>新厂房</td></tr>",
    "dates and bylines": "<span class=date>2026-07-01 09:30</span><p>By A B</p>来源：甲报 作者：乙丙",
    "pictures": f"<p>{LINE}</p><img src='/a/1.jpg'>",
    "comments": "<!-- 新厂房 -->",
    "entities": "&#26032;&amp;&nbsp;",
    "short paragraphs": "<p>一</p>",
    "paragraphs of dots": f"<p>{'.' * 50}</p>",
    "pieces in a line": "<i>一</i>",
    "unclosed bylines": "<a rel=author><b>Anna</b>",
    "pictures without a source": "<figure></figure>",
}


def main() -> None:
    for name, piece in SHAPES.items():
        body = f"{HEAD}<div>{piece * (SIZE // len(piece.encode()))}</div>".encode()
        start = time.process_time()
        try:
            found = read_page(page_of("https://news.example/a/1.html", body, fetched_at=datetime.now(UTC)))
            result = f"{len(clean_article(found.article()).body):,} characters"
        except NewscrawlError as error:
            result = str(error).partition(": ")[2]
        print(f"| {name} | {len(body) / 1e6:.1f} MB | {time.process_time() - start:.2f} s | {result} |")


if __name__ == "__main__":
    main()
