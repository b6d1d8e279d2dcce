"""A WARC file of any crawler is a source of posts: ``newscrawl extract --warc``."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.archive import Skipped, read_warc
from newscrawl.cli import printing
from newscrawl.cli.screen import by_reason, complain, note, say
from newscrawl.errors import ListError, MissingField, NotAnArticle, SiteError, UnsafePost
from newscrawl.folders import LocalFolder
from newscrawl.posting import copy_of, finished, post_article
from newscrawl.rereading import read_stored
from newscrawl.store import State
from newscrawl.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from newscrawl.archive import Head, Stored
    from newscrawl.config import Config
    from newscrawl.items import Article
    from newscrawl.sites import Site

__all__ = ["extract_warc"]

PAGES = ("", "text/html", "application/xhtml+xml")
"""Content types of what may be an article."""


def extract_warc(
    file: str,
    config: Config,
    site_of: Callable[[str], Site | None],
    *,
    charset: str = "",
    as_json: bool = False,
    write: bool = False,
    verbose: bool = False,
) -> int:
    """Print or write the article of every page in the file, one after the other; return the exit code.

    :param write: as posts in the configured output folder, remembered as a crawl would
    :raises SiteError: the file or the output folder cannot be used
    :raises StoreError: a post cannot be written or remembered
    """
    run = _Run(config, site_of, charset, as_json=as_json, verbose=verbose)
    with ExitStack() as stack:
        if file == "-":
            stream: BinaryIO = sys.stdin.buffer
        else:
            try:
                stream = stack.enter_context(Path(file).open("rb"))
            except OSError as error:
                raise SiteError(file, f"cannot be read: {error.strerror}") from None
        if write:
            for folder in (config.output, LocalFolder(config.state_folder)):
                folder.check()
            run.state = stack.enter_context(State.open(config.state_folder))
        for found in read_warc(stream, _unwanted):
            if isinstance(found, Skipped):
                run.skip(found.url, found.reason)
                if found.broken:
                    run.broken = True
                    complain(": ".join(filter(None, ["stdin" if file == "-" else file, found.url, found.reason])))
            else:
                run.take(found)
    for line in run.summary():
        (say if write else note)(line)
    return int(run.broken or not run.good)


class _Run:
    """What became of the pages so far."""

    def __init__(
        self,
        config: Config,
        site_of: Callable[[str], Site | None],
        charset: str,
        *,
        as_json: bool,
        verbose: bool,
    ) -> None:
        self._config = config
        self._site_of = site_of
        self._charset = charset
        self._as_json = as_json
        self._verbose = verbose
        self._done = 0
        self._known = 0
        self._skipped: Counter[str] = Counter()
        self.state: State | None = None
        """Where posts are remembered; ``None``: they are printed."""
        self.broken = False
        """Whether part of the file could not be read, or a post was not safe."""

    @property
    def good(self) -> int:
        """How many pages have their post or were printed."""
        return self._done + self._known

    def take(self, stored: Stored) -> None:
        """Make something of a page."""
        site = self._site_of(stored.head.url)
        try:
            findings = read_stored(stored, site, charset=self._charset)
            article = finished(findings.article(), site, self._config.post)
            self._keep(article, self.state) if self.state else self._print(article)
        except (NotAnArticle, MissingField, ListError) as error:
            self.skip(stored.head.url, error.reason)
        except UnsafePost as error:
            self.broken = True
            self.skip(stored.head.url, f"unsafe post: {error.reason}")

    def skip(self, url: str, reason: str) -> None:
        """Count a record that gave nothing."""
        self._skipped[reason] += 1
        if self._verbose:
            note(f"skipped  {url}: {reason}")

    def summary(self) -> list[str]:
        """Return the counts, line by line."""
        written = self.state is not None
        rows: Mapping[str, str] = {
            "posted" if written else "printed": str(self._done),
            **({"already known": str(self._known)} if written else {}),
            "skipped": by_reason(dict(self._skipped.most_common())),
            **({"posts in": self._config.output.address} if written else {}),
        }
        return [f"{name:<14} {value}" for name, value in rows.items()]

    def _keep(self, article: Article, state: State) -> None:
        url = canonical(article.canonical_url)
        seen = state.seen(url)
        if seen and seen.outcome in ("posted", "pruned", "duplicate"):
            self._known += 1
        elif same := copy_of(article, state):
            state.duplicate(url, same)
            self.skip(article.url, "duplicate")
        else:
            path = post_article(article, self._config.post, state, self._config.output)
            self._done += 1
            say(f"posted   {path}")

    def _print(self, article: Article) -> None:
        post = f"{printing.as_json(article)}\n".encode() if self._as_json else self._post(article)
        sys.stdout.buffer.write(post)
        # one after the other, for whoever reads along
        sys.stdout.buffer.flush()
        self._done += 1

    def _post(self, article: Article) -> bytes:
        return (b"\n" if self._done else b"") + printing.post_bytes(article, self._config.post)


def _unwanted(head: Head) -> str:
    """Return why a record is no page of an article."""
    if head.status != "200":
        return f"HTTP {head.status}"
    if head.about and not head.about.link:
        return "list"
    kind = head.content_type.partition(";")[0].strip().lower()
    # the answer of a site's API is of another kind
    return "no HTML" if kind not in PAGES and not (head.about and head.about.elsewhere) else ""
