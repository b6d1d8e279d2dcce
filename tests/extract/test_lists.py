"""List answers in, links out: paths, type traps, times, errors; flash entries as articles."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from newscrawl.errors import ListError, MissingField
from newscrawl.extract import Step, article_of_link, find_links, list_request, page_of
from newscrawl.items import Link
from newscrawl.sites import load_sites

AT = datetime(2026, 7, 20, tzinfo=UTC)
SINA = load_sites()["sina_finance"]
ROLL, FLASH = SINA.channels["国内"], SINA.channels["7x24"]


def links(answer: object, channel: str = "国内") -> list[Link]:
    body = answer if isinstance(answer, str) else json.dumps(answer)
    page = page_of("https://feed.mix.sina.com.cn/api/roll/get", body.encode(), fetched_at=AT)
    return find_links(page, SINA, SINA.channels[channel])


def roll(*entries: object, code: object = 0) -> dict[str, object]:
    return {"result": {"status": {"code": code, "msg": ""}, "data": list(entries)}}


ENTRY = {
    "url": "https://finance.sina.com.cn/china/gncj/2026-07-20/doc-a1.shtml",
    "title": "造纸企业提价",
    "intime": "1784510100",
}


def test_address_and_headers_of_a_page() -> None:
    asked = list_request(SINA, ROLL, Step(index=1), at=AT)
    assert "pageid=155&lid=1686" in asked.url
    assert asked.url.endswith("page=2")
    assert asked.headers["Referer"] == "https://news.sina.com.cn/"


@pytest.mark.parametrize("channel", SINA.channels.values(), ids=lambda channel: channel.name)
def test_every_channel_has_an_address(channel: object) -> None:
    assert "{" not in list_request(SINA, channel, at=AT).url  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        ({}, "published", datetime(2026, 7, 20, 1, 15, tzinfo=UTC)),
        ({"intime": 1784510100}, "published", datetime(2026, 7, 20, 1, 15, tzinfo=UTC)),
        ({"intime": "", "ctime": "1784510100"}, "published", datetime(2026, 7, 20, 1, 15, tzinfo=UTC)),
        ({"intime": "x"}, "published", None),
        ({"mtime": "1784513700"}, "modified", datetime(2026, 7, 20, 2, 15, tzinfo=UTC)),
        ({"img": []}, "image", ""),
        ({"img": {"u": "https://n.sinaimg.cn/a.jpg", "w": "550", "h": 366}}, "image", "https://n.sinaimg.cn/a.jpg"),
        ({"img": [], "images": [{"u": "//n.sinaimg.cn/b.jpg"}]}, "image", "https://n.sinaimg.cn/b.jpg"),
        ({"images": "none"}, "image", ""),
        ({"media_name": "经济晨报"}, "source", "经济晨报"),
        ({"keywords": "纸价,木浆，造纸"}, "keywords", ("纸价", "木浆", "造纸")),
        ({"title": "A&amp;B <b>提价</b>"}, "title", "A&B 提价"),
        ({"title": "提价与&lt;不提&gt;"}, "title", "提价与<不提>"),
        ({"url": "", "wapurl": "https://finance.sina.cn/x.html"}, "url", "https://finance.sina.cn/x.html"),
    ],
)
def test_an_entry(more: dict[str, object], field: str, value: object) -> None:
    (link,) = links(roll({**ENTRY, **more}))
    assert getattr(link, field) == value


def test_entries_without_an_address_and_repeated_ones_are_left_out() -> None:
    assert len(links(roll(ENTRY, {"title": "x"}, "text", None, [], ENTRY))) == 1


def test_an_empty_page_has_no_entries() -> None:
    assert links(roll()) == []


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("<html>", "the list's answer is not JSON"),
        (roll(code=11), "the list answers result.status.code = 11, not 0"),
        ({}, "the list answers result.status.code = nothing, not 0"),
        (
            {"result": {"status": {"code": 0}, "data": "x"}},
            "the list's answer has no entries at result.data: there is no list",
        ),
    ],
)
def test_a_bad_answer_is_an_error(answer: object, problem: str) -> None:
    with pytest.raises(ListError) as caught:
        links(answer)
    assert caught.value.reason == problem


def flash(**more: object) -> Link:
    entry = {
        "id": 7,
        "rich_text": "【纸价上调】三家企业同时提价。",
        "create_time": "2026-07-20 09:15:00",
        "ext": "",
        **more,
    }
    (link,) = links({"result": {"data": {"feed": {"list": [entry]}}}}, "7x24")
    return link


@pytest.mark.parametrize(
    ("more", "url"),
    [
        ({"ext": '{"docurl": "https://finance.sina.cn/7x24/a.html"}'}, "https://finance.sina.cn/7x24/a.html"),
        ({"docurl": "https://finance.sina.cn/7x24/b.html"}, "https://finance.sina.cn/7x24/b.html"),
        ({"ext": "{broken"}, "https://finance.sina.com.cn/7x24/?id=7"),
        ({}, "https://finance.sina.com.cn/7x24/?id=7"),
    ],
)
def test_address_of_a_flash(more: dict[str, object], url: str) -> None:
    assert flash(**more).url == url


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("【纸价上调】三家企业同时提价。", "纸价上调"),
        ("三家造纸企业同时提价。下游正在议价。", "三家造纸企业同时提价"),
        ("示例社7月20日电，三家造纸企业同时提价。", "三家造纸企业同时提价"),
        ("<p>三家造纸企业同时提价！</p>", "三家造纸企业同时提价！"),
        ("Paper makers raise prices. More to come.", "Paper makers raise prices"),
        (
            "三家造纸企业在周一早盘同时宣布上调出厂价格并通知全部经销商，分析人士认为木浆库存下降和运费上涨是这一轮提价的两个主要原因，后市仍需观察。",
            "三家造纸企业在周一早盘同时宣布上调出厂价格并通知全部经销商…",
        ),
    ],
)
def test_title_of_a_flash(text: str, title: str) -> None:
    assert article_of_link(flash(rich_text=text), SINA, FLASH).title == title


def test_a_flash_is_an_article() -> None:
    article = article_of_link(flash(tag=[{"name": "A股"}, {"name": "公司"}]), SINA, FLASH)
    assert article.published.isoformat() == "2026-07-20T09:15:00+08:00"
    assert (article.channel, article.categories) == ("7x24", ("金融", "新浪财经", "新浪财经－7x24"))
    assert article.keywords == ("A股", "公司")


@pytest.mark.parametrize(("more", "field"), [({"rich_text": ""}, "body"), ({"create_time": ""}, "published")])
def test_a_flash_that_lacks_something(more: dict[str, object], field: str) -> None:
    with pytest.raises(MissingField) as caught:
        article_of_link(flash(**more), SINA, FLASH)
    assert caught.value.field == field
