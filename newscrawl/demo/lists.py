"""The demo's list APIs, with the type traps of the real ones."""

from __future__ import annotations

import math
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from newscrawl.demo.answer import Answer, beijing
from newscrawl.demo.pages import FOLDER, Entry, php_json, roll_pages
from newscrawl.sites.table import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["flashes", "roll"]

NEWEST = beijing("2026-07-20 15:40")


def roll(query: Mapping[str, str]) -> Answer:
    """Answer the roll API: a page of entries, an empty page behind the last, an error for a wrong pageid."""
    pages = roll_pages()
    if (query.get("pageid"), query.get("lid")) != ("155", "1686"):
        return _json({"result": {"status": {"code": 11, "msg": "lid does not belong to pageid"}, "data": []}})
    entries = _at(pages, query)
    result = {
        "status": {"code": 0, "msg": "succ"},
        "timestamp": "Mon Jul 20 15:40:00 +0800 2026",
        "total": sum(map(len, pages)),
        "lid": 1686,
        "data": [_roll_entry(entry) for entry in entries],
    }
    return _json({"result": result})


def flashes(query: Mapping[str, str]) -> Answer:
    """Answer the 7x24 feed: a page of flashes with their whole text, an empty page behind the last."""
    pages = _flash_pages()
    info = {"totalPage": len(pages), "page": _number(query), "pageSize": query.get("page_size", "20")}
    feed = {"list": [_flash(entry) for entry in _at(pages, query)], "html": "", "page_info": info}
    result = {"status": {"code": 0, "msg": "OK"}, "data": {"feed": feed, "top": {"list": []}}}
    return _json({"result": result})


@cache
def _flash_pages() -> list[list[Entry]]:
    pages: list[list[Entry]] = read_yaml(FOLDER / "flashes.yaml")["pages"]
    return pages


def _at(pages: list[list[Entry]], query: Mapping[str, str]) -> list[Entry]:
    number = _number(query)
    return pages[number - 1] if 1 <= number <= len(pages) else []


def _number(query: Mapping[str, str]) -> int:
    number = query.get("page", "1")
    return int(number) if number.isdecimal() else 0


def _roll_entry(entry: Entry) -> dict[str, Any]:
    epoch = math.floor(beijing(entry["published"]).timestamp())
    image = entry.get("image")
    picture = {"u": image, "w": "550", "h": 366, "alt": ""} if image else None
    return {
        "docid": f"comos:{epoch}",
        "url": entry["url"],
        "wapurl": "",
        # the API escapes what its editors typed
        "title": escape(entry["title"], quote=False),
        "intro": entry.get("intro", ""),
        "media_name": entry["source"],
        "author": "0",
        "keywords": ",".join(entry.get("keywords", ())),
        "ctime": str(epoch - 40),
        "mtime": str(epoch + 600),
        "intime": str(epoch),
        # an object when there is one, an empty list when there is none
        "img": picture or [],
        "images": [picture] if picture else [],
        **entry.get("listed", {}),
    }


def _flash(entry: Entry) -> dict[str, Any]:
    page, stocks = entry.get("page", ""), entry.get("stocks", [])
    time = str(entry["time"])
    return {
        "id": entry["id"],
        "zhibo_id": 152,
        "type": 0,
        "rich_text": entry["text"],
        # an object when there is a picture, an empty text when there is none
        "multimedia": {"img_url": [entry["picture"]]} if "picture" in entry else "",
        "create_time": time,
        "update_time": time,
        "is_focus": 0,
        "tag": [{"id": str(number), "name": name} for number, name in enumerate(entry["tags"], start=1)],
        "docurl": page,
        # JSON inside a string; empty when the flash has neither page nor stocks
        "ext": php_json({"stocks": stocks, "docurl": page}) if page or stocks else "",
    }


def _json(data: object) -> Answer:
    return Answer(body=php_json(data).encode("ascii"), content_type="application/json", modified=NEWEST)
