"""From a tree of tags to a list of blocks.

Old pages put whole articles into one ``div`` with ``br``, new ones wrap every paragraph three times; both come out as
the same blocks. Nothing is dropped here: every character of the tree stands in some block.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from newscrawl.clean.blocks import Cell, Figure, Leaf, ListBlock, Paragraph, Plain, Quote, Table
from newscrawl.clean.lines import BREAK, add_format, group_lines, is_strong, settle, settled, visible
from newscrawl.clean.tree import drop, holds, outermost
from newscrawl.clean.vocabulary import (
    BLOCK_TAGS,
    BLOCK_TERMS,
    FORMAT_TAGS,
    HEADING_TAGS,
    INLINE_TAGS,
)
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newscrawl.clean.blocks import Block, Format, Line
    from newscrawl.clean.survey import Survey

__all__ = ["lay_out"]

MAX_DEPTH = 100
"""Deeper trees are read flat: real pages stay under 30, Python's stack ends at 1,000."""

CAPTION_LENGTH = 60
"""A centred line below a picture is its caption up to this length (characters); longer ones are text."""

BOX_LENGTH = 200
"""From so much text on (characters) a cell is a text in a frame."""

PROSE = lazy_pattern(r"[\u3400-\u9fff]")

_KEEPING_BREAKS = frozenset({"p", "li", "td", "th"})

_SPANS = {"colspan": 100, "rowspan": 500}
"""Span attributes and their largest sensible value (the HTML standard allows 1,000 and 65,534)."""


class _Around(NamedTuple):
    """What the tags around a place mean for it."""

    format: Format = ()
    keep_breaks: bool = False
    """Whether a single ``br`` stays one (inside ``p``) or ends a paragraph (in bare text)."""
    centred: bool = False
    heading: str = ""
    in_cell: bool = False


def lay_out(survey: Survey) -> list[Block]:
    """Return the blocks of the tree; it is used up."""
    return _Layout(survey).read(survey.root, _Around())


