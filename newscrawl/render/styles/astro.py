"""Astro: the keys of its blog template, in ``.md`` (``.mdx`` would run what stands in braces)."""

from __future__ import annotations

from newscrawl.render.styles.forms import YAML
from newscrawl.render.styles.style import Style

__all__ = ["ASTRO"]

ASTRO = Style(
    title="Astro",
    form=YAML,
    keys={
        "title": "title",
        # the template's schema asks for one, and one post without it ends the build
        "summary": "description",
        "date": "pubDate",
        "updated": "updatedDate",
        "draft": "draft",
        "categories": "categories",
        "tags": "tags",
        "author": "author",
        "image": "image",
        "link": "link",
        "source": "source",
        "lang": "lang",
        "editors": "editors",
        "tickers": "tickers",
    },
    bodies=("clean", "markdown"),
    dates="utc",
)
"""``heroImage`` is left alone: the template's schema takes only pictures of the project for it."""
