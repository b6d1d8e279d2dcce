"""The post's body: a clean fragment made inert for generators.

A blank line ends Markdown's HTML block and an indented line after it becomes a code block, so there are none of
either; braces, ``<%`` and runs of backticks mean something to template engines and to Hexo wherever they stand, so
they become character references, which every generator shows as the characters.
"""

from __future__ import annotations

import re
from html import unescape

from newscrawl.render.inert import attribute, quiet, shown
from newscrawl.render.text import printable
from newscrawl.render.vocabulary import TREE_ELEMENTS, VOID_ELEMENTS

__all__ = ["html_body"]

_SPACES = " \t\r\n\f"
# What the sanitiser writes: its character references, its attributes; possessive, since pages are hostile
_REFERENCE = "&(?:amp|lt|gt|quot|nbsp|#39|#x27);"
_ATTRIBUTE = re.compile(f' ([a-z][a-z0-9-]*+)="((?:[^"&<]++|{_REFERENCE})*+)"')
_ATTRIBUTES = f'(?: [a-z][a-z0-9-]*+="(?:[^"&<]++|{_REFERENCE})*+")*+'
_TOKEN = re.compile(f"<(/?+)([a-z][a-z0-9]*+)({_ATTRIBUTES})>|((?:[^<&]++|{_REFERENCE})++)")


def html_body(fragment: str) -> str:
    r"""Return a clean HTML *fragment* inert: no blank line, no indented line, no brace, real entities.

    >>> html_body("<p>{{ a &lt; b }}</p>\n\n  <pre>x\n\n y</pre>")
    '<p>&#123;&#123; a &lt; b &#125;&#125;</p>\n<pre>x&#10;&#10; y</pre>'
    """
    markup = printable(fragment)
    return quiet(_reprinted(markup) or _from_tree(markup))


def _from_tree(markup: str) -> str:
    from newscrawl.render.trees import printed

    return printed(markup)


def _reprinted(markup: str) -> str:
    """Return what a tree of *markup* is printed as, without the tree; empty where that takes one.

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
            out.append(shown(unescape(text), in_pre))
        elif closing:
            if attributes or not open_names or open_names.pop() != name:
                return ""
            out.append(match[0])
        else:
            pairs = _ATTRIBUTE.findall(attributes)
            if name in TREE_ELEMENTS or len({key for key, _ in pairs}) < len(pairs):
                return ""
            if name not in VOID_ELEMENTS:
                open_names.append(name)
            out.append(f"<{name}{''.join(attribute(key, unescape(value)) for key, value in pairs)}>")
    return "" if open_names or end != len(markup) else "".join(out)
