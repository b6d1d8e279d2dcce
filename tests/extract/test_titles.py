"""Headlines, one fact a test: which witness is believed, and what is cut off."""

from __future__ import annotations

import html
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newscrawl.extract.document import Document
from newscrawl.extract.findings import Candidate
from newscrawl.extract.titles import find_titles
from newscrawl.items import Link, Page

AT = datetime(2026, 7, 21, tzinfo=UTC)
TEXT = "<p>木浆库存连续第三周下降，下游包装厂正在重新议价，新的价格从八月一日起执行。</p>" * 3


def candidates(
    body: str = "",
    tag: str = "",
    og: str = "",
    ld: str = "",
    head: str = "",
    url: str = "https://news.example/a/1.html",
) -> list[Candidate]:
    parts = [f"<title>{html.escape(tag)}</title>" if tag else ""]
    if og:
        parts.append(f'<meta property="og:title" content="{html.escape(og)}">')
    if ld:
        data = json.dumps({"@type": "NewsArticle", "headline": ld})
        parts.append(f'<script type="application/ld+json">{data}</script>')
    markup = (
        f"<html><head>{''.join(parts)}{head}</head><body>{body}<div class='article-body'>{TEXT}</div></body></html>"
    )
    return find_titles(Document(Page(url=url, html=markup, fetched_at=AT)))


def title(body: str = "", **parts: str) -> str:
    return str(candidates(body, **parts)[0].value)


def test_a_heading_that_is_the_page_s_title_loses_the_site_as_well() -> None:
    whole, headline = "Paper makers raise prices in July | Example News", "Paper makers raise prices in July"
    assert title(f"<h1 class='hidden'>{whole}</h1><h2>{headline}</h2>", tag=whole, og=headline) == headline


@pytest.mark.parametrize("tag", ["news.example // » Joan Weaver", "Joan Weaver | news.example"])
def test_a_domain_is_no_headline(tag: str) -> None:
    assert title(tag=tag) == "Joan Weaver"
    assert title(tag=tag.replace("news", "old-news"), url="https://www.old-news.example/a") == "Joan Weaver"


@pytest.mark.parametrize(
    ("tag", "headline"),
    [
        ("纸价连续第三周上涨_行业_示例财经", "纸价连续第三周上涨"),
        ("纸价连续第三周上涨-示例网", "纸价连续第三周上涨"),
        ("Paper makers raise prices again « Example Blog", "Paper makers raise prices again"),
        ("Papier : « les prix montent », dit l’usine", "Papier : « les prix montent », dit l’usine"),
        ("纸价连续第三周上涨--财经--示例网", "纸价连续第三周上涨"),
        ("纸价连续第三周上涨|纸价|木浆_示例新闻", "纸价连续第三周上涨"),
        ("纸价连续第三周上涨 - 示例网", "纸价连续第三周上涨"),
        ("[产业观察] 纸价连续第三周上涨_示例网", "[产业观察] 纸价连续第三周上涨"),
        ("示例研究院：纸价年内或再涨一成_示例网", "示例研究院：纸价年内或再涨一成"),
        ("厂商称“老客户有缓冲期”_示例网", "厂商称“老客户有缓冲期”"),
        ("Paper makers raise prices in July | Example News", "Paper makers raise prices in July"),
        ("Paper makers raise prices in July - Markets - Example", "Paper makers raise prices in July"),
        (
            "Paper makers raise prices in July | The Lower Valley Chronicle and Advertiser",
            "Paper makers raise prices in July",
        ),
        ("Paper: what a 5-year low means for mills", "Paper: what a 5-year low means for mills"),
        ("The long winter (2026): a film about mills", "The long winter (2026): a film about mills"),
        ("Paper makers raise prices (2026)", "Paper makers raise prices (2026)"),
        ('Mill says "no layoffs" this year', 'Mill says "no layoffs" this year'),
    ],
)
def test_the_page_s_title_alone(tag: str, headline: str) -> None:
    assert title(tag=tag) == headline


