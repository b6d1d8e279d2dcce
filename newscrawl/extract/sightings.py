"""Times that readers see on a page, each with a score of how likely it is the publish time."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.extract.document import fold
from newscrawl.extract.moments import Moment, Written, absolute_times, relative_time
from newscrawl.extract.names import DATE, NOISE, NOTICE, hints, names_of
from newscrawl.extract.timewords import MODIFIED_LABEL, PUBLISHED_LABEL
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract.document import Document
    from newscrawl.extract.survey import Box

__all__ = ["Reader", "Sighting", "places_of", "relative_sighting", "sightings"]

YEAR = lazy_pattern(r"(?:19|20)\d\d")

SHORT_YEAR = lazy_pattern(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d\d)(?![\d./-])")
"""``20.7.26``"""

SHORT = 200
"""Characters of a text that may be a line about the article; of longer ones only lines and the beginning count."""

SPACED = 1500
"""Characters of such a text with the white space of its markup."""

DATELINE = lazy_pattern(
    r"[^\n]{0,40}?(?:19|20)\d\d(?:[年./-]\d{1,2}[月./-]\d{1,2}日?)?"
    r"(?:[\sT,，]{0,3}\d{1,2}[:：]\d\d(?:[:：]\d\d)?|\)?\s?[-–—|:)）.])"
)
"""Beginning of a paragraph with the day it was written, cut off from what follows."""

ALONE = 60
"""Characters of a piece of text, cut out by the markup, that may be a date alone."""

AROUND = 40
"""Characters that may stand around a date in a line about the article."""

ENOUGH = 7
"""Score from which on nothing better is looked for."""

MAX_PARTS = 40
"""Pieces of a text that are looked at one by one."""

OLDEST = 1990
"""Year before which no page was published: its days are history's."""

HOPELESS = -3
"""Score under which a time is none of the article's: a comment's, an imprint's."""

MAX_SEEN = 120
"""Texts with a year that are looked at: archives of blogs and lists of comments have thousands."""

NOISE_LEVELS = 6
"""Boxes around a text that may say what it belongs to."""

SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "；")
SENTENCE = 15
"""Characters beside a date from which on what ends like a sentence is one."""

LABEL = 30
"""Characters before a time in which its label stands."""

LISTED = 3
"""Different days in elements of one kind, away from the headline, from which on they are those of other articles."""

ABOVE = 4
"""Boxes above the headline among which its date may stand."""

TITLE_WITHIN, TEXT_WITHIN = 3000, 25
"""Boxes of a page among which its headline stands, and behind that its text."""

HEADINGS = frozenset("h1 h2 h3 h4".split())


@dataclass(frozen=True, slots=True)
class Reader:
    """How the times of a page are read."""

    zone: str
    """IANA name of the zone of times without one."""
    local: tzinfo
    """The same."""
    fetched_at: datetime
    """Nothing was published later."""
    eastern: bool
    """Whether the page is Chinese, Japanese or Korean."""
    month_first: bool
    """Whether ``7/8/2026`` is the eighth of July."""


class Sighting(NamedTuple):
    """A time that readers see."""

    score: int
    """How likely it is the publish time."""
    moment: Moment
    """The time."""
    label: int
    """1 where the words before it name it the publish time, -1 where they speak of a change, else 0."""


def sightings(
    document: Document, reader: Reader, places: tuple[int, int], days: set[date], month: str
) -> list[Sighting]:
    """Return the times shown, best first.

    :param places: see :func:`places_of`
    :param days: what else is known of the publish time
    :param month: its month (``2026-07``), empty when nothing says it
    """
    title_at, body_at = places
    # what stands around the headline as well says nothing against a time
    shared = set(document.boxes[title_at].around()) if title_at >= 0 else set()
    found: list[Sighting] = []
    # where times away from the headline were found, by their place among those found, and the days found by each rule
    rules: dict[int, str] = {}
    away: defaultdict[str, set[date]] = defaultdict(set)
    looked = 0
    for box in document.lines:
        text, at = box.text, box.number
        if ("20" not in text and "19" not in text) or not YEAR.search(text):
            continue
        looked += 1
        times = [(line, seen) for line in _lines(box) if (seen := _time_in(line, reader))]
        if not times and len(box.parts) > 1:
            # what the markup cuts stands glued in the text: "The Example TimesJuly 20, 2026"
            parts = (fold(part) for part in box.parts[:MAX_PARTS] if len(part) <= ALONE and YEAR.search(part))
            times = [(part, seen) for part in parts if (seen := _time_in(part, reader))]
        for line, seen in times:
            written = seen[0].moment
            score = _score(box, line, *seen, shared)
            if title_at <= at <= body_at:
                score += 1 if at == title_at else 3
            elif title_at - ABOVE <= at < title_at:
                score += 1
            score += 4 if written.when.date() in days else 2 if f"{written.when:%Y-%m}" == month else 0
            if written.when.year < OLDEST:
                score -= 4
            if score >= HOPELESS:
                rule, day = _rule(box), written.when.date()
                if not (reader.eastern or title_at - ABOVE <= at <= body_at or day in days):
                    away[rule].add(day)
                    rules[len(found)] = rule
                found.append(Sighting(score, replace(written, found_by=rule), seen[1]))
        if looked > MAX_SEEN or (found and found[-1].score >= ENOUGH and found[-1].moment.clock):
            break
    for number, rule in rules.items():
        if len(away[rule]) >= LISTED:
            found[number] = found[number]._replace(score=found[number].score - 3)
    return sorted(found, key=lambda sighting: -sighting.score)


