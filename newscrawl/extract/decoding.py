"""Bytes in, text out: what a page declares is only a witness, its bytes decide."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from typing import TYPE_CHECKING

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from newscrawl.errors import NotAnArticle
from newscrawl.items import Page
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from datetime import datetime

    from newscrawl.items import Link

__all__ = ["decode", "page_of"]

SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "big5": "big5hkscs",
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
}
"""What pages that declare the left really use: browsers read them so, and "gb2312" pages are full of GBK."""

NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"})
"""Python's codecs that are no page's charset; those that unpack bytes are no text codecs at all."""

SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"RIFF", "image or sound"),
    (b"\x00\x00\x00 ftyp", "video"),
    (b"PK\x03\x04", "archive or office file"),
    (b"\xd0\xcf\x11\xe0", "office file"),
)
"""First bytes of what is no text."""

FOREIGN_TYPES = lazy_pattern(r"^\s*(image|audio|video|font)/|^\s*application/(pdf|zip|octet-stream|msword|vnd\.)", re.I)
"""Content types of what is no page."""

MAX_INFLATED = 20_000_000
"""Bytes; a saved page that unpacks to more is a bomb."""


def page_of(
    url: str,
    body: bytes,
    *,
    fetched_at: datetime,
    content_type: str = "",
    charset: str = "",
    link: Link | None = None,
) -> Page:
    """Return the page that was served as these bytes.

    :param fetched_at: timezone-aware
    :param content_type: the HTTP header, empty when unknown
    :param charset: overrides every other evidence; unknown names are ignored
    :raises NotAnArticle: the bytes are empty, a PDF, a picture or another thing without text
    """
    if body[:2] == b"\x1f\x8b":
        body = _inflated(url, body)
    if not body or body.isspace():
        raise NotAnArticle(url, "empty page")
    for signature, kind in SIGNATURES:
        if body.startswith(signature):
            raise NotAnArticle(url, kind)
    if foreign := FOREIGN_TYPES.match(content_type):
        raise NotAnArticle(url, foreign.group(1) or foreign.group(2).rstrip("."))
    text, used, exact = _decoded(body, content_type, charset)
    if b"\0" in body and text.count("\x00") > len(text) // 100:
        raise NotAnArticle(url, "binary file")
    served = (text, body) if exact else None
    return Page(url=url, html=text, fetched_at=fetched_at, charset=used, link=link, served=served)


def _inflated(url: str, body: bytes) -> bytes:
    """Return the unpacked bytes of a page that was saved or served gzipped without saying so."""
    try:
        inflater = zlib.decompressobj(wbits=31)
        inflated = inflater.decompress(body, MAX_INFLATED)
    except (gzip.BadGzipFile, zlib.error):
        raise NotAnArticle(url, "broken gzip file") from None
    if inflater.unconsumed_tail:
        raise NotAnArticle(url, f"unpacks to more than {MAX_INFLATED // 1_000_000} MB")
    return inflated


def decode(body: bytes, content_type: str = "", charset: str = "") -> tuple[str, str]:
    """Return the text and the Python codec it was read with.

    Evidence in this order: the override, a byte-order mark, valid UTF-8 (Chinese text in another charset is
    practically never valid UTF-8, whatever the page declares), the HTTP header, the page's own declaration; where the
    declared codec breaks, the one of UTF-8, the declared and GB18030 that breaks least.

    >>> decode('<meta charset="gb2312">股市'.encode())[1]
    'utf-8'
    """
    return _decoded(body, content_type, charset)[:2]


def _decoded(body: bytes, content_type: str, charset: str) -> tuple[str, str, bool]:
    """Return text and codec, and whether the bytes are this very text in UTF-8."""
    if known := _codec(charset):
        return body.decode(known, "replace"), known, False
    bom, mark = read_bom(body)
    if bom and mark:
        codec = "utf-8" if bom.startswith("utf-8") else bom
        return body[len(mark) :].decode(codec, "replace"), codec, False
    try:
        return body.decode("utf-8"), "utf-8", True
    except UnicodeDecodeError:
        pass
    declared = (_codec(http_content_type_encoding(content_type)), _codec(html_body_declared_encoding(body)))
    candidates = list(dict.fromkeys([codec for codec in declared if codec] + ["utf-8", "gb18030"]))
    for codec in candidates:
        try:
            return body.decode(codec), codec, False
        except UnicodeDecodeError:
            continue
    texts = [(body.decode(codec, "replace"), codec) for codec in candidates]
    return (*min(texts, key=lambda pair: pair[0].count("\ufffd")), False)


def _codec(name: str | None) -> str:
    """Return the Python codec to read a declared charset with; empty when there is no such codec."""
    if not name:
        return ""
    try:
        codec = codecs.lookup(resolve_encoding(name) or name).name
        b"x".decode(codec, "replace")
    except (LookupError, ValueError):
        return ""
    return "" if codec in NO_CHARSETS else SUPERSETS.get(codec, codec)
