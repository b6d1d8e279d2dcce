"""Real responses of lists, read by the site files: every entry, its address, title and time, and how the list goes on.

The responses belong to their publishers and are read from where they lie (``NEWSCRAWL_CORPUS``); what is expected of
them is reckoned here by other means than the site files' own: plain keys, and the standard library's XML reader. A new
site adds a line to :data:`RESPONSES` for each of its responses.
"""

from __future__ import annotations

import gzip
import html
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache, reduce
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from newscrawl.extract import Listed, list_request, page_of, read_list
from newscrawl.sites import load_sites

CORPUS = Path(os.environ.get("NEWSCRAWL_CORPUS", "")) if os.environ.get("NEWSCRAWL_CORPUS") else None

AT = datetime(2026, 10, 12, tzinfo=UTC)

SITES = load_sites()

LIST_KINDS = ("rss", "news_sitemap", "list_api_json")
"""Kinds of the corpus that are lists as they were served."""


@dataclass(frozen=True, kw_only=True)
class Response:
    """A saved answer, and where plain walking finds what it says."""

    file: str
    """Below ``sites/``."""
    site: str
    channel: str
    entries: str = ""
    """Keys with dots to the list of entries; of XML the entries' tag."""
    url: str | Callable[[dict[str, Any]], str]
    """Key of an entry's address, or the address with keys in braces, or what makes it of an entry."""
    title: str = "title"
    """Key of an entry's title; empty: it has none."""
    time: str = ""
    """Key of an entry's time; empty: it has none."""
    clock: Callable[[Any], datetime] = lambda value: datetime.fromtimestamp(int(value), UTC)
    """Reads the time."""
    next: str = ""
    """Keys with dots to the next cursor; ``-1.key``: of the last entry; empty: the list does not go on by a cursor."""
    left_out: Callable[[dict[str, Any]], bool] = lambda entry: False
    """Entries that are none: adverts, and what has neither title nor text."""
    script: str = ""
    """Pattern of the text right before the JSON, in a page."""


def local(form: str, zone: str = "Asia/Shanghai") -> Callable[[Any], datetime]:
    """Return what reads a time of that form in that zone."""
    return lambda value: datetime.strptime(value, form).replace(tzinfo=ZoneInfo(zone))


RESPONSES = [
    Response(
        file=f"cls/list_api_page{number}.json.gz",
        site="cls",
        channel="电报",
        entries="data.roll_data",
        url="https://www.cls.cn/detail/{id}",
        time="ctime",
        next="-1.ctime",
    )
    for number in (1, 2)
] + [
    Response(
        file="cls/a-stock-news-crawler__html_财联社.html.gz",
        site="cls",
        channel="最新电报",
        script='<script id="__NEXT_DATA__" type="application/json">',
        entries="props.initialState.telegraph.telegraphList",
        url="https://www.cls.cn/detail/{id}",
        time="ctime",
    ),
    Response(
        file="wallstreetcn/lives_trimmed.json",
        site="wallstreetcn",
        channel="7x24",
        entries="data.items",
        url="uri",
        time="display_time",
        next="data.next_cursor",
    ),
    Response(
        file="sina/roll_synthetic_shape.json",
        site="sina_finance",
        channel="财经",
        entries="result.data",
        url="url",
        time="ctime",
    ),
    Response(
        file="sina/zhibo_7x24_trimmed.json",
        site="sina_finance",
        channel="7x24",
        entries="result.data.feed.list",
        url=lambda entry: str(json.loads(entry["ext"])["docurl"]),
        time="create_time",
        clock=local("%Y-%m-%d %H:%M:%S"),
    ),
    *(
        Response(
            file=f"eastmoney/{file}",
            site="eastmoney",
            channel="7x24",
            entries="data.fastNewsList",
            url="https://finance.eastmoney.com/a/{code}.html",
            time="showTime",
            clock=local("%Y-%m-%d %H:%M:%S"),
            next="data.sortEnd",
        )
        for file in ("list_api_page1.json", "list_api_page2.json", "list_api_fred0755.json")
    ),
    *(
        Response(file=f"10jqka/{file}", site="10jqka", channel="7x24", entries="data.list", url="url", time="ctime")
        for file in ("list_api_page1.json", "list_api_page2.json.gz", "push_stock_trimmed.json")
    ),
    Response(
        file="stcn/kx_list_trimmed.json",
        site="stcn",
        channel="快讯",
        entries="data",
        url="url",
        time="show_time",
        next="-1.pageTime",
    ),
    Response(
        file="yicai/brieflist_trimmed.json",
        site="yicai",
        channel="快讯",
        url="url",
        title="LiveTitle",
        time="CreateDate",
        clock=local("%Y-%m-%dT%H:%M:%S"),
    ),
    *(
        Response(
            file=f"jin10/{file}",
            site="jin10",
            channel=channel,
            entries=entries,
            url="https://flash.jin10.com/detail/{id}",
            title="",
            time="time",
            clock=local("%Y-%m-%d %H:%M:%S"),
            next=cursor,
            left_out=lambda entry: entry["type"] == 1 or not entry["data"]["content"],
        )
        for file, channel, entries, cursor in (
            ("flash_list_trimmed.json", "快讯", "data", "-1.time"),
            ("flash_newest_trimmed.js", "最新", "", ""),
        )
    ),
    Response(
        file="gelonghui/live_trimmed.json",
        site="gelonghui",
        channel="快讯",
        entries="result",
        url="https://www.gelonghui.com/live/{id}",
        time="createTime",
    ),
    Response(
        file="cnyes/newslist_trimmed.json",
        site="cnyes",
        channel="台股",
        entries="items.data",
        url="https://news.cnyes.com/news/id/{newsId}",
        time="publishAt",
    ),
    Response(
        file="bloomberg/crawinsight__bloomberg.xml",
        site="bloomberg",
        channel="Latest",
        entries="url",
        url="loc",
        time="publication_date",
        clock=lambda value: datetime.fromisoformat(value).replace(microsecond=0),
    ),
    *(
        Response(
            file=file,
            site=site,
            channel=channel,
            entries="item",
            url="link",
            time="pubDate",
            clock=parsedate_to_datetime,
        )
        for file, site, channel in (
            ("nytimes/crawinsight__nytimes.xml.gz", "nytimes_business", "Business"),
            ("seekingalpha/crawinsight__seekingalpha.xml.gz", "seekingalpha", "Market news"),
        )
    ),
    # its time is that of the last change: the site file takes it for that
    Response(file="cnbc/crawinsight__cnbc.xml", site="cnbc", channel="Top News", entries="item", url="link"),
]

