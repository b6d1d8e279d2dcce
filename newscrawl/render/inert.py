"""How HTML is written so that no generator acts on it: line ends and marks of templates as character references."""

from __future__ import annotations

import re
from html import escape

from newscrawl.render.text import escape_braces

__all__ = ["attribute", "quiet", "shown"]

_BLANK = " \t\r\n\f\v"
_AROUND_BREAK = re.compile(rf"[{_BLANK}]*\n[{_BLANK}]*")
_FENCE = re.compile(r"`{3,}|~{3,}")
_KEPT_BREAK = "&#10;"


def quiet(markup: str) -> str:
    """Return *markup* on as few lines as it has, everything that a generator could act on as character references."""
    # "<%" is left only where a parser took it for a part of a tag's name
    text = _AROUND_BREAK.sub("\n", markup).strip(_BLANK).replace("<%", "&lt;%")
    return escape_braces(_FENCE.sub(lambda match: f"&#{ord(match[0][0])};" * len(match[0]), text))


def shown(text: str, in_pre: bool) -> str:
    """Return plain text as HTML, the line ends of what stands inside ``<pre>`` as character references."""
    markup = escape(text, quote=False)
    return markup.replace("\n", _KEPT_BREAK) if in_pre else markup


def attribute(name: str, value: str) -> str:
    """Return an attribute as it stands in a tag, with the space before it."""
    return f' {name}="{escape(value).replace(chr(10), _KEPT_BREAK)}"'
