"""Articles that are JSON: the answer of an API, or what stands in a script of the page."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from newscrawl.errors import ListError
from newscrawl.extract.embedded import embedded_json, rooted
from newscrawl.extract.jsonpath import find, find_text, fulfils, written
from newscrawl.extract.jsontext import read_answer
from newscrawl.extract.state import paragraphs_of
from newscrawl.extract.values import raw_values, refined
from newscrawl.patterns import lazy_pattern
from newscrawl.urls import joined

if TYPE_CHECKING:
    from newscrawl.extract.document import Document
    from newscrawl.items import Page
    from newscrawl.sites import Rule, Site
    from newscrawl.sites.pages import BodyParts, Part

__all__ = ["answer_of", "markup_of", "parts_body", "rule_body", "script_data"]

MARKUP = lazy_pattern(r"<(?:p|br|div|figure|img|h[1-6]|ul|ol|table|section|article|blockquote)\b", re.I)
"""What a text has that is HTML already."""

INLINE = lazy_pattern(r"</?[a-z]", re.I)

BLOCK_KEYS = ("text", "content", "html", "value", "data")
"""Keys of one paragraph's text where the text is a list."""


def _is_json(page: Page) -> bool:
    """Tell whether a page is an API's answer, not HTML."""
    return page.html.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def answer_of(page: Page, site: Site, *, asked: bool) -> Any:
    """Return the article in an API's answer, or ``None`` when the address has no API or the page is HTML.

    :param asked: the API was asked, so that HTML is an error
    :raises ListError: the API says that something went wrong, or has nothing where the article should be
    """
    found = site.article.elsewhere_of(page.url)
    if found is None or not found[0].api or not (asked or _is_json(page)):
        return None
    api = found[0]
    try:
        data = read_answer(page.html)
    except ValueError:
        raise ListError(page.url, "the API's answer is not JSON") from None
    if api.ok and not fulfils(data, api.ok):
        values = ", ".join(written(value)[:100] for value in find(data, api.ok.path))
        raise ListError(page.url, f"the API answers {api.ok.path} = {values or 'nothing'}, not {api.ok}")
    if (value := rooted(data, api.root)) is None:
        raise ListError(page.url, f"the API's answer has nothing at {' or '.join(api.root)}")
    return value


def script_data(document: Document, site: Site) -> Any:
    """Return the JSON that a page's script holds of the article, or ``None``."""
    if site.article.embedded is None:
        return None
    try:
        return embedded_json(document.root, site.article.embedded, document.page)
    except ListError:
        # an older layout, or none at all: the page's markup has to do
        return None


def markup_of(text: str) -> str:
    r"""Return a text from JSON as HTML: escaped HTML is unescaped, plain text becomes paragraphs.

    >>> markup_of("&lt;p&gt;a&lt;/p&gt;"), markup_of("a\nb")
    ('<p>a</p>', '<p>a</p>\n<p>b</p>')
    """
    if text.lstrip().startswith("&lt;"):
        text = html.unescape(text)
    if MARKUP.search(text):
        return text
    if not INLINE.search(text):
        return paragraphs_of(text)
    return "\n".join(f"<p>{line.strip()}</p>" for line in text.splitlines() if line.strip())


def rule_body(data: Any, rule: Rule, site: Site) -> str:
    """Return the HTML that a rule for JSON finds; empty when it finds none.

    What it finds is HTML, plain text, or a list of either; what is neither is for a hook.
    """
    if rule.hook:
        value = next(find(data, rule.where), None)
        return site.hooks.bodies[rule.hook](value) if value is not None else ""
    if rule.kind == "path":
        texts = [text for value in find(data, rule.where) for text in _blocks(value)]
    else:
        texts = raw_values(data, rule)
    return "\n".join(map(markup_of, refined(texts, rule, lines=True)))


def _blocks(value: Any) -> list[str]:
    """Return the texts of a value: itself, or those of the list that it is."""
    if isinstance(value, dict):
        value = next((value[key] for key in BLOCK_KEYS if isinstance(value.get(key), str)), "")
    if isinstance(value, list):
        return [text for entry in value for text in _blocks(entry)]
    return [value] if isinstance(value, str) else []


def parts_body(data: Any, parts: BodyParts, base_url: str) -> str:
    """Return the HTML of a text that is a list of nodes."""
    nodes = [node for value in find(data, parts.items) for node in (value if isinstance(value, list) else [value])]
    return "\n".join(filter(None, (_part(node, parts, base_url) for node in nodes)))


def _part(node: Any, parts: BodyParts, base_url: str) -> str:
    """Return the HTML of a node, by the first part that fits."""
    for part in parts.parts:
        if part.when is None or fulfils(node, part.when):
            text = next(find_text(node, part.path), "")
            if text or part.when:
                return _markup(text, part, node, base_url) if text else ""
    return ""


def _markup(text: str, part: Part, node: Any, base_url: str) -> str:
    if part.kind == "html":
        return markup_of(text)
    plain = html.escape(html.unescape(text).strip(), quote=False)
    if part.kind == "text":
        return f"<p>{plain}</p>"
    if part.kind == "heading":
        return f"<h2>{plain}</h2>"
    caption = next(find_text(node, part.caption), "") if part.caption else ""
    shown = f"<figcaption>{html.escape(html.unescape(caption), quote=False)}</figcaption>" if caption else ""
    source = html.escape(joined(base_url, html.unescape(text)))
    return f'<figure><img src="{source}" alt="{html.escape(html.unescape(caption))}">{shown}</figure>'
