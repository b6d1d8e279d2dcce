"""What a shared frontier says of itself: which project's it is, who keeps which site, who works on it."""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newscrawl import __version__
from newscrawl.errors import StoreError
from newscrawl.frontier.address import connect, read_address, telling_redis_errors
from newscrawl.frontier.scripts import SCRIPTS
from newscrawl.frontier.shared import SILENCE, RedisFrontier
from newscrawl.frontier.turns import RedisTurns

if TYPE_CHECKING:
    from typing import Self

    from redis import Redis

    from newscrawl.frontier.address import Address

__all__ = ["PROTOCOL", "Register", "Shared"]

PROTOCOL = "1"
"""Changes with what the keys mean; who speaks another one does not touch them."""


class Register:
    """Who takes part in a project.

    :raises FrontierAway: every method, while Redis does not answer or has no room
    :raises StoreError: every method, when Redis refuses for good
    """

    def __init__(self, client: Redis, address: Address) -> None:
        self._client = client
        self._address = address
        self._prefix = f"{address.key}:"
        self._scripts = {name: client.register_script(SCRIPTS[name]) for name in ("claim", "renew", "let_go")}

    def claim(self, project: str, *, contact: str) -> None:
        """Write down whose frontier this is.

        :param project: what the keeper's state is known by
        :param contact: of whoever runs the project, for the workers' User-Agent
        :raises StoreError: it is that of another project or protocol
        """
        about = self._run("claim", self._address.key, project, PROTOCOL, __version__, contact)
        known = _decoded(dict(zip(about[::2], about[1::2], strict=True)))
        self._check_protocol(known)
        if known and known.get("state") != project:
            raise StoreError(
                str(self._address),
                f"project {self._address.project!r} is kept by another state; choose another name, ?project=NAME, or"
                " empty it: newscrawl frontier drain",
            )

    def contact(self) -> str | None:
        """Return the contact of whoever runs the project; ``None``: no keeper has been here yet.

        :raises StoreError: its keeper has another version
        """
        with telling_redis_errors(self._address):
            known = _decoded(self._client.hgetall(self._address.key))
        if not known:
            return None
        self._check_protocol(known)
        if known.get("version") != __version__:
            there = known.get("version") or "of another kind"
            raise StoreError(str(self._address), f"its keeper is newscrawl {there}, this is {__version__}: update one")
        return known.get("contact", "")

    def announce(self, site: str, digest: str) -> None:
        """Say by which site file the articles of a site are read."""
        with telling_redis_errors(self._address):
            self._client.hset(f"{self._prefix}digests", site, digest)

    def digests(self) -> dict[str, str]:
        """Return what was announced, by site."""
        with telling_redis_errors(self._address):
            return _decoded(self._client.hgetall(f"{self._prefix}digests"))

    def keep(self, site: str, owner: str, *, dead: str) -> str:
        """Take or go on holding a site's lock; return whose it is when it is another's, else nothing.

        :param dead: how the names of owners begin that are known to be dead
        """
        other: Any = self._run("renew", f"{self._prefix}keeper:{site}", owner, int(SILENCE * 1000), dead)
        return str(other.decode())

    def let_go(self, site: str, owner: str) -> None:
        """Give a site's lock back."""
        self._run("let_go", f"{self._prefix}keeper:{site}", owner)

    def sign_in(self, worker: str) -> None:
        """Show that a worker lives."""
        with telling_redis_errors(self._address):
            self._client.set(f"{self._prefix}worker:{worker}", b"", px=int(SILENCE * 1000))

    def sign_out(self, worker: str) -> None:
        """Show that a worker has ended."""
        with telling_redis_errors(self._address):
            self._client.delete(f"{self._prefix}worker:{worker}")

    def workers(self) -> list[str]:
        """Return the workers that live."""
        start = f"{self._prefix}worker:"
        with telling_redis_errors(self._address):
            names = [name.decode() for name in self._client.scan_iter(match=f"{start}*", count=1000)]
        return sorted(name.removeprefix(start) for name in names)

    def forget(self) -> None:
        """Forget whose frontier this is."""
        with telling_redis_errors(self._address):
            self._client.unlink(self._address.key, f"{self._prefix}digests")

    def _check_protocol(self, known: dict[str, str]) -> None:
        if known and known.get("protocol") != PROTOCOL:
            spoken = known.get("protocol") or "none"
            raise StoreError(str(self._address), f"speaks protocol {spoken}, this newscrawl {PROTOCOL}: update one")

    def _run(self, script: str, *arguments: Any) -> Any:
        with telling_redis_errors(self._address):
            return self._scripts[script](keys=[self._prefix], args=arguments)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shared:
    """One project's shared frontier, as one process uses it."""

    address: Address
    """Where it is."""
    frontier: RedisFrontier
    """Its entries."""
    register: Register
    """Who takes part."""
    turns: RedisTurns
    """Whose turn it is at a host."""
    name: str
    """Names this process: machine, process, and something that no other one has."""

    @classmethod
    def at(cls, text: str, place: str) -> Self:
        """Return the one at an address; nothing is sent yet.

        :param place: where the address stands, for errors
        :raises SiteError: it is none, or Redis' client is not installed
        """
        address = read_address(text, place)
        client = connect(address, place)
        name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        return cls(
            address=address,
            frontier=RedisFrontier(client, address),
            register=Register(client, address),
            # asked before every request, in a crawl's only thread
            turns=RedisTurns(connect(address, place, patience=1.0), address, name),
            name=name,
        )


def _decoded(pairs: Any) -> dict[str, str]:
    return {name.decode("utf-8", "replace"): value.decode("utf-8", "replace") for name, value in pairs.items()}
