"""The lead image: the article's own picture, never a logo, QR code, spacer or advert."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from newscrawl.clean import absolute, largest
from newscrawl.extract.findings import Candidate
from newscrawl.extract.vocabulary import IMAGE_NOISE, NOISE_FOLDERS
from newscrawl.items import Image
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from newscrawl.extract.document import Document

__all__ = ["declared_images", "lead_of", "small_pictures", "usable", "written_image"]

DECLARED = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
"""``meta`` names of a page's picture, best first."""

SOURCES = ("src", "data-src", "data-original", "data-lazy-src", "data-url", "data-srcset", "data-lazy-srcset")
"""Attributes with a picture's address; pages that load late have a placeholder in the first."""

MAX_PICTURES, MAX_DECLARED = 120, 3
"""Pictures of a page that are looked at, and addresses in its metadata."""

SMALL = 120
"""Pixels of width or height up to which a picture is a face, an icon or a teaser's."""

SLUG = 24
"""First letters of a picture's name that tell it from others: what follows may be its size."""

NUMBER = lazy_pattern(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f-]{22}|[0-9A-Fa-f]{12,}|(?<!\d)\d{6,}")
"""Numbers and hashes that only one picture has."""

NAME = lazy_pattern(r"[^/.]*\d{4}[^/.]*|[^/.]{20,}")
"""Names of files that only one picture has, once the size is cut off."""

SIZE = lazy_pattern(r"[-_@]?(?:\d{2,4}x\d{2,4}|(?<=[-_])[wh]_?\d{2,4}|scaled)")
DAY = lazy_pattern(r"\W*(?:19|20)\d\d[-_]?(?:[01]\d[-_]?(?:[0-3]\d)?)?\W*")
PICTURE = lazy_pattern(r"<img\b[^<>]{0,2000}")
WRITTEN = lazy_pattern(r"\s(?:data-src|data-original|src)=[\"']([^\"']+)")
SAID_SIZE = lazy_pattern(r"\s(?:width|height)=[\"'](\d+)(?:px)?[\"']")


def usable(url: str) -> bool:
    """Tell whether an address may be an article's picture.

    >>> usable("https://n.example/2026/photo.jpg"), usable("https://n.example/logo.png")
    (True, False)
    """
    return url.startswith(("http://", "https://")) and not _noise(url)


def _noise(url: str) -> bool:
    """Tell whether an address names a logo, an icon, a spacer or the like."""
    folder, _, name = url.partition("?")[0].lower().rpartition("/")
    return IMAGE_NOISE.search(name) is not None or not NOISE_FOLDERS.isdisjoint(folder.split("/"))


def declared_images(document: Document) -> Iterator[Candidate]:
    """Yield the pictures that may lead the article, best first; stock pictures are left out.

    The declared picture as the page shows it, or the one it loads before all others, then what its metadata names.
    Share pictures are cut for other places, so that the page's own version is the better one.
    """
    named = {document.meta[name]: f"meta:{name}" for name in reversed(DECLARED) if name in document.meta}
    named = dict(reversed(named.items()))
    for url in _ld_images(document.article_ld.get("image")):
        named.setdefault(url, "json-ld:image")
    if shown := _shown_picture(document, list(named)[:MAX_DECLARED]):
        yield shown
    for url, rule in islice(named.items(), MAX_DECLARED):
        if usable(address := absolute(url, document.base_url)):
            yield Candidate(address, rule, 0.6)


def _shown_picture(document: Document, declared: list[str]) -> Candidate | None:
    """Return the declared picture as the page shows it, else the one that the page loads before all others."""
    marks = {mark for url in declared if not _noise(url) for mark in _marks(url)}
    early = {mark for url in _preloaded(document) for mark in _marks(url)}
    first = ""
    for element in document.named["img"][:MAX_PICTURES]:
        written = " ".join(element.values()) if marks or early else ""
        same = _bears(written, marks)
        if not same and (first or not (_bears(written, early) or element.get("fetchpriority") == "high")):
            continue
        address = "" if _small(element) else absolute(_source(element), document.base_url)
        if usable(address):
            if same:
                return Candidate(address, "shown:declared", 0.8)
            first = address
    return Candidate(first, "shown:first", 0.7) if first else None


