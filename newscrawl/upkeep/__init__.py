"""Looks whether state and posts agree, and repairs what a crash or a bad disk left; never deletes a post.

:func:`check` only looks. :func:`repair` saves what can be read of a damaged file (:mod:`~newscrawl.upkeep.salvage`),
clears what killed runs left, and recognises posts that the state does not know by the address that they hold.
"""

from __future__ import annotations

from newscrawl.upkeep.checking import Flaw, check
from newscrawl.upkeep.repairing import repair
from newscrawl.upkeep.salvage import salvage

__all__ = ["Flaw", "check", "repair", "salvage"]
