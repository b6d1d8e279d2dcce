"""The articles that every generator has to build: the demo's, the samples, and those made to break it."""

from __future__ import annotations

import http.client
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from sample_posts import read_sample, sample_slugs

from newscrawl.clean import CleanRules, clean_body
from newscrawl.demo import DemoSite, demo_site
from newscrawl.extract import clean_article, extract_article, next_page, page_of
from newscrawl.render import render_post, with_suffix
from newscrawl.render.text import one_line

sys.path.append(str(Path(__file__).parents[1] / "hexo"))
from payloads import BEFORE, LARGE, POSTS
from payloads import article as payload_article
from test_hexo_hostile import ARTICLES as HOSTILE
from test_hexo_hostile import BODIES, TAGS, TITLES
from test_hexo_samples import NOTHING_TO_SAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.items import Article, Page
    from newscrawl.render import PostOptions

__all__ = ["BODIES", "TAGS", "TITLES", "all_articles", "rendered", "says_something"]

EXPECTED = Path(__file__).parents[1] / "demo" / "expected.yaml"
HEAVY = {"one long line": 10_000, "pictures": 10_000, "cells": 3_000, "pre lines": 3_000, "nested tables": 300}
"""Bodies whose weight is the attack: a line of a million characters, ten thousand pictures ..."""
FETCHED = datetime(2026, 7, 20, 8, tzinfo=UTC)


@cache
def all_articles() -> Mapping[str, Article]:
    """Return every article by a name of its own, which begins with where it comes from.

    Those without a title are not among them: ``check_post`` refuses them.
    """
    hostile = {f"hostile {case}": article for case, article in HOSTILE.items()}
    payloads = {
        # no address is one of the hostile posts'
        f"payload {name}": replace(article, canonical_url=f"https://news.example/payload/{number}")
        for number, (name, article) in enumerate(POSTS.items())
    }
    articles = {**hostile, **payloads, **_heavy(), **_samples(), **_demo()}
    return {name: article for name, article in articles.items() if one_line(article.title)}


def says_something(name: str) -> bool:
    """Tell whether an article has text or a picture; one that has none builds, but ``check_post`` refuses it."""
    return name.removeprefix("sample ") not in NOTHING_TO_SAY


def rendered(options: PostOptions) -> Mapping[str, tuple[str, str]]:
    """Return every article's post, path and text, under the name of :func:`all_articles`."""
    posts: dict[str, tuple[str, str]] = {}
    paths = set()
    for number, (name, article) in enumerate(all_articles().items()):
        post = render_post(article, options)
        path = post.path if post.path not in paths else with_suffix(post.path, str(number))
        paths.add(path)
        posts[name] = (str(path), post.text)
    return posts


def _heavy() -> Mapping[str, Article]:
    bodies = {name: f"<p>{BEFORE}</p>{LARGE[name](size)}" for name, size in HEAVY.items()}
    return {
        f"heavy {name}": clean_article(payload_article(f"heavy-{name}", body=body)) for name, body in bodies.items()
    }


def _samples() -> Mapping[str, Article]:
    slugs = [slug for slug in sample_slugs() if isinstance(slug, str)]
    articles = {f"sample {slug}": read_sample(slug).article for slug in slugs}
    return {
        name: replace(article, body=clean_body(article.body, CleanRules(base_url=article.url)))
        for name, article in articles.items()
    }


def _demo() -> Mapping[str, Article]:
    entries = yaml.safe_load(EXPECTED.read_text("utf-8"))["articles"]
    site = demo_site()
    articles = {}
    with DemoSite() as server:
        for url in [str(entry["url"]) for entry in entries if entry["post"]]:
            pages = [_page(server.port, url)]
            while further := next_page(pages[-1], site):
                pages.append(_page(server.port, further))
            found = extract_article(pages[0], site, channel="要闻", following=pages[1:])
            articles[f"demo {url.rpartition('/')[2]}"] = clean_article(found, site)
    return articles


def _page(port: int, url: str) -> Page:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", url)
    answer = connection.getresponse()
    content_type, body = answer.getheader("Content-Type", ""), answer.read()
    connection.close()
    return page_of(url, body, fetched_at=FETCHED, content_type=content_type)
