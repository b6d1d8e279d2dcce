"""Which of the times on a page is the publish time.

In Chinese, Japanese and Korean it is the one shown to readers: where the page's metadata names the same minute it only
lends its seconds and its zone. Elsewhere metadata that names a clock settles the question. A time without a zone is
read in the site's, else where the page's country or language is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from newscrawl.extract.doubts import before_changes, in_order_of, is_doubtful, true_zone_first, zone_as_shown
from newscrawl.extract.findings import Candidate
from newscrawl.extract.hiddentimes import from_url, in_scripts, last_resorts, same_minute
from newscrawl.extract.markedtimes import changes, declared_times, is_loose, time_elements
from newscrawl.extract.moments import Moment, parse_moment
from newscrawl.extract.sightings import Reader, places_of, relative_sighting, sightings
from newscrawl.extract.timewords import DAY_FIRST_ENGLISH
from newscrawl.extract.zonewords import COUNTRY_ZONES, LANGUAGE_ZONES
from newscrawl.patterns import lazy_pattern
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.extract.document import Document
    from newscrawl.sites import Site

__all__ = ["Moment", "Zone", "find_modified", "find_published", "parse_moment", "zone_of"]

EASTERN = ("zh", "ja", "ko")
"""Languages whose pages show their publish time, mostly a better one than their metadata."""

STRONG = 3
"""Score from which on a time seen on the page needs no other witness."""

LABELLED = 6
"""Score of a time by the headline that its place or its label names as the publish time."""

SURE = {
    "site": 0.98,
    "json-ld": 0.85,
    "meta": 0.85,
    "itemprop": 0.8,
    "shown": 0.75,
    "html": 0.7,
    "list": 0.7,
    "script": 0.6,
    "url": 0.6,
    "relative": 0.6,
    "maybe": 0.4,
    "modified": 0.4,
    "image": 0.3,
    "comment": 0.2,
}
"""Witness, as its rule begins -> how sure it is alone."""

AGREED = 0.05
"""How much surer each other witness makes that names the same day."""

GAP_CONFIDENCE = 0.4
"""How sure a time is at most whose list entry lies whole hours away: one of the two is read in a wrong zone."""

HOURS_APART = range(1, 15)
"""Gaps in hours that a wrong zone makes."""

DAYS_AROUND = timedelta(days=3)
"""How far the day in an address may lie from the publish time: some sites name the day an article was begun."""

LANGUAGE_BOXES, LANGUAGE_LETTERS = 80, 20
"""Boxes whose text tells the language, and the Chinese characters in them that do."""

MAX_CANDIDATES = 12
"""Candidates that are remembered."""

VAIN = frozenset("co is am md".split())
"""Ends of hosts that are chosen for how they look."""

HAN, KANA = lazy_pattern(r"[\u4e00-\u9fff]"), lazy_pattern(r"[\u3040-\u30ff]")
URL_MONTH = lazy_pattern(r"/((?:19|20)\d\d)[/-]?([01]\d)/")


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a time without a zone is read."""

    name: str
    """IANA name."""
    confidence: float
    """From 0 to 1."""


def zone_of(document: Document, site: Site | None) -> Zone:
    """Return the zone in which the page's times without a zone are meant."""
    if site:
        return Zone(site.timezone, 0.95)
    language = _language(document)
    country = host_of(document.page.url).rpartition(".")[2] if document.page.url else ""
    if language.startswith("zh"):
        return Zone(COUNTRY_ZONES[country] if country in ("tw", "hk", "mo", "sg") else _by_language(language), 0.8)
    if country in COUNTRY_ZONES and not (country in VAIN and language.startswith("en")):
        return Zone(COUNTRY_ZONES[country], 0.7)
    spoken, _, region = language.rpartition("-")
    # "ar-AR" is no Arabic of Argentina
    if region in COUNTRY_ZONES and spoken not in ("", region):
        return Zone(COUNTRY_ZONES[region], 0.7)
    if name := _by_language(language):
        return Zone(name, 0.8 if language.startswith(("ja", "ko", "de")) else 0.6)
    return Zone("UTC", 0.3)


def _by_language(language: str) -> str:
    return LANGUAGE_ZONES.get(language) or LANGUAGE_ZONES.get(language.split("-")[0], "")


