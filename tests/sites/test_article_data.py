"""Articles from an API, from JSON in their page, in several layouts, behind a wall; and hooks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from written_sites import AT, answer, list_site, read, site_of

from newscrawl.errors import ListError, MissingField, NotAnArticle
from newscrawl.extract import article_of_link, article_request, clean_article, extract_article, read_page
from newscrawl.items import Link

if TYPE_CHECKING:
    from newscrawl.items import Article
    from newscrawl.sites import Site

URL = "https://news.example/articles/17"

WORDS = "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成。"

API = """
article:
  api:
  - match: '/articles/(?P<id>\\d+)'
    url: 'https://api.other.example/articles/{id}?extract=0'
    headers: {X-Api: one}
    ok: {path: code, equals: 20000}
    root: [data, result.data]
  fields:
    title: {path: title}
    published: {path: time, format: epoch_s}
    modified: {path: changed, format: epoch_s}
    authors: {path: 'authors[].name'}
    source: {const: 示例社}
    tickers: {path: 'stocks[]'}
    lead_image: {path: image.uri}
    keywords: {path: tags, split: ','}
  body: [{template: '{content}{more?}'}]
  paywall: [{data: {path: is_priced, equals: true}}]
  refuse: [{reason: video, data: {path: kind, equals: video}}]
"""

DATA: dict[str, Any] = {
    "title": "新厂房下月启用",
    "time": 1784510100,
    "changed": 1784513700,
    "authors": [{"name": "李四"}, {"name": "张三"}],
    "stocks": ["sh600519"],
    "image": {"uri": "https://i.example/1.jpg"},
    "tags": "扩产,工厂",
    "content": f"<p>{WORDS}</p>",
    "more": f"<p>{WORDS}第二段。</p>",
    "is_priced": False,
}


def api_article(**more: Any) -> Article:
    return extract_article(answer({"code": 20000, "data": {**DATA, **more}}, URL), site_of(API))


def test_the_api_is_asked_instead_of_the_page() -> None:
    asked = article_request(site_of(API + "headers: {X-Site: two}\n"), URL)
    assert asked
    assert asked.url == "https://api.other.example/articles/17?extract=0"
    assert asked.headers == {"X-Site": "two", "X-Api": "one"}


def test_other_addresses_are_asked_themselves() -> None:
    assert article_request(site_of(API), "https://news.example/video/17") is None


def test_a_page_for_printing_keeps_the_query() -> None:
    site = site_of("article:\n  print: {match: /story/, url: '{url}?full=y'}\n")
    asked = article_request(site, "https://news.example/story/1")
    assert asked
    assert asked.url == "https://news.example/story/1?full=y"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", URL),
        ("canonical_url", URL),
        ("title", "新厂房下月启用"),
        ("published", "2026-07-20T09:15:00+08:00"),
        ("modified", "2026-07-20T10:15:00+08:00"),
        ("authors", ("李四", "张三")),
        ("source", "示例社"),
        ("tickers", ("600519.SH",)),
        ("keywords", ("扩产", "工厂")),
        ("body", f"<p>{WORDS}</p><p>{WORDS}第二段。</p>"),
        ("paywalled", False),
        ("language", "zh-CN"),
    ],
)
def test_an_article_of_an_api(field: str, value: Any) -> None:
    found = getattr(api_article(), field)
    assert (found.isoformat() if field in ("published", "modified") else found) == value


def test_what_found_a_field_is_told() -> None:
    assert api_article().found_by["title"] == "site:path:title"


@pytest.mark.parametrize(
    ("content", "body"),
    [
        (f"&lt;p&gt;{WORDS}&lt;/p&gt;", f"<p>{WORDS}</p>"),
        (f"{WORDS}\n\n{WORDS}二", f"<p>{WORDS}</p>\n<p>{WORDS}二</p>"),
        (f"A < B。{WORDS}", f"<p>A &lt; B。{WORDS}</p>"),
        (f"{WORDS}<b>二</b>\n三。", f"<p>{WORDS}<b>二</b></p>\n<p>三。</p>"),
    ],
)
def test_texts_that_are_not_html(content: str, body: str) -> None:
    assert api_article(content=content, more=None).body == body


def test_fields_are_plain_text() -> None:
    assert api_article(title="A&amp;B <em>扩产</em>").title == "A&B 扩产"


def test_a_text_may_be_a_list_of_paragraphs() -> None:
    site = site_of(API.replace("{template: '{content}{more?}'}", "{path: content}"))
    data = {"code": 20000, "data": {**DATA, "content": [{"text": WORDS}, WORDS + "二"]}}
    assert extract_article(answer(data, URL), site).body == f"<p>{WORDS}</p>\n<p>{WORDS}二</p>"


def test_json_says_what_is_paid_for() -> None:
    assert api_article(is_priced=True).paywalled


def test_json_says_what_is_no_article() -> None:
    with pytest.raises(NotAnArticle) as caught:
        api_article(kind="video")
    assert caught.value.reason == "video"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"code": 500}, "the API answers code = 500, not 20000"),
        ({"code": 20000}, "the API's answer has nothing at data or result.data"),
        ("<html><body>busy</body></html>", "the API's answer is not JSON"),
        ("[", "the API's answer is not JSON"),
    ],
)
def test_an_answer_of_another_shape(body: Any, problem: str) -> None:
    with pytest.raises(ListError) as caught:
        read_page(answer(body, URL), site_of(API), elsewhere=True)
    assert caught.value.reason == problem


def test_an_article_without_a_text_is_none() -> None:
    with pytest.raises(MissingField):
        api_article(content="", more="")


SCRIPT = """
article:
  embedded: {before: 'var allData\\s*=\\s*', root: docData}
  fields:
    title: [{path: title}, h1]
    published: {path: newsTime, format: '%Y-%m-%d %H:%M:%S'}
  body_parts:
    items: contentData.contentList
    parts:
    - {if: {path: type, equals: text}, html: data}
    - {if: {path: type, equals: header}, heading: data}
    - {if: {path: type, in: [image, video]}, image: data.url, caption: data.title}
    - {text: quote}
  body: [.main]
