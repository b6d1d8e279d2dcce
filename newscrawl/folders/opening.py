"""From what a user named to a folder: a path of this machine, or an address that fsspec knows."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.errors import SiteError
from newscrawl.folders.local import LocalFolder
from newscrawl.folders.remote import RemoteFolder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from newscrawl.folders.protocol import Folder

__all__ = ["folder_at", "is_address"]

LOCAL = ("file", "local")
"""Schemes of folders of this machine."""


def is_address(named: str) -> bool:
    """Tell whether a folder is named by an address; a path otherwise."""
    return "://" in named


def folder_at(
    named: str,
    options: Mapping[str, Any] | None = None,
    *,
    place: str,
    home: Path | None = None,
    flushed: bool = True,
) -> Folder:
    """Return a folder by its path or its fsspec address, such as ``s3://bucket/posts``. It is not asked for anything.

    :param options: for the backend of an address; may hold secrets
    :param place: where it was named, for errors
    :param home: folder that has the memory of a remote one; ``None``: the working folder
    :param flushed: whether what is written in a folder of this machine outlives a power cut
    :raises SiteError: the address cannot be used here, told without what may be secret in it
    """
    if not is_address(named):
        return LocalFolder(Path(named), flushed=flushed)
    scheme, _, path = named.partition("://")
    if re.match(r"[^/]*:[^/]*@", path):
        raise SiteError(place, f"{scheme}://… holds a password, which everybody would see: see output_options")
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme):
        raise SiteError(place, f"{named!r} is no address of a folder, such as s3://bucket/posts")
    if re.search(r"[?#]", path) or not path.strip("/"):
        raise SiteError(place, f"{scheme}://… is no address of a folder: a bucket or host and a path, no ? or #")
    if scheme in LOCAL:
        return LocalFolder(Path(path), flushed=flushed)
    _check_backend(scheme, place)
    return RemoteFolder(named, options or {}, home or Path())


def _check_backend(scheme: str, place: str) -> None:
    """Raise :class:`SiteError` when fsspec, or what it needs for the scheme, is not installed."""
    if not find_spec("fsspec"):
        raise SiteError(place, f"{scheme}:// needs fsspec: pip install 'newscrawl[remote]'")
    from fsspec.registry import get_filesystem_class, known_implementations, registry

    if scheme not in known_implementations and scheme not in registry:
        raise SiteError(place, f"{scheme}:// is no kind of place that fsspec knows")
    package = known_implementations.get(scheme, {}).get("class", "fsspec").replace(":", ".").partition(".")[0]
    if not find_spec(package):
        raise SiteError(place, f"{scheme}:// needs {package}: pip install {package}")
    if package == "fsspec":
        # what its own backends lack is told by importing them; others are slow to import, and there
        try:
            get_filesystem_class(scheme)
        except ImportError as error:
            raise SiteError(place, f"{scheme}:// cannot be used: {error}") from None