NOT_READ: dict[str, str] = {
    "reuters/crawinsight__google.xml.gz": "a search at Google, with Google's addresses",
    "wallstreetcn/articles_2018.export.js": "a collection of 2018, of an API that is gone",
}
"""Real responses that no site file reads, and why."""

pytestmark = pytest.mark.skipif(CORPUS is None, reason="NEWSCRAWL_CORPUS is not set")


def corpus(file: str) -> bytes:
    assert CORPUS
    data = (CORPUS / "sites" / file).read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def dig(data: Any, keys: str) -> Any:
    return reduce(lambda value, key: value[key], filter(None, keys.split(".")), data)


@cache
def answer(response: Response) -> Any:
    """Return the JSON of a response; of XML a list of mappings, tag to text."""
    text = corpus(response.file).decode("utf-8")
    if response.script:
        text = text[text.index(response.script) + len(response.script) :]
        return json.JSONDecoder().raw_decode(text)[0]
    if text.lstrip().startswith("<"):
        root = ElementTree.fromstring(text.strip().encode())
        found = [element for element in root.iter() if element.tag.rpartition("}")[2] == response.entries]
        # of two tags with one name the first is the entry's: its loc, not that of its picture
        tags = [[(inner.tag.rpartition("}")[2], inner.text or "") for inner in element.iter()] for element in found]
        return [dict(reversed(pairs)) for pairs in tags]
    return json.JSONDecoder().raw_decode(text[re.search(r"[\[{]", text).start() :])[0]  # type: ignore[union-attr]


def entries(response: Response) -> list[dict[str, Any]]:
    data = answer(response)
    found = data if response.file.partition(".")[2].startswith("xml") else dig(data, response.entries)
    return [entry for entry in found if not response.left_out(entry)]


@cache
def listed(response: Response) -> Listed:
    site = SITES[response.site]
    channel = site.channels[response.channel]
    url = list_request(site, channel, at=AT).url
    return read_list(page_of(url, corpus(response.file), fetched_at=AT, charset=site.charset), site, channel)


def address(where: str | Callable[[dict[str, Any]], str], entry: dict[str, Any]) -> str:
    if callable(where):
        return where(entry)
    return where.format(**entry) if "{" in where else str(entry[where])


def plain(text: Any) -> str:
    return " ".join(html.unescape(str(text or "")).split())


READ = [pytest.param(response, id=response.file) for response in RESPONSES]


@pytest.mark.parametrize("response", READ)
def test_every_entry_is_found(response: Response) -> None:
    assert len(listed(response).links) == len(entries(response)) > 0


@pytest.mark.parametrize("response", READ)
def test_addresses(response: Response) -> None:
    found = [address(response.url, entry) for entry in entries(response)]
    assert all(link.url.endswith(url) for link, url in zip(listed(response).links, found, strict=True))


@pytest.mark.parametrize("response", READ)
def test_titles(response: Response) -> None:
    found = [plain(entry.get(response.title)) for entry in entries(response)]
    assert [link.title for link in listed(response).links] == found


@pytest.mark.parametrize("response", READ)
def test_times(response: Response) -> None:
    found = [response.clock(entry[response.time]) if response.time in entry else None for entry in entries(response)]
    assert [link.published for link in listed(response).links] == found


@pytest.mark.parametrize("response", READ)
def test_how_the_list_goes_on(response: Response) -> None:
    expected = []
    if response.next.startswith("-1."):
        expected = [str(dig(answer(response), response.entries)[-1][response.next[3:]])]
    elif response.next:
        expected = [str(dig(answer(response), response.next))]
    assert [step.cursor for step in listed(response).further if step.cursor] == expected


def test_every_real_list_of_a_site_is_read() -> None:
    assert CORPUS
    rows = [json.loads(line) for line in (CORPUS / "sites.jsonl").read_text("utf-8").splitlines()]
    known = {response.file for response in RESPONSES} | set(NOT_READ)
    # sina_finance reads what the corpus has of sina
    ours = {*SITES, *(name.partition("_")[0] for name in SITES)}
    missing = [
        file
        for row in rows
        if row["kind"] in LIST_KINDS and row["site"] in ours and (file := row["file"].partition("/")[2]) not in known
    ]
    assert not missing, f"add to RESPONSES, or to NOT_READ with a reason: {missing}"
