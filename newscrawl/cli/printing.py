"""Articles as a command prints them: as a post, as JSON, as an explanation."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newscrawl.clean import text_of
from newscrawl.extract import clean_article
from newscrawl.items import Article, Image
from newscrawl.render import check_post, render_post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.items import Link
    from newscrawl.render import PostOptions
    from newscrawl.sites import Site

__all__ = ["as_json", "explanation", "finished", "post_bytes"]

NOT_EXPLAINED = ("body", "confidence", "found_by")
"""Fields that are no line of the explanation: the body has its own, the others are its columns."""


def finished(article: Article, site: Site | None, options: PostOptions) -> Article:
    """Return the article as its body mode wants it: cleaned, or as served in ``source`` mode.

    :raises MissingField: when nothing is left of the body
    """
    return article if options.body == "source" else clean_article(article, site)


def post_bytes(article: Article, options: PostOptions) -> bytes:
    """Return the post of a finished article, byte for byte as a crawl would write it.

    :raises UnsafePost: when it would not build
    """
    post = render_post(article, options)
    check_post(post, article, options)
    return post.text.encode()


def as_json(thing: Article | Link) -> str:
    """Return an article or a link as one line of JSON; times are ISO 8601."""
    return json.dumps(asdict(thing), ensure_ascii=False, default=_plain)


def explanation(article: Article) -> Iterator[tuple[str, str, str, str]]:
    """Yield field, value, the rule that found it, and how sure it is."""
    for field in fields(Article):
        if field.name not in NOT_EXPLAINED:
            yield _line(article, field.name, _shown(getattr(article, field.name)))
    text = text_of(article.body)
    yield _line(article, "body", f"{len(text)} characters: {text[:60]}{'…' if len(text) > 60 else ''}")


def _line(article: Article, name: str, value: str) -> tuple[str, str, str, str]:
    sure = article.confidence.get(name)
    return name, value, article.found_by.get(name, ""), "" if sure is None else f"{sure:.2f}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, Image):
        return value.url
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