@pytest.mark.parametrize(
    ("line", "tag"),
    [
        ("<h4>纸价连续第三周上涨：厂商称“别无选择”</h4>", "纸价连续第三周上涨：厂商称“别无选择”-EXP 示例设计"),
        (
            "<div class='t'>纸价连续第三周上涨，厂商称别无选择</div>",
            "纸价连续第三周上涨，厂商称别无选择 示例省造纸研究院",
        ),
        ("<div class='t'>纸价连续第三周上涨</div>", "纸市预测--纸价连续第三周上涨"),
        ("<td class='t'>纸价 - 连续第三周上涨</td>", "纸价 - 连续第三周上涨_示例网"),
    ],
    ids=["hyphen before Latin", "space", "section before", "separator inside"],
)
def test_a_line_of_the_page_shows_where_its_title_ends(line: str, tag: str) -> None:
    shown = line[line.index(">") + 1 : line.rindex("<")]
    assert title(line, tag=tag) == shown


def test_the_opening_line_of_a_headline_in_two_is_not_the_headline() -> None:
    line = "<p>凝聚造纸行业的智慧和力量推进转型</p>"
    assert (
        title(line, tag="凝聚造纸行业的智慧和力量推进转型——写在年会之际_示例网")
        == "凝聚造纸行业的智慧和力量推进转型——写在年会之际"
    )


@pytest.mark.parametrize(
    ("heading", "headline", "suffix"),
    [
        (
            "<h1><a href='/'>纸价行情_木浆价格_最新纸价</a></h1><h2>纸价连续第三周上涨</h2>",
            "纸价连续第三周上涨",
            "_示例网",
        ),
        ("<h1>示例商业</h1><h2>纸价连续第三周上涨</h2>", "纸价连续第三周上涨", "_示例财经"),
        ("<h1>示例网</h1><h2>纸价连续第三周上涨</h2>", "纸价连续第三周上涨", " 示例网"),
        ("<h1>Menu</h1><h1>Paper makers raise prices</h1>", "Paper makers raise prices", " - Example"),
        ("<h1>Longer than a note</h1><h2>A note</h2>", "A note", " | Longer than a note"),
    ],
    ids=["leads home", "another section", "name of the site", "second h1", "motto of the site"],
)
def test_headings_of_the_site_are_not_the_headline(heading: str, headline: str, suffix: str) -> None:
    assert title(heading, tag=headline + suffix, og=headline) == headline


def test_a_heading_in_other_words_than_the_title_is_the_headline() -> None:
    heading = "<h1>Nobody wants to buy this mill, and the village is glad</h1>"
    assert title(heading, tag="Lower Valley paper works sale fails - Example") == heading[4:-5]


def test_a_heading_in_other_words_is_not_when_the_title_is_shown_too() -> None:
    body = "<h1>Discover our brand new front page</h1><div>Lower Valley paper works sale fails</div>"
    assert title(body, tag="Lower Valley paper works sale fails - Example") == "Lower Valley paper works sale fails"


@pytest.mark.parametrize(
    ("body", "parts", "headline"),
    [
        (
            "<h1>Mill refuses to close</h1>",
            {"og": "Mill closure 2026: refuses", "tag": "Mill closure 2026: refuses | Ex"},
            "Mill refuses to close",
        ),
        (
            "<h1>Paper works</h1>",
            {"og": "Paper works: Mill refuses", "ld": "Paper works: Mill refuses", "tag": "Paper works: Mill refuses"},
            "Paper works: Mill refuses",
        ),
        (
            "<h1>Mill refuses to close</h1>",
            {"ld": "Mill refuses to close", "og": "Paper works in trouble", "tag": "Paper works in trouble"},
            "Mill refuses to close",
        ),
        (
            "<h1>Mill refuses to close</h1>",
            {"og": "Lower Valley: why the last mill refuses to give in", "tag": "Mill refuses to close - Ex"},
            "Lower Valley: why the last mill refuses to give in",
        ),
        (
            "<h1>Mill refuses to close despite its losses</h1>",
            {"og": "Mill will not close", "tag": "Mill refuses to close despite its losses - Ex"},
            "Mill refuses to close despite its losses",
        ),
        (
            "<h1>Mill refuses to close despite losses</h1>",
            {"og": "Would you like to join The Valley Club today, with me?", "tag": "The Valley Club - Mill refuses"},
            "Mill refuses to close despite losses",
        ),
    ],
    ids=[
        "title for search engines",
        "metadata agree",
        "heading and JSON-LD",
        "headline written for sharing",
        "the same trimmed for a card",
        "the site's default",
    ],
)
def test_who_is_believed(body: str, parts: dict[str, str], headline: str) -> None:
    assert title(body, **parts) == headline


