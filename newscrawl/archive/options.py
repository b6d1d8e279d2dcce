"""What is kept, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["ArchiveOptions", "Keep"]

Keep = Literal["off", "errors", "all"]
"""Nothing, pages that gave no post, or everything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveOptions:
    """What crawls keep of pages and lists."""

    keep: Keep = "off"
    """What is kept."""
    megabytes: int = 1000
    """Bound to all files together; the oldest go first. 0: none."""
    days: int = 0
    """Bound to a file's age; older ones go. 0: none."""
    file_megabytes: int = 100
    """A file that has become as large is the last one's; the next record begins a new one."""
    file_hours: int = 24
    """A file that is as old takes no more records."""
