"""One run at a time on a site: a lock whose owner's death is noticed, however it died.

On one machine the operating system tells: the owner holds a file lock, which dies with its process. No clock is asked,
so none that jumps can steal the lock or keep it alive. Between machines that share a folder such locks may not reach;
there the owner's heartbeat in the state says whether it lives.
"""

from __future__ import annotations

import errno
import os
import secrets
import socket
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.errors import SiteHeld
from newscrawl.folders import telling_os_errors

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from typing import IO

    from newscrawl.store.database import Database

__all__ = ["BEAT", "SILENCE", "SiteLock", "SiteLocks"]

BEAT = 30.0
"""Seconds between an owner's heartbeats."""

SILENCE = 300.0
"""Seconds without a heartbeat after which an owner on another machine counts as dead. A heartbeat from that far in the
future is none either: a clock was set back, and a lock must not live for ever."""

_COLUMNS = "site, owner, host, machine, pid, since, beat"


class SiteLock:
    """A site that this run holds; made by :meth:`SiteLocks.take`."""

    def __init__(self, database: Database, site: str, owner: str, file: IO[str] | None) -> None:
        self.owner = owner
        """Names this run: host, process, and something that no other run has."""
        self._database = database
        self._site = site
        self._file = file

    def beat(self) -> None:
        """Show that the owner lives.

        :raises SiteHeld: another machine took this run for dead
        """
        with self._database.transaction() as run:
            mine = run(
                "UPDATE locks SET beat = ? WHERE site = ? AND owner = ?", int(time.time()), self._site, self.owner
            ).rowcount
            if not mine:
                raise _held(self._site, _row(run, self._site))

    def let_go(self) -> None:
        """Leave the site to whoever comes next."""
        try:
            with self._database.transaction() as run:
                run("DELETE FROM locks WHERE site = ? AND owner = ?", self._site, self.owner)
        finally:
            if self._file:
                self._file.close()


class SiteLocks:
    """The sites that runs hold."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, site: str) -> SiteLock:
        """Return the lock of a site; that of a dead owner is taken over.

        :raises SiteHeld: another run holds it
        """
        file, free = self._file_of(site)
        owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        moment = int(time.time())
        try:
            with self._database.transaction() as run:
                row = _row(run, site)
                if free is False or (row and _lives(row, free=free)):
                    raise _held(site, row)
                run(
                    f"INSERT OR REPLACE INTO locks ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    *(site, owner, socket.gethostname(), _machine(), os.getpid(), moment, moment),
                )
        except BaseException:
            if file:
                file.close()
            raise
        return SiteLock(self._database, site, owner, file)

    def dead(self) -> list[str]:
        """Return the sites whose locks belong to nobody alive."""
        found = []
        for values in self._database.rows(f"SELECT {_COLUMNS} FROM locks ORDER BY site"):
            row = _Row(*values)
            file, free = self._file_of(row.site)
            if file:
                file.close()
            if free is not False and not _lives(row, free=free):
                found.append(row.site)
        return found

    def held(self, site: str) -> bool:
        """Tell whether a run, alive or dead, is noted as the site's owner."""
        return bool(self._database.rows("SELECT 1 FROM locks WHERE site = ?", site))

    def clear(self, site: str) -> None:
        """Forget a dead owner's lock."""
        with self._database.transaction() as run:
            run("DELETE FROM locks WHERE site = ?", site)

    def _file_of(self, site: str) -> tuple[IO[str] | None, bool | None]:
        """Return a site's lock file, and whether it is ours now; ``None``: there is no telling."""
        folder = self._database.folder
        if folder is None or sys.platform == "win32":
            return None, None
        path = folder / "locks" / site
        with telling_os_errors(path):
            path.parent.mkdir(exist_ok=True)
            file = path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # a network folder may know no locks
            return file, False if error.errno in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES) else None
        return file, True


class _Row(NamedTuple):
    """A line of the table."""

    site: str
    owner: str
    host: str
    machine: str
    pid: int
    since: int
    beat: int


def _row(run: Callable[..., sqlite3.Cursor], site: str) -> _Row | None:
    values = run(f"SELECT {_COLUMNS} FROM locks WHERE site = ?", site).fetchone()
    return _Row(*values) if values else None


def _lives(row: _Row, *, free: bool | None) -> bool:
    """Tell whether a lock's owner is alive, whose file lock nobody is known to hold."""
    if sys.platform != "win32" and (row.machine == _machine() or row.host == socket.gethostname()):
        return free is None and _runs(row.pid)
    return abs(time.time() - row.beat) < SILENCE


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        # somebody else's, but there
        pass
    return True


def _machine() -> str:
    """Return what tells this machine, as it was started, from others; containers on it have host names of their own."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    return socket.gethostname()


def _held(site: str, row: _Row | None) -> SiteHeld:
    if row is None:
        return SiteHeld(site, "another run", None)
    return SiteHeld(site, f"process {row.pid} on {row.host}", datetime.fromtimestamp(row.since, UTC))