class _Layout:
    """Collects the blocks of one container; cells, items and quotes get a layout of their own."""

    __slots__ = ("blocks", "depth", "run", "survey")

    def __init__(self, survey: Survey, depth: int = 0) -> None:
        self.survey = survey
        self.depth = depth
        self.blocks: list[Block] = []
        self.run: Line = []
        """What the paragraph under way holds so far."""

    def read(self, node: etree._Element, around: _Around) -> list[Block]:
        """Read everything below the element and return the blocks."""
        self._block(node, around)
        return self.blocks

    def _walk(self, node: etree._Element, around: _Around) -> None:
        if self.depth > MAX_DEPTH:
            self._flat(node, around)
            return
        self.depth += 1
        # white space opens no paragraph
        if (text := node.text) and (self.run or not text.isspace()):
            self.run.append(Leaf(text, around.format))
        for child in node[:]:
            self._tag(child, around)
            if (text := child.tail) and (self.run or not text.isspace()):
                self.run.append(Leaf(text, around.format))
        self.depth -= 1

    def _flat(self, node: etree._Element, around: _Around) -> None:
        for event, element in etree.iterwalk(node, events=("start", "end")):
            if event == "start" and element.tag not in INLINE_TAGS and element.tag not in FORMAT_TAGS:
                self._end(around)
            text = element.text if event == "start" else element.tail if element is not node else None
            if text:
                self.run.append(Leaf(text, around.format))

    def _tag(self, tag: etree._Element, around: _Around) -> None:
        name = tag.tag
        if name == "br":
            self.run.append(Leaf(" ", around.format) if around.heading else BREAK)
        elif name == "img":
            link = tuple(part for part in around.format if part[0] == "a")
            self.run.append(Leaf(tag.get("alt"), link, tag.get("src")))
        elif (read := _BLOCKS.get(name)) is not None:
            if around.heading and name in BLOCK_TAGS:
                self.run.append(Leaf(" ", around.format))
                self._walk(tag, around)
                return
            if self.run:
                self._end(around)
            if self.depth > MAX_DEPTH:
                self._flat(tag, around)
            else:
                read(self, tag, around)
            if self.run:
                self._end(around)
        elif name == "q":
            self.run.append(Leaf("“", around.format))
            self._walk(tag, around)
            self.run.append(Leaf("”", around.format))
        else:
            self._inline(tag, around)

    def _inline(self, tag: etree._Element, around: _Around) -> None:
        format = self._format(tag, around.format)
        if not len(tag):
            if text := tag.text:
                self.run.append(Leaf(text, format))
        elif format is around.format:
            self._walk(tag, around)
        else:
            self._walk(tag, _Around(format, around.keep_breaks, around.centred, around.heading, around.in_cell))

    def _format(self, tag: etree._Element, around: Format) -> Format:
        """Return the format inside the element."""
        name = tag.tag
        if name == "a":
            return add_format(around, "a", href) if (href := tag.get("href")) else around
        if name in FORMAT_TAGS:
            around = add_format(around, FORMAT_TAGS[name])
        return add_format(around, "strong") if tag in self.survey.bold else around

    def _end(self, around: _Around) -> None:
        """Make what was collected into paragraphs, or into the heading that is being read."""
        if not self.run:
            return
        run, self.run = self.run, []
        if around.heading:
            self._end_heading(run, around)
            return
        paragraphs = [Paragraph("p", lines) for lines in group_lines(run, keep_breaks=around.keep_breaks)]
        if around.centred:
            _mark_captions(paragraphs)
        self.blocks += paragraphs

    def _end_heading(self, run: Line, around: _Around) -> None:
        pictures = [leaf for leaf in run if leaf.src]
        # a heading is strong by itself
        plain = [leaf._replace(format=tuple(part for part in leaf.format if part[0] != "strong")) for leaf in run]
        line = settle([leaf for leaf in plain if not leaf.src])
        self.blocks += [Paragraph("p", [[picture]]) for picture in pictures]
        if line:
            self.blocks.append(Paragraph(around.heading, [line]))

    # --- one function a kind of block --------------------------------------------------------------------------------

    def _block(self, tag: etree._Element, around: _Around) -> None:
        name = tag.tag
        format = around.format
        if name == "p":
            format = self._format(tag, format)
        elif name in BLOCK_TERMS:
            format = add_format(format, "strong")
        if not len(tag) and not around.heading:
            self._plain(tag.text, format)
            return
        centred = around.centred or name == "center" or tag in self.survey.centred
        inner = _Around(format, name in _KEEPING_BREAKS, centred, around.heading, around.in_cell)
        self._walk(tag, inner)
        if self.run:
            self._end(inner)

    def _plain(self, text: str | None, format: Format) -> None:
        """Add the paragraph that a block is which holds nothing but text: most blocks do."""
        if text and (core := settled(text)):
            self.blocks.append(Paragraph("p", [[Leaf(core, format)]]))

    def _heading(self, tag: etree._Element, around: _Around) -> None:
        inner = around if around.in_cell else around._replace(heading=HEADING_TAGS[tag.tag])
        self._walk(tag, inner)
        self._end(inner)

    def _list(self, tag: etree._Element, around: _Around) -> None:
        items = [self._inner_text(tag.text, around)]
        for child in tag[:]:
            if child.tag in ("ul", "ol") and items[-1]:
                items[-1] += self._inner([child], around)
            elif child.tag == "li":
                items.append(_Layout(self.survey, self.depth + 1).read(child, _fresh(around)))
            else:
                items.append(self._inner([child], around))
            if blocks := self._inner_text(child.tail, around):
                items.append(blocks)
        start = tag.get("start") or ""
        if items := [item for item in items if item]:
            numbered = tag.tag == "ol" and re.fullmatch(r"\d{1,6}", start) and int(start) != 1
            self.blocks.append(ListBlock(tag.tag, items, str(int(start)) if numbered else ""))

    def _quote(self, tag: etree._Element, around: _Around) -> None:
        if blocks := _Layout(self.survey, self.depth + 1).read(tag, _fresh(around)):
            self.blocks.append(Quote(blocks))

    def _pre(self, tag: etree._Element, around: _Around) -> None:
        if holds(tag, "img", "table", "p"):
            self._block(tag, around)
            return
        for line_end in tag.iter("br"):
            line_end.text = "\n"
        text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", visible("".join(tag.itertext()))).strip("\n")
        if len(PROSE.findall(text)) > 0.3 * len(text) and not holds(tag, "code"):
            # some outlets set whole articles in <pre>
            for line in text.split("\n"):
                self.run += [Leaf(line, around.format), BREAK]
        elif text.strip():
            self.blocks.append(Plain("pre", text))

    def _rule(self, tag: etree._Element, around: _Around) -> None:
        if not around.in_cell:
            self.blocks.append(Plain("hr"))

    def _figure(self, tag: etree._Element, around: _Around) -> None:
        captions = outermost(tag, {"figcaption"})
        inside = self._inner(captions, around)
        drop(tag, captions)
        blocks = self._inner([tag], around._replace(centred=False), flat=True)
        caption = [line for block in inside if isinstance(block, Paragraph) for line in block.lines]
        images = [leaf for block in blocks for leaf in _pictures(block)]
        rest = [block for block in blocks if not (isinstance(block, Paragraph) and block.is_picture)]
        if images and not caption and len(rest) == 1 and isinstance(rest[0], Paragraph):
            caption, rest = rest[0].lines, []
        if not images or not caption or any(_has_picture(line) for line in caption) or _holds_picture(rest):
            self.blocks += blocks
            self.blocks += [Paragraph("p", [line]) for line in caption]
            return
        self.blocks.append(Figure([image._replace(format=()) for image in images], caption))
        self.blocks += rest

    def _table(self, tag: etree._Element, around: _Around) -> None:
        if holds(tag, "table"):  # a layout grid
            self._block(tag, around)
            return
        table = Table([], [])
        rows = self._rows(tag, table, around)
        if not any("rowspan" in cell.spans for _, row in rows for cell in row):
            rows = [(head, row) for head, row in rows if any(cell.blocks for cell in row)]
        cells = [cell for _, row in rows for cell in row]
        if not any(cell.blocks for cell in cells):
            self.blocks += [Paragraph("p", [line]) for line in table.caption]
        elif len(cells) == 1 or (all(len(row) == 1 for _, row in rows) and _is_box(cells)):
            inner = [block for cell in cells for block in cell.blocks]
            _mark_captions(inner)
            self.blocks += [*(Paragraph("p", [line]) for line in table.caption), *inner]
        else:
            while rows and (rows[0][0] or all(cell.tag == "th" for cell in rows[0][1])):
                table.head.append(rows.pop(0)[1])
            table.body = [row for _, row in rows]
            self.blocks.append(table)

    def _rows(
        self, node: etree._Element, table: Table, around: _Around, *, head: bool = False
    ) -> list[tuple[bool, list[Cell]]]:
        """Return the rows and whether each stands in the head; what is neither goes before the table."""
        rows: list[tuple[bool, list[Cell]]] = []
        self.blocks += self._inner_text(node.text, around)
        for child in node[:]:
            name = child.tag
            if name in ("thead", "tbody", "tfoot"):
                rows += self._rows(child, table, around, head=name == "thead")
            elif name in ("tr", "td", "th"):
                cells = [child] if name != "tr" else child.iter("td", "th")
                if row := [self._cell(cell, around) for cell in cells]:
                    rows.append((head, row))
            elif name == "caption":
                for block in self._inner([child], around):
                    table.caption += block.lines if isinstance(block, Paragraph) else []
            else:
                self.blocks += self._inner([child], around)
            self.blocks += self._inner_text(child.tail, around)
        return rows

    def _cell(self, tag: etree._Element, around: _Around) -> Cell:
        spans = {}
        for name, most in _SPANS.items():
            value = tag.get(name) or ""
            if re.fullmatch(r"\d{1,3}", value) and 1 < int(value) <= most:
                spans[name] = str(int(value))
        return Cell(
            tag.tag, spans, _Layout(self.survey, self.depth + 1).read(tag, _Around(around.format, in_cell=True))
        )

    def _inner(self, nodes: Iterable[etree._Element], around: _Around, *, flat: bool = False) -> list[Block]:
        """Return the blocks of elements that stand apart from the paragraph under way; ``flat``: of what is in them."""
        layout = _Layout(self.survey, self.depth + 1)
        for node in nodes:
            if flat:
                layout._walk(node, around)
            else:
                layout._tag(node, around)
        layout._end(around)
        return layout.blocks

    def _inner_text(self, text: str | None, around: _Around) -> list[Block]:
        """Return the blocks of text that stands apart from the paragraph under way."""
        if not text or text.isspace():
            return []
        layout = _Layout(self.survey, self.depth + 1)
        layout.run.append(Leaf(text, around.format))
        layout._end(around)
        return layout.blocks


