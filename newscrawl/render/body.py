"""The post's body: a clean fragment made inert for generators.

A blank line ends Markdown's HTML block and an indented line after it becomes a code block, so there are none of
either; braces, ``<%`` and runs of backticks mean something to template engines and to Hexo wherever they stand, so
they become character references, which every generator shows as the characters.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.element import NavigableString, PreformattedString, Tag

from newscrawl.render.markdown import to_markdown
from newscrawl.render.source import escape_braces
from newscrawl.render.text import printable
from newscrawl.render.vocabulary import RAW_TEXT_ELEMENTS, VOID_ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4.element import PageElement

__all__ = ["html_body", "markdown_body"]

_BLANK = " \t\r\n\f\v"
_AROUND_BREAK = re.compile(rf"[{_BLANK}]*\n[{_BLANK}]*")
_FENCE = re.compile(r"`{3,}|~{3,}")
_KEPT_BREAK = "&#10;"
_URL_ATTRIBUTES = ("href", "src")
_SPACES = " \t\r\n\f"
# What the sanitiser writes: its character references, its attributes; possessive, since pages are hostile
_REFERENCE = "&(?:amp|lt|gt|quot|nbsp|#39|#x27);"
_ATTRIBUTE = re.compile(f' ([a-z][a-z0-9-]*+)="((?:[^"&<]++|{_REFERENCE})*+)"')
_ATTRIBUTES = f'(?: [a-z][a-z0-9-]*+="(?:[^"&<]++|{_REFERENCE})*+")*+'
_TOKEN = re.compile(f"<(/?+)([a-z][a-z0-9]*+)({_ATTRIBUTES})>|((?:[^<&]++|{_REFERENCE})++)")
_TREE_NAMES = (
    RAW_TEXT_ELEMENTS
    | (frozenset(HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or ()) ^ VOID_ELEMENTS)
    | {"textarea", "title"}
)
"""Elements that take the tree: their text is no text, or they are empty for one of the two only."""
# Around the number of a piece of HTML that Markdown gets back; no characters, so printable text never holds them.
_HELD_START, _HELD_END = "\ufdd0", "\ufdd1"
_HELD = re.compile(f"{_HELD_START}([0-9]+){_HELD_END}")
# What code keeps as it is while everything around it is escaped; no characters either
_INTO_CODE = str.maketrans("{}%", "\ufdd2\ufdd3\ufdd4")
_FROM_CODE = {number: character for character, number in _INTO_CODE.items()}
# Hugo acts on shortcodes and on its excerpt's mark even inside code
_LIVE_IN_CODE = re.compile(r"\{\{[<%]|<!--")


def html_body(fragment: str) -> str:
    r"""Return a clean HTML *fragment* inert: no blank line, no indented line, no brace, real entities.

    >>> html_body("<p>{{ a &lt; b }}</p>\n\n  <pre>x\n\n y</pre>")
    '<p>&#123;&#123; a &lt; b &#125;&#125;</p>\n<pre>x&#10;&#10; y</pre>'
    """
    markup = printable(fragment)
    return _quiet(_reprinted(markup) or _printed(_soup(markup).contents))


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
            held.append(_quiet(_printed([code])))
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


def _printed(nodes: Iterable[PageElement]) -> str:
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
                out.append(_text(node, in_pre))
        else:
            out.append(str(node))
    return "".join(out)


def _reprinted(markup: str) -> str:
    """Return what :func:`_printed` prints of *markup*, without a tree; empty where that takes one.

    What the sanitiser wrote takes none: lower case, quoted values, every element closed. The tree would be dearer than
    all the rest of a post.
    """
    out: list[str] = []
    open_names: list[str] = []
    end = 0
    for match in _TOKEN.finditer(markup):
        if match.start() != end:
            return ""
        end = match.end()
        closing, name, attributes, text = match.groups()
        if text:
            in_pre = "pre" in open_names
            if not in_pre and not text.strip(_SPACES):
                # as the tree holds it
                text = "\n" if "\n" in text else " "
            out.append(_text(unescape(text), in_pre))
        elif closing:
            if attributes or not open_names or open_names.pop() != name:
                return ""
            out.append(match[0])
        else:
            pairs = _ATTRIBUTE.findall(attributes)
            if name in _TREE_NAMES or len({key for key, _ in pairs}) < len(pairs):
                return ""
            if name not in VOID_ELEMENTS:
                open_names.append(name)
            out.append(f"<{name}{''.join(_attribute(key, unescape(value)) for key, value in pairs)}>")
    return "" if open_names or end != len(markup) else "".join(out)


def _quiet(markup: str) -> str:
    """Put *markup* on as few lines as it has, everything that a generator could act on as character references."""
    # "<%" is left only where a parser took it for a part of a tag's name
    text = _AROUND_BREAK.sub("\n", markup).strip(_BLANK).replace("<%", "&lt;%")
    return escape_braces(_FENCE.sub(lambda match: f"&#{ord(match[0][0])};" * len(match[0]), text))


def _text(text: str, in_pre: bool) -> str:
    shown = escape(text, quote=False)
    return shown.replace("\n", _KEPT_BREAK) if in_pre else shown


def _attributes(tag: Tag) -> str:
    return "".join(_attribute(name, str(value)) for name, value in tag.attrs.items())


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value).replace(chr(10), _KEPT_BREAK)}"'