def _language(document: Document) -> str:
    """Return the page's language in lower case, told from its text where nothing declares it."""
    if document.language:
        return document.language.lower()
    text = "".join(box.text for box in document.boxes[:LANGUAGE_BOXES])
    if len(HAN.findall(text)) < LANGUAGE_LETTERS:
        return ""
    return "ja" if KANA.search(text) else "zh-cn"


def _reader(document: Document, zone: Zone) -> Reader:
    language = _language(document)
    country = language.partition("-")[2] or host_of(document.page.url).rpartition(".")[2]
    return Reader(
        zone=zone.name,
        local=ZoneInfo(zone.name),
        fetched_at=document.page.fetched_at,
        eastern=language.startswith(EASTERN),
        month_first=language.startswith("en") and country not in DAY_FIRST_ENGLISH and country != "gb",
    )


def find_published(
    document: Document, zone: Zone, shown: Iterable[tuple[str, str, tuple[str, ...], str]], notes: list[str]
) -> list[Candidate]:
    """Return what may be the publish time, best first: :class:`Moment` objects.

    :param shown: texts that a site file points at, each with its rule's name, formats and zone
    :param notes: gets a line where the time contradicts the list entry's
    """
    reader = _reader(document, zone)
    declared = list(declared_times(document, reader))
    link = document.page.link
    listed = [Moment(link.published, True, True, "list")] if link and link.published else []
    by_site = None
    for text, rule, formats, own_zone in shown:
        moment = parse_moment(text, own_zone or zone.name, reader.fetched_at, formats)
        # archives go further back than what pages declare is believed; nobody publishes in years to come
        if moment and moment.when.year <= reader.fetched_at.year + 1:
            by_site = _settled(replace(moment, found_by=rule), [*declared, *listed])
            break
    ranked = [by_site, *declared, *listed] if by_site else _ranked(document, reader, declared, listed)
    found = list({(moment.when, moment.found_by): moment for moment in ranked}.values())[:MAX_CANDIDATES]
    candidates = [Candidate(moment, moment.found_by, _sure(moment, found)) for moment in found]
    if gap := _gap(document, candidates):
        notes.append(gap)
        candidates[0] = candidates[0]._replace(confidence=min(candidates[0].confidence, GAP_CONFIDENCE))
    return candidates


def _sure(moment: Moment, found: list[Moment]) -> float:
    """Return how sure a time is: as its witness, and more where others name the same day."""
    alone = SURE[moment.found_by.partition(":")[0]]
    days = {other.found_by for other in found if other.when.date() == moment.when.date()}
    return min(max(alone, 0.95), alone + AGREED * (len(days) - 1))


def _gap(document: Document, candidates: list[Candidate]) -> str:
    """Return a note where the list entry lies whole hours away, else nothing."""
    link = document.page.link
    if not (link and link.published and candidates and candidates[0].value.clock):
        return ""
    minutes = abs((candidates[0].value.when - link.published).total_seconds()) / 60
    hours = round(minutes / 60)
    if hours not in HOURS_APART or abs(minutes - hours * 60) >= 1:
        return ""
    return f"published lies {hours} h from the list entry's {link.published.isoformat()}: one zone is wrong"


def find_modified(document: Document, zone: Zone) -> list[Candidate]:
    """Return the time of the last change that the page's metadata names."""
    return [
        Candidate(moment.when, "metadata", 0.8)
        for moment in changes(document, zone.name, document.page.fetched_at)
        if moment.clock
    ][:1]


