"""Lines of text: white space, formats and breaks put into one canonical shape."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from newscrawl.clean.blocks import Leaf, common_format
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from newscrawl.clean.blocks import Format, Line

__all__ = ["BREAK", "add_format", "group_lines", "is_strong", "settle", "settled", "visible"]

BREAK = Leaf("\n", (("br", ""),))
"""Stands in a run where the source has ``br``."""

_ORDER = ("a", "strong", "em", "del", "sub", "sup", "code")
"""Inline tags from the outside in, so that equal looks have equal markup."""

_BLANK = " \t\r\n\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = lazy_pattern(rf"[{_BLANK}]{{2,}}|[\t\r\n\x0b\x0c\x85\u2028\u2029]")
# Two full-width spaces open a paragraph in Chinese typography; sites without <p> separate paragraphs by them alone.
_INDENT = lazy_pattern(r"^\s*[\u3000\u00a0] ?[\u3000\u00a0]")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
# a line end of the source between two Chinese characters is no space
_CJK_LINE_END = lazy_pattern(rf"(?<={_CJK})[ \t]*[\r\n][ \t\r\n]*(?={_CJK})")
_WIDE = lazy_pattern(rf"(?<![{_BLANK}])[{_BLANK}]*\u3000[{_BLANK}]*")
_INVISIBLE = lazy_pattern(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff]")


def add_format(around: Format, tag: str, href: str = "") -> Format:
    """Return the format with one more tag; a tag that is there already is not put in twice."""
    if not around:
        return ((tag, href),)
    if any(tag == name for name, _ in around):
        return around
    return tuple(sorted((*around, (tag, href)), key=lambda part: _ORDER.index(part[0])))


def group_lines(run: Line, *, keep_breaks: bool) -> list[list[Line]]:
    """Cut a run at its breaks into paragraphs of lines.

    With ``keep_breaks`` only an empty line or an indented one begins a paragraph; lines of pictures always stand alone.
    """
    if BREAK not in run:
        line = settle(run)
        return [[line]] if line else []
    paragraphs: list[list[Line]] = []
    apart = True
    for raw in _split(run):
        line = settle(raw)
        if not line:
            apart = True
            continue
        picture = all(leaf.src or leaf.text.isspace() for leaf in line)
        if apart or picture or not keep_breaks or _INDENT.match("".join(leaf.text for leaf in raw)):
            paragraphs.append([])
        paragraphs[-1].append(line)
        apart = picture
    return paragraphs


def settle(leaves: Line) -> Line:
    """Return the line with white space collapsed and outside the formats, nothing empty, equal neighbours merged."""
    if len(leaves) == 1:
        leaf = leaves[0]
        if leaf.src:
            return leaves
        core = settled(leaf.text)
        return [Leaf(core, leaf.format)] if core else []
    line: Line = []
    pending = ""
    for leaf in _merged(leaves):
        after = ""
        if not leaf.src:
            before, core, after = _parts(leaf.text)
            pending = pending or before
            if not core:
                pending = pending or after
                continue
            leaf = Leaf(core, leaf.format)
        if line and pending:
            _append(line, Leaf(pending, common_format(line[-1].format, leaf.format)))
        _append(line, leaf)
        pending = after
    return line


def settled(text: str) -> str:
    """Return text that stands for itself with white space collapsed, none at its ends."""
    return _parts(text)[1]


def visible(text: str) -> str:
    """Return the text without characters that nobody sees and no parser takes."""
    return _INVISIBLE.sub("", text)


def is_strong(line: Line) -> bool:
    """Tell whether all text of the line is strong."""
    return all(("strong", "") in leaf.format for leaf in line if not leaf.src and not leaf.text.isspace())


def _split(run: Line) -> list[Line]:
    lines: list[Line] = [[]]
    for leaf in run:
        if leaf is BREAK:
            lines.append([])
        else:
            lines[-1].append(leaf)
    return lines


def _merged(leaves: Line) -> Line:
    """Return the leaves with neighbours of one format made one."""
    merged: Line = []
    for (picture, form), group in groupby(leaves, key=lambda leaf: (bool(leaf.src), leaf.format)):
        if picture:
            merged.extend(group)
        else:
            merged.append(Leaf("".join([leaf.text for leaf in group]), form))
    return merged


def _append(line: Line, leaf: Leaf) -> None:
    if line:
        last = line[-1]
        if last.format == leaf.format and not leaf.src and not last.src:
            line[-1] = Leaf(last.text + leaf.text, leaf.format)
            return
    line.append(leaf)


def _parts(text: str) -> tuple[str, str, str]:
    """Return the collapsed space before the text, the text, the collapsed space behind it."""
    core = text.strip()
    # most text has nothing to collapse; all spaces but the ASCII one and nearly all that nobody sees are not printable
    if not core.isprintable() or "  " in core or "\ufffc" in core:
        text = _collapsed(text)
        core = text.strip()
    if len(core) == len(text):
        return "", core, ""
    start = len(text) - len(text.lstrip())
    before, after = text[:start], text[start + len(core) :]
    return before and _collapsed(before), core, after and _collapsed(after)


def _collapsed(text: str) -> str:
    """Return the text with one space, the widest kind of it, for each stretch of white space."""
    text = visible(text)
    if "\n" in text or "\r" in text:
        text = _CJK_LINE_END.sub("", text)
    if "\u3000" in text:
        text = _WIDE.sub("\u3000", text)
    return _SPACES.sub(" ", text)