def _fresh(around: _Around) -> _Around:
    return _Around(around.format, in_cell=around.in_cell)


def _is_box(cells: list[Cell]) -> bool:
    """Tell a one-column table that frames a picture or a text from a column of figures."""
    return any(
        # the paragraphs together, for they are written as the lines of one
        sum(len(block.text) if isinstance(block, Paragraph) else BOX_LENGTH for block in cell.blocks) >= BOX_LENGTH
        or _holds_picture(cell.blocks)
        for cell in cells
    )


def _mark_captions(blocks: Sequence[Block]) -> None:
    """Mark the short lines that stand, centred, right below a picture and above the next one or the end."""
    for picture, text, after in zip(blocks, blocks[1:], [*blocks[2:], None], strict=False):
        if not (isinstance(picture, Paragraph) and picture.is_picture and isinstance(text, Paragraph)):
            continue
        ends = after is None or (isinstance(after, Paragraph) and after.is_picture)
        if ends and len(text.lines) == 1 and 0 < len(text.text) <= CAPTION_LENGTH and not is_strong(text.lines[0]):
            text.caption_of = not _has_picture(text.lines[0]) and text.tag == "p"


def _has_picture(line: Line) -> bool:
    return any(leaf.src for leaf in line)


def _pictures(block: Block) -> Line:
    lines = block.lines if isinstance(block, Paragraph) else []
    return [leaf for line in lines for leaf in line if leaf.src]


def _holds_picture(blocks: Sequence[Block]) -> bool:
    return any(map(_pictures, blocks))


_BLOCKS = {
    **dict.fromkeys(BLOCK_TAGS, _Layout._block),
    **dict.fromkeys(HEADING_TAGS, _Layout._heading),
    "ul": _Layout._list,
    "ol": _Layout._list,
    "blockquote": _Layout._quote,
    "pre": _Layout._pre,
    "listing": _Layout._pre,
    "xmp": _Layout._pre,
    "plaintext": _Layout._pre,
    "hr": _Layout._rule,
    "figure": _Layout._figure,
    "table": _Layout._table,
}
"""Which function reads which block."""
