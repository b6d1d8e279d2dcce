"""A page's text in, the text that a case keeps out: without scripts, and with filler for prose.

The text is cut into tags, scripts and what stands between; it is never parsed and written anew, so that a page that
forgets to close an element still does. Lists (JSON, JSONP, XML) go the same way.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote_plus

from newscrawl.cases.filler import has_prose, picture_address
from newscrawl.cases.vocabulary import (
    KEPT_KEYS,
    KEPT_META,
    PICTURE_ATTRIBUTES,
    PICTURE_NAME,
    PROSE_ATTRIBUTES,
    PROSE_KEYS,
)

if TYPE_CHECKING:
    from newscrawl.cases.filler import Filler

__all__ = ["Rewriter", "Scripts"]

Scripts = Literal["none", "json", "code"]

PIECE = re.compile(
    r"<!--(?P<comment>.*?)-->"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|(?P<open><(?P<raw>script|style)\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>)(?P<code>.*?)(?P<close></(?P=raw)\s*>)"
    r"|(?P<tag><[/!?]?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|<[/!?]?[A-Za-z][^<>]*>)",
    re.S | re.I,
)
"""What a page's text is made of, besides text."""

ATTRIBUTE = re.compile(
    r"(?P<space>\s*)(?P<name>[^\s\"'<>/=]+)(?P<equals>\s*=\s*)(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)", re.S
)
STRING = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?P<colon>\s*:)?', re.S)
"""A string of JSON, and whether it is a key."""

ASSIGNED = re.compile(
    r"(?:^|(?<=[;\s,(}]))(?:(?:window|self|globalThis)\.|(?:var|let|const)\s+)?[\w$.\[\]\"']+\s*=\s*(?:JSON\.parse\()?(?=[{\[\"])"
)
"""Code before embedded JSON."""

CODE_COMMENT = re.compile(r"/\*[\s\S]*?\*/|^\s*//.*$", re.M)
QUOTED = re.compile(r"(['`])((?:(?!\1)[^\\\n]|\\.)*)\1")
"""A string of code that JSON has not."""

DECODER = json.JSONDecoder(strict=False)

PICTURE_TAGS = frozenset("img amp-img source image picture video".split())
EMBEDDED = re.compile(r"url\(\s*['\"]?([^'\")]+)", re.I)
ADDRESS = re.compile(r"\s*(?:https?:)?//\S+\s*|\s*[/.#?]\S*\s*|\s*mailto:\S*\s*", re.I)
BROKEN = 4
"""Words without values from which on they are no attributes."""

QUERY_VALUE = re.compile(r"(?<==)[^&#]+")
NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
LONGEST_DATA = 200
"""Characters of a picture inside the page that stays."""


