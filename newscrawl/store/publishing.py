"""The three steps that bring a post to disk, in the order that survives a kill."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newscrawl.store.files import digest_of, may_take, write_post

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path, PurePosixPath

    from newscrawl.store.state import State

__all__ = ["publish"]


def publish(
    state: State, folder: Path, url: str, text: str, *, paths: Iterable[PurePosixPath], fingerprint: str, title: str
) -> PurePosixPath:
    """Write an article's post and remember it; return where it lies, relative to the folder.

    A file that holds this very text already is adopted; any other file is left alone, and the post takes the next path.

    :param url: canonical address of the article
    :param paths: where the post would like to lie, the best first
    :raises StoreError: when it cannot be written or remembered
    """
    digest = digest_of(text)
    path = state.reserve(url, paths, fingerprint, digest=digest, title=title, may_take=partial(may_take, folder))
    write_post(folder, path, text)
    state.posted(url, path, digest)
    return path
