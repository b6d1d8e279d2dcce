"""No text makes extraction and cleaning think for ever: each pattern's own worst texts, in every place of a page.

They are read in a process of their own that must end: a pattern that explodes takes days, not seconds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

PATTERNS = (
    "extract.vocabulary",
    "extract.people_vocabulary",
    "extract.timewords",
    "extract.moments",
    "extract.sightings",
    "extract.dates",
    "clean.vocabulary",
    "urls",
)
"""Modules whose patterns attack; the texts go through all of the code."""

PRELUDE = """
import html, importlib, re, sys
from datetime import UTC, datetime
from adversary import texts_against
from newscrawl.errors import NewscrawlError
from newscrawl.extract import clean_article, extract_article
from newscrawl.extract.dates import parse_moment
from newscrawl.extract.document import Document
from newscrawl.extract.titles import find_titles
from newscrawl.items import Page
from newscrawl.patterns import LazyPattern
from newscrawl.urls import canonical

def patterns(value):
    if isinstance(value, re.Pattern | LazyPattern):
        yield value
    elif isinstance(value, (tuple, list)):
        for member in value:
            yield from patterns(member)

name, length = sys.argv[1], int(sys.argv[2])
module = importlib.import_module(f"newscrawl.{name}")
found = [pattern for value in vars(module).values() for pattern in patterns(value)]
assert found
texts = list(dict.fromkeys(text for pattern in found for text in texts_against(pattern, length)))
"""

ALONE = """
for pattern in found:
    for text in texts:
        pattern.search(text)
"""

PAGES = """
words = "<p>" + "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成。" * 10 + "</p>"
for text in texts:
    t = html.escape(text.replace("\\0", "!"))
    page = f'''<html><head><title>{t}</title><meta name="author" content="{t}"><meta name="pubdate" content="{t}">
<meta property="og:title" content="{t}"><meta name="source" content="{t}"><link rel="canonical" href="/{t}">
<script type="application/ld+json">{t}</script></head><body><h1>新厂房启用</h1><p class="date {t}">2026-07-01 09:30</p>
<p class="date">{t}</p><div class="{t}" style="{t}">{words}<p>{t}</p><img src="/{t}" alt="{t}" class="{t}"><p>{t}</p>
<a href="/{t}">x</a></div></body></html>'''
    try:
        clean_article(extract_article(Page(url="https://news.example/a.html", html=page, fetched_at=datetime.now(UTC))))
    except NewscrawlError:
        pass
    canonical("https://news.example/?" + text)
"""

TIMES_AND_TITLES = """
at = datetime(2026, 7, 20, tzinfo=UTC)
for text in texts:
    parse_moment(text, "Asia/Shanghai", at)
    parse_moment(text + " 2026-07-01", "Asia/Shanghai", at)
    page = f"<title>{html.escape(text)}</title><meta property='og:title' content='{html.escape(text)}'><h1>x</h1>"
    find_titles(Document(Page(url="https://news.example/a.html", html=page, fetched_at=at)))
"""


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize(
    ("code", "length"),
    [(ALONE, 500), (PAGES, 3_000), (TIMES_AND_TITLES, 50_000)],
    ids=["alone", "pages", "times and titles"],
)
def test_ends(name: str, code: str, length: int) -> None:
    # what takes this machine a few seconds may take a slow one a minute; what explodes would take days
    subprocess.run(
        [sys.executable, "-c", PRELUDE + code, name, str(length)],
        cwd=HERE,
        check=True,
        timeout=300,
        env={"PYTHONPATH": str(HERE.parents[1])},
    )
