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
    from collections.abc import Container, Iterable, Iterator, Sequence

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

SMALLEST = 32
"""Pixels under which a number in an address is none of a size: a ratio of sides, a day."""

SLUG = 24
"""First letters of a picture's name that tell it from others: what follows may be its size."""

NUMBER = lazy_pattern(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f-]{22}|[0-9A-Fa-f]{12,}|(?<!\d)\d{6,}")
"""Numbers and hashes that only one picture has."""

NAME = lazy_pattern(r"[^/.]*\d{4}[^/.]*|[^/.]{20,}")
"""Names of files that only one picture has, once the size is cut off."""

SIZE = lazy_pattern(r"[-_@]?(?:\d{2,4}x\d{2,4}|(?<=[-_])[wh]_?\d{2,4}|scaled)")
DAY = lazy_pattern(r"\W*(?:19|20)\d\d[-_]?(?:[01]\d[-_]?(?:[0-3]\d)?)?\W*")
IN_ADDRESS = lazy_pattern(
    r"(?<![\da-z])(\d{2,3})x(-1|\d{2,3})(?![\da-z])|(?<=[/-])(\d{2,3})[-/]\3(?=/)|[?&](?:w|width)=(\d{1,3})(?!\d)",
    re.I,
)
"""The size that an address names."""

AGENCY = lazy_pattern(
    r"(?<![a-z])(?:ap|afp|dpa|epa|reuters|getty(?:images)?|istock|imago|alamy|shutterstock|bloomberg)(?![a-z])"
)
"""Who sells photographs, of an outlet's logo as well."""

FOR_SHARING = lazy_pattern(r"facebook|twitter|(?<![a-z])(?:fb|ogp?|og[-_]?image)(?![a-z])|open[-_]?graph|social")
"""Words in names of pictures that an outlet gives to all its pages."""

OWN_NAME = lazy_pattern(r"(?<![^\W\d_])(?!(?:news|image|img|cover|pic|card)(?![^\W\d_]))[^\W\d_]{2,}|\d{3,}")
"""What is left of the name of a picture that has one of its own."""

WEAK = lazy_pattern(r"\.gif(?:\?|$)|(?<!\d)([12]\d\d|300)x\1(?!\d)", re.I)
"""What is in the addresses of pictures that move or adorn, and of portraits of writers."""

PICTURE = lazy_pattern(r"<img\b[^<>]{0,2000}")
FILE = lazy_pattern(r"\.(?:jpe?g|png|webp|gif|avif)$", re.I)
"""End of a picture's file."""

ADDRESSES = lazy_pattern(r"[^\s\"'<>{}\\]*/[^\s\"'<>{}\\]+")

SIZES = lazy_pattern(r",\s.*\s[\d.]+[wx]$")
"""What tells a list of sizes from an address, whatever attribute it stands in."""

WRITTEN = lazy_pattern(r"\s(?:data-src|data-original|src)=[\"']([^\"']+)")
SAID_SIZE = lazy_pattern(r"\s(?:width|height)=[\"'](\d+)(?:px)?[\"']")


def usable(url: str) -> bool:
    """Tell whether an address may be an article's picture.

    >>> usable("https://n.example/2026/photo.jpg"), usable("https://n.example/logo.png")
    (True, False)
    """
    return url.startswith(("http://", "https://")) and not _noise(url) and not _says_small(url)


def _says_small(url: str) -> bool:
    """Tell whether an address names a size that is too small to lead an article."""
    for match in IN_ADDRESS.finditer(url):
        *sizes, asked = match.groups()
        if any(size and SMALLEST <= int(size) <= SMALL for size in sizes) or (asked and int(asked) <= SMALL):
            return True
    return False


def _noise(url: str) -> bool:
    """Tell whether an address names a logo, an icon, a spacer, a picture for any page or the like."""
    address = url.partition("?")[0].lower()
    folder, _, name = address.rpartition("/")
    if not NOISE_FOLDERS.isdisjoint(folder.split("/")):
        return True
    if (noise := IMAGE_NOISE.search(name)) is not None and not ("logo" in noise[0] and AGENCY.search(name)):
        return True
    return FOR_SHARING.search(name) is not None and _is_outlet_s(address)


def _is_outlet_s(address: str) -> bool:
    """Tell whether a picture is named after nothing but its outlet and where it is shared.

    >>> [_is_outlet_s(url) for url in ("https://i.paper.example/fb_papernews.jpg", "https://n.example/1234567/og.jpg")]
    [True, False]
    """
    folder, _, name = re.sub(r"^\w*:?//", "", address).rpartition("/")
    if _marks(f"//{folder}/"):
        return False
    words = FOR_SHARING.sub(" ", name.rpartition(".")[0])
    for label in folder.partition("/")[0].split("."):
        words = words.replace(label, " ") if len(label) > 1 else words
    return OWN_NAME.search(words) is None


