"""The source format, byte for byte: what a cheerio-based feed router and a small script once made of an article.

Nothing here is how one would do it today: every entity is decoded once, titles lose characters, pictures of plain
``http`` go through a stranger's proxy. Posts that must stand beside thousands of such posts get exactly that; everyone
else uses the clean mode.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import html5lib
from bs4 import BeautifulSoup
from bs4.builder._html5lib import HTML5TreeBuilder
from bs4.element import Comment, NavigableString, Tag

from newscrawl.render.dates import shown_date
from newscrawl.render.links import absolute
from newscrawl.render.text import cut_title, escape_braces, source_title
from newscrawl.render.vocabulary import (
    IMAGE_HANDLERS,
    IMAGE_SUFFIXES,
    PROXY,
    RAW_TEXT_ELEMENTS,
    VOID_ELEMENTS,
)

if TYPE_CHECKING:
    from newscrawl.items import Article
    from newscrawl.render.options import PostOptions

__all__ = ["source_body", "source_text"]


def source_text(article: Article, options: PostOptions) -> str:
    """Return the whole post in the source format; :attr:`Article.body` is the container's HTML as served."""
    title = cut_title(article.title)
    body = source_body(article.body, article.url) or title
    picture = _first_picture(body)
    if picture and "https://" not in picture:
        body = body.replace('src="http://', f'src="{PROXY}http://')
        picture = _first_picture(body)
    picture = picture or options.placeholder
    shown_title = source_title(article.title)
    quote = '"' if "'" in shown_title else "'"
    categories = "".join(f" - {name}\n" for name in article.categories)
    return escape_braces(
        "\n---\n"
        f"title: {quote}{shown_title}{quote}\n"
        f"categories: \n{categories}"
        f"headimg: '{picture}'\n"
        f"author: {article.categories[1]}\n"
        "comments: false\n"
        f"date: {shown_date(article.published, options.timezone)}\n"
        f"thumbnail: '{picture}'\n"
        "---\n"
        "\n"
        f"<div>   \n{body}  \n</div>\n            "
    )


def source_body(markup: str, base: str) -> str:
    """Return HTML as the source format serialises it: scripts gone, links absolute, every entity decoded once."""
    # The comment is lost again, as it stands before the document; without any tag BeautifulSoup would warn of text that
    # is an address.
    # No multi_valued_attributes: class="a  b" keeps its two spaces.
    soup = BeautifulSoup("<!---->" + markup, builder=_BrowserTreeBuilder(multi_valued_attributes={}))
    for script in soup.find_all("script"):
        script.decompose()
    for link in soup.find_all("a"):
        # a browser reads a missing address as the word "undefined" when a script hands it over
        link["href"] = absolute(base, str(link.get("href", "undefined"))) or str(link.get("href", ""))
    for image in soup.find_all("img"):
        _settle_image(image, base)
    return _serialised(soup.body) if soup.body else ""


class _BrowserTreeBuilder(HTML5TreeBuilder):
    """Parses as a browser with scripting does: what ``<noscript>`` holds is text, no elements."""

    def feed(self, markup: str | bytes) -> None:
        parser = html5lib.HTMLParser(tree=self.create_treebuilder)
        assert self.underlying_builder is not None
        self.underlying_builder.parser = parser
        parser.parse(markup, scripting=True)
        self.underlying_builder.parser = None


def _settle_image(image: Tag, base: str) -> None:
    """Give an image an absolute ``src``, no event handlers and, last, a referrer policy."""
    if not image.get("src"):
        values = (str(value) for value in image.attrs.values())
        found = next((value for value in values if any(suffix in value for suffix in IMAGE_SUFFIXES)), None)
        if found is not None:
            image["src"] = found
    if image.get("src"):
        image["src"] = absolute(base, str(image["src"])) or image["src"]
    for name in (*IMAGE_HANDLERS, "referrerpolicy"):
        image.attrs.pop(name, None)
    image["referrerpolicy"] = "no-referrer"


def _first_picture(markup: str) -> str:
    """Return the address of the first ``<img>`` element, read from the finished text; empty when there is none."""
    if "<img" not in markup:
        return ""
    first = BeautifulSoup(markup, "html5lib").find("img")
    return str(first.get("src", "")) if isinstance(first, Tag) else ""


def _serialised(root: Tag) -> str:
    """Print what is inside *root* the way dom-serializer 0.1 does, with the entities of the whole text decoded once.

    Encoding text and decoding it once gives the text again, so text is printed raw; only what that serialiser leaves
    alone (comments, raw text elements) has entities left to decode.
    """
    out: list[str] = []
    # (what to print, whether it stands inside <svg>); a plain str is a closing tag; a stack, since pages nest deep
    waiting: list[tuple[object, bool]] = [(child, False) for child in reversed(root.contents)]
    while waiting:
        node, in_svg = waiting.pop()
        if isinstance(node, Tag):
            in_svg = in_svg or node.name == "svg"
            self_closing = in_svg and not node.contents
            out.append(f"<{node.name}{_attributes(node, in_svg)}{'/>' if self_closing else '>'}")
            if not self_closing and (in_svg or node.name not in VOID_ELEMENTS):
                waiting.append((f"</{node.name}>", in_svg))
            waiting.extend((child, in_svg) for child in reversed(node.contents))
        elif isinstance(node, Comment):
            out.append(f"<!--{html.unescape(node)}-->")
        elif isinstance(node, NavigableString):
            inside_raw = node.parent is not None and node.parent.name in RAW_TEXT_ELEMENTS
            out.append(html.unescape(node) if inside_raw else str(node))
        else:
            out.append(str(node))
    return "".join(out)


def _attributes(tag: Tag, in_svg: bool) -> str:
    return "".join(
        f" {name}" if value == "" and not in_svg else f' {name}="{value}"' for name, value in tag.attrs.items()
    )
