"""What the demo server sends: a body with its headers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

__all__ = ["BEIJING", "Answer", "beijing"]

BEIJING = timezone(timedelta(hours=8))
"""The demo's clock, without a time-zone database."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer of the server."""

    body: bytes
    """The bytes as sent."""
    content_type: str
    """Header ``Content-Type``; old pages leave the charset out, as the real ones do."""
    modified: datetime
    """Header ``Last-Modified``, timezone-aware; fixed, so that every run sees the same site."""
    status: int = 200
    """HTTP status."""

    @property
    def etag(self) -> str:
        """Header ``ETag``: changes with the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


def beijing(time: object) -> datetime:
    """Return a time of the content files, ``2026-07-20 09:30`` with or without seconds, as Beijing time.

    >>> beijing("2026-07-20 09:30").isoformat()
    '2026-07-20T09:30:00+08:00'
    """
    return datetime.fromisoformat(str(time)).replace(tzinfo=BEIJING)
