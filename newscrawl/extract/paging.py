"""Articles in several pages: the address of the next one."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.extract.document import fold
from newscrawl.patterns import lazy_pattern
from newscrawl.urls import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from newscrawl.extract.document import Document
    from newscrawl.sites import Site

__all__ = ["find_next_page"]

SHORTEST = 3
"""Characters of a page's name under which it says nothing: ``1``, ``a``."""

NUMBERED = lazy_pattern(r"(?P<name>.+?)(?:[_-](?:p|page)?(?P<number>\d{1,2}))?(?:\.\w{2,5})?$")
"""The last part of an address; the number only where one stands behind a mark."""

IN_QUERY = lazy_pattern(r"(?:^|&)(?:page|p|pn|pageno|pageno?)=(\d{1,2})(?:&|$)", re.I)

FURTHER = lazy_pattern(
    r"(?:[_-](?:p|page)?|/(?:page[/-]?|p)?|(?:\.\w{2,5})?/?\?(?:[\w-]+=[\w-]*&(?:amp;)?)*(?:page|p|pn|pageno)=)0?(\d{1,2})"
    r"(?!\d)",
    re.I,
)
"""What stands behind a page's name in the address of its further pages."""

PAGER = 200
"""Characters and links that a line of page numbers stays under."""

NEXT_SIGNS = ("下", "后", "後", "ext", "ächste", "eiter", "uivant", "iguiente", "次", "다음", "›", "»")
"""What a line holds that says "next" in some language."""

NEXT_WORDS = lazy_pattern(
    r"(?:下一?[页頁]|后一页|後一頁|next(?: page)?|nächste(?: seite)?|weiter|(?:page )?suivante?|(?:página )?siguiente"
    r"|次へ|次のページ|다음)?\s*[>»›→]*",
    re.I,
)
"""What a link to the next page says, beside a number."""


def find_next_page(document: Document, site: Site | None) -> str:
    """Return the address of the page on which the article goes on; empty when it ends here.

    The site file's rules come first. Without them a link counts whose address is this page's with the next number
    (``a.html`` and ``a_2.html``, ``?page=2``, ``/a/2``) and which says so or bears that number: "next" alone leads to
    other articles as well.
    """
    own = document.page.url
    if site and site.article.next_page:
        for rule in site.article.next_page:
            for href in document.values(rule):
                url = joined(document.base_url, href)
                if url.startswith(("http://", "https://")) and url != own:
                    return url
        return ""
    names = list(_names(own))
    wanted = {number + 1 for _, number in names}
    for link, number in _pager_links(document, wanted):
        # the fragment is no part of it
        url = joined(document.base_url, link.get("href", "").strip().partition("#")[0])
        if any(before + 1 == number == _number(url, own, name) for name, before in names):
            return url
    return ""


def _pager_links(document: Document, wanted: set[int]) -> Iterator[tuple[etree._Element, int]]:
    """Yield the links that bear a wanted number or say "next", each with the number it may lead to."""
    signs = [*NEXT_SIGNS, *map(str, wanted)]
    # one text with all of them first: on most pages few signs stand in any line
    lines = [box for box in document.lines if box.links and len(box.text) < PAGER]
    text = "\n".join([box.text for box in lines])
    signs = [sign for sign in signs if sign in text]
    for box in lines if signs else ():
        text = box.text
        if any(sign in text for sign in signs):
            for link in islice(box.element.iter("a"), PAGER):
                says = fold("".join(link.itertext())).strip(" []【】()")
                for number in wanted:
                    if says == str(number) or (says and NEXT_WORDS.fullmatch(says)):
                        yield link, number


def _names(url: str) -> Iterator[tuple[str, int]]:
    """Yield what a page may be called, and its number: ``doc-12`` may be the first of its own or the twelfth of doc."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    last = parts.path.rstrip("/").rpartition("/")[2]
    match = NUMBERED.match(last)
    if not match:
        return
    whole = match["name"] + (last[match.end("name") : match.end("number")] if match["number"] else "")
    in_query = IN_QUERY.search(parts.query)
    if len(whole) >= SHORTEST:
        yield whole, int(in_query.group(1)) if in_query else 1
    if match["number"] and len(match["name"]) >= SHORTEST:
        yield match["name"], int(match["number"])
    if last.isdigit() and len(last) < SHORTEST:
        # /story/2
        yield parts.path.rstrip("/").rpartition("/")[0].rpartition("/")[2] or last, int(last)


def _number(url: str, own: str, name: str) -> int:
    """Return which page of the article an address is; 0 when it is none."""
    if url.partition("?")[0].rpartition(name)[0] != own.partition("?")[0].rpartition(name)[0]:
        return 0
    match = FURTHER.match(url, url.partition("?")[0].rfind(name) + len(name))
    return int(match.group(1)) if match else 0
