"""Reading a time from a text: every form that pages and lists write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.extract.document import fold
from newscrawl.extract.timewords import (
    AFTERNOON,
    AGO_AFTER,
    AGO_BEFORE,
    DAYS_BACK,
    MONTHS,
    SECONDS,
    WEEKDAYS,
)
from newscrawl.extract.zonewords import ZONE_NAMES
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Moment", "Written", "absolute_times", "parse_moment", "relative_time"]

MAX_TEXT = 500
"""Characters of a text in which a time is looked for; some patterns need the square of that."""

CLOCK_WITHIN = 60
"""Characters before a day in which its clock may stand."""

# texts are folded: never more than one space
CLOCK = (
    r"(?P<half>[上下中]午|早上|清晨|晚[上間]|凌晨|傍晚|夜[间間]|午[前後]|오[전후])?\s?"
    r"(?P<hour>\d{1,2})\s?(?:[:：h]|时|時|点|시|\.(?=\d\d\s?(?:uhr|uur|wib|[ap]\.?m|bst|gmt|ist)\b)"
    r"|(?:(?<=kl\s\d\d)|(?<=kl\.\s\d\d)|(?<=klo\s\d)|(?<=klo\s\d\d)|(?<=ore\s\d\d))\.(?=\d\d\b)"
    r"|(?:(?<=\d\d\d\d\s\d\d)|(?<=\d\d\d\d,\s\d\d)|(?<=\d\d\d\d\s\d)|(?<=\d\d-\d\d\s\d\d))\.(?=[0-5]\d(?!\.?\d|\s?[%€$£])))"
    r"\s?(?P<minute>\d{2})"
    r"(?:\s?(?:[:：]|分)\s?(?P<second>\d{2})(?:[.,]\d+)?)?\s?(?:分|秒|분|Uhr)?\s?"
    r"(?P<ampm>[ap]\.?\s?m\b\.?|(?<=\d)[ap]\b|[صم](?!\w)|مساء|صباح)?"
    r"\s?\(?(?P<zone>Z\b|(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}\b|(?<=\d)[+-]\d{2,3}(?!\S)"
    r"|(?:Africa|America|Asia|Atlantic|Australia|Europe|Pacific)/\w+"
    r"|\b(?:UTC|GMT|BST|[CMP][SD]?T|EDT|CES?T|MES?Z|[JK]ST|HKT|SGT|A[EC][SD]T|AWST|NZ[SD]T|AK[SD]T|HST|SAST|PKT|WITA?|WIB"
    r"|MSK|МСК|(?:eastern|central|mountain|pacific)(?=\s(?:(?:standard|daylight)\s)?time\b)|(?-i:ES?T|IST|EES?T|WAT|EAT))\b)?"
)
GAP = (
    r"(?:[T日号號일\s.,，،|/@:\-–—［\[(（)）・·•]|星期.|周.|曜日?|[月火水木金土](?:曜日?)?(?!\w)|[월화수목금토](?:요일)?(?!\w)|요일"
    rf"|\b(?:{WEEKDAYS})[^\W\d_]{{0,9}}\b"
    r"|\b(?:at|um|à|às|as|a las|alle|ore|kl|klo|godz|o|om|ob|om|в|u|saat|updated|published|года?|г|الساعة)\b){0,20}+"
)
"""What stands between a day and its clock; it never gives back what it took, a line of spaces would take for ever."""
DAY = r"(?P<day>\d{1,2}?)(?=\D|$|\d\d:\d\d)"
"""A clock may follow without a space, where the markup cuts the two."""
WORD = r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0963]){2,13}"
"""A word; Indian vowels are signs."""
YEAR = r"(?P<year>(?:19|20)\d\d)"

NUMERIC = lazy_pattern(
    rf"(?<!\d){YEAR}\s*(?:[-/.]|年|년)\s*(?P<month>\d{{1,2}})\s*(?:[-/.]|月|월)\s*{DAY}(?:{GAP}{CLOCK})?",
    re.I,
)
COMPACT = lazy_pattern(
    r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:T?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>Z|[+-]\d{4})?)?(?!\d)"
)
DAY_FIRST = lazy_pattern(
    rf"(?<![\d./])(?<!\d-)(?P<day>\d{{1,2}})\s?([./-])\s?(?P<month>\d{{1,2}})\s?\2\s?{YEAR}(?!\d)"
    rf"(?:{GAP}{CLOCK})?",
    re.I,
)
# names of months are looked up, not spelled out here: three dozen languages of them would make a slow pattern
MONTH_FIRST = lazy_pattern(
    rf"(?<![^\W_])(?P<name>{WORD})\.?[\s-]{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º)?(?:,|\s+de|\s+del)?[\s-]{{1,3}}{YEAR}(?!\d)"
    rf"(?:{GAP}{CLOCK})?",
    re.I,
)
DAY_NAME = lazy_pattern(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|[.ºª])?[\s/-]{{0,3}}(?:de\s|of\s|d['’])?\s?(?P<name>{WORD})(?:\s?/\s?{WORD})?"
    rf"[.,]?[\s/-]{{1,3}}(?:del?\s+)?{YEAR}(?!\d)(?:{GAP}{CLOCK})?",
    re.I,
)
YEAR_NAME = lazy_pattern(
    rf"(?<!\d){YEAR}[.,]?\s(?:m\.\s)?(?P<name>{WORD})\.?,?\s(?P<day>\d{{1,2}})(?!\d)(?:\sd\.)?(?:{GAP}{CLOCK})?",
    re.I,
)
CLOCK_LAST = lazy_pattern(CLOCK + rf"(?:[)\s,|·•-]|\bon\b|\b(?:{WEEKDAYS})[^\W\d_]{{0,9}}\b){{0,8}}$", re.I)
CLOCK_INSIDE = lazy_pattern(
    r"\b(?P<name>[a-z]{3})\s(?P<day>\d{1,2})\s(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    rf"(?:\s(?P<zone>[+-]\d{{4}}|[a-z]{{3,4}}))?\s{YEAR}(?!\d)",
    re.I,
)
"""``Mon Jul 20 09:15:00 CST 2026``"""
SPELLED_OUT = lazy_pattern(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s(?:tháng)\s(?P<month>\d{{1,2}})(?:,|\snăm)\s{YEAR}(?!\d)(?:{GAP}{CLOCK})?", re.I
)
"""``3 tháng 7 năm 2026``"""
NUMBERED, NAMED = (NUMERIC, DAY_FIRST, COMPACT, SPELLED_OUT), (MONTH_FIRST, DAY_NAME, YEAR_NAME, CLOCK_INSIDE)

YEARLESS = lazy_pattern(rf"(?<![\d./-])(?P<month>\d{{1,2}})(?:[-/]|月){DAY}(?:{GAP}{CLOCK})", re.I)
RELATIVE = lazy_pattern(
    rf"(?:(?<!\d)(?P<count>\d{{1,4}}|\ban?|\bone)\s*(?P<unit>[^\W\d_]{{1,9}}?)\s*(?:{AGO_AFTER})(?![a-zа-я])"
    rf"|\b(?:{AGO_BEFORE})\s+(?P<count2>\d{{1,4}}|une?|una?|uma?|eine[rmn]?)\s+(?P<unit2>[^\W\d_]{{1,9}}))",
    re.I,
)
TODAY = lazy_pattern(rf"(?<![^\W_])(?P<which>{'|'.join(DAYS_BACK)})(?![a-zа-яüß])(?:{GAP}{CLOCK})?", re.I)
ISO = lazy_pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)", re.A)
"""What most metadata writes; read without the patterns."""
OFFSET = lazy_pattern(r"([+-])(\d{1,2}):?(\d{2})?$")
SECONDS_SINCE = lazy_pattern(r"\d{10}(\d{3})?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it was written."""

    when: datetime
    """Timezone-aware."""
    clock: bool
    """Whether a time of day was written, not only a day."""
    zoned: bool
    """Whether the zone was written, not assumed."""
    found_by: str = ""
    """The rule that found it."""


