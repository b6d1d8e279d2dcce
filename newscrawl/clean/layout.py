"""From a tree of tags to a list of blocks.

Old pages put whole articles into one ``div`` with ``br``, new ones wrap every paragraph three times; both come out as
the same blocks. Nothing is dropped here: every character of the tree stands in some block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bs4.element import NavigableString, PreformattedString, Tag

from newscrawl.clean.blocks import Cell, Figure, Leaf, ListBlock, Paragraph, Plain, Quote, Table
from newscrawl.clean.lines import BREAK, add_format, group_lines, is_strong, settle, visible
from newscrawl.clean.tree import holds
from newscrawl.clean.vocabulary import (
    BLOCK_TAGS,
    BLOCK_TERMS,
    BOLD_STYLE,
    CENTRED_STYLE,
    FORMAT_TAGS,
    HEADING_TAGS,
    INLINE_TAGS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bs4.element import PageElement

    from newscrawl.clean.blocks import Block, Format, Line

__all__ = ["lay_out"]

MAX_DEPTH = 100
"""Deeper trees are read flat: real pages stay under 30, Python's stack ends at 1,000."""

CAPTION_LENGTH = 60
"""A centred line below a picture is its caption up to this length (characters); longer ones are text."""

PROSE = re.compile(r"[\u3400-\u9fff]")

_SPANS = {"colspan": 100, "rowspan": 500}
"""Span attributes and their largest sensible value (the HTML standard allows 1,000 and 65,534)."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What the tags around a place mean for it."""

    format: Format = ()
    keep_breaks: bool = False
    """Whether a single ``br`` stays one (inside ``p``) or ends a paragraph (in bare text)."""
    centred: bool = False
    heading: str = ""
    in_cell: bool = False


def lay_out(root: Tag) -> list[Block]:
    """Return the blocks of the tree below the tag."""
    return _Layout().read(root, _Around())


