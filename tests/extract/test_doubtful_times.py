"""Times that need a second look: clocks beside their day in odd ways, zones that lie, changes given out as new."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from newscrawl.extract import read_page
from newscrawl.extract.dates import parse_moment
from newscrawl.items import Page

FETCHED = datetime(2026, 7, 20, 4, 30, tzinfo=UTC)
TEXT = "<p>" + "The plant opens next month and will raise its yearly output by a fifth, the company said. " * 4 + "</p>"
URL = "https://news.example/plant.html"


def published(body: str, head: str = "", url: str = URL, lang: str = "en") -> str:
    markup = (
        f"<html lang='{lang}'><head><title>New plant opens next month</title>{head}</head>"
        f"<body><h1>New plant opens next month</h1>{body}</body></html>"
    )
    found = read_page(Page(url=url, html=markup, fetched_at=FETCHED)).fields.get("published")
    return found.isoformat() if found else ""


def data(**fields: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Updated 1:32 PM EST, Tue February 3, 2026", "2026-02-03T13:32:00-05:00"),
        ("10:01 pm PST, Tuesday, February 3, 2026", "2026-02-03T22:01:00-08:00"),
        ("9:15 Uhr, Freitag, 3. Juli 2026", "2026-07-03T09:15:00+08:00"),
        ("Friday July 3, 2026 @ 6:43pm EDT", "2026-07-03T18:43:00-04:00"),
        ("July 3, 2026: 1:21 PM ET", "2026-07-03T13:21:00-04:00"),
        ("on July 3, 2026 at 9:00a", "2026-07-03T09:00:00+08:00"),
        ("on July 3, 2026 at 11:30p", "2026-07-03T23:30:00+08:00"),
        ("July 3, 2026 at 2:26 PM HST", "2026-07-03T14:26:00-10:00"),
        ("July 3, 2026 9:15 a.m. Eastern Time", "2026-07-03T09:15:00-04:00"),
        ("3 Juli 2026 10:15 WITA", "2026-07-03T10:15:00+08:00"),
        ("3 July 2026 9:15 EEST", "2026-07-03T09:15:00+03:00"),
        ("2026-07-03T03:42-500", "2026-07-03T03:42:00-05:00"),
        ("2026-07-03T09:15:00 Europe/Madrid", "2026-07-03T09:15:00+02:00"),
        ("2026-07-03T09:15:00 Europe/Nowhere", "2026-07-03T09:15:00+08:00"),
        ("2026-07-03T09:15:00+02", "2026-07-03T09:15:00+02:00"),
        ("2026. július 3., péntek 9:15", "2026-07-03T09:15:00+08:00"),
        ("3 июля 2026, пятница, 09:15", "2026-07-03T09:15:00+08:00"),
        ("3.7.2026 9.15", "2026-07-03T09:15:00+08:00"),
        ("3 juli 2026 09.15", "2026-07-03T09:15:00+08:00"),
        ("2026-07-03 09.15", "2026-07-03T09:15:00+08:00"),
        ("3 juill. 2026 09:15", "2026-07-03T09:15:00+08:00"),
        ("3 tháng 7 năm 2026 09:15", "2026-07-03T09:15:00+08:00"),
        ("03 जुलाई 2026, 09:15", "2026-07-03T09:15:00+08:00"),
        ("3 ביולי 2026 09:15", "2026-07-03T09:15:00+08:00"),
        ("3 Julai 2026 9:15 PM", "2026-07-03T21:15:00+08:00"),
        ("Hulyo 3, 2026 9:15 am", "2026-07-03T09:15:00+08:00"),
        # words of a language that look like zones
        ("le 3 juillet 2026 à 09:15 et modifié", "2026-07-03T09:15:00+08:00"),
        ("le 3 juillet 2026 à 09:15 est venu", "2026-07-03T09:15:00+08:00"),
        ("3 July 2026 09:15 west of the river", "2026-07-03T09:15:00+08:00"),
    ],
)
def test_a_clock_and_its_zone(text: str, expected: str) -> None:
    moment = parse_moment(text, "Asia/Shanghai", FETCHED)
    assert moment is not None
    assert moment.when.isoformat() == expected


@pytest.mark.parametrize("text", ["3.7.2026: 2:1 in the last minute", "3 July 2026 10.30%", "2026-07-03 12.15.2"])
def test_other_numbers_behind_a_day_are_no_clock(text: str) -> None:
    moment = parse_moment(text, "Asia/Shanghai", FETCHED)
    assert moment is not None
    assert not moment.clock


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/film/2026/jul/03/plant",
        "https://news.example/2026/JUL/3/plant",
        "https://news.example/2026/BUSINESS/07/03/plant/index.html",
        "https://news.example/2026/middle_east/7/3/plant/index.html",
    ],
)
def test_a_month_s_name_or_a_section_in_an_address(address: str) -> None:
    assert published(TEXT, url=address)[:10] == "2026-07-03"


def test_the_shown_time_names_the_zone_that_metadata_leave_out() -> None:
    head = '<meta name="dc.date.issued" content="2026-07-03T01:21:28">'
    assert published(f"<div class='byline'>July 3, 2026: 1:21 PM ET</div>{TEXT}", head) == "2026-07-03T13:21:28-04:00"


def test_the_shown_time_decides_between_two_zones() -> None:
    head = data(datePublished="2026-07-03T13:34:39Z")
    head += '<meta property="article:published_time" content="2026-07-03T17:34:39">'
    shown = "<div class='date'>Published July 3, 2026 at {} AM PDT</div>"
    assert published(shown.format("10:34") + TEXT, head) == "2026-07-03T10:34:39-07:00"
    # another minute is another moment
    assert published(shown.format("10:35") + TEXT, head) == "2026-07-03T13:34:39+00:00"


def test_a_zone_that_metadata_write_is_believed() -> None:
    head = data(datePublished="2026-07-03T13:34:39+02:00")
    shown = "<div class='date'>Published July 3, 2026 at 1:34 PM ET</div>"
    assert published(shown + TEXT, head) == "2026-07-03T13:34:39+02:00"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("2026-07-04T08:20:10Z", "2026-07-03T07:10:00+00:00"),
        ("2026-07-04T09:00:00Z", "2026-07-04T08:20:10+00:00"),
    ],
)
def test_the_time_of_the_last_change_is_none_of_publishing(changed: str, expected: str) -> None:
    head = data(datePublished="2026-07-04T08:20:10Z", dateModified=changed)
    head += '<meta property="article:published_time" content="2026-07-03T07:10:00Z">'
    assert published(TEXT, head) == expected


def test_the_address_tells_the_month_from_the_day() -> None:
    head = data(datePublished="05/06/2026 10:46:12")
    assert published(TEXT, head)[:10] == "2026-05-06"
    assert published(TEXT, head, "https://news.example/20260506/plant", lang="")[:10] == "2026-05-06"
    assert published(TEXT, head, "https://news.example/20260605/plant")[:10] == "2026-06-05"


@pytest.mark.parametrize(
    "shown",
    [
        "<ul><li class='date-maj'>Mis à jour le <time datetime='{2}'>4</time></li>"
        "<li class='date-pub'>Publié le <time datetime='{1}'>3</time></li></ul>",
        "<p>Updated <time datetime='{2}'>4</time>, first seen <time datetime='{1}'>3</time></p>",
        "<div class='modified'><time datetime='{2}'>4</time></div><div><time datetime='{1}'>3</time></div>",
        "<div class='ArticleHeader-timeHidden'><time datetime='{1}'>July 3, 2026</time></div>",
    ],
)
def test_what_a_time_element_is_called(shown: str) -> None:
    markup = shown.format("", "2026-07-03T09:15:00+02:00", "2026-07-04T10:37:00+02:00")
    assert published(markup + TEXT) == "2026-07-03T09:15:00+02:00"


def test_a_change_is_no_better_than_metadata_of_any_day() -> None:
    head = '<meta name="date" content="2026-07-03T02:48:29+01:00">'
    shown = "<div class='update'>{} 03/07/2026 03:21</div>"
    assert published(shown.format("Actualizado") + TEXT, head, lang="es") == "2026-07-03T02:48:29+01:00"
    assert published(shown.format("Publicado") + TEXT, head, lang="es") == "2026-07-03T03:21:00+02:00"


def test_metadata_lend_their_clock_by_their_own_day() -> None:
    head = '<meta name="date" content="2026-07-03T20:15:00-05:00">'
    assert published(f"<p class='date'>July 3, 2026</p>{TEXT}", head) == "2026-07-03T20:15:00-05:00"


@pytest.mark.parametrize(("label", "day"), [("Published: ", "2026-07-03"), ("", "2026-07-04")])
def test_a_label_is_surer_than_the_day_in_the_address(label: str, day: str) -> None:
    shown = f"<p>Home</p><h6 class='{'dateline' if label else 'x'}'>{label}July 3, 2026</h6>"
    assert published(shown + TEXT, url="https://news.example/2026/07/04/plant.html")[:10] == day


def test_a_recommended_article_has_its_own_time() -> None:
    shown = "<div class='up-time'>最新推荐文章于 2026-07-07 22:12:13 发布</div><div>于 2026-07-03 15:47:53 发布</div>"
    assert (
        published(shown + "<p>" + "新厂房将于下月启用，全年产量增加两成。" * 9 + "</p>", lang="zh-CN")[:10]
        == "2026-07-03"
    )


@pytest.mark.parametrize(
    ("lang", "host", "zone"),
    [
        ("es-MX", "news.example", "-06:00"),
        ("de-AT", "news.example", "+02:00"),
        ("en-NG", "news.example", "+01:00"),
        ("fa", "news.example", "+03:30"),
        ("id", "news.example.id", "+07:00"),
        ("en-US", "news.example.gh", "+00:00"),
        # a country's letters that say nothing of it
        ("ar-AR", "news.example", "+00:00"),
        ("en", "news.example.is", "+00:00"),
        ("es", "news.example.co", "-05:00"),
    ],
)
def test_where_a_time_is_meant(lang: str, host: str, zone: str) -> None:
    shown = f"<p class='date'>2026-07-03 09:15</p>{TEXT}"
    assert published(shown, url=f"https://{host}/plant", lang=lang) == f"2026-07-03T09:15:00{zone}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("paper:published-time", "2026-07-03T09:15:00+02:00"),
        ("content:publishdate", "2026-07-03T09:15:00+02:00"),
        ("paper:updated-publication-time", "2026-07-03T11:40:00+02:00"),
        ("publisher-timezone", "2026-07-03T11:40:00+02:00"),
    ],
)
def test_an_outlet_s_own_name_for_its_publish_time(name: str, expected: str) -> None:
    head = f'<meta name="{name}" content="03.07.2026 09:15">' + data(dateCreated="2026-07-03T11:40:00+02:00")
    assert published(TEXT, head, lang="de") == expected


def test_a_time_with_an_outlet_s_own_name_yields_to_one_shown() -> None:
    head = '<meta name="paper:publicationdate" content="2026-07-09T17:33:18+02:00">'
    assert published(f"<div class='date'>Published July 3, 2026 09:15</div>{TEXT}", head)[:16] == "2026-07-03T09:15"


def test_milliseconds_in_an_attribute() -> None:
    assert published(f"{TEXT}<span data-publishtime='1783070100000'></span>") == "2026-07-03T09:15:00+00:00"