class Written(NamedTuple):
    """A time and where in a text it stands."""

    moment: Moment
    start: int
    end: int


def parse_moment(
    text: str, zone: str, fetched_at: datetime, formats: tuple[str, ...] = (), *, month_first: bool = False
) -> Moment | None:
    """Return the first time written in a text, or ``None``.

    :param zone: IANA name, for times that do not say theirs
    :param fetched_at: relative and year-less times count back from here
    :param formats: ``epoch_s``, ``epoch_ms``, ``iso``, ``relative`` or strptime patterns; empty: every known form
    :param month_first: whether ``7/8/2026`` is the eighth of July

    >>> at = datetime(2026, 7, 20, 12, tzinfo=UTC)
    >>> parse_moment("2022年08月04日14:31 来源", "Asia/Shanghai", at).when.isoformat()
    '2022-08-04T14:31:00+08:00'
    """
    text = fold(text[: 4 * MAX_TEXT])[:MAX_TEXT]
    local = _zone(zone)
    for form in formats:
        if moment := _formatted(text, form, local, fetched_at):
            return moment
    if formats or not text:
        return None
    if ISO.fullmatch(text):
        try:
            return Moment(datetime.fromisoformat(text).replace(microsecond=0), True, True)
        except ValueError:
            return None
    if SECONDS_SINCE.fullmatch(text):
        return _formatted(text, "epoch_s" if len(text) == 10 else "epoch_ms", local, fetched_at)
    for written in absolute_times(text, local, month_first=month_first):
        return written.moment
    return relative_time(text, local, fetched_at)


