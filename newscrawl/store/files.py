"""Posts and pictures as files of a folder: what they are called, what may be replaced, what is written at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from newscrawl.folders import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from newscrawl.folders import Folder

__all__ = ["digest_of", "keep_file", "may_take", "post_files", "read_post", "write_post", "write_posts", "write_shared"]

POSTS = frozenset({".markdown", ".md"})
"""Endings of files that are posts."""


def digest_of(text: str) -> str:
    """Return the SHA-256 of a post's bytes, in hex."""
    return hashlib.sha256(_encoded(text)).hexdigest()


def write_post(folder: Folder, path: PurePosixPath, text: str) -> None:
    """Write a post, whole or not at all; a file that holds the same bytes already is left alone.

    Whether another file may be replaced is the caller's question, see :func:`may_take`.

    :raises StoreError: disk full, read-only, no permission, name too long, a file where a folder must be
    """
    write_posts(folder, {path: text})


def write_posts(folder: Folder, texts: Mapping[PurePosixPath, str]) -> None:
    """Write posts as :func:`write_post` does, and bring all of them to the disk together.

    :raises StoreError: as :func:`write_post`; none of them need be there then
    """
    data = {path: _encoded(text) for path, text in texts.items()}
    folder.write_all({path: content for path, content in data.items() if folder.read(path) != content})


def keep_file(folder: Folder, data: bytes, suffix: str) -> PurePosixPath:
    """Write a file that is named by its content, whole or not at all; return where it lies in the folder.

    The same content is written once, and what lies under its name is never touched again: whoever makes a picture
    smaller in place keeps that.

    :param suffix: of the name, with its dot
    :raises StoreError: as :func:`write_post`
    """
    digest = hashlib.sha256(data).hexdigest()
    # a folder with all the pictures of years would be slow to list
    path = PurePosixPath(digest[:2], digest[2:34] + suffix)
    if not folder.holds(path):
        folder.write(path, data)
    return path


def write_shared(path: Path, text: str) -> None:
    """Write a file that several processes may write at once: whoever reads it sees one of their texts, whole.

    :raises StoreError: as :func:`write_post`
    """
    write_whole([(path, path.with_name(f".{path.name}.{os.getpid()}.tmp"), _encoded(text))])


def may_take(folder: Folder, path: PurePosixPath, *digests: str) -> bool:
    """Tell whether an article may write to a path: nothing is there, or a file with one of these digests.

    So a post that a person edited, or that another tool wrote, is never overwritten.

    :raises StoreError: when the file that is there cannot be read
    """
    data = folder.read(path)
    return not folder.blocks(path) if data is None else hashlib.sha256(data).hexdigest() in digests


def read_post(folder: Folder, path: PurePosixPath) -> str | None:
    """Return a post's text, whatever bytes it holds; ``None``: it is not there.

    :raises StoreError: when it cannot be read
    """
    data = folder.read(path)
    # what somebody wrote in another encoding differs from what we wrote, which is all that matters
    return None if data is None else data.decode("utf-8", "surrogateescape")


def post_files(folder: Folder) -> Iterator[PurePosixPath]:
    """Yield the posts in a folder, but none in hidden folders: the memory of a crawl lies in one.

    :raises StoreError: when it cannot be listed
    """
    for name in folder.names():
        if name.suffix in POSTS and not any(part.startswith(".") for part in name.parts[:-1]):
            yield name


def _encoded(text: str) -> bytes:
    # a lone half of a surrogate pair, which JSON may hold and UTF-8 may not, becomes a question mark
    return text.encode("utf-8", "replace")
