"""The demo's pages: an article of ``articles.yaml`` put into the layout it names."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from newscrawl.demo.answer import Answer, beijing
from newscrawl.sites.table import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FOLDER", "Entry", "articles", "page", "php_json", "render", "roll_pages"]

FOLDER = Path(__file__).parent
Entry: TypeAlias = "Mapping[str, Any]"
"""An article as ``articles.yaml`` says it; the file's head explains the keys."""

META_DELAY = timedelta(minutes=47)
"""How much later than the time shown to readers ``article:published_time`` is: Sina's trap."""


@cache
def articles() -> dict[str, Entry]:
    """Return the articles by name, each whole: ``same_as`` is resolved."""
    entries: dict[str, Entry] = read_yaml(FOLDER / "articles.yaml")["articles"]
    return {name: {**entries.get(entry.get("same_as", ""), {}), **entry} for name, entry in entries.items()}


@cache
def roll_pages() -> list[list[Entry]]:
    """Return what stands on each page of the roll list."""
    return [[articles()[name] for name in names] for names in read_yaml(FOLDER / "articles.yaml")["roll"]]


def page(entry: Entry) -> Answer:
    """Return an article's page as it is served: odd bytes, missing charsets and broken ends included."""
    charset = entry.get("charset")
    text = render(entry)
    if cut := entry.get("cut_after"):
        text = text[: text.index(cut) + len(cut)]
    # Sina declares gb2312 and sends what only gb18030 holds
    body = text.encode("gb18030" if charset == "gb2312" else "utf-8")
    old = entry.get("layout") in ("2009", "2012")
    return Answer(
        body=body,
        content_type="text/html" if old else "text/html; charset=utf-8",
        modified=beijing(entry["published"]),
    )


def render(entry: Entry) -> str:
    """Return an article's page as text."""
    layout = entry.get("layout", "current")
    template = Template((FOLDER / "layouts" / f"{layout}.html").read_text("utf-8"))
    return template.substitute(_fields(entry))


def php_json(value: object) -> str:
    r"""Return JSON as PHP writes it and Sina sends it: ASCII only, slashes escaped.

    >>> php_json({"a": "/"})
    '{"a":"\\/"}'
    """
    return json.dumps(value, separators=(",", ":")).replace("/", r"\/")


def _fields(entry: Entry) -> dict[str, str]:
    shown = beijing(entry["published"])
    keywords = [escape(word) for word in entry.get("keywords", ())]
    address = urlsplit(entry["url"])
    name = address.path.rpartition("/")[2].partition(".")[0]
    source = escape(entry["source"])
    links = (f'<a href="http://tags.demo.example/{word}" target="_blank">{word}</a>' for word in keywords)
    return {
        "url": escape(entry["url"]),
        "path": address.path.strip("/").rpartition("/")[0] + "/",
        "docid": re.sub(r"^(doc|detail)-i", "", name),
        "number": "".join(re.findall(r"\d+", name)),
        "title": escape(entry["title"]),
        "tag_suffix": "".join(f"|{word}" for word in keywords) + "_演示财经_演示网",
        "keywords": ",".join(keywords),
        "keyword_links": " ".join(links),
        "intro": escape(entry.get("intro", "")),
        "image": entry.get("image", ""),
        "source": source,
        "source_markup": entry.get("source_markup", source),
        "editor": escape(entry.get("editor", "")),
        "charset": entry.get("charset", "utf-8"),
        "stocks": entry.get("stocks", ""),
        "notice": entry.get("notice", ""),
        "pager": entry.get("pager", ""),
        "body": entry.get("body", "").rstrip("\n"),
        "slide_data": _slide_data(entry),
        "day": f"{shown:%Y-%m-%d}",
        "stamp": f"{shown:%Y-%m-%d %H:%M:%S}",
        "meta_time": (shown + META_DELAY).isoformat(),
        "shown": f"{shown:%Y年%m月%d日 %H:%M}",
        "shown_tight": f"{shown:%Y年%m月%d日%H:%M}",
        "dotted": f"{shown:%Y.%m.%d}",
        "clock": f"{shown:%H:%M}",
    }


def _slide_data(entry: Entry) -> str:
    slide = {
        "title": entry["title"],
        "createtime": f"{beijing(entry['published']):%Y-%m-%d %H:%M:%S}",
        "long_intro": entry.get("intro", ""),
        "url": entry["url"],
    }
    images = [
        {
            "id": str(number),
            "title": "",
            "intro": image["text"],
            "image_url": image["url"],
            "download_img": image["url"],
        }
        for number, image in enumerate(entry.get("images", ()), start=1)
    ]
    return php_json({"slide": slide, "images": images, "next_album": {"title": "", "url": ""}})
