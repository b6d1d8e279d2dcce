"""Who wrote, edited and first published an article: bylines, editors and the outlet, kept apart."""

from __future__ import annotations

import html
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newscrawl.extract.bylines import (
    around_headline,
    headline_at,
    line_of,
    read_bylines,
    read_far_byline,
    read_marked_byline,
)
from newscrawl.extract.document import fold
from newscrawl.extract.findings import Candidate
from newscrawl.extract.labels import read_labels
from newscrawl.extract.people_vocabulary import (
    AUTHOR_META,
    CARD_LABEL,
    COMPANY,
    NAME_NOISE,
    NAMELESS,
    OUTLET_BESIDE_TIME,
    PERSON_SLASH_OUTLET,
    REPORTER,
    ROLE_APART,
    SHARING,
    SIGNED,
    SOURCE_META,
)
from newscrawl.extract.persons import is_chinese_name, is_full_name, is_outlet, names_in, names_outlet, signers_in
from newscrawl.extract.unlabelled import read_dated, read_linked, read_signature
from newscrawl.patterns import lazy_pattern
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract.bylines import Byline
    from newscrawl.extract.document import Document
    from newscrawl.extract.labels import Label
    from newscrawl.extract.survey import Box

__all__ = ["People", "find_reporters"]

OPENING, ENDING = 300, 120
"""Characters of a text in which its author signs."""

MARKUP = 15000
"""Characters of markup that hold them, pictures included."""

MAX_LINE = 80
"""Characters of a line about the article that names an outlet without a label."""

OUTLET_ALONE = lazy_pattern(r"[\u4e00-\u9fffA-Za-z·]{3,12}")

NEAR = 3
"""Boxes within which reporters sign together."""

RUNNING = 40
"""Characters of a paragraph."""

AMID = 8
"""Boxes before and behind a label, half of which are paragraphs where it stands amid the text."""

BEFORE = 8
"""Boxes before the headline in which people are named."""


