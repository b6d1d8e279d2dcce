"""Lines that stand in an article's text and are the outlet's, not the article's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from newscrawl.clean.blocks import Figure, ListBlock, Paragraph, Plain, Quote, Table, line_text, write
from newscrawl.clean.lines import is_strong
from newscrawl.clean.reading import text_of
from newscrawl.clean.sentences import (
    BIOGRAPHY,
    BRACKETED,
    CAPITAL_LABEL,
    CONTACT_LINE,
    COUNTED,
    DATE_LINE,
    EDGE_LINE,
    EDITOR_LINE,
    FURNITURE_LABELS,
    FURNITURE_LINE,
    LATIN_FURNITURE_LINE,
    LATIN_FURNITURE_WORDS,
    RELATED_HEADING,
    RELATED_LINE,
    REPORTER_LINE,
    TAG_LINE,
)
from newscrawl.clean.vocabulary import CAPTION_TEXT

if TYPE_CHECKING:
    import re

    from newscrawl.clean.blocks import Block, Leaf, Line

__all__ = ["drop_noise"]

_AROUND_LABELS = " .。:：!>»→…[]()（）【】▼▲↓"

NOISE_LENGTH = 300
"""A line longer than this (characters) is never taken for the outlet's: disclaimers are the longest."""

TAIL_LINKS = 4
"""From how many blocks of links on the end of a body is no part of the text."""

TAIL_SHARE = 0.5
"""A tail that holds more of the body than this is its text: digests are made of links."""

CHINESE = "\u2e80"
"""The first Chinese character, by which Chinese lines are told from others."""

LABEL_LENGTH = 60
"""A line longer than this (characters) is no label of a button."""

CAPITALS = 3
"""From how many spaces on a link in capitals is a headline."""

HEAD_LINES = (EDGE_LINE, DATE_LINE, REPORTER_LINE)
FOOT_LINES = (EDGE_LINE, DATE_LINE, BIOGRAPHY, CONTACT_LINE, TAG_LINE)

EDGE = 3
"""How many paragraphs of text may stand outside a source line at the head or foot (title and lead, a closing note)."""


def drop_noise(blocks: list[Block], patterns: tuple[re.Pattern[str], ...] = ()) -> list[Block]:
    """Return the blocks without editor lines, notes of the house, adverts in words and link lists to other articles.

    Captions are joined to their pictures on the way, for a source line below a picture is its caption. Repeated until
    nothing changes, so that a second cleaning finds nothing left.
    """
    blocks = _without_link_tail(_without_related(blocks))
    while True:
        blocks = _without_lines(blocks, patterns)
        before = len(blocks)
        blocks = _without_doubles(_join_captions(blocks))
        blocks = _without_related(blocks)
        blocks = _without_link_tail(blocks)
        blocks = _without_edges(blocks, HEAD_LINES)
        blocks = _without_edges(blocks[::-1], FOOT_LINES)[::-1]
        blocks = _without_idle_rules(blocks)
        blocks = _without_idle_headings(blocks)
        if len(blocks) == before:
            return blocks


def is_noise(text: str) -> bool:
    """Tell whether the whole line is the outlet's."""
    return len(text) <= NOISE_LENGTH and _is_outlets(text.replace("\xa0", " "))


@lru_cache(maxsize=2048)
def _is_outlets(text: str) -> bool:
    """Tell the same of a line that is short enough; lines are looked at until nothing changes, and repeat on a site."""
    if len(text) <= LABEL_LENGTH and text.lower().strip(_AROUND_LABELS) in FURNITURE_LABELS:
        return True
    if text < CHINESE and (LATIN_FURNITURE_LINE.fullmatch(text) or LATIN_FURNITURE_WORDS.search(text.lower())):
        return True
    if text.isascii():
        return False
    if len(text) <= LABEL_LENGTH and "。" not in text and COUNTED.search(text):
        return True
    return bool(EDITOR_LINE.fullmatch(text) or FURNITURE_LINE.fullmatch(text))


