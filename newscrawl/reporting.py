"""What a crawl says of itself while it runs: the names of its counts, and the protocol of whoever listens.

The crawl knows neither terminal nor log file. :class:`newscrawl.extensions.RunLog` counts every event under the names
below (Scrapy's stats), writes one log line for it and hands it to a :class:`Reporter`, when the setting
``NEWSCRAWL_REPORTER`` names one: a class or function, or its import path, that is called without arguments. (Scrapy
copies its settings deeply, so an object in there would not be the one you hold; ``lambda: reporter`` is.)

Every address that was found ends in exactly one place, so after an undisturbed run the counts add up::

    found = posted + known + all of skipped/… + all of failed/… + all of left/… - all of …/list: …

A list that cannot be read is a failure as well, and one may be left to the next run, but neither was found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "FAILED",
    "FOUND",
    "INTERNAL",
    "KNOWN",
    "LEFT",
    "LIST_PREFIX",
    "PICTURES_FAILED",
    "PICTURES_SAVED",
    "POSTED",
    "PREFIX",
    "REVISITED",
    "SAME_TEXT",
    "SKIPPED",
    "UNCHANGED",
    "Reporter",
    "all_lists_read",
    "counts_of",
    "may_pass",
    "reasons",
]

PREFIX = "newscrawl/"
"""Before every count of ours in Scrapy's stats."""

FOUND = PREFIX + "found"
"""Addresses of articles, from lists or given by the user, each once."""

POSTED = PREFIX + "posted"
"""Posts on disk and in the state that were not there before."""

KNOWN = PREFIX + "known"
"""Addresses of articles that are settled already: by an earlier run, or under another address."""

SKIPPED = PREFIX + "skipped/"
"""Before a reason: nothing is wrong, but there is no post (``duplicate``, ``robots.txt forbids``, ``video page`` …)."""

FAILED = PREFIX + "failed/"
"""Before a reason: there should be a post (``HTTP 404``, ``timeout``, ``no title`` …)."""

LEFT = PREFIX + "left/"
"""Before a reason: it was not asked for, the next run will (``host left alone``, ``budget used up`` …)."""

LIST_PREFIX = "list: "
"""Before the reason when it is a list that failed or was left, not an article."""

INTERNAL = "internal error"
"""Begins the reason of a failure that nobody expected."""

SAME_TEXT = "same text as many others"
"""The reason of a failure after which what was made of other addresses is taken back."""

REVISITED = PREFIX + "revisited/"
"""Before what became of a posted article that was looked at again (``unchanged``, ``rewritten``, ``edited by hand``,
``deleted``, ``withdrawn``, ``failed: timeout`` …). It is no address that was found."""

UNCHANGED = PREFIX + "lists/unchanged"
"""Lists whose server says that they are those of last time."""

PICTURES_SAVED = PREFIX + "pictures/saved"
"""Pictures that were downloaded; those that an earlier crawl left do not count."""

PICTURES_FAILED = PREFIX + "pictures/failed"
"""Pictures that should have been downloaded and stay links."""

_FINAL = re.compile(
    r"HTTP 4(?!08|29)\d\d|no \w.*|(?:headers )?too large|too many redirects|unsafe post"
    r"|leads to a .* address|redirect to no http address|dead letter: .*"
)
"""Reasons that would be the same tomorrow; a list that failed is never among them."""


class Reporter(Protocol):
    """Listens to crawls while they run; several crawls may share one, hence ``site`` in every call.

    ``site`` is the spider's name: a site's id, or ``url``. The calls come one at a time, from the thread of the crawl;
    a slow one holds the crawl up.
    """

    def started(self, site: str) -> None:
        """Hear that the crawl begins."""

    def found(self, site: str, url: str) -> None:
        """Hear of an article's address; one more call will tell what became of it."""

    def unchanged(self, site: str, url: str) -> None:
        """Hear that a list is the one of last time, by its server's own word."""

    def known(self, site: str, url: str) -> None:
        """Hear that an earlier run settled that address; it is not requested."""

    def posted(self, site: str, url: str, title: str, path: str) -> None:
        """Hear of a new post; ``path`` is relative to the output folder."""

    def skipped(self, site: str, url: str, reason: str) -> None:
        """Hear that there is no post, and that nothing is wrong with that."""

    def failed(self, site: str, url: str, reason: str) -> None:
        """Hear that something went wrong; the reason of a list that failed begins with :data:`LIST_PREFIX`."""

    def left(self, site: str, url: str, reason: str) -> None:
        """Hear that an address is left to the next run; one :meth:`noted` has told or will tell why."""

    def noted(self, site: str, text: str) -> None:
        """Hear, in one line, of something that is about many addresses."""

    def revisited(self, site: str, url: str, outcome: str) -> None:
        """Hear what became of a posted article that was looked at again."""

    def picture(self, site: str, url: str, problem: str) -> None:
        """Hear of a picture that was downloaded (``problem`` is empty), or why it stays a link."""

    def stopped(self, site: str, problem: str) -> None:
        """Hear why the crawl cannot go on (disk full, state not usable …), in one line."""

    def drifted(self, site: str, finding: str) -> None:
        """Hear, right before the end, what departs from the site's normal state, in one line."""

    def finished(self, site: str, counts: Mapping[str, int], reason: str) -> None:
        """Hear that the crawl is over.

        :param counts: what :func:`counts_of` returns
        :param reason: ``finished``, ``shutdown`` (Ctrl-C), or after :meth:`stopped` ``store_error`` or ``bad_argument``
        """


def counts_of(stats: Mapping[str, object]) -> dict[str, int]:
    """Return our counts among Scrapy's stats, without the prefix.

    >>> counts_of({"newscrawl/found": 2, "newscrawl/failed/HTTP 404": 1, "item_scraped_count": 1})
    {'failed/HTTP 404': 1, 'found': 2}
    """
    ours = {key.removeprefix(PREFIX): value for key, value in stats.items() if key.startswith(PREFIX)}
    return {key: value for key, value in sorted(ours.items()) if isinstance(value, int)}


def reasons(counts: Mapping[str, int], kind: str) -> dict[str, int]:
    """Return the counts of one kind, such as ``skipped`` or ``left``, by reason, the most frequent first.

    >>> reasons({"failed/HTTP 404": 1, "failed/timeout": 3, "found": 9}, "failed")
    {'timeout': 3, 'HTTP 404': 1}
    """
    start = f"{kind}/"
    found = [(key.removeprefix(start), count) for key, count in counts.items() if key.startswith(start)]
    return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def may_pass(reason: str) -> bool:
    """Tell whether what failed for that reason may work next time.

    >>> may_pass("HTTP 404"), may_pass("timeout")
    (False, True)
    """
    return not _FINAL.fullmatch(reason)


def all_lists_read(counts: Mapping[str, int]) -> bool:
    """Tell whether a run with these counts has settled everything that its lists announced, or has it in the frontier.

    >>> all_lists_read({"failed/timeout": 1}), all_lists_read({"failed/list: timeout": 1})
    (True, False)
    """
    unread = (LIST_PREFIX, INTERNAL, SAME_TEXT)
    return not any(reason.startswith(unread) for kind in ("failed", "left") for reason in reasons(counts, kind))
