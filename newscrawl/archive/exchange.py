"""A request and its answer, and what an extraction needs to know beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from newscrawl.items import Link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

__all__ = ["ABOUT", "About", "Exchange"]

ABOUT = "WARC-JSON-Metadata"
"""Header of a record that holds an :class:`About`; the name is that of other tools for the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """Why a page was asked for."""

    site: str = ""
    """Id of the site file that it was read by; empty: the generic rules."""
    channel: str = ""
    """Name of the channel; empty when unknown."""
    link: Link | None = None
    """The list entry that led to it, for each part of an article; ``None``: it is a list."""
    part: int = 0
    """How many parts of the article were read before this one."""
    elsewhere: bool = False
    """Whether it is the answer of the site's API, or the page for printing, of the link's address."""
    failed: bool = False
    """Whether it was kept since it gave no post."""

    def as_json(self) -> str:
        """Return one line of ASCII."""
        link = self.link.as_mapping() if self.link else None
        known = {field.name: getattr(self, field.name) for field in fields(self)} | {"link": link}
        return json.dumps({"newscrawl": {name: value for name, value in known.items() if value}})

    @classmethod
    def from_json(cls, text: str) -> About | None:
        """Return what :meth:`as_json` wrote; ``None``: this is something else."""
        try:
            known = json.loads(text)["newscrawl"]
            link = Link.from_mapping(known["link"]) if "link" in known else None
            return cls(
                site=str(known.get("site", "")),
                channel=str(known.get("channel", "")),
                link=link,
                part=int(known.get("part", 0)),
                elsewhere=bool(known.get("elsewhere", False)),
                failed=bool(known.get("failed", False)),
            )
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            return None


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """A request and the answer to it."""

    url: str
    """Address that was asked for."""
    at: datetime
    """When the answer was there, timezone-aware."""
    status: str
    """Such as ``200 OK``."""
    headers: Sequence[tuple[str, str]]
    """Of the answer, as received."""
    body: bytes
    """As served: packed if it was."""
    method: str = "GET"
    """Of the request."""
    request_headers: Sequence[tuple[str, str]] = ()
    """As sent."""
    request_body: bytes = b""
    """As sent."""
    about: About
    """Why it was asked for."""