"""

NODES = [
    {"type": "text", "data": f"<p>{WORDS}</p>"},
    {"type": "header", "data": "小标题 <1>"},
    {"type": "image", "data": {"url": "//i.example/1.jpg", "title": "厂房"}},
    {"type": "advert", "data": "广告"},
    {"quote": "他说：<好>"},
    {"type": "image", "data": {}},
    "text",
]


def script_page(nodes: Any) -> str:
    data = {"docData": {"title": "新厂房", "newsTime": "2026-07-20 09:15:00", "contentData": {"contentList": nodes}}}
    return (
        f"<html><head><title>x</title></head><body><h1>页面标题</h1><time>2026-07-19 08:00</time>"
        f"<div class=main><p>{WORDS}页面上的。</p></div>"
        f"<script>var allData = {json.dumps(data)};</script></body></html>"
    )


def test_a_text_of_nodes() -> None:
    article = extract_article(answer(script_page(NODES), URL), site_of(SCRIPT))
    assert article.title == "新厂房"
    assert article.published.isoformat() == "2026-07-20T09:15:00+08:00"
    assert article.body == (
        f"<p>{WORDS}</p>\n<h2>小标题 &lt;1&gt;</h2>\n"
        '<figure><img src="https://i.example/1.jpg" alt="厂房"><figcaption>厂房</figcaption></figure>\n'
        "<p>他说：&lt;好&gt;</p>"
    )


@pytest.mark.parametrize("page", [script_page([]), script_page(None), script_page([]).replace("allData", "other")])
def test_a_page_without_the_nodes_is_read_by_its_markup(page: str) -> None:
    assert "页面上的" in extract_article(answer(page, URL), site_of(SCRIPT)).body


LAYOUTS = """
article:
  fields: {title: h1, published: .time, source: .from}
  body: [.old]
  variants:
  - when: {css: div.new}
    fields: {source: {css: .info, label: 来源}}
    body: [div.new]
