"""Addresses of links and pictures, made absolute."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

from newscrawl.clean.vocabulary import LINK_SCHEMES
from newscrawl.patterns import lazy_pattern

__all__ = ["absolute", "largest"]

_UNSAFE = lazy_pattern(r'["<>\\^`{|}\s\x00-\x20\x7f-\x9f\ufffe\uffff]')
_LINE_ENDS = lazy_pattern(r"[\t\r\n]")
# nothing in it that is cut off, resolved, encoded or empty
_SETTLED = lazy_pattern(r"https?://[a-z0-9.-]+(?:/[\w./~%@!$&()*+,=:-]*)?(?:\?[\w./~%@!$&()*+,=:-]+)?", re.A)
_CANDIDATE = lazy_pattern(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")


@lru_cache(maxsize=1024)
def absolute(address: str, base: str = "") -> str:
    """Return the address with scheme and host, or ``''`` when it leads nowhere outside the page.

    An address without scheme is ``https``; what does not belong in an address is percent-encoded.

    >>> absolute("//n.example/a b.png"), absolute("../x.html", "http://a.example/b/c.html")
    ('https://n.example/a%20b.png', 'http://a.example/x.html')
    >>> absolute("javascript:void(0)"), absolute("#top", "http://a.example/"), absolute("http://a.example:99999/")
    ('', '', '')
    >>> absolute('{"src": "//n.example/a.png"}', "http://a.example/")
    ''
    """
    if _SETTLED.fullmatch(address):
        return address
    address = address.strip().strip("\u3000\u00a0").lstrip("\x00\x01\x02\x03\x04\x05\x06\x07\x08")
    if not address or address.startswith(("#", "{")):
        # a place on the page, or data for a script
        return ""
    # browsers skip line ends and tabs inside an address: "java\nscript:"
    address = _LINE_ENDS.sub("", address)
    try:
        address = "https:" + address if address.startswith(("//", "\\\\")) else urljoin(base, address)
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:  # "http://[", ":99999" and the like
        return ""
    if parts.scheme not in LINK_SCHEMES or not (parts.netloc or (parts.scheme == "mailto" and parts.path)):
        return ""
    return _UNSAFE.sub(lambda match: quote(match[0]), address)


def largest(srcset: str) -> str:
    """Return the address of the largest picture of a ``srcset``, or ``''``.

    >>> largest("a.jpg 320w, b.jpg 1024w, c.jpg 640w")
    'b.jpg'
    """
    best, address = -1.0, ""
    for match in _CANDIDATE.finditer(srcset):
        try:
            size = float(match[2] or 1)
        except ValueError:
            continue
        if size > best:
            best, address = size, match[1]
    return address
