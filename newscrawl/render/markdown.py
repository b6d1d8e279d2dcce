r"""A clean HTML fragment as Markdown: CommonMark, with the tables of GitHub's dialect.

What Markdown has no words for stays HTML inside it: ``sub``, ``sup`` and ``del``, tables with lists or quotations in
their cells, pictures whose address Astro could not decode, and emphasis where CommonMark would not see it.
``**“引号”**字`` is such a place: a mark at the inner edge of the asterisks asks for a space or a mark at the outer
edge, which Chinese text does not have.

A figure becomes its picture and, after a hard break, its caption in emphasis. A ``<figure>`` would look better in some
themes, but Hugo leaves raw HTML out unless told otherwise, and a caption must not be lost. For Hugo there is Markdown
without any HTML: tables lose the lists in their cells, and emphasis is left out where CommonMark would not see it.
Braces are left to the renderer, which escapes them in every kind of body.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag

from newscrawl.render.links import decodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bs4.element import PageElement

__all__ = ["to_markdown"]

_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_BLOCKS = frozenset({*_HEADINGS, *"p ul ol blockquote pre figure table hr div li figcaption caption".split()})
_EMPHASIS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_HTML_INLINE = frozenset({"del", "sub", "sup"})
_SIMPLE_CELL = frozenset("p br a img strong em b i del sub sup code".split())

MAX_GRID = 20_000
"""Cells up to which a table's spans are filled with empty ones: a thousand large spans would make fifty million."""

