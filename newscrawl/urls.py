"""Addresses: which ones mean the same article."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, url_query_cleaner

__all__ = ["canonical", "host_of", "joined", "key_of", "without_login"]

TRACKING = re.compile(
    r"^(utm_\w+|spm|from|frompage|fbclid|gclid|yclid|msclkid|mc_[ce]id|share_\w+|cmpid|ref_src|vt|sudaref|wm"
    r"|isappinstalled)$",
    re.I,
)
"""Query parameters that say where a reader came from, never which article it is."""

PLAIN = re.compile(r"https?://(?!.*/\.)([a-z0-9][a-z0-9.-]*[a-z0-9]/[A-Za-z0-9/._-]*)$")
"""Addresses that are canonical but for their scheme: most are, and the long way is dear."""


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """Return the address under which an article is remembered.

    Scheme and host in lower case, no user and password, no fragment, no tracking parameters, the others sorted;
    ``http`` and ``https`` are the same article.

    >>> canonical("HTTP://Example.com/a.html?utm_source=x&id=7#top")
    'https://example.com/a.html?id=7'
    """
    if plain := PLAIN.match(url):
        return f"https://{plain.group(1)}"
    url = without_login(url)
    query = urlsplit(url).query
    tracking = [name for name in re.findall(r"(?:^|&)([^=&]+)", query) if TRACKING.match(name)]
    if tracking:
        url = url_query_cleaner(url, tracking, remove=True)
    url = canonicalize_url(url)
    return re.sub(r"^http:", "https:", url)


def key_of(url: str) -> str:
    """Return the address that something is known by: the canonical one, or what it says where it is no address at all.

    >>> key_of("http://Example.com/a?utm_source=x"), key_of("https://[/")
    ('https://example.com/a', 'https://[/')
    """
    try:
        return canonical(url)
    except ValueError:
        # asking for it will say so
        return url


def joined(base: str, address: str) -> str:
    """Return what an address means on a page; empty for what is no address.

    >>> joined("https://news.example/a/b.html", " ../c.html "), joined("https://news.example/", "https://[quote]/")
    ('https://news.example/c.html', '')
    """
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """Return the host name in lower case, without port and ``www.``; empty when there is none.

    >>> host_of("https://www.Example.com:8080/x")
    'example.com'
    """
    host = (urlsplit(url).hostname or "").lower()
    return host.removeprefix("www.")


def without_login(url: str) -> str:
    """Return an address without user and password, which belong into no log, state or post.

    >>> without_login("https://me:secret@news.example/a?b#c")
    'https://news.example/a?b#c'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        # no address; asking for it will say so
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url
