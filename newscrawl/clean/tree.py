"""Looking into a tree by tag names, faster than BeautifulSoup does (its searches take any filter)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4.element import NavigableString, Tag

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["holds", "tags_in", "text_around"]


def tags_in(node: Tag, names: Container[str]) -> list[Tag]:
    """Return the tags of these names below the node, in order."""
    return [tag for tag in node.descendants if isinstance(tag, Tag) and tag.name in names]


def holds(node: Tag, *names: str) -> bool:
    """Tell whether a tag of one of these names stands below the node."""
    return any(isinstance(tag, Tag) and tag.name in names for tag in node.descendants)


def text_around(tag: Tag) -> bool:
    """Tell whether text stands right beside the tag."""
    siblings = tag.parent.contents if tag.parent else ()
    return any(isinstance(node, NavigableString) and not node.isspace() for node in siblings)
