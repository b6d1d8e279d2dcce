"""Pages that are no articles, and how they are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl.errors import BlockPage, NotAnArticle
from newscrawl.extract.document import fold
from newscrawl.extract.jsonpath import fulfils
from newscrawl.extract.survey import weight_of
from newscrawl.extract.vocabulary import ERROR_TEXT, REFUSED_PREFIX, REFUSED_SECTIONS, TITLE_SEPARATORS
from newscrawl.extract.walls import stands_before

if TYPE_CHECKING:
    from newscrawl.extract.document import Document
    from newscrawl.sites import Site
    from newscrawl.sites.rules import Mark

__all__ = ["is_marked", "refuse_other_kinds"]

SHORT_PAGE = 600.0
"""Weighted characters of a whole page's text; error pages say little, pages about an error say more."""

LONG_PAGE = 6000
"""Characters from which on a page's text needs no weighing, however much of it is white space."""

OPENING = 300
"""Characters from a page's start in which an error text would stand."""


def refuse_other_kinds(document: Document, site: Site | None) -> None:
    """Raise :class:`NotAnArticle` when the page says that it is something else.

    The site file's evidence comes first, then what the page declares (JSON-LD), then title and opening words.
    """
    url = document.page.url
    if site:
        _refuse_by_site(document, site)
    if stands_before(document):
        raise BlockPage(url)
    if document.refused_type:
        raise NotAnArticle(url, document.refused_type)
    parts = urlsplit(url)
    if parts.netloc and parts.path in ("", "/") and not parts.query:
        raise NotAnArticle(url, "front page")
    title = document.title_tag
    for pattern, kind in REFUSED_PREFIX:
        if pattern.search(title):
            raise NotAnArticle(url, kind)
    sections = TITLE_SEPARATORS.split(title)[1:]
    for pattern, kind in REFUSED_SECTIONS:
        if any(pattern.search(section) for section in sections):
            raise NotAnArticle(url, kind)
    opening = _opening(document)
    for pattern, kind in ERROR_TEXT:
        if pattern.search(title) or (opening and pattern.search(opening)):
            raise NotAnArticle(url, kind)


def _opening(document: Document) -> str:
    """Return the first words of a page that says little; empty for one that says more."""
    texts: list[str] = []
    length = 0
    for box in document.lines:
        texts.append(box.text)
        length += len(box.text)
        if length > LONG_PAGE:
            return ""
    text = fold(" ".join(texts))
    return text[:OPENING] if weight_of(text) <= SHORT_PAGE else ""


def _refuse_by_site(document: Document, site: Site) -> None:
    url = document.page.url
    if reason := site.skip_reason(url):
        raise NotAnArticle(url, reason)
    for refusal in site.article.refuse:
        if is_marked(document, refusal):
            raise NotAnArticle(url, refusal.reason)


def is_marked(document: Document, mark: Mark) -> bool:
    """Tell whether a page has a mark that a site file names."""
    return bool(
        (mark.css and document.select(mark.css))
        or (mark.url and mark.url.search(document.page.url))
        or (mark.text and mark.text.search(document.title_tag))
        or (mark.data and fulfils(document.data, mark.data))
    )
