"""The headline: what the visible heading, the metadata and the page's title agree on, without the site's suffix."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newscrawl.extract.document import fold
from newscrawl.extract.vocabulary import HEADLINE_HINT, NOISE_HINT, TITLE_SEPARATORS
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract.document import Document

__all__ = ["find_title"]

TITLE_LENGTHS = range(2, 301)
"""Characters; a shorter heading is a section's name, a longer one a paragraph."""


def find_title(document: Document) -> tuple[str, str, float] | None:
    """Return headline, rule and confidence, or ``None``.

    A visible heading that the page's title or metadata repeat is surest: metadata alone is cut at unescaped quotes and
    carries the site's name.
    """
    headings = list(_headings(document))
    declared = [
        ("json-ld:headline", _text(document.article_ld.get("headline"))),
        ("meta:og:title", document.meta.get("og:title", "")),
        ("meta:twitter:title", document.meta.get("twitter:title", "")),
    ]
    declared = [(rule, text) for rule, text in declared if len(text) in TITLE_LENGTHS]
    witnesses = [_key(text) for _, text in declared] + [_key(document.title_tag)]
    for rule, text in headings:
        key = _key(text)
        if key and any(witness and (key in witness or (len(witness) > 8 and witness in key)) for witness in witnesses):
            return text, rule, 0.95
    for rule, text in declared:
        stripped = _without_site(text, document)
        if _key(stripped) in _key(document.title_tag):
            return stripped, rule, 0.85
    if declared:
        return _without_site(declared[0][1], document), declared[0][0], 0.7
    first_h1 = next(((rule, text) for rule, text in headings if rule.startswith("h1")), None)
    if document.title_tag:
        return _without_site(document.title_tag, document), "html:title", 0.6
    return (first_h1[1], first_h1[0], 0.6) if first_h1 else None


def _headings(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the visible headings: every ``h1``, then ``h2`` and title-like elements."""
    for heading in document.root.iter("h1"):
        text = fold("".join(heading.itertext()))
        if len(text) in TITLE_LENGTHS:
            yield "h1", text
    hinted = document.root.xpath(
        "//h2 | //h3 | //*[contains(@class,'itle') or contains(@id,'itle') or contains(@class,'eadline')]"
    )
    for element in hinted[:40]:
        hint = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in ("a", "title", "meta", "body", "html", "svg") or (
            element.tag not in ("h2", "h3") and not HEADLINE_HINT.search(hint)
        ):
            continue
        text = fold("".join(element.itertext()))
        if 6 <= len(text) <= 120 and not NOISE_HINT.search(hint):
            yield f"{element.tag}:{hint.strip().split(' ')[0]}".rstrip(":"), text


def _without_site(title: str, document: Document) -> str:
    """Cut the site's name and section off a page's title.

    Pieces behind a separator go while what stays is a headline by length; a piece that names the site goes anyway.
    """
    pieces = [piece for piece in TITLE_SEPARATORS.split(title) if piece]
    if len(pieces) < 2:
        return title
    site_names = {
        _key(name) for name in (document.meta.get("og:site_name"), document.meta.get("application-name")) if name
    }
    label = host_of(document.page.url).rsplit(".", 2)[0].rpartition(".")[2]
    if _key(pieces[0]) in site_names:
        return title[title.index(pieces[1]) :]
    keep = len(pieces)
    while keep > 1:
        last, rest = pieces[keep - 1], "".join(pieces[: keep - 1])
        named = _key(last) in site_names or (len(label) > 2 and label in _key(last))
        cjk = bool(re.search(r"[\u4e00-\u9fff]", title))
        if not named and (len(rest) < (8 if cjk else 20) or len(last) > (14 if cjk else 30)):
            break
        keep -= 1
    end = title.rindex(pieces[keep]) if keep < len(pieces) else len(title)
    return re.sub(r"[\s|_｜–—\-»:]+$", "", title[:end]) or title


def _text(value: object) -> str:
    return fold(value) if isinstance(value, str) else ""


def _key(text: str | None) -> str:
    """Return a text's letters and digits only, for comparison."""
    return re.sub(r"[\W_]+", "", text or "").casefold()
