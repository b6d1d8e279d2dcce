"""Whose turn it is at a host, among processes, and how often it has refused them.

Within a process :class:`~newscrawl.politeness.traffic.Traffic` lets one request at a time through to each host; it asks
:class:`Turns` before each, for the other processes that may be about to ask the same host.
"""

from __future__ import annotations

import errno
import os
import secrets
import struct
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["FileTurns", "Turns", "turns_in"]

FOLDER = "turns"
"""Name of the folder in that of the state."""

GLANCE = 0.05
"""Seconds after which whoever found a host busy looks again."""

PATIENCE = 1.0
"""Seconds that a wish for a turn holds beyond the moment at which whoever waits looks again."""

LONGEST = 600.0
"""Seconds; a wait that is longer comes of a moment from before the machine was started anew."""

MOMENT = struct.Struct("<d")
"""When the last turn began, or when anybody may ask again."""

WISH = struct.Struct("<dQ")
"""Until when somebody's wish for the next turn holds, and whose it is."""

REFUSALS = struct.Struct("<dQ")
"""When the last refusal was met, and how many were in a row."""

WISH_AT, RESUMES_AT = MOMENT.size, MOMENT.size + WISH.size
REFUSALS_AT = RESUMES_AT + MOMENT.size
SIZE = REFUSALS_AT + REFUSALS.size
"""A file is a beginning, a wish, a moment and refusals, all on the clock that only goes forward, of which a machine has
one."""


class Turns(Protocol):
    """Who may ask a host: one at a time, with pauses between them."""

    def take(self, host: str, delay: float) -> float:
        """Return the seconds to wait before one asks here again; 0.0: it is one's turn, until :meth:`give`.

        :param delay: seconds since the beginning of the last request, whoever made it
        """

    def give(self, host: str) -> None:
        """End the turn that was taken."""

    def postpone(self, host: str, seconds: float) -> None:
        """Let everybody wait for that long from now on."""

    def refused(self, host: str, within: float) -> int:
        """Count a refusal; return how many in a row everybody has met by now, 0: that is not known.

        :param within: seconds after which one does not count any more, if none has followed
        """

    def answered(self, host: str) -> None:
        """Forget the refusals, for the host has answered somebody."""


def turns_in(state: Path) -> Turns | None:
    """Return the turns of all who share a state's folder; ``None``: this system has no locks that would tell."""
    return None if sys.platform == "win32" else FileTurns(state / FOLDER)


class FileTurns:
    """The processes of one machine: a file for each host, locked while it is asked.

    The lock dies with its process, and no wall clock is looked at. Where the folder knows no locks, or nothing can be
    written, everybody may: the state lies there as well and will say so.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._own = secrets.randbits(63) + 1
        self._held: dict[str, int] = {}
        """Host -> its open file, whose closing gives the turn back."""

    def take(self, host: str, delay: float) -> float:
        """Return the seconds to wait before one asks here again; 0.0: it is one's turn, until :meth:`give`."""
        if (file := self._open(host)) is None:
            return 0.0
        try:
            wait = self._take(file, delay)
        except OSError:
            wait = 0.0
        if wait > 0:
            os.close(file)
        else:
            self._held[host] = file
        return wait

    def give(self, host: str) -> None:
        """End the turn that was taken."""
        if (file := self._held.pop(host, None)) is not None:
            os.close(file)

    def postpone(self, host: str, seconds: float) -> None:
        """Let everybody wait for that long from now on."""
        if (file := self._open(host)) is not None:
            with suppress(OSError):
                os.pwrite(file, MOMENT.pack(time.monotonic() + seconds), RESUMES_AT)
            os.close(file)

    def refused(self, host: str, within: float) -> int:
        """Count a refusal; return how many in a row everybody has met by now, 0: that is not known."""
        now = time.monotonic()
        return self._count(host, lambda last, before: before + 1 if 0 <= now - last < within else 1)

    def answered(self, host: str) -> None:
        """Forget the refusals, for the host has answered somebody."""
        self._count(host, lambda last, before: 0)

    def _count(self, host: str, change: Callable[[float, int], int]) -> int:
        if (file := self._open(host)) is None:
            return 0
        try:
            last, before = REFUSALS.unpack(os.pread(file, REFUSALS.size, REFUSALS_AT).ljust(REFUSALS.size, b"\0"))
            after = change(last, before)
            # also when the number is what it was: the moment counts
            if after or before:
                os.pwrite(file, REFUSALS.pack(time.monotonic(), after), REFUSALS_AT)
        except OSError:
            after = 0
        finally:
            os.close(file)
        return after

    def _take(self, file: int, delay: float) -> float:
        free = _lock(file)
        (last,), (until, wisher), (resumes,) = _read(file)
        now = time.monotonic()
        others_wish = wisher != self._own and 0 < until - now < LONGEST
        # whoever waits already comes first; nobody has two turns in a row meanwhile
        waits = [0.0 if free and not others_wish else GLANCE, resumes - now]
        if last <= now:
            waits.append(last + delay - now)
        wait = max(wait for wait in waits if wait < LONGEST)
        if wait > 0 and not others_wish:
            os.pwrite(file, WISH.pack(now + wait + PATIENCE, self._own), WISH_AT)
        elif wait <= 0:
            granted = WISH.pack(0.0, 0) if wisher == self._own else b""
            os.pwrite(file, MOMENT.pack(now) + granted, 0)
        return max(wait, 0.0)

    def _open(self, host: str) -> int | None:
        path = f"{self._folder}/{quote(host, safe='')[:200]}"
        with suppress(OSError):
            try:
                return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            except FileNotFoundError:
                self._folder.mkdir(exist_ok=True)
                return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        return None


def _lock(file: int) -> bool:
    """Lock a file until it is closed; tell whether nobody else has it."""
    if sys.platform != "win32":
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
    return True


def _read(file: int) -> tuple[tuple[float], tuple[float, int], tuple[float]]:
    data = os.pread(file, SIZE, 0).ljust(SIZE, b"\0")
    return MOMENT.unpack_from(data), WISH.unpack_from(data, WISH_AT), MOMENT.unpack_from(data, RESUMES_AT)
