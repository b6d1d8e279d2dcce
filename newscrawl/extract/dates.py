"""Times: every form that pages and lists write, with the zone they mean.

The publish time is the one shown to readers: where the page's metadata names the same minute it only lends its seconds
and its zone. A time without a zone is read in the site's, else where the page's language is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from newscrawl.extract.document import fold
from newscrawl.extract.findings import Candidate
from newscrawl.extract.names import DATE, hints, names_of
from newscrawl.extract.vocabulary import LANGUAGE_ZONES, MODIFIED_META, PUBLISHED_META, TLD_ZONES, ZONE_NAMES
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from newscrawl.extract.document import Document
    from newscrawl.sites import Site

__all__ = ["Moment", "Zone", "find_modified", "find_published", "parse_moment", "zone_of"]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero gennaio",
            "feb february februar février fevrier févr febrero febbraio",
            "mar march märz maerz mär mrz mars marzo",
            "apr april avril avr abril aprile",
            "may mai mayo maggio",
            "jun june juni juin junio giugno",
            "jul july juli juillet juil julio luglio",
            "aug august août aout agosto",
            "sep sept september septembre septiembre settembre",
            "oct october oktober okt octobre octubre ottobre",
            "nov november novembre noviembre",
            "dec december dezember dez décembre decembre déc diciembre dicembre",
        ),
        1,
    )
    for name in names.split()
}

MAX_TEXT = 500
"""Characters of a text in which a time is looked for; some patterns need the square of that."""

CLOCK_WITHIN = 60
"""Characters before a day in which its clock may stand."""

CLOCK = (
    r"(?P<half>上午|下午|早上|晚上|中午|凌晨|傍晚|午前|午後)?\s*(?P<hour>\d{1,2})\s*(?:[:：h]|时|時|点)\s*(?P<minute>\d{2})"
    r"(?:\s*(?:[:：]|分)\s*(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?:分|秒|Uhr)?\s*(?P<ampm>[ap]\.?\s?m\b\.?)?"
    r"\s*\(?(?P<zone>Z\b|(?:UTC|GMT)\s*[+-]\d{1,2}(?::?\d{2})?|[+-]\d{2}:?\d{2}\b|\b(?:UTC|GMT|BST|[ECMP][SD]?T|CES?T|MES?Z|JST|HKT|SGT|IST)\b)?"
)
GAP = r"(?:T|日|号|號|\s|,|，|\||-|–|—|at|um|à|［|\[|\(|（|星期.|周.|[\u2009\u202f]|updated|published|・)*"

NUMERIC = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:[-/.]|年)\s*(?P<month>\d{{1,2}})\s*(?:[-/.]|月)\s*(?P<day>\d{{1,2}})(?!\d)(?:{GAP}{CLOCK})?",
    re.I,
)
COMPACT = re.compile(
    r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:T?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>Z|[+-]\d{4})?)?(?!\d)"
)
DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./](?P<year>(?:19|20)\d\d)(?!\d)(?:{GAP}{CLOCK})?", re.I
)
NAME = "(?P<name>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
MONTH_FIRST = re.compile(
    rf"\b{NAME}\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b(?:{GAP}{CLOCK})?", re.I
)
DAY_NAME = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er)?\s+(?:de\s+|of\s+)?{NAME}\b\.?,?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d)\b(?:{GAP}{CLOCK})?",
    re.I,
)
YEARLESS = re.compile(rf"(?<!\d)(?P<month>\d{{1,2}})(?:[-/]|月)(?P<day>\d{{1,2}})(?!\d)(?:{GAP}{CLOCK})", re.I)
RELATIVE = re.compile(
    r"(?P<count>\d+)\s*(?P<unit>秒|分钟|分鐘|小时|小時|个小时|天|日|minutes?|mins?|hours?|hrs?|days?|Minuten?|Stunden?|Tagen?)\s*(?:以?前|ago)|vor\s+(?P<count2>\d+)\s+(?P<unit2>Minuten?|Stunden?|Tagen?)",
    re.I,
)
TODAY = re.compile(
    rf"(?P<which>刚刚|剛剛|今天|今日|昨天|昨日|前天|today|yesterday|heute|gestern)(?:{GAP}{CLOCK})?", re.I
)
DAYS_BACK = {"昨天": 1, "昨日": 1, "yesterday": 1, "gestern": 1, "前天": 2}
SECONDS = {
    "秒": 1,
    "分": 60,
    "mi": 60,
    "小": 3600,
    "个": 3600,
    "ho": 3600,
    "hr": 3600,
    "st": 3600,
    "天": 86400,
    "日": 86400,
    "da": 86400,
    "ta": 86400,
}
DAYS_AROUND = timedelta(days=3)
"""How far the day in an address may lie from the publish time: some sites name the day an article was begun."""

NO_DATE_TAGS = frozenset({"script", "style", "a", "option", "body", "html"})
YEAR = re.compile(r"(?:19|20)\d\d")
OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a time without a zone is read."""

    name: str
    """IANA name."""
    confidence: float
    """From 0 to 1."""


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


