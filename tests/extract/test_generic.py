"""The generic rules, one fact a test: headline, people, time and zone, text, picture, refusals."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.errors import MissingField, NotAnArticle
from newscrawl.extract import clean_article, extract_article, likeness, page_of
from newscrawl.items import Article, Link, Page

AT = datetime(2026, 7, 21, tzinfo=UTC)
TEXT = (
    "<p>周一早盘，三家造纸企业同时上调出厂价格，每吨涨幅在两百元左右。</p>"
    "<p>分析人士认为，木浆库存下降是主要原因，下游包装厂正在重新议价。</p>"
    "<p>公司方面表示，新的价格从八月一日起执行，老客户享有两周缓冲期。</p>"
)
MENU = "".join(f'<li><a href="/c{n}/">栏目{n}</a></li>' for n in range(30))


def page(
    head: str = "", before: str = "", text: str = TEXT, after: str = "", url: str = "https://news.example.cn/a/1.html"
) -> Page:
    html = (
        f"<html><head><title>造纸企业集体提价_示例新闻网</title>{head}</head><body><ul class='nav'>{MENU}</ul>"
        f"<h1>造纸企业集体提价</h1>{before}<div class='article-body'>{text}</div>{after}"
        f"<div class='footer'>版权所有 示例新闻网</div></body></html>"
    )
    return page_of(url, html.encode(), fetched_at=AT)


TIME = '<div class="info"><span class="time">2026-07-20 09:15</span></div>'


def article(**parts: str) -> Article:
    return clean_article(extract_article(page(**{"before": TIME, **parts})))


def test_title_is_the_heading_without_the_site() -> None:
    assert article().title == "造纸企业集体提价"


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        ("造纸企业集体提价_行业_示例新闻网", "造纸企业集体提价"),
        ("Paper makers raise prices in July | Example News", "Paper makers raise prices in July"),
        ("Paper makers raise prices in July - Markets - Example News", "Paper makers raise prices in July"),
        ("A-shares: what a 5-year low means", "A-shares: what a 5-year low means"),
    ],
)
def test_title_without_heading(tag: str, title: str) -> None:
    html = f"<title>{tag}</title>{TIME}<div class='article-body'>{TEXT}</div>"
    assert extract_article(page_of("https://x.example/a/1.html", html.encode(), fetched_at=AT)).title == title


def test_title_cut_at_a_quote_in_the_metadata_is_not_taken() -> None:
    found = article(head='<meta property="og:title" content="造纸企业">')
    assert found.title == "造纸企业集体提价"


def test_zone_of_a_chinese_page_is_beijing() -> None:
    assert article().published.isoformat() == "2026-07-20T09:15:00+08:00"


def test_shown_time_wins_over_later_metadata() -> None:
    found = article(head='<meta property="article:published_time" content="2026-07-20T11:40:00+08:00">')
    assert found.published.isoformat() == "2026-07-20T09:15:00+08:00"


def test_metadata_lends_its_seconds() -> None:
    found = article(head='<meta property="article:published_time" content="2026-07-20T09:15:42+08:00">')
    assert found.published.isoformat() == "2026-07-20T09:15:42+08:00"


def test_the_clock_in_the_page_head_is_not_the_publish_time() -> None:
    found = article(before=TIME, head='<meta name="publishdate" content="2026-07-20">')
    assert found.published.isoformat() == "2026-07-20T09:15:00+08:00"


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("来源：经济晨报", "source", "经济晨报"),
        ("<span>来源：</span><a href='/s'>经济晨报</a>", "source", "经济晨报"),
        ("作者：石佳、王一", "authors", ("石佳", "王一")),
        ("文/石佳", "authors", ("石佳",)),
        ("（记者 石佳）", "authors", ("石佳",)),
        ("责任编辑：李木 SF009", "editors", ("李木",)),
        ("（责编：李木、周舟）", "editors", ("李木", "周舟")),
    ],
)
def test_labels(line: str, field: str, value: object) -> None:
    assert getattr(article(before=TIME + f"<div class='meta'>{line}</div>"), field) == value


def test_an_editor_is_no_author() -> None:
    assert article(after="<p>责任编辑：李木</p>").authors == ()


def test_reporters_in_running_text_are_no_authors() -> None:
    assert article(text=TEXT + "<p>多位企业负责人告诉记者近日走访时发现，订单有所回升。</p>").authors == ()


@pytest.mark.parametrize(
    ("paragraph", "authors"),
    [
        ("示例社临溪7月20日电（记者石佳、王一）纸价继续上涨，下游企业开始备货。", ("石佳", "王一")),
        ("经济晨报讯（记者 石佳 王一）纸价继续上涨，下游企业开始备货。", ("石佳", "王一")),
        ("本报记者石佳发自临溪。纸价继续上涨，下游企业开始备货。", ("石佳",)),
        ("纸价继续上涨，下游企业开始备货，后市仍需观察。（石佳）", ("石佳",)),
        ("纸价继续上涨，下游企业开始备货，后市仍需观察。（完）", ()),
        ("纸价继续上涨，下游企业开始备货，后市仍需观察。（单位：吨）", ()),
    ],
)
def test_who_signs_in_the_text(paragraph: str, authors: tuple[str, ...]) -> None:
    text = f"{TEXT}<p>{paragraph}</p>" if paragraph.startswith("纸价") else f"<p>{paragraph}</p>{TEXT}"
    assert article(text=text).authors == authors


def test_json_ld_names_authors_and_time() -> None:
    head = (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"x",'
        '"datePublished":"2026-07-20T01:15:07Z",'
        '"author":[{"@type":"Person","name":"Ann Lee"},{"name":"Bo Chan"}],}</script>'
    )
    html = (
        f"<html lang='en'><head><title>Paper makers raise prices</title>{head}</head><body>"
        f"<h1>Paper makers raise prices</h1><div class='article-body'>{TEXT}</div></body></html>"
    )
    found = extract_article(page_of("https://news.example/a/1", html.encode(), fetched_at=AT))
    assert found.authors == ("Ann Lee", "Bo Chan")
    assert found.published.isoformat() == "2026-07-20T01:15:07+00:00"


def test_text_is_the_article_and_nothing_but_it() -> None:
    after = (
        "<div class='related'><p>相关阅读：钢铁企业上半年业绩预告陆续披露，多家公司扭亏。</p></div>"
        "<div class='comment'><p>网友评论：希望不要再涨价了，真的受不了。</p></div>"
    )
    found = article(after=after)
    assert "两周缓冲期" in found.body
    assert "相关阅读" not in found.body
    assert "网友" not in found.body


def test_text_without_paragraphs() -> None:
    text = TEXT.replace("<p>", "").replace("</p>", "<br><br>")
    assert article(text=text).body.count("<p>") == 3


def test_first_picture_of_the_text_leads() -> None:
    text = "<p><img src='/images/logo.png'></p><p><img src='/2026/photo.jpg' alt='厂房'></p>" + TEXT
    lead = article(text=text, head='<meta property="og:image" content="/share/default.png">').lead_image
    assert lead is not None
    assert (lead.url, lead.alt) == ("https://news.example.cn/2026/photo.jpg", "厂房")


@pytest.mark.parametrize(
    ("shown", "lead"),
    [
        ("<img src='/w600/media-20260720-0815.jpg'>", "https://news.example/w600/media-20260720-0815.jpg"),
        (
            "<img src='x.gif' srcset='/w320/media-20260720-0815.jpg 320w, /w900/media-20260720-0815.jpg 900w'>",
            "https://news.example/w900/media-20260720-0815.jpg",
        ),
        (
            "<img src='/w600/another-picture-altogether.jpg'>",
            "https://news.example/crop/1200x630/media-20260720-0815.jpg",
        ),
    ],
)
def test_the_declared_picture_as_the_page_shows_it(shown: str, lead: str) -> None:
    html = (
        "<html lang='en'><head><title>Paper makers raise prices</title>"
        "<meta property='og:image' content='/crop/1200x630/media-20260720-0815.jpg'></head><body>"
        f"<h1>Paper makers raise prices</h1>{TIME}{shown}<div class='article-body'>{TEXT}</div></body></html>"
    )
    found = clean_article(extract_article(page_of("https://news.example/a/1", html.encode(), fetched_at=AT)))
    assert found.lead_image is not None
    assert found.lead_image.url == lead


def test_no_picture_is_no_picture() -> None:
    assert article(text="<p><img src='/images/qrcode.png'></p>" + TEXT).lead_image is None


def test_declared_canonical_address_is_the_identity() -> None:
    found = article(
        head='<link rel="canonical" href="https://news.example.cn/a/1.html?utm_source=x">',
        url="https://m.example.cn/x?id=1",
    )
    assert found.canonical_url == "https://news.example.cn/a/1.html"


def test_a_foreign_canonical_address_is_not_believed() -> None:
    found = article(head='<link rel="canonical" href="https://evil.example.org/x">')
    assert found.canonical_url == "https://news.example.cn/a/1.html"


def test_categories_of_an_unknown_site() -> None:
    assert article(head='<meta property="og:site_name" content="示例新闻">').categories == ("新闻", "示例新闻")


def test_the_address_gives_a_year_to_a_day_without_one() -> None:
    before = '<div class="info"><span class="time">05-09 22:27</span></div>'
    found = article(before=before, url="https://news.example.cn/20240509/c.html")
    assert found.published.isoformat() == "2024-05-09T22:27:00+08:00"


def test_a_teaser_s_time_is_not_the_article_s() -> None:
    head = '<meta property="article:published_time" content="2026-07-20T09:15:00+08:00">'
    before = "<div class='side'><span class='time'>3分钟前</span></div>"
    assert article(head=head, before=before).published.isoformat() == "2026-07-20T09:15:00+08:00"


def test_a_wrapper_with_a_name_of_noise_does_not_hide_the_article() -> None:
    found = article(text=f"<div class='sidebar-main'><div class='widget'>{TEXT}</div></div>")
    assert "两周缓冲期" in found.body


def test_sections_of_one_kind_are_one_article() -> None:
    section = "<section class='chunk'><div class='inner'>{}</div></section>"
    text = "".join(section.format(f"<p>第{n}节。{'纸价继续上涨，下游企业开始备货。' * 4}</p>") for n in range(4))
    assert article(text=text).body.count("节。") == 4


def test_declared_text_where_the_markup_holds_only_a_teaser() -> None:
    text = (
        "周一早盘，三家造纸企业同时上调出厂价格。\\n分析人士认为，木浆库存下降是主要原因 A&B。" + "后市仍需观察。" * 20
    )
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{text}"}}</script>'
    found = article(head=head, text="<p>周一早盘，三家造纸企业同时上调出厂价格，详情请看，全文。</p>")
    assert found.found_by["body"] == "json-ld:articleBody"
    assert found.body.count("<p>") == 2
    assert "A&amp;B" in found.body


def test_white_space_around_an_address_is_dropped() -> None:
    served = extract_article(page(before=TIME, text=TEXT + "<p>详见<a href=' /x\n.html '>公告</a>全文，谢谢。</p>"))
    assert 'href="/x.html"' in served.body


def test_headline_and_date_above_the_text_are_no_part_of_it() -> None:
    head = "<h1>造纸企业集体提价</h1><div class='x'>2026-07-20 09:15</div><p>造纸企业集体提价</p>"
    figure = "<figure><img src='/2026/photo.jpg'><figcaption>2026-07-20 摄于临溪</figcaption></figure>"
    body = article(text=head + figure + TEXT).body
    assert body.startswith('<figure><img src="https://news.example.cn/2026/photo.jpg"')
    assert "摄于临溪" in body


def test_a_list_of_links_inside_the_text_is_no_part_of_it() -> None:
    box = (
        "<div><h4>重点推荐</h4><ul><li><a href='/1'>沪指收复失地</a></li><li><a href='/2'>券商齐聚</a></li></ul></div>"
    )
    assert "沪指收复失地" not in article(text=TEXT + box + TEXT.replace("周一", "周二")).body


def test_the_list_entry_fills_in() -> None:
    served = page(before="")
    link = Link(
        url=served.url, published=datetime(2026, 7, 20, 1, 15, tzinfo=UTC), source="经济晨报", keywords=("纸价",)
    )
    found = extract_article(Page(url=served.url, html=served.html, fetched_at=AT, link=link))
    assert (found.published, found.source, found.keywords) == (link.published, "经济晨报", ("纸价",))
    assert found.found_by["published"] == "list"


def test_every_field_says_what_found_it() -> None:
    found = article(before=TIME + "<p>来源：经济晨报</p>")
    assert {"title", "published", "body", "source"} <= set(found.found_by)
    assert set(found.found_by) <= set(found.confidence) | {"lead_image"}


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        ("<title>404 Not Found</title><h1>404</h1>", "/a", "error text (404)"),
        ("<title>提示</title><p>抱歉，您要访问的页面不存在或已被删除！</p>", "/a", "error text (404)"),
        ("<title>页面没有找到_示例网</title><p>请返回首页</p>", "/a", "error text (404)"),
        ("<title>Just a moment...</title><p>Checking</p>", "/a", "block page"),
        ("<title>大家怎么看_纸业股吧_示例网</title>" + TEXT, "/a", "forum page"),
        ("<title>图文直播：发布会</title>" + TEXT, "/a", "live page"),
        ("<title>示例网</title>" + TEXT, "/", "front page"),
        (f"<title>财经频道</title><ul>{MENU}{MENU}</ul>", "/list", "list page"),
        (
            '<title>x</title><script type="application/ld+json">{"@type":"LiveBlogPosting"}</script>' + TEXT,
            "/a",
            "live page",
        ),
    ],
)
def test_pages_of_another_kind_are_refused(html: str, url: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        extract_article(page_of("https://news.example" + url, html.encode(), fetched_at=AT))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "title", ["中国发展高层论坛今日开幕_示例网", "直播带货新规出台_示例网", "404家公司披露业绩预告_示例网"]
)
def test_articles_about_such_things_are_articles(title: str) -> None:
    html = f"<title>{title}</title><h1>{title[:-4]}</h1>{TIME}<div class='article-body'>{TEXT}</div>"
    assert extract_article(page_of("https://news.example/a", html.encode(), fetched_at=AT)).title == title[:-4]


@pytest.mark.parametrize(
    ("html", "field"),
    [
        (TIME, "title"),
        (f"<title>造纸企业集体提价</title><div class='article-body'>{TEXT}</div>", "published"),
        (f"<title>造纸企业集体提价</title>{TIME}", "body"),
    ],
)
def test_what_a_post_cannot_do_without_is_named(html: str, field: str) -> None:
    with pytest.raises(MissingField) as caught:
        extract_article(page_of("https://news.example/a", html.encode(), fetched_at=AT))
    assert caught.value.field == field


def test_equal_texts_have_equal_fingerprints() -> None:
    one, other = article(), article(url="https://other.example.cn/b/2.html", head="<meta name='x' content='y'>")
    assert likeness(one).fingerprint == likeness(other).fingerprint
    assert (
        likeness(one).fingerprint
        != likeness(article(text=TEXT + "<p>另有两家企业尚未表态，市场预计跟进。</p>")).fingerprint
    )


def test_half_a_surrogate_pair_is_a_question_mark() -> None:
    html = page(before=TIME).html.replace("造纸企业集体提价", "造纸\ud83d企业集体提价")
    assert extract_article(Page(url="https://news.example.cn/a/1.html", html=html, fetched_at=AT)).title == (
        "造纸?企业集体提价"
    )


def test_a_malformed_page_does_not_raise_anything_else() -> None:
    for html in (
        "<",
        "<html",
        "\x00\x01<p>",
        "<a" * 5000,
        "<div>" * 3000,
        '{"a":1}',
        "]]>",
        "<!DOCTYPE",
        "<title>" * 50,
    ):
        with pytest.raises((NotAnArticle, MissingField)):
            extract_article(page_of("https://news.example/a", html.encode(), fetched_at=AT))
