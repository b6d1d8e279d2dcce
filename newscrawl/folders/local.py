"""A folder of this machine: files are written whole or not at all, and one line says why they cannot be."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from newscrawl.errors import SiteError, StoreError
from newscrawl.folders.paths import check_inside, is_temporary, temporary_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Self

__all__ = ["LocalFolder", "telling_os_errors", "write_whole"]

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


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of this machine, or one that it has mounted.

    Nobody ever sees half a file: the data goes to a temporary file beside it, is flushed to the disk and renamed into
    place, and the folder is flushed.
    """

    path: Path
    """The folder; a relative one counts from where the process was started."""
    flushed: bool = True
    """Whether what is written outlives a power cut."""

    def __str__(self) -> str:
        return str(self.path)

    @property
    def address(self) -> str:
        """The folder's absolute path."""
        return str(self.path.resolve())

    @property
    def local(self) -> Path:
        """The folder."""
        return self.path

    @property
    def memory(self) -> Path:
        """A hidden folder in it: the memory goes with the posts."""
        return self.path / ".newscrawl"

    def below(self, path: PurePosixPath | str) -> Self:
        """Return a folder in this one, or the one of the drafts."""
        return replace(self, path=self.path / path)

    def check(self) -> None:
        """Make the folder.

        :raises SiteError: nothing can be written there
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SiteError(str(self), f"cannot be made: {error.strerror}") from None
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise SiteError(str(self), "cannot be written to")

    def read(self, path: PurePosixPath) -> bytes | None:
        """Return what a file holds; ``None``: there is no such file.

        :raises StoreError: it cannot be read
        """
        target = self._inside(path)
        with telling_os_errors(target):
            try:
                return None if target.is_dir() else target.read_bytes()
            except FileNotFoundError:
                return None

    def holds(self, path: PurePosixPath) -> bool:
        """Tell whether there is such a file.

        :raises StoreError: that cannot be told
        """
        target = self._inside(path)
        with telling_os_errors(target):
            return target.is_file()

    def blocks(self, path: PurePosixPath) -> bool:
        """Tell whether a folder lies where the file would."""
        return self._inside(path).is_dir()

    def write(self, path: PurePosixPath, data: bytes) -> None:
        """Write a file, whole or not at all, over what is there; folders are made.

        :raises StoreError: disk full, read-only, no permission, name too long, a file where a folder must be
        """
        self.write_all({path: data})

    def write_all(self, files: Mapping[PurePosixPath, bytes]) -> None:
        """Write files as :meth:`write` does, and flush them together.

        :raises StoreError: as :meth:`write`; some of them may be there then
        """
        targets = [(self._inside(path), data) for path, data in files.items()]
        write_whole([(target, _temporary(target), data) for target, data in targets], flushed=self.flushed)

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file, if it is there, and the folders that it leaves empty, but not this one.

        :raises StoreError: it cannot be removed
        """
        target = self._inside(path)
        with telling_os_errors(target):
            target.unlink(missing_ok=True)
        # one that is not empty, or that somebody is just writing to, stays
        with suppress(OSError):
            for parent in target.parents:
                if parent == self.path or not parent.is_relative_to(self.path):
                    break
                parent.rmdir()

    def tidy(self, path: PurePosixPath) -> None:
        """Remove the temporary file that a killed process left beside a file."""
        # a place that cannot be tidied is no reason not to crawl; writing there will tell
        with suppress(OSError):
            _temporary(self._inside(path)).unlink(missing_ok=True)

    def names(self) -> Iterator[PurePosixPath]:
        """Yield every file in it and in its folders, sorted."""
        for file in sorted(self.path.rglob("*")):
            if file.is_file():
                yield PurePosixPath(file.relative_to(self.path))

    def unfinished(self) -> Iterator[PurePosixPath]:
        """Yield what killed processes left of files, and what running ones are just writing."""
        yield from (name for name in self.names() if is_temporary(name.name))

    def _inside(self, path: PurePosixPath) -> Path:
        check_inside(path)
        return self.path / path


@contextmanager
def telling_os_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's errors into :class:`StoreError`."""
    try:
        yield
    except OSError as error:
        problem = PROBLEMS.get(error.errno or 0) or error.strerror or "cannot be written"
        raise StoreError(str(path), problem) from None


def write_whole(files: Sequence[tuple[Path, Path, bytes]], *, flushed: bool = True) -> None:
    """Write files so that nobody sees half of one; their folders are made.

    All are written before the first is flushed: that brings most of the others to the disk as well.

    :param files: where each goes, where its data lies until it is whole (on the same file system), and the data
    :param flushed: whether they outlive a power cut when this returns
    :raises StoreError: one cannot be written; what was there is there still
    """
    changed: set[Path] = set()
    try:
        with ExitStack() as open_files:
            handles = []
            for target, temporary, data in files:
                with telling_os_errors(target):
                    changed |= _make(target.parent)
                    file = open_files.enter_context(temporary.open("wb"))
                    file.write(data)
                    file.flush()
                handles.append((target, file.fileno()))
            for target, handle in handles if flushed else ():
                with telling_os_errors(target):
                    os.fsync(handle)
        for target, temporary, _ in files:
            with telling_os_errors(target):
                temporary.replace(target)
    except BaseException:
        # Ctrl-C as well: nothing may stay behind
        for _, temporary, _ in files:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise
    for folder in sorted(changed) if flushed else ():
        with telling_os_errors(folder):
            _flush(folder)


def _make(folder: Path) -> set[Path]:
    """Make a folder, and return every folder that has a new entry by that, or is going to."""
    changed = {folder}
    for part in (folder, *folder.parents):
        if part.exists():
            break
        changed.add(part.parent)
    folder.mkdir(parents=True, exist_ok=True)
    return changed


def _flush(folder: Path) -> None:
    """Bring a folder's entries to the disk: without that, a power cut may take the name of a file that is there."""
    if sys.platform == "win32":
        # has no such thing
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # file systems of a network that flush folders by themselves
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _temporary(target: Path) -> Path:
    return target.with_name(temporary_name(target.name))
