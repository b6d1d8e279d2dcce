"""What a browser would run, load or obey in a body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag

__all__ = ["active_parts"]

_ACTIVE_TAGS = frozenset("applet base embed form frame frameset iframe link object portal script style".split())
_ADDRESSES = frozenset("action background cite data formaction href poster src srcset xlink:href".split())
_SKIPPED_BY_BROWSERS = re.compile(r"[\x00-\x20]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*(?=:)", re.I)
_HARMLESS_SCHEMES = frozenset({"ftp", "http", "https", "mailto", "tel"})
_RASTER = re.compile(r"data:image/(?:avif|bmp|gif|jpe?g|png|webp)[;,]", re.I)


def active_parts(soup: BeautifulSoup) -> list[str]:
    """Return what is no still text or picture, each kind once: scripts, handlers, frames, forms, styles, addresses.

    >>> from bs4 import BeautifulSoup
    >>> active_parts(BeautifulSoup('<p onclick="x()"><a href="javascript:x()">y</a></p>', "html.parser"))
    ['onclick', 'javascript: in href']
    """
    return list(dict.fromkeys(part for tag in soup.find_all(True) for part in _parts_of(tag)))


def _parts_of(tag: Tag) -> Iterator[str]:
    if tag.name in _ACTIVE_TAGS or (tag.name == "meta" and tag.has_attr("http-equiv")):
        yield f"<{tag.name}>"
    for name, value in tag.attrs.items():
        name = name.lower()
        if name.startswith("on") or name == "srcdoc":
            yield name
        elif name in _ADDRESSES:
            address = _SKIPPED_BY_BROWSERS.sub("", str(value))
            scheme = _SCHEME.match(address)
            if scheme and scheme[0].lower() not in _HARMLESS_SCHEMES and not (name == "src" and _RASTER.match(address)):
                yield f"{scheme[0].lower()}: in {name}"
