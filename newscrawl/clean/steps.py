"""The cleaning of a body, step by step; :func:`clean_body` is the table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from newscrawl.clean.addresses import absolute
from newscrawl.clean.blocks import write
from newscrawl.clean.layout import lay_out
from newscrawl.clean.noise import drop_noise
from newscrawl.clean.pictures import mark_captions, named_captions, settle_picture
from newscrawl.clean.sanitise import sanitise
from newscrawl.clean.tree import holds, tags_in, text_around
from newscrawl.clean.videos import settle_player
from newscrawl.clean.vocabulary import (
    DROPPED_TAGS,
    FOREIGN_BLOCKS,
    FOREIGN_TAGS,
    FOREIGN_TEXT,
    FURNITURE_NAMES,
    FURNITURE_TAGS,
    HIDDEN_STYLE,
    IMAGE_TAGS,
    INLINE_TAGS,
    QUOTE_ID,
)

if TYPE_CHECKING:
    from bs4 import Tag

__all__ = ["CleanRules", "clean_body"]

FURNITURE_SHARE = 0.35
"""What holds more of the fragment's text than this is no furniture, whatever it is called: pages give their text such
names too (``<div class="share-content">`` around everything)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CleanRules:
    """What a site knows of its own bodies."""

    drop: tuple[str, ...] = ()
    """CSS selectors of what is no part of the text."""
    drop_text: tuple[re.Pattern[str], ...] = ()
    """A paragraph in which one of these is found is no part of the text."""
    captions: tuple[tuple[str, str], ...] = ()
    """CSS selectors: what holds a picture and its caption, and the caption inside it."""
    base_url: str = ""
    """Address of the page, for relative links and pictures; without it they are lost."""


def clean_body(html: str, rules: CleanRules = CleanRules()) -> str:
    r"""Return the fragment as clean, safe HTML: one block a line, nothing indented, allow-listed tags only.

    What comes out is a fixed point: cleaning it again changes nothing. An empty string means that nothing of the
    fragment was the article's.

    >>> clean_body("　　利率不变。<br><br>　　市场<b>平静</b>。<script>track()</script>")
    '<p>利率不变。</p>\n<p>市场<strong>平静</strong>。</p>'
    """
    root = parse(html)
    drop_by_rules(root, rules.drop, html)
    settle_players(root, rules.base_url)
    drop_machinery(root)
    drop_live_quotes(root)
    drop_furniture(root)
    join_captions(root, rules.captions, html)
    settle_pictures(root, rules.base_url)
    settle_links(root, rules.base_url)
    blocks = drop_noise(lay_out(root), rules.drop_text)
    return sanitise(write(blocks))


def parse(html: str) -> BeautifulSoup:
    """Return the tree, without characters that no parser takes."""
    html = re.sub(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]", "", html)
    # the outer div keeps bare text at the start from being wrapped in a paragraph
    return BeautifulSoup(f"<div>{html}</div>", "lxml", multi_valued_attributes=None)


def drop_by_rules(root: Tag, selectors: tuple[str, ...], html: str) -> None:
    """Take out what the site file names."""
    if present := [selector for selector in selectors if _may_match(selector, html)]:
        for tag in root.select(", ".join(present)):
            tag.decompose()


def settle_players(root: BeautifulSoup, base: str) -> None:
    """Make links of the players of well-known video sites."""
    for frame in tags_in(root, {"iframe"}):
        settle_player(frame, root, base)


def drop_machinery(root: Tag) -> None:
    """Take out scripts, styles, players, form controls and the like; a picture in ``noscript`` is a real one."""
    for tag in tags_in(root, {"noscript"}):
        if not holds(tag, "img"):
            tag.decompose()
    for tag in tags_in(root, FOREIGN_TAGS):
        drop_foreign(tag)
    for tag in tags_in(root, DROPPED_TAGS):
        tag.decompose()


def drop_foreign(tag: Tag) -> None:
    """Take out a drawing or a formula; the blocks that an unclosed one swallowed stay."""
    if tag.decomposed:
        return
    for block in tags_in(tag, FOREIGN_BLOCKS):
        inside = {parent.name for parent in block.parents if tag in parent.parents}
        if not inside & (FOREIGN_BLOCKS | FOREIGN_TEXT):
            tag.insert_before(block)
    tag.decompose()


def drop_live_quotes(root: Tag) -> None:
    """Take out the prices behind companies' names: they are those of the day the page was saved."""
    for tag in tags_in(root, {"span"}):
        if QUOTE_ID.match(str(tag.get("id", ""))):
            tag.decompose()


def drop_furniture(root: Tag) -> None:
    """Take out what its name says is no part of the text: share bars, QR boxes, forms, hidden boxes.

    A box around a quotation stays: posts of social networks that the article quotes.
    """
    suspects = [tag for tag in root.find_all(True) if _is_furniture(tag)]
    most = FURNITURE_SHARE * len(root.get_text()) if suspects else 0
    for tag in suspects:
        if tag.decomposed:
            continue
        if tag.name in INLINE_TAGS and text_around(tag):
            continue
        if len(tag.get_text()) <= most and not holds(tag, "blockquote", "pre"):
            tag.decompose()


def join_captions(root: Tag, captions: tuple[tuple[str, str], ...], html: str) -> None:
    """Make figures of what the site file, or a well-known class, says holds a picture and its caption."""
    if not holds(root, *IMAGE_TAGS):
        return
    for figure, caption in captions:
        for tag in root.select(figure) if _may_match(figure, html) else ():
            mark_captions(tag, tag.select(caption))
    for tag in root.find_all(True):
        if "class" in tag.attrs and (found := named_captions(tag)):
            mark_captions(tag, found)


def settle_pictures(root: Tag, base: str) -> None:
    """Give every picture its real address; take out spacers, counters, icons, logos, QR codes and doubles."""
    for tag in tags_in(root, IMAGE_TAGS):
        settle_picture(tag, base)
    for tag in tags_in(root, {"noscript"}):
        image, before = tag.find("img"), tag.find_previous("img")
        if image is None or (before is not None and before.get("src") == image.get("src")):
            tag.decompose()


def settle_links(root: Tag, base: str) -> None:
    """Make addresses of links absolute; a link that leads nowhere outside the page loses its address."""
    for tag in tags_in(root, {"a"}):
        tag.attrs = {"href": absolute(str(tag.get("href") or ""), base)}


def _is_furniture(tag: Tag) -> bool:
    attributes = tag.attrs
    if not attributes:
        return tag.name in FURNITURE_TAGS
    if tag.name in FURNITURE_TAGS or "hidden" in attributes or HIDDEN_STYLE.search(str(attributes.get("style", ""))):
        return True
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return names != " " and _names_furniture(names)


@lru_cache(maxsize=4096)
def _names_furniture(names: str) -> bool:
    words = re.split(r"[\s_-]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", names).lower())
    return any(word.rstrip("0123456789") in FURNITURE_NAMES for word in words)


def _may_match(selector: str, html: str) -> bool:
    """Tell whether the page holds the selector's names at all: most pages hold few of what a site file lists."""
    if ":" in selector or "," in selector:
        return True
    return all(name in html for name in re.findall(r"[.#]([\w-]+)", re.sub(r"\[[^]]*\]", "", selector)))