def _leads_away(line: Line) -> bool:
    """Tell whether the line is a link to another article: it says so, or it is a link in capitals or behind them."""
    if not any(_is_linked(leaf) for leaf in line):
        return False
    text = line_text(line)
    if len(text) > NOISE_LENGTH:
        return False
    outside = "".join(leaf.text for leaf in line if not leaf.src and not _is_linked(leaf))
    if not any(map(str.isalpha, outside)):
        return bool(RELATED_LINE.fullmatch(text)) or (text.isupper() and text.count(" ") >= CAPITALS)
    if (kind := BRACKETED.sub("", outside)) != outside and not any(map(str.isalpha, kind)):
        return True
    return bool(RELATED_HEADING.fullmatch(outside)) or (outside.isupper() and bool(CAPITAL_LABEL.fullmatch(outside)))


def _is_linked(leaf: Leaf) -> bool:
    return bool(leaf.format) and leaf.format[0][0] == "a"


def _with_lines(block: Paragraph, lines: list[Line]) -> Paragraph:
    return block if len(lines) == len(block.lines) else Paragraph(block.tag, lines, block.caption_of)


def _without_lines(blocks: list[Block], patterns: tuple[re.Pattern[str], ...]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph():
                if patterns and any(pattern.search(block.text) for pattern in patterns):
                    continue
                lines = block.lines
                if len(lines) > 1 or len(lines[0]) > 1 or lines[0][0].format:
                    lines = [line for line in lines if not _leads_away(line)]
                if len(lines) > 1:
                    lines = [line for line in lines if not is_noise(line_text(line))]
                block = _with_lines(block, lines)
                if not lines or is_noise(block.text):
                    continue
            case Figure(caption=caption) if is_noise("\n".join(map(line_text, caption))):
                continue
            case ListBlock():
                inner = (_without_lines(item, patterns) for item in block.items)
                block.items = [item for item in inner if item]
                if not block.items:
                    continue
            case Quote():
                block.blocks = _without_lines(block.blocks, patterns)
                if not block.blocks:
                    continue
        kept.append(block)
    return kept


def _join_captions(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        before = kept[-1] if kept else None
        if isinstance(before, Paragraph) and before.is_picture and isinstance(block, Paragraph) and _is_caption(block):
            images = [leaf._replace(format=()) for line in before.lines for leaf in line if leaf.src]
            kept[-1] = Figure(images, block.lines)
        else:
            kept.append(block)
    return kept


def _without_doubles(blocks: list[Block]) -> list[Block]:
    """Drop the text below a picture that its caption, or the text above the picture, says already.

    Pages hold a picture and its caption once for each width of screen; the second picture goes with its text.
    """
    if not any(isinstance(block, Figure) or _is_picture(block) for block in blocks):
        return blocks
    kept: list[Block] = []
    for block in blocks:
        text = block.text if isinstance(block, Paragraph) else ""
        if text and kept:
            before, above = kept[-1], kept[-2] if len(kept) > 1 else None
            if isinstance(before, Figure) and text == "\n".join(map(line_text, before.caption)):
                continue
            if _is_picture(before) and isinstance(above, Paragraph) and text == above.text:
                if kept[-3:-2] == [before]:
                    kept.pop()
                continue
        kept.append(block)
    return kept


def _is_picture(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.is_picture


def _is_caption(block: Paragraph) -> bool:
    if block.tag != "p" or any(leaf.src for line in block.lines for leaf in line):
        return False
    return block.caption_of or bool(CAPTION_TEXT.fullmatch(block.text))


def _without_related(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        if _is_related_heading(block):
            while end < len(blocks) and (_is_links(blocks[end]) or _is_cards_picture(blocks, end)):
                end += 1
        if end == at + 1:
            kept.append(block)
        at = end
    return kept


def _without_link_tail(blocks: list[Block]) -> list[Block]:
    """Drop a tail of links, with short headings between them: other articles, adverts."""
    start = links = 0
    for at in range(len(blocks) - 1, -1, -1):
        if _is_links(blocks[at]):
            start, links = at, links + 1
        elif not _is_short_heading(blocks[at]) and not _is_cards_picture(blocks, at):
            break
    if links < TAIL_LINKS or sum(map(_length, blocks[start:])) > TAIL_SHARE * sum(map(_length, blocks)):
        return blocks
    while start and (_is_short_heading(blocks[start - 1]) or _is_cards_picture(blocks, start - 1)):
        start -= 1
    return blocks[:start]


def _length(block: Block) -> int:
    return len(block.text) if isinstance(block, Paragraph) else len(text_of(write([block])))


def _is_short_heading(block: Block) -> bool:
    if not isinstance(block, Paragraph) or not 0 < len(block.text) <= 12:
        return False
    return block.tag != "p" or all(map(is_strong, block.lines))


def _is_links(block: Block) -> bool:
    """Tell whether the block holds nothing but links."""
    if isinstance(block, Table):
        inside = [inner for row in block.head + block.body for cell in row for inner in cell.blocks]
        texts = [inner for inner in inside if not (isinstance(inner, Paragraph) and inner.is_picture)]
        return bool(texts) and all(map(_is_links, texts))
    if isinstance(block, ListBlock):
        return all(_is_links(inner) for item in block.items for inner in item)
    if not isinstance(block, Paragraph) or not block.text:
        return False
    return all(_is_link_or_mark(line) for line in block.lines)


def _is_cards_picture(blocks: list[Block], at: int) -> bool:
    """Tell whether a picture leads to where the link below it leads: to another article."""
    if at + 1 == len(blocks) or not _is_picture(blocks[at]):
        return False
    here, below = (_first_address(block) for block in blocks[at : at + 2])
    return bool(here) and here == below and not _is_picture(blocks[at + 1])


def _first_address(block: Block) -> str:
    """Return where a paragraph that begins with a link leads."""
    leaf = block.lines[0][0] if isinstance(block, Paragraph) else None
    return leaf.format[0][1] if leaf and _is_linked(leaf) else ""


def _is_link_or_mark(line: Line) -> bool:
    return all(
        leaf.src or any(tag == "a" for tag, _ in leaf.format) or not any(map(str.isalpha, leaf.text)) for leaf in line
    )


def _without_edges(blocks: list[Block], patterns: tuple[re.Pattern[str], ...]) -> list[Block]:
    """Drop the lines of these kinds among the first blocks."""
    kept: list[Block] = []
    paragraphs = 0
    for at, block in enumerate(blocks):
        if paragraphs >= EDGE or not isinstance(block, Paragraph | Plain):
            return kept + blocks[at:]
        if isinstance(block, Paragraph):
            lines = [line for line in block.lines if not _is_one_of(line_text(line), patterns)]
            if not lines:
                continue
            block = _with_lines(block, lines)
            paragraphs += bool(block.text)
        kept.append(block)
    return kept


def _is_one_of(text: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    return len(text) <= NOISE_LENGTH and any(pattern.fullmatch(text) for pattern in patterns)


def _without_idle_rules(blocks: list[Block]) -> list[Block]:
    """Drop rules at the ends and rules right after a rule."""
    if not any(map(_is_rule, blocks)):
        return blocks
    kept: list[Block] = []
    for block in blocks:
        if not (_is_rule(block) and (not kept or _is_rule(kept[-1]))):
            kept.append(block)
    while kept and _is_rule(kept[-1]):
        kept.pop()
    return kept


def _without_idle_headings(blocks: list[Block]) -> list[Block]:
    """Drop headings of links to other articles that have nothing below them."""
    end = len(blocks)
    while end > 1 and _is_related_heading(blocks[end - 1]):
        end -= 1
    return blocks[:end]


def _is_related_heading(block: Block) -> bool:
    if not isinstance(block, Paragraph) or len(block.text) > LABEL_LENGTH:
        return False
    return RELATED_HEADING.fullmatch(block.text) is not None


def _is_rule(block: Block) -> bool:
    """Tell whether it is a rule, or a quotation or list of nothing but rules."""
    match block:
        case Quote():
            return all(map(_is_rule, block.blocks))
        case ListBlock():
            return all(_is_rule(inner) for item in block.items for inner in item)
        case _:
            return isinstance(block, Plain) and block.tag == "hr"
