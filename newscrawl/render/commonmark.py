"""Markdown read back by a CommonMark parser, with the tables and strikethrough that blogs know."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["indented_html", "to_html"]

MAX_NESTING = 400
"""Deeper blocks are not read; cleaned bodies end at 100, each of which may be an item in a list."""

_TAG = re.compile(r"<[a-z/!]", re.I)


def to_html(markdown: str) -> str:
    r"""Return what a blog makes of a body; raw HTML stays as it is.

    >>> to_html("**甲**<b>乙</b>")
    '<p><strong>甲</strong><b>乙</b></p>\n'
    """
    html: str = _parser().render(markdown)
    return html


def indented_html(markdown: str) -> str:
    """Return the first HTML that Markdown takes for a code block, because it is indented; empty when there is none."""
    tokens: list[Token] = _parser().parse(markdown) if "\n    " in markdown or "\n\t" in markdown else []
    return next((token.content for token in tokens if token.type == "code_block" and _TAG.search(token.content)), "")


@cache
def _parser() -> MarkdownIt:
    # sixty modules, for Markdown only
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
