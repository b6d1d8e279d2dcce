"""What a browser would run, load or obey in a body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

__all__ = ["active_parts", "read_html"]

_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)

_ACTIVE_TAGS = frozenset("applet base embed form frame frameset iframe link object portal script style".split())
_ADDRESSES = frozenset("action background cite data formaction href poster src srcset xlink:href".split())
_SKIPPED_BY_BROWSERS = re.compile(r"[\x00-\x20]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*(?=:)", re.I)
_HARMLESS_SCHEMES = frozenset({"ftp", "http", "https", "mailto", "tel"})
_RASTER = re.compile(r"data:image/(?:avif|bmp|gif|jpe?g|png|webp)[;,]", re.I)


def read_html(markup: str) -> _Element:
    """Return the ``html`` element of a body, read by another parser than the one that wrote it; without comments."""
    # the tag in front: text of nothing but comments has an element as well
    return etree.fromstring(f"<html>{markup}".encode("utf-8", "replace"), _PARSER)


def active_parts(root: _Element) -> list[str]:
    """Return what is no still text or picture, each kind once: scripts, handlers, frames, forms, styles, addresses.

    >>> active_parts(read_html('<p onclick="x()"><a href="javascript:x()">y</a></p>'))
    ['onclick', 'javascript: in href']
    """
    return list(dict.fromkeys(part for element in root.iter(etree.Element) for part in _parts_of(element)))


def _parts_of(element: _Element) -> Iterator[str]:
    tag = str(element.tag).lower()
    if tag in _ACTIVE_TAGS or (tag == "meta" and "http-equiv" in element.attrib):
        yield f"<{tag}>"
    for name, value in element.items():
        name = name.lower()
        if name.startswith("on") or name == "srcdoc":
            yield name
        elif name in _ADDRESSES:
            address = _SKIPPED_BY_BROWSERS.sub("", value)
            scheme = _SCHEME.match(address)
            if scheme and scheme[0].lower() not in _HARMLESS_SCHEMES and not (name == "src" and _RASTER.match(address)):
                yield f"{scheme[0].lower()}: in {name}"