"""


@pytest.mark.parametrize(("name", "source"), [("new", "经济晨报"), ("old", "旧报")])
def test_layouts_have_rules_of_their_own(name: str, source: str) -> None:
    page = (
        f"<html><body><h1>新厂房下月启用</h1><p class=time>2026-07-20 09:15</p><p class=from>旧报</p>"
        f"<p class=info>来源：经济晨报</p><div class={name}><p>{WORDS}</p></div></body></html>"
    )
    article = extract_article(answer(page, URL), site_of(LAYOUTS))
    assert (article.source, article.found_by["body"]) == (source, f"site:css:{'div' if name == 'new' else ''}.{name}")


PARTS = f"""<html><body><h1>新厂房下月启用</h1><p class=t>2026-07-20 09:15</p><div class=x></div>
<div class=x><p>{WORDS}一。</p></div><aside>广告</aside><h2 class=x>小标题</h2>
<div class=x><b class=x>{WORDS}二。</b></div></body></html>"""


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        (".x", f"<p>{WORDS}一。</p>"),
        ("{xpath: '//h2'}", "小标题"),
        ("{css: .x, join: ''}", f'<div><p>{WORDS}一。</p></div><h2>小标题</h2><div><b class="x">{WORDS}二。</b></div>'),
        ("{css: 'h2::text'}", None),
    ],
)
def test_containers_of_a_text(rule: str, body: str | None) -> None:
    article = extract_article(answer(PARTS, URL), site_of(f"article:\n  body: {rule}\n"))
    assert article.body == body if body else article.found_by["body"].startswith("generic")


@pytest.mark.parametrize(
    ("mark", "paywalled"), [("css: .wall", True), ("text: ^订阅", False), ("url: /articles/", True), ("css: .x", False)]
)
def test_marks_of_a_paywall(mark: str, paywalled: bool) -> None:
    page = (
        f"<html><title>新厂房</title><body><h1>新厂房下月启用</h1><p>2026-07-20 09:15</p><p>{WORDS * 3}</p>"
        "<div class=wall></div></body></html>"
    )
    assert extract_article(answer(page, URL), site_of(f"article:\n  paywall: {{{mark}}}\n")).paywalled is paywalled


LD = f"""<html><head><script type="application/ld+json">{{"@type": "Person", "x": {{"y": "其他"}}}}</script>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "新厂房下月启用",
"author": [{{"name": "李四"}}], "section": {{"name": "产经"}}}}</script></head><body><h1>新厂房下月启用</h1>
<p class=t>20/07/2026 at noon</p><p>2026-07-20 01:15</p><p>{WORDS * 3}</p></body></html>"""


@pytest.mark.parametrize(
    ("rules", "field", "value"),
    [
        ("source: {json_ld: section.name}", "source", "产经"),
        ("source: {json_ld: x.y}", "source", "其他"),
        ("authors: {json_ld: 'author[].name'}", "authors", ("李四",)),
        ("published: {css: 'p:nth-of-type(2)', tz: UTC}", "published", "2026-07-20T01:15:00+00:00"),
        ("published: {url: '/(\\d{2})$', format: '%y', tz: UTC}", "published", "2017-01-01T00:00:00+00:00"),
    ],
)
def test_rules_on_a_page(rules: str, field: str, value: Any) -> None:
    found = getattr(extract_article(answer(LD, URL), site_of(f"article:\n  fields: {{{rules}}}\n")), field)
    assert (found.isoformat() if field == "published" else found) == value


HOOKS = """
def sign(url):
    return url + "&sign=" + str(len(url))

def tree(value):
    return "".join("<p>" + node["t"] + "</p>" for node in value["nodes"])

SIGNS = {"mine": sign}
BODIES = {"tree": tree}
"""


def test_hooks_lie_beside_the_site_file() -> None:
    site = site_of(
        "article:\n"
        "  api: {match: /articles/, url: 'https://api.example/?a=1', sign: mine}\n"
        "  fields: {title: {path: t}, published: {path: d}}\n"
        "  body: {path: body, hook: tree}\n",
        HOOKS,
    )
    asked = article_request(site, URL)
    assert asked
    assert asked.url == "https://api.example/?a=1&sign=24"
    data = {"t": "新厂房", "d": "2026-07-20 09:15", "body": {"nodes": [{"t": WORDS}, {"t": WORDS}]}}
    assert extract_article(answer(data, URL), site).body == f"<p>{WORDS}</p><p>{WORDS}</p>"


def headlines(**more: Any) -> tuple[Site, Link]:
    site = site_of(
        "state: headlines\nlists: {x: {kind: rss, url: https://news.example/rss}}\nchannels: {x: {list: x}}\n"
    )
    given = {"title": "新厂房下月启用", "published": AT, "summary": "一句 <话>。", **more}
    return site, Link(url="https://news.example/a?b=1&c=2", **given)


def test_a_headline_is_an_article_with_a_link() -> None:
    site, link = headlines()
    article = clean_article(article_of_link(link, site, site.channels["x"]), site)
    assert (article.title, article.paywalled, article.published) == ("新厂房下月启用", True, AT)
    assert article.body == (
        "<p>一句 &lt;话&gt;。</p>\n"
        '<p><a href="https://news.example/a?b=1&amp;c=2" rel="noopener">阅读全文: 示例财经</a></p>'
    )


@pytest.mark.parametrize(("more", "field"), [({"title": ""}, "title"), ({"published": None}, "published")])
def test_a_headline_that_lacks_something(more: dict[str, Any], field: str) -> None:
    site, link = headlines(**more)
    with pytest.raises(MissingField) as caught:
        article_of_link(link, site, site.channels["x"])
    assert caught.value.field == field


def test_a_sitemaps_headline_has_the_time_of_its_last_change() -> None:
    site, link = headlines(published=None, modified=AT)
    assert article_of_link(link, site, site.channels["x"]).published == AT


def test_a_flash_says_who_wrote_it() -> None:
    site = list_site("kind: json\nurl: https://news.example/x\nfields: {url: u, body: b, authors: w, published: t}\n")
    (link,) = read(
        site, [{"u": "/1", "b": f"&lt;p&gt;{WORDS}&lt;/p&gt;", "w": "李四 张三", "t": "2026-07-20 09:15"}]
    ).links
    article = article_of_link(link, site, site.channels["x"])
    assert (article.authors, article.body) == (("李四", "张三"), f"<p>{WORDS}</p>")