def zone_of(document: Document, site: Site | None) -> Zone:
    """Return the zone in which the page's times without a zone are meant."""
    if site:
        return Zone(site.timezone, 0.95)
    language = document.language.lower()
    host_label = host_of(document.page.url).rpartition(".")[2]
    for key in (language, language.split("-")[0]):
        if key.startswith("zh") and host_label in ("tw", "hk", "sg"):
            break
        if key in LANGUAGE_ZONES:
            return Zone(LANGUAGE_ZONES[key], 0.8 if key.startswith(("zh", "ja", "ko", "de")) else 0.6)
    if host_label in TLD_ZONES:
        return Zone(TLD_ZONES[host_label], 0.7)
    return Zone("UTC", 0.3)


def parse_moment(text: str, zone: str, fetched_at: datetime, formats: tuple[str, ...] = ()) -> Moment | None:
    """Return the first time written in a text, or ``None``.

    :param zone: IANA name, for times that do not say theirs
    :param fetched_at: relative and year-less times count back from here
    :param formats: ``epoch_s``, ``epoch_ms`` or strptime patterns; empty: every known form

    >>> at = datetime(2026, 7, 20, 12, tzinfo=UTC)
    >>> parse_moment("2022年08月04日14:31 来源", "Asia/Shanghai", at).when.isoformat()
    '2022-08-04T14:31:00+08:00'
    """
    text = fold(text)[:MAX_TEXT]
    local = ZoneInfo(zone)
    for form in formats:
        if moment := _formatted(text, form, local):
            return moment
    if formats or not text:
        return None
    return _absolute(text, local) or _relative(text, local, fetched_at)


def _absolute(text: str, local: tzinfo) -> Moment | None:
    """Read a time that names its year, or seconds since 1970."""
    if re.fullmatch(r"\d{10}(\d{3})?", text):
        return _formatted(text, "epoch_s" if len(text) == 10 else "epoch_ms", local)
    for pattern in (NUMERIC, MONTH_FIRST, DAY_NAME, DAY_FIRST, COMPACT):
        if (match := pattern.search(text)) and (moment := _moment(match.groupdict(), local) or _american(match, local)):
            return moment if moment.clock else _with_clock_before(text, match.start(), moment, local)
    return None


def _formatted(text: str, form: str, local: tzinfo) -> Moment | None:
    try:
        if form in ("epoch_s", "epoch_ms"):
            seconds = float(text) / (1000 if form == "epoch_ms" else 1)
            return Moment(datetime.fromtimestamp(seconds, UTC).astimezone(local), True, True) if seconds > 0 else None
        when = datetime.strptime(text, form)
    except (ValueError, OverflowError, OSError):
        return None
    zoned = when.tzinfo is not None
    return Moment(when if zoned else when.replace(tzinfo=local), "%H" in form or "%I" in form, zoned)


def _moment(parts: dict[str, str | None], local: tzinfo, year: int | None = None) -> Moment | None:
    """Build a moment from a match's named groups."""
    # patterns that ignore case take letters such as "ſ" and "ı" for "s" and "i"
    month = MONTHS.get(name.casefold(), 0) if (name := parts.get("name")) else int(parts["month"] or 0)
    hour = int(parts.get("hour") or 0)
    half, ampm = parts.get("half") or "", (parts.get("ampm") or "").lower()
    if hour < 12 and (
        half in ("下午", "晚上", "傍晚", "午後") or ampm.startswith("p") or (half == "中午" and hour < 3)
    ):
        hour += 12
    elif hour == 12 and (ampm.startswith("a") or half == "凌晨"):
        hour = 0
    written = parts.get("zone")
    clock = parts.get("hour") is not None
    try:
        zone = _written_zone(written) if written else local
        when = datetime(
            int(parts.get("year") or year or 0),
            month,
            int(parts["day"] or 0),
            hour,
            int(parts.get("minute") or 0),
            int(parts.get("second") or 0),
            tzinfo=zone,
        )
    except (ValueError, OverflowError):
        return None
    return Moment(when, clock, bool(written))