@pytest.mark.parametrize(
    ("heading", "og", "headline"),
    [
        ("<span>Strike</span> <span>Mill refuses to close</span>", "Mill refuses to close", "Mill refuses to close"),
        ("<span>Strike in the valley</span><span>Mill refuses to close</span>", "Valley: Mill refuses to close",
         "Mill refuses to close"),
        ("<span>Strike</span><span> - </span><span>Mill refuses to close</span>", "Valley: Mill refuses to close",
         "Mill refuses to close"),
        ("<span>Strike</span><span>Mill refuses to close</span>", "Strike: Mill refuses to close",
         "Strike: Mill refuses to close"),
        ("Mill refuses to close<br><small>12.07.2026 • Valley</small>", "Mill refuses to close",
         "Mill refuses to close"),
        ("Mill <em>refuses</em> to close", "Mill refuses to close | Example", "Mill refuses to close"),
        ("Mill refuses to close", "Strike: Mill refuses to close", "Mill refuses to close"),
    ],
    ids=["kicker", "two kickers", "dash", "kicker in both", "date", "emphasis", "kicker in metadata only"],
)  # fmt: skip
def test_parts_of_a_heading(heading: str, og: str, headline: str) -> None:
    assert title(f"<h1>{heading}</h1>", og=og, tag=f"{og} - Example") == headline


@pytest.mark.parametrize(
    ("body", "og", "tag", "headline"),
    [
        ('<h2>Mill calls sale "odd"</h2>', "Mill calls sale", 'Mill calls sale "odd" - Ex', 'Mill calls sale "odd"'),
        ('<h1>纸价大涨！"最贵"来了</h1>', "纸价大涨！", '纸价大涨！"最贵"来了_示例网', '纸价大涨！"最贵"来了'),
        ("", "Paper makers raise prices in…", "Paper makers raise prices in July", "Paper makers raise prices in July"),
        ("", "Paper makers raise prices in July", "Paper makers raise...", "Paper makers raise prices in July"),
    ],
    ids=["quote", "Chinese quote", "ellipsis", "dots"],
)  # fmt: skip
def test_titles_cut_short(body: str, og: str, tag: str, headline: str) -> None:
    assert title(body, og=og, tag=tag) == headline


@pytest.mark.parametrize(
    ("parts", "headline"),
    [
        ({"og": "Mill's owner says 'no'"}, "Mill’s owner says ‘no’"),
        ({"og": "Mill's owner says 'no'", "ld": "Mill's owner says 'no'"}, "Mill's owner says 'no'"),
        ({"og": "Mill&#39;s owner says 'no'", "ld": "Mill&#8217;s owner says &#8216;no&#8217;"},
         "Mill’s owner says ‘no’"),
    ],
    ids=["as the heading writes it", "as metadata agree to write it", "entities escaped twice"],
)  # fmt: skip
def test_quotes(parts: dict[str, str], headline: str) -> None:
    assert title("<h1>Mill’s owner says ‘no’</h1>", **parts) == headline


def test_soft_hyphens_are_no_letters() -> None:
    assert title("<h1>Papier&shy;fabrik schließt doch nicht</h1>") == "Papierfabrik schließt doch nicht"


def test_markup_in_metadata_is_no_text() -> None:
    meta = '<meta name="ArticleTitle" content="纸价连续&lt;br/&gt;第三周上涨">'
    assert title(head=meta, tag="纸价连续第三周上涨_示例市人民政府网") == "纸价连续第三周上涨"


def test_brackets_behind_what_the_heading_says_are_the_site_s() -> None:
    tag = "纸价连续第三周上涨 (2026年7月20日)"
    assert (
        title("<h1>纸价连续第三周上涨</h1>", tag=f"{tag} - 示例", og=f"{tag} - 示例", ld=f"{tag} - 示例")
        == "纸价连续第三周上涨"
    )


def test_a_headline_may_name_the_site() -> None:
    site = '<meta property="og:site_name" content="Example">'
    headline = "Example sells its last mill"
    assert title(f"<h1>{headline}</h1>", og=headline, tag=f"{headline} - Example", head=site) == headline


def test_a_headline_may_have_dashes() -> None:
    headline = "Setback in the valley - mill loses its last order"
    assert title(og=headline, tag=f"{headline} | Example") == headline


