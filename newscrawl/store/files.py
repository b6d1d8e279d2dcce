"""Writes files whole or not at all, and says in one line why it cannot."""

from __future__ import annotations

import errno
import hashlib
import os
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from newscrawl.errors import StoreError
from newscrawl.items import DRAFTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "digest_of",
    "keep_file",
    "may_take",
    "post_files",
    "read_post",
    "remove",
    "telling_os_errors",
    "temporary_files",
    "tidy",
    "write_post",
    "write_shared",
]

POSTS = frozenset({".markdown", ".md"})
"""Endings of files that are posts."""

TEMPORARY = ".newscrawl.tmp"
"""Ends the names of files that are not whole yet."""

PROBLEMS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "no permission to write",
    errno.EPERM: "no permission to write",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "a file is in the way of a folder",
    errno.EEXIST: "a file is in the way of a folder",
    errno.EISDIR: "a folder is in the way of the file",
}
"""What an operating system's error means to somebody who wants posts."""


def digest_of(text: str) -> str:
    """Return the SHA-256 of a post's bytes, in hex."""
    return hashlib.sha256(_encoded(text)).hexdigest()


def write_post(folder: Path, path: PurePosixPath, text: str) -> None:
    """Write a post, whole or not at all; a file that holds the same bytes already is left alone.

    Nobody ever sees half a file: the text goes to a temporary file beside it, is flushed to the disk and renamed into
    place. Whether another file may be replaced is the caller's question, see :func:`may_take`.

    :param path: relative to the folder; only drafts lie outside, in :data:`newscrawl.items.DRAFTS`
    :raises StoreError: disk full, read-only, no permission, name too long, a file where a folder must be
    """
    target, data = _inside(folder, path), _encoded(text)
    with telling_os_errors(target):
        if _bytes_of(target) != data:
            _write(target, data)


def keep_file(folder: Path, data: bytes, suffix: str) -> PurePosixPath:
    """Write a file that is named by its content, whole or not at all; return where it lies in the folder.

    The same content is written once, and what lies under its name is never touched again: whoever makes a picture
    smaller in place keeps that.

    :param suffix: of the name, with its dot
    :raises StoreError: as :func:`write_post`
    """
    digest = hashlib.sha256(data).hexdigest()
    # a folder with all the pictures of years would be slow to list
    path = PurePosixPath(digest[:2], digest[2:34] + suffix)
    target = _inside(folder, path)
    with telling_os_errors(target):
        if not target.exists():
            _write(target, data)
    return path


def write_shared(path: Path, text: str) -> None:
    """Write a file that several processes may write at once: whoever reads it sees one of their texts, whole.

    :raises StoreError: as :func:`write_post`
    """
    with telling_os_errors(path):
        _write(path, _encoded(text), path.with_name(f".{path.name}.{os.getpid()}.tmp"))


def may_take(folder: Path, path: PurePosixPath, *digests: str) -> bool:
    """Tell whether an article may write to a path: nothing is there, or a file with one of these digests.

    So a post that a person edited, or that another tool wrote, is never overwritten.

    :raises StoreError: when the file that is there cannot be read
    """
    target = _inside(folder, path)
    if target.is_dir():
        return False
    with telling_os_errors(target):
        data = _bytes_of(target)
    return data is None or hashlib.sha256(data).hexdigest() in digests


def read_post(folder: Path, path: PurePosixPath) -> str | None:
    """Return a post's text, whatever bytes it holds; ``None``: it is not there.

    :raises StoreError: when it cannot be read
    """
    target = _inside(folder, path)
    with telling_os_errors(target):
        data = None if target.is_dir() else _bytes_of(target)
    # what somebody wrote in another encoding differs from what we wrote, which is all that matters
    return None if data is None else data.decode("utf-8", "surrogateescape")


def remove(folder: Path, path: PurePosixPath) -> None:
    """Remove a file, if it is there, and the folders that it leaves empty, but not the folder itself.

    :raises StoreError: when it cannot be removed
    """
    target = _inside(folder, path)
    with telling_os_errors(target):
        target.unlink(missing_ok=True)
    # one that is not empty, or that somebody is just writing to, stays
    with suppress(OSError):
        for parent in target.parents:
            if parent == folder or not parent.is_relative_to(folder):
                break
            parent.rmdir()


def post_files(folder: Path) -> Iterator[PurePosixPath]:
    """Yield the posts below a folder, but none in hidden folders: the memory of a crawl lies in one."""
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder)
        if file.suffix in POSTS and file.is_file() and not any(part.startswith(".") for part in name.parts[:-1]):
            yield PurePosixPath(name)


def temporary_files(folder: Path) -> Iterator[PurePosixPath]:
    """Yield what killed runs left of posts and pictures, and what running ones are just writing."""
    for file in sorted(folder.rglob(f".*{TEMPORARY}")):
        yield PurePosixPath(file.relative_to(folder))


def tidy(folder: Path, path: PurePosixPath) -> None:
    """Remove the temporary file that a killed run left beside a post."""
    # a place that cannot be tidied is no reason not to crawl; writing there will tell
    with suppress(OSError):
        _temporary(_inside(folder, path)).unlink(missing_ok=True)


@contextmanager
def telling_os_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's errors into :class:`StoreError`."""
    try:
        yield
    except OSError as error:
        problem = PROBLEMS.get(error.errno or 0) or error.strerror or "cannot be written"
        raise StoreError(str(path), problem) from None


def _write(target: Path, data: bytes, temporary: Path | None = None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary or _temporary(target)
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        # Ctrl-C as well: nothing may stay behind
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _inside(folder: Path, path: PurePosixPath) -> Path:
    below = path.relative_to(DRAFTS) if path.is_relative_to(DRAFTS) else path
    if path.is_absolute() or ".." in below.parts:
        raise StoreError(str(path), "would lie outside the output folder")
    return folder / path


def _encoded(text: str) -> bytes:
    # a lone half of a surrogate pair, which JSON may hold and UTF-8 may not, becomes a question mark
    return text.encode("utf-8", "replace")


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _temporary(target: Path) -> Path:
    # The same name for the same post: the run after a killed one overwrites what that left. The dot hides it from blog
    # generators; hashed, since the post's own name may have no byte to spare.
    return target.with_name(f".{hashlib.sha256(target.name.encode()).hexdigest()[:16]}{TEMPORARY}")
