"""Whose turn it is at a host, among machines: see :mod:`newscrawl.politeness.turns` for what turns are."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from newscrawl.errors import FrontierAway
from newscrawl.frontier.address import telling_redis_errors
from newscrawl.frontier.scripts import TURN_SCRIPTS

if TYPE_CHECKING:
    from redis import Redis

    from newscrawl.frontier.address import Address

__all__ = ["RedisTurns"]

LONGEST = 90.0
"""Seconds after which a turn ends that nobody gives back; no request takes that long."""

ABSENT = 2.0
"""Seconds between two questions while Redis is away; nobody asks a host meanwhile."""


class RedisTurns:
    """The processes of all machines that share a frontier; every moment is Redis' own.

    :param owner: a name that no other process has
    :raises StoreError: every method, when Redis refuses for good
    """

    def __init__(self, client: Redis, address: Address, owner: str) -> None:
        self._address = address
        self._prefix = f"{address.key}:"
        self._owner = owner
        self._scripts = {name: client.register_script(text) for name, text in TURN_SCRIPTS.items()}
        self._back = 0.0
        """When Redis is asked again, on the clock that only goes forward."""

    def take(self, host: str, delay: float) -> float:
        """Return the seconds to wait before one asks here again; 0.0: it is one's turn, until :meth:`give`."""
        if (wait := self._back - time.monotonic()) > 0:
            return wait
        try:
            return int(self._run("take", host, int(delay * 1000), int(LONGEST * 1000))) / 1000
        except FrontierAway:
            self._back = time.monotonic() + ABSENT
            return ABSENT

    def give(self, host: str) -> None:
        """End the turn that was taken; without Redis it ends by itself."""
        with suppress(FrontierAway):
            self._run("give", host)

    def postpone(self, host: str, seconds: float) -> None:
        """Let everybody wait for that long from now on."""
        with suppress(FrontierAway):
            self._run("postpone", host, int(seconds * 1000))

    def _run(self, script: str, host: str, *arguments: int) -> Any:
        with telling_redis_errors(self._address):
            return self._scripts[script](keys=[f"{self._prefix}turn:{host}"], args=[self._owner, *arguments])