def _american(match: re.Match[str], local: tzinfo) -> Moment | None:
    """Read ``9/17/2004``, which is no date the other way round."""
    parts = match.groupdict()
    return _moment({**parts, "day": parts["month"], "month": parts["day"]}, local) if match.re is DAY_FIRST else None


def _written_zone(text: str) -> tzinfo:
    """Return the zone a text names, such as ``+08:00``, ``GMT+8``, ``EDT``.

    :raises ValueError: there is no such zone
    """
    if match := OFFSET.search(text):
        offset = timedelta(hours=int(match.group(2)), minutes=int(match.group(3) or 0))
        return timezone(-offset if match.group(1) == "-" else offset)
    if text.casefold() not in ZONE_NAMES:
        raise ValueError(text)
    return ZoneInfo(ZONE_NAMES[text.casefold()])


def _with_clock_before(text: str, start: int, day: Moment, local: tzinfo) -> Moment:
    """Join a day with a clock that stands right before it (``09:15 20 July 2026``)."""
    match = re.search(CLOCK + r"[\s,|on·-]*$", text[max(0, start - CLOCK_WITHIN) : start], re.I)
    if not match:
        return day
    date = {"year": str(day.when.year), "month": str(day.when.month), "day": str(day.when.day)}
    return _moment({**match.groupdict(), **date}, local) or day


def _relative(text: str, local: tzinfo, fetched_at: datetime) -> Moment | None:
    """Read ``3分钟前``, ``昨天 09:15`` and year-less ``07-20 09:15`` as seen at the time of fetching."""
    now = fetched_at.astimezone(local)
    if match := RELATIVE.search(text):
        unit = (match["unit"] or match["unit2"]).lower()
        step = next((seconds for key, seconds in SECONDS.items() if unit.startswith(key)), 0)
        try:
            when = now - timedelta(seconds=step * int(match["count"] or match["count2"]))
        except (OverflowError, ValueError):
            # further back than there are dates, or a number too long to read
            return None
        return Moment(when, step < 86400, True) if step else None
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


def find_published(
    document: Document, zone: Zone, shown: Iterable[tuple[str, str, tuple[str, ...]]]
) -> list[Candidate]:
    """Return what may be the publish time, best first: :class:`Moment` objects.

    :param shown: texts that a site file points at, each with its rule's name and formats
    """
    found = _published(document, zone, shown)
    if found is None:
        return []
    sure = 0.98 if found.found_by.startswith("site:") else 0.8 if found.clock else 0.6
    return [Candidate(found, found.found_by, sure)]


def _published(document: Document, zone: Zone, shown: Iterable[tuple[str, str, tuple[str, ...]]]) -> Moment | None:
    fetched_at, tz = document.page.fetched_at, zone.name
    witnesses = list(_metadata(document, tz))
    for text, rule, formats in shown:
        if moment := parse_moment(text, tz, fetched_at, formats):
            return _settled(replace(moment, found_by=rule), witnesses)
    in_url = _from_url(document, tz)
    visible = _agreeing(_visible(document, tz), in_url)
    witnesses = [witness for witness in witnesses if witness.found_by != "html:time" or _agreeing(witness, in_url)]
    if document.language.startswith(("zh", "ja", "ko")) and visible and visible.clock:
        return _settled(visible, witnesses)
    timed = [witness for witness in witnesses if witness.clock]
    if timed:
        return timed[0]
    if witnesses and visible and visible.clock and visible.when.date() == witnesses[0].when.date():
        return visible
    return next(iter(witnesses), None) or visible or in_url


def _agreeing(found: Moment | None, in_url: Moment | None) -> Moment | None:
    """Return a time that was only seen on the page, unless the address names another day.

    A year-less time gets the address's year.
    """
    if found is None or in_url is None:
        return found
    local = found.when.astimezone(in_url.when.tzinfo)
    if (local.month, local.day) == (in_url.when.month, in_url.when.day):
        return replace(found, when=local.replace(year=in_url.when.year))
    return found if abs(local - in_url.when) < DAYS_AROUND else None


