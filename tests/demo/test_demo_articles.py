"""What the demo's pages and lists become, page by page; the crawl of the whole is tested with the commands."""

from __future__ import annotations

import http.client
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from newscrawl.demo import DemoSite, demo_site
from newscrawl.errors import NotAnArticle
from newscrawl.extract import (
    Step,
    article_of_link,
    clean_article,
    extract_article,
    find_links,
    likeness,
    list_request,
    next_page,
    page_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.items import Article, Link, Page

EXPECTED = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text("utf-8"))
POSTS = [entry for entry in EXPECTED["articles"] if entry["post"]]
FLASHES = EXPECTED["flashes"]
FETCHED = datetime(2026, 7, 20, 8, tzinfo=UTC)
FINANCE = "http://finance.demo.example/"


class Reader:
    """Reads the demo: each page once."""

    def __init__(self, port: int) -> None:
        self.site = demo_site()
        self.port = port
        self.article = cache(self._article)
        self.links = cache(self._links)

    def page(self, url: str) -> Page:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", url)
        answer = connection.getresponse()
        content_type, body = answer.getheader("Content-Type", ""), answer.read()
        connection.close()
        return page_of(url, body, fetched_at=FETCHED, content_type=content_type)

    def _article(self, url: str) -> Article:
        pages = [self.page(url)]
        while further := next_page(pages[-1], self.site):
            pages.append(self.page(further))
        return clean_article(extract_article(pages[0], self.site, channel="要闻", following=pages[1:]), self.site)

    def _links(self, name: str) -> list[Link]:
        channel, links = self.site.channels[name], []
        for index in range(3):
            asked = list_request(self.site, channel, Step(index=index), at=FETCHED)
            links += find_links(self.page(asked.url), self.site, channel)
        return links

    def flash(self, index: int) -> Article:
        channel = self.site.channels["7x24"]
        return clean_article(article_of_link(self.links("7x24")[index], self.site, channel), self.site)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with DemoSite() as server:
        yield Reader(server.port)


def name(entry: dict[str, Any]) -> str:
    return str(entry["url"]).rpartition("/")[2]


@pytest.mark.parametrize("entry", POSTS, ids=name)
def test_title(reader: Reader, entry: dict[str, Any]) -> None:
    assert reader.article(entry["url"]).title == entry["title"]


@pytest.mark.parametrize("entry", POSTS, ids=name)
def test_published(reader: Reader, entry: dict[str, Any]) -> None:
    assert reader.article(entry["url"]).published == datetime.fromisoformat(entry["published"])


@pytest.mark.parametrize("index", range(len(FLASHES)), ids=map(name, FLASHES))
def test_flash_address(reader: Reader, index: int) -> None:
    assert reader.flash(index).url == FLASHES[index]["url"]


@pytest.mark.parametrize("index", range(len(FLASHES)), ids=map(name, FLASHES))
def test_flash_title(reader: Reader, index: int) -> None:
    assert reader.flash(index).title == FLASHES[index]["title"]


@pytest.mark.parametrize("index", range(len(FLASHES)), ids=map(name, FLASHES))
def test_flash_published(reader: Reader, index: int) -> None:
    assert reader.flash(index).published == datetime.fromisoformat(FLASHES[index]["published"])


def test_list_names_what_is_expected(reader: Reader) -> None:
    assert {link.url for link in reader.links("要闻")} == {entry["url"] for entry in EXPECTED["articles"]}


def test_live_page_is_refused(reader: Reader) -> None:
    with pytest.raises(NotAnArticle, match="live page"):
        reader.article(f"{FINANCE}stock/2026-07-20/doc-ikqyzvp1000110.shtml")


def test_duplicate_has_the_same_fingerprint(reader: Reader) -> None:
    one = reader.article(f"{FINANCE}china/2026-07-20/doc-ikqyzvp1000102.shtml")
    other = reader.article(f"{FINANCE}roll/2026-07-20/doc-ikqyzvp1000109.shtml")
    assert likeness(one).fingerprint == likeness(other).fingerprint