_SPACES = re.compile(r"[ \t\r\n\f]+")
# Single tildes strike text through in marked and goldmark: "3~5元，7~9元". "&" only where it begins a
# reference; "<" always, since marked looks for no emphasis between "<" and ">".
_MARKUP = re.compile(
    r"[\\*`\[\]~]"
    r"|_+"
    r"|<"
    r"|&(?=#?\w+;)"
    r"|(?<=https):(?=//)|(?<=http):(?=//)|(?<=ftp):(?=//)|(?<=www)\.(?=\w)|(?<=[\w.+-])@(?=[\w-])",
    re.I,
)
_LINE_START = re.compile(
    r"[+-](?=\s|$)|-(?=-)|>|#{1,6}(?=\s|$)|=+\s*$|:(?=\s)|[|:][|:\s-]*$|(?P<number>\d{1,9})[.)](?=\s|$)"
)
_URL_UNSAFE = re.compile(r"[\s<>\\|`\"]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_KEPT_BREAK = "\ufdd2"
"""Stands for a line end in ``pre`` while lines are joined; no character, so no text holds it."""


class _Place(NamedTuple):
    """Where a piece stands, as far as its Markdown depends on it."""

    in_cell: bool = False
    """In a cell of a table, which is one line."""
    raw_html: bool = True
    """Where HTML is shown as HTML."""


def to_markdown(html: str, *, raw_html: bool = True) -> str:
    r"""Return the clean fragment as Markdown, without a line end at its end.

    >>> to_markdown("<h2>甲</h2>\n<p>1. a <strong>b</strong><br>c*</p>")
    '## 甲\n\n1\\. a **b**\\\nc\\*'
    """
    # a fragment without any tag would make BeautifulSoup warn of text that looks like an address
    soup = BeautifulSoup(f"<div>{html}</div>", "html.parser", multi_valued_attributes=None)
    return "\n\n".join(_blocks(soup, _Place(raw_html=raw_html)))


# --- blocks ----------------------------------------------------------------------------------------------------------


def _blocks(container: Tag, place: _Place) -> list[str]:
    """Return the container's blocks; text between them becomes paragraphs."""
    blocks: list[str] = []
    loose: list[PageElement] = []
    same_lists = 0
    last = ""
    for node in [*container.contents, None]:
        if node is not None and not (isinstance(node, Tag) and node.name in _BLOCKS):
            loose.append(node)
            continue
        if paragraph := _paragraph(loose, place):
            blocks.append(paragraph)
            last = "p"
        loose = []
        if not isinstance(node, Tag):
            continue
        # two lists in a row would be read as one: every other one gets the other marker
        same_lists = same_lists + 1 if node.name == last else 0
        if made := _block(node, place, other_marker=same_lists % 2 == 1):
            blocks += made
            last = node.name
    return blocks


def _block(tag: Tag, place: _Place, *, other_marker: bool) -> list[str]:
    name = tag.name
    if name in ("ul", "ol"):
        return _list(tag, place, other_marker=other_marker)
    if name == "blockquote":
        lines = "\n\n".join(_blocks(tag, place)).split("\n")
        return ["\n".join(f"> {line}".rstrip() for line in lines)]
    if name == "pre":
        return [_fenced(tag.get_text())]
    if name == "hr":
        return ["***"]
    if name == "figure":
        return _figure(tag, place)
    if name == "table":
        return _table(tag, place)
    if name in _HEADINGS:
        text = re.sub(r"(#+)$", r"\\\1", _inline(tag.contents, place).strip())
        return [f"{_HEADINGS[name]} {text}"] if text else []
    if any(_is_block(child) for child in tag.contents):
        return _blocks(tag, place)
    return [*filter(None, [_paragraph(tag.contents, place)])]


def _paragraph(nodes: Sequence[PageElement], place: _Place) -> str:
    return _lines(_inline(nodes, place).strip(" "))


def _lines(text: str) -> str:
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    """Return the line so that its beginning begins no block."""
    match = _LINE_START.match(line)
    if not match:
        return line
    place = len(match["number"] or "")
    return f"{line[:place]}\\{line[place:]}"


def _list(tag: Tag, place: _Place, *, other_marker: bool) -> list[str]:
    number = int(str(tag.get("start") or 1))
    items: list[str] = []
    for item in tag.find_all("li", recursive=False):
        marker = f"{number}{')' if other_marker else '.'}" if tag.name == "ol" else "+" if other_marker else "-"
        number += 1
        lines = _item(item, place).split("\n")
        indent = " " * (len(marker) + 1)
        rest = (indent + line if line else "" for line in lines[1:])
        items.append("\n".join([f"{marker} {lines[0]}", *rest]))
    return ["\n".join(items)] if items else []


def _item(item: Tag, place: _Place) -> str:
    """Return the item's blocks; a list right below its text needs no blank line."""
    blocks = _blocks(item, place)
    names = [child.name for child in item.contents if isinstance(child, Tag) and child.name in _BLOCKS]
    if len(blocks) == 2 and names == ["ul"]:
        return "\n".join(blocks)
    return "\n\n".join(blocks)


def _fenced(code: str) -> str:
    runs = [len(run) for run in re.findall(r"`+", code)]
    fence = "`" * max(3, *(run + 1 for run in [2, *runs]))
    return f"{fence}\n{code.strip(chr(10))}\n{fence}"


def _figure(tag: Tag, place: _Place) -> list[str]:
    images = " ".join(_image(image, place) for image in tag.find_all("img", recursive=False))
    captions = tag.find_all("figcaption", recursive=False)
    if not images or len(tag.find_all("img", recursive=False)) + len(captions) < len(
        tag.find_all(True, recursive=False)
    ):
        return _blocks(tag, place)
    return ["\\\n".join([images, *filter(None, (_emphasised(caption, place) for caption in captions))])]


def _emphasised(tag: Tag, place: _Place) -> str:
    """Return the tag's text in emphasis, which emphasis inside would end."""
    for inner in tag.find_all(["em", "i"]):
        inner.unwrap()
    tag.smooth()
    text = _inline(tag.contents, place, "*", "*").strip(" ")
    if "*" in text:
        return _lines(f"<em>{text}</em>" if place.raw_html else text)
    return _lines(f"*{text}*") if text else ""


def _table(table: Tag, place: _Place) -> list[str]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    caption = table.find("caption", recursive=False)
    above = [_emphasised(caption, place)] if caption else []
    foreign = [
        tag for row in rows for cell in _cells(row) for tag in cell.find_all(True) if tag.name not in _SIMPLE_CELL
    ]
    if foreign and place.raw_html:
        if caption:
            caption.decompose()
        return [*above, _as_html(table)]
    for tag in foreign:
        tag.insert_before(" ")
        tag.unwrap()
    grid = _grid(rows, place._replace(in_cell=True))
    if not grid:
        return above
    lines = [f"| {' | '.join(row)} |" for row in grid]
    lines.insert(1, f"|{' --- |' * len(grid[0])}")
    return [*above, "\n".join(lines)]


def _grid(rows: list[Tag], place: _Place) -> list[list[str]]:
    """Return the cells as rows of equal length; what a cell spans beyond its first place is empty."""
    taken: dict[tuple[int, int], str] = {}
    room = MAX_GRID
    for y, row in enumerate(rows):
        x = 0
        for cell in _cells(row):
            while (y, x) in taken:
                x += 1
            height, width = min(_span(cell, "rowspan"), len(rows) - y), _span(cell, "colspan")
            if (room := room - height * width) < 0:
                height = width = 1
            taken.update({(y + down, x + right): "" for down in range(height) for right in range(width)})
            taken[y, x] = _cell(cell, place)
            x += width
    width = max((x + 1 for _, x in taken), default=0)
    return [[taken.get((y, x), "") for x in range(width)] for y in range(len(rows))] if width else []


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "")
    return max(1, int(value)) if value.isdecimal() else 1


