"""Other extractors behind one call: bytes in, a prediction in the scorer's format out; those that are installed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus import SavedPage

__all__ = ["installed"]


def installed() -> dict[str, Callable[[SavedPage], dict[str, Any]]]:
    """Return the extractors that can be imported here, by name."""
    found = {}
    for name, make in _MAKERS.items():
        try:
            found[name] = make()
        except ImportError:
            continue
    return found


def _trafilatura() -> Callable[[SavedPage], dict[str, Any]]:
    from trafilatura import bare_extraction

    def extract(page: SavedPage) -> dict[str, Any]:
        found = bare_extraction(page.body, url=page.url or None, with_metadata=True)
        if found is None:
            return {}
        authors = found.author.split("; ") if found.author else []
        return {
            "title": found.title,
            "authors": authors,
            "published": found.date,
            "image": found.image,
            "body_text": found.text,
        }

    return extract


def _newspaper4k() -> Callable[[SavedPage], dict[str, Any]]:
    from newspaper import Article

    def extract(page: SavedPage) -> dict[str, Any]:
        language = "zh" if page.lang == "zh" else "en"
        article = Article(page.url or "https://unknown.example/", language=language, fetch_images=False)
        article.download(input_html=_text(page.body))
        article.parse()
        return {
            "title": article.title,
            "authors": article.authors,
            "published": article.publish_date.isoformat() if article.publish_date else None,
            "image": article.top_image,
            "body_text": article.text,
        }

    return extract


def _readability() -> Callable[[SavedPage], dict[str, Any]]:
    from lxml import html
    from readability import Document

    def extract(page: SavedPage) -> dict[str, Any]:
        document = Document(_text(page.body), url=page.url or None)
        body = html.fromstring(document.summary())
        return {"title": document.short_title(), "body_text": "\n".join(body.itertext())}

    return extract


def _gne() -> Callable[[SavedPage], dict[str, Any]]:
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def extract(page: SavedPage) -> dict[str, Any]:
        found = extractor.extract(_text(page.body), host=page.url)
        return {
            "title": found["title"],
            "authors": [found["author"]] if found["author"] else [],
            "published": found["publish_time"],
            "image": (found.get("images") or [None])[0],
            "body_text": found["content"],
        }

    return extract


def _magic_html() -> Callable[[SavedPage], dict[str, Any]]:
    from lxml import html
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()

    def extract(page: SavedPage) -> dict[str, Any]:
        found = extractor.extract(_text(page.body), base_url=page.url)
        return {"title": found["title"], "body_text": "\n".join(html.fromstring(found["html"]).itertext())}

    return extract


def _resiliparse() -> Callable[[SavedPage], dict[str, Any]]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def extract(page: SavedPage) -> dict[str, Any]:
        tree = HTMLTree.parse_from_bytes(page.body, detect_encoding(page.body))
        return {"title": tree.title, "body_text": extract_plain_text(tree, main_content=True)}

    return extract


def _text(body: bytes) -> str:
    """Decode for those that take text: by what the page declares, ``gb2312`` read as browsers do."""
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", body[:4096])
    names = [declared.group(1).decode("ascii", "ignore") if declared else "utf-8", "utf-8", "gb18030"]
    for name in ("gb18030" if name.lower() in ("gb2312", "gbk") else name for name in names):
        try:
            return body.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("utf-8", "replace")


_MAKERS = {
    "trafilatura": _trafilatura,
    "newspaper4k": _newspaper4k,
    "readability-lxml": _readability,
    "gne": _gne,
    "magic-html": _magic_html,
    "resiliparse": _resiliparse,
}
