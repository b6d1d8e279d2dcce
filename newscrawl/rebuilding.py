"""Makes posts anew from the pages that a crawl kept, with today's rules and under a crawl's promises.

A post that a person edited is left alone, one that was deleted stays deleted, one that would read the same is not
written. A page that gave no post when it was served gets one now, when it gives an article.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from newscrawl.archive import Skipped, load_page, pages_in
from newscrawl.errors import ListError, MissingField, NotAnArticle, UnsafePost
from newscrawl.extract import next_part
from newscrawl.items import Post
from newscrawl.posting import (
    as_edition,
    copy_of,
    finished,
    pictures_folder,
    point_at_files,
    post_article,
    remember_text,
    safe_post,
    tagged,
    wanted_pictures,
)
from newscrawl.render import check_post, post_path, render_post
from newscrawl.rereading import read_stored
from newscrawl.store import digest_of, keep_unsafe, read_post, update
from newscrawl.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import PurePosixPath

    from newscrawl.archive import Place
    from newscrawl.extract import Findings
    from newscrawl.folders import Folder
    from newscrawl.items import Article
    from newscrawl.render import PictureOptions, PostOptions
    from newscrawl.sites import Site
    from newscrawl.store import Record, State

__all__ = ["Index", "Outcome", "Rebuilder", "Rebuilt"]

Outcome = Literal["rewritten", "posted", "unchanged", "edited", "deleted", "known", "skipped", "failed"]
"""What became of a page: its post was written anew, or for the first time; it reads the same; a person has changed or
deleted it; it needs none (a copy, a pruned post) or is to stay (a newer edition, withdrawn); there is no article, as
ever; there should be one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rebuilt:
    """What became of one article of the archive."""

    url: str
    """Address in the list that led to it."""
    outcome: Outcome
    """What became of it."""
    path: PurePosixPath | None = None
    """Its post, relative to the output folder."""
    reason: str = ""
    """Why there is none, or why it stays as it is."""
    before: str = ""
    """Text of a post that is written anew, as it was."""
    after: str = ""
    """As it is now."""