def absolute_times(text: str, local: tzinfo, *, month_first: bool = False) -> Iterator[Written]:
    """Yield the times in a folded text that name their year, in the text's order.

    :param local: the zone of those that do not say theirs
    """
    found = [match for pattern in NUMBERED for match in pattern.finditer(text)]
    if not found:
        found = [match for pattern in NAMED for match in pattern.finditer(text) if _month(match["name"])]
    for match in sorted(found, key=_start):
        parts, day_first = match.groupdict(), match.re.pattern == DAY_FIRST.pattern
        if day_first and month_first and match[2] != ".":
            moment = _moment(_swapped(parts), local) or _moment(parts, local)
        else:
            moment = _moment(parts, local) or (_moment(_swapped(parts), local) if day_first else None)
        if moment:
            yield Written(
                moment if moment.clock else _with_clock_before(text, match.start(), moment, local), *match.span()
            )


def _start(match: re.Match[str]) -> int:
    return match.start()


def _swapped(parts: dict[str, str | None]) -> dict[str, str | None]:
    """Read the day for the month, as in ``9/17/2004``."""
    return {**parts, "day": parts["month"], "month": parts["day"]}


def _month(name: str) -> int:
    """Return a month's number, 0 for other words."""
    # lower() leaves a dot above the letter behind
    name = name.lower().replace("i\u0307", "i")
    # Hebrew has "in" before the name, in one word
    return MONTHS.get(name) or MONTHS.get(name.removeprefix("ב"), 0)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _formatted(text: str, form: str, local: tzinfo, fetched_at: datetime) -> Moment | None:
    if form == "relative":
        return relative_time(text, local, fetched_at)
    try:
        if form == "iso":
            when = datetime.fromisoformat(text)
            zoned = when.tzinfo is not None
            return Moment(when if zoned else when.replace(tzinfo=local), len(text) > 10, zoned)
        if form in ("epoch_s", "epoch_ms"):
            seconds = float(text) / (1000 if form == "epoch_ms" else 1)
            return Moment(datetime.fromtimestamp(seconds, UTC).astimezone(local), True, True) if seconds > 0 else None
        if "%y" not in form.lower():
            return _without_year(text, form, local, fetched_at)
        when = datetime.strptime(text, form)
    except (ValueError, OverflowError, OSError):
        return None
    zoned = when.tzinfo is not None
    return Moment(when if zoned else when.replace(tzinfo=local), "%H" in form or "%I" in form, zoned)


