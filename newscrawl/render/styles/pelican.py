"""Pelican: its own header of ``Key: value`` lines, one category, and an address that newscrawl chooses."""

from __future__ import annotations

import re
import string

from newscrawl.render.styles.forms import PELICAN
from newscrawl.render.styles.style import Style
from newscrawl.render.text import one_line

__all__ = ["PELICAN_STYLE"]

# Pelican's templates print titles and names as HTML, and titles inside attributes with their entities undone
# (|striptags). No escape survives both, so what could end an attribute or begin a tag gets its full-width form.
_MARKDOWN = re.compile(f"[{re.escape(string.punctuation)}]")
_FULL_WIDTH = str.maketrans('<>"', "＜＞＂")


def _text(text: str) -> str:
    """Return a text that shows as itself wherever a template prints it.

    >>> _text('A&T "x"')
    'A&amp;T ＂x＂'
    """
    return one_line(text).translate(_FULL_WIDTH).replace("&", "&amp;")


def _summary(text: str) -> str:
    """Return a summary, which goes through Markdown first.

    >>> _summary("1. *x* <b>")
    '1&#46; &#42;x&#42; ＜b＞'
    """
    return _MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", one_line(text).translate(_FULL_WIDTH))


def _term(text: str) -> str:
    """Return a name; a semicolon ends a name, so there is no entity."""
    return one_line(text).translate(_FULL_WIDTH).replace(";", "；")


PELICAN_STYLE = Style(
    title="Pelican",
    form=PELICAN,
    keys={
        "title": "Title",
        "date": "Date",
        "updated": "Modified",
        "slug": "Slug",
        "status": "Status",
        "category": "Category",
        "tags": "Tags",
        # not Author: by default the feeds of an author and a category of one name are one file, which ends the build
        "author": "Byline",
        "image": "Image",
        # the default theme cuts its own from the text, undoes the entities and prints that inside an attribute
        "summary": "Summary",
        "description": "Description",
        "link": "Link",
        "source": "Source",
    },
    # the category's feed would take the name of the feed of everything
    reserved=frozenset({"all"}),
    text=_text,
    summary=_summary,
    term=_term,
)
"""Python-Markdown is not CommonMark, so there is no Markdown body."""
