"""Jekyll: the date stands in the file's name, and no byte may come before the front matter."""

from __future__ import annotations

from newscrawl.render.styles.forms import YAML
from newscrawl.render.styles.style import Style

__all__ = ["JEKYLL"]

JEKYLL = Style(
    title="Jekyll",
    form=YAML,
    keys={
        "title": "title",
        "date": "date",
        "updated": "last_modified_at",
        "categories": "categories",
        "tags": "tags",
        "author": "author",
        "image": "image",
        "comments": "comments",
        "description": "description",
        "link": "link",
        "source": "source",
        "lang": "lang",
        "editors": "editors",
        "tickers": "tickers",
    },
    dated=True,
    drafts_folder=True,
)
"""Categories become the folders of the post's address. kramdown is not CommonMark, so there is no Markdown body."""