def test_a_title_that_names_only_section_and_site() -> None:
    body = "<h3>首页 - 行业动态</h3><h5>2026年造纸行业年会在临溪举行</h5>"
    assert title(body, tag="行业动态--示例行业协会") == "2026年造纸行业年会在临溪举行"


def test_without_title_the_text_begins_it() -> None:
    found = candidates("<p>首页</p>")
    assert found == [
        Candidate(
            "木浆库存连续第三周下降，下游包装厂正在重新议价，新的价格从八月一日起执行", "text:first sentence", 0.2
        )
    ]


def test_an_empty_page_has_none() -> None:
    assert find_titles(Document(Page(url="", html="", fetched_at=AT))) == []


@pytest.mark.parametrize(
    ("body", "tag", "headline"),
    [
        ("", "", "纸价连续第三周上涨"),
        ("<h1>产业</h1><h1>纸价连续第三周上涨</h1>", "示例网", "纸价连续第三周上涨"),
    ],
    ids=["alone", "beside headings"],
)
def test_the_list_s_link_speaks_too(body: str, tag: str, headline: str) -> None:
    markup = f"<title>{tag}</title>{body}" if tag else "<p>x</p>"
    page = Page(url="https://news.example/a/1.html", html=markup, fetched_at=AT)
    page = replace(page, link=Link(url=page.url, title="纸价连续第三周上涨"))
    assert find_titles(Document(page))[0].value == headline


def test_whoever_else_spoke_is_remembered() -> None:
    found = candidates(
        "<h1>Mill refuses to close</h1>", og="Mill closure 2026: refuses", tag="Mill closure 2026: refuses"
    )
    assert [candidate.rule for candidate in found] == ["h1", "meta:og:title"]
    assert found[0].confidence > found[1].confidence


def test_a_heading_that_is_never_closed_is_none() -> None:
    assert title("<h1>" + "<div>栏目</div>" * 200, tag="纸价连续第三周上涨_示例网") == "纸价连续第三周上涨"


FIRST = "Müller spricht über die Häfen: „Nichts ist verloren“"
SPELLED = "https://news.example/politik/123/mueller-spricht-ueber-die-haefen-nichts-ist-verloren-4711.html"
CHANGED = "Hafenstreit: Müller gibt sich zuversichtlich"


@pytest.mark.parametrize(
    ("parts", "url", "headline"),
    [
        ({"ld": FIRST, "og": CHANGED, "tag": CHANGED}, SPELLED, FIRST),
        ({"ld": CHANGED, "og": FIRST, "tag": CHANGED}, SPELLED, FIRST),
        (
            {"ld": FIRST, "og": CHANGED, "tag": CHANGED},
            "https://news.example/politik/123/hafenstreit-4711.html",
            CHANGED,
        ),
        # the page's title is what the address was made of, for search engines
        ({"ld": CHANGED, "og": FIRST, "tag": FIRST}, SPELLED, CHANGED),
    ],
)
def test_the_address_spells_the_first_headline_out(parts: dict[str, str], url: str, headline: str) -> None:
    assert title(f"<h1>{CHANGED}</h1>", url=url, **parts) == headline


def test_the_address_spells_the_heading_out_that_the_metadata_cut() -> None:
    cut, whole = "Paper makers raise prices again", "Paper makers raise prices again in Linxi"
    url = "https://news.example/a/paper-makers-raise-prices-again-in-linxi/"
    assert title(f"<h1>{whole}</h1>", tag=cut, og=cut, ld=cut, url=url) == whole


def test_a_heading_that_shares_few_words_with_a_title_for_search_engines() -> None:
    searched = "Бумажные фабрики: цены на картон подняли во второй раз"
    shown = "Цены на картон и целлюлозу: «Посмотрим, что скажут покупатели осенью»"
    assert title(f"<h1>{shown}</h1>", tag=searched, og=searched) == shown
    assert title("<h1>Совсем другие слова о чём-то далёком</h1>", tag=searched, og=searched) == searched


@pytest.mark.parametrize("words", ["Blog Archive", "Blog Archiv", "Archives"])
def test_the_name_of_an_old_blog_before_its_headline(words: str) -> None:
    tag = f"The Paper Gang » {words} » Mills at night"
    assert title("<h1>The Paper Gang</h1><h2>Mills at night</h2>", tag=tag) == "Mills at night"