def _cell(cell: Tag, place: _Place) -> str:
    parts = [cell] if not cell.find("p", recursive=False) else cell.find_all("p", recursive=False)
    return _break(place).join(_inline(part.contents, place).strip(" ") for part in parts)


def _break(place: _Place) -> str:
    if not place.in_cell:
        return "\\\n"
    return "<br>" if place.raw_html else " "


def _as_html(tag: Tag) -> str:
    """Return the tag as an HTML block: no blank line, for it would end the block, and no indentation."""
    for pre in tag.find_all("pre"):
        pre.string = pre.get_text().replace("\n", _KEPT_BREAK)
    lines = (line.strip(" \t") for line in tag.decode(formatter="minimal").split("\n"))
    return "\n".join(filter(None, lines)).replace(_KEPT_BREAK, "&#10;")


# --- inside a paragraph ----------------------------------------------------------------------------------------------


def _inline(nodes: Iterable[PageElement], place: _Place, before: str = "", after: str = "") -> str:
    """Return the nodes as Markdown; ``before`` and ``after`` are the characters around, empty at the line's ends."""
    shown = [node for node in nodes if not isinstance(node, PreformattedString)]
    out = ""
    for node, following in zip(shown, [*shown[1:], None], strict=False):
        piece = _piece(node, place, out[-1:] or before, _first(following) or after)
        if out.endswith("!") and piece.startswith("["):
            out = f"{out[:-1]}\\!"  # the two would begin a picture
        if out.endswith("\n"):
            piece = piece.lstrip(" ")
        out += piece
    return re.sub(r" +(?=\\\n)", "", out)


def _piece(node: PageElement, place: _Place, before: str, after: str) -> str:
    if not isinstance(node, Tag):
        text = _escaped(_SPACES.sub(" ", str(node)))
        return text.replace("|", "\\|") if place.in_cell else text
    name = node.name
    if name == "br":
        return _break(place)
    if name == "img":
        return _image(node, place)
    if name == "code":
        code = _code(node.get_text(), before) if place.raw_html else _plain_code(node.get_text(), before)
        return code.replace("|", "\\|") if place.in_cell else code
    if name == "a" and node.get("href"):
        return f"[{_inline(node.contents, place, '[', ']')}]({_address(str(node['href']))})"
    if name in _EMPHASIS:
        return _emphasis(node, place, before, after)
    if name in _HTML_INLINE:
        if not place.raw_html:
            return _without_html(node, place, before, after)
        return f"<{name}>{_inline(node.contents, place, '>', '<')}</{name}>"
    return _inline(node.contents, place, before, after)


