"""What can go wrong, as types.

::

    NewscrawlError
     ├─ SiteError(place, problem)      a site file, setting or argument cannot be used -> exit 2 before any request
     ├─ ListError(url, problem)        a list or an API's answer cannot be read        -> counted as failed
     ├─ NotAnArticle(url, reason)      a fine page of another kind                     -> counted, no post
     │   └─ BlockPage(url)             a page that stands before it: access denied …   -> counted as failed
     ├─ MissingField(field, url)       no title, date or body                          -> counted, warning, no post
     ├─ NotFetched(url, reason)        a page that was asked for did not come          -> exit 1
     ├─ UnusablePicture(reason)        no picture, cut short, a bomb                   -> counted, stays a link
     ├─ UnsafePost(path, reason)       would not build or not read back                -> quarantined
     ├─ SiteHeld(site, holder, since)  another run is at work on the site              -> left to that run
     └─ StoreError(path, problem)      cannot write or remember                        -> stops the crawl
         ├─ DamagedState(…)            the state's file cannot be read any more        -> as well; can be repaired
         └─ FrontierAway(…)            the shared frontier does not answer, or is full -> waited for

Raised in the pure rooms, decided in the spiders, the pipelines and the command line. Each carries its data as
attributes and prints as one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "BlockPage",
    "DamagedState",
    "FrontierAway",
    "ListError",
    "MissingField",
    "NewscrawlError",
    "NotAnArticle",
    "NotFetched",
    "SiteError",
    "SiteHeld",
    "StoreError",
    "UnsafePost",
    "UnusablePicture",
]


class NewscrawlError(Exception):
    """The root: catch this to catch everything newscrawl raises on purpose."""


class SiteError(NewscrawlError):
    """A site file, a configuration file or an argument cannot be used."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        """Where: a file, with the key's path inside it after a colon, or an option's name."""
        self.problem = problem
        """What is wrong there, with a suggestion where there is one."""


class ListError(NewscrawlError):
    """The answer of a list or an article API cannot be read: no JSON, an error status, entries elsewhere."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        """Address of the list or the article."""
        self.reason = reason
        """What is wrong with the answer."""


class NotAnArticle(NewscrawlError):
    """The page is of another kind: a list, a live page, a forum, an error text, a picture, a PDF."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: not an article: {reason}")
        self.url = url
        """Address of the page."""
        self.reason = reason
        """What it is instead, in a few words that are the same for the same kind (they are counted)."""


class BlockPage(NotAnArticle):
    """A page that stands before the article: access denied, a captcha, too many requests. Tomorrow it may be gone."""

    def __init__(self, url: str) -> None:
        super().__init__(url, "block page")


class MissingField(NewscrawlError):
    """The page looks like an article, but a field that a post cannot do without was not found."""

    def __init__(self, field: str, url: str) -> None:
        super().__init__(f"{url}: no {field} found")
        self.field = field
        """``title``, ``published`` or ``body``."""
        self.url = url
        """Address of the page."""
        self.reason = f"no {field}"
        """The same in few words, which are counted."""


class NotFetched(NewscrawlError):
    """A page that a command asked for by itself did not come."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        """Address of the page."""
        self.reason = reason
        """Why, in a few words: ``HTTP 404``, ``robots.txt forbids``, ``timeout``."""


class UnusablePicture(NewscrawlError):
    """What came is no picture, or one that must not stand in a post."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """What is wrong with it, in a few words."""


class UnsafePost(NewscrawlError):
    """The rendered post would not build, or does not read back as what was meant."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        """Where the post would have gone, relative to the output folder."""
        self.reason = reason
        """What did not survive."""


class SiteHeld(NewscrawlError):
    """Another run is at work on the site, or has taken it over."""

    def __init__(self, site: str, holder: str, since: datetime | None) -> None:
        when = f" since {since:%Y-%m-%d %H:%M:%S} UTC" if since else ""
        super().__init__(f"{site}: held by {holder}{when}; left to that run")
        self.site = site
        """Id of the site."""
        self.holder = holder
        """Who holds it, in a few words."""
        self.since = since
        """When that began, in UTC; ``None``: unknown."""


class StoreError(NewscrawlError):
    """The disk or the state cannot be used: full, read-only, corrupt, written by a newer version."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        """The file or folder."""
        self.problem = problem
        """What the operating system or SQLite said, in one line."""


class DamagedState(StoreError):
    """What the state's file holds cannot be read any more."""


class FrontierAway(StoreError):
    """The shared frontier does not answer, or has no room; it may come back."""
