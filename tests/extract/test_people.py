"""Who wrote, edited and first published a text: one fact a test, in the markup that sites use."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from newscrawl.extract import page_of, read_page
from newscrawl.extract.findings import Findings
from newscrawl.extract.people import find_reporters
from newscrawl.extract.persons import names_in

AT = datetime(2026, 7, 21, tzinfo=UTC)
TIME = "2026-07-20 09:15"
CHINESE = (
    "<p>周一早盘，三家造纸企业同时上调出厂价格，每吨涨幅在两百元左右。记者近日走访发现，木浆库存下降是主要原因。</p>"
    "<p>公司方面表示，新的价格从八月一日起执行，老客户享有两周缓冲期，下游包装厂正在重新议价，后市仍需观察。</p>"
)
ENGLISH = (
    "<p>Three paper makers raised their prices on Monday morning, by about two hundred a ton, and said that pulp is "
    "short. By all accounts customers are given two weeks before the new prices hold, and some have begun to stock up."
    "</p><p>Analysts expect others to follow in August, when the annual contracts of the large box makers are "
    "negotiated again, although demand from the publishers of magazines has been falling for years.</p>"
)


def chinese(before: str = "", text: str = CHINESE, after: str = "", head: str = "") -> Findings:
    html = (
        f"<html><head><title>造纸企业集体提价_示例新闻网</title>{head}</head><body><h1>造纸企业集体提价</h1>"
        f"<div class='info'>{TIME}</div>{before}<div class='article-body'>{text}</div>{after}</body></html>"
    )
    return read_page(page_of("https://news.example.cn/a/1.html", html.encode(), fetched_at=AT))


def english(before: str = "", after: str = "", head: str = "", text: str = ENGLISH, lang: str = "en") -> Findings:
    html = (
        f"<html lang='{lang}'><head><title>Paper makers raise prices | Example Post</title>{head}</head><body>"
        f"<h1>Paper makers raise prices</h1>{before}<div class='article-body'>{text}</div>{after}</body></html>"
    )
    return read_page(page_of("https://www.examplepost.com/a/1", html.encode(), fetched_at=AT))


def authors(found: Findings) -> tuple[str, ...]:
    return tuple(found.fields.get("authors", ()))


def ld(author: object, **more: object) -> str:
    data = {"@type": "NewsArticle", "headline": "x", "author": author, **more}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("作者：石佳", ("石佳",)),
        ("作者： 石佳 王一", ("石佳", "王一")),
        ("作 者：石佳、王一", ("石佳", "王一")),
        ("作者：\n<span>石佳</span>", ("石佳",)),
        ("作者：</div><div>石佳", ("石佳",)),
        ("来源：经济晨报 作者：石佳", ("石佳",)),
        ("来源：经济晨报　　作者：石佳　　责任编辑：李木", ("石佳",)),
        ("出处：经济晨报 作者：石佳 编辑：李木 人气：5380 次", ("石佳",)),
        ("作者：经济晨报记者 石佳", ("石佳",)),
        ("作者：经济晨报 石佳", ("石佳",)),
        ("作者：石佳（示例大学教授）", ("石佳",)),
        ("作者：示例研究院研究员石佳", ("石佳",)),
        ("作者：约翰·史密斯", ("约翰·史密斯",)),
        ("作者：Ann Lee", ("Ann Lee",)),
        ("作者：李 明", ("李明",)),
        ("作者：小小&石头", ("小小", "石头")),
        ("文/石佳", ("石佳",)),
        ("文｜石佳 编辑｜李木", ("石佳",)),
        ("文 | 石佳", ("石佳",)),
        ("文/经济晨报记者石佳", ("石佳",)),
        ("撰文：石佳", ("石佳",)),
        ("【作者】石佳 【来源】经济晨报", ("石佳",)),
        ("作者：欧阳佳", ("欧阳佳",)),
        ("记者：石佳 通讯员：王一", ("石佳", "王一")),
        ("本报记者 石佳", ("石佳",)),
        ("本报记者石佳发自临溪", ("石佳",)),
        ("本报记者 石佳 王一 临溪报道", ("石佳", "王一")),
        ("本报记者 石佳临溪报道", ("石佳",)),
        ("整合 经济晨报·晨讯记者 石佳", ("石佳",)),
        ("见习记者 石佳", ("石佳",)),
        ("特约记者 陈文", ("陈文",)),
        ("石佳/经济晨报", ("石佳",)),
        ("<p>本报实习生 石佳 周舟</p><p>本报记者 王一 李木</p>", ("石佳", "周舟", "王一", "李木")),
        ("<span class='author'>石佳</span>", ("石佳",)),
        ("<div class='author'>示例報快訊／范姜佳</div>", ("范姜佳",)),
        ("作者：大卫 David", ("大卫",)),
    ],
)
def test_chinese_bylines(line: str, names: tuple[str, ...]) -> None:
    assert authors(chinese(f"<div>{line}</div>")) == names


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：李木",
        "编辑：李木",
        "（责编：李木、周舟）",
        "作者：经济晨报",
        "作者：未知",
        "作者：网络整理",
        "作者：示例公司宣传部",
        "审核：李木 校对：周舟",
        "全文/摘要",
        "示例社记者 石佳 摄",
        "摄影：石佳",
        "图/石佳",
        "作者简介：石佳",
        "记者：请问价格何时再涨？",
        "记者在现场看到",
        "<span class='author'>经济晨报</span>",
        "<span class='author'>分享到</span>",
        "<span class='author'>文章</span>",
    ],
)
def test_chinese_lines_that_name_no_author(line: str) -> None:
    assert authors(chinese(f"<div>{line}</div>")) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("示例社临溪7月20日电（记者石佳、王一）纸价上涨，", ("石佳", "王一")),
        ("本报讯（记者 石佳 通讯员 王一）纸价上涨，", ("石佳", "王一")),
        ("经济晨报讯（见习记者石佳）纸价上涨，", ("石佳",)),
        ("据示例社临溪电（记者 格桑边觉）纸价上涨，", ("格桑边觉",)),
        ("本报记者石佳 临溪报道 纸价上涨，", ("石佳",)),
        ("纸价上涨，后市仍需观察。（本报记者 石佳）", ("石佳",)),
        ("纸价上涨，后市仍需观察。（石佳）", ("石佳",)),
        ("纸价上涨，后市仍需观察。（石佳 王一）", ("石佳", "王一")),
        ("纸价上涨，后市仍需观察。（完）", ()),
        ("纸价上涨，后市仍需观察。（未完待续）", ()),
        ("纸价上涨，后市仍需观察。（经济晨报）", ()),
        ("图为造纸厂（本报记者 石佳 摄），纸价上涨，", ()),
        ("本报记者近日走访发现，纸价上涨，", ()),
    ],
)
def test_who_signs_in_a_chinese_text(text: str, names: tuple[str, ...]) -> None:
    found = next(iter(find_reporters(f"<p>{text}</p>")), None)
    assert (found.value if found else ()) == names


def test_a_chinese_outlet_in_the_json_ld_is_the_source() -> None:
    found = chinese(head=ld({"@type": "Person", "name": "经济晨报"}))
    assert (authors(found), found.fields["source"]) == ((), "经济晨报")


@pytest.mark.parametrize("name", ["示例新聞網", "示例通訊社 Example News Agency"])
def test_an_outlet_in_traditional_characters_is_no_author(name: str) -> None:
    assert authors(chinese(head=ld({"@type": "Organization", "name": name}))) == ()


def test_the_editor_in_chinese_metadata_is_no_author() -> None:
    assert authors(chinese(head='<meta name="author" content="李木">')) == ()


@pytest.mark.parametrize(
    ("line", "editors"),
    [
        ("责任编辑：李木", ("李木",)),
        ("责任编辑：李木 SF009", ("李木",)),
        ("（责编：李木、周舟）", ("李木", "周舟")),
        ("来源：经济晨报　　编辑：李木", ("李木",)),
        ("编辑部电话", None),
    ],
)
def test_editors(line: str, editors: tuple[str, ...] | None) -> None:
    found = chinese(after=f"<p>{line}</p>")
    assert found.fields.get("editors") == editors


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：经济晨报", "经济晨报"),
        ("来源： \n 经济晨报(临溪)", "经济晨报"),
        ("本文来源：经济晨报 作者：石佳", "经济晨报"),
        ("本文来源于经济晨报　2026-07-20", "经济晨报"),
        ("出处：经济晨报 作者：石佳", "经济晨报"),
        ("来源：经济晨报网-财经频道", "经济晨报网-财经频道"),
        (f"{TIME} 经济晨报[整理]", "经济晨报"),
        (f"{TIME}</div><div>经济晨报", "经济晨报"),
        (f"经济晨报 {TIME}:31", "经济晨报"),
        ("石佳/经济晨报", "经济晨报"),
        ("经济晨报记者 石佳", "经济晨报"),
        ("【来源】经济晨报", "经济晨报"),
        ("来源：<a>经济晨报</a><span>2026-07-20 09:15</span>", "经济晨报"),
        ("最新推荐文章于 2026-07-20 09:15", None),
        ("<li>新浪微博</li><li>开心网</li>", None),
        ("<a>首页</a>/<a>政治新闻</a>", None),
        ("图片来源：经济晨报", None),
        ("数据来源：经济晨报", None),
        ("以下内容来源于网络", None),
    ],
)
def test_sources(line: str, source: str | None) -> None:
    assert chinese(f"<div>{line}</div>").fields.get("source") == source


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Ann Lee"}, ("Ann Lee",)),
        ([{"name": "Ann Lee"}, {"name": "Bo Chan"}], ("Ann Lee", "Bo Chan")),
        ("Ann Lee, Bo Chan and Cy Day", ("Ann Lee", "Bo Chan", "Cy Day")),
        ("By Ann Lee", ("Ann Lee",)),
        ({"name": ["Ann Lee", "Bo Chan"]}, ("Ann Lee", "Bo Chan")),
        ({"givenName": "Ann", "familyName": "Lee"}, ("Ann Lee",)),
        ({"@type": "Person", "name": "Ann Lee, Senior Editor"}, ("Ann Lee",)),
        ({"@type": "Person", "name": "Ann Lee &amp; Bo Chan"}, ("Ann Lee", "Bo Chan")),
        ({"@type": "Person", "name": "https://www.examplepost.com/by/ann-lee"}, ()),
        ({"@type": "Person", "name": "desk@examplepost.com"}, ()),
        ({"@type": "Organization", "name": "Example Post"}, ("Example Post",)),
        ([{"name": "Ann Lee"}, {"@type": "Organization", "name": "dpa"}], ("Ann Lee", "dpa")),
        ({"@type": "Person", "name": "Ann Lee, Example Post"}, ("Ann Lee",)),
        ({"@type": "Person", "name": "Ann Lee, ExamplePost.com"}, ("Ann Lee",)),
        ({"@type": "Person", "name": "Ann Lee, ExamplePost meteorologist"}, ("Ann Lee",)),
        ({"@type": "Person", "name": "Ann Lee | Sun Media for ExamplePost.com"}, ("Ann Lee",)),
        ([{"name": "ExamplePost"}, {"name": "AFP"}], ("ExamplePost", "AFP")),
        ({"@type": "Person", "name": "Ana Sol, Do ExamplePost, em Porto Alegre"}, ("Ana Sol",)),
        ({"@type": "Person", "name": "Analysis by Ann Lee"}, ("Ann Lee",)),
        ({"@type": "Person", "name": "Bo Chan Jr."}, ("Bo Chan Jr.",)),
        ({"@type": "Person", "name": "User Admin"}, ()),
        ({"@type": "Person", "name": "Гость"}, ()),
    ],
)
def test_json_ld_authors(author: object, names: tuple[str, ...]) -> None:
    assert authors(english(head=ld(author))) == names


def test_a_json_ld_author_by_reference() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "x", "author": {"@id": "#a"}},
        {"@type": "Person", "@id": "#a", "name": "Ann Lee"},
    ]
    head = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    assert authors(english(head=head)) == ("Ann Lee",)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("By Ann Lee and Bo Chan", ("Ann Lee", "Bo Chan")),
        ("<div class='byline'>By ET Desk</div>", ("ET Desk",)),
        ("<div class='byline'>Twitter</div><p class='byline'>Ann Lee</p>", ("Ann Lee",)),
        ("By Ann Lee, Staff Writer", ("Ann Lee",)),
        ("By Ann Lee | Reuters", ("Ann Lee",)),
        ("By Ann Lee, Reuters", ("Ann Lee",)),
        ("<div class='byline'>By Ann Lee Bloomberg</div>", ("Ann Lee",)),
        ("<h4>By: Ann T. Lee Jr.</h4>", ("Ann T. Lee Jr.",)),
        ("<p>By</p><p>Ann Lee</p>", ("Ann Lee",)),
        ("<dl><dt>Auteur</dt><dd>Ann Lee</dd></dl>", ("Ann Lee",)),
        ("<table><tr><td>Written by</td><td>Ann Lee</td></tr></table>", ()),
        ("<p>By</p><h2>Paper Mills</h2>", ()),
        ("<div class='author'>Nga</div>", ()),
        ("<div class='author'>L'AUTEUR</div>", ()),
        ("<div class='author'><a>Ana Sol</a> / <a>Beto Luz</a> Madrid</div>", ("Ana Sol", "Beto Luz")),
        ("<p class='credit'>By Bo Chan | Imagery by U.S.D.A.</p><p>By Ann Lee</p>", ("Ann Lee",)),
        ("Opinion by Ann Lee", ("Ann Lee",)),
        ("Текст: Анна Ли · 20 июля 2026", ("Анна Ли",)),
        ("كتب سيد علي", ("سيد علي",)),
        ("By Ann Lee in London", ("Ann Lee",)),
        ("Par Ann Lee avec Reuters", ("Ann Lee",)),
        ("<b>By </b><a href='/a'>Ann Lee</a><br>July 20, 2026", ("Ann Lee",)),
        ("Von Ann Lee und Bo Chan, Frankfurt", ("Ann Lee", "Bo Chan")),
        ("20. Juli 2026, 9:15 · von Ann Lee", ("Ann Lee",)),
        ("Par Ann Lee le 20 juillet 2026", ("Ann Lee",)),
        ("Gespeichert von rasos am 20. Juli 2026", ("rasos",)),
        ("Verfasst von: anlee | 20. Juli 2026", ("anlee",)),
        ("Tekst: Ann Lee og Bo Chan", ("Ann Lee", "Bo Chan")),
        ("<span class='byline'>Ann Lee</span>", ("Ann Lee",)),
        ("<a rel='author' href='/ann'>Ann Lee</a>", ("Ann Lee",)),
        ("<span itemprop='author'>Ann Lee</span>", ("Ann Lee",)),
        ("July 20, 2026 <span class='entry-author'>Ann Lee</span> <a href='/p'>Paper</a>", ("Ann Lee",)),
        (" " * 700 + "By Ann Lee" + " " * 700, ("Ann Lee",)),
        ("By the numbers", ()),
        ("By clicking you accept our terms", ()),
        ("<span class='author'>About the author</span>", ()),
        ("<div class='byline'>Example Post's Editorial Standards</div>", ()),
        ("<div class='byline'><b>Ann Lee</b><i>Senior Linxi Correspondent</i></div>", ("Ann Lee",)),
        ("<p class='firma'>Ana Sol <span>|</span> Madrid</p>", ("Ana Sol",)),
        ("<div class='muhabir'>Ayşe Kaya</div>", ("Ayşe Kaya",)),
        ("<span class='byline'>Photo: Ann Lee</span>", ()),
        ("<div class='byline'><span>July 20, 2026</span> | <span>Ann Lee</span></div>", ("Ann Lee",)),
        ("<div class='byline'><span>July 20, 2026</span> | <span>World News</span></div>", ()),
        ("<div class='author-share'>Watch live</div><div class='share-byline'>By Ann Lee</div>", ("Ann Lee",)),
        (
            "<div class='authors'><a>Ann Lee</a><a>Bo Chan</a><span>|</span><a>Cy Day</a></div>",
            ("Ann Lee", "Bo Chan", "Cy Day"),
        ),
        ("<ul class='author-list'><li>Ann Lee,</li><li>Bo Chan</li><li>0</li></ul>", ("Ann Lee", "Bo Chan")),
        ("<div class='authors'><p>Ann Lee</p><p>is writing from Porsgrunn</p></div>", ("Ann Lee",)),
        ("<div class='byline'>News</div>", ()),
        ("<div class='byline'>Publicado el</div>", ()),
        ("<div class='author'>Kommentar von Ann Lee</div>", ("Ann Lee",)),
        ("<div class='author'>Escribe Ann Lee</div>", ("Ann Lee",)),
        ("World News | July 20, 2026", ()),
        ("<div class='comment'><span class='comment-author'>Ann Lee</span></div>", ()),
    ],
)
def test_shown_bylines(line: str, names: tuple[str, ...]) -> None:
    assert authors(english(f"<div>{line}</div>")) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<a href='/authors/ann-lee'>Ann Lee</a>", ("Ann Lee",)),
        ("<a href='/authors/ann-lee'><div><img alt=''></div><div><span>Ann Lee</span></div></a>", ("Ann Lee",)),
        ("<a href='/author/1'>Ann Lee</a> <a href='/author/2'>Bo Chan</a>", ("Ann Lee", "Bo Chan")),
        ("<a href='/authors/hub'>All Authors</a>", ()),
        ("<a href='/people/ann-lee'>Ann Lee</a>", ()),
        ("<span>Ann Lee</span><span>20.07.2026 - 09:15</span>", ("Ann Lee",)),
        ("<span>Ann Lee</span> | <span>July 20, 2026</span>", ("Ann Lee",)),
        ("<span>김민수</span><span>2026. 7. 20. 09:15</span>", ("김민수",)),
        ("<span>정치부</span><span>2026. 7. 20. 09:15</span>", ()),
        ("<span>North Korea</span><span>09:15 July 20, 2026</span>", ()),
        ("<span>São Paulo</span><span>20/07/2026</span>", ()),
        ("<a href='/b'><span>Ann Lee</span><span>20.07.2026</span></a>", ()),
    ],
)
def test_bylines_that_nothing_calls_one(line: str, names: tuple[str, ...]) -> None:
    assert authors(english(f"<div>{line}</div>")) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p style='text-align: right'><b>Ann Lee</b></p>", ("Ann Lee",)),
        ("<p>Ann Lee</p>", ("Example Post",)),
        ("<p style='text-align: right'>Read More News</p>", ("Example Post",)),
        ("<div class='author'>desk</div>", ("Example Post",)),
    ],
)
def test_who_signs_a_text_that_the_metadata_give_to_the_outlet(line: str, names: tuple[str, ...]) -> None:
    head = ld({"@type": "Organization", "name": "Example Post"}, publisher={"name": "Example Post"})
    assert authors(english(text=ENGLISH + line, head=head)) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("김민수 기자 ms@example.kr", ("김민수",)),
        ("[서울=김민수 특파원]", ("김민수",)),
        ("김민수 기자의 다른 기사", ()),
        ("해당 기자 구독", ()),
    ],
)
def test_korean_reporters_sign_behind_the_text(line: str, names: tuple[str, ...]) -> None:
    assert authors(english(text=f"{ENGLISH}<p>{line}</p>", lang="ko")) == names


def test_a_byline_that_only_the_markup_declares() -> None:
    signed = "<p>Post <span itemprop='author'><span itemprop='name'>annlee</span></span> at 9:15</p>"
    assert authors(english(after=signed)) == ("annlee",)


def test_a_byline_behind_the_text() -> None:
    assert authors(english(after="<footer><address class='author'>Ann Lee</address></footer>")) == ("Ann Lee",)


def test_who_is_said_to_have_written_it_has_whoever_else_is_called_an_author() -> None:
    boxes = ("By Ann Lee and Bo Chan", "Bo Chan", "Cy Day")
    after = "".join(f"<div class='author'>{text}</div>" for text in boxes)
    assert authors(english(after=after)) == ("Ann Lee", "Bo Chan")


def test_the_bylines_of_teasers_are_nobody_s() -> None:
    teasers = "<div class='author'>Ann Lee</div><div class='author'>Bo Chan</div>"
    assert authors(english(after=teasers)) == ()


@pytest.mark.parametrize(
    ("head", "line", "names"),
    [
        (ld({"name": "Ann Lee"}), "By Ann Lee and Bo Chan", ("Ann Lee", "Bo Chan")),
        (ld({"name": "Ann Lee"}), "By Ann Lee, CNN", ("Ann Lee",)),
        (ld({"name": "Ann Lee"}), "By Cy Day", ("Ann Lee",)),
        (ld({"name": "AFP"}), "By Cy Day", ("Cy Day",)),
        (ld({"name": "Online News Editor"}), "By Cy Day", ("Cy Day",)),
        (ld({"name": "The Associated Press"}), "By dpa", ("The Associated Press",)),
        (ld({"name": "AFP"}), "<span class='author'>Ann Lee</span>", ("Ann Lee",)),
        (ld({"name": "AFP"}), "<span class='author'>Nachrichtenagentur</span>", ("AFP",)),
        (ld({"name": "Example staff reporter"}), "", ("Example staff reporter",)),
        (ld({"name": "Example Post"}, publisher={"name": "Example Post"}), "By Ann Lee", ("Ann Lee",)),
        ('<meta name="author" content="Ann Lee">', "", ("Ann Lee",)),
        ('<meta name="author" content="By Ann Lee, Staff Writer">', "", ("Ann Lee",)),
        ('<meta name="author" content="a.lee@examplepost.com">', "", ()),
        ('<meta property="article:author" content="https://social.example/examplepost">', "", ()),
        ('<meta name="author" content="ExamplePost">', "", ()),
        ('<meta name="author" content="Example Media GmbH">', "", ()),
        ('<meta name="author" content="www.makers.example | Ann Lee">', "", ()),
        ('<meta name="twitter:creator" content="Ann Lee">', "", ("Ann Lee",)),
        ('<meta name="twitter:creator" content="@annlee">', "", ()),
        (
            '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Ann Lee">',
            "",
            ("Ann Lee",),
        ),
        ('<meta name="twitter:label1" content="Lesezeit"><meta name="twitter:data1" content="Zwei Minuten">', "", ()),
        ('<meta name="author" content="admin">', "By Ann Lee", ("Ann Lee",)),
        (
            '<meta property="og:site_name" content="Example Post"><meta name="author" content="Example Post">',
            "By Ann Lee",
            ("Ann Lee",),
        ),
    ],
)
def test_witnesses_that_disagree(head: str, line: str, names: tuple[str, ...]) -> None:
    assert authors(english(f"<div>{line}</div>", head=head)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("大渡 美咲", ("大渡 美咲",)),
        ("大渡 美咲、山田 太郎", ("大渡 美咲", "山田 太郎")),
    ],
)
def test_japanese_names_hold_a_space(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text, spaced=True) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee, Bo Chan & Cy Day", ("Ann Lee", "Bo Chan", "Cy Day")),
        ("Ana Sol y Beto Luz", ("Ana Sol", "Beto Luz")),
        ("김민수 기자, 이서연 기자", ("김민수", "이서연")),
        ("Ann Lee (dpa)", ("Ann Lee",)),
        ("Jean-Luc d'Arc", ("Jean-Luc d'Arc",)),
    ],
)
def test_names(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_who_signs_a_part_of_a_compilation_has_not_signed_the_whole() -> None:
    signed = "<p>文/示例日报记者石佳</p>"
    assert authors(chinese(text=CHINESE * 3 + signed + CHINESE * 3)) == ()
    assert authors(chinese(text=signed + CHINESE * 3)) == ("石佳",)
    assert authors(chinese(text=CHINESE * 3 + signed)) == ("石佳",)


@pytest.mark.parametrize(
    ("host", "name", "names"),
    [
        ("annlee.net", "Ann Lee", ("Ann Lee",)),
        ("dailymills.net", "Daily Mills", ()),
        ("elmolino.net", "El Molino", ()),
        ("lee-media.net", "Lee Media", ()),
    ],
)
def test_a_site_called_like_a_person_is_hers(host: str, name: str, names: tuple[str, ...]) -> None:
    html = (
        f'<html lang="en"><head><meta name="author" content="{name}"></head><body><h1>Mills</h1>{ENGLISH}</body></html>'
    )
    found = read_page(page_of(f"https://{host}/a/1", html.encode(), fetched_at=AT))
    assert authors(found) == names
