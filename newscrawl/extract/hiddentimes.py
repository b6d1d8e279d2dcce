"""Times that no reader sees: in the address, in scripts, in the names of pictures, in comments of the markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from newscrawl.extract.moments import Moment, absolute_times, parse_moment
from newscrawl.extract.timewords import MONTHS, SCRIPT_KEYS
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract.document import Document
    from newscrawl.extract.sightings import Reader

__all__ = ["from_url", "in_scripts", "last_resorts", "plausible", "same_minute"]

OLDEST = 1990
"""Year before which no page was published."""

MAX_SUMMARY = 120
"""Characters of a summary in which it may say when it was written."""

ARCHIVED = lazy_pattern(r"/web/\d{14}\w{0,3}/")
URL_DAY = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)(?:([-/_])(\d{1,2})\2(\d{1,2})|[-/_]?([01]\d)[-/_]?([0-3]\d))(?!\d)")
URL_NAMED = lazy_pattern(r"/((?:19|20)\d\d)/([a-z]{3,9})/(\d{1,2})(?!\d)", re.I)
URL_APART = lazy_pattern(r"/((?:19|20)\d\d)/[a-z_-]+/(\d{1,2})/(\d{1,2})/", re.I)
"""A section between year and month."""
URL_STAMP = lazy_pattern(r"[/_](20\d\d)([01]\d)([0-3]\d)\d{2,12}(?!\d)")
IN_SCRIPT = lazy_pattern(r"""[\\"']{0,3}\s{0,3}[:=]\s{0,3}[\\"']{0,3}([^"'\\<>{}]{8,40})""")
IN_ATTRIBUTE = lazy_pattern(r"""["'][^<>]{0,120}?(?:content|datetime|title)\s?=\s?["']([^"'<>]{8,40})""")
COMMENT_DAY = lazy_pattern(r"(?:19|20)\d\d[-/]\d\d[-/]\d\d")


def plausible(moment: Moment, fetched_at: datetime) -> bool:
    """Tell whether a declared time is one: some systems write their first or last day where they know none."""
    return OLDEST <= moment.when.year <= fetched_at.year + 1


def from_url(document: Document, reader: Reader) -> list[Moment]:
    """Return the day in the address (``/2026/07/20/``, ``/2026-07-20/``, ``/2026/jul/20/``), or nothing."""
    found = _day_in(ARCHIVED.sub("/", document.page.url), "url", reader)
    return [found] if found else []


def _day_in(address: str, rule: str, reader: Reader) -> Moment | None:
    """Return the day that is written in an address."""
    for pattern in (URL_DAY, URL_STAMP, URL_NAMED, URL_APART):
        for match in islice(pattern.finditer(address), 3):
            parts = (MONTHS.get(part.lower(), 0) if part.isalpha() else part for part in match.groups() if part)
            year, month, day = (int(part) for part in parts if part not in ("-", "/", "_"))
            try:
                when = datetime(year, month, day, tzinfo=reader.local)
            except ValueError:
                continue
            if year >= OLDEST and when < reader.fetched_at + timedelta(days=2):
                return Moment(when, False, False, rule)
    return None


def in_scripts(document: Document, reader: Reader) -> Iterator[Moment]:
    """Yield a publish time that only the data in scripts, or attributes of odd elements, name."""
    markup = document.page.html
    for key in SCRIPT_KEYS:
        start = markup.find(key)
        for _ in range(5):
            if start < 0:
                break
            end = start + len(key)
            for pattern, rule in ((IN_SCRIPT, "script"), (IN_ATTRIBUTE, "itemprop")):
                if (
                    (match := pattern.match(markup, end))
                    and (moment := parse_moment(match.group(1), reader.zone, reader.fetched_at))
                    and plausible(moment, reader.fetched_at)
                ):
                    yield replace(moment, found_by=f"{rule}:{key}")
                    return
            start = markup.find(key, end)


def last_resorts(document: Document, reader: Reader) -> Iterator[Moment]:
    """Yield what is better than no time: the day in a picture's address, one in the summary, that of a cached page."""
    for name in ("og:image", "twitter:image"):
        if name in document.meta and (moment := _day_in(document.meta[name], f"image:{name}", reader)):
            yield moment
    for text in document.summaries:
        for written in absolute_times(text[:MAX_SUMMARY], reader.local, month_first=reader.month_first):
            yield replace(written.moment, found_by="maybe:meta:description")
    for comment in islice(document.root.iter(etree.Comment), 60):
        if (match := COMMENT_DAY.search((comment.text or "")[:300])) and (
            moment := parse_moment(match.group(), reader.zone, reader.fetched_at)
        ):
            yield replace(moment, found_by="comment")


def same_minute(document: Document, reader: Reader, found: Moment) -> Iterator[Moment]:
    """Yield the time in the page's scripts that names the minute of a time without a year."""
    when = found.when
    if not found.clock:
        return
    stamp = rf"(?:19|20)\d\d[-/.]0?{when.month}[-/.]0?{when.day}[T ]{when:%H:%M}"
    if (match := re.search(stamp, document.page.html)) and (
        moment := parse_moment(match.group(), reader.zone, reader.fetched_at)
    ):
        yield replace(moment, found_by="script")
