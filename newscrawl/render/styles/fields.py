"""An article's values by meaning, and under the names that a style gives them."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from newscrawl.render.frontmatter import author_of, lists_of, safe_address
from newscrawl.render.text import distinct_lines, one_line, slug_of

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.items import Article
    from newscrawl.render.options import PostOptions
    from newscrawl.render.styles.style import Style

__all__ = ["fields_of"]

TERM_BYTES = 200
"""What a category or tag may take in a file's name: one name of 256 bytes ends the whole build."""
SPELT_OUT = 7
"""Bytes of a Chinese character where names are spelt in ASCII, as Pelican's are: ``zhuang-``."""
_SLASHES = re.compile(r"[/\\]")
SLUG_CHARACTERS = 60
"""Of the title, in an address."""
SUMMARY_CHARACTERS = 100
"""Of the text, where a generator asks for a summary and the article has none."""


def fields_of(article: Article, options: PostOptions, style: Style, *, named: str = "") -> dict[str, Any]:
    """Return the front matter of a post in this style: key -> text, truth value, time, list of texts, or table.

    Times are aware and whole seconds. What the article has no value for is left out.

    :param named: the title that the post's address is made of, where that is not the article's
    """
    values = _values(article, options, style, named or article.title)
    fields: dict[str, Any] = {}
    for meaning, key in style.keys.items():
        value = values.get(meaning)
        if value is None or value == "" or value == []:
            continue
        table, _, name = key.rpartition(".")
        (fields.setdefault(table, {}) if table else fields)[name] = value
    return fields


def _values(article: Article, options: PostOptions, style: Style, named: str) -> dict[str, Any]:
    text = style.text
    author = text(author_of(article, options))
    bylines = distinct_lines(article.authors) if options.author == "byline" else []
    picture = safe_address(article.lead_image.url) if article.lead_image else ""
    categories = _terms(article.categories, style)
    digest = hashlib.sha256(article.canonical_url.encode()).hexdigest()
    draft = options.is_draft(article)
    values: dict[str, Any] = {
        "title": text(article.title),
        "date": _time(article.published, options, style),
        "categories": categories,
        "category": categories[-1] if categories else "",
        "author": author,
        "authors": [text(name) for name in bylines] or [author],
        "image": picture,
        "images": [picture] if picture else [],
        "comments": False,
        "summary": style.summary(article.summary or _opening(article)) if "summary" in style.keys else None,
        # two articles of one title must not get one address
        "slug": f"{slug_of(named)[:SLUG_CHARACTERS]}-{digest[:8]}".lstrip("-"),
        "ascii slug": f"{article.published.astimezone(UTC):%Y%m%d}-{digest[:12]}",
        "draft": draft or None,
        "status": "draft" if draft else None,
    }
    lists = {name: _terms(names, style) for name, names in lists_of(article, options).items()}
    extra: dict[str, Any] = {
        "link": safe_address(article.url),
        "source": text(article.source),
        "description": text(article.summary),
        "updated": _time(article.modified, options, style) if article.modified else None,
        "lang": one_line(article.language),
        **lists,
    }
    return values | {key: value for key, value in extra.items() if key in options.extra}


def _opening(article: Article) -> str:
    """Return the first words of the text; the title where there is none."""
    # imported when an article without a summary asks for it, as :mod:`newscrawl.render.trees` is
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(f"<div>{article.body}</div>", "html.parser")
    text = one_line(" ".join(soup.get_text(" ").split()))
    cut = text[:SUMMARY_CHARACTERS]
    return (cut if cut == text else f"{cut.rstrip()}…") or article.title


def _time(moment: datetime, options: PostOptions, style: Style) -> datetime:
    zone = ZoneInfo(options.timezone) if options.timezone and style.dates == "offset" else UTC
    return moment.astimezone(zone).replace(microsecond=0)


def _terms(names: tuple[str, ...] | list[str], style: Style) -> list[str]:
    """Return names that generators can make pages of: no others, since one such page can end the build of the blog."""
    return [term for term in distinct_lines(map(style.term, names)) if _makes_a_page(term, style)]


def _makes_a_page(term: str, style: Style) -> bool:
    """Tell whether there is something to make an address of, short enough, that leads to no other folder."""
    climbs = any(set(part.strip()) == {"."} for part in _SLASHES.split(term))
    size = sum(1 if character.isascii() else SPELT_OUT for character in term)
    return bool(slug_of(term)) and size <= TERM_BYTES and not climbs and term.lower() not in style.reserved
