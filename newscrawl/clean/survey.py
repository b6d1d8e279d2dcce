"""One pass over the tree that finds what the steps are about: most steps then have little or nothing to look at."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from newscrawl.clean.vocabulary import (
    BOLD_STYLE,
    CENTRED_STYLE,
    DROPPED_TAGS,
    FIGURE_NAMES,
    FOREIGN_TAGS,
    FURNITURE_NAMES,
    FURNITURE_PAIRS,
    FURNITURE_TAGS,
    HIDDEN_STYLE,
    IMAGE_TAGS,
    QUOTE_ID,
)
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Survey"]


_CAPITAL = lazy_pattern(r"(?<=[a-z])(?=[A-Z])")


class Survey:
    """What the tree holds, each in the order of the document."""

    __slots__ = (
        "bold",
        "captions",
        "centred",
        "figures",
        "foreign",
        "frames",
        "images",
        "links",
        "machinery",
        "noscripts",
        "players",
        "root",
        "suspects",
    )

    def __init__(self, root: etree._Element) -> None:
        """Look at every element of the tree once."""
        self.root = root
        self.frames: list[etree._Element] = []
        """Frames: players or machinery."""
        self.players: list[etree._Element] = []
        """Frames that became links to their videos."""
        self.noscripts: list[etree._Element] = []
        self.foreign: list[etree._Element] = []
        """Drawings and formulas."""
        self.machinery: list[etree._Element] = []
        """What goes with everything in it."""
        self.images: list[etree._Element] = []
        self.captions: list[etree._Element] = []
        self.links: list[etree._Element] = []
        self.suspects: list[etree._Element] = []
        """What is furniture by its name, its tag or its style."""
        self.figures: list[etree._Element] = []
        """What holds a picture and its caption by a well-known class."""
        self.bold: set[etree._Element] = set()
        self.centred: set[etree._Element] = set()
        self._look()

    def _look(self) -> None:
        for element in self.root.iter():
            tag = element.tag
            if (sort := _SORTS.get(tag)) is not None:
                getattr(self, sort).append(element)
                if sort in ("machinery", "frames"):
                    continue
            suspect = tag in FURNITURE_TAGS
            if names := element.keys():
                suspect = self._attributes(element, names) or suspect
            if suspect:
                self.suspects.append(element)

    def _attributes(self, element: etree._Element, names: list[str]) -> bool:
        """Note what attributes say; tell whether they say that the element is furniture."""
        suspect = centred = False
        if "class" in names:
            suspect, figure, centred = _class_says(element.get("class"))
            if figure:
                self.figures.append(element)
        if "id" in names:
            identity = element.get("id")
            suspect = suspect or _names_furniture(identity)
            if element.tag == "span" and QUOTE_ID.match(identity):
                self.machinery.append(element)
        for name in ("style", "cms-style"):
            if name in names:
                hidden, bold, in_middle = _style_says(element.get(name))
                suspect, centred = suspect or hidden, centred or in_middle
                if bold:
                    self.bold.add(element)
        if centred or ("align" in names and element.get("align").lower() == "center"):
            self.centred.add(element)
        return suspect or "hidden" in names


_SORTS = {
    **dict.fromkeys(DROPPED_TAGS, "machinery"),
    **dict.fromkeys(FOREIGN_TAGS, "foreign"),
    **dict.fromkeys(IMAGE_TAGS, "images"),
    "a": "links",
    "figcaption": "captions",
    "iframe": "frames",
    "noscript": "noscripts",
}


@lru_cache(maxsize=8192)
def _class_says(classes: str) -> tuple[bool, bool, bool]:
    """Tell whether the element is furniture, a figure, centred."""
    figure = not FIGURE_NAMES.isdisjoint(classes.split())
    return _names_furniture(classes), figure, CENTRED_STYLE.search(classes) is not None


@lru_cache(maxsize=8192)
def _style_says(style: str) -> tuple[bool, bool, bool]:
    """Tell whether the element is hidden, strong, centred."""
    return (
        HIDDEN_STYLE.search(style) is not None,
        BOLD_STYLE.search(style) is not None,
        CENTRED_STYLE.search(style) is not None,
    )


def _names_furniture(names: str) -> bool:
    if not (names.islower() or names.isupper()):
        names = _CAPITAL.sub(" ", names)
    words = [word.rstrip("0123456789") for word in names.lower().replace("-", " ").replace("_", " ").split()]
    return not FURNITURE_NAMES.isdisjoint(words) or not FURNITURE_PAIRS.isdisjoint(pairwise(words))
