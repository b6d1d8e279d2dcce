"""Who wrote, edited and first published an article: bylines, editors and the outlet, kept apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newscrawl.extract.document import fold
from newscrawl.extract.findings import Candidate
from newscrawl.extract.vocabulary import (
    AUTHOR_LABEL,
    AUTHOR_META,
    EDITOR_LABEL,
    NAME_NOISE,
    REPORTER,
    SIGNATURE,
    SOURCE_LABEL,
    SOURCE_META,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract.document import Document

__all__ = ["find_authors", "find_editors", "find_reporters", "find_source", "label_lines", "names_in"]

OPENING, ENDING = 260, 120
"""Characters of a text in which its author signs."""

SEPARATORS = re.compile(r"[,，、;；|｜/&\n]|\s+(?:and|und|et|y)\s+")
BYLINE = (
    "//*[@rel='author' or @itemprop='author' or contains(@class,'byline') or contains(@class,'author-name')"
    " or contains(@class,'author_name')]"
)
LABELS = ("来源", "作者", "作　者", "编辑", "责编", "记者", "撰文", "文｜", "文/")


def label_lines(document: Document) -> list[str]:
    """Return the short lines that hold a label such as 来源：, 作者： or 责任编辑：, in the page's order."""
    present = [f"contains(.,'{label}')" for label in LABELS if label in document.page.html]
    nodes = document.root.xpath(f"//text()[{' or '.join(present)}]") if present else []
    lines: list[str] = []
    for node in nodes[:60]:
        element = node.getparent()
        if element is None or element.tag in ("script", "style", "title", "option", "meta"):
            continue
        if node.is_tail:
            element = element.getparent()
        text = fold("".join(element.itertext()))
        while (len(text) < 5 or text.endswith((":", "："))) and element.getparent() is not None:
            # the name stands in the label's neighbour
            element = element.getparent()
            text = fold("".join(element.itertext()))
        lines.append(text if len(text) <= 80 else fold(str(node)))
    return list(dict.fromkeys(lines))


def find_authors(document: Document, lines: list[str]) -> Iterator[Candidate]:
    """Yield bylines, the surest first; nothing rather than a guess."""
    if names := tuple(_ld_names(document.article_ld.get("author"))):
        yield Candidate(names, "json-ld:author", 0.9)
    for line in lines:
        if len(line) <= 80 and (match := AUTHOR_LABEL.search(line)) and (names := names_in(match.group(1))):
            yield Candidate(names, "label:作者", 0.8)
    if document.language.startswith("zh"):
        return
    for key in AUTHOR_META:
        value = document.meta.get(key, "")
        if value and not value.startswith("http") and (names := names_in(re.sub(r"^by\s+", "", value, flags=re.I))):
            yield Candidate(names, f"meta:{key}", 0.7)
    for node in document.root.xpath(BYLINE)[:3]:
        text = re.sub(r"^(by|von|par|por)\s*:?\s+", "", fold(" ".join(node.itertext())), flags=re.I)
        if 3 <= len(text) <= 60 and (names := names_in(text)):
            yield Candidate(names, "html:byline", 0.6)


def find_reporters(text: str) -> Iterator[Candidate]:
    """Yield who signs a Chinese text in its opening or at its end."""
    for part in (text[:OPENING], text[-ENDING:]):
        if (match := REPORTER.search(part)) and (names := names_in(match.group(1) or match.group(2))):
            yield Candidate(names, "text:记者", 0.7)
    if (match := SIGNATURE.search(text[-ENDING:].rstrip())) and (names := names_in(match.group(1))):
        yield Candidate(names, "text:signature", 0.7)


def find_editors(lines: list[str]) -> Iterator[Candidate]:
    """Yield the responsible editors named in label lines."""
    for line in lines:
        for match in EDITOR_LABEL.finditer(line[-60:]):
            if names := names_in(match.group(1)):
                yield Candidate(names, "label:责任编辑", 0.8)


def find_source(document: Document, lines: list[str]) -> Iterator[Candidate]:
    """Yield the outlet the text is taken from, the surest first."""
    for line in lines:
        if match := SOURCE_LABEL.search(line):
            yield Candidate(match.group(1).strip(), "label:来源", 0.85)
    for key in SOURCE_META:
        if value := document.meta.get(key, ""):
            yield Candidate(re.sub(r"^来源[:：]\s*", "", value), f"meta:{key}", 0.7)
    publisher = document.article_ld.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    if isinstance(name, str) and name.strip():
        yield Candidate(fold(name), "json-ld:publisher", 0.6)


def _ld_names(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        name = entry.get("name") if isinstance(entry, dict) else entry
        for part in name if isinstance(name, list) else [name]:
            if isinstance(part, str):
                yield from names_in(part)


def names_in(text: str) -> tuple[str, ...]:
    """Split a byline into names; what is no name is left out.

    >>> names_in("石佳、王一")
    ('石佳', '王一')
    """
    names = []
    chinese = bool(re.search(r"[\u4e00-\u9fff]", text))
    for part in SEPARATORS.split(fold(text)):
        for name in part.split() if chinese else [part]:
            name = name.strip(" .:：·()（）[]【】")
            if 2 <= len(name) <= 40 and not NAME_NOISE.search(name) and not re.fullmatch(r"[\d\W]+|[A-Z]{2}\d+", name):
                names.append(name)
    return tuple(dict.fromkeys(names))
