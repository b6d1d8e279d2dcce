"""Labels such as 来源：, 作者： and 责任编辑：, and whom they announce, wherever they stand on a Chinese page."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from newscrawl.extract.people_vocabulary import (
    FIELD,
    LABELS,
    REPORTER_LINE,
    SOURCE_NAME,
)
from newscrawl.extract.persons import is_outlet, names_in, signers_in
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from newscrawl.extract.survey import Box

__all__ = ["Label", "read_labels"]

MAX_LINE, EDGE = 160, 70
"""Characters of a line that is read whole, and of the ends of a longer one that are."""

MAX_LINES = 60
"""Lines with labels that are looked at."""

MAX_VALUE = 48
"""Characters behind a label that may be names."""

NO_OUTLET = frozenset(("网络", "互联网", "网上"))
"""What stands behind 来源： where the outlet is not known."""

VALUE_END = lazy_pattern(r"[。；;(（)）】\]|｜>＞\n]|\s\d|\d{4}[-年/]|[^\s:：]{1,8}[:：]| {4}")


class Label(NamedTuple):
    """What one label announces."""

    kind: str
    """``author``, ``reporter``, ``editor`` or ``source``."""
    names: tuple[str, ...]
    """Persons; of a source its name."""
    box: int
    """Which of the page's boxes it stands in."""


def read_labels(boxes: list[Box]) -> list[Label]:
    """Return what the labels in a page's boxes announce, in its order."""
    text = "\n".join([box.text for box in boxes])
    if not any(mark in text for mark in "：，。"):
        return []
    found: list[Label] = []
    ends: list[int] = []
    done = lines = line_start = 0
    line_end = -1
    for match in LABELS.finditer(text):
        at = match.start()
        if at < done or lines >= MAX_LINES:
            continue
        if at > line_end:
            # once a line: one of megabytes may hold a label everywhere
            line_start, line_end = text.rfind("\n", line_end + 1, at) + 1 or line_end + 1, text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
        start, end = line_start, line_end
        if end - start > MAX_LINE:
            # a paragraph: its beginning or its end
            if at - start < EDGE:
                end = done = start + EDGE
            elif end - at < EDGE:
                start, done = max(end - EDGE, done), end
            else:
                continue
        done = end
        lines += 1
        ends = ends or list(accumulate([len(box.text) + 1 for box in boxes]))
        following = "" if end - start == EDGE else text[end : end + 80]
        found += _read_line(text[start:end], bisect_right(ends, at), following)
    return found


def _read_line(line: str, box: int, following: str) -> list[Label]:
    found: list[Label] = []
    matches = list(FIELD.finditer(line))
    for match, after in zip(matches, [*matches[1:], None], strict=False):
        kind = match.lastgroup or ""
        value = line[match.end() : after.start() if after else len(line)].strip(" \u3000\xa0:：")
        if not value and after is None:
            # the name stands in the label's neighbour
            value = following.strip(" \u3000\xa0\n\t\r").partition("\n")[0]
        if kind == "source":
            if (name := SOURCE_NAME.match(value)) and name.group() not in NO_OUTLET:
                found.append(Label(kind, (name.group(),), box))
        elif kind != "other":
            end = VALUE_END.search(value)
            value = value[: end.start() if end else MAX_VALUE]
            if kind == "editor" or (len(line) != EDGE and match.group()[-1] in "：:" and kind != "reporter"):
                names = names_in(value)
            else:
                # in a paragraph, in an interview and behind a mere space or stroke more than names may follow
                names = signers_in(value)
            if names:
                found.append(Label(kind, names, box))
    if not any(label.kind in ("author", "reporter") for label in found):
        # who took the picture signs a caption
        signed = REPORTER_LINE.match(line) if "摄" not in line else None
        names = signers_in(signed["names"]) if signed else ()
        if signed and names:
            found.append(Label("reporter", names, box))
            if is_outlet(signed["outlet"]):
                found.append(Label("source", (signed["outlet"],), box))
    return found
