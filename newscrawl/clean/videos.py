"""Players of other sites: each becomes a link to its video, since a frame is a stranger's page inside the post."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from newscrawl.clean.addresses import absolute
from newscrawl.clean.lines import visible
from newscrawl.clean.vocabulary import VIDEO_PAGES
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["settle_player"]

_ID = lazy_pattern(r"[\w-]{1,64}")


def settle_player(frame: etree._Element, base: str) -> bool:
    """Make the player a paragraph with a link to its video; tell whether the frame is one."""
    if not (page := _page(_address((frame.get("data-src"), frame.get("src")), base))):
        return False
    title = " ".join(visible(frame.get("title") or "").split()) or page.partition("://")[2]
    frame.clear(keep_tail=True)
    frame.tag = "p"
    link = etree.SubElement(frame, "a", href=page)
    link.text = title
    return True


def _address(values: Iterable[str | None], base: str) -> str:
    return next(filter(None, (absolute(value, base) for value in values if value)), "")


def _page(address: str) -> str:
    """Return the address of the page of the video that a player shows, or ``''``.

    >>> _page("https://www.youtube-nocookie.com/embed/aBc-1?rel=0")
    'https://www.youtube.com/watch?v=aBc-1'
    >>> _page("https://player.bilibili.com/player.html?aid=7&bvid=BV1xx&page=1")
    'https://www.bilibili.com/video/BV1xx'
    >>> _page("https://www.youtube.com.canary.example/embed/aBc-1")
    ''
    """
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    for host, where, page in VIDEO_PAGES:
        if parts.netloc.lower() != host:
            continue
        if where.startswith("/"):
            found = parts.path[len(where) :].partition("/")[0] if parts.path.startswith(where) else ""
        else:
            found = query.get(where, [""])[0]
        if _ID.fullmatch(found):
            return page.format(found)
    return ""
