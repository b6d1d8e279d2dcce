"""Every payload through the whole route: its page becomes an inert post, or is refused in our own words."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from payloads import AFTER, BEFORE, BODIES, NAMES, TITLES, Payload
from reading import assert_inert, assert_safe_path, read, unspaced

from newscrawl.errors import MissingField, NewscrawlError
from newscrawl.extract import clean_article, extract_article, page_of
from newscrawl.folders import LocalFolder
from newscrawl.items import Article
from newscrawl.render import EXTRA_KEYS, BodyMode, PostOptions, check_post, render_post
from newscrawl.render.text import one_line
from newscrawl.sites import Site, load_sites
from newscrawl.store import State, publish

SINA = load_sites()["sina_finance"]
MODES: tuple[BodyMode, ...] = ("clean", "markdown")
LAYOUTS: dict[str, tuple[str, Site | None]] = {
    "sina": ("https://finance.sina.com.cn/china/gncj/2026-07-20/doc-inhqzxv3000001.shtml", SINA),
    "generic": ("https://news.example/2026/07/20/x.html", None),
}


def page(layout: str, *, title: str = "甲厂新的生产线将在下个月投产", body: str = "", head: str = "") -> bytes:
    """Return a page of the layout, its title escaped, its body as it is."""
    shown = html.escape(title)
    text = f"<p>{BEFORE}</p>\n{body}\n<p>{AFTER}</p>"
    if layout == "sina":
        return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{shown}_新浪财经_新浪网</title>
<meta property="article:published_time" content="2026-07-20T09:30:00+08:00">{head}
<script>var id = "<div id='artibody'>";</script></head>
<body><h1 class="main-title">{shown}</h1><div class="date-source"><span class="date">2026年07月20日 09:30</span>
<span class="source">示例</span></div><div class="article" id="artibody">{text}<script>track({{}})</script></div>
<script>var after = 1;</script></body></html>""".encode("utf-8", "replace")
    return f"""<html lang="zh-CN"><head><meta charset="utf-8"><title>{shown}</title>{head}</head>
<body><h1>{shown}</h1><time datetime="2026-07-20T09:30:00+08:00">2026-07-20 09:30</time>
<article>{text}</article></body></html>""".encode("utf-8", "replace")


def article(layout: str, content: bytes) -> Article:
    url, site = LAYOUTS[layout]
    served = page_of(url, content, fetched_at=datetime(2026, 7, 21, tzinfo=UTC))
    return clean_article(extract_article(served, site), site)


def assert_posted(made: Article, mode: BodyMode, folder: Path) -> str:
    """Write the post as a crawl does, and return the text a reader sees."""
    options = PostOptions(body=mode, extra=EXTRA_KEYS)
    post = render_post(made, options)
    check_post(post, made, options)
    shown = read(post, mode)
    assert_inert(shown)
    assert shown.header["title"] == one_line(made.title)
    assert_safe_path(post.path)
    with State.open(None) as state:
        path = publish(
            state, LocalFolder(folder), made.url, post.text, paths=[post.path], fingerprint="", title=made.title
        )
    assert [file.relative_to(folder) for file in folder.rglob("*.md")] == [Path(path)]
    return shown.text


REFUSED = {
    ("generic", name)
    for name in (
        "onbegin",
        "svg onload",
        "svg namespace mutation",
        "form mutation",
        "attribute without end",
    )
}
"""Never closed, or closing the article: too little running text is left where no site file names the container."""


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", BODIES)
def test_a_page_with_the_body(name: str, layout: str, tmp_path: Path) -> None:
    content = page(layout, body=BODIES[name].value)
    if (layout, name) in REFUSED:
        with pytest.raises(MissingField):
            article(layout, content)
        return
    made = article(layout, content)
    for mode in MODES:
        text = assert_posted(made, mode, tmp_path / mode)
        assert unspaced(BEFORE) in text


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", BODIES)
def test_a_page_with_the_body_in_its_head(name: str, layout: str, tmp_path: Path) -> None:
    """What the head swallows may cost the article, but nothing else."""
    try:
        made = article(layout, page(layout, head=BODIES[name].value))
    except NewscrawlError:
        return
    assert_posted(made, "clean", tmp_path)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("payload", [*TITLES.values(), *NAMES.values()], ids=lambda payload: payload.name)
def test_a_page_with_the_title(payload: Payload, layout: str, tmp_path: Path) -> None:
    try:
        made = article(layout, page(layout, title=payload.value))
    except MissingField:
        # no headline: nothing that is a letter, too short or too long
        assert not re.search(r"\w", payload.value.replace("_", "")) or len(payload.value) not in range(2, 301)
        return
    for mode in MODES:
        assert_posted(made, mode, tmp_path / mode)
