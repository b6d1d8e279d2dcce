"""What stands inside an article's container and is not its text, told by how it is built.

Lists of links, other articles' cards, newsletter boxes, forms; above the text the headline, date and byline. What only
its words give away is left to the clean room.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from lxml import etree

from newscrawl.clean.tree import UNTREELY
from newscrawl.extract.names import DATE, LEAD, NOISE, NOTICE, hints, names_of
from newscrawl.extract.survey import CJK, INLINE
from newscrawl.extract.titletext import key_of
from newscrawl.extract.vocabulary import HEAD_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract.survey import Box

__all__ = ["LEAVES", "drop", "take_out_above", "take_out_asides", "take_out_foot", "take_out_head"]

LINKED_BOX = 0.35
"""Share of its text that is links from which on a box inside an article is a list of other articles."""

ASIDE_SHARE, NAMED_SHARE = 0.25, 0.35
"""What holds more of the container's running text than this is no aside, whatever it looks like or is called."""

ABOVE_SHARE = 0.1
"""What stands above a headline and holds more of the running text than this is text: the heading is a section's."""

OPENING = 15.0
"""Weight of the first line that can be a text's opening; labels and dates stand above it."""

PICTURES = frozenset("figure figcaption".split())
"""Elements above a headline that stay: its picture, with what is said of it."""

BOXES = frozenset("div ul ol dl table section aside".split())
"""Elements that can be a box of other articles inside an article."""

LINES = frozenset("p div h2 h3 h4".split())
"""Elements that can be a line which is but a link."""

HOLDERS = frozenset("li td th blockquote figure figcaption".split())
"""Elements in which such a line is part of something else."""

LINKED_LINE = 0.9
"""Share of a line's text that is a link from which on it is but a link; a mark may stand before it."""

SAME_CAPTION = 60
"""Characters that tell captions apart."""

ASIDES = frozenset("article aside form nav footer".split())
"""Elements that are no part of the text around them."""

HEAD_LETTERS = 90
"""Letters of the longest line about an article; the first longer paragraph begins its text."""

DATE_LETTERS = 15
"""Letters that may stand beside a date in a line that is but a date: a clock, ``Published``."""

BYLINE_LETTERS = 20
"""Letters that may stand beside the name in a line that is but a byline: a word for it, a place."""

SENTENCE_ENDS = (".", "!", "?", "。", "！", "？")
SENTENCE = 40
"""Letters beside a date, Chinese ones counting twice, from which on a line that ends like a sentence is one."""

TEXT = etree.XPath("string()", smart_strings=False)

HEAD_ELEMENTS = 2_000
"""Elements of a container among which what stands above its text is looked for."""

LAST_DEPTH = 50
"""How deep the last heading of a container is looked for."""

IDLE_HEADINGS, IDLE_LETTERS = 2, 50
"""Headings with nothing below them that are looked for; letters of the longest."""

SHOWN = ("img", "amp-img", "iframe", "video", "embed", "object")
"""Elements that show something without text."""

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

LEAVES = frozenset("p pre h1 h2 h3 h4 h5 h6 li tr dt dd blockquote figcaption".split())
"""Elements that are a paragraph of a container, never one themselves."""


