"""Which paths lie in a folder, and what files are called that are not whole yet."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from newscrawl.errors import StoreError
from newscrawl.items import DRAFTS

if TYPE_CHECKING:
    from pathlib import PurePosixPath

__all__ = ["check_inside", "is_temporary", "temporary_name"]

TEMPORARY = ".newscrawl.tmp"
"""Ends the names of files that are not whole yet."""


def check_inside(path: PurePosixPath) -> None:
    """Raise :class:`StoreError` for a path that lies neither in the folder nor in that of the drafts."""
    below = path.relative_to(DRAFTS) if path.is_relative_to(DRAFTS) else path
    if path.is_absolute() or ".." in below.parts:
        raise StoreError(str(path), "would lie outside the output folder")


def temporary_name(name: str) -> str:
    """Return what a file is called until it is whole.

    The same for the same post: the run after a killed one overwrites what that left. The dot hides it from blog
    generators; hashed, since the post's own name may have no byte to spare.
    """
    return f".{hashlib.sha256(name.encode()).hexdigest()[:16]}{TEMPORARY}"


def is_temporary(name: str) -> bool:
    """Tell whether a file of that name is not whole yet."""
    return name.startswith(".") and name.endswith(TEMPORARY)
