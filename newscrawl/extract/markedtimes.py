"""Times that a page marks up for machines: in its metadata and ``time`` elements."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from newscrawl.extract.hiddentimes import plausible
from newscrawl.extract.moments import Moment, parse_moment
from newscrawl.extract.names import NOISE, NOTICE, hints, names_of
from newscrawl.extract.timewords import MODIFIED_LABEL, MODIFIED_META, PUBLISHED_META
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime, tzinfo

    from lxml import etree

    from newscrawl.extract.document import Document
    from newscrawl.extract.sightings import Reader

__all__ = ["changes", "declared_times", "is_loose", "time_elements"]

LOOSE = frozenset("meta:date meta:dc.date meta:dcterms.date".split())
"""Metadata that name some day of the page's: often that on which somebody began it."""

OWN_NAME = lazy_pattern(r"^(?!.*(?:modif|updat|expir|unpub|publisher|last))(?=.*pub)(?=.*(?:date|time|day))")
"""Names of metadata, in lower case, that an outlet has for its publish time."""

TIME_ELEMENTS = 12
"""``time`` elements that are looked at; comments and teasers have the rest."""

NOISE_LEVELS = 8
"""Elements around a ``time`` element that may say what it belongs to."""


def declared_times(document: Document, reader: Reader) -> Iterator[Moment]:
    """Yield what the page's metadata says of the publish time, best witness first."""
    entry, meta = document.article_ld, document.meta
    entries = [entry, *(other for other in document.json_ld if other is not entry)]
    dated = next((date for other in entries if (date := other.get("datePublished"))), None)
    named = ((f"meta:{name}", meta[name]) for name in PUBLISHED_META if name in meta)
    clock = False
    for moment in _read_all([("json-ld:datePublished", dated), *named], reader):
        clock = clock or moment.clock
        yield moment
    if not clock:
        own = ((f"meta:{name}", text) for name, text in meta.items() if OWN_NAME.search(name))
        yield from _read_all(own, reader)
    created = entry.get("dateCreated") or entry.get("uploadDate")
    yield from _read_all([("json-ld:dateCreated", created)], reader)


def _read_all(texts: Iterable[tuple[str, Any]], reader: Reader) -> Iterator[Moment]:
    """Yield the times of texts by the names of the rules that found them."""
    for rule, text in texts:
        moment = _read(text, reader) if isinstance(text, str) else None
        if moment and plausible(moment, reader.fetched_at):
            yield replace(moment, when=_in_local_days(moment.when, reader.local), found_by=rule)


def is_loose(moment: Moment) -> bool:
    """Tell whether a time stands in metadata that name some day of the page's."""
    rule, _, name = moment.found_by.partition(":")
    return moment.found_by in LOOSE or (rule == "meta" and name not in PUBLISHED_META)


def _read(text: str, reader: Reader) -> Moment | None:
    return parse_moment(text, reader.zone, reader.fetched_at, month_first=reader.month_first)


def _in_local_days(when: datetime, local: tzinfo) -> datetime:
    """Return an instant that is a midnight of the page's zone on that zone's clock: it stands for a day."""
    if when.utcoffset() or when.minute or when.second:
        return when
    there = when.astimezone(local)
    return there if there.hour == 0 else when


def time_elements(document: Document, reader: Reader) -> Iterator[Moment]:
    """Yield what ``time`` elements about the article say to machines, best first."""
    found: list[tuple[int, str]] = []
    for element in document.named["time"][:TIME_ELEMENTS]:
        names = names_of(element)
        if element.tag == "time":
            text = element.get("datetime") or element.get("content")
        else:
            text = element.get("title") if "publ" in names else None
        if not text or _in_noise(element):
            continue
        published = "entry-date" in names or element.get("pubdate") is not None
        found.append((0 if published else _rank_by_label(element, names), text))
    for _, text in sorted(found, key=lambda pair: pair[0])[:3]:
        moment = _read(text, reader)
        if moment and plausible(moment, reader.fetched_at):
            yield replace(moment, found_by="html:time")


def _rank_by_label(element: etree._Element, names: str) -> int:
    """Return 0 for a ``time`` element that is called the publish time, 2 for one of a change, else 1."""
    before, around = element.getprevious(), element.getparent()
    label = before.tail if before is not None else around.text if around is not None else ""
    for said in (f"{names} {label or ''}".lower(), names_of(around).lower() if around is not None else ""):
        if "publ" in said:
            return 0
        if MODIFIED_LABEL.search(said):
            return 2
    return 1


def _in_noise(element: etree._Element) -> bool:
    """Tell whether an element stands in a comment, a sidebar or a teaser."""
    for around in islice(element.iterancestors(), NOISE_LEVELS):
        if around.tag in ("aside", "footer", "nav"):
            return True
        names = names_of(around) if around.tag != "body" else ""
        if names and hints(names) & (NOISE | NOTICE) and "header" not in names.lower():
            return True
    return False


def changes(document: Document, zone: str, fetched_at: datetime) -> Iterator[Moment]:
    """Yield the times of changes that the page's metadata names."""
    texts = [document.article_ld.get("dateModified"), *(document.meta.get(name) for name in MODIFIED_META)]
    for text in texts:
        moment = parse_moment(text, zone, fetched_at) if isinstance(text, str) else None
        if moment and plausible(moment, fetched_at):
            yield replace(moment, found_by="modified:metadata")
