"""A page parsed once: every rule reads the same tree and the same metadata."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lxml import etree

from newscrawl.extract.jsonpath import find_text
from newscrawl.extract.jsontext import read_json
from newscrawl.extract.survey import Box, survey
from newscrawl.extract.values import fold, plain, raw_values, refined
from newscrawl.extract.vocabulary import ARTICLE_TYPES, REFUSED_TYPES
from newscrawl.patterns import lazy_pattern
from newscrawl.selecting import Names, ask_xpath, select
from newscrawl.urls import joined, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newscrawl.items import Page
    from newscrawl.sites import Rule

__all__ = ["MAX_TITLE", "Document", "fold", "shown_text", "tree_of", "types_of"]

MAX_TITLE = 1000
"""Characters of a declared title that are looked at; what cuts titles at separators needs the square of that."""


MAX_KEYWORDS = 300
"""Characters from which on a list of keywords is made for search engines."""

KEYWORD_SEPARATORS = lazy_pattern(r"[,，;；、|]")

CSS_CLASS = lazy_pattern(r"\.([\w-]+)")
MAX_SELECTOR = 200
"""Characters of a selector that are read."""

COMMENTED = lazy_pattern(r"^\s*(<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(-->|//\s*\]\]>)\s*;?\s*$")
TRAILING_COMMA = lazy_pattern(r",\s*([}\]])")
CONTROLS = lazy_pattern(r"[\x00-\x1f]+")

NAMED = {
    **{name: name for name in ("base", "img", "link", "meta", "script", "time", "title")},
    "abbr": "time",
    "amp-img": "img",
}
"""Elements that several rules ask for -> the kind they are asked for as."""

PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)
"""lxml's own element class (lxml.html's costs a look-up in Python for every element met), without a table of ids."""


class Document:
    """The parsed tree of a page with its metadata, each made when it is first asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root: etree._Element = tree_of(page.utf8())
        # JSON of the article, which rules of the kinds path and template read
        self.data: Any = None

    @cached_property
    def _names(self) -> Names:
        """What answers the selectors of a site file."""
        return Names(self.root)

    def select(self, css: str) -> list[etree._Element | str]:
        """Return the elements, or with ``::text`` and ``::attr(…)`` the strings, that a selector names."""
        return select(self.root, css, self.page.html, self._names)

    def nodes(self, rule: Rule) -> list[etree._Element | str]:
        """Return the elements and strings that a rule of the kinds css and xpath names."""
        return self.select(rule.where) if rule.kind == "css" else ask_xpath(self.root, rule.where)

    @cached_property
    def named(self) -> dict[str, list[etree._Element]]:
        """The elements of some names, each kind in the page's order, as they were when first asked for.

        One pass finds them all: going through a tree costs more than what is found.
        """
        found: dict[str, list[etree._Element]] = {kind: [] for kind in NAMED.values()}
        for element in self.root.iter(*NAMED):
            found[NAMED[element.tag]].append(element)
        return found

    @cached_property
    def boxes(self) -> list[Box]:
        """The boxes of text of what is shown, in the page's order; the first is the whole page."""
        body = self.root.find("body")
        body = self.root if body is None else body
        boxes = survey(body)
        if len(boxes) == 1 and not boxes[0].text:
            # a page that scripts take out of what is written for browsers without
            for element in body.findall("noscript"):
                element.tag = "div"
            boxes = survey(body)
        return boxes

    @cached_property
    def lines(self) -> list[Box]:
        """Those of the boxes that hold text: less than half of them."""
        return [box for box in self.boxes if box.text]

    @cached_property
    def headings(self) -> list[Box]:
        """The boxes that are an ``h1``."""
        return [box for box in self.boxes if box.tag == "h1"]

    @cached_property
    def meta(self) -> dict[str, str]:
        """``meta`` elements by name, property or itemprop in lower case; the first non-empty one counts."""
        found: dict[str, str] = {}
        for element in self.named["meta"]:
            if content := fold(element.get("content") or ""):
                for name in ("property", "name", "itemprop"):
                    if key := element.get(name):
                        found.setdefault(key.strip().lower(), content)
        return found

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """Every object of the page's JSON-LD, nested ``@graph`` and list members included."""
        found: list[dict[str, Any]] = []
        for script in self.named["script"]:
            if "ld+json" in (script.get("type") or "").lower():
                found.extend(_objects(_tolerant_json(script.text or "")))
        return found

    @cached_property
    def article_ld(self) -> dict[str, Any]:
        """The JSON-LD object that describes the article; empty when there is none."""
        candidates = [entry for entry in self.json_ld if types_of(entry) & ARTICLE_TYPES]
        return max(candidates, key=lambda entry: ("headline" in entry, len(entry)), default={})

    @cached_property
    def refused_type(self) -> str:
        """What kind of page the JSON-LD says it is, when that is no article; else empty."""
        if self.article_ld or self.meta.get("og:type", "").lower() == "article":
            return ""
        names = [REFUSED_TYPES[name] for entry in self.json_ld for name in types_of(entry) if name in REFUSED_TYPES]
        return names[0] if names else ""

    @cached_property
    def summaries(self) -> list[str]:
        """What the metadata says of the article in a few words, best first."""
        texts = [self.meta.get("description"), self.meta.get("og:description"), self.article_ld.get("description")]
        return [text for text in texts if isinstance(text, str) and text]

    @property
    def paywalled(self) -> bool:
        """Whether the metadata says that the text is not for everybody, or that a part of it is not."""
        said = [str(entry.get("isAccessibleForFree")).lower() for entry in (self.article_ld, *self._parts)]
        return "false" in said or self.meta.get("article:content_tier", "").lower() == "locked"

    @property
    def sold(self) -> set[str]:
        """The classes in which, as the metadata say, the text stands that is not for everybody."""
        selectors = [selector for part in self._parts if isinstance(selector := part.get("cssSelector"), str)]
        return {name for selector in selectors for name in CSS_CLASS.findall(selector[:MAX_SELECTOR])}

    @property
    def _parts(self) -> list[dict[str, Any]]:
        parts = self.article_ld.get("hasPart")
        return [part for part in (parts if isinstance(parts, list) else [parts]) if isinstance(part, dict)]

    @cached_property
    def tags(self) -> list[str]:
        """The article's keywords, from the witness that names each by itself: JSON-LD, ``article:tag``, else a list."""
        declared = self.article_ld.get("keywords")
        if isinstance(declared, list):
            return [text for text in declared if isinstance(text, str)]
        metas = self.named["meta"] if "article:tag" in self.meta else ()
        if single := [element.get("content") or "" for element in metas if _is_tag(element)]:
            return single
        texts = (declared, self.meta.get("news_keywords"), self.meta.get("keywords"))
        listed = next((text for text in texts if isinstance(text, str) and 0 < len(text) < MAX_KEYWORDS), "")
        return KEYWORD_SEPARATORS.split(listed)

    @cached_property
    def title_tag(self) -> str:
        """Text of the ``title`` element, or its beginning."""
        return next((fold("".join(element.itertext()))[:MAX_TITLE] for element in self.named["title"]), "")

    @cached_property
    def language(self) -> str:
        """BCP 47 tag the page declares, or ``zh-CN``, ``ja`` or ``ko`` when its title is written so; else empty."""
        declared = self.root.get("lang") or self.root.get("xml:lang") or self.meta.get("content-language", "")
        declared = declared or self.meta.get("og:locale", "").replace("_", "-")
        match = re.match(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", declared.strip(), re.I)
        text = self.title_tag + self.meta.get("description", "")
        if re.search(r"[\u3040-\u30ff]", text):
            return "ja"
        if re.search(r"[\uac00-\ud7a3]", text):
            return "ko"
        if re.search(r"[\u4e00-\u9fff]", text):
            return match.group() if match and match.group().lower().startswith("zh-") else "zh-CN"
        return match.group() if match else ""

    @cached_property
    def base_url(self) -> str:
        """Address that relative ones count from."""
        href = next((element.get("href") for element in self.named["base"] if element.get("href")), "")
        return (href and joined(self.page.url, href)) or self.page.url

    @cached_property
    def canonical_url(self) -> str:
        """The identity the page declares, unless that is another host's or the front page; else its own address."""
        own = key_of(self.page.url) if self.page.url else ""
        links = self.named["link"]
        hrefs = [link.get("href") for link in links if (link.get("rel") or "").lower() == "canonical"]
        for declared in (*hrefs, self.meta.get("og:url")):
            url = key_of(joined(self.base_url, declared)) if declared else ""
            if url.startswith("https://"):
                path = url.split("/", 3)[3] if url.count("/") > 2 else ""
                if path and (not own or _registered(url) == _registered(own)):
                    return url
        return own

    @cached_property
    def comments(self) -> list[str]:
        """Texts of the HTML comments."""
        return [comment.text or "" for comment in ask_xpath(self.root, "//comment()") if not isinstance(comment, str)]

    def scripts(self) -> Iterator[str]:
        """Yield the inline scripts."""
        return (script.text for script in self.named["script"] if script.text)

    def values(self, rule: Rule, joint: str = "") -> list[str]:
        """Return what a site file's rule finds: folded texts, never empty ones.

        :param joint: what is put between the texts of an element's parts
        """
        found: Iterable[str]
        if rule.kind in ("css", "xpath"):
            found = [node if isinstance(node, str) else shown_text(node, joint) for node in self.nodes(rule)]
        elif rule.kind == "meta":
            found = [self.meta.get(rule.where.lower(), "")]
        elif rule.kind == "json_ld":
            entries = (self.article_ld, *self.json_ld)
            found = next((texts for entry in entries if (texts := list(find_text(entry, rule.where)))), [])
        elif rule.kind in ("comment", "url"):
            pattern = re.compile(rule.where)
            texts = self.comments if rule.kind == "comment" else [self.page.url]
            found = [
                match.group(1) if pattern.groups else match.group()
                for text in texts
                for match in pattern.finditer(text)
            ]
        else:
            found = map(plain, raw_values(self.data, rule))
        return list(refined(found, rule))


def _is_tag(element: etree._Element) -> bool:
    return bool((element.get("property") or element.get("name")) == "article:tag")


def tree_of(html: str | bytes) -> etree._Element:
    """Return the root of a page's tree; an empty page has an empty one.

    :param html: as text, or in UTF-8
    """
    markup = html.encode("utf-8", "replace") if isinstance(html, str) else html
    if b"\0" in markup:
        # looked for among bytes, which takes a fortieth of the time
        markup = markup.replace(b"\0", b"")
    root = etree.fromstring(markup, PARSER) if markup and not markup.isspace() else None
    return etree.Element("html") if root is None else _joined(root)


def _joined(root: etree._Element) -> etree._Element:
    """Move what the parser put behind ``</html>``, into a second root, to where a browser shows it."""
    if (after := root.getnext()) is not None:
        body = root.find("body")
        body = root if body is None else body
        while after is not None:
            if after.tag == "html":
                body.extend(list(after))
            after = after.getnext()
    return root


def shown_text(element: etree._Element, joint: str = "") -> str:
    """Return an element's text without scripts and styles."""
    return joint.join(ask_xpath(element, ".//text()[not(parent::script or parent::style)]"))


def types_of(entry: dict[str, Any]) -> set[str]:
    """Return the schema.org types of a JSON-LD object."""
    kinds = entry.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return {name.rpartition("/")[2] for name in names if isinstance(name, str)}


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _objects(entry, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _objects(value.get(key), depth + 1)


def _tolerant_json(text: str) -> Any:
    """Parse JSON-LD as pages really write it: comments around it, raw control characters, trailing commas."""
    for tolerant in (str.strip, _without_comments, _without_flaws):
        text = tolerant(text)
        try:
            return read_json(text, strict=False)
        except ValueError:
            continue
    return None


def _without_comments(text: str) -> str:
    return COMMENTED.sub("", text).strip().rstrip(";")


def _without_flaws(text: str) -> str:
    return TRAILING_COMMA.sub(r"\1", CONTROLS.sub(" ", text))


def _registered(url: str) -> str:
    """Return the last two labels of the host (three under ``com.cn`` and its kin): enough to tell owners apart."""
    labels = url.split("/")[2].split(":")[0].split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])
