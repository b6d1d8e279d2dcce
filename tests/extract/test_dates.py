"""Every written form of a time, the zone it is meant in, and which of a page's times is the publish time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newscrawl.demo import demo_site
from newscrawl.extract import read_page
from newscrawl.extract.dates import parse_moment, zone_of
from newscrawl.extract.document import Document
from newscrawl.items import Link, Page
from newscrawl.sites.pages import ArticleRules
from newscrawl.sites.rules import Rule

FETCHED = datetime(2026, 7, 20, 4, 30, tzinfo=UTC)  # 12:30 in Shanghai


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年08月04日 14:31", "2022-08-04T14:31:00+08:00"),
        ("2022年08月04日14:31", "2022-08-04T14:31:00+08:00"),
        ("2022年8月4日 14:31:10 来源：示例", "2022-08-04T14:31:10+08:00"),
        ("2022-08-04 14:31:10", "2022-08-04T14:31:10+08:00"),
        ("2022/08/04 14:31", "2022-08-04T14:31:00+08:00"),
        ("2022.08.04 05:39", "2022-08-04T05:39:00+08:00"),
        ("2022年8月4日 下午3点05分", "2022-08-04T15:05:00+08:00"),
        ("2022-08-04T14:31:10+08:00", "2022-08-04T14:31:10+08:00"),
        ("2022-08-04T06:31:10Z", "2022-08-04T06:31:10+00:00"),
        ("2022-08-04T06:31:10.123Z", "2022-08-04T06:31:10+00:00"),
        ("2022-08-04T06:31:10+0000", "2022-08-04T06:31:10+00:00"),
        ("Thu, 04 Aug 2022 06:31:10 GMT", "2022-08-04T06:31:10+00:00"),
        ("August 4, 2022 2:31 p.m. ET", "2022-08-04T14:31:00-04:00"),
        ("Aug. 4, 2022 at 2:31 PM EDT", "2022-08-04T14:31:00-04:00"),
        ("Jan 4, 2022, 12:05 am EST", "2022-01-04T00:05:00-05:00"),
        ("4 August 2022 14:31 BST", "2022-08-04T14:31:00+01:00"),
        ("4. August 2022, 14:31 Uhr", "2022-08-04T14:31:00+08:00"),
        ("le 4 août 2022 à 14h31", "2022-08-04T14:31:00+08:00"),
        ("04.08.2022 14:31", "2022-08-04T14:31:00+08:00"),
        ("2022年8月4日 14時31分", "2022-08-04T14:31:00+08:00"),
        ("14:31 4 August 2022", "2022-08-04T14:31:00+08:00"),
        ("9/17/2004 5:54:13 AM", "2004-09-17T05:54:13+08:00"),
        ("1659594670", "2022-08-04T14:31:10+08:00"),
        ("1659594670000", "2022-08-04T14:31:10+08:00"),
        ("3分钟前", "2026-07-20T12:27:00+08:00"),
        ("2小时前", "2026-07-20T10:30:00+08:00"),
        ("5 minutes ago", "2026-07-20T12:25:00+08:00"),
        ("vor 2 Stunden", "2026-07-20T10:30:00+08:00"),
        ("今天 09:15", "2026-07-20T09:15:00+08:00"),
        ("昨天 23:59", "2026-07-19T23:59:00+08:00"),
        ("07-19 08:00", "2026-07-19T08:00:00+08:00"),
        ("12-31 08:00", "2025-12-31T08:00:00+08:00"),
        ("07月19日 08:00", "2026-07-19T08:00:00+08:00"),
    ],
)
def test_a_written_time(text: str, expected: str) -> None:
    moment = parse_moment(text, "Asia/Shanghai", FETCHED)
    assert moment is not None
    assert moment.when.isoformat() == expected
    assert moment.clock


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-08-04", "2022-08-04"),
        ("2022年8月4日", "2022-08-04"),
        ("August 4, 2022", "2022-08-04"),
        ("20220804", "2022-08-04"),
    ],
)
def test_a_day_has_no_clock(text: str, day: str) -> None:
    moment = parse_moment(text, "Asia/Shanghai", FETCHED)
    assert moment is not None
    assert (moment.when.date().isoformat(), moment.clock) == (day, False)


@pytest.mark.parametrize(
    "text", ["", "来源：示例", "2022-13-45", "600519", "股价 12.30 元", "99:99", "第2022期", "1234567890123456"]
)
def test_no_time(text: str) -> None:
    assert parse_moment(text, "Asia/Shanghai", FETCHED) is None


def test_a_format_decides_alone() -> None:
    moment = parse_moment("04/08/2022", "Asia/Shanghai", FETCHED, ("%d/%m/%Y",))
    assert moment is not None
    assert moment.when.date().isoformat() == "2022-08-04"
    assert parse_moment("2022-08-04", "Asia/Shanghai", FETCHED, ("epoch_s",)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24 апреля 2020 г. в 15:30", "2020-04-24T15:30:00+08:00"),
        ("24 de abril de 2020 a las 15:30", "2020-04-24T15:30:00+08:00"),
        ("24 Nisan 2020 15:30", "2020-04-24T15:30:00+08:00"),
        ("24 KASIM 2020 15:30", "2020-11-24T15:30:00+08:00"),
        ("24 kwietnia 2020, godz. 15:30", "2020-04-24T15:30:00+08:00"),
        ("24 april 2020 om 15:30", "2020-04-24T15:30:00+08:00"),
        ("24. april 2020 kl. 15:30", "2020-04-24T15:30:00+08:00"),
        ("24 aprile 2020 alle 15:30", "2020-04-24T15:30:00+08:00"),
        ("2020. április 24. 15:30", "2020-04-24T15:30:00+08:00"),
        ("2020년 4월 24일 오후 3:30", "2020-04-24T15:30:00+08:00"),
        ("2020年4月24日(金) 15:30", "2020-04-24T15:30:00+08:00"),
        ("الجمعة 24 نيسان / أبريل 2020 03:30 مساءً", "2020-04-24T15:30:00+08:00"),
        ("24.04.2020, 15.30 Uhr", "2020-04-24T15:30:00+08:00"),
        ("24-04-2020 15:30", "2020-04-24T15:30:00+08:00"),
        ("Fri Apr 24 15:30:00 CST 2020", "2020-04-24T15:30:00+08:00"),
        ("2020-04-2415:30", "2020-04-24T15:30:00+08:00"),
        ("发布时间：07-1908:00", "2026-07-19T08:00:00+08:00"),
        ("il y a 3 heures", "2026-07-20T09:30:00+08:00"),
        ("hace 3 horas", "2026-07-20T09:30:00+08:00"),
        ("3 часа назад", "2026-07-20T09:30:00+08:00"),
        ("3시간 전", "2026-07-20T09:30:00+08:00"),
        ("3 uur geleden", "2026-07-20T09:30:00+08:00"),
        ("an hour ago", "2026-07-20T11:30:00+08:00"),
        ("hier à 14h31", "2026-07-19T14:31:00+08:00"),
    ],
)
def test_a_time_in_another_language(text: str, expected: str) -> None:
    moment = parse_moment(text, "Asia/Shanghai", FETCHED)
    assert moment is not None
    assert moment.when.isoformat() == expected


def test_americans_put_the_month_first() -> None:
    moment = parse_moment("7/8/2026", "America/New_York", FETCHED, month_first=True)
    assert moment is not None
    assert moment.when.date().isoformat() == "2026-07-08"


TEXT = "<p>" + "The plant opens next month and will raise its yearly output by a fifth, the company said. " * 4 + "</p>"
CHINESE = "<p>" + "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成。" * 6 + "</p>"


def page(body: str, head: str = "", url: str = "https://news.example/plant.html", link: Link | None = None) -> Page:
    chinese = CHINESE in body
    title = "新厂房下月启用" if chinese else "New plant opens next month"
    lang = "zh-CN" if chinese else "en"
    markup = f"<html lang='{lang}'><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return Page(url=url, html=markup.replace("<h1/>", f"<h1>{title}</h1>"), fetched_at=FETCHED, link=link)


@pytest.mark.parametrize(
    ("what", "body", "expected"),
    [
        (
            "behind the headline, not the clock in the page head",
            f"<div>Monday, July 20, 2026 12:30</div><p>Home</p><p>World</p><p>Money</p><h1/>"
            f"<div class='meta'>By A. Writer, July 3, 2026</div>{TEXT}",
            "2026-07-03",
        ),
        (
            "a line above the headline",
            f"<h2 class='date-header'>Friday, July 3, 2026</h2><h1/>{TEXT}"
            f"<div class='comment-header'>July 9, 2026 at 18:12</div>",
            "2026-07-03",
        ),
        (
            "the label that says so",
            f"<h1/><div>Updated: July 9, 2026, Posted on: July 3, 2026</div>{TEXT}",
            "2026-07-03",
        ),
        (
            "a change, where nothing else is said",
            f"<h1/><p class='info'>Last updated: July 3, 2026</p>{TEXT}",
            "2026-07-03",
        ),
        (
            "not the date of a teaser",
            f"<h1/>{TEXT}<p class='postinfo'>Written July 3, 2026</p>"
            f"<div class='related'><a href='/a'>Old plant closes, July 9, 2026</a></div>",
            "2026-07-03",
        ),
        (
            "not a day that the text tells of",
            f"<h1/><p>On July 9, 2026 the plant was empty.</p>{TEXT}<div class='post-date'>July 3, 2026</div>",
            "2026-07-03",
        ),
        (
            "a dateline",
            f"<h1/><p>3.7.2026 - {'The plant opens next month, the company said. ' * 9}</p>{TEXT}",
            "2026-07-03",
        ),
        (
            "beside the headline's words",
            f"<h1>New plant opens next month<br><small>3.7.2026</small></h1>{TEXT}",
            "2026-07-03",
        ),
        ("a time element", f"<h1/><time datetime='2026-07-03'>2 weeks ago</time>{TEXT}", "2026-07-03"),
        (
            "not the time element of a comment",
            f"<h1/><time class='entry-date' datetime='2026-07-03'>x</time>{TEXT}"
            f"<div class='comments'><time datetime='2026-07-09T10:00:00Z'>x</time></div>",
            "2026-07-03",
        ),
        (
            "the data in a script",
            f'<h1/>{TEXT}<script>var page = {{"publishDate": "2026-07-03"}}</script>',
            "2026-07-03",
        ),
        (
            "an odd element's attribute",
            f"<h1/>{TEXT}<b itemprop='datePublished' content='2026-07-03'></b>",
            "2026-07-03",
        ),
        ("how long ago", f"<h1/><div><span class='date'>17 days ago</span></div>{TEXT}", "2026-07-03"),
        ("a comment, at last", f"<!-- cached 2026-07-03 04:00 --><h1/>{TEXT}", "2026-07-03"),
    ],
)
def test_where_the_publish_time_stands(what: str, body: str, expected: str) -> None:
    found = read_page(page(body)).fields["published"]
    assert found.date().isoformat() == expected, what


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://news.example/2026/07/03/plant.html", "2026-07-03"),
        ("https://news.example/2026-07/03/content_1.html", "2026-07-03"),
        ("https://news.example/money/20260703/plant.html", "2026-07-03"),
        ("https://news.example/202607/t20260703_118.html", "2026-07-03"),
        ("https://news.example/a/2026070312345678.html", "2026-07-03"),
        ("https://web.archive.example/web/20260719194448/news.example/2026/07/03/plant.html", "2026-07-03"),
    ],
)
def test_the_day_in_an_address(address: str, expected: str) -> None:
    found = read_page(page(f"<h1/>{TEXT}", url=address)).fields["published"]
    assert found.date().isoformat() == expected


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-07-03T09:15:00+08:00">',
        '<meta name="firstpublishedtime" content="2026-07-03-09:15:00">',
        '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2026-07-03T01:15:00Z"}</script>',
        '<script>var ct = "1783041300";</script>',
    ],
)
def test_what_metadata_names(head: str) -> None:
    found = read_page(page(f"<h1/>{CHINESE}", head)).fields["published"]
    assert found == datetime(2026, 7, 3, 1, 15, tzinfo=UTC)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00", "1970-01-01T00:00:00Z"])
def test_a_first_or_last_day_is_no_date(written: str) -> None:
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{written}"}}</script>'
    head += f'<meta name="dateModified" content="{written}">'
    found = read_page(page(f"<h1/><p class='date'>July 3, 2026</p>{TEXT}", head))
    assert found.fields["published"].date().isoformat() == "2026-07-03"


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("sq", "<p class='date'>3 korrik 2026, 09:15</p>"),
        ("bg", "<p class='date'>3 юли 2026, 09:15</p>"),
        ("lt", "<p class='date'>2026 m. liepos 3 d. 09:15</p>"),
        ("tr", "<p class='date'>3 Temmuz 2026 Cuma 09:15</p>"),
        ("sv", "<p class='date'>3 juli 2026 kl. 09.15</p>"),
        ("nl", "<p class='date'>3 juli 2026, 09.15 uur</p>"),
        ("es", "<p>Laguna-03/07/2026 09:15</p>"),
        ("es", "<p class='date'>Actualizado 03/07/26 09:15</p>"),
        ("fr", "<p class='date'><span>3 juillet 2026</span><span>3 juillet 2026</span></p>"),
        ("en", "<p class='meta'><b>Example Times</b><i>July 3, 2026</i></p>"),
        ("de", "<div>3.7.26</div>"),
        ("en", "<p class='date'>7/3/26</p>"),
        ("ko", "<p class='date'>26.07.03 09:15</p>"),
    ],
)
def test_a_day_below_the_headline_by_itself(lang: str, shown: str) -> None:
    markup = f"<html lang='{lang}'><title>Plant opens</title><body><h1>Plant opens</h1>{shown}{TEXT}</body></html>"
    found = read_page(Page(url="", html=markup, fetched_at=FETCHED)).fields["published"]
    assert found.date().isoformat() == "2026-07-03"
    assert ("09" not in shown) or (found.hour, found.minute) == (9, 15)


def test_what_stands_around_the_headline_as_well_says_nothing_against_a_day() -> None:
    clock = "<div class='top'><span class='date'>Sat, July 4, 2026</span></div>"
    html = f"{clock}<div class='banner'><h1>Plant opens</h1><p>News<br>3 Jul 2026, 09:15</p>{TEXT}</div>"
    found = read_page(page(html, "<title>Plant opens</title>")).fields["published"]
    assert found.isoformat() == "2026-07-03T09:15:00+00:00"


def test_days_in_a_row_are_those_of_other_articles() -> None:
    teasers = "".join(f"<div class='post-meta'>July {day}, 2026</div><b>Other</b>" for day in (9, 8, 7))
    details = "<aside><ul><li class='entry-date'><a href='/a'>July 3, 2026</a></li></ul></aside>"
    html = f"{details}<h1>Plant opens</h1>{TEXT}{TEXT}{teasers}"
    assert read_page(page(html)).fields["published"].date().isoformat() == "2026-07-03"


def test_a_year_long_past_is_history() -> None:
    html = f"<h1>Plant opens</h1>{TEXT}{TEXT}<p class='date'>born May 8, 1966</p><p>Filed on July 3, 2026</p>"
    assert read_page(page(html)).fields["published"].date().isoformat() == "2026-07-03"


def test_a_script_lends_its_clock_to_the_day_shown() -> None:
    script = '<script>var page = {"publishedAt": "2026-07-03T09:15:00+00:00"}</script>'
    found = read_page(page(f"<h1>Plant opens</h1><p class='date'>July 3, 2026</p>{TEXT}{script}")).fields["published"]
    assert found.isoformat() == "2026-07-03T09:15:00+00:00"


def test_attributes_of_a_vocabulary_name_the_time() -> None:
    html = f"<h1>Plant opens</h1>{TEXT}<span property='schema:dateCreated' content='2026-07-03T09:15:00Z'></span>"
    assert read_page(page(html)).fields["published"].isoformat() == "2026-07-03T09:15:00+00:00"


@pytest.mark.parametrize(("shown", "day"), [("2099-07-03 09:15", "2026-07-01"), ("1986-07-03 09:15", "1986-07-03")])
def test_a_site_rule_points_at_no_year_to_come(shown: str, day: str) -> None:
    site = replace(demo_site(), article=ArticleRules(fields={"published": (Rule(kind="css", where="i"),)}))
    link = Link(url="https://news.example/plant.html", published=datetime(2026, 7, 1, tzinfo=UTC))
    found = read_page(page(f"<h1/><i>{shown}</i>{TEXT}", link=link), site)
    assert found.fields["published"].date().isoformat() == day


def test_a_local_clock_that_says_utc_stands_behind() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-07-03T07:15:00Z"}</script>'
        '<meta property="article:published_time" content="2026-07-02T21:15:00+00:00">'
    )
    found = read_page(page(f"<h1/>{TEXT}", head, "https://news.example.au/plant.html"))
    assert found.fields["published"].isoformat() == "2026-07-02T21:15:00+00:00"


@pytest.mark.parametrize(
    ("lang", "host", "zone"),
    [
        ("zh-CN", "news.example", "Asia/Shanghai"),
        ("zh-TW", "news.example.tw", "Asia/Taipei"),
        ("de", "news.example", "Europe/Berlin"),
        ("es", "news.example.mx", "America/Mexico_City"),
        ("en", "news.example.au", "Australia/Sydney"),
        ("en", "news.example", "UTC"),
        ("", "news.example", "UTC"),
    ],
)
def test_where_a_time_without_a_zone_is_read(lang: str, host: str, zone: str) -> None:
    markup = f"<html lang='{lang}'><title>x</title><body><p>y</p></body></html>"
    found = zone_of(Document(Page(url=f"https://{host}/a", html=markup, fetched_at=FETCHED)), None)
    assert found.name == zone


def test_a_page_without_a_declared_language_is_read() -> None:
    markup = f"<html><body><h3>启用</h3><p>2026-07-03 09:15</p>{CHINESE}</body></html>"
    assert zone_of(Document(Page(url="", html=markup, fetched_at=FETCHED)), None).name == "Asia/Shanghai"


def listed(published: datetime) -> Link:
    return Link(url="https://news.example/plant.html", title="新厂房下月启用", published=published)


def test_a_list_entry_eight_hours_away_is_told() -> None:
    body = f"<h1/><p class='date'>2026-07-03 09:15</p>{CHINESE}"
    found = read_page(page(body, link=listed(datetime(2026, 7, 3, 9, 15, tzinfo=UTC))))
    assert found.fields["published"].isoformat() == "2026-07-03T09:15:00+08:00"
    assert found.confidence["published"] <= 0.4
    assert found.notes == ["published lies 8 h from the list entry's 2026-07-03T09:15:00+00:00: one zone is wrong"]


@pytest.mark.parametrize("minutes", [0, 17, 95, 60 * 30])
def test_other_gaps_are_none_of_zones(minutes: int) -> None:
    body = f"<h1/><p class='date'>2026-07-03 09:15</p>{CHINESE}"
    at = datetime(2026, 7, 3, 1, 15, tzinfo=UTC) + timedelta(minutes=minutes)
    assert read_page(page(body, link=listed(at))).notes == []


def test_every_witness_is_remembered_best_first() -> None:
    head = '<meta property="article:published_time" content="2026-07-03T09:20:11+08:00">'
    url = "https://news.example/2026/07/03/plant.html"
    found = read_page(page(f"<h1/><p class='date'>2026-07-03 09:15</p>{CHINESE}", head, url), thorough=True).candidates[
        "published"
    ]
    assert [candidate.rule for candidate in found] == ["shown:p.date", "meta:article:published_time", "url"]
    assert found[0].confidence > 0.8


def test_a_midnight_of_the_site_s_zone_is_that_day() -> None:
    head = '<meta property="article:published_time" content="2026-07-02T22:00:00Z">'
    found = read_page(page(f"<h1/>{TEXT}", head, "https://news.example.de/plant.html")).fields["published"]
    assert found.isoformat() == "2026-07-03T00:00:00+02:00"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("<h1/><div class='date'>3.7.2026</div>", "2026-07-03"),
        ("<h1/><p>Home</p><div>The fair of July 3, 2026</div>", "2026-06-09"),
        (f"{TEXT}<p><time datetime='2026-07-03T08:00:00+02:00'>03.07.</time></p>", "2026-07-03"),
        (TEXT + "".join(f"<time datetime='2026-07-0{n}T08:00:00+02:00'>a</time>" for n in (3, 4)), "2026-06-09"),
    ],
)
def test_metadata_of_any_day_stand_behind_the_day_below_the_headline(shown: str, expected: str) -> None:
    head = '<meta name="dcterms.date" content="2026-06-09T11:02:44+02:00">'
    found = read_page(page(f"{shown}{TEXT}", head)).fields["published"]
    assert found.date().isoformat() == expected


def test_a_script_names_the_year_of_a_time_without_one() -> None:
    others = '{"newsTime":"2025-12-24 08:00:00"},{"newsTime":"2024-07-03 09:15:00"}'
    html = f"<h1/><div class='time'>07月03日 09:15</div>{CHINESE}<script>var all = [{others}]</script>"
    assert read_page(page(html)).fields["published"].isoformat() == "2024-07-03T09:15:00+08:00"


def test_a_summary_may_name_the_day_at_last() -> None:
    head = '<meta name="description" content="New plant opens next month (news of 3 July 2026)">'
    assert read_page(page(f"<h1/>{TEXT}", head)).fields["published"].date().isoformat() == "2026-07-03"
