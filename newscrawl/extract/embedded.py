"""JSON that stands in a script of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.errors import ListError
from newscrawl.extract.jsonpath import find
from newscrawl.extract.jsontext import read_json
from newscrawl.selecting import select

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from newscrawl.items import Page
    from newscrawl.sites.rules import Embedded

__all__ = ["embedded_json", "rooted"]


def embedded_json(root: etree._Element, embedded: Embedded, page: Page) -> Any:
    """Return the JSON in a page's script, from the root that paths count from.

    :raises ListError: there is no such script, or no JSON in it
    """
    where = embedded.css or (embedded.before.pattern if embedded.before else "")
    for text in _texts(root, embedded, page.html):
        match = embedded.before.search(text) if embedded.before else None
        if embedded.before and match is None:
            continue
        try:
            value = read_json(text.strip() if match is None else text, match.end() if match else None, strict=False)
            # JSON.parse("…"): JSON inside a string
            value = read_json(value, strict=False) if isinstance(value, str) else value
        except ValueError:
            continue
        if (found := rooted(value, embedded.root)) is not None:
            return found
        raise ListError(page.url, f"the JSON in {where} has nothing at {' or '.join(embedded.root)}")
    raise ListError(page.url, f"the page has no JSON in {where}")


def rooted(value: Any, roots: tuple[str, ...]) -> Any:
    """Return the value at the first of the paths that has one, or ``None``."""
    return next((found for path in roots for found in find(value, path)), None)


def _texts(root: etree._Element, embedded: Embedded, markup: str) -> Iterator[str]:
    """Yield the texts of the scripts in question."""
    if embedded.css:
        for node in select(root, embedded.css, markup):
            yield node if isinstance(node, str) else node.text or ""
    else:
        for script in root.iter("script"):
            yield script.text or ""
