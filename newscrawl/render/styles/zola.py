"""Zola: TOML, all posts in one section, and taxonomies that ``config.toml`` must define."""

from __future__ import annotations

from newscrawl.render.styles.forms import TOML
from newscrawl.render.styles.style import Style

__all__ = ["ZOLA"]

ZOLA = Style(
    title="Zola",
    form=TOML,
    keys={
        "title": "title",
        "date": "date",
        "updated": "updated",
        # Zola spells addresses in ASCII, where many Chinese titles are one, and two posts of one address end the build
        "ascii slug": "slug",
        "draft": "draft",
        "description": "description",
        "authors": "authors",
        "categories": "taxonomies.categories",
        "tags": "taxonomies.tags",
        "image": "extra.image",
        "link": "extra.link",
        "source": "extra.source",
        "lang": "extra.lang",
        "editors": "extra.editors",
        "tickers": "extra.tickers",
    },
    bodies=("clean", "markdown"),
    # a folder without an _index.md is no section, and its posts would be listed nowhere
    folders=False,
)
"""Whatever Zola does not know itself stands in ``extra``."""
