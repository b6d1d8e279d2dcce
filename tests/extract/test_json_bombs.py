"""Whatever a list or a page serves as JSON, nothing but the project's own errors comes out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.errors import ListError
from newscrawl.extract import extract_article, find_links
from newscrawl.extract.jsontext import MAX_NESTING, read_json
from newscrawl.items import Page
from newscrawl.sites.listings import JsonList
from newscrawl.sites.model import Channel, Site
from newscrawl.sites.rules import Condition, Rule

SITE = Site(
    id="x",
    name="x",
    group="x",
    languages=("zh-CN",),
    timezone="Asia/Shanghai",
    home="https://news.example/",
    domains=("news.example",),
    lists={
        "main": JsonList(
            id="main",
            url="https://news.example/list",
            items=("data",),
            fields={
                "url": (Rule(kind="path", where="url"),),
                "title": (Rule(kind="path", where="title"),),
                "published": (Rule(kind="path", where="time", formats=("epoch_s",)),),
            },
            ok=Condition(path="code", among=("0",)),
        )
    },
)
CHANNEL = Channel(name="x", label="x", listing="main")
AT = datetime(2026, 7, 20, tzinfo=UTC)


def links(answer: str) -> list[str]:
    page = Page(url="https://news.example/list", html=answer, fetched_at=AT)
    return [f"{link.url} {link.published}" for link in find_links(page, SITE, CHANNEL)]


@pytest.mark.parametrize(
    "answer",
    [
        "[" * 100_000,
        "[" * 900 + "]" * 900,
        '{"a":' * 100_000,
        '{"code": ' + "[" * 500 + "]" * 500 + ', "data": []}',
        '{"code": 0, "data": ' + "9" * 5_000 + "}",
        '{"code": 0, "data": NaN}',
        '{"code": ' + "9" * 5_000 + "}",
        '{"code": 0, "data": {"0": 1}}',
        "\ud800",
        "",
        "null",
    ],
    ids=lambda text: text[:12] or "nothing",
)
def test_a_list_that_is_none(answer: str) -> None:
    with pytest.raises(ListError):
        links(answer)


@pytest.mark.parametrize(
    "time", ["NaN", "Infinity", "-Infinity", "1e400", "-1", "9" * 4_000, '"9"', "[]", "{}", "null"]
)
def test_a_time_that_is_none(time: str) -> None:
    answer = f'{{"code": 0, "data": [{{"url": "/a", "title": "x", "time": {time}}}, 7, null, [[]], {{"url": {{}}}}]}}'
    assert [line.split()[0] for line in links(answer)] == ["https://news.example/a"]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[" * 999 + "]" * 999, '{"@graph":' * 5_000, "[NaN, 1e999]", "7", '"x"']
)
def test_metadata_without_end_is_none(text: str) -> None:
    words = "<p>" + "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成。" * 20 + "</p>"
    html = (
        f'<html><title>新厂房启用</title><script type="application/ld+json">{text}</script>'
        f"<h1>新厂房启用</h1><p>2026-07-01 09:30</p>{words}"
    )
    assert extract_article(Page(url="https://news.example/a", html=html, fetched_at=AT)).title == "新厂房启用"


def test_nesting_is_measured() -> None:
    fine = "[" * MAX_NESTING + "]" * MAX_NESTING
    assert read_json(fine)
    with pytest.raises(ValueError, match="nests too deep"):
        read_json(f"[{fine}]")
