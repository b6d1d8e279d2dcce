"""Slide shows: pictures with texts that stand as JSON in a script."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from newscrawl.extract.jsonpath import find, find_text
from newscrawl.extract.jsontext import read_json
from newscrawl.urls import joined

if TYPE_CHECKING:
    from newscrawl.extract.document import Document
    from newscrawl.sites.pages import Gallery

__all__ = ["gallery_body", "gallery_data"]


def gallery_data(document: Document, gallery: Gallery) -> Any:
    """Return the JSON that the gallery's script holds, or ``None``."""
    for script in document.scripts():
        if match := gallery.script.search(script):
            try:
                return read_json(script, match.end(), strict=False)
            except ValueError:
                continue
    return None


def gallery_body(document: Document, gallery: Gallery, data: Any) -> str:
    """Return the gallery's introduction and pictures as HTML; a text that repeats goes once."""
    parts = [f"<p>{_text(text)}</p>" for text in find_text(data, gallery.summary) if gallery.summary]
    seen = ""
    items = next(find(data, gallery.items), None)
    for item in items if isinstance(items, list) else []:
        url = next((url for path in gallery.image for url in find_text(item, path)), "")
        text = next((text for path in gallery.text for text in find_text(item, path)), "").strip()
        caption = f"<figcaption>{_text(text)}</figcaption>" if text and text != seen else ""
        if url:
            source = html.escape(joined(document.base_url, url))
            parts.append(f'<figure><img src="{source}" alt="{html.escape(text)}">{caption}</figure>')
            seen = text
    return "\n".join(parts) if any(part.startswith("<figure>") for part in parts) else ""


def _text(text: str) -> str:
    return html.escape(html.unescape(text).strip(), quote=False)
