"""What a place for posts and pictures must be able to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path, PurePosixPath
    from typing import Self

__all__ = ["Durability", "Folder"]

Durability = Literal["each", "batch", "none"]
"""When posts are flushed to the disk: ``each`` at once, ``batch``: some together, ``none``: when the system likes."""


class Folder(Protocol):
    """A folder for posts or pictures; its text (``str``) is how a user named it.

    Paths are relative to it. Only drafts lie outside, in :data:`newscrawl.items.DRAFTS`. Every method raises
    :class:`newscrawl.errors.StoreError` when the place cannot be used.
    """

    @property
    def address(self) -> str:
        """Where it is, in full."""
        ...

    @property
    def local(self) -> Path | None:
        """The same as a folder of this machine; ``None``: it is none."""
        ...

    @property
    def memory(self) -> Path:
        """The folder of this machine that the state of its posts lies in, where nobody names one."""
        ...

    def below(self, path: PurePosixPath | str) -> Self:
        """Return a folder in this one, or the one of the drafts."""
        ...

    def check(self) -> None:
        """Make sure, before anything is fetched, that it can be written to; make it where that is needed.

        :raises newscrawl.errors.SiteError: this machine's folder cannot be written to
        """
        ...

    def read(self, path: PurePosixPath) -> bytes | None:
        """Return what a file holds; ``None``: there is no such file."""
        ...

    def holds(self, path: PurePosixPath) -> bool:
        """Tell whether there is such a file."""
        ...

    def blocks(self, path: PurePosixPath) -> bool:
        """Tell whether a folder lies where the file would."""
        ...

    def write(self, path: PurePosixPath, data: bytes) -> None:
        """Write a file, whole or not at all, over what is there; folders are made."""
        ...

    def write_all(self, files: Mapping[PurePosixPath, bytes]) -> None:
        """Write files as :meth:`write` does; when it returns, all outlive a power cut, if that was wished for."""
        ...

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file, if it is there, and the folders that it leaves empty, but not this one."""
        ...

    def tidy(self, path: PurePosixPath) -> None:
        """Remove what a killed process left beside a file that it was writing. Raises nothing."""
        ...

    def names(self) -> Iterator[PurePosixPath]:
        """Yield every file in it and in its folders, sorted."""
        ...

    def unfinished(self) -> Iterator[PurePosixPath]:
        """Yield what killed processes left of files, and what running ones are just writing."""
        ...