class Rewriter:
    """Rewrites the text of pages and lists.

    :param filler: what prose becomes; ``None``: it stays
    :param scripts: which scripts stay besides JSON-LD: none, embedded ``json`` without the code around it, or all
        ``code``
    """

    def __init__(self, filler: Filler | None, *, scripts: Scripts = "none") -> None:
        self._filler = filler
        self._scripts = scripts

    def page(self, text: str) -> str:
        """Return what a case keeps of an answer: of a page, a feed, or JSON."""
        return self.markup(text) if text.lstrip("\ufeff \t\r\n").startswith("<") else self.json(text)

    def markup(self, text: str) -> str:
        """Return markup with the same tags."""
        parts, end = [], 0
        for match in PIECE.finditer(text):
            parts += [self._text(text[end : match.start()]), self._piece(match)]
            end = match.end()
        return "".join([*parts, self._text(text[end:])])

    def json(self, text: str) -> str:
        """Return JSON, or code with JSON in it, with the same keys, in the same layout."""
        key = ""

        def string(match: re.Match[str]) -> str:
            nonlocal key
            if match["colon"] is not None:
                key = match["text"]
                return match.group()
            try:
                value = json.loads(f'"{match["text"]}"', strict=False)
            except ValueError:
                return match.group()
            new = self._value(key, value)
            if new == value:
                return match.group()
            written = json.dumps(new, ensure_ascii="\\u" in match["text"])
            return written.replace("/", "\\/") if "\\/" in match["text"] else written

        return STRING.sub(string, text) if self._filler else text

    def _piece(self, match: re.Match[str]) -> str:
        if match["tag"] is not None:
            return self._tag(match["tag"])
        if match["cdata"] is not None:
            return f"<![CDATA[{self._inner(match['cdata'])}]]>"
        if match["comment"] is not None:
            # site files may read comments; prose in them is nobody's
            keep = not has_prose(match["comment"]) and "<" not in match["comment"]
            return match.group() if keep or self._filler is None else "<!---->"
        return self._script(match)

    def _script(self, match: re.Match[str]) -> str:
        if match["raw"].lower() == "style":
            return ""
        kind = match["open"].lower()
        if "ld+json" in kind or (self._scripts != "none" and "json" in kind):
            # prose outside of strings: a quote is not escaped, so nobody can read it as JSON
            code = "" if has_prose(STRING.sub("", match["code"])) else match["code"]
        else:
            code = "" if self._scripts == "none" else match["code"]
            code = _assigned(code) if self._scripts == "json" else self._code(code)
        return match["open"] + self.json(code) + match["close"] if code.strip() else ""

    def _code(self, code: str) -> str:
        """Return code without comments, and with filler in the strings that are none of JSON."""
        code = CODE_COMMENT.sub("", code)
        return QUOTED.sub(lambda match: match[1] + self._value("", match[2]) + match[1], code) if self._filler else code

    def _tag(self, tag: str) -> str:
        if tag.startswith(("</", "<!", "<?")):
            return tag
        name = re.match(r"<([\w:-]+)", tag)
        kind = name[1].lower() if name else ""
        declared = _declared(tag) if kind == "meta" else ""

        def attribute(match: re.Match[str]) -> str:
            value = match["value"]
            quote = value[0] if value[0] in "\"'" else ""
            inside = value[1:-1] if quote else value
            attribute_name = match["name"].lower()
            if attribute_name.startswith("on"):
                return ""
            new = inside if self._filler is None else self._attribute(kind, declared, attribute_name, inside)
            if new == inside:
                return match.group()
            quote = quote or '"'
            return f"{match['space']}{match['name']}{match['equals']}{quote}{new}{quote}"

        start = name.end() if name else 0
        parts = []
        for match in ATTRIBUTE.finditer(tag, start):
            parts += [self._between(tag[start : match.start()]), attribute(match)]
            start = match.end()
        return tag[: name.end() if name else 0] + "".join([*parts, self._between(tag[start:])])

    def _between(self, text: str) -> str:
        """Return what stands between attributes: of a value that a quote in it ended too early, nothing."""
        return text if self._filler is None or len(text.split()) < BROKEN else re.sub(r"[^\s/>]+", "", text)

    def _attribute(self, tag: str, declared: str, name: str, value: str) -> str:
        """Return an attribute's value, both as written in markup."""
        if value.startswith("data:"):
            return NOTHING if len(value) > LONGEST_DATA else value
        if name in ("class", "id", "rel", "type", "lang", "name", "property", "itemprop", "http-equiv"):
            return value
        if name == "style":
            return EMBEDDED.sub(lambda match: match.group().replace(match[1], picture_address(match[1])), value)
        if tag == "meta" and name == "content":
            return self._meta(declared, value)
        if name.endswith("srcset"):
            return re.sub(r"(?:https?:)?//[^\s,]+", lambda match: picture_address(match.group()), value)
        plain = html.unescape(value)
        if plain.lstrip().startswith(("{", "[")):
            return html.escape(self.json(plain))
        if not ADDRESS.fullmatch(value) and value.count("%20") >= BROKEN:
            return quote(self._fill(unquote_plus(value)))
        if ADDRESS.fullmatch(value):
            picture = tag in PICTURE_TAGS and PICTURE_ATTRIBUTES.match(name)
            return picture_address(value) if picture or PICTURE_NAME.search(value) else self._query(value)
        return self._fill(value) if name in PROSE_ATTRIBUTES or has_prose(value) else value

    def _meta(self, declared: str, value: str) -> str:
        if ADDRESS.fullmatch(value):
            return picture_address(value) if "image" in declared or PICTURE_NAME.search(value) else value
        if KEPT_META.match(declared):
            return value
        return self._fill(value) if PROSE_KEYS.search(declared) or has_prose(value) else value

    def _query(self, address: str) -> str:
        """Return an address without the words that links for sharing carry in their query."""

        def filled(match: re.Match[str]) -> str:
            words = unquote_plus(match.group())
            return quote(self._fill(words)) if has_prose(words) and not ADDRESS.fullmatch(words) else match.group()

        return QUERY_VALUE.sub(filled, address) if "?" in address else address

    def _value(self, key: str, value: str) -> str:
        """Return a string of JSON."""
        if not value or (ADDRESS.fullmatch(value) and " " not in value.strip()):
            return picture_address(value) if PICTURE_NAME.search(value) else self._query(value)
        if value[0] in "{[" and value[-1] in "}]":
            return self.json(value)
        if "<" in value and PIECE.search(value):
            return self.markup(value)
        if KEPT_KEYS.search(key) and not has_prose(value):
            return value
        return self._fill(value) if has_prose(value) or PROSE_KEYS.search(key) else value

    def _inner(self, text: str) -> str:
        return self.markup(text) if PIECE.search(text) else self._text(text)

    def _text(self, text: str) -> str:
        return text if self._filler is None or not text.strip() else self._fill(text)

    def _fill(self, text: str) -> str:
        return self._filler.text(text) if self._filler else text


def _assigned(code: str) -> str:
    """Return the JSON that code gives names to, with the names."""
    kept, end = [], 0
    for match in ASSIGNED.finditer(code):
        if match.start() < end:
            continue
        try:
            value, end = DECODER.raw_decode(code, match.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, (dict, list)) or (isinstance(value, str) and value.lstrip()[:1] in ("{", "[")):
            close = ")" if "JSON.parse(" in match.group() else ""
            kept.append(f"{match.group()}{code[match.end() : end]}{close};")
    return "\n".join(kept)


def _declared(tag: str) -> str:
    """Return what a ``meta`` element is about, in lower case."""
    for match in ATTRIBUTE.finditer(tag):
        if match["name"].lower() in ("name", "property", "itemprop", "http-equiv"):
            return match["value"].strip("\"' ").lower()
    return ""