def take_out_asides(container: Box, boxes: list[Box], running: list[float], own: set[int]) -> None:
    """Remove from a container what is no part of its text: lists of links, cards, forms, what is named as noise.

    :param running: weight of the running text in each box, by its number
    :param own: the numbers of boxes that are the article's whatever they are called
    """
    inside = boxes[container.number + 1 : container.end]
    first = container.number
    # what each box holds, the boxes inside it included, by its number counted from the container's
    text, linked, links = ([0] * (len(inside) + 1) for _ in range(3))
    most, most_named = (share * running[container.number] for share in (ASIDE_SHARE, NAMED_SHARE))
    named: defaultdict[str, list[Box]] = defaultdict(list)
    for box in reversed(inside):
        at = box.number - first
        own_text = 0
        if box.text:
            # beside links white space of the markup would count as text
            own_text = len(" ".join(box.text.split()) if box.links else box.text)
            text[at] += own_text
            linked[at] += box.linked
        links[at] += box.links
        if box.parent is not None:
            outer = box.parent.number - first
            text[outer] += text[at]
            linked[outer] += linked[at]
            links[outer] += links[at]
        if not text[at] or running[box.number] > most_named or box.number in own:
            continue
        if running[box.number] <= most and (
            (links[at] and _is_link_list(box, links[at], linked[at] / text[at], running[box.number]))
            or (box.tag in ASIDES and _quotes_nothing(box))
            or (text[at] == own_text and _is_link_line(box, container))
        ):
            drop(box.element)
        elif box.tag not in LEAVES and box.hints & (NOISE | NOTICE) and (_quotes_nothing(box) or _is_discussion(box)):
            named[names_of(box.element)].append(box)
    _take_out_repeated(inside)
    opening = next((box for box in inside if running[box.number] >= OPENING and box.text), container)
    for same in named.values():
        # the teaser that a text begins with is its lead
        others = [box for box in same if not (box.hints & LEAD and box.number <= opening.number < box.end)]
        # a name that much of the text has is the text's
        if sum(running[box.number] for box in others) <= most_named:
            for box in others:
                if opening.hints & LEAD and box.number < opening.number < box.end:
                    # a head that is named like the page's, with headline and lead
                    box.element.addprevious(opening.element)
                drop(box.element)


def take_out_above(container: Box, headline: Box, boxes: list[Box], running: list[float]) -> None:
    """Remove from a container the lines above its headline, sections and ways back, unless they are much text."""
    above = boxes[container.number + 1 : headline.number]
    if sum(running[box.number] for box in above if box.text) > ABOVE_SHARE * running[container.number]:
        return
    for box in above:
        if box.text and box.end <= headline.number and not any(outer.tag in PICTURES for outer in (box, *box.around())):
            drop(box.element)


def _take_out_repeated(inside: list[Box]) -> None:
    """Remove captions that began so before: a gallery has one for the large picture and a shorter one for the small."""
    seen: set[str] = set()
    for box in inside:
        named = (box, box.parent) if box.parent is not None else (box,)
        if box.text and (box.tag == "figcaption" or any("caption" in names_of(one.element).lower() for one in named)):
            line = " ".join(box.text.split())[:SAME_CAPTION]
            if line in seen:
                drop(box.element)
            seen.add(line)


def _is_link_list(box: Box, links: int, linked: float, running: float) -> bool:
    """Tell whether a box lists other articles: links are most of it, or a list's only item is one."""
    if box.tag not in BOXES or running >= 30:
        return False
    return linked > (LINKED_BOX if links > 1 else LINKED_LINE) and (links > 1 or box.tag in ("ul", "ol"))


def _is_link_line(box: Box, container: Box) -> bool:
    """Tell whether a box is a line of its own that is but a link: "Read more: …"."""
    if box.tag not in LINES or len(box.text) < 8 or box.linked < LINKED_LINE * len(box.text.strip()):
        return False
    return not any(outer.tag in HOLDERS for outer in takewhile(lambda outer: outer is not container, box.around()))


def _quotes_nothing(box: Box) -> bool:
    """Tell whether no quotation is inside: posts of social networks that the article quotes stand in odd boxes."""
    return box.element.find(".//blockquote") is None


def _is_discussion(box: Box) -> bool:
    """Tell whether what has a name of comments holds several, each in a quotation; a notice stands before one post."""
    return bool(box.hints & NOTICE) and len(box.element.findall(".//blockquote")) > 1


def take_out_head(node: etree._Element, title: str, names: tuple[str, ...] = ()) -> None:
    """Remove from a container what stands above its text: breadcrumbs, headline, date and byline.

    :param names: the writers', in small letters
    """
    for element in list(_head(node, title, names)):
        drop(element)


