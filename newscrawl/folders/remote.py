"""A folder behind an address that fsspec knows: a bucket of an object store, a folder of another machine."""

from __future__ import annotations

import hashlib
import posixpath
import re
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from newscrawl.errors import StoreError
from newscrawl.folders.paths import check_inside, is_temporary, temporary_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Self

__all__ = ["RemoteFolder"]

PROBE, PROBED = PurePosixPath(".newscrawl.probe"), b"newscrawl looks whether it may write here\n"
"""What is written, read and removed again before a crawl, since nothing else tells whether posts could be."""

USERINFO = re.compile(r"//[^/@\s\"']*@")
"""Name and password in an address."""


class RemoteFolder:
    """A folder behind an fsspec address.

    An object store takes a whole object or none, so that a post is put there at once. On a backend that can rename it
    goes to a temporary name first and is moved into place.
    """

    def __init__(self, address: str, options: Mapping[str, Any], home: Path) -> None:
        """Name the folder; nothing is asked for yet.

        :param address: without secrets, such as ``s3://bucket/posts``
        :param options: for the backend; may hold secrets
        :param home: folder of this machine that has the memory, in ``.newscrawl``
        """
        self._scheme, _, path = address.partition("://")
        self._path = path.rstrip("/")
        self._options = options
        self._home = home
        self._free: set[str] = set()
        """Where nothing was when that was looked at, and nothing was written since."""

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """The address, without options."""
        return f"{self._scheme}://{self._path}"

    @property
    def local(self) -> None:
        """No folder of this machine."""
        return None

    @property
    def memory(self) -> Path:
        """A folder of its own for each address: the memory goes with the posts, and SQLite needs a disk."""
        name = re.sub(r"[^\w.-]+", "-", f"{self._scheme}-{self._path}")[:60]
        return self._home / ".newscrawl" / f"{name}-{hashlib.sha256(self.address.encode()).hexdigest()[:8]}"

    def below(self, path: PurePosixPath | str) -> Self:
        """Return a folder in this one, or the one of the drafts."""
        below = posixpath.normpath(posixpath.join(self._path, path))
        return type(self)(f"{self._scheme}://{below}", self._options, self._home)

    def check(self) -> None:
        """Write a file, read it and remove it again.

        :raises StoreError: nothing can be written or read there
        """
        self.write(PROBE, PROBED)
        if self.read(PROBE) != PROBED:
            raise StoreError(self.address, "does not give back what was written")
        # who may write posts need not be allowed to remove any
        with suppress(StoreError):
            self.remove(PROBE)

    def read(self, path: PurePosixPath) -> bytes | None:
        """Return what a file holds; ``None``: there is no such file.

        :raises StoreError: it cannot be read
        """
        place = self._place(path)
        with self._telling(path):
            try:
                content: bytes = self._backend.cat_file(place)
            except (FileNotFoundError, IsADirectoryError):
                self._free.add(place)
                return None
            self._free.discard(place)
            return content

    def holds(self, path: PurePosixPath) -> bool:
        """Tell whether there is such a file.

        :raises StoreError: that cannot be told
        """
        with self._telling(path):
            try:
                return bool(self._backend.info(self._place(path))["type"] == "file")
            except FileNotFoundError:
                return False

    def blocks(self, path: PurePosixPath) -> bool:
        """Tell whether a folder lies where the file would; an object store has no folders.

        :raises StoreError: that cannot be told
        """
        with self._telling(path):
            try:
                return self._renames and bool(self._backend.info(self._place(path))["type"] == "directory")
            except FileNotFoundError:
                return False

    def write(self, path: PurePosixPath, data: bytes) -> None:
        """Write a file, whole or not at all, over what is there; folders are made.

        Where nothing was when it was read, an object store is told so: what came since is not replaced.

        :raises StoreError: there is no such bucket, no permission, no server …
        """
        place = self._place(path)
        with self._telling(path):
            if self._renames:
                self._move_into(place, data)
            elif place in self._free:
                self._create(path, place, data)
                self._free.discard(place)
            else:
                self._backend.pipe_file(place, data)

    def write_all(self, files: Mapping[PurePosixPath, bytes]) -> None:
        """Write files as :meth:`write` does, one after the other: each is safe when its server has taken it.

        :raises StoreError: as :meth:`write`; some of them may be there then
        """
        for path, data in files.items():
            self.write(path, data)

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file, if it is there, and the folders that it leaves empty, but not this one.

        :raises StoreError: it cannot be removed
        """
        place = self._place(path)
        with self._telling(path), suppress(FileNotFoundError):
            self._backend.rm_file(place)
        if not self._renames:
            return
        root = self._place(PurePosixPath())
        # one that is not empty, or that somebody is just writing to, stays
        with suppress(Exception):
            while (place := posixpath.dirname(place)) != root and place.startswith(root):
                self._backend.rmdir(place)

    def tidy(self, path: PurePosixPath) -> None:
        """Remove the temporary file that a killed process left beside a file."""
        # a place that cannot be tidied is no reason not to crawl; writing there will tell
        with suppress(StoreError), self._telling(path):
            if self._renames:
                with suppress(FileNotFoundError):
                    self._backend.rm_file(_beside(self._place(path)))

    def names(self) -> Iterator[PurePosixPath]:
        """Yield every file in it and in its folders, sorted.

        :raises StoreError: it cannot be listed
        """
        root = self._place(PurePosixPath())
        with self._telling(PurePosixPath()):
            # what the backend remembers of an earlier listing may be old
            self._backend.invalidate_cache()
            found = sorted(PurePosixPath(posixpath.relpath(place, root)) for place in self._files(root))
            self._backend.invalidate_cache()
        yield from found

    def unfinished(self) -> Iterator[PurePosixPath]:
        """Yield what killed processes left of files, and what running ones are just writing."""
        yield from (name for name in self.names() if is_temporary(name.name))

    @property
    def _backend(self) -> Any:
        """The backend, which is imported and connected when it is first asked."""
        import fsspec

        kind = fsspec.get_filesystem_class(self._scheme)
        # fsspec keeps one for each process; one that is kept here would not outlive a fork
        return fsspec.filesystem(self._scheme, **{**kind._get_kwargs_from_urls(self.address), **self._options})

    @property
    def _renames(self) -> bool:
        """Whether the backend renames; what puts whole objects has only the copying of fsspec's base."""
        from fsspec import AbstractFileSystem

        return type(self._backend).mv is not AbstractFileSystem.mv

    def _place(self, path: PurePosixPath) -> str:
        """Return a path as the backend names it."""
        check_inside(path)
        return str(self._backend._strip_protocol(f"{self._scheme}://{posixpath.normpath(f'{self._path}/{path}')}"))

    def _move_into(self, place: str, data: bytes) -> None:
        temporary = _beside(place)
        self._backend.makedirs(posixpath.dirname(place), exist_ok=True)
        try:
            self._backend.pipe_file(temporary, data)
            self._backend.mv(temporary, place)
        except BaseException:
            # Ctrl-C as well: nothing may stay behind
            with suppress(Exception):
                self._backend.rm_file(temporary)
            raise

    def _create(self, path: PurePosixPath, place: str, data: bytes) -> None:
        """Put an object where there is none; where one came meanwhile, it stays."""
        try:
            self._backend.pipe_file(place, data, mode="create")
        except OSError:
            there = self.read(path)
            if there is None:
                # a server that knows no conditions, or one that will say again what is wrong
                self._backend.pipe_file(place, data)
            elif there != data:
                raise StoreError(self._full(path), "somebody else wrote it just now; it stays as it is") from None

    def _files(self, root: str) -> Iterator[str]:
        """Yield every file; an error is never taken for the end of the list, as fsspec's own ways to list do."""
        from fsspec.asyn import AsyncFileSystem

        lists = getattr(type(self._backend), "_find", AsyncFileSystem._find)
        if lists is not AsyncFileSystem._find:
            # an object store: one answer names a thousand objects of any folders
            for name, about in self._backend.find(root, detail=True).items():
                if about["type"] == "file":
                    yield name
            return

        def stop(error: Exception) -> None:
            # a folder that is not there yet, or not any more, holds nothing
            if not isinstance(error, FileNotFoundError):
                raise error

        for folder, _, files in self._backend.walk(root, on_error=stop):
            yield from (f"{folder}/{name}" for name in files)

    @contextmanager
    def _telling(self, path: PurePosixPath) -> Iterator[None]:
        """Turn whatever a backend raises into :class:`StoreError`."""
        try:
            yield
        except StoreError:
            raise
        # backends raise what their libraries raise, which share no root
        except Exception as error:
            raise StoreError(self._full(path), _without_secrets(_problem(error), self._options)) from None

    def _full(self, path: PurePosixPath) -> str:
        return f"{self._scheme}://{posixpath.normpath(f'{self._path}/{path}')}"


def _beside(place: str) -> str:
    """Return where the data of a file lies until it is whole."""
    folder, name = posixpath.split(place)
    return posixpath.join(folder, temporary_name(name))


def _problem(error: Exception) -> str:
    """Return what is wrong, in one line."""
    text = " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split())[:300]
    if isinstance(error, FileNotFoundError):
        return "there is no such bucket or folder"
    if isinstance(error, PermissionError):
        return f"no permission: {text}"
    if isinstance(error, NotImplementedError):
        return "the backend cannot do that: it does not write"
    return text


def _without_secrets(text: str, options: Mapping[str, Any]) -> str:
    """Return a backend's words without what may be secret in them: values of options, passwords in addresses."""
    for secret in sorted(_strings(options), key=len, reverse=True):
        text = text.replace(secret, "***")
    return USERINFO.sub("//", text)


def _strings(value: object) -> Iterator[str]:
    """Yield every text in options that is no address."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, str) and len(value) > 3 and "://" not in value:
        yield value
