"""A laid-out body: what :mod:`.layout` makes and :mod:`.noise` sorts, and how it is written as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "Block",
    "Cell",
    "Figure",
    "Leaf",
    "Line",
    "ListBlock",
    "Paragraph",
    "Plain",
    "Quote",
    "Table",
    "common_format",
    "line_text",
    "write",
]

Format: TypeAlias = "tuple[tuple[str, str], ...]"
"""The inline tags around a leaf, from the outside in; each with its address, which only a link has."""


class Leaf(NamedTuple):
    """A stretch of text, or a picture, and the inline tags around it."""

    text: str
    """The text; a picture's replacement text."""
    format: Format = ()
    """See :data:`Format`."""
    src: str = ""
    """A picture's address; empty: it is text."""


Line: TypeAlias = "list[Leaf]"


@dataclass(slots=True)
class Paragraph:
    """Lines of text and pictures; also headings and captions."""

    tag: str
    """``p`` or a heading."""
    lines: list[Line]
    """Never empty, no line is empty; never changed, for :attr:`text` is read once."""
    caption_of: bool = False
    """Whether it surely is the caption of the pictures in the block before it."""
    text: str = field(init=False)
    """The text without pictures, one line a line."""

    def __post_init__(self) -> None:
        lines = self.lines
        self.text = line_text(lines[0]) if len(lines) == 1 else "\n".join(filter(None, map(line_text, lines)))

    @property
    def is_picture(self) -> bool:
        """Whether it holds nothing but pictures."""
        return not self.text


@dataclass(slots=True)
class Figure:
    """Pictures with one caption."""

    images: Line
    caption: list[Line]


@dataclass(slots=True)
class ListBlock:
    """A list; ``start`` is an ordered list's first number when it is not 1."""

    tag: str
    items: list[list[Block]]
    start: str = ""


@dataclass(slots=True)
class Quote:
    """A block quotation."""

    blocks: list[Block]


@dataclass(slots=True)
class Cell:
    """A table cell; ``spans`` holds its ``colspan`` and ``rowspan``."""

    tag: str
    spans: dict[str, str]
    blocks: list[Block]


@dataclass(slots=True)
class Table:
    """A table of figures: rows of the head, rows of the body."""

    caption: list[Line]
    head: list[list[Cell]]
    body: list[list[Cell]] = field(default_factory=list)


@dataclass(slots=True)
class Plain:
    """``pre`` with its text, or ``hr``."""

    tag: str
    text: str = ""


Block: TypeAlias = "Paragraph | Figure | ListBlock | Quote | Table | Plain"


def common_format(one: Format, other: Format) -> Format:
    """Return the tags, from the outside in, that stay open between the two."""
    if one == other:
        return one
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return one[:shared]


def line_text(line: Line) -> str:
    """Return the line's text without pictures."""
    if len(line) == 1:
        return "" if line[0].src else line[0].text.strip()
    return "".join(leaf.text for leaf in line if not leaf.src).strip()


def write(blocks: Iterable[Block]) -> str:
    """Return the blocks as HTML, each on its own line, nothing indented."""
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph(tag=tag, lines=lines):
            return f"<{tag}>{_lines(lines)}</{tag}>"
        case Figure(images=images, caption=caption):
            return f"<figure>{_line(images)}<figcaption>{_lines(caption)}</figcaption></figure>"
        case ListBlock(tag=tag, items=items, start=start):
            opening = f'<{tag} start="{start}">' if start else f"<{tag}>"
            return "\n".join([opening, *(_item(item) for item in items), f"</{tag}>"])
        case Quote(blocks=inner):
            return f"<blockquote>\n{write(inner)}\n</blockquote>"
        case Table():
            return _table(block)
        case Plain(tag="hr"):
            return "<hr>"
        case Plain(tag=tag, text=text):
            return f"<{tag}>{escape(text, quote=False)}</{tag}>"


def _item(blocks: list[Block]) -> str:
    """Write a list item: a lone leading paragraph needs no tag of its own."""
    paragraphs = sum(isinstance(block, Paragraph) and block.tag == "p" for block in blocks)
    first = blocks[0]
    if paragraphs != 1 or not isinstance(first, Paragraph) or first.tag != "p":
        return f"<li>\n{write(blocks)}\n</li>"
    if len(blocks) == 1:
        return f"<li>{_lines(first.lines)}</li>"
    return f"<li>{_lines(first.lines)}\n{write(blocks[1:])}\n</li>"


def _table(table: Table) -> str:
    lines = ["<table>"]
    if table.caption:
        lines.append(f"<caption>{_lines(table.caption)}</caption>")
    for tag, rows in (("thead", table.head), ("tbody", table.body)):
        if rows:
            lines += [f"<{tag}>", *(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows), f"</{tag}>"]
    return "\n".join([*lines, "</table>"])


def _cell(cell: Cell) -> str:
    """Write a cell: paragraphs become lines, other blocks stand on lines of their own."""
    spans = "".join(f' {name}="{value}"' for name, value in cell.spans.items())
    parts: list[str] = []
    for block, before in zip(cell.blocks, [None, *cell.blocks], strict=False):
        is_text = isinstance(block, Paragraph) and block.tag == "p"
        was_text = isinstance(before, Paragraph) and before.tag == "p"
        if parts:
            parts.append("<br>" if is_text and was_text else "\n")
        elif not is_text:
            parts.append("\n")
        parts.append(_lines(block.lines) if isinstance(block, Paragraph) and is_text else _block(block))
        if not is_text and block is cell.blocks[-1]:
            parts.append("\n")
    return f"<{cell.tag}{spans}>{''.join(parts)}</{cell.tag}>"


def _lines(lines: Sequence[Line]) -> str:
    return "<br>".join(map(_line, lines))


def _line(line: Line) -> str:
    """Write a line: tags are opened and closed where the format changes."""
    if len(line) == 1 and line[0][1:] == ((), ""):
        return escape(line[0].text, quote=False)
    parts: list[str] = []
    opened: Format = ()
    for leaf in line:
        if leaf.format != opened:
            shared = len(common_format(opened, leaf.format))
            parts += [f"</{tag}>" for tag, _ in reversed(opened[shared:])]
            parts += [f'<a href="{escape(href)}">' if href else f"<{tag}>" for tag, href in leaf.format[shared:]]
            opened = leaf.format
        if leaf.src:
            parts.append(f'<img src="{escape(leaf.src)}" alt="{escape(leaf.text)}">')
        else:
            parts.append(escape(leaf.text, quote=False))
    parts += [f"</{tag}>" for tag, _ in reversed(opened)]
    return "".join(parts)