def _emphasis(tag: Tag, place: _Place, before: str, after: str) -> str:
    """Return emphasis with asterisks where every parser would see it, with HTML tags elsewhere."""
    marks = _EMPHASIS[tag.name]
    text = _inline(tag.contents, place, "*", "*")
    if not text:
        return ""
    alone = "*" not in text and "*" not in (before, after)
    if alone and _opens(before, text[0]) and _opens(after, text[-1]):
        return f"{marks}{text}{marks}"
    if not place.raw_html:
        return text
    html = "strong" if marks == "**" else "em"
    return f"<{html}>{text}</{html}>"


def _without_html(tag: Tag, place: _Place, before: str, after: str) -> str:
    """Return struck-out text in GitHub's marks, a power with its sign, and other raised and lowered text as it is."""
    text = _inline(tag.contents, place, before, after)
    if (
        tag.name == "del"
        and text
        and _opens(before, text[0])
        and _opens(after, text[-1])
        and "~" not in (before, after)
    ):
        return f"~~{text}~~"
    if tag.name == "sup" and before.isdigit() and text[:1].isdigit():
        return f"^{text}"
    return text


def _opens(outside: str, inside: str) -> bool:
    """Tell whether asterisks between the two characters turn to the inside, in CommonMark's words: are flanking.

    Parsers differ on whether symbols beyond ASCII are punctuation; here they are never what helps.
    """
    if not inside or inside.isspace():
        return False
    return _category(inside) not in "PS" or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return _category(character) == "P" or (character.isascii() and _category(character) == "S")


def _category(character: str) -> str:
    return unicodedata.category(character)[0]


def _first(node: PageElement | None) -> str:
    """Return the character that the node's Markdown begins with, or one of its kind."""
    if node is None:
        return ""
    if not isinstance(node, Tag):
        return _escaped(_SPACES.sub(" ", str(node)))[:1]
    if node.name in _EMPHASIS:
        return "*"
    return {"a": "[", "img": "!", "code": "`", "br": "\\"}.get(node.name, "<")


def _escaped(text: str) -> str:
    """Return the text with a backslash or a character reference wherever Markdown would see markup in a line."""
    return _MARKUP.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    found, text = match[0], match.string
    if found == "<":
        return "&lt;"
    if found == "&":
        return "&amp;"
    if found.startswith("_"):
        inside_word = text[: match.start()][-1:].isalnum() and text[match.end() :][:1].isalnum()
        return found if inside_word else "\\_" * len(found)
    return f"\\{found}" if found else ""


def _code(code: str, before: str) -> str:
    code = _SPACES.sub(" ", code)
    if "`" in code or before == "`":
        # longer fences are not understood everywhere: marked does not see them in a link's text
        return f"<code>{_escaped(code)}</code>"
    return f"`{code}`" if code.strip() else code


def _plain_code(code: str, before: str) -> str:
    """Return code in marks that it does not hold itself; a reader of CommonMark sees them everywhere."""
    code = _SPACES.sub(" ", code)
    if not code.strip() or before == "`":
        return _escaped(code)
    marks = "`" * (max((len(run) for run in re.findall("`+", code)), default=0) + 1)
    space = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{marks}{space}{code}{space}{marks}"


def _image(image: Tag, place: _Place) -> str:
    url, alt = str(image.get("src") or ""), _SPACES.sub(" ", str(image.get("alt") or ""))
    if place.raw_html and not decodes(url):
        alt = escape(alt).replace("|", "&#124;")
        return f'<img src="{escape(url)}" alt="{alt}" referrerpolicy="no-referrer">'
    alt = _escaped(alt).replace("|", "\\|")
    return f"![{alt}]({_address(url)})"


def _address(url: str) -> str:
    """Return the address so that nothing in it ends the link or is read as an entity."""
    url = _URL_UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", url)
    return re.sub(r"([()])", r"\\\1", _ENTITY.sub("&amp;", url))


def _is_block(node: PageElement) -> bool:
    return isinstance(node, Tag) and node.name in _BLOCKS