def _without_year(text: str, form: str, local: tzinfo, fetched_at: datetime) -> Moment:
    """Read a time that does not name its year, or not even its day: the last one that is not in the future.

    :raises ValueError: the text is not of that form
    """
    now = fetched_at.astimezone(local)
    if "%d" not in form:
        clock = datetime.strptime(text, form)
        today = now.replace(hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=0)
        return Moment(today if today <= now + timedelta(hours=1) else today - timedelta(days=1), True, False)
    for year in (now.year, now.year - 1):
        when = datetime.strptime(f"{year} {text}", f"%Y {form}").replace(tzinfo=local)
        if when <= now + timedelta(days=1):
            break
    return Moment(when, "%H" in form or "%I" in form, False)


def _moment(parts: dict[str, str | None], local: tzinfo, year: int | None = None) -> Moment | None:
    """Build a moment from a match's named groups."""
    month = _month(name) if (name := parts.get("name")) else int(parts["month"] or 0)
    hour = int(parts.get("hour") or 0)
    half, ampm = parts.get("half") or "", (parts.get("ampm") or "").lower()
    if hour < 12 and (half in AFTERNOON or ampm.startswith(("p", "م")) or (half == "中午" and hour < 3)):
        hour += 12
    elif hour == 12 and (ampm.startswith(("a", "ص")) or half in ("凌晨", "오전", "午前")):
        hour = 0
    written = parts.get("zone")
    clock = parts.get("hour") is not None
    try:
        when = datetime(
            int(parts.get("year") or year or 0),
            month,
            int(parts["day"] or 0),
            hour,
            int(parts.get("minute") or 0),
            int(parts.get("second") or 0),
            tzinfo=_written_zone(written, local) if written else local,
        )
    except (ValueError, OverflowError):
        return None
    return Moment(when, clock, bool(written))


def _written_zone(text: str, local: tzinfo) -> tzinfo:
    """Return the zone a text names, such as ``+08:00``, ``GMT+8``, ``EDT``.

    :raises ValueError: there is no such zone
    """
    if match := OFFSET.search(text):
        offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
        return timezone(-offset if match.group(1) == "-" else offset)
    if "/" in text:
        try:
            return _zone(text)
        except ZoneInfoNotFoundError:
            return local
    name = text.casefold()
    if name == "cst" and str(local).startswith("Asia/"):
        return local  # China Standard Time
    if name not in ZONE_NAMES:
        raise ValueError(text)
    return _zone(ZONE_NAMES[name])


def _with_clock_before(text: str, start: int, day: Moment, local: tzinfo) -> Moment:
    """Join a day with a clock that stands right before it (``09:15 20 July 2026``)."""
    before = text[max(0, start - CLOCK_WITHIN) : start]
    match = CLOCK_LAST.search(before) if ":" in before or "h" in before else None
    if not match:
        return day
    date = {"year": str(day.when.year), "month": str(day.when.month), "day": str(day.when.day)}
    return _moment({**match.groupdict(), **date}, local) or day


def relative_time(text: str, local: tzinfo, fetched_at: datetime) -> Moment | None:
    """Read ``3分钟前``, ``昨天 09:15`` and year-less ``07-20 09:15`` as seen at the time of fetching."""
    now = fetched_at.astimezone(local)
    if match := RELATIVE.search(text):
        step = SECONDS.get((match["unit"] or match["unit2"]).lower(), 0)
        count = match["count"] or match["count2"]
        try:
            when = now - timedelta(seconds=step * (int(count) if count.isdecimal() else 1))
        except (OverflowError, ValueError):
            return None  # further back than there are dates
        return Moment(when, step < 86_400, True) if step else None
    if match := TODAY.search(text):
        which = match["which"].lower()
        if which in ("刚刚", "剛剛"):
            return Moment(now, True, True)
        day = now - timedelta(days=DAYS_BACK.get(which, 0))
        return _moment(
            {**match.groupdict(), "year": str(day.year), "month": str(day.month), "day": str(day.day)}, local
        )
    if (match := YEARLESS.search(text)) and (moment := _moment(match.groupdict(), local, now.year)):
        if moment.when > now + timedelta(days=1):
            return _moment(match.groupdict(), local, now.year - 1)
        return moment
    return None
