"""Where posts and pictures lie: a folder of this machine.

What stores, removes and looks asks a :class:`Folder` and knows no path. A path in it is relative, with slashes;
what is written is whole or not there, whatever happens to the process.
"""

from __future__ import annotations

from newscrawl.folders.local import LocalFolder, telling_os_errors, write_whole
from newscrawl.folders.protocol import Folder

__all__ = ["Folder", "LocalFolder", "telling_os_errors", "write_whole"]
