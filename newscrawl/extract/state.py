"""Articles whose text stands in a script: pages that a browser fills in from embedded JSON."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from newscrawl.extract.jsontext import read_json
from newscrawl.extract.survey import weight_of
from newscrawl.extract.titletext import key_of
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract.document import Document

__all__ = ["StateText", "find_state_text", "paragraphs_of"]

MIN_WEIGHT = 80.0
"""Weighted characters under which a text in a script is a teaser or a message."""

SHORTEST_SCRIPT = 200
"""Characters under which a script holds no article."""

MOST_TRIES = 12
"""Places in one script that are tried as the beginning of JSON."""

ASSIGNED = lazy_pattern(
    r"(?:^|[;\s,(])(?:window|self|globalThis|var|let|const)?[.\s]*([\w$]+)\s*=\s*(?:JSON\.parse\()?(?=[{\[\"'])"
)
"""``window.__INITIAL_STATE__ = {`` and its kin."""

RETURNED = lazy_pattern(r"\.__NUXT__\s*=\s*\(function\b")
"""A state that a function returns, as Nuxt writes it: no JSON, but its strings are."""

MEMBER = lazy_pattern(r'[{,]([\w$]+|"\w+"):("[^"\\]*(?:\\.[^"\\]*)*")', re.S)
"""A member of such a state that is a string: key and literal."""

PROPERTIES = ("data-page", "data-props", "data-react-props")
"""Attributes with what a part of a page is filled in from, as Inertia and react-rails write them."""

TEXT_KEYS = frozenset(
    "articlebody body content contenthtml html text articletext articlecontent fulltext detail newscontent".split()
)
"""Keys of an article's text, in lower case, without marks."""

BLOCK_KEYS = ("text", "content", "html", "value", "data", "paragraph", "body")
"""Keys of one paragraph's text where the text is a list."""

DATA = ("{", '["', "[{")
"""How a string begins that is data again: of a picture's camera, metadata of the page."""

NAMED, TITLED = 2.0, 3.0
"""What a text counts more whose key says so, and one beside the page's headline."""

MARKUP = lazy_pattern(r"<(?:p|br|div|figure|h[1-6])\b", re.I)
SENTENCE = lazy_pattern(r"[。！？]|[.!?](?=\s|$|<)")


class StateText(NamedTuple):
    """A text that may be the article's."""

    worth: float
    """Its weight, more where something says that it is the article's."""
    markup: str
    """HTML."""
    weight: float
    """How much reading it is, see :func:`newscrawl.extract.survey.weight_of`."""
    rule: str = ""
    """The script's variable or id."""


def find_state_text(document: Document, title: str) -> StateText | None:
    """Return the text in the page's scripts that is most likely the article's, or ``None`` when there is none.

    :param title: the headline, beside which the article's own text stands
    """
    letters = key_of(title)
    best: StateText | None = None
    for name, value in _values(document):
        for text in _texts(value, letters, "", 1.0):
            if best is None or text.worth > best.worth:
                best = text._replace(rule=f"state:{name}")
    return best


def paragraphs_of(text: str) -> str:
    """Return plain text as HTML, a paragraph a line."""
    lines = (html.escape(html.unescape(line).strip(), quote=False) for line in text.splitlines())
    return "\n".join(f"<p>{line}</p>" for line in lines if line)


def _values(document: Document) -> Iterator[tuple[str, Any]]:
    """Yield name and value of each piece of JSON in the page; JSON-LD is metadata and read elsewhere."""
    for element in document.root.iter("div"):
        for name in PROPERTIES:
            if len(text := element.get(name) or "") >= SHORTEST_SCRIPT:
                try:
                    yield name, read_json(text, strict=False)
                except ValueError:
                    continue
    for script in document.root.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if len(text) < SHORTEST_SCRIPT or "ld+json" in kind:
            continue
        if RETURNED.search(text):
            yield "__NUXT__", list(_members(text))
            continue
        if "json" in kind:
            starts = [(script.get("id") or "json", 0)]
        else:
            starts = [(match.group(1), match.end()) for match in ASSIGNED.finditer(text)][:MOST_TRIES]
        for name, start in starts:
            try:
                value = read_json(text.strip() if "json" in kind else text, start, strict=False)
                # JSON.parse("…"): JSON inside a string
                yield name, read_json(value, strict=False) if isinstance(value, str) else value
            except ValueError:
                continue


def _members(text: str) -> Iterator[dict[str, Any]]:
    """Yield the strings in a script that are long enough for a text, each as an object of its own."""
    for key, literal in MEMBER.findall(text):
        if len(literal) >= MIN_WEIGHT:
            try:
                yield {key.strip('"'): read_json(literal, strict=False)}
            except ValueError:
                continue


def _texts(value: Any, title: str, key: str, factor: float) -> Iterator[StateText]:
    """Yield the texts inside a value; ``read_json`` has bounded how deep it nests."""
    if isinstance(value, str):
        if text := _read(value, key, factor):
            yield text
    elif isinstance(value, list):
        # among numbers and nothings strings are values of all kinds, as in the state of Nuxt 3
        mixed = any(entry is None or isinstance(entry, int) for entry in value)
        blocks = [] if mixed else [block for block in map(_block, value) if block]
        if len(blocks) > 1 and (text := _read("\n".join(blocks), key, factor)):
            yield text
        for entry in value:
            if mixed or not isinstance(entry, str):
                yield from _texts(entry, title, key, factor)
    elif isinstance(value, dict):
        if title and any(isinstance(entry, str) and key_of(entry) == title for entry in value.values()):
            factor = TITLED
        for name, entry in value.items():
            yield from _texts(entry, title, name, factor)


def _block(entry: Any) -> str:
    """Return one paragraph of a text that is a list; empty when the entry is none."""
    if isinstance(entry, dict):
        entry = next((entry[key] for key in BLOCK_KEYS if isinstance(entry.get(key), str)), "")
    if not isinstance(entry, str) or not entry.strip():
        return ""
    return (
        entry if entry.lstrip().startswith("<") else f"<p>{html.escape(html.unescape(entry.strip()), quote=False)}</p>"
    )


def _read(text: str, key: str, factor: float) -> StateText | None:
    """Return a string as HTML, or ``None`` when it is no running text."""
    if len(text) < MIN_WEIGHT or text.lstrip().startswith(DATA) or SENTENCE.search(text) is None:
        return None
    if text.lstrip().startswith("&lt;"):
        text = html.unescape(text)
    if not MARKUP.search(text):
        text = paragraphs_of(text)
    weight = weight_of(re.sub(r"<[^>]*>", "", text))
    if weight < MIN_WEIGHT:
        return None
    named = NAMED if re.sub(r"[\W_]", "", key).lower() in TEXT_KEYS else 1.0
    return StateText(weight * named * factor, text, weight)
