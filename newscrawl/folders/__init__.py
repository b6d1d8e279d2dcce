"""Where posts and pictures lie: a folder of this machine, or one behind an address that fsspec knows.

What stores, removes and looks asks a :class:`Folder` and knows no path. A path in it is relative, with slashes;
what is written is whole or not there, whatever happens to the process: :class:`LocalFolder` renames, an object store
behind :class:`RemoteFolder` takes whole objects.
"""

from __future__ import annotations

from newscrawl.folders.local import LocalFolder, telling_os_errors, write_whole
from newscrawl.folders.opening import folder_at, is_address
from newscrawl.folders.protocol import Durability, Folder
from newscrawl.folders.remote import RemoteFolder

__all__ = [
    "Durability",
    "Folder",
    "LocalFolder",
    "RemoteFolder",
    "folder_at",
    "is_address",
    "telling_os_errors",
    "write_whole",
]
