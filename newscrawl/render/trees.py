"""Bodies that take BeautifulSoup's tree: Markdown, and HTML that is not as the sanitiser writes it.

BeautifulSoup takes a tenth of a second to import, so this is imported when a body asks for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from newscrawl.render.inert import attribute, quiet, shown
from newscrawl.render.markdown import to_markdown
from newscrawl.render.text import escape_braces, printable
from newscrawl.render.vocabulary import VOID_ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4.element import PageElement

__all__ = ["markdown_body", "printed"]

_URL_ATTRIBUTES = ("href", "src")
# Around the number of a piece of HTML that Markdown gets back; no characters, so printable text never holds them.
_HELD_START, _HELD_END = "\ufdd0", "\ufdd1"
_HELD = re.compile(f"{_HELD_START}([0-9]+){_HELD_END}")
# What code keeps as it is while everything around it is escaped; no characters either
_INTO_CODE = str.maketrans("{}%", "\ufdd2\ufdd3\ufdd4")
_FROM_CODE = {number: character for character, number in _INTO_CODE.items()}
# Hugo acts on shortcodes and on its excerpt's mark even inside code
_LIVE_IN_CODE = re.compile(r"\{\{[<%]|<!--")


def printed(markup: str) -> str:
    """Return *markup* as a parser reads it, every element closed, scripts and styles gone."""
    return _written(_soup(markup).contents)


def markdown_body(fragment: str, *, raw_html: bool = True) -> str:
    """Return a clean HTML *fragment* as Markdown that is inert: no brace stands anywhere.

    Code with braces or with what could be an excerpt's mark stays HTML, since Markdown code shows character references
    as they are written. Without *raw_html* it stays code, in which only Hugo's shortcodes would not be safe: such code
    becomes plain text.
    """
    soup = _soup(printable(fragment))
    held: list[str] = []
    for code in soup.find_all(["pre", "code"]):
        # what stood inside a block that became plain text has no parent any more
        if code.parent is None or code.find_parent(["pre", "code"]):
            continue
        if not raw_html:
            _settle_code(soup, code)
        elif _needs_html(code.get_text()):
            held.append(quiet(_written([code])))
            token = f"{_HELD_START}{len(held) - 1}{_HELD_END}"
            if code.name == "pre":
                paragraph = soup.new_tag("p")
                paragraph.string = token
                code.replace_with(paragraph)
            else:
                code.replace_with(token)
    for tag in soup.find_all(True):
        for name in _URL_ATTRIBUTES:
            if tag.has_attr(name):
                tag[name] = str(tag[name]).replace("{", "%7B").replace("}", "%7D")
    text = escape_braces(to_markdown(str(soup), raw_html=raw_html)).replace("<%", "&lt;%").translate(_FROM_CODE)
    return _HELD.sub(lambda match: held[int(match[1])], text)


def _settle_code(soup: BeautifulSoup, code: Tag) -> None:
    """Keep the marks of *code* from being escaped, or make it plain text where Hugo would act on it even there."""
    text = code.get_text()
    if not _LIVE_IN_CODE.search(text):
        code.string = text.translate(_INTO_CODE)
    elif code.name == "code":
        code.unwrap()
    else:
        code.name = "p"
        code.clear()
        for line in text.strip("\n").split("\n"):
            code.extend([line, soup.new_tag("br")])
        code.contents[-1].extract()


def _soup(markup: str) -> BeautifulSoup:
    # html.parser keeps a fragment a fragment; without any tag BeautifulSoup would warn of text that is an address
    soup = BeautifulSoup("<!---->" + markup, "html.parser", multi_valued_attributes=None)
    for element in soup.find_all(["script", "style"]):
        element.decompose()
    return soup


def _needs_html(code: str) -> bool:
    return any(mark in code for mark in ("{", "}", "<%", "<!--"))


def _written(nodes: Iterable[PageElement]) -> str:
    """Print *nodes*, the line ends of text in ``<pre>`` as character references."""
    out: list[str] = []
    # (what to print, whether it stands inside <pre>); a plain str is a closing tag; a stack, since pages nest deep
    waiting: list[tuple[PageElement | str, bool]] = [(node, False) for node in reversed(list(nodes))]
    while waiting:
        node, in_pre = waiting.pop()
        if isinstance(node, Tag):
            in_pre = in_pre or node.name == "pre"
            out.append(f"<{node.name}{_attributes(node)}>")
            if node.name not in VOID_ELEMENTS:
                waiting.append((f"</{node.name}>", in_pre))
                waiting.extend((child, in_pre) for child in reversed(node.contents))
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                out.append(shown(node, in_pre))
        else:
            out.append(str(node))
    return "".join(out)


def _attributes(tag: Tag) -> str:
    return "".join(attribute(name, str(value)) for name, value in tag.attrs.items())