class _Layout:
    """Collects the blocks of one container; cells, items and quotes get a layout of their own."""

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth
        self.blocks: list[Block] = []
        self.run: Line = []
        """What the paragraph under way holds so far."""

    def read(self, node: Tag, around: _Around) -> list[Block]:
        """Read everything below the tag and return the blocks."""
        self._block(node, around)
        return self.blocks

    def _walk(self, node: Tag, around: _Around) -> None:
        if self.depth > MAX_DEPTH:
            self._flat(node, around)
            return
        self.depth += 1
        for child in node.contents:
            if isinstance(child, Tag):
                self._tag(child, around)
            elif _is_text(child):
                self.run.append(Leaf(str(child), around.format))
        self.depth -= 1

    def _flat(self, node: Tag, around: _Around) -> None:
        for child in node.descendants:
            if _is_text(child):
                self.run.append(Leaf(str(child), around.format))
            elif isinstance(child, Tag) and child.name not in INLINE_TAGS and child.name not in FORMAT_TAGS:
                self._end(around)

    def _tag(self, tag: Tag, around: _Around) -> None:
        name = tag.name
        if name == "br":
            self.run.append(Leaf(" ", around.format) if around.heading else BREAK)
        elif name == "img":
            link = tuple(part for part in around.format if part[0] == "a")
            self.run.append(Leaf(str(tag.get("alt", "")), link, str(tag["src"])))
        elif name in _BLOCKS and not (around.heading and name in BLOCK_TAGS):
            self._end(around)
            _BLOCKS[name](self, tag, around)
            self._end(around)
        elif around.heading and name in BLOCK_TAGS:
            self.run.append(Leaf(" ", around.format))
            self._walk(tag, around)
        elif name == "q":
            self.run.append(Leaf("“", around.format))
            self._walk(tag, around)
            self.run.append(Leaf("”", around.format))
        else:
            inner = _format_of(tag, around.format)
            self._walk(tag, around if inner is around.format else replace(around, format=inner))

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
        line = settle(leaf for leaf in plain if not leaf.src)
        self.blocks += [Paragraph("p", [[picture]]) for picture in pictures]
        if line:
            self.blocks.append(Paragraph(around.heading, [line]))

    # --- one function a kind of block --------------------------------------------------------------------------------

    def _block(self, tag: Tag, around: _Around) -> None:
        centred = around.centred or _is_centred(tag)
        inner = replace(around, keep_breaks=tag.name in ("p", "li", "td", "th"), centred=centred)
        if tag.name == "p":
            inner = replace(inner, format=_format_of(tag, around.format))
        elif tag.name in BLOCK_TERMS:
            inner = replace(inner, format=add_format(around.format, "strong"))
        self._walk(tag, inner)
        self._end(inner)

    def _heading(self, tag: Tag, around: _Around) -> None:
        inner = around if around.in_cell else replace(around, heading=HEADING_TAGS[tag.name])
        self._walk(tag, inner)
        self._end(inner)

    def _list(self, tag: Tag, around: _Around) -> None:
        items: list[list[Block]] = []
        for child in tag.contents:
            if isinstance(child, Tag) and child.name in ("ul", "ol") and items:
                items[-1] += self._inner([child], around)
            elif isinstance(child, Tag) and child.name == "li":
                items.append(_Layout(self.depth).read(child, _fresh(around)))
            elif isinstance(child, Tag) or _is_text(child):
                items.append(self._inner([child], around))
        start = str(tag.get("start") or "")
        if items := [item for item in items if item]:
            numbered = tag.name == "ol" and re.fullmatch(r"\d{1,6}", start) and int(start) != 1
            self.blocks.append(ListBlock(tag.name, items, str(int(start)) if numbered else ""))

    def _quote(self, tag: Tag, around: _Around) -> None:
        if blocks := _Layout(self.depth).read(tag, _fresh(around)):
            self.blocks.append(Quote(blocks))

    def _pre(self, tag: Tag, around: _Around) -> None:
        if holds(tag, "img", "table", "p"):
            self._block(tag, around)
            return
        for line_end in tag.find_all("br"):
            line_end.replace_with("\n")
        text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", visible(tag.get_text())).strip("\n")
        if len(PROSE.findall(text)) > 0.3 * len(text) and not holds(tag, "code"):
            # some outlets set whole articles in <pre>
            for line in text.split("\n"):
                self.run += [Leaf(line, around.format), BREAK]
        elif text.strip():
            self.blocks.append(Plain("pre", text))

    def _rule(self, tag: Tag, around: _Around) -> None:
        if not around.in_cell:
            self.blocks.append(Plain("hr"))

    def _figure(self, tag: Tag, around: _Around) -> None:
        caption: list[Line] = []
        for element in tag.find_all("figcaption"):
            for block in self._inner([element.extract()], around):
                caption += block.lines if isinstance(block, Paragraph) else []
        blocks = self._inner([tag], replace(around, centred=False), flat=True)
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

    def _table(self, tag: Tag, around: _Around) -> None:
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

    def _rows(self, node: Tag, table: Table, around: _Around, *, head: bool = False) -> list[tuple[bool, list[Cell]]]:
        """Return the rows and whether each stands in the head; what is neither goes before the table."""
        rows: list[tuple[bool, list[Cell]]] = []
        for child in node.contents:
            if not isinstance(child, Tag):
                if _is_text(child):
                    self.blocks += self._inner([child], around)
            elif child.name in ("thead", "tbody", "tfoot"):
                rows += self._rows(child, table, around, head=child.name == "thead")
            elif child.name in ("tr", "td", "th"):
                cells = [child] if child.name != "tr" else child.find_all(["td", "th"])
                rows += [(head, [self._cell(cell, around) for cell in cells])] if cells else []
            elif child.name == "caption":
                for block in self._inner([child], around):
                    table.caption += block.lines if isinstance(block, Paragraph) else []
            else:
                self.blocks += self._inner([child], around)
        return rows

    def _cell(self, tag: Tag, around: _Around) -> Cell:
        spans = {}
        for name, most in _SPANS.items():
            value = str(tag.get(name) or "")
            if re.fullmatch(r"\d{1,3}", value) and 1 < int(value) <= most:
                spans[name] = str(int(value))
        return Cell(tag.name, spans, _Layout(self.depth).read(tag, replace(_fresh(around), in_cell=True)))

    def _inner(self, nodes: Iterable[PageElement], around: _Around, *, flat: bool = False) -> list[Block]:
        """Return the blocks of nodes that stand apart from the paragraph under way; ``flat``: of what is in them."""
        layout = _Layout(self.depth)
        for node in nodes:
            if not isinstance(node, Tag):
                layout.run.append(Leaf(str(node), around.format))
            elif flat:
                layout._walk(node, around)
            else:
                layout._tag(node, around)
        layout._end(around)
        return layout.blocks


def _is_text(node: PageElement) -> bool:
    """Tell text from tags, comments and declarations."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def _fresh(around: _Around) -> _Around:
    return _Around(format=around.format, in_cell=around.in_cell)


def _format_of(tag: Tag, around: Format) -> Format:
    if tag.name == "a" and tag.get("href"):
        around = add_format(around, "a", str(tag["href"]))
    elif tag.name in FORMAT_TAGS:
        around = add_format(around, FORMAT_TAGS[tag.name])
    if tag.attrs and BOLD_STYLE.search(f"{tag.get('style', '')} {tag.get('cms-style', '')}"):
        around = add_format(around, "strong")
    return around


def _is_centred(tag: Tag) -> bool:
    if not tag.attrs:
        return tag.name == "center"
    said = " ".join(str(tag.get(name, "")) for name in ("style", "class", "cms-style"))
    return tag.name == "center" or str(tag.get("align", "")).lower() == "center" or bool(CENTRED_STYLE.search(said))


def _is_box(cells: list[Cell]) -> bool:
    """Tell a one-column table that frames a picture or a text from a column of figures."""
    return any(
        not isinstance(block, Paragraph) or _holds_picture([block]) or len(block.text) > 200
        for cell in cells
        for block in cell.blocks
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
