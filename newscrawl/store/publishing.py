"""Writes single posts: those that readers want, and those that no generator may see."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from newscrawl.folders import LocalFolder
from newscrawl.store.batches import Batch
from newscrawl.store.files import write_post

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.errors import UnsafePost
    from newscrawl.folders import Folder
    from newscrawl.store.state import State

__all__ = ["keep_unsafe", "publish", "quarantine", "quarantine_path"]


def publish(
    state: State, folder: Folder, url: str, text: str, *, paths: Iterable[PurePosixPath], fingerprint: str, title: str
) -> PurePosixPath:
    """Write an article's post and remember it; return where it lies, relative to the folder.

    For the parameters see :meth:`newscrawl.store.Batch.reserve`.

    :raises StoreError: when it cannot be written or remembered
    """
    batch = Batch(state, folder)
    post = batch.reserve(url, text, paths=paths, fingerprint=fingerprint, title=title)
    batch.add(post)
    return post.path


def quarantine(state: State, url: str, text: str, error: UnsafePost, *, title: str) -> None:
    """Keep a post where no generator looks, the reason beside it, and remember it.

    :param url: canonical address of the article
    :raises StoreError: when it cannot be written or remembered
    """
    keep_unsafe(state, url, text, error)
    state.quarantined(url, error.reason, title=title)


def keep_unsafe(state: State, url: str, text: str, error: UnsafePost) -> None:
    """Keep a post where no generator looks, the reason beside it.

    :raises StoreError: when it cannot be written
    """
    if state.folder:
        path = quarantine_path(url)
        folder = LocalFolder(state.folder)
        write_post(folder, path, text)
        write_post(folder, path.with_suffix(".txt"), f"{url}\n{error}\n")


def quarantine_path(url: str) -> PurePosixPath:
    """Return where the post of an address is kept, relative to the state's folder."""
    return PurePosixPath("quarantine", hashlib.sha256(url.encode()).hexdigest()[:16] + ".md")