class Index:
    """The newest page of every address in an archive."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[Skipped] = []
        """Where files cannot be read."""
        self._articles: dict[str, Place] = {}
        self._pages: dict[str, Place] = {}
        self._gone: set[str] = set()
        for found in pages_in(folder):
            if isinstance(found, Skipped):
                self.problems.append(found)
            elif found.head.about and found.head.about.link:
                self._add(found)

    def articles(self, site: str = "", since: datetime | None = None) -> list[Place]:
        """Return the first page of every article, the oldest first.

        :param site: only those that this site's spider asked for
        :param since: only those that were served then or later
        """
        return sorted(
            (
                place
                for place in self._articles.values()
                if (not site or (place.head.about and place.head.about.site == site))
                and (since is None or place.head.at >= since)
            ),
            key=lambda place: (place.head.at, place.path, place.offset),
        )

    def page(self, url: str) -> Place | None:
        """Return the newest page of an address."""
        return self._pages.get(canonical(url))

    def is_gone(self, url: str) -> bool:
        """Tell whether the server said that there is no such page."""
        return canonical(url) in self._gone

    def _add(self, place: Place) -> None:
        about, key = place.head.about, canonical(place.head.url)
        if about is None or about.link is None:
            return
        if place.head.status != "200":
            if place.head.status.startswith("4"):
                self._gone.add(key)
            return
        _keep_newer(self._pages, key, place)
        if not about.part:
            _keep_newer(self._articles, canonical(about.link.url), place)


class Rebuilder:
    """Makes posts anew, one article after the other."""

    def __init__(
        self,
        *,
        index: Index,
        state: State,
        output: Folder,
        post: PostOptions,
        pictures: PictureOptions,
        sites: Mapping[str, Site],
        site_of: Callable[[str], Site | None],
        dry: bool = False,
    ) -> None:
        self._index = index
        self._state = state
        self._output = output
        self._post = post
        self._pictures = pictures
        self._folder = pictures_folder(pictures, output)
        self._sites = sites
        self._site_of = site_of
        self._dry = dry
        self._withdrawn = {address for address, _ in state.visits.withdrawn()}

    def rebuild(self, place: Place) -> Rebuilt:
        """Make the post of an article anew, as far as it may be.

        :raises StoreError: the archive cannot be read, or a post cannot be written or remembered
        """
        about = place.head.about
        link = about.link if about else None
        url = link.url if link else place.head.url
        record = self._state.seen(canonical(url))
        if record and record.outcome not in ("posted", "refused", "quarantined"):
            return Rebuilt(url=url, outcome="known", path=record.path)
        posted = record is not None and record.outcome == "posted"
        if posted and about and about.failed:
            return Rebuilt(url=url, outcome="known", reason="its page was not kept")
        try:
            article = self._article(place, url)
        except (NotAnArticle, MissingField, ListError) as error:
            # a page that never gave a post is no failure of today's
            path = record.path if record and posted else None
            return Rebuilt(url=url, outcome="failed" if posted else "skipped", path=path, reason=error.reason)
        own = canonical(article.canonical_url)
        if record is None or not posted:
            # its page may have said another address than the list
            record = self._state.seen(own)
        if record and record.outcome == "posted" and record.path:
            return self._anew(place, url, article, record, record.path)
        return self._first(url, article, own)

    def _article(self, place: Place, url: str) -> Article:
        """Return the article of a page and of those that follow it, finished for the body mode."""
        about = place.head.about
        site = self._sites.get(about.site) if about else None
        site = site or self._site_of(place.head.url)
        if site and not (about and about.elsewhere) and not site.owns(place.head.url):
            raise NotAnArticle(url, "another site's page")
        parts = [self._read(place, site)]
        while address := next_part(parts, site):
            further = self._index.page(address)
            if further is None and not self._index.is_gone(address):
                # half an article is worse than an old one
                raise ListError(address, "its next page was not kept")
            try:
                part = self._read(further, site) if further else None
            except NotAnArticle:
                part = None
            if part is None:
                break
            parts.append(part)
        return finished(parts[0].joined(parts[1:]).article(), site, self._post)

    def _read(self, place: Place, site: Site | None) -> Findings:
        stored = load_page(place)
        if isinstance(stored, Skipped):
            raise ListError(place.head.url, stored.reason)
        return read_stored(stored, site)

    def _anew(self, place: Place, url: str, article: Article, record: Record, path: PurePosixPath) -> Rebuilt:
        """Write a post anew where it lies, unless it is a person's by now."""
        data = read_post(self._output, path)
        if data is None:
            return Rebuilt(url=url, outcome="deleted", path=path)
        if record.url in self._withdrawn:
            # the last word of its publisher, and perhaps a note of ours that says so
            return Rebuilt(url=url, outcome="known", path=path, reason="withdrawn")
        revised = self._state.updates.revised(record.url)
        if revised and place.head.at < revised:
            return Rebuilt(url=url, outcome="known", path=path, reason="the page of its last edition was not kept")
        article = self._with_pictures(article, self._output.below(path.parent))
        article, options = as_edition(article, self._post, self._state, record, revised=revised, remember=not self._dry)
        text = render_post(article, options, named=record.title).text
        there, digest = digest_of(data), digest_of(text)
        # the file may be of a run that was killed before it could remember it
        if there not in (record.digest, digest):
            return Rebuilt(url=url, outcome="edited", path=path)
        if digest == record.digest:
            return Rebuilt(url=url, outcome="unchanged", path=path)
        try:
            check_post(Post(path=path, text=text), article, options, named=record.title)
        except UnsafePost as error:
            if not self._dry:
                keep_unsafe(self._state, record.url, text, error)
            return Rebuilt(url=url, outcome="failed", path=path, reason=f"unsafe post: {error.reason}")
        if not self._dry:
            update(self._state, self._output, record, text, fingerprint=remember_text(article, record.url, self._state))
        return Rebuilt(url=url, outcome="rewritten", path=path, before=data, after=text)

    def _first(self, url: str, article: Article, own: str) -> Rebuilt:
        """Write the post of an article that had none."""
        seen = self._state.seen(own)
        if seen and seen.outcome not in ("refused", "quarantined"):
            return Rebuilt(url=url, outcome="known", path=seen.path)
        if same := copy_of(article, self._state):
            if not self._dry:
                self._state.duplicate(own, same)
            return Rebuilt(url=url, outcome="known", path=same.path)
        article = self._with_pictures(article, self._output.below(post_path(article, self._post).parent))
        try:
            if self._dry:
                article = tagged(article, own, self._post, self._state, remember=False)
                return Rebuilt(url=url, outcome="posted", path=safe_post(article, self._post).path)
            for address in (url, article.url):
                self._state.alias(canonical(address), own)
            path = post_article(article, self._post, self._state, self._output)
        except UnsafePost as error:
            return Rebuilt(url=url, outcome="failed", reason=f"unsafe post: {error.reason}")
        return Rebuilt(url=url, outcome="posted", path=path)

    def _with_pictures(self, article: Article, posts: Folder) -> Article:
        """Return the article with the pictures that were downloaded for it."""
        if self._pictures.mode == "link":
            return article
        files = {
            url: str(path)
            for url in wanted_pictures(article, self._pictures)
            if (path := self._state.picture(url)) and self._folder.holds(path)
        }
        return point_at_files(article, files, self._pictures, self._folder, posts)


def _keep_newer(places: dict[str, Place], key: str, place: Place) -> None:
    there = places.get(key)
    if there is None or there.head.at <= place.head.at:
        places[key] = place