def places_of(document: Document, reader: Reader) -> tuple[int, int]:
    """Return where the headline stands among the boxes, -1 for nowhere, and the first long text behind it."""
    title, title_at, h1_at = document.title_tag, -1, -1
    shortest, longest = max(6, len(title) // 3), len(title) + 20
    boxes = document.boxes
    for box in document.lines:
        if box.number >= TITLE_WITHIN:
            break
        if shortest <= len(box.text) <= longest and len(text := box.text.strip()) >= shortest and text in title:
            title_at = box.number
            if box.tag in HEADINGS:
                break
        if h1_at < 0 and box.tag == "h1" and len(box.text) > 3:
            h1_at = box.number
    if title_at < 0 or (h1_at >= 0 and boxes[title_at].tag not in HEADINGS):
        title_at = h1_at if h1_at >= 0 else title_at
    long = 80 if reader.eastern else 200
    for at in range(title_at + 1, min(len(boxes), title_at + TEXT_WITHIN)):
        text = boxes[at].text
        if len(text) > long and boxes[at].linked * 3 < len(text) and len(fold(text)) > long:
            return title_at, at
    return title_at, title_at + TEXT_WITHIN


def _lines(box: Box) -> Iterator[str]:
    """Yield what in a box may be a line about the article."""
    text = box.text
    if len(text) > SHORT or box.tag in HEADINGS:
        # a date of its own, whatever stands beside it
        yield from (fold(part) for part in box.parts[:MAX_PARTS] if len(part) <= ALONE and YEAR.search(part))
    if len(text) <= SPACED and len(folded := fold(text)) <= SHORT:
        yield folded
        if len(folded) < ALONE:
            return
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    for line in lines if len(lines) < 16 else (*lines[:10], *lines[-5:]):
        if len(line) <= SHORT:
            if YEAR.search(line):
                yield fold(line)
        elif match := DATELINE.match(line):
            yield fold(match.group())


def _time_in(line: str, reader: Reader) -> tuple[Written, int] | None:
    """Return the publish time in a line, and what its label says: 1 published, -1 changed."""
    latest = reader.fetched_at + timedelta(days=2)
    changed: tuple[Written, int] | None = None
    for written in absolute_times(line, reader.local, month_first=reader.month_first):
        if written.moment.when > latest:
            continue
        around = len(line) - (written.end - written.start)
        if around > AROUND and written.start > AROUND:
            # a sentence that names a day
            continue
        before = line[max(0, written.start - LABEL) : written.start]
        if MODIFIED_LABEL.search(before) and not PUBLISHED_LABEL.search(before):
            changed = changed or (written, -1)
            continue
        return written, int(PUBLISHED_LABEL.search(before) is not None)
    return changed


def _score(box: Box, line: str, written: Written, label: int, shared: set[Box]) -> int:
    """Return how likely a time is the publish time, by what stands around it.

    :param shared: the boxes around the headline
    """
    score = 2 if label > 0 else -4 if label < 0 else 0
    if box.hints & DATE or box.tag == "dd" or _hinted_inside(box):
        score += 2
    score += 1 if written.moment.clock else 0
    score += 1 if len(line) < 60 else -1 if len(line) > SHORT // 2 else 0
    if line.endswith(SENTENCE_ENDS) and written.end - written.start + SENTENCE < len(line):
        score -= 3
    if box.linked * 2 > len(box.text) and not (box.hints & DATE and len(box.text) <= ALONE):
        # blogs make of a day the link to the article itself
        score -= 3
    if box.tag == "li":
        score -= 1
    around: Box | None = box
    for _ in range(NOISE_LEVELS):
        if around is None or around in shared:
            break
        if around.hints & NOTICE:
            return score - 6
        if (around.hints & NOISE and not (around is box and around.hints & DATE)) or around.tag in ("aside", "footer"):
            return score - 3
        around = around.parent
    return score


def _hinted_inside(box: Box) -> bool:
    """Tell whether an inline element of a short line is named after a time."""
    for element in box.element.iter("time", "span", "em", "i", "font", "small", "strong"):
        if element.tag == "time" or ((names := names_of(element)) and hints(names) & DATE):
            return True
    return False


def _rule(box: Box) -> str:
    """Return how ``--explain`` names an element on the page."""
    names = (box.element.get("class") or "").split()
    return f"shown:{box.tag}" + (f".{names[0]}" if names else "")


def relative_sighting(document: Document, reader: Reader, places: tuple[int, int]) -> Moment | None:
    """Return a time near the headline that only says how long ago it was, or names no year or two digits of it."""
    title_at, body_at = places
    for box in document.boxes[max(0, title_at) : body_at + 1]:
        if not 2 < len(box.text) <= ALONE:
            continue
        text = fold(box.text)
        hinted = box.hints & DATE or _hinted_inside(box)
        if (match := SHORT_YEAR.search(text)) and (hinted or match.group() == text):
            whole = text[: match.start()] + _with_century(match, reader) + text[match.end() :]
            for written in absolute_times(whole, reader.local, month_first=reader.month_first):
                return replace(written.moment, found_by="relative:shown")
        if hinted and (moment := relative_time(text, reader.local, reader.fetched_at)):
            return replace(moment, found_by="relative:shown")
    return None


def _with_century(match: re.Match[str], reader: Reader) -> str:
    """Write a day of six digits with the whole year, which stands first in eastern languages."""
    first, mark, second, third = match.groups()
    return mark.join((f"20{first}", second, third) if reader.eastern else (first, second, f"20{third}"))
