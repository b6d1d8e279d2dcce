"""Eleventy: YAML and ISO dates; Liquid reads the body, so no brace stands in it."""

from __future__ import annotations

from newscrawl.render.styles.forms import YAML
from newscrawl.render.styles.style import Style

__all__ = ["ELEVENTY"]

ELEVENTY = Style(
    title="Eleventy",
    form=YAML,
    keys={
        "title": "title",
        "date": "date",
        "updated": "updated",
        "draft": "draft",
        "categories": "categories",
        "tags": "tags",
        "author": "author",
        "image": "image",
        "description": "description",
        "link": "link",
        "source": "source",
        "lang": "lang",
        "editors": "editors",
        "tickers": "tickers",
    },
    bodies=("clean", "markdown"),
    dates="utc",
    # "all" is the collection of everything; the others are what every object of JavaScript has
    reserved=frozenset(
        "all constructor hasownproperty isprototypeof propertyisenumerable tolocalestring tostring valueof __proto__ "
        "__definegetter__ __definesetter__ __lookupgetter__ __lookupsetter__".split()
    ),
)
"""``tags`` make collections; ``categories`` is plain data."""
