"""Articles in several pages: which page follows those that were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.urls import canonical, host_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newscrawl.extract.findings import Findings
    from newscrawl.sites import Site

__all__ = ["MAX_PARTS", "next_part"]

MAX_PARTS = 20
"""Pages of one article at most: a "next page" link that never ends must."""


def next_part(parts: Sequence[Findings], site: Site | None) -> str:
    """Return the address of the next part of an article; empty when this was the last one.

    :param site: the site file that the first part was read by
    """
    first, address = parts[0], parts[-1].next_page()
    if not address or len(parts) >= MAX_PARTS or canonical(address) in {canonical(part.page.url) for part in parts}:
        return ""
    return address if (site.owns(address) if site else host_of(address) == host_of(first.page.url)) else ""
