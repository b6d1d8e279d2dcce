"""Addresses made absolute the way a browser does it, because the source format's were."""

from __future__ import annotations

import re
import string
from urllib.parse import quote, unquote

__all__ = ["absolute", "decodes"]

_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PORTS = {"http": "80", "https": "443", "ftp": "21", "ws": "80", "wss": "443"}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.DOTALL)
_SEVERAL_SLASHES = re.compile(r"[/\\]{2,}")
_AUTHORITY = re.compile(r"(?P<user>.*@)?(?P<host>\[[^]]*\]|[^:]*)(?::(?P<port>\d*))?", re.DOTALL)
_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_FORBIDDEN_IN_HOST = frozenset(_C0_AND_SPACE + "#%/:<>?@[\\]^|\x7f")
_SINGLE_DOT = {".", "%2e"}
_DOUBLE_DOT = {"..", ".%2e", "%2e.", "%2e%2e"}

# The URL standard's percent-encode sets, turned round: what stays as it is. quote() encodes everything else.
_PRINTABLE = string.ascii_letters + string.digits + string.punctuation
_OPAQUE_KEEPS = _PRINTABLE + " "
_FRAGMENT_KEEPS = "".join(c for c in _PRINTABLE if c not in '"<>`')
_QUERY_KEEPS = "".join(c for c in _PRINTABLE if c not in "\"#<>'")
_PATH_KEEPS = "".join(c for c in _PRINTABLE if c not in '"#<>?`{}')


def absolute(base: str, reference: str) -> str | None:
    """Return *reference* as an absolute address seen from *base*, or None where a browser would refuse it.

    Follows the URL standard for the schemes of the web: control characters and outer spaces vanish, backslashes are
    slashes, spaces and non-ASCII characters are percent-encoded, hosts are lower case and IDNA, default ports vanish.

    >>> absolute("https://a.example/x/y.html?q#f", "../图 1.png")
    'https://a.example/%E5%9B%BE%201.png'
    """
    reference = re.sub(r"[\t\n\r]", "", reference.strip(_C0_AND_SPACE))
    scheme_match = _SCHEME.fullmatch(reference)
    base_match = _SCHEME.fullmatch(base)
    base_scheme = base_match[1].lower() if base_match else ""
    if scheme_match:
        scheme, rest = scheme_match[1].lower(), scheme_match[2]
        if scheme not in _PORTS:
            return f"{scheme}:{''.join(_split(rest)) if rest.startswith('//') else quote(rest, _OPAQUE_KEEPS)}"
        if scheme != base_scheme or _SEVERAL_SLASHES.match(rest):
            return _with_authority(scheme, rest.lstrip("/\\"))
        reference = rest
    if base_match is None or base_scheme not in _PORTS:
        return None
    if _SEVERAL_SLASHES.match(reference):
        return _with_authority(base_scheme, reference.lstrip("/\\"))
    resolved_base = _with_authority(base_scheme, base_match[2].lstrip("/\\"))
    return None if resolved_base is None else _relative(resolved_base, reference)


def decodes(url: str) -> bool:
    """Tell whether what is percent-encoded in an address is UTF-8, and what that gives as well.

    Astro undoes the encoding of pictures in Markdown, twice, and where that fails it shows an empty page. Addresses in
    other charsets are common: ``%D6%D0`` is GBK.

    >>> decodes("https://a.example/%E5%9B%BE.png"), decodes("https://a.example/%D6%D0.png")
    (True, False)
    """
    try:
        for _ in range(2):
            if _NO_ESCAPE.search(url):
                return False
            url = unquote(url, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _relative(base: str, reference: str) -> str:
    """Resolve a *reference* without scheme and host against a *base* that is in normal form."""
    base = base.partition("#")[0]
    before_query, _, _ = base.partition("?")
    end_of_host = before_query.index("/", before_query.index("://") + 3)
    origin, base_path = before_query[:end_of_host], before_query[end_of_host:]
    path, query, fragment = _split(reference)
    if path:
        if not path.startswith("/"):
            path = base_path[: base_path.rindex("/") + 1] + path
        return origin + _normal_path(path) + query + fragment
    return (before_query + query if query else base) + fragment


def _with_authority(scheme: str, rest: str) -> str | None:
    """Return the normal form of ``scheme://rest``, or None when its host is none."""
    end = re.search(r"[/\\?#]", rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        return None
    host = _normal_host(match["host"])
    port = match["port"] or ""
    if host is None or (port and int(port) > 0xFFFF):
        return None
    if port:
        port = str(int(port))
    shown_port = "" if port in ("", _PORTS[scheme]) else f":{port}"
    path, query, fragment = _split(tail)
    return f"{scheme}://{match['user'] or ''}{host}{shown_port}{_normal_path(path or '/')}{query}{fragment}"


def _normal_host(host: str) -> str | None:
    if host.startswith("["):
        return host.lower()
    host = unquote(host).lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host if host and not _FORBIDDEN_IN_HOST.intersection(host) else None


def _split(tail: str) -> tuple[str, str, str]:
    """Return path, ``?query`` and ``#fragment``, percent-encoded; in the path backslashes are slashes."""
    before_fragment, hash_mark, fragment = tail.partition("#")
    path, question_mark, query = before_fragment.partition("?")
    return (
        quote(path.replace("\\", "/"), _PATH_KEEPS),
        question_mark + quote(query, _QUERY_KEEPS),
        hash_mark + quote(fragment, _FRAGMENT_KEEPS),
    )


def _normal_path(path: str) -> str:
    """Return an absolute *path* without dot segments."""
    segments: list[str] = []
    parts = path.split("/")[1:]
    for number, part in enumerate(parts, 1):
        is_last = number == len(parts)
        if part.lower() in _DOUBLE_DOT:
            del segments[-1:]
            if is_last:
                segments.append("")
        elif part.lower() in _SINGLE_DOT:
            if is_last:
                segments.append("")
        else:
            segments.append(part)
    return "/" + "/".join(segments)
