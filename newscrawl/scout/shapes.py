"""Learns from a page's links how the site's addresses of articles look."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["learn_shapes"]

LEAST_LINKS = 3
"""Addresses of one shape from which on it is one."""

MOST_SHAPES = 3
"""Shapes that are taken."""

SHARE = 0.12
"""Share of the largest shape's links that a further one needs."""

WORDS = 3
"""Words of a name that is a headline's."""

NO_ARTICLE = re.compile(
    r"/(?:videos?|av|live|photos?|gallery|galleries|podcasts?|tags?|topics?|authors?|search)/", re.I
)
"""In addresses of pages of other kinds."""

ID_IN_QUERY = re.compile(r"((?:news|doc|article|story|post)?_?id|aid|nid|p|article|story)=\w+", re.I)

EXTENSION = re.compile(r"\.(?:s?html?|aspx?|php|jsp)$", re.I)
NUMBERS = {"year": r"(?:19|20)\d\d", "two": r"\d\d?", "number": r"\d+", "day": r"(?:19|20)\d\d-?\d\d-?\d\d"}


def learn_shapes(articles: Iterable[str], others: Iterable[str] = ()) -> list[str]:
    r"""Return patterns of addresses: those that most of the articles' have and none of the others'.

    :param articles: addresses of links that read like headlines, or entries of a feed
    :param others: addresses of links that read like menus

    >>> learn_shapes([f"https://n.test/2026/{n}/rates-go-{n}.html" for n in range(3)])
    ['//[^/]+/(?:19|20)\\d\\d/\\d\\d?/[^/?#]+\\.html(?:[?#]|$)']
    """
    groups: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
    for url in dict.fromkeys(articles):
        if NO_ARTICLE.search(url):
            continue
        parts, kinds = _taken_apart(url)
        if any(kind != "word" for kind in kinds):
            groups[tuple(kinds)].append(parts)
    menu = [url for url in others if url not in set(articles)]
    found = sorted(groups.items(), key=lambda group: -len(group[1]))
    found = [group for group in found if len(group[1]) >= LEAST_LINKS]
    patterns = []
    for shape, addresses in found[:MOST_SHAPES]:
        pattern = _pattern(shape, addresses)
        in_menu = sum(bool(re.search(pattern, url)) for url in menu)
        if len(addresses) >= SHARE * len(found[0][1]) and in_menu * 2 < len(addresses):
            patterns.append(pattern)
    return patterns


def _taken_apart(url: str) -> tuple[list[str], list[str]]:
    """Return the parts of an address behind the host, and what kind of part each is."""
    split = urlsplit(url)
    parts = [part for part in split.path.split("/") if part]
    kinds = [_kind(part) for part in parts]
    if match := ID_IN_QUERY.match(split.query):
        parts.append(f"?{match[1]}")
        kinds.append("query")
    if split.path.endswith("/"):
        parts.append("")
        kinds.append("end")
    return parts, kinds


def _kind(part: str) -> str:
    extension = EXTENSION.search(part)
    suffix = extension.group().lower() if extension else ""
    name = part[: extension.start()] if extension else part
    for kind, pattern in NUMBERS.items():
        if re.fullmatch(pattern, name):
            return kind + suffix
    if len(re.findall(r"[^\W_]+", name)) >= WORDS or len(re.findall(r"\d", name)) >= WORDS or suffix:
        return "name" + suffix
    return "word"


def _pattern(kinds: tuple[str, ...], addresses: list[list[str]]) -> str:
    pattern = "//[^/]+"
    for place, kind in enumerate(kinds):
        words = {address[place] for address in addresses}
        base, dot, suffix = kind.partition(".")
        if kind == "end":
            pattern += "/"
        elif kind == "query":
            pattern += "|".join(sorted({f"\\?(?:.*&)?{word[1:]}=" for word in words})) + r"\w+"
        elif base in NUMBERS:
            pattern += f"/{NUMBERS[base]}"
        elif base == "name":
            # a word alone names a section
            pattern += "/[^/?#]+" if dot else r"/[^/?#]*[-_\d][^/?#]*"
        elif len(words) == 1:
            pattern += f"/{re.escape(*words)}"
        else:
            pattern += "/[^/?#]+"
        pattern += f"\\.{suffix}" if dot else ""
    return pattern + ("" if kinds[-1] == "query" else "(?:[?#]|$)")
