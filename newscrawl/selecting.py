"""CSS selectors and XPath expressions, asked of trees by the thousand: compiled once, and mostly never run.

For ``.date``, libxml2 makes strings of every class of a page. Two looks spare that: a selector can only match where its
names stand in the markup; and one of tags, names and nesting is answered from an index of the page's names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from cssselect import parse
from cssselect.parser import Class, CombinedSelector, Element, FunctionalPseudoElement, Hash
from lxml import etree
from parsel.csstranslator import HTMLTranslator

from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cssselect.parser import Selector, Tree

__all__ = ["Names", "ask_xpath", "select"]

NAMESPACES = {"re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}
"""Those that parsel knows: ``re:test(…)`` and the like."""

PREFIXED = lazy_pattern(r"\b(?:re|set):\w")
"""A name of theirs, or what looks like one."""

TRANSLATOR = HTMLTranslator()
"""parsel's, which knows ``::text`` and ``::attr(…)``."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What one element of a selector must be: ``div#text.wide``."""

    tag: str
    """Empty: any."""
    id: str
    """Empty: any or none."""
    classes: tuple[str, ...]
    child: bool
    """Whether the element of the step to its right is a child, not only somewhere below."""

    def fits(self, element: etree._Element) -> bool:
        if (self.tag and element.tag != self.tag) or (self.id and element.get("id") != self.id):
            return False
        return not self.classes or set(self.classes).issubset((element.get("class") or "").split())


@dataclass(frozen=True, slots=True)
class _Query:
    """A selector without commas."""

    xpath: str
    names: tuple[str, ...]
    """Classes and ids that stand in every markup in which it matches."""
    steps: tuple[_Step, ...]
    """From the right to the left; empty: it says more than tags, names and nesting."""
    attribute: str
    """What ``::attr(…)`` asks for; empty: the element itself."""

    def may_match(self, markup: str) -> bool:
        return all(name in markup for name in self.names)


class Names:
    """The elements of a tree by their classes and ids, as they were when first asked for."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root

    @cached_property
    def _named(self) -> tuple[dict[str, list[tuple[int, etree._Element]]], dict[str, list[etree._Element]]]:
        """By the whole class attribute, of which a page has a few dozen, with their places; and by id."""
        by_class: dict[str, list[tuple[int, etree._Element]]] = {}
        by_id: dict[str, list[etree._Element]] = {}
        for place, element in enumerate(self._root.iter(etree.Element)):
            if classes := element.get("class"):
                if classes in by_class:
                    by_class[classes].append((place, element))
                else:
                    by_class[classes] = [(place, element)]
            if name := element.get("id"):
                by_id.setdefault(name, []).append(element)
        return by_class, by_id

    def find(self, query: _Query) -> list[etree._Element]:
        """Return the elements that a query of steps selects, in the tree's order."""
        last, *outer = query.steps
        return [element for element in self._candidates(last) if last.fits(element) and _stands_in(element, outer)]

    def _candidates(self, step: _Step) -> list[etree._Element]:
        by_class, by_id = self._named
        if step.id:
            return by_id.get(step.id, [])
        first = step.classes[0]
        found = [place for classes, places in by_class.items() if first in classes for place in places]
        return [element for _, element in sorted(found, key=lambda place: place[0])]


def _stands_in(element: etree._Element, steps: list[_Step]) -> bool:
    """Tell whether the elements around an element are what a selector's further steps ask for, from the inside out."""
    if not steps:
        return True
    step, *outer = steps
    for around in element.iterancestors():
        if step.fits(around) and _stands_in(around, outer):
            return True
        if step.child:
            return False
    return False


def select(root: etree._Element, css: str, markup: str, names: Names | None = None) -> list[etree._Element | str]:
    """Return the elements, or with ``::text`` and ``::attr(…)`` the strings, that a CSS selector names, in order.

    :param markup: what the tree was parsed from
    :param names: the tree's, where more than one selector is asked
    """
    queries = tuple(query for query in _queries(css) if query.may_match(markup))
    if not queries:
        return []
    if names is not None and len(queries) == 1 and queries[0].steps:
        found = names.find(queries[0])
        if not (attribute := queries[0].attribute):
            return [*found]
        return [value for element in found if (value := element.get(attribute)) is not None]
    return ask_xpath(root, " | ".join(query.xpath for query in queries))


def ask_xpath(root: etree._Element, expression: str) -> list[etree._Element | str]:
    """Return the elements and strings that an XPath expression names."""
    if PREFIXED.search(expression):
        # a compiled one that knows namespaces keeps a hundred bytes of every call (lxml 6.1)
        found = root.xpath(expression, namespaces=NAMESPACES, smart_strings=False)
    else:
        found = _compiled(expression)(root)
    return found if isinstance(found, list) else [str(found)]


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> etree.XPath:
    return etree.XPath(expression, smart_strings=False)


@lru_cache(maxsize=1024)
def _queries(css: str) -> tuple[_Query, ...]:
    return tuple(map(_read, parse(css)))


def _read(selector: Selector) -> _Query:
    tree, pseudo = selector.parsed_tree, selector.pseudo_element
    steps, attribute = _steps(tree), ""
    if isinstance(pseudo, FunctionalPseudoElement) and pseudo.name == "attr":
        attribute = pseudo.arguments[0].value or ""
    elif pseudo:
        steps = ()
    if steps and not (steps[0].id or steps[0].classes):
        # nothing to look up by
        steps = ()
    return _Query(
        xpath=TRANSLATOR.selector_to_xpath(selector, translate_pseudo_elements=True),
        names=tuple(_names(tree)),
        steps=steps,
        attribute=attribute,
    )


def _names(tree: Tree) -> Iterator[str]:
    """Yield the classes and ids that what a selector matches has, or has around or before it."""
    if isinstance(tree, Class):
        yield tree.class_name
    elif isinstance(tree, Hash):
        yield tree.id
    elif isinstance(tree, CombinedSelector):
        yield from _names(tree.subselector)
    if not isinstance(tree, Element):
        yield from _names(tree.selector)


def _steps(tree: Tree, child: bool = False) -> tuple[_Step, ...]:
    """Return a selector's steps; empty when it asks for more than they can say."""
    if isinstance(tree, CombinedSelector):
        if tree.combinator not in (" ", ">"):
            return ()
        last, outer = _steps(tree.subselector, child), _steps(tree.selector, tree.combinator == ">")
        return (*last, *outer) if last and outer else ()
    name, classes = "", list[str]()
    while not isinstance(tree, Element):
        if isinstance(tree, Class):
            classes.append(tree.class_name)
        elif isinstance(tree, Hash) and not name:
            name = tree.id
        else:
            return ()
        tree = tree.selector
    if tree.namespace:
        return ()
    return (_Step(tag=(tree.element or "").lower(), id=name, classes=tuple(classes), child=child),)
