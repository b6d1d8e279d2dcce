"""The lead image: the article's own picture, never a logo, QR code, spacer or advert."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from newscrawl.clean import absolute, largest
from newscrawl.extract.findings import Candidate
from newscrawl.extract.vocabulary import IMAGE_NOISE
from newscrawl.items import Image

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newscrawl.extract.document import Document

__all__ = ["declared_images", "lead_of", "usable"]

MARK = re.compile(r"[0-9a-f]{10,}|\d{6,}|[\w-]{16,}")
"""Numbers, hashes and file names in addresses of pictures; sizes such as 1200x630 are shorter."""


def usable(url: str) -> bool:
    """Tell whether an address may be an article's picture.

    >>> usable("https://n.example/2026/photo.jpg"), usable("https://n.example/logo.png")
    (True, False)
    """
    return url.startswith(("http://", "https://")) and not IMAGE_NOISE.search(url)


def declared_images(document: Document) -> Iterator[Candidate]:
    """Yield the pictures that the page's metadata names, stock pictures left out."""
    candidates = [("json-ld:image", url) for url in _ld_images(document.article_ld.get("image"))]
    candidates[:0] = [
        (f"meta:{name}", document.meta.get(name, "")) for name in ("og:image", "og:image:url", "twitter:image")
    ]
    for rule, url in candidates:
        address = absolute(url, document.base_url)
        if usable(address):
            yield Candidate(_shown_version(document, address), rule, 0.7)


def _shown_version(document: Document, declared: str) -> str:
    """Return the declared picture as the page shows it: share pictures are cut for other places.

    The same picture has the same number, hash or file name in its address.
    """
    marks = _marks(declared)
    for element in document.elements:
        if element.tag in ("img", "amp-img", "source"):
            sources = [element.get(name) or "" for name in ("src", "data-src", "data-original")]
            sources += [largest(element.get(name) or "") for name in ("srcset", "data-srcset")]
            for source in filter(None, sources):
                if marks & _marks(source) and usable(found := absolute(source, document.base_url)):
                    return found
    return declared


def _marks(url: str) -> set[str]:
    """Return what in an address can only be one picture's."""
    return set(MARK.findall(re.sub(r"^\w*:?//[^/]*", "", unquote(url)).lower()))


def lead_of(declared: Image | None, images: Sequence[Image], language: str) -> Image | None:
    """Choose between the declared picture and the body's first.

    Chinese sites declare share logos more often than pictures: there the body's first picture wins; elsewhere the
    declared one, which mostly stands above the text.
    """
    first = next((image for image in images if usable(image.url)), None)
    if declared is None or (first is not None and language.startswith("zh")):
        return first
    # the body's version of the same picture brings its caption along
    return next((image for image in images if image.url == declared.url), declared)


def _ld_images(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        url = (entry.get("url") or entry.get("contentUrl")) if isinstance(entry, dict) else entry
        if isinstance(url, str):
            yield url
