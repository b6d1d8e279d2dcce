"""Where a shared frontier is: an address with a password in it, perhaps, that nobody is to see."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from newscrawl.errors import FrontierAway, SiteError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redis import Redis

__all__ = ["Address", "connect", "read_address", "telling_redis_errors"]

PATIENCE = 5.0
"""Seconds that Redis has to take a connection, and to answer, unless somebody is in a hurry."""

PROJECT = re.compile(r"[A-Za-z0-9_.-]{1,64}")

EXAMPLE = "redis://HOST:6379/0, or rediss:// with TLS"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A Redis and a project in it; printed, it holds neither user nor password."""

    url: str = field(repr=False)
    """As redis-py takes it. Not to be shown."""
    shown: str
    """The same without user, password and options."""
    project: str
    """Whose keys: several may share a Redis."""

    @property
    def key(self) -> str:
        """The key that says what the project's frontier is; all others begin with it and a colon."""
        return f"newscrawl:{self.project}"

    def __str__(self) -> str:
        return self.shown


def read_address(text: str, place: str) -> Address:
    """Return the address that a text holds: ``redis://[[USER]:PASSWORD@]HOST[:PORT][/DB][?project=NAME]``.

    ``rediss://`` speaks TLS, ``unix://`` a socket; further options (``ssl_ca_certs`` …) are redis-py's.

    :param place: where it stands, for the error
    :raises SiteError: it is none; the line does not repeat it, since a password may be in it

    >>> read_address("redis://:secret@queue.example/1?project=finance", "--frontier")
    Address(shown='redis://queue.example:6379/1', project='finance')
    """
    try:
        parts = urlsplit(text.strip())
        port, host = parts.port, parts.hostname or ""
        options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise SiteError(place, f"is no Redis address: it must look like {EXAMPLE}") from None
    project = options.pop("project", "default")
    socket = parts.scheme == "unix"
    if parts.scheme not in ("redis", "rediss", "unix") or not (parts.path if socket else host):
        raise SiteError(place, f"is no Redis address: it must look like {EXAMPLE}")
    if not socket and not re.fullmatch(r"/?\d*", parts.path):
        raise SiteError(place, "names no database: behind the host stands its number, such as /0")
    if not PROJECT.fullmatch(project):
        raise SiteError(place, "project must be letters, digits, dots, dashes or underscores, 64 at most")
    shown = f"unix://{parts.path}" if socket else f"{parts.scheme}://{host}:{port or 6379}/{parts.path.strip('/') or 0}"
    url = parts._replace(query=urlencode(options)).geturl()
    return Address(url=url, shown=shown, project=project)


def connect(address: Address, place: str = "--frontier", *, patience: float = PATIENCE) -> Redis:
    """Return a client; nothing is sent yet.

    :param patience: seconds that Redis has to take a connection, and to answer
    :raises SiteError: redis-py is not installed, or does not know an option of the address
    """
    try:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError:
        raise SiteError(place, "needs Redis' client: pip install 'newscrawl[redis]'") from None
    try:
        client: Redis = redis.Redis.from_url(
            address.url,
            socket_timeout=patience,
            socket_connect_timeout=patience,
            # one more time on a connection that was cut meanwhile; whoever calls waits for longer absences
            retry=Retry(NoBackoff(), 1),
        )
        client.connection_pool.make_connection()
    except (ValueError, TypeError):
        raise SiteError(place, "has an option that Redis' client does not know") from None
    return client


@contextmanager
def telling_redis_errors(address: Address) -> Iterator[None]:
    """Turn what redis-py raises into errors of ours, on one line and without any password.

    :raises FrontierAway: it may pass
    :raises StoreError: it will not
    """
    from redis import exceptions

    try:
        yield
    except (exceptions.AuthenticationError, exceptions.AuthorizationError, exceptions.NoPermissionError):
        raise StoreError(str(address), "does not let us in: wrong user or password, or no right to do this") from None
    except exceptions.ConnectionError as error:
        if "certificate" in str(error).lower():
            raise StoreError(str(address), "its TLS certificate is not valid here (option ssl_ca_certs)") from None
        raise FrontierAway(str(address), "does not answer") from None
    except exceptions.TimeoutError:
        raise FrontierAway(str(address), "does not answer in time") from None
    except exceptions.OutOfMemoryError:
        raise FrontierAway(str(address), "is full (maxmemory); nothing is lost, it needs room") from None
    except (exceptions.ReadOnlyError, exceptions.MasterDownError, exceptions.TryAgainError):
        raise FrontierAway(str(address), "takes nothing just now: it is a copy, or changes its master") from None
    except exceptions.RedisError as error:
        said = " ".join(str(error).split())
        if said.startswith(("MISCONF", "BUSY")):
            raise FrontierAway(
                str(address), "takes nothing just now: its disk is full, or a script runs long"
            ) from None
        if "WRONGTYPE" in said or "NOGROUP" in said:
            problem = "holds keys of somebody else under our names; choose another project, ?project=NAME"
            raise StoreError(str(address), problem) from None
        raise StoreError(str(address), f"Redis says: {said[:200]}") from None
