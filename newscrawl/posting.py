"""From a finished article to its file, the way that crawls, rebuilds and readers of archives share."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from newscrawl.errors import UnsafePost
from newscrawl.extract import Likeness, alike, bands, clean_article, likeness
from newscrawl.folders import LocalFolder
from newscrawl.render import check_post, render_post, with_pictures, with_suffix
from newscrawl.store import Batch, quarantine, update
from newscrawl.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import PurePosixPath

    from newscrawl.folders import Folder
    from newscrawl.items import Article, Post
    from newscrawl.render import PictureOptions, PostOptions
    from newscrawl.sites import Site
    from newscrawl.store import Edition, Record, Reserved, State

__all__ = [
    "MAX_PICTURES",
    "as_edition",
    "copy_of",
    "finished",
    "pictures_folder",
    "point_at_files",
    "post_article",
    "remember_text",
    "renew_article",
    "reserve_post",
    "safe_post",
    "tagged",
    "text_keys",
    "wanted_pictures",
]

MAX_PICTURES = 50
"""Of one article; the longest galleries have about forty."""


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


def post_article(article: Article, options: PostOptions, state: State, output: Folder) -> PurePosixPath:
    """Write the post of a finished article and remember it; return where it lies in the output folder.

    :raises UnsafePost: when it would not build; it is in quarantine then
    :raises StoreError: when it cannot be written or remembered
    """
    batch = Batch(state, output)
    post = reserve_post(article, options, state, batch)
    batch.add(post)
    return post.path


def reserve_post(article: Article, options: PostOptions, state: State, batch: Batch) -> Reserved:
    """Return the post of a finished article, which is yet to be added to the batch.

    :raises UnsafePost: when it would not build; it is in quarantine then
    :raises StoreError: when it cannot be remembered
    """
    url = canonical(article.canonical_url)
    article = tagged(article, url, options, state)
    post = render_post(article, options)
    try:
        check_post(post, article, options)
    except UnsafePost as error:
        quarantine(state, url, post.text, error, title=article.title)
        raise
    with state.database.transaction():
        fingerprint = remember_text(article, url, state)
        state.retention.note(url, article.site, article.published)
        return batch.reserve(
            url,
            post.text,
            paths=_paths(post.path, url),
            fingerprint=fingerprint,
            title=article.title,
            keys=text_keys(article),
        )


def renew_article(
    article: Article, options: PostOptions, state: State, output: Folder, record: Record, *, at: datetime
) -> Edition:
    """Write a new edition of a posted article over its post, which keeps its place and address; return what came of it.

    :param at: when it was fetched: the time of its change, unless the page gives one
    :raises UnsafePost: when it would not build; the old edition stays
    :raises StoreError: when it cannot be written or remembered
    """
    at = at.replace(microsecond=0)
    article, options = as_edition(article, options, state, record, revised=at)
    post = render_post(article, options, named=record.title)
    check_post(post, article, options, named=record.title)
    fingerprint = remember_text(article, record.url, state)
    return update(state, output, record, post.text, fingerprint=fingerprint, revised=at)


def as_edition(
    article: Article,
    options: PostOptions,
    state: State,
    record: Record,
    *,
    revised: datetime | None,
    remember: bool = True,
) -> tuple[Article, PostOptions]:
    """Return a posted article as its post is to show it, and the options for that.

    :param revised: when its publisher's last change was seen: the time of the change, unless the page gives one
    :param remember: without, nothing is written
    """
    article = tagged(article, record.url, options, state, remember=remember)
    if revised is None:
        return article, options
    given = article.modified if article.modified and article.modified > article.published else revised
    extra = options.extra if options.mode == "source" else (*options.extra, "updated")
    return replace(article, modified=given), replace(options, extra=extra)


def remember_text(article: Article, url: str, state: State) -> str:
    """Remember what an article's text looks like, so that its copies are known; return the text's fingerprint.

    :raises StoreError: when it cannot be remembered
    """
    looks = likeness(article)
    state.copies.remember(url, article.published, [*bands(looks.sketch)], looks.packed())
    return looks.fingerprint


def text_keys(article: Article) -> frozenset[object]:
    """Return what an article's text is looked up by; copies have one of them in common."""
    looks = likeness(article)
    return frozenset((looks.fingerprint, *bands(looks.sketch)))


def copy_of(article: Article, state: State) -> Record | None:
    """Return the post that an article repeats, word for word or nearly so."""
    url, looks = canonical(article.canonical_url), likeness(article)
    if same := state.same_text(looks.fingerprint):
        return same if same.url != url else None
    for other, text in state.copies.near(url, article.published, [*bands(looks.sketch)]):
        if alike(looks, Likeness.unpacked(text)):
            return state.seen(other)
    return None


def tagged(article: Article, url: str, options: PostOptions, state: State, *, remember: bool = True) -> Article:
    """Return the article with those of its keywords that the blog has room for as tags.

    :param url: canonical address that its post goes by
    :param remember: without, nothing is written
    """
    if not options.tags_in_blog or "tags" not in options.extra:
        return article
    kept = state.tags.choose(url, article.keywords, options.tags_in_blog, options.tags_per_post, remember=remember)
    return replace(article, keywords=kept)


def _paths(path: PurePosixPath, url: str) -> Iterator[PurePosixPath]:
    """Yield where a post may lie: under its own name, or told apart by its address."""
    digest = hashlib.sha256(url.encode()).hexdigest()
    yield path
    for length in (6, 12, 64):
        yield with_suffix(path, digest[:length])


def wanted_pictures(article: Article, options: PictureOptions) -> list[str]:
    """Return the addresses of the pictures that are to lie beside the posts, the lead first, each once."""
    lead = [article.lead_image.url] if article.lead_image else []
    body = [image.url for image in article.images] if options.mode == "download" else []
    return list(dict.fromkeys([*lead, *body]))[:MAX_PICTURES]


def pictures_folder(options: PictureOptions, output: Folder) -> Folder:
    """Return the folder that pictures are kept in.

    :param output: that of the posts
    """
    return LocalFolder(Path(options.folder)) if options.folder else output.below("images")


def point_at_files(
    article: Article, files: Mapping[str, str], options: PictureOptions, pictures: Folder, posts: Folder
) -> Article:
    """Return the article with its pictures shown from their files.

    :param files: address of a picture -> its file, relative to the folder of the pictures
    :param pictures: the folder of the pictures
    :param posts: the folder of the article's post
    """
    if address := options.address:
        return with_pictures(article, files, start=options.body_address or address, lead_start=address)
    relative = quote(Path(os.path.relpath(str(pictures), str(posts))).as_posix()) + "/"
    return with_pictures(article, files, start=relative, lead_start=relative)