def _bears(written: str, marks: set[str]) -> bool:
    """Tell whether one of the marks stands in what is written."""
    for mark in marks:  # noqa: SIM110 - a page has dozens of pictures, and a generator for each is dear
        if mark in written:
            return True
    return False


def _preloaded(document: Document) -> list[str]:
    """Return the addresses of pictures that the page asks for before it is read."""
    found: list[str] = []
    for link in document.named["link"]:
        if link.get("as") == "image" and link.get("rel") == "preload":
            found += filter(None, (link.get("href"), largest(link.get("imagesrcset") or "")))
    return [url for url in found if not _noise(url)]


def _source(element: etree._Element) -> str:
    """Return a picture's largest address, wherever the page keeps it."""
    if address := largest(element.get("srcset") or ""):
        return address
    for name in SOURCES:
        if (address := (element.get(name) or "").strip()) and not address.startswith("data:") and not _noise(address):
            return largest(address) if name.endswith("srcset") else address
    around = element.getparent()
    for source in around.iter("source") if around is not None and around.tag == "picture" else ():
        for name, value in source.items():
            if name.endswith("srcset") and (address := largest(value)):
                return address
    return ""


def _small(element: etree._Element) -> bool:
    """Tell whether a picture says that it is too small to lead an article."""
    return any(_is_small((element.get(name) or "").removesuffix("px")) for name in ("width", "height"))


def _is_small(size: str) -> bool:
    return size.isdecimal() and len(size) < 4 and int(size) <= SMALL


def _marks(url: str) -> set[str]:
    """Return what in an address can only be one picture's."""
    path = re.sub(r"^\w*:?//[^/]*", "", unquote(url)).partition("?")[0].rstrip("/")
    name = SIZE.sub("", path.rpartition("/")[2])
    found = {*NUMBER.findall(path), *(mark[:SLUG] for mark in NAME.findall(name) if len(mark) > 7)}
    return {mark for mark in found if not DAY.fullmatch(mark)}


def lead_of(
    declared: Image | None, images: Sequence[Image], language: str, *, shown: bool = True, sure: bool = False
) -> Image | None:
    """Choose between the declared picture and the body's first.

    Chinese sites declare share logos more often than pictures: there the body's first picture wins; elsewhere the
    declared one, which mostly stands above the text.

    :param shown: whether the page itself shows the declared picture
    :param sure: whether the site file points at it, which settles the question
    """
    first = next((image for image in images if usable(image.url)), None)
    if declared is None or (first is not None and not sure and (language.startswith("zh") or not shown)):
        return first
    # the body's version of the same picture brings its caption along
    return next((image for image in images if image.url == declared.url), declared)


def written_image(body: str) -> str:
    """Return the first picture's address as a body writes it: all there is on a page that was saved without its own."""
    small = small_pictures(body)
    urls = (url.strip() for picture in PICTURE.findall(body) for url in WRITTEN.findall(picture)[:1])
    return next((url for url in urls if not _noise(url) and not url.endswith(small)), "")


def small_pictures(body: str) -> tuple[str, ...]:
    """Return the addresses, without what leads up from the page, of a body's pictures that say they are small."""
    if "width" not in body and "height" not in body:
        return ()
    pictures = (picture for picture in PICTURE.findall(body) if any(map(_is_small, SAID_SIZE.findall(picture))))
    return tuple(filter(None, (url.strip().lstrip("./") for picture in pictures for url in WRITTEN.findall(picture))))


def _ld_images(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        url = (entry.get("url") or entry.get("contentUrl")) if isinstance(entry, dict) else entry
        if isinstance(url, str):
            yield url