def test_all_others_have_their_own(reader: Reader) -> None:
    prints = [likeness(reader.article(entry["url"])).fingerprint for entry in POSTS]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("chanjing/2026-07-19/doc-ikqyzvp1000103.shtml", '<th colspan="2">收入（亿元）</th>'),
        ("china/2026-07-19/doc-ikqyzvp1000104.shtml", "<figcaption>清晨的新码头，第一艘船正在靠泊。</figcaption>"),
        ("china/2026-07-19/doc-ikqyzvp1000104.shtml", "5d20-yard.png"),
        ("china/2026-07-17/doc-ikqyzvp1000111.shtml", "&lt;script&gt;"),
        ("stock/t/20120913/093013136021.shtml", "第一次涨价是在1988年"),
        ("stock/t/20120913/093013136021.shtml", "水泥是老实人"),
        ("chanjing/20130416/152015161234.shtml", "𠮷喆茶业上周在欧洲的食品展上"),
        ("china/2026-07-16/doc-ikqyzvp1000114.shtml", "分产品看，机电设备仍是大头"),
        ("roll/2026-07-14/doc-ikqyzvp1000120.shtml", "<strong>单一供应商</strong>"),
        ("roll/2026-07-14/doc-ikqyzvp1000120.shtml", "<blockquote>"),
    ],
)
def test_body_has(reader: Reader, page: str, text: str) -> None:
    assert text in reader.article(FINANCE + page).body


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("stock/2026-07-20/doc-ikqyzvp1000101.shtml", "演示财经APP"),
        ("stock/2026-07-20/doc-ikqyzvp1000101.shtml", "责任编辑"),
        ("china/2026-07-19/doc-ikqyzvp1000104.shtml", "c.gif"),
        ("stock/usstock/c/2026-07-18/doc-ikqyzvp1000106.shtml", "免责声明"),
        ("stock/usstock/c/2026-07-18/doc-ikqyzvp1000106.shtml", "41.37"),
        ("chanjing/2026-07-18/doc-ikqyzvp1000107.shtml", "不该出现"),
        ("chanjing/2026-07-18/doc-ikqyzvp1000107.shtml", "开户有礼"),
        ("china/2026-07-17/doc-ikqyzvp1000111.shtml", "javascript:"),
        ("china/2026-07-17/doc-ikqyzvp1000111.shtml", "onerror"),
        ("china/2026-07-17/doc-ikqyzvp1000111.shtml", "银行卡号"),
        ("china/2026-07-17/doc-ikqyzvp1000111.shtml", "注释里的模板"),
        ("stock/t/20120913/093013136021.shtml", "下一页"),
        ("china/2026-07-16/doc-ikqyzvp1000114.shtml", "targ"),
        ("stock/s/20120912/101013130733.shtml", "股民夜校"),
        ("money/forex/forexroll/2015-05-25/doc-ifxsktkp1000118.shtml", "资金流向"),
        ("roll/2026-07-14/doc-ikqyzvp1000120.shtml", "点击下载"),
    ],
)
def test_body_has_not(reader: Reader, page: str, text: str) -> None:
    assert text not in reader.article(FINANCE + page).body


@pytest.mark.parametrize(
    ("page", "picture"),
    [
        ("stock/2026-07-20/doc-ikqyzvp1000101.shtml", "9a1c-yunfan.png"),
        ("china/2026-07-20/doc-ikqyzvp1000102.shtml", ""),
        ("stock/hyyj/20091109/13486940012.shtml", "U3996P31T1D6940012F326DT.png"),
        ("chanjing/2026-07-14/detail-ikqyzvp1000119.d.html", ""),
        ("money/forex/forexroll/2015-05-25/doc-ifxsktkp1000118.shtml", ""),
    ],
)
def test_lead_picture(reader: Reader, page: str, picture: str) -> None:
    lead = reader.article(FINANCE + page).lead_image
    assert (lead.url.rpartition("/")[2] if lead else "") == picture


def test_pictures_of_posts_are_served(reader: Reader) -> None:
    pictures = {image.url for entry in POSTS for image in reader.article(entry["url"]).images}
    for picture in sorted(pictures):
        # what is no page is refused by its bytes
        with pytest.raises(NotAnArticle, match="image"):
            reader.page(picture.replace("https:", "http:"))


@pytest.mark.parametrize(
    ("page", "tickers"),
    [
        ("stock/2026-07-20/doc-ikqyzvp1000101.shtml", ("699001.SH", "399901.SZ")),
        ("stock/usstock/c/2026-07-18/doc-ikqyzvp1000106.shtml", ("LKSPQ.US", "HGRWQ.US")),
        ("stock/s/20120912/101013130733.shtml", ("699021.SH",)),
    ],
)
def test_tickers(reader: Reader, page: str, tickers: tuple[str, ...]) -> None:
    assert reader.article(FINANCE + page).tickers == tickers
