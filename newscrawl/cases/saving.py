"""What a case keeps of a page: as little as extraction needs, with filler for prose."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from newscrawl.cases.filler import Filler
from newscrawl.cases.redaction import Rewriter, Scripts
from newscrawl.errors import ListError, NotAnArticle
from newscrawl.extract import find_links, read_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.items import Page
    from newscrawl.sites import Channel, Site

__all__ = ["Kept", "kept_of"]

TAG = re.compile(r"<(script|style|noscript)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.S | re.I)

MARGIN = 0.05
"""How much the length of a field may differ: an entity that became a letter is shorter."""

HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,}")
"""A word of Chinese in a rule of a site file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A page as a case keeps it."""

    text: str
    """The page's text."""
    changed: tuple[str, ...]
    """Fields that other rules find now, or none does."""

    def encoded(self, charset: str) -> bytes:
        """Return the bytes, in the charset of the page; what that lacks is written as a reference."""
        return self.text.encode(charset, "xmlcharrefreplace")


def kept_of(page: Page, site: Site | None, channel: Channel | None = None, *, redact: bool = True) -> Kept:
    """Return what a case keeps of a page or, with a channel, of a list's answer.

    Scripts stay only where something is found in them.
    """
    found = _outline(page, site, channel)

    def changed(text: str) -> tuple[str, ...]:
        now = _outline(replace(page, html=text), site, channel)
        return tuple(name for name in dict.fromkeys([*found, *now]) if not _same(found.get(name), now.get(name)))

    kinds: tuple[Scripts, ...] = get_args(Scripts)
    enough = (kind for kind in kinds if not changed(Rewriter(None, scripts=kind).page(page.html)))
    scripts: Scripts = next(enough, "none")
    text = Rewriter(Filler(_own_words(site)) if redact else None, scripts=scripts).page(page.html)
    return Kept(text=text, changed=changed(text))


def _outline(page: Page, site: Site | None, channel: Channel | None) -> dict[str, tuple[Any, int]]:
    """Return what finds each field and how long its text is, or what there is instead of an article or list."""
    try:
        if site and channel:
            links = find_links(page, site, channel)
            return {f"link {index}": ((link.url, link.published), 0) for index, link in enumerate(links)}
        found = read_page(page, site)
    except (NotAnArticle, ListError) as error:
        return {"refusal": (error.reason, 0)}
    said = {name: (rule, _length(found.fields.get(name))) for name, rule in found.found_by.items()}
    return {**said, "refusal": (found.refusal, 0)}


def _length(value: Any) -> int:
    """Return how many characters of text a field has, or how many members."""
    if isinstance(value, str):
        return 0 if value.startswith("http") else len("".join(TAG.sub("", html.unescape(value)).split()))
    return len(value) if isinstance(value, tuple) else 0


def _same(one: tuple[Any, int] | None, other: tuple[Any, int] | None) -> bool:
    """Return whether the same rule finds about as much."""
    if one is None or other is None:
        return one is other
    return bool(one[0] == other[0]) and abs(one[1] - other[1]) <= MARGIN * max(one[1], other[1])


def _own_words(site: Site | None) -> Iterator[str]:
    """Yield the words of Chinese that a site file looks for on pages and in lists."""
    if site:
        yield from HAN_WORD.findall(f"{site.article} {site.lists} {site.skip}")
        yield site.name
