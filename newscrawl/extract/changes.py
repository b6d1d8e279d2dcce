"""Whether an article says something else than last time."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from newscrawl.clean import text_of
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from newscrawl.items import Article

__all__ = ["meaning"]

COUNTER = lazy_pattern(
    r"\W*(阅读|浏览|点击|评论|点赞|views?|reads?|comments?|likes?|shares?)(量|数|次数)?\W*[\d.,]+\W*[万kKmM]?\W*"
    r"|\W*[\d.,]+\s*[万kKmM]?\s*(次阅读|次浏览|人阅读|条评论|views?|comments?|likes?|shares?)\W*",
    re.I,
)
"""A line that counts readers: other every minute, and no part of what is said."""


def meaning(article: Article) -> str:
    """Return a key that stays the same while a clean article says the same.

    Headline, times, people, stock codes, text and pictures count; markup, spaces, counters of readers and the queries
    of addresses do not. The time of the last change is not asked: pages give a new one for nothing.
    """
    blocks = [" ".join(line.split()) for line in text_of(article.body).split("\n")]
    pictures = [re.sub(r"^\w+:|[?#].*$", "", image.url) for image in article.images]
    said = [
        article.title,
        article.published.isoformat(),
        *(list(names) for names in (article.authors, article.editors, article.tickers)),
        article.source,
        article.paywalled,
        [block for block in blocks if not COUNTER.fullmatch(block)],
        pictures,
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]
