"""Words and numbers of the post format; no code."""

from __future__ import annotations

__all__ = [
    "EXTRA_KEYS",
    "IMAGE_HANDLERS",
    "IMAGE_SUFFIXES",
    "PROXY",
    "RAW_TEXT_ELEMENTS",
    "SOURCE_TITLE_REPLACED",
    "SOURCE_TITLE_WEIGHT",
    "TREE_ELEMENTS",
    "VOID_ELEMENTS",
]

EXTRA_KEYS = ("link", "source", "tags", "description", "updated", "lang", "editors", "tickers")
"""Front-matter keys a user may add, in the order in which they are written."""

VOID_ELEMENTS = frozenset(
    "area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr".split()
)
"""Elements that are printed without a closing tag (the list of dom-serializer 0.1)."""

RAW_TEXT_ELEMENTS = frozenset("style script xmp iframe noembed noframes plaintext noscript".split())
"""Elements whose text is printed as it is (the list of dom-serializer 0.1)."""

TREE_ELEMENTS = RAW_TEXT_ELEMENTS | frozenset("textarea title bgsound image menuitem nextid spacer".split())
"""Elements that take a tree to be printed: their text is no text, or BeautifulSoup alone takes them for void."""

SOURCE_TITLE_REPLACED = str.maketrans(dict.fromkeys(":/\\?*“”<>|[]", "_"))
"""The twelve characters that the source format's titles lose, one for one."""

SOURCE_TITLE_WEIGHT = 150
"""Where the source format cuts a title; an ASCII character weighs 1, any other UTF-16 unit 2."""

IMAGE_SUFFIXES = (".gif", ".png", ".jpg", ".webp")
"""An attribute of an ``<img>`` without ``src`` that holds one of these is taken as its address."""

IMAGE_HANDLERS = ("onclick", "onerror", "onload")
"""Attributes that an ``<img>`` of the source format loses."""

PROXY = "https://cors.zfour.workers.dev/?"
"""What the source format puts before pictures served without TLS."""
