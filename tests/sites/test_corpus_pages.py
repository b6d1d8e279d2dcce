"""Real article pages of the sites that ship: what their files read on them, and that they do it better than the generic
rules alone.

The pages belong to their publishers and are read from where they lie (``NEWSCRAWL_CORPUS``). What is expected of a page
is its truth where there is one, else what it declares, found here with a regular expression. A page that is no article,
or of a layout that nobody needs, is named below with the reason.
"""

from __future__ import annotations

import gzip
import html
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newscrawl.clean import text_of
from newscrawl.errors import NewscrawlError
from newscrawl.extract import clean_article, page_of, read_page
from newscrawl.sites import Site, load_sites

CORPUS = Path(os.environ.get("NEWSCRAWL_CORPUS", "")) if os.environ.get("NEWSCRAWL_CORPUS") else None

AT = datetime(2026, 10, 12, tzinfo=UTC)

SITES = load_sites()

NO_ARTICLE: dict[str, str] = {
    f"sites/eastmoney/eastmoney__{page}.html.gz": "forum page"
    for page in ("article", "article-404", "article-no-comments", "article-no-title", "list")
}
"""File -> a word of the reason for which the page is refused."""

ROUGH_TITLES = {
    "pages/fundus-APNews_2024_09_03.html.gz": "is the page's for search engines, not the article's",
    "pages/fundus-People_2024_04_24.html.gz": "ends in the desk and the site",
}
"""File -> what is wrong with the title that its truth names."""

LEAST = 1.0
"""How much worse than without its site file a text may be, in points of F1: a caption more or less."""


@dataclass(frozen=True)
class Saved:
    """A page of the corpus."""

    file: str
    url: str
    site: str


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()] if CORPUS else []


def site_of(name: str) -> str:
    """Return the site file that is to read what the corpus has of a site; empty when none ships."""
    # nikkei_cn is another paper than nikkei: its name ends in a language
    return next((site for site in SITES if site == name or (site.partition("_")[0] == name and site[-3:] != "_cn")), "")


PAGES = [
    Saved(row["file"], row["url"] or "", site_of(row["site"]))
    for row in rows("sites.jsonl")
    if row["kind"] == "article_html" and (site := site_of(row["site"])) and SITES[site].state != "headlines"
]
"""Pages of articles; of a site of headlines none is ever fetched."""

TRUTH = {row["file"]: row for row in rows("truth.jsonl")}

pytestmark = pytest.mark.skipif(CORPUS is None, reason="NEWSCRAWL_CORPUS is not set")


def served(saved: Saved) -> bytes:
    assert CORPUS
    return gzip.decompress((CORPUS / saved.file).read_bytes())


def text_of_page(saved: Saved) -> str:
    data = served(saved)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def declared(saved: Saved, name: str) -> str:
    text = text_of_page(saved)
    for pattern in (rf'{name}"\s+content="([^"]+)', rf'content="([^"]+)"\s+(?:property|name)="{name}"'):
        if match := re.search(pattern, text):
            return html.unescape(match[1])
    return ""


def read(saved: Saved, site: Site | None) -> Any:
    """Return the clean article of a page.

    :raises NewscrawlError: it is none
    """
    url = saved.url or declared(saved, "og:url") or SITES[saved.site].home + "x"
    page = page_of(url, served(saved), fetched_at=AT, charset=site.charset if site else "")
    return clean_article(read_page(page, site).article(undated=AT), site)


@cache
def by_site(saved: Saved) -> Any:
    return read(saved, SITES[saved.site])


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", text)).casefold()


def likeness(one: str, other: str) -> float:
    """Return how much two texts have in common, from 0 to 100, by runs of four letters."""
    runs = [{text[index : index + 4] for index in range(len(text) - 3)} for text in (letters(one), letters(other))]
    return 200 * len(runs[0] & runs[1]) / max(1, len(runs[0]) + len(runs[1]))


READ = [pytest.param(saved, id=saved.file) for saved in PAGES if saved.file not in NO_ARTICLE]


@pytest.mark.parametrize("saved", [pytest.param(saved, id=saved.file) for saved in PAGES if saved.file in NO_ARTICLE])
def test_what_is_no_article_is_refused(saved: Saved) -> None:
    with pytest.raises(NewscrawlError, match=NO_ARTICLE[saved.file]):
        by_site(saved)


@pytest.mark.parametrize("saved", READ)
def test_title(saved: Saved) -> None:
    title, true = letters(by_site(saved).title), TRUTH.get(saved.file, {}).get("title")
    text = letters(html.unescape(re.sub(r"<[^>]+>", "", text_of_page(saved))))
    assert title == letters(true) if true and saved.file not in ROUGH_TITLES else title in text


@pytest.mark.parametrize("saved", READ)
def test_day(saved: Saved) -> None:
    found = by_site(saved).published
    if true := TRUTH.get(saved.file, {}).get("date"):
        assert found.date() == date(*map(int, re.findall(r"\d+", true)[:3]))
    elif true := declared(saved, "article:published_time"):
        when = datetime.fromisoformat(true)
        assert (found.astimezone(when.tzinfo) if when.tzinfo else found).date() == when.date()
    else:
        assert found < AT, "no time was found"


@pytest.mark.parametrize("saved", READ)
def test_text(saved: Saved) -> None:
    """The site's rules are worth their place: the text is no worse than without them, and there is one."""
    text = text_of(by_site(saved).body)
    assert len(letters(text)) > 60
    true = TRUTH.get(saved.file, {}).get("body_text")
    if not true:
        return
    try:
        generic = likeness(text_of(read(saved, None).body), true)
    except NewscrawlError:
        generic = 0.0
    assert likeness(text, true) >= generic - LEAST
