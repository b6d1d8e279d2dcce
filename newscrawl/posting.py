"""From a finished article to its file, the way that crawls, rebuilds and readers of archives share."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from newscrawl.errors import UnsafePost
from newscrawl.extract import Likeness, alike, bands, clean_article, likeness
from newscrawl.render import check_post, render_post, with_suffix
from newscrawl.store import publish, quarantine
from newscrawl.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePosixPath

    from newscrawl.items import Article, Post
    from newscrawl.render import PostOptions
    from newscrawl.sites import Site
    from newscrawl.store import Record, State

__all__ = ["copy_of", "finished", "post_article", "safe_post"]


def finished(article: Article, site: Site | None, options: PostOptions) -> Article:
    """Return the article as its body mode wants it: cleaned, or as served in ``source`` mode.

    :raises MissingField: when nothing is left of the body
    """
    return article if options.body == "source" else clean_article(article, site)


def safe_post(article: Article, options: PostOptions) -> Post:
    """Return the post of a finished article.

    :raises UnsafePost: when it would not build
    """
    post = render_post(article, options)
    check_post(post, article, options)
    return post


def post_article(article: Article, options: PostOptions, state: State, output: Path) -> PurePosixPath:
    """Write the post of a finished article and remember it; return where it lies in the output folder.

    :raises UnsafePost: when it would not build; it is in quarantine then
    :raises StoreError: when it cannot be written or remembered
    """
    url = canonical(article.canonical_url)
    article = _tagged(article, url, options, state)
    post = render_post(article, options)
    try:
        check_post(post, article, options)
    except UnsafePost as error:
        quarantine(state, url, post.text, error, title=article.title)
        raise
    looks = likeness(article)
    state.copies.remember(url, article.published, [*bands(looks.sketch)], looks.packed())
    state.retention.note(url, article.site, article.published)
    return publish(
        state,
        output,
        url,
        post.text,
        paths=_paths(post.path, url),
        fingerprint=looks.fingerprint,
        title=article.title,
    )


def copy_of(article: Article, state: State) -> Record | None:
    """Return the post that an article repeats, word for word or nearly so."""
    url, looks = canonical(article.canonical_url), likeness(article)
    if same := state.same_text(looks.fingerprint):
        return same if same.url != url else None
    for other, text in state.copies.near(url, article.published, [*bands(looks.sketch)]):
        if alike(looks, Likeness.unpacked(text)):
            return state.seen(other)
    return None


def _tagged(article: Article, url: str, options: PostOptions, state: State) -> Article:
    """Return the article with those of its keywords that the blog has room for as tags."""
    if not options.tags_in_blog or "tags" not in options.extra:
        return article
    kept = state.tags.choose(url, article.keywords, options.tags_in_blog, options.tags_per_post)
    return replace(article, keywords=kept)


def _paths(path: PurePosixPath, url: str) -> Iterator[PurePosixPath]:
    """Yield where a post may lie: under its own name, or told apart by its address."""
    digest = hashlib.sha256(url.encode()).hexdigest()
    yield path
    for length in (6, 12, 64):
        yield with_suffix(path, digest[:length])
