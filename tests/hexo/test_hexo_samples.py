"""Hexo builds the samples, cleaned: every post has its page and says the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from built_site import spaced
from sample_posts import read_sample, sample_folder, sample_slugs

from newscrawl.clean import CleanRules, clean_body
from newscrawl.errors import UnsafePost
from newscrawl.render import PostOptions, check_post, render_post, with_suffix

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bs4 import Tag
    from built_site import BuiltPage, BuiltSite

    from newscrawl.items import Article, Post

NOTHING_TO_SAY = {"stcn-blank-35535075676", "google-sites-35307402269"}
"""Samples whose body holds no text and no picture; they build, but the crawler refuses them."""
COUNTED = ["a", "br", "code", "figure", "h1", "h2", "hr", "img", "li", "p", "pre", "strong", "table", "td"]
SLUGS = sample_slugs()


@dataclass(frozen=True, kw_only=True, slots=True)
class CleanSample:
    article: Article
    post: Post

    @property
    def body(self) -> BeautifulSoup:
        return BeautifulSoup(self.article.body, "html5lib")


def elements(root: Tag) -> Counter[str]:
    return Counter(tag.name for tag in root.find_all(COUNTED))


@pytest.fixture(scope="module")
def samples() -> Mapping[str, CleanSample]:
    found = {}
    paths = set()
    for slug in map(str, SLUGS):
        article = read_sample(slug).article
        article = replace(article, body=clean_body(article.body, CleanRules(base_url=article.url)))
        post = render_post(article)
        if post.path in paths:
            post = replace(post, path=with_suffix(post.path, slug[-8:]))
        paths.add(post.path)
        found[slug] = CleanSample(article=article, post=post)
    return found


@pytest.fixture(scope="module")
def site(samples: Mapping[str, CleanSample], build_blog: Callable[..., BuiltSite]) -> BuiltSite:
    return build_blog({sample.post.path: sample.post.text for sample in samples.values()})


@pytest.fixture
def page(slug: str, samples: Mapping[str, CleanSample], site: BuiltSite) -> BuiltPage:
    path = str(samples[slug].post.path)
    assert path in site.pages, f"Hexo dropped the post\n{site.log[-2000:]}"
    return site.pages[path]


@pytest.mark.skipif(sample_folder() is None, reason="NEWSCRAWL_CORPUS names no folder with samples beside it")
def test_every_sample_has_one_page(samples: Mapping[str, CleanSample], site: BuiltSite) -> None:
    assert sorted(site.pages) == sorted(str(sample.post.path) for sample in samples.values())


@pytest.mark.parametrize("slug", SLUGS)
def test_title_date_and_categories(slug: str, samples: Mapping[str, CleanSample], page: BuiltPage) -> None:
    article = samples[slug].article
    assert page.title == article.title.strip()
    assert page.categories == article.categories
    assert page.date == article.published.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.mark.parametrize("slug", SLUGS)
def test_same_text(slug: str, samples: Mapping[str, CleanSample], page: BuiltPage) -> None:
    assert page.text == spaced(samples[slug].body.get_text())


@pytest.mark.parametrize("slug", SLUGS)
def test_same_elements_and_no_code_block_made_of_html(
    slug: str, samples: Mapping[str, CleanSample], page: BuiltPage
) -> None:
    assert elements(page.content) == elements(samples[slug].body.body)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_check_before_writing_agrees(slug: str, samples: Mapping[str, CleanSample]) -> None:
    sample = samples[slug]
    if slug in NOTHING_TO_SAY:
        with pytest.raises(UnsafePost, match="empty"):
            check_post(sample.post, sample.article, PostOptions())
    else:
        check_post(sample.post, sample.article, PostOptions())
