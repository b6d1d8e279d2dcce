"""Puts a line to readers above the text of a finished post."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscrawl.render.options import PostOptions

__all__ = ["with_note"]

_ENDS = ("\n---\n\n", "\n+++\n\n", "\n\n")
"""Where front matter ends: YAML's, TOML's, Pelican's."""


def with_note(text: str, note: str, options: PostOptions) -> str:
    """Return a post of ours with a line above its text; a post of another form as it is.

    :param note: plain text without marks of HTML and Markdown
    """
    end = next((place + len(mark) for mark in _ENDS if (place := text.find(mark, 1)) > 0), 0)
    header, body = text[:end], text[end:]
    if not end:
        return text
    if options.mode == "markdown":
        return f"{header}*{note}*\n\n{body}"
    opening, rest = body.partition("\n")[::2]
    return f"{header}{opening}\n<p><em>{html.escape(note)}</em></p>\n{rest}" if opening.strip() == "<div>" else text
