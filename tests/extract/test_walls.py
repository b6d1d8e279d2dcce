"""Pages that stand before others are known by structure and words; no page of news is taken for one.

The walls are made up, with the marks and in the structure of the real ones.
"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from corpus import load_pages

from newscrawl.errors import BlockPage, NotAnArticle
from newscrawl.extract import extract_article, is_wall, page_of

if TYPE_CHECKING:
    from pathlib import Path

    from newscrawl.items import Page

AT = datetime(2026, 7, 21, tzinfo=UTC)
URL = "https://news.example/a/1.html"


def page(markup: str) -> Page:
    return page_of(URL, markup.encode(), fetched_at=AT)


def html(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


WALLS = {
    "akamai": html(
        "Access Denied",
        '<h1>Access Denied</h1>No entry to "http&#58;&#47;&#47;news&#46;example&#47;" for you.<p>Reference&#32;&#35;18'
        "<p>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18",
    ),
    "akamai challenge": html("", "<noscript></noscript>", "<meta http-equiv='refresh' content='5; URL=?bm-verify=AA'>"),
    "cloudflare": html(
        "Just a moment...",
        "<noscript><p>Switch scripts on.</p></noscript><script>window._cf_chl_opt={cvId:'3'}</script>",
    ),
    "cloudflare 1020": html(
        "news.example", "<div id='cf-error-details'><h1>Sorry</h1><p>The owner of this site let nobody in.</p></div>"
    ),
    "datadome": html(
        "news.example",
        "<p id='cmsg'>Scripts are off.</p><script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script>",
    ),
    "incapsula": html("", "<iframe src='/_Incapsula_Resource?SWUDNSAI=31'>Incident ID: 0-0</iframe>"),
    "perimeterx": html("Access to this page has been denied", "<div id='px-captcha'></div><p>Press &amp; Hold</p>"),
    "f5": html("Request Rejected", "The requested URL was rejected. Ask your administrator.<br>Your support ID is: 42"),
    "aws": html("", "<div id='challenge-container'></div><script>window.awsWafCookieDomainList = [];</script>"),
    "aliyun": "<html><script>var arg1='5E';function reload(x){document.cookie='acw_sc__v2='+x}</script></html>",
    "baidu": html("安全验证", "<div class='timeout hide'><p>网络不给力，请稍后重试</p></div>"),
    "slider": html("滑动验证页面", "<p>拖动滑块到最右边，就可以继续浏览。</p>"),
    "too often": html("提示", "<div class='box'><p>您的访问过于频繁，请过几分钟再来。</p></div>"),
    "waf": html("403", "<h1>您的请求可能存在威胁</h1><p>已经被网站防火墙记录。</p>"),
    "traditional": html("提示", "<p>訪問被拒絕，請洽管理員。</p>"),
    "captcha": html("One more step", "<p>Tick the box.</p><script src='https://js.hcaptcha.com/1/api.js'></script>"),
    "russian": html("Ой!", "<p>Подтвердите, что вы не робот.</p>"),
    "japanese": html("403", "<p>アクセスが制限されています。</p>"),
    "bare text": "Access denied",
}

NEWS = "<p>" + "分析人士认为，木浆库存下降是主要原因，下游包装厂正在重新议价，新的价格从八月一日起执行。" * 14 + "</p>"
MENU = "".join(f"<a href='/c{n}/'>栏目{n}</a>" for n in range(20))
FLASH = "<h1>央行：访问过于频繁的账户将被限制</h1><p>新规八月起执行。</p>"

PAGES = {
    "an article about walls": html("Access denied: how a firewall works", f"<h1>安全验证怎么做</h1>{NEWS}"),
    "a short article with a menu": html("访问过于频繁的账户将被限制", MENU + FLASH),
    "a short article that says it is one": html(
        "快讯", FLASH, "<meta property='article:published_time' content='2026-07-20'>"
    ),
    "an article with a captcha for comments": html(
        "造纸企业提价",
        f"<h1>造纸企业提价</h1>{NEWS * 3}<script src='https://www.google.com/recaptcha/api.js'></script>",
    ),
    "an article on a protected site": html(
        "造纸企业提价", f"{MENU}{NEWS}<script src='/_Incapsula_Resource?SWJIYLWA=71'></script>"
    ),
    "a list": '{"data": [{"title": "访问过于频繁的账户将被限制", "url": "/a/1.html"}], "page": 1}' + " " * 600,
    "nothing to see": html("造纸企业提价", "<div id='app'></div>"),
}


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_known(name: str) -> None:
    assert is_wall(page(WALLS[name]))


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_taken_for_a_wall(name: str) -> None:
    assert not is_wall(page(PAGES[name]))


def test_a_wall_is_no_article_and_says_so() -> None:
    with pytest.raises(BlockPage, match=r"not an article: block page$"):
        extract_article(page(WALLS["slider"]))


EXCUSE = "We have seen unusual traffic from your network. " * 9
FRAMED = f"{MENU}<h1>Access denied</h1><time>2026-07-20</time><p>{EXCUSE}</p>"


@pytest.mark.parametrize(
    "title", ["Access denied", "Access Denied | Harbour Times", "安全验证_回环财经", "Just a moment..."]
)
def test_a_wall_in_the_sites_own_frame_is_no_article(title: str) -> None:
    with pytest.raises(BlockPage):
        extract_article(page(html(title, FRAMED, "<meta property='article:published_time' content='2026-07-20'>")))


def test_a_headline_that_is_a_walls_words_is_one_where_there_is_much_to_read() -> None:
    assert extract_article(page(html("Access denied", f"<h1>Access denied</h1><time>2026-07-20</time>{NEWS * 3}")))


def test_the_one_wall_in_the_corpus_is_found_and_nothing_else(corpus: Path) -> None:
    # a page of Imperva's, saved in place of the article
    found = [saved.id for saved in load_pages(corpus) if is_wall(page_of(URL, saved.body, fetched_at=AT))]
    assert found == ["hd-1685765130.html"]


def test_no_answer_of_a_real_site_is_a_wall(corpus: Path) -> None:
    found = []
    for path in sorted((corpus / "sites").rglob("*.*")):
        body = path.read_bytes()
        try:
            saved = page_of(URL, gzip.decompress(body) if path.suffix == ".gz" else body, fetched_at=AT)
        except NotAnArticle:
            continue
        if is_wall(saved):
            found.append(path.name)
    assert found == []