def declared_images(document: Document) -> Iterator[Candidate]:
    """Yield the pictures that may lead the article, best first; stock pictures are left out.

    The declared picture as the page shows it, or the one it loads before all others, then what its metadata names.
    Share pictures are cut for other places, so that the page's own version is the better one.
    """
    named = {document.meta[name]: f"meta:{name}" for name in reversed(DECLARED) if name in document.meta}
    named = dict(reversed(named.items()))
    for url in _ld_images(document.article_ld.get("image")):
        named.setdefault(url, "json-ld:image")
    for link in document.named["link"]:
        if link.get("rel") == "image_src" and (url := link.get("href")):
            named.setdefault(url, "meta:image_src")
    if shown := _shown_picture(document, list(named)[:MAX_DECLARED]):
        yield shown
    for url, rule in islice(named.items(), MAX_DECLARED):
        if usable(address := absolute(url, document.base_url)):
            yield Candidate(address, rule, 0.6)


def _shown_picture(document: Document, declared: list[str]) -> Candidate | None:
    """Return the declared picture as the page shows it, else the one that the page loads before all others."""
    declared = [url for url in declared if not _noise(url)]
    marks = {mark for url in declared for mark in _marks(url)}
    files = {file: file.rpartition("/")[2].rpartition(".")[0] for file in map(_file_of, declared) if file}
    asked = _preloaded(document)
    early = {mark for url in asked for mark in _marks(url)}
    first = ""
    for element in document.named["img"][:MAX_PICTURES]:
        values = element.values()
        for source in _sources(element):
            values += source.values()
        written = " ".join(values)
        same = _bears(written, marks) or (
            _bears(written, files.values()) and any(_file_of(value) in files for value in values)
        )
        if not same and (first or not (_bears(written, early) or element.get("fetchpriority") == "high")):
            continue
        address = "" if _small(element) else _source(element)
        if same and address and not _leads_to(address, marks, files):
            # a placeholder; the picture stands in another attribute, or in data for a script
            others = (url.strip(",") for url in ADDRESSES.findall(written))
            address = next((url for url in others if _leads_to(url, marks, files)), address)
        address = absolute(address, document.base_url)
        if usable(address):
            if same:
                return Candidate(address, "shown:declared", 0.8)
            first = address
    # shown by a script, which asks for the smallest first
    for url in reversed(asked):
        if _leads_to(url, marks, files) and usable(address := absolute(url, document.base_url)):
            return Candidate(address, "shown:declared", 0.8)
    return Candidate(first, "shown:first", 0.7) if first else None


def _leads_to(url: str, marks: set[str], files: Container[str]) -> bool:
    """Tell whether an address is that of a picture with one of the marks, or of one of the files."""
    return _bears(unquote(url), marks) or _file_of(url) in files


def _bears(written: str, marks: Iterable[str]) -> bool:
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
        if (
            (address := (element.get(name) or "").strip())
            and not address.startswith("data:")
            and not (_noise(address) or _says_small(address))
        ):
            return largest(address) if name.endswith("srcset") or SIZES.search(address) else address
    for source in _sources(element):
        for name, value in source.items():
            if name.endswith("srcset") and (address := largest(value)):
                return address
    return ""


def _sources(element: etree._Element) -> Iterable[etree._Element]:
    """Return the other sizes of a picture; an element that is not closed holds the next."""
    around = element.getparent()
    while around is not None and around.tag == "source":
        around = around.getparent()
    return around.iter("source") if around is not None and around.tag == "picture" else ()


def _small(element: etree._Element) -> bool:
    """Tell whether a picture says that it is too small to lead an article."""
    return any(_is_small((element.get(name) or "").removesuffix("px")) for name in ("width", "height"))


def _is_small(size: str) -> bool:
    """Tell whether a size in pixels is a small one; "0" says that the page did not know it."""
    return size.isdecimal() and len(size) < 4 and 0 < int(size) <= SMALL


def _file_of(url: str) -> str:
    """Return folder and name of a picture's file without their sizes; empty where the address ends in no file."""
    path = _path(url)
    if not FILE.search(path):
        return ""
    *folders, name = (SIZE.sub("", part) for part in path.split("/"))
    return f"{next((folder for folder in reversed(folders) if len(folder) > 1), '')}/{name}"


def _path(url: str) -> str:
    return re.sub(r"^\w*:?//[^/]*", "", unquote(url)).partition("?")[0].rstrip("/")


def _marks(url: str) -> set[str]:
    """Return what in an address can only be one picture's."""
    path = _path(url)
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
    pictures = [image for image in images if usable(image.url)]
    strong = (image for image in pictures if not WEAK.search(image.url))
    first = next(strong, pictures[0] if pictures and declared is None else None)
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