class People:
    """The people and the outlet that a page names, each field as candidates, the surest first."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._headline = headline_at(document)
        self._near, self._text_at = around_headline(document, self._headline)
        # first those behind the headline, where the article is
        labels = [label for label in read_labels(document.boxes) if not _signs_a_part(label, document.boxes)]
        self._labels = sorted(labels, key=lambda label: label.box < self._headline - BEFORE)
        self._spaced = document.language.startswith("ja")
        self._chinese = document.language.startswith("zh") or bool(
            self._labels and not document.language.startswith(("ja", "ko"))
        )

    def authors(self) -> Iterator[Candidate]:
        """Yield bylines, persons before outlets; nothing rather than a guess."""
        return self._chinese_authors() if self._chinese else self._other_authors()

    def _chinese_authors(self) -> Iterator[Candidate]:
        if names := tuple(name for name in self._declared if not is_outlet(name)):
            yield Candidate(names, "json-ld:author", 0.9)
        for at, label in enumerate(self._labels):
            if label.kind == "author":
                yield Candidate(label.names, "label:作者", 0.85)
            elif label.kind == "reporter":
                yield Candidate(self._signing_together(at), "label:记者", 0.8)
        shown = list(read_bylines(self._near))
        spoken = names or any(label.kind in ("author", "reporter") for label in self._labels)
        for byline in shown if shown or spoken else self._far_byline():
            if all(map(is_chinese_name, byline.names)):
                yield Candidate(byline.names, "html:byline", 0.6)
        for box in self._near:
            signed = PERSON_SLASH_OUTLET.match(box.text)
            if signed and is_chinese_name(signed.group(1)) and is_outlet(signed.group(2)):
                yield Candidate((signed.group(1),), "text:姓名/媒体", 0.7)

    def _signing_together(self, at: int) -> tuple[str, ...]:
        """Return the reporters of one label and of those right behind it."""
        names: list[str] = []
        box = self._labels[at].box
        for label in self._labels[at:]:
            if label.kind == "reporter" and label.box - box <= NEAR:
                names.extend(label.names)
                box = label.box
        return tuple(dict.fromkeys(names))

    def _other_authors(self) -> Iterator[Candidate]:
        outlets: list[Candidate] = []
        declared = [Candidate(tuple(self._declared), "json-ld:author", 0.9)] if self._declared else []
        metas = list(self._meta_authors())
        shown = list(read_bylines(self._near, spaced=self._spaced))
        spoken = [name for candidate in (*declared, *metas) for name in candidate.value]
        spoken += [name for byline in shown for name in byline.names]
        if all(map(self._is_own, spoken)):
            # beside an outlet that signs, only full names are no desk's
            shown += [found for found in self._far_byline() if not spoken or all(" " in name for name in found.names)]
        sure = [Candidate(byline.names, "html:byline", 0.75) for byline in shown if byline.sure]
        unsure = [Candidate(byline.names, "html:byline", 0.6) for byline in shown if not byline.sure]
        labels = [Candidate(label.names, "label:作者", 0.7) for label in self._labels if label.kind == "author"]
        for candidate in declared:
            named = set(candidate.value)
            # an agency or the outlet itself behind the names makes no byline fuller
            fuller = [
                other
                for other in sure
                if named < set(other.value) and all(" " in name for name in set(other.value) - named)
            ]
            declared = fuller[:1] + declared
        if all(NAMELESS.fullmatch(name) for candidate in declared for name in candidate.value):
            # who is named on the page has written what an agency or a desk is declared for
            named_ones = [other for other in sure if all(map(is_full_name, other.value))]
            declared = named_ones[:1] + declared
        for candidate in (*declared, *labels, *sure, *metas, *unsure):
            others = tuple(name for name in candidate.value if not self._is_own(name))
            if not all(map(NAMELESS.fullmatch, others)):
                # without the site's own name where persons sign beside it; agencies are no persons
                persons = any(" " in name for name in others)
                yield candidate._replace(value=others) if persons else candidate
            elif others:
                outlets.append(candidate)
            elif candidate not in metas or is_full_name(candidate.value[0]):
                # a site names itself in the metadata of every page; one called like a person is hers
                outlets.append(candidate._replace(value=candidate.value[:1], confidence=0.5))
        yield from outlets

    def _far_byline(self) -> list[Byline]:
        """Return the bylines without words and those far from the headline: asked for where nobody has spoken."""
        boxes = [box for box in self._document.lines if box.number >= self._text_at]
        return (
            list(read_linked(self._near))
            or list(read_dated([box for box in self._near if box.number > self._headline]))
            or list(read_far_byline(boxes, spaced=self._spaced))
            or list(read_marked_byline(self._document, spaced=self._spaced))
            or list(read_signature(boxes))
        )

    def _meta_authors(self) -> Iterator[Candidate]:
        meta = self._document.meta
        keys = list(AUTHOR_META)
        keys += [f"twitter:data{at}" for at in (1, 2) if CARD_LABEL.match(meta.get(f"twitter:label{at}", ""))]
        for key in keys:
            value = meta.get(key, "")
            # with an address, those who made the site sign there; with a sign an account
            if not any(mark in value for mark in ("://", "www.", "@")) and (
                names := names_in(value, spaced=self._spaced)
            ):
                yield Candidate(names, f"meta:{key}", 0.7)

    @cached_property
    def _declared(self) -> list[str]:
        """The names that the JSON-LD gives as authors."""
        article = self._document.article_ld
        entries = {entry["@id"]: entry for entry in self._document.json_ld if isinstance(entry.get("@id"), str)}
        names = _declared_names(article.get("author") or article.get("creator"), entries)
        return list(
            dict.fromkeys(name for text in names if "://" not in text for name in names_in(text, spaced=self._spaced))
        )

    @cached_property
    def _own_names(self) -> list[str]:
        """What the site is called."""
        host = host_of(self._document.page.url)
        labels = host.split(".")
        names = [
            self._document.meta.get("og:site_name", ""),
            *_declared_names(self._document.article_ld.get("publisher"), {}),
        ]
        pieces = [piece for name in names for piece in name.split("|")]
        return [*names, *pieces, host, max(labels[:-1], key=len, default="")]

    def _is_own(self, name: str) -> bool:
        return bool(COMPANY.search(name)) or any(names_outlet(name, own) for own in self._own_names)

    def editors(self) -> Iterator[Candidate]:
        """Yield the responsible editors."""
        for label in self._labels:
            if label.kind == "editor":
                yield Candidate(label.names, "label:责任编辑", 0.8)

    def sources(self) -> Iterator[Candidate]:
        """Yield the outlet the text is taken from, the surest first."""
        for label in self._labels:
            if label.kind == "source":
                yield Candidate(label.names[0], "label:来源", 0.85)
        for key in SOURCE_META:
            if value := self._document.meta.get(key, ""):
                yield Candidate(re.sub(r"^来源[:：]\s*", "", value), f"meta:{key}", 0.7)
        if self._chinese:
            yield from self._shown_outlets()
            for name in self._declared_outlets():
                yield Candidate(name, "json-ld:author", 0.65)
        for name in _declared_names(self._document.article_ld.get("publisher"), {}):
            yield Candidate(fold(name), "json-ld:publisher", 0.6)
            break

    def _declared_outlets(self) -> Iterator[str]:
        author = self._document.article_ld.get("author")
        for name in _declared_names(author, {}):
            if is_outlet(fold(name)):
                yield fold(name)

    def _shown_outlets(self) -> Iterator[Candidate]:
        """Yield the outlets that stand without a label around the headline."""
        lines = [line for box in self._near if len(line := line_of(box)) < MAX_LINE]
        for line in lines:
            if match := OUTLET_BESIDE_TIME.search(line):
                name = match["behind"] or match["before"]
                if not NAME_NOISE.search(name):
                    yield Candidate(name, "text:beside time", 0.6)
            elif (match := PERSON_SLASH_OUTLET.match(line)) and is_chinese_name(match.group(1)):
                yield Candidate(match.group(2), "text:姓名/媒体", 0.6)
        for line in lines[:12]:
            if OUTLET_ALONE.fullmatch(line) and is_outlet(line) and not SHARING.search(line):
                yield Candidate(line, "text:outlet", 0.5)


def _signs_a_part(label: Label, boxes: list[Box]) -> bool:
    """Tell whether a label names who wrote one part of a compilation: it stands amid the text, far from both ends."""
    around = (boxes[max(0, label.box - AMID) : label.box], boxes[label.box + 1 : label.box + 1 + AMID])
    return label.kind == "author" and all(sum(map(_is_running, side)) >= AMID // 2 for side in around)


def _is_running(box: Box) -> bool:
    return len(box.text) > RUNNING and box.linked * 3 < len(box.text)


def find_reporters(markup: str) -> Iterator[Candidate]:
    """Yield who signs a Chinese text in its opening or at its end."""
    if "，" not in markup and "。" not in markup:
        return
    opening = _plain(markup[:MARKUP])[:OPENING]
    ending = _plain(markup[-MARKUP:].partition(">")[2] if len(markup) > MARKUP else markup)[-ENDING:]
    for part in (opening, ending):
        for match in REPORTER.finditer(part):
            inner = match["bracket"] or match["run"]
            names = names_in(inner) if match["bracket"] else signers_in(match.group().strip("（）()"))
            if match["bracket"] and not ROLE_APART.search(inner):
                names = tuple(filter(is_chinese_name, names))
            if names and "摄" not in inner and "图" not in inner:
                yield Candidate(names, "text:记者", 0.7)
    if signed := SIGNED.search(ending):
        names = names_in(signed.group(1))
        if names and all(map(is_chinese_name, names)):
            yield Candidate(names, "text:signature", 0.7)


def _plain(markup: str) -> str:
    return fold(html.unescape(re.sub(r"<[^<>]*>", "", markup)))


def _declared_names(value: Any, entries: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """Yield the names in a JSON-LD author or publisher as they stand."""
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict) and depth < 3:
            name = entry.get("name")
            if not name and (entry.get("givenName") or entry.get("familyName")):
                name = f"{entry.get('givenName') or ''} {entry.get('familyName') or ''}"
            if name:
                yield from _declared_names(name, entries, depth + 1)
            elif (key := entry.get("@id")) in entries:
                yield from _declared_names(entries[key].get("name"), entries, depth + 1)
            else:
                yield from _declared_names(entry.get("author") or entry.get("@list"), entries, depth + 1)
