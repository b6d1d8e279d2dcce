"""The whole route: a page as the site serves it becomes the post of the source format, byte for byte."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sample_posts import SamplePost, read_sample, sample_slugs

from newscrawl.errors import MissingField
from newscrawl.extract import extract_article, page_of
from newscrawl.render import PostOptions, render_post
from newscrawl.sites import load_sites

SINA = load_sites()["sina_finance"]
URL = "https://finance.sina.com.cn/china/gncj/2022-08-04/doc-imizmscv4866520.shtml"
WITHOUT_TEXT = {"stcn-blank-35535075676", "google-sites-35307402269"}
"""Samples whose bodies hold neither text nor picture: as a page they are no article."""


def page(sample: SamplePost) -> bytes:
    """Return a page of today's layout with the sample's body as it was served, scripts around and inside."""
    when = sample.article.published.astimezone(ZoneInfo("Asia/Shanghai"))
    title = html.escape(sample.article.title)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_新浪财经_新浪网</title>
<meta property="article:published_time" content="{when.isoformat()}">
<script>var id = "<div id='artibody'>";</script></head>
<body><h1 class="main-title">{title}</h1><div class="date-source"><span class="date">{when:%Y年%m月%d日 %H:%M}</span>
<span class="source">示例</span></div>
<div class="article" id="artibody">{sample.article.body}<script>track({{}})</script></div>
<script>var after = 1;</script></body></html>""".encode()


@pytest.mark.parametrize("slug", sample_slugs())
def test_body_of_a_sample_through_a_page(slug: str) -> None:
    sample = read_sample(slug)
    served = page_of(URL, page(sample), fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    if slug in WITHOUT_TEXT:
        with pytest.raises(MissingField):
            extract_article(served, SINA)
        return
    post = render_post(extract_article(served, SINA), PostOptions(body="source", placeholder=sample.picture))
    body = sample.text[sample.text.index("\n<div>   \n") :]
    assert post.text[post.text.index("\n<div>   \n") :] == body


def test_the_seed_byte_for_byte() -> None:
    slug = next((slug for slug in sample_slugs() if str(slug).startswith("seed")), None)
    if slug is None:
        pytest.skip("NEWSCRAWL_CORPUS names no folder with samples beside it")
    sample = read_sample(str(slug))
    served = page_of(URL, page(sample), fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    article = extract_article(served, SINA, channel="国内")
    post = render_post(article, PostOptions(body="source"))
    assert post.text == sample.text
    assert str(post.path) == "金融/新浪财经/新浪财经－国內/浙江：到2025年数字政府_系统+跑道_体系架构成熟定型.md"
