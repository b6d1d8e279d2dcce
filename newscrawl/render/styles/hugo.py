"""Hugo: Markdown without any HTML, which it leaves out unless the blog's configuration says otherwise."""

from __future__ import annotations

import re

from newscrawl.render.styles.forms import YAML
from newscrawl.render.styles.style import Style

__all__ = ["HUGO"]

HUGO = Style(
    title="Hugo",
    form=YAML,
    keys={
        "title": "title",
        "date": "date",
        "updated": "lastmod",
        "draft": "draft",
        "categories": "categories",
        "tags": "tags",
        "author": "author",
        "images": "images",
        "comments": "comments",
        "description": "description",
        "link": "link",
        "source": "source",
        "lang": "language",
        "editors": "editors",
        "tickers": "tickers",
    },
    bodies=("markdown", "clean"),
    raw_html=False,
    # shortcodes work inside code as well, everything else with braces is text
    marks=re.compile(r"\{\{[<%]|<!--"),
)
"""``categories`` and ``tags`` are Hugo's own flat taxonomies, ``images`` is what its OpenGraph templates read."""
