"""Players of other sites: each becomes a link to its video, since a frame is a stranger's page inside the post."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from newscrawl.clean.addresses import absolute
from newscrawl.clean.vocabulary import VIDEO_PAGES

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

__all__ = ["settle_player"]

_ID = re.compile(r"[\w-]{1,64}")


def settle_player(frame: Tag, soup: BeautifulSoup, base: str) -> None:
    """Put a paragraph with a link to the video in the place of its player; another frame is left as it is."""
    if not (page := _page(_address(frame, base))):
        return
    paragraph, link = soup.new_tag("p"), soup.new_tag("a", href=page)
    link.string = " ".join(str(frame.get("title") or "").split()) or page.partition("://")[2]
    paragraph.append(link)
    frame.replace_with(paragraph)


def _address(frame: Tag, base: str) -> str:
    values = (str(frame.get(name) or "") for name in ("data-src", "src"))
    return next(filter(None, (absolute(value, base) for value in values)), "")


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
