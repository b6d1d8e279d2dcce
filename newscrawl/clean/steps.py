"""The cleaning of a body, step by step; :func:`clean_body` is the table of contents."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newscrawl.clean.addresses import absolute
from newscrawl.clean.blocks import write
from newscrawl.clean.layout import lay_out
from newscrawl.clean.noise import drop_noise
from newscrawl.clean.pictures import mark_captions, named_captions, settle_picture
from newscrawl.clean.sanitise import sanitise
from newscrawl.clean.survey import Survey
from newscrawl.clean.tree import drop, holds, outermost, parse, text_length
from newscrawl.clean.videos import settle_player
from newscrawl.clean.vocabulary import (
    CELL_TAGS,
    FOREIGN_BLOCKS,
    FOREIGN_TAGS,
    FOREIGN_TEXT,
    IMAGE_TAGS,
    INLINE_TAGS,
)
from newscrawl.selecting import select

if TYPE_CHECKING:
    from lxml import etree

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
    survey = Survey(root)
    settle_players(survey, rules.base_url)
    drop_machinery(survey)
    drop_furniture(survey)
    join_captions(survey, rules.captions, html)
    settle_pictures(survey, rules.base_url)
    drop_lone_captions(survey)
    settle_links(survey, rules.base_url)
    blocks = drop_noise(lay_out(survey), rules.drop_text)
    return sanitise(write(blocks))


def drop_by_rules(root: etree._Element, selectors: tuple[str, ...], html: str) -> None:
    """Take out what the site file names."""
    drop(root, [element for css in selectors for element in _elements(root, css, html)])


def settle_players(survey: Survey, base: str) -> None:
    """Make links of the players of well-known video sites; other frames are machinery."""
    for frame in survey.frames:
        (survey.players if settle_player(frame, base) else survey.machinery).append(frame)


def drop_machinery(survey: Survey) -> None:
    """Take out scripts, styles, players, form controls, live prices and the like.

    A picture in ``noscript`` is a real one; the prices behind companies' names are those of the day the page was saved.
    """
    machinery = survey.machinery
    machinery += [element for element in survey.noscripts if not holds(element, "img")]
    for drawing in survey.foreign:
        if next(drawing.iterancestors(*FOREIGN_TAGS), None) is None:
            # blocks that an unclosed drawing swallowed
            for block in outermost(drawing, FOREIGN_BLOCKS, FOREIGN_TEXT):
                drawing.addprevious(block)
    drop(survey.root, [*machinery, *survey.foreign])


def drop_furniture(survey: Survey) -> None:
    """Take out what its name says is no part of the text: share bars, QR boxes, forms, hidden boxes.

    A box around a quotation stays: posts of social networks that the article quotes. So do what stands in a quotation,
    who said it, and a box around a player; and cells, for a table has columns called date and author.
    """
    if not survey.suspects:
        return
    most = FURNITURE_SHARE * text_length(survey.root)
    beside_text: dict[etree._Element, bool] = {}
    around_players = {parent for player in survey.players for parent in player.iterancestors()}
    furniture = []
    for element in survey.suspects:
        if element.tag in CELL_TAGS or element in around_players:
            continue
        if element.tag in INLINE_TAGS and (parent := element.getparent()) is not None:
            if parent not in beside_text:
                beside_text[parent] = _has_own_text(parent)
            if beside_text[parent]:
                continue
        if text_length(element) > most or holds(element, "blockquote", "pre"):
            continue
        if next(element.iterancestors("blockquote"), None) is None:
            furniture.append(element)
    # a name that much of the text has is the text's
    lengths: Counter[str] = Counter()
    for element in furniture:
        if name := element.get("class"):
            lengths[name] += int(text_length(element))
    drop(survey.root, [element for element in furniture if lengths[element.get("class") or ""] <= most])


def join_captions(survey: Survey, captions: tuple[tuple[str, str], ...], html: str) -> None:
    """Make figures of what the site file, or a well-known class, says holds a picture and its caption.

    A caption that the site file names goes where a script has not put the picture beside it.
    """
    for outer, inner in captions:
        if figures := _elements(survey.root, outer, html):
            inside = _elements(survey.root, inner, html)
            for figure in figures:
                found = [caption for caption in inside if figure in caption.iterancestors()]
                if not mark_captions(figure, found):
                    drop(survey.root, found)
    if not survey.images:
        return
    for figure in survey.figures:
        if found := named_captions(figure):
            mark_captions(figure, found)


def settle_pictures(survey: Survey, base: str) -> None:
    """Give every picture its real address; take out spacers, counters, icons, logos, QR codes and doubles."""
    drop(survey.root, [image for image in survey.images if not settle_picture(image, base)])
    if survey.noscripts:
        images = list(survey.root.iter("img"))
        before = dict(zip(images, [None, *(image.get("src") for image in images)], strict=False))
        drop(survey.root, [element for element in survey.noscripts if _is_double(element, before)])


def drop_lone_captions(survey: Survey) -> None:
    """Take out captions of figures in which nothing else is left: their picture or player is not shown."""
    lone = []
    for caption in survey.captions:
        figure = next(caption.iterancestors("figure"), None)
        if figure is not None and not holds(figure, *IMAGE_TAGS):
            captions = outermost(figure, {"figcaption"})
            if sum(map(_letters, captions)) == _letters(figure):
                lone.append(caption)
    drop(survey.root, lone)


def settle_links(survey: Survey, base: str) -> None:
    """Make addresses of links absolute; a link that leads nowhere outside the page loses its address."""
    for link in survey.links:
        if href := link.get("href"):
            link.set("href", absolute(href, base))


def _elements(root: etree._Element, css: str, html: str) -> list[etree._Element]:
    return [element for element in select(root, css, html) if not isinstance(element, str)]


def _is_double(noscript: etree._Element, before: dict[etree._Element, str | None]) -> bool:
    """Tell whether it holds no picture, or the one that stands before it."""
    image = next(noscript.iter("img"), None)
    return image is None or before.get(image) == image.get("src")


def _letters(element: etree._Element) -> int:
    """Return how many characters of text the element holds, white space left out."""
    return sum(len("".join(text.split())) for text in element.itertext())


def _has_own_text(element: etree._Element) -> bool:
    """Tell whether text stands right inside the element."""
    return any(text and not text.isspace() for text in (element.text, *(child.tail for child in element)))
