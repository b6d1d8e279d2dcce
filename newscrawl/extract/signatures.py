"""Who wrote an article, as its own text says again: a byline above the text, a few words about the writer below it.

The names are known by now; lines that name them there are about the article in every language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.extract.document import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newscrawl.extract.survey import Box

__all__ = ["lines_about", "names_to_know"]

LAST = 3
"""Paragraphs at the end of a text among which its writers are told about."""

NOTE = 400
"""Characters of the longest note about a writer."""

OPENING = 48
"""Characters of such a note in which the name stands."""

PARAGRAPH = 40
"""Characters of the shortest line that counts as a paragraph."""

AROUND = " \t\r\n\xa0.,–—-/()"
"""What stands around a signature."""

SHARE = 0.2
"""A note that holds more of the running text than this is the text."""

PART_OF = frozenset("li td th blockquote figcaption figure".split())
"""Elements whose text is part of something else."""


def names_to_know(authors: Iterable[str]) -> tuple[str, ...]:
    """Return the names by which a line is known to be about a writer: those of two words and more."""
    return tuple(name.casefold() for name in map(fold, authors) if " " in name)


def lines_about(names: tuple[str, ...], container: Box, boxes: list[Box], running: list[float]) -> Iterator[Box]:
    """Yield the paragraphs at a container's end that tell who its writers are.

    :param names: see :func:`names_to_know`
    :param running: weight of the running text in each box, by its number
    """
    paragraphs = 0
    for box in reversed(boxes[container.number + 1 : container.end]):
        if not box.text or len(box.text) > 4 * NOTE:
            paragraphs += bool(box.text)
        elif not paragraphs and box.text.strip(AROUND).casefold() in names:
            yield box
        elif len(text := fold(box.text)) >= PARAGRAPH:
            opening = text[:OPENING].casefold()
            if (
                len(text) <= NOTE
                and any(_introduces(opening, name) for name in names)
                and running[box.number] <= SHARE * running[container.number]
                and not any(outer.tag in PART_OF for outer in (box, *box.around()))
            ):
                yield box
            else:
                paragraphs += 1
        if paragraphs == LAST:
            return


def _introduces(opening: str, name: str) -> bool:
    """Tell whether a paragraph begins with a name; somebody in a talk speaks, and behind a comma others are told of."""
    before, found, after = opening.partition(name)
    return bool(found) and "," not in before and (bool(before) or not after.startswith(":"))