def _head(node: etree._Element, title: str, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield what stands above a container's text, and the lines of dates between its first two paragraphs."""
    headline = key_of(title)
    led = False
    for element in islice(node.iterdescendants(), HEAD_ELEMENTS):
        if not isinstance(element.tag, str) or element.tag in INLINE:
            continue
        text = TEXT(element)
        letters = "".join(text.split())
        is_headline = len(letters) < 2 * len(title) and _says_headline(element, key_of(letters), headline)
        if not letters or (len(letters) > HEAD_LETTERS and not is_headline):
            if element.tag in LEAVES and letters:
                if led:
                    return
                # it may be a lead
                led = True
            continue
        in_figure = element.tag == "figure" or next(element.iterancestors("figure"), None) is not None
        if in_figure:
            continue
        if led:
            if _is_date(element, text, letters) or _is_byline(element, text, names):
                yield element
        elif element.tag == "h1" or is_headline or _is_time(element, letters):
            yield element
        elif match := HEAD_LINE.search(text):
            if _is_sentence(letters, match.end() - match.start()):
                return
            yield element
        elif names and element.tag not in HEADINGS and not letters.endswith(SENTENCE_ENDS):
            line = " ".join(text.split()).casefold()
            if any(line.startswith(name) for name in names):
                yield element


def _says_headline(element: etree._Element, line: str, headline: str) -> bool:
    """Tell whether a line is the headline, or in a heading the headline with a kicker before it."""
    return line == headline or (bool(headline) and element.tag in HEADINGS and line.endswith(headline))


def _is_date(element: etree._Element, text: str, letters: str) -> bool:
    """Tell whether a line behind a lead is a date and nothing else, or is named after one."""
    if letters.endswith(SENTENCE_ENDS) or element.tag in HEADINGS:
        return False
    if match := HEAD_LINE.search(text):
        beside = len(letters) - len("".join(match.group().split()))
        return bool(hints(names_of(element)) & DATE) or (beside <= DATE_LETTERS and letters[-1:].isalnum())
    return _is_time(element, letters)


def _is_byline(element: etree._Element, text: str, names: tuple[str, ...]) -> bool:
    """Tell whether a line behind a lead is a writer's name and little else."""
    line = " ".join(text.split()).casefold()
    if not names or element.tag in HEADINGS or line.endswith(SENTENCE_ENDS):
        return False
    return any(name in line and len(line) <= len(name) + BYLINE_LETTERS for name in names)


def _is_time(element: etree._Element, letters: str) -> bool:
    """Tell whether a line is a ``time`` element with hardly anything beside it."""
    inside = sum(len("".join(TEXT(time).split())) for time in element.iter("time"))
    return inside > 0 and len(letters) - inside <= DATE_LETTERS


def _is_sentence(letters: str, date: int) -> bool:
    """Tell whether a text that names a date of so many characters is a sentence of the article."""
    rest = (len(letters) - date) * (2 if CJK.search(letters) else 1)
    return rest >= SENTENCE and letters.endswith(SENTENCE_ENDS)


def take_out_foot(node: etree._Element) -> None:
    """Remove from a container the headings below which nothing stands: of comments, of a list that has gone."""
    for _ in range(IDLE_HEADINGS):
        last = _last_heading(node)
        if last is None or not 0 < len("".join(TEXT(last).split())) <= IDLE_LETTERS:
            return
        drop(last)


def _last_heading(node: etree._Element) -> etree._Element | None:
    """Return the heading that is the last thing an element shows."""
    last: etree._Element | None = node
    for _ in range(LAST_DEPTH):
        if last is None or last.tag in HEADINGS:
            return last
        last = _last_shown(last)
    return None


def _last_shown(node: etree._Element) -> etree._Element | None:
    """Return the element that is the last thing shown in another; ``None`` when that is text, or nothing."""
    for child in reversed(node):
        if child.tail and not child.tail.isspace():
            return None
        shown = isinstance(child.tag, str) and (next(child.iter(*SHOWN), None) is not None or TEXT(child).strip())
        if child.tag in HEADINGS or shown:
            return child
    return None


def drop(element: etree._Element) -> None:
    """Take an element out of the tree; the text behind it stays."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = UNTREELY.sub("", (before.tail or "") + element.tail)
    elif element.tail:
        parent.text = UNTREELY.sub("", (parent.text or "") + element.tail)
    parent.remove(element)
