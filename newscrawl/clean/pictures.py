"""Pictures: their real address, which of them are no part of the article, which text is whose caption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newscrawl.clean.addresses import absolute, largest
from newscrawl.clean.tree import holds
from newscrawl.clean.vocabulary import (
    CAPTION_NAMES,
    FIGURE_NAMES,
    FILE_NAME,
    IMAGE_TAGS,
    LAZY_ATTRIBUTES,
    LAZY_SRCSETS,
    ORNAMENT_IMAGE,
    TRACKER_IMAGE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

__all__ = ["mark_captions", "settle_picture"]

ORNAMENT_SIZE = 40
"""A picture that is declared no wider and no higher than this (pixels) is an icon, a smiley or a counter."""


def settle_picture(image: Tag, base: str) -> None:
    """Leave the tag nothing but its real address and its replacement text, or take it out."""
    address = _address(image, base)
    if not address or _is_ornament(image, address):
        image.decompose()
        return
    alt = " ".join(str(image.get("alt") or "").split())
    if FILE_NAME.fullmatch(alt):
        alt = ""
    image.name, image.attrs = "img", {"src": address, "alt": alt}


def mark_captions(figure: Tag, captions: list[Tag]) -> None:
    """Make the element a ``figure`` and these of its elements its ``figcaption``, if it holds a picture."""
    if not holds(figure, *IMAGE_TAGS):
        return
    figure.name = "figure"
    for caption in captions:
        caption.name = "figcaption"


def named_captions(tag: Tag) -> list[Tag]:
    """Return the elements inside that are captions by their class, if the element is a figure by its class."""
    if not FIGURE_NAMES.intersection(str(tag.get("class") or "").split()):
        return []
    return [inner for inner in tag.find_all(True) if CAPTION_NAMES.intersection(str(inner.get("class") or "").split())]


def _address(image: Tag, base: str) -> str:
    """Return the first usable address: the lazy loader's, the tag's own, the largest of its sizes."""
    for candidate in _candidates(image):
        address = absolute(candidate, base)
        if address.startswith("http") and not TRACKER_IMAGE.search(address):
            return address
    return ""


def _candidates(image: Tag) -> Iterator[str]:
    for name in (*LAZY_ATTRIBUTES, "src"):
        if value := image.attrs.get(name):
            yield str(value)
    picture = image.find_parent("picture")
    for tag in (image, *(picture.find_all("source") if picture else ())):
        for name in LAZY_SRCSETS:
            if value := tag.attrs.get(name):
                yield largest(str(value))


def _is_ornament(image: Tag, address: str) -> bool:
    sizes = [_pixels(image, name) for name in ("width", "height")]
    if min(sizes) <= 3 or max(sizes) <= ORNAMENT_SIZE:
        return True
    said = " ".join(str(image.get(name) or "") for name in ("class", "id", "alt"))
    return bool(ORNAMENT_IMAGE.search(address) or ORNAMENT_IMAGE.search(said)) and not _has_caption(image)


def _has_caption(image: Tag) -> bool:
    figure = image.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    return caption is not None and bool(caption.get_text(strip=True))


def _pixels(image: Tag, name: str) -> float:
    """Return the declared size, or infinity."""
    match = re.match(r"\s*(\d+)\s*(?:px)?\s*$", str(image.get(name) or ""))
    return int(match[1]) if match else float("inf")
