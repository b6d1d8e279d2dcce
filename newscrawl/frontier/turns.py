"""Whose turn it is at a host, among machines: see :mod:`newscrawl.politeness.turns` for what turns are."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from newscrawl.errors import FrontierAway
from newscrawl.frontier.address import telling_redis_errors

if TYPE_CHECKING:
    from redis import Redis

    from newscrawl.frontier.address import Address

__all__ = ["RedisTurns"]

LONGEST = 90.0
"""Seconds after which a turn ends that nobody gives back; no request takes that long."""

ABSENT = 2.0
"""Seconds between two questions while Redis is away; nobody asks a host meanwhile."""

HEAD = """
local key, me = KEYS[1], ARGV[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local host, flat = {}, redis.call('HGETALL', key)
for i = 1, #flat, 2 do host[flat[i]] = flat[i + 1] end
local function at(name) return tonumber(host[name] or 0) end
"""
"""A host: ``owner`` and ``till`` of the turn, ``last``, when the last one began, ``wisher`` and ``wished`` of the next,
``resumes``, ``refusals`` in a row and when the last was ``refused``; milliseconds on Redis' clock."""

TAKE_TURN = """
local delay, longest, glance = tonumber(ARGV[2]), tonumber(ARGV[3]), 50
local others_wish = host.wisher and host.wisher ~= me and at('wished') > now
local wait = math.max(at('resumes') - now, 0)
if (host.owner and host.owner ~= me and at('till') > now) or others_wish then wait = math.max(wait, glance) end
if host.last then wait = math.max(wait, at('last') + delay - now) end
if wait > 0 then
  -- whoever waits already comes first
  if not others_wish then redis.call('HSET', key, 'wisher', me, 'wished', now + wait + 1000) end
else
  redis.call('HSET', key, 'owner', me, 'till', now + longest, 'last', now)
  if host.wisher == me then redis.call('HDEL', key, 'wisher') end
end
redis.call('PEXPIRE', key, math.max(86400000, wait + 1000))
return wait
"""
"""Take a turn, or return the milliseconds to wait."""

GIVE_TURN = """
if host.owner == me then redis.call('HDEL', key, 'owner') end
return 0
"""
"""End a turn."""

POSTPONE = """
redis.call('HSET', key, 'resumes', math.max(at('resumes'), now + tonumber(ARGV[2])))
redis.call('PEXPIRE', key, 86400000 + tonumber(ARGV[2]))
return 0
"""
"""Let everybody wait."""

REFUSED = """
local refusals = at('refused') + tonumber(ARGV[2]) > now and at('refusals') or 0
redis.call('HSET', key, 'refusals', refusals + 1, 'refused', now)
if redis.call('PTTL', key) < 86400000 then redis.call('PEXPIRE', key, 86400000) end
return refusals + 1
"""
"""Count a refusal."""

ANSWERED = """
if host.refusals then redis.call('HDEL', key, 'refusals', 'refused') end
return 0
"""
"""Forget refusals."""

SCRIPTS = {
    name: HEAD + script
    for name, script in {
        "take": TAKE_TURN,
        "give": GIVE_TURN,
        "postpone": POSTPONE,
        "refused": REFUSED,
        "answered": ANSWERED,
    }.items()
}
"""By name; every one gets the host's key, and who asks as its first argument."""


class RedisTurns:
    """The processes of all machines that share a frontier; every moment is Redis' own.

    :param owner: a name that no other process has
    :raises StoreError: every method, when Redis refuses for good
    """

    def __init__(self, client: Redis, address: Address, owner: str) -> None:
        self._address = address
        self._prefix = f"{address.key}:"
        self._owner = owner
        self._scripts = {name: client.register_script(text) for name, text in SCRIPTS.items()}
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

    def refused(self, host: str, within: float) -> int:
        """Count a refusal; return how many in a row everybody has met by now, 0: that is not known."""
        try:
            return int(self._run("refused", host, int(within * 1000)))
        except FrontierAway:
            return 0

    def answered(self, host: str) -> None:
        """Forget the refusals, for the host has answered somebody."""
        with suppress(FrontierAway):
            self._run("answered", host)

    def _run(self, script: str, host: str, *arguments: int) -> Any:
        with telling_redis_errors(self._address):
            return self._scripts[script](keys=[f"{self._prefix}turn:{host}"], args=[self._owner, *arguments])
