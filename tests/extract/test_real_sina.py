"""Sina's real pages and answers of the corpus: pages of 2005 to 2019, desktop and mobile, and the lists."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from newscrawl.errors import NotAnArticle
from newscrawl.extract import article_of_link, clean_article, extract_article, find_links, page_of
from newscrawl.items import Article
from newscrawl.sites import load_sites

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 10, 1, tzinfo=UTC)
SINA = load_sites()["sina_finance"]
FINANCE = "https://finance.sina.com.cn/stock/usstock/c/2019-09-09/doc-iicezzrq4681677.shtml"
TECH = "https://tech.sina.com.cn/t/2019-09-11/doc-iicezzrq4972166.shtml"
NEWS = "https://news.sina.com.cn/c/2019-09-07/doc-iicezzrq4076655.shtml"
MOBILE = "https://finance.sina.cn/sa/2005-08-26/detail-ikknscsi2623250.d.html"
FOREX = "http://finance.sina.com.cn/money/forex/forexroll/2016-05-25/doc-ifxsktkp9337164.shtml"
MUSIC = "http://ent.sina.com.cn/y/2009-11-09/13562762964.shtml"
PAGES = {
    FINANCE: "pages/gne-sina-3.html.gz",
    TECH: "pages/gne-sina-4.html.gz",
    NEWS: "pages/gne-sina-0.html.gz",
    MOBILE: "pages/magic-3ef3b4e6.html.gz",
    FOREX: "pages/magic-42076fe0.html.gz",
    MUSIC: "sites/sina/cx-extractor__阿里郎全新力作_兰花指_单曲成红歌_图__影音娱乐_新浪网.html.gz",
}
FACTS = [
    (FINANCE, "published", "2019-09-09T20:52:38+08:00"),
    (FINANCE, "source", "新浪财经-自媒体综合"),
    (FINANCE, "editors", ("郭明煜",)),
    (FINANCE, "tickers", ("JPM.US", "BLK.US", "PMTG.US")),
    (FINANCE, "channel", "美股"),
    (TECH, "published", "2019-09-11T01:53:41+08:00"),
    (TECH, "source", "新浪科技"),
    (TECH, "keywords", ("苹果", "新品", "新iPhone")),
    (NEWS, "published", "2019-09-07T04:04:43+08:00"),
    (NEWS, "source", "北京日报"),
    (NEWS, "editors", ("张申",)),
    (NEWS, "authors", ()),
    (NEWS, "lead_image", None),
    (MOBILE, "published", "2005-08-26T05:39:00+08:00"),
    (MOBILE, "source", "上海证券报网络版"),
    (MOBILE, "lead_image", None),
    (FOREX, "published", "2016-05-25T10:10:19+08:00"),
    (FOREX, "editors", ("支全明",)),
    (FOREX, "keywords", ("金融改革", "黄益平", "离岸人民币")),
    (FOREX, "channel", "外汇"),
    (FOREX, "lead_image", None),
    (MUSIC, "published", "2009-11-09T13:56:00+08:00"),
    (MUSIC, "source", "新浪娱乐"),
]


def article(corpus: Path, url: str) -> Article:
    body = (corpus / PAGES[url]).read_bytes()
    return clean_article(extract_article(page_of(url, body, fetched_at=AT), SINA), SINA)


@pytest.mark.parametrize(("url", "field", "value"), FACTS, ids=lambda value: str(value)[-40:])
def test_a_field_of_a_real_page(corpus: Path, url: str, field: str, value: object) -> None:
    found = getattr(article(corpus, url), field)
    assert (found.isoformat() if field == "published" else found) == value


@pytest.mark.parametrize("url", PAGES)
def test_title_is_the_page_s_own(corpus: Path, url: str) -> None:
    found = article(corpus, url)
    assert 8 <= len(found.title) <= 60
    assert "新浪" not in found.title
    assert "_" not in found.title


@pytest.mark.parametrize(
    "noise", ["责任编辑", "扫描二维码", "海量资讯", "免责声明", "新浪众测", "手机新浪网", "script", "原标题"]
)
@pytest.mark.parametrize("url", PAGES)
def test_noise_is_gone(corpus: Path, url: str, noise: str) -> None:
    assert noise not in article(corpus, url).body


@pytest.mark.parametrize("url", PAGES)
def test_no_mojibake(corpus: Path, url: str) -> None:
    assert "\ufffd" not in article(corpus, url).body


def test_the_7x24_answer(corpus: Path) -> None:
    body = (corpus / "sites/sina/zhibo_7x24_trimmed.json").read_bytes()
    channel = SINA.channels["7x24"]
    found = find_links(page_of("https://zhibo.sina.com.cn/api/zhibo/feed", body, fetched_at=AT), SINA, channel)
    articles = [article_of_link(link, SINA, channel) for link in found]
    assert articles
    assert all(entry.title and entry.published.utcoffset() for entry in articles)


def test_the_roll_answer(corpus: Path) -> None:
    body = (corpus / "sites/sina/roll_synthetic_shape.json").read_bytes()
    found = find_links(
        page_of("https://feed.mix.sina.com.cn/api/roll/get", body, fetched_at=AT), SINA, SINA.channels["国内"]
    )
    assert [(link.title, link.published is not None, link.source) for link in found] == [
        ("A股早盘三大指数高开", True, "新浪财经")
    ]


@pytest.mark.parametrize("name", ["article-404", "article-no-comments", "article-no-title", "article", "list"])
def test_forum_pages_are_refused(corpus: Path, name: str) -> None:
    body = (corpus / f"sites/eastmoney/eastmoney__{name}.html.gz").read_bytes()
    with pytest.raises(NotAnArticle, match="forum page"):
        extract_article(page_of("https://forum.example/x.html", body, fetched_at=AT))
