"""Lines of text: white space, formats and breaks put into one canonical shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newscrawl.clean.blocks import Leaf, common_format

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.clean.blocks import Format, Line

__all__ = ["BREAK", "add_format", "group_lines", "is_strong", "settle", "visible"]

BREAK = Leaf("\n", (("br", ""),))
"""Stands in a run where the source has ``br``."""

_ORDER = ("a", "strong", "em", "del", "sub", "sup", "code")
"""Inline tags from the outside in, so that equal looks have equal markup."""

_BLANK = " \t\r\n\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(rf"[{_BLANK}]{{2,}}|[\t\r\n\x0b\x0c\x85\u2028\u2029]")
_LEADING = re.compile(rf"^[{_BLANK}]+")
_TRAILING = re.compile(rf"[{_BLANK}]+$")
# Two full-width spaces open a paragraph in Chinese typography; sites without <p> separate paragraphs by them alone.
_INDENT = re.compile(r"^\s*[\u3000\u00a0] ?[\u3000\u00a0]")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff]")


def add_format(around: Format, tag: str, href: str = "") -> Format:
    """Return the format with one more tag; a tag that is there already is not put in twice."""
    if any(tag == name for name, _ in around):
        return around
    return tuple(sorted((*around, (tag, href)), key=lambda part: _ORDER.index(part[0])))


def group_lines(run: Line, *, keep_breaks: bool) -> list[list[Line]]:
    """Cut a run at its breaks into paragraphs of lines.

    With ``keep_breaks`` only an empty line or an indented one begins a paragraph; lines of pictures always stand alone.
    """
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


def settle(leaves: Iterable[Leaf]) -> Line:
    """Return the line with white space collapsed and outside the formats, nothing empty, equal neighbours merged."""
    line: Line = []
    pending = ""
    for leaf in _merged(leaves):
        if leaf.src:
            core, before, after = "", "", ""
        else:
            before, core, after = _parts(leaf.text)
            pending = pending or before
            if not core:
                pending = pending or after
                continue
        if line and pending:
            line.append(Leaf(pending, common_format(line[-1].format, leaf.format)))
        line.append(leaf if leaf.src else Leaf(core, leaf.format))
        pending = after
    return list(_merged(line))


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


def _merged(leaves: Iterable[Leaf]) -> Iterable[Leaf]:
    held: Leaf | None = None
    for leaf in leaves:
        if held and not held.src and not leaf.src and held.format == leaf.format:
            held = Leaf(held.text + leaf.text, held.format)
            continue
        if held:
            yield held
        held = leaf
    if held:
        yield held


def _parts(text: str) -> tuple[str, str, str]:
    """Return the collapsed space before the text, the text, the collapsed space behind it."""
    text = _SPACES.sub(_space, visible(text))
    before = _LEADING.match(text)
    if before:
        text = text[before.end() :]
    after = _TRAILING.search(text)
    if after:
        text = text[: after.start()]
    return before[0] if before else "", text, after[0] if after else ""


def _space(match: re.Match[str]) -> str:
    spaces, text = match[0], match.string
    if "\u3000" in spaces:
        return "\u3000"
    if spaces.strip(" \t\r\n") == "" and ("\n" in spaces or "\r" in spaces):
        # a line end of the source between two Chinese characters is no space
        before, after = text[max(match.start() - 1, 0) : match.start()], text[match.end() : match.end() + 1]
        if _CJK.match(before) and _CJK.match(after):
            return ""
    return " "