def _ranked(document: Document, reader: Reader, declared: list[Moment], listed: list[Moment]) -> list[Moment]:
    """Return the times found, best first.

    :param declared: what the metadata says, best first
    :param listed: what the list entry says
    """
    in_url = from_url(document, reader)
    declared = [in_order_of(moment, in_url) for moment in declared]
    timed = true_zone_first([moment for moment in declared if moment.clock], reader.local)
    loose = bool(declared) and not reader.eastern and all(is_loose(moment) for moment in declared)
    if loose:
        # the one time that the page marks up is the article's
        alone = list(time_elements(document, reader))
        if len(alone) == 1 and alone[0].clock and _near(alone[0], in_url):
            return [*alone, *timed, *declared, *in_url, *listed]
    if timed and not reader.eastern and not loose:
        return [*_checked(document, reader, timed, in_url), *declared, *in_url, *listed]
    if not timed:
        declared = [*declared, *(found for found in time_elements(document, reader) if _near(found, in_url))]
        timed = [moment for moment in declared if moment.clock] or listed
        if timed and not reader.eastern:
            return [*timed, *declared, *in_url, *listed]
    known = [*declared, *in_url, *listed]
    days = {moment.when.date() for moment in known}
    month = "-".join(match.groups()) if (match := URL_MONTH.search(document.page.url)) else ""
    places = places_of(document, reader)
    seen = [
        sighting._replace(moment=near)
        for sighting in sightings(document, reader, places, days, month)
        if (near := _near(sighting.moment, in_url))
    ]
    strong = [moment for score, moment, _ in seen if score >= STRONG]
    weak = [replace(moment, found_by=f"maybe:{moment.found_by}") for score, moment, _ in seen if score < STRONG]
    if loose and not (strong and seen[0].score >= LABELLED and seen[0].label >= 0):
        return [*timed, *known]
    if strong and (strong[0].clock or loose):
        return [_settled(strong[0], [*declared, *listed]), *known, *strong[1:], *weak]
    if declared or listed:
        return [*timed, *known, *strong, *weak]
    if strong:
        if not strong[0].clock:
            strong[0] = _settled(strong[0], list(in_scripts(document, reader)))
        # of two days the address names the surer one, if no label says otherwise
        agreed = not in_url or strong[0].when.date() == in_url[0].when.date() or seen[0].label > 0
        return [*strong, *in_url, *weak] if agreed else [*in_url, *strong, *weak]
    changed = list(islice(changes(document, reader.zone, reader.fetched_at), 1))
    relative = _relative(document, reader, places, [*in_url, *changed])
    hidden = list(in_scripts(document, reader))
    return [*hidden, *relative, *in_url, *weak, *changed, *last_resorts(document, reader)]


def _checked(document: Document, reader: Reader, timed: list[Moment], in_url: list[Moment]) -> list[Moment]:
    """Return the metadata's times, first what the page shows where that tells more of the same moment.

    :param timed: not empty
    """
    changed = changes(document, reader.zone, reader.fetched_at)
    timed = before_changes(timed, changed)
    if not is_doubtful(timed):
        return timed
    places = places_of(document, reader)
    days = {moment.when.date() for moment in (*timed, *in_url)}
    seen = sightings(document, reader, places, days, "")
    return zone_as_shown(timed, [moment for score, moment, _ in seen if score >= STRONG])


def _relative(document: Document, reader: Reader, places: tuple[int, int], others: list[Moment]) -> list[Moment]:
    """Return the time that only says how long ago it was, or names no year.

    :param others: these lend it their year, and their seconds
    """
    found = relative_sighting(document, reader, places)
    if found and not others:
        others = list(same_minute(document, reader, found))
    for other in others if found else ():
        if found and (found.when.month, found.when.day) == (other.when.month, other.when.day):
            found = _settled(replace(found, when=found.when.replace(year=other.when.year)), [other])
    return [found] if found and _near(found, others[:1] if others and others[0].found_by == "url" else []) else []


def _near(found: Moment, in_url: list[Moment]) -> Moment | None:
    """Return a time that was only seen on the page, unless the address names another day.

    A year-less time gets the address's year.
    """
    for named in in_url:
        local = found.when.astimezone(named.when.tzinfo)
        if (local.month, local.day) == (named.when.month, named.when.day):
            return replace(found, when=local.replace(year=named.when.year))
        return found if abs(local - named.when) < DAYS_AROUND else None
    return found


def _settled(shown: Moment, witnesses: list[Moment]) -> Moment:
    """Lend the shown time the seconds of metadata that names the same minute, or the clock of the same day."""
    for witness in witnesses:
        near = abs(witness.when - shown.when)
        if shown.clock and witness.clock and near < timedelta(minutes=1) and witness.when.second:
            return Moment(witness.when.astimezone(shown.when.tzinfo), True, True, shown.found_by)
        days = (witness.when.astimezone(shown.when.tzinfo).date(), witness.when.date())
        if not shown.clock and witness.clock and shown.when.date() in days:
            return witness
    return shown
