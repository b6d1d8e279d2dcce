"""Feeds and sitemaps: XML in, entries as plain mappings out.

Real ones are full of what XML forbids: HTML's entities, bare ampersands, control characters, a blank line at the start.
lxml reads over it; nothing outside the text is ever loaded, and no entity that the text defines is filled in.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from newscrawl.errors import ListError
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.items import Page

__all__ = ["feed_entries", "sitemap_entries"]

XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))

AMPERSAND = lazy_pattern(r"&(?:(#\d{1,7}|#[xX][\da-fA-F]{1,6}|\w{1,32});)?")

PROLOG = lazy_pattern(r"\s*<\?xml[^>]{0,200}\?>\s*", re.I)
"""It names a charset, but the text is decoded already."""

DOCTYPE = lazy_pattern(r"\s*(?:<!--.{0,2000}?-->\s*)?<!DOCTYPE[^\[>]{0,500}(?:\[[^\]]{0,20000}\]\s*)?>", re.S | re.I)

LONGEST_NAME = 200
"""Characters of an author's address and name."""

CONTROL = lazy_pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

FEED_ROOTS, ITEMS = ("rss", "rdf", "feed", "channel"), ("item", "entry")
"""Names in lower case, without their namespace."""

IMAGE_TYPE = lazy_pattern(r"image/|^$")


def _root(page: Page, roots: tuple[str, ...], what: str) -> etree._Element:
    """Return the root of an answer that should be XML.

    :raises ListError: it is something else
    """
    text = CONTROL.sub("", page.html)
    for head in (PROLOG, DOCTYPE):
        if match := head.match(text):
            text = text[match.end() :]
    text = _escaped(text.lstrip("\ufeff \t\r\n"))
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ListError(page.url, f"the list's answer is no {what}")
    if (name := _name(root)) not in roots:
        kind = "a web page" if name == "html" else f"<{name}>"
        raise ListError(page.url, f"the list's answer is no {what}, but {kind}")
    return root


def _escaped(text: str) -> str:
    """Return XML without ampersands that it does not know, except inside CDATA sections."""
    outside, *sections = text.split("<![CDATA[")
    parts = [AMPERSAND.sub(_entity, outside)]
    for section in sections:
        inside, end, outside = section.partition("]]>")
        parts += ["<![CDATA[", inside, end, AMPERSAND.sub(_entity, outside)]
    return "".join(parts)


def _entity(match: re.Match[str]) -> str:
    """Return an ampersand and what belongs to it, as XML takes it."""
    name, whole = match[1], match[0]
    if name in XML_ENTITIES:
        return whole
    if name is None:
        return "&amp;"
    text = html.unescape(whole)
    return html.escape(text) if text != whole else f"&amp;{name};"


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace, in lower case."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _text(element: etree._Element) -> str:
    """Return an element's text; of one with markup inside (Atom's XHTML), the markup."""
    if len(element):
        inner = (etree.tostring(child, encoding="unicode") for child in element)
        return ((element.text or "") + "".join(inner)).strip()
    return (element.text or "").strip()


def feed_entries(page: Page) -> list[dict[str, Any]]:
    """Return the entries of an RSS, Atom or RDF feed, in its order.

    :raises ListError: the answer is no feed
    """
    root = _root(page, FEED_ROOTS, "feed")
    return [_feed_entry(element) for element in root.iter() if _name(element) in ITEMS]


def _feed_entry(entry: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {"authors": [], "keywords": []}
    for element in _members(entry):
        name, text = _name(element), _text(element)
        space = element.tag.rpartition("}")[0] if isinstance(element.tag, str) else ""
        match name:
            case "link" if element.get("href"):
                if element.get("rel", "alternate") == "alternate":
                    found.setdefault("url", element.get("href"))
                elif element.get("rel") == "enclosure" and IMAGE_TYPE.match(element.get("type", "x")):
                    found.setdefault("image", element.get("href"))
            case "link" | "origlink":
                if text:
                    found["url" if name == "link" else "original"] = text
            case "guid" | "id":
                found.setdefault("guid", text)
                if name == "guid" and element.get("isPermaLink", "true") == "true":
                    found.setdefault("permalink", text)
            case "title" if "search.yahoo.com/mrss" not in space:
                found.setdefault("title", text)
            case "description" | "summary" if "search.yahoo.com/mrss" not in space:
                found.setdefault("summary", text)
            case "encoded":
                found["content"] = text
            case "content" if "search.yahoo.com/mrss" in space:
                _picture(element, found)
            case "content":
                found.setdefault("content", text)
            case "pubdate" | "published" | "date" | "issued":
                found.setdefault("published", text)
            case "updated" | "modified":
                found.setdefault("modified", text)
            case "creator" | "author" | "name" if text and len(element) == 0:
                if name != "name" or _name(element.getparent()) == "author":
                    found["authors"].append(re.sub(r"^\S+@\S+\s+\((.*)\)$", r"\1", text[:LONGEST_NAME]))
            case "category" | "subject":
                found["keywords"].append(element.get("term") or text)
            case "keywords":
                found["keywords"].extend(part.strip() for part in re.split(r"[,，;；]", text))
            case "source":
                found.setdefault("source", text if len(element) == 0 else "")
            case "thumbnail" | "enclosure":
                _picture(element, found)
    found["url"] = found.get("original") or found.get("url") or found.get("permalink") or ""
    found["keywords"] = [word for word in dict.fromkeys(found["keywords"]) if word]
    found["authors"] = list(dict.fromkeys(found["authors"]))
    return found


def _members(entry: etree._Element) -> Iterator[etree._Element]:
    """Yield an entry's elements, and those that stand in a group, an author or a picture of it."""
    for element in entry:
        yield element
        if _name(element) in ("group", "author", "content") and "<" not in (element.text or ""):
            yield from element


def _picture(element: etree._Element, found: dict[str, Any]) -> None:
    kind = element.get("type", "") or element.get("medium", "")
    if element.get("url") and (IMAGE_TYPE.match(kind) or kind == "image"):
        found.setdefault("image", element.get("url"))


def sitemap_entries(page: Page) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the entries of a sitemap and the sitemaps of an index, each in its order.

    :raises ListError: the answer is no sitemap
    """
    root = _root(page, ("urlset", "sitemapindex"), "sitemap")
    pages, maps = [], []
    for element in root:
        match _name(element):
            case "url":
                pages.append(_sitemap_entry(element))
            case "sitemap":
                maps.append(_sitemap_entry(element))
    return pages, maps


def _sitemap_entry(entry: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for element in entry.iter():
        name, text = _name(element), _text(element) if len(element) == 0 else ""
        match name, _name(element.getparent()) if element is not entry else "":
            case "loc", "image":
                found.setdefault("image", text)
            case "loc", _:
                found.setdefault("url", text)
            case "lastmod", _:
                found["modified"] = text
            case "publication_date", _:
                found["published"] = text
            case "title", "news":
                found["title"] = text
            case "keywords", _:
                found["keywords"] = [part for part in map(str.strip, re.split(r"[,，;；]", text)) if part]
    return found