def find_modified(document: Document, zone: Zone) -> list[Candidate]:
    """Return the time of the last change that the page's metadata names."""
    texts = [document.article_ld.get("dateModified"), *(document.meta.get(name) for name in MODIFIED_META)]
    moments = (parse_moment(text, zone.name, document.page.fetched_at) for text in texts if isinstance(text, str))
    return [Candidate(moment.when, "metadata", 0.8) for moment in moments if moment and moment.clock][:1]


def _metadata(document: Document, tz: str) -> Iterator[Moment]:
    """Yield what the page's metadata says of the publish time, best witness first."""
    link = document.page.link
    texts = [("json-ld:datePublished", document.article_ld.get("datePublished"))]
    texts += [(f"meta:{name}", document.meta.get(name)) for name in PUBLISHED_META]
    nodes = document.root.xpath("//*[@itemprop='datePublished'][@datetime or @content] | //time[@pubdate][@datetime]")
    texts += [("itemprop:datePublished", node.get("datetime") or node.get("content")) for node in nodes[:2]]
    for rule, text in texts:
        if isinstance(text, str) and (moment := parse_moment(text, tz, document.page.fetched_at)):
            yield replace(moment, found_by=rule)
    for node in document.root.xpath("//time[@datetime]")[:3]:
        if moment := parse_moment(node.get("datetime"), tz, document.page.fetched_at):
            yield replace(moment, found_by="html:time")
    if link and link.published:
        yield Moment(link.published, True, True, "list")


def _settled(shown: Moment, witnesses: list[Moment]) -> Moment:
    """Lend the shown time the seconds of metadata that names the same minute, or the clock of the same day."""
    for witness in witnesses:
        near = abs(witness.when - shown.when)
        if shown.clock and witness.clock and near < timedelta(minutes=1) and witness.when.second:
            return Moment(witness.when.astimezone(shown.when.tzinfo), True, True, shown.found_by)
        if not shown.clock and witness.clock and witness.when.astimezone(shown.when.tzinfo).date() == shown.when.date():
            return witness
    return shown


def _visible(document: Document, tz: str) -> Moment | None:
    """Return the first time in a short line about the article: a date's or source's element."""
    day: Moment | None = None
    late: Moment | None = None
    fetched_at, local = document.page.fetched_at, ZoneInfo(tz)
    body = document.root.find("body")
    if body is None:
        return None
    seen_title = not any(True for _ in body.iter("h1"))
    for element in body.iter():
        tag = element.tag
        if not isinstance(tag, str) or tag in NO_DATE_TAGS:
            continue
        if tag == "h1":
            seen_title = True
        hinted = tag == "time" or bool(hints(names_of(element)) & DATE)
        own = element.text or ""
        tails = [child.tail for child in element if child.tail]
        if not hinted and not any(YEAR.search(part) for part in (own, *tails)):
            continue
        text = fold(" ".join(element.itertext()) if hinted else " ".join((own, *tails)))
        if not 6 <= len(text) <= 120:
            continue
        moment = _absolute(text, local)
        if moment is None:
            # "3 minutes ago" stands at teasers as well: only when the page shows no other time
            late = late or (_relative(text, local, fetched_at) if hinted and seen_title else None)
            continue
        if moment.when > fetched_at + timedelta(days=2):
            continue
        moment = replace(moment, found_by=_shown(element))
        if moment.clock and (seen_title or hinted):
            return moment
        day = day or moment
    return day or (replace(late, found_by="shown:relative") if late else None)


def _shown(element: etree._Element) -> str:
    """Return how ``--explain`` names an element on the page."""
    names = (element.get("class") or "").split()
    return f"shown:{element.tag}" + (f".{names[0]}" if names else "")


def _from_url(document: Document, tz: str) -> Moment | None:
    """Return the day in the address (``/2026/07/20/``, ``/2026-07-20/``, ``/20260720/``)."""
    match = re.search(r"/((?:19|20)\d\d)[-/_]?([01]\d)[-/_]?([0-3]\d)(?=\D)", document.page.url)
    moment = parse_moment("-".join(match.groups()), tz, document.page.fetched_at) if match else None
    return Moment(moment.when, False, False, "url") if moment else None
