"""Pictures: their real address, which of them are no part of the article, which text is whose caption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.clean.addresses import absolute, largest
from newscrawl.clean.lines import visible
from newscrawl.clean.tree import holds
from newscrawl.clean.vocabulary import (
    CAPTION_NAMES,
    FILE_NAME,
    IMAGE_TAGS,
    LAZY_ATTRIBUTES,
    LAZY_SRCSETS,
    ORNAMENT_IMAGE,
    ORNAMENT_WORDS,
    TRACKER_HOSTS,
    TRACKER_IMAGE,
)
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["mark_captions", "named_captions", "settle_picture"]

ORNAMENT_SIZE = 40
"""A picture that is declared no wider and no higher than this (pixels) is an icon, a smiley or a counter."""

_SOURCES = (*LAZY_ATTRIBUTES, "src")
_PIXELS = lazy_pattern(r"\s*(\d+)\s*(?:px)?\s*$")


def settle_picture(image: etree._Element, base: str) -> bool:
    """Give the element its real address and its replacement text; tell whether it is a picture of the article."""
    address = _address(image, base)
    if not address or _is_ornament(image, address):
        return False
    alt = " ".join(visible(image.get("alt") or "").split())
    image.tag = "img"
    image.set("src", address)
    image.set("alt", "" if FILE_NAME.fullmatch(alt) else alt)
    return True


def mark_captions(figure: etree._Element, captions: list[etree._Element]) -> bool:
    """Make the element a ``figure`` and these of its elements its ``figcaption``; tell whether it holds a picture."""
    if not holds(figure, *IMAGE_TAGS):
        return False
    figure.tag = "figure"
    for caption in captions:
        caption.tag = "figcaption"
    return True


def named_captions(figure: etree._Element) -> list[etree._Element]:
    """Return the elements inside that are captions by their class."""
    return [
        element
        for element in figure.iterdescendants()
        if not CAPTION_NAMES.isdisjoint((element.get("class") or "").split())
    ]


def _address(image: etree._Element, base: str) -> str:
    """Return the first usable address: the lazy loader's, the tag's own, the largest of its sizes."""
    for candidate in _candidates(image):
        address = absolute(candidate, base)
        if address.startswith("http"):
            low = address.lower()
            if not TRACKER_IMAGE.search(low) and not TRACKER_HOSTS.search(low):
                return address
    return ""


def _candidates(image: etree._Element) -> Iterator[str]:
    attributes = dict(image.items())
    for name in _SOURCES:
        if value := attributes.get(name):
            yield value
    picture = next(image.iterancestors("picture"), None)
    for element in (image, *(picture.iter("source") if picture is not None else ())):
        for name in LAZY_SRCSETS:
            if value := element.get(name):
                yield largest(value)


def _is_ornament(image: etree._Element, address: str) -> bool:
    sizes = (_pixels(image.get("width")), _pixels(image.get("height")))
    # one side of 0 is one that the page did not know
    if 0 < min(sizes) <= 3 or max(sizes) <= ORNAMENT_SIZE:
        return True
    said = f" {address} {image.get('class') or ''} {image.get('id') or ''} {image.get('alt') or ''} ".lower()
    named = ORNAMENT_IMAGE.search(said) is not None or any(word in said for word in ORNAMENT_WORDS)
    return named and not _has_caption(image)


def _has_caption(image: etree._Element) -> bool:
    figure = next(image.iterancestors("figure"), None)
    caption = next(figure.iter("figcaption"), None) if figure is not None else None
    return caption is not None and any(not text.isspace() for text in caption.itertext())


def _pixels(value: str | None) -> float:
    """Return the declared size, or infinity."""
    match = _PIXELS.match(value) if value else None
    return int(match[1]) if match else float("inf")
