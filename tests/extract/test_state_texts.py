"""Texts that stand in a script, on pages whose markup holds none."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from newscrawl.extract import clean_article, extract_article
from newscrawl.items import Page

TITLE = "云帆重工拟派息"
LINES = [
    f"云帆重工在第{n}份公告中表示，拟每10股派3.2元。市场人士认为，此举符合预期，股价应声上涨。" for n in range(1, 5)
]
HTML = "".join(f"<p>{line}</p>" for line in LINES)
OTHER = "海蓝航运的另一条消息并不属于这一篇文章。这里的文字更长一些，但标题不同，读者不会在本页看到它。" * 8
ARTICLE = {"title": TITLE, "id": 7, "content": HTML}


def text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def assigned(value: object) -> str:
    return f"<script>window.__STATE__ = {text(value)};(function(){{}})();</script>"


NEXT = text({"props": {"pageProps": {"article": ARTICLE}}})
SCRIPTS = {
    "next": f'<script id="__NEXT_DATA__" type="application/json">{NEXT}</script>',
    "assigned": assigned({"detail": ARTICLE}),
    "a variable": f"<script>var a=1;var detailData={text(ARTICLE)};</script>",
    "json in a string": f"<script>window.__DATA__ = JSON.parse({text(text(ARTICLE))})</script>",
    "escaped html": assigned({"title": TITLE, "body": HTML.replace("<", "&lt;").replace(">", "&gt;")}),
    "plain text": assigned({"title": TITLE, "text": "\n".join(LINES)}),
    "blocks": assigned({"title": TITLE, "list": [{"type": "p", "text": line} for line in LINES]}),
    "strings": assigned({"title": TITLE, "paragraphs": LINES}),
    "returned by a function": "<script>window.__NUXT__=(function(a,b){return {data:[{post:{id:a,slug:b,"
    f"teaser:{text(LINES[0])},body:{text(HTML)}}}}}]}}}}(7,null));</script>",
    "in a list of values": '<script type="application/json" id="__NUXT_DATA__">'
    + text([["Reactive", 1], {"post": 2}, {"id": 3, "title": 4, "body": 5, "teaser": 6}, 7, TITLE, HTML, LINES[0]])
    + "</script>",
    "in a property": f"<div class=x data-react-props='{NEXT}'></div>",
    "beside data in a string": assigned({"title": TITLE, "image": {"data": text({"camera": OTHER})}, "content": HTML}),
    "beside another article": assigned({"hot": [{"title": "别的", "content": OTHER}], "main": ARTICLE}),
}
PAGE = "<html><head><title>{}</title></head><body><h1>{}</h1><p>2026-07-20 09:30</p><div id=app></div>{}</body></html>"


@pytest.mark.parametrize("name", SCRIPTS)
def test_text_of_a_script(name: str) -> None:
    html = PAGE.format(TITLE, TITLE, SCRIPTS[name])
    page = Page(url="https://news.example/a/1", html=html, fetched_at=datetime(2026, 7, 21, tzinfo=UTC))
    found = clean_article(extract_article(page))
    assert found.body == "\n".join(f"<p>{line}</p>" for line in LINES)
    assert found.found_by["body"].startswith("state:")


def test_shown_text_is_enough() -> None:
    html = PAGE.format(TITLE, TITLE, HTML * 4 + SCRIPTS["next"].replace("拟每10股", "每十股"))
    page = Page(url="https://news.example/a/1", html=html, fetched_at=datetime(2026, 7, 21, tzinfo=UTC))
    assert extract_article(page).found_by["body"] == "generic:density"


def test_scripts_without_an_article_say_nothing() -> None:
    html = PAGE.format(
        TITLE, TITLE, HTML + '<script>var cfg = {"message": "请登录后再试。", "n": [1, 2]};' + " " * 300 + "</script>"
    )
    page = Page(url="https://news.example/a/1", html=html, fetched_at=datetime(2026, 7, 21, tzinfo=UTC))
    assert extract_article(page).found_by["body"] == "generic:density"
