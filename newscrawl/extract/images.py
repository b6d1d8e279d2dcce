"""The lead image: the article's own picture, never a logo, QR code, spacer or advert."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from newscrawl.extract.vocabulary import IMAGE_NOISE
from newscrawl.items import Image

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newscrawl.extract.document import Document

__all__ = ["declared_image", "lead_of", "usable"]


def usable(url: str) -> bool:
    """Tell whether an address may be an article's picture.

    >>> usable("https://n.example/2026/photo.jpg"), usable("https://n.example/logo.png")
    (True, False)
    """
    return url.startswith(("http://", "https://")) and not IMAGE_NOISE.search(url)


def declared_image(document: Document) -> tuple[str, str] | None:
    """Return the picture that the page's metadata names and the rule; ``None`` for none or a stock picture."""
    candidates = [("json-ld:image", url) for url in _ld_images(document.article_ld.get("image"))]
    candidates[:0] = [
        (f"meta:{name}", document.meta.get(name, "")) for name in ("og:image", "og:image:url", "twitter:image")
    ]
    for rule, url in candidates:
        absolute = urljoin(document.base_url, url.strip()) if url else ""
        if usable(absolute):
            return absolute, rule
    return None


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
