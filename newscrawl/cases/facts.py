"""What is expected of a case, fact by fact, and what is found instead.

Facts of articles are fields of the clean article, and ``captions``, ``body_has``, ``body_has_not`` (HTML), ``raw_has``
(the body as served), ``next_page``, ``asked`` (the address that is asked instead of the article's). Of lists ``count``,
``asked`` (the address), ``links`` and ``articles`` (made of entries that are articles by themselves: flashes, and all
of a site of headlines), ``next`` (cursors and addresses of further pages; of pages that are counted, their numbers).
``refused``: neither article nor list, for a reason that has this word.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newscrawl.clean import text_of
from newscrawl.errors import ListError, MissingField, NotAnArticle
from newscrawl.extract import article_of_link, clean_article, extract_article, next_page, read_list
from newscrawl.items import Article, Image, Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newscrawl.cases.case import Case
    from newscrawl.extract import Listed
    from newscrawl.sites import Site

__all__ = ["ARTICLE_FACTS", "LINK_FACTS", "Reading", "facts"]

SEVERAL = ("body_has", "body_has_not", "raw_has", "links", "articles")
"""Facts that stand as lists of facts."""

TEXTS = ("body_has", "body_has_not", "raw_has")
"""Facts about the text."""

ARTICLE_FACTS = (
    "title",
    "published",
    "modified",
    "source",
    "authors",
    "editors",
    "keywords",
    "tickers",
    "language",
    "summary",
    "lead_image",
    "images",
    "captions",
    "paywalled",
    "channel",
    "canonical_url",
)
"""Facts of an article that are accepted where there is something; any field may be expected."""

LINK_FACTS = ("url", "title", "published", "modified", "source", "summary", "keywords", "tickers", "image")
"""Facts of a list's entry."""

SHOWN_ENTRIES = 3
"""Entries of a list that are accepted one by one; the others are counted."""

SNIPPET = 24
"""Characters of a paragraph that tell that it is there."""

LEAST_PARAGRAPH = 8
"""Characters from which on a line is a paragraph."""


class Reading:
    """A case, read by its site's rules: every part once, when it is first asked for."""

    def __init__(self, case: Case, site: Site) -> None:
        self.case = case
        self.site = site

    @cached_property
    def raw(self) -> Article:
        """The article, its body as served."""
        return extract_article(self.case.page(self.site), self.site, following=self.case.pages_behind(self.site))

    @cached_property
    def clean(self) -> Article:
        """The clean article."""
        return clean_article(self.raw, self.site)

    @cached_property
    def listed(self) -> Listed:
        """The list."""
        case, site = self.case, self.site
        return read_list(case.page(site), site, case.channel_of(site), case.step)

    @property
    def links(self) -> tuple[Link, ...]:
        """The list's entries."""
        return self.listed.links

    @property
    def further(self) -> list[Any]:
        """How the list goes on."""
        return [step.cursor or step.url or step.index + 1 for step in self.listed.further]

    def problem(self, keys: tuple[Any, ...]) -> str:
        """Return what is wrong with a fact; empty when it is as expected.

        :param keys: where it stands in the expected facts, see :func:`facts`
        """
        expected: Any = self.case.expected
        for key in keys:
            expected = expected[key]
        try:
            return self._compared(keys, expected)
        except (NotAnArticle, ListError, MissingField) as error:
            return str(error)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Yield every expected fact with what is wrong with it; empty when it is as expected."""
        for path, keys in facts(self.case.expected):
            yield path, self.problem(keys)

    def _compared(self, keys: tuple[Any, ...], expected: Any) -> str:
        match keys:
            case ["refused"]:
                reason = self._refusal()
                return "" if reason and str(expected) in reason else _differs(expected, reason or "an article or list")
            case ["count"]:
                return "" if len(self.links) == expected else _differs(expected, len(self.links))
            case ["asked"]:
                found = self.case.asked(self.site)
                return "" if found == expected else _differs(expected, found)
            case ["next"]:
                return "" if self.further == expected else _differs(expected, self.further)
            case ["links", int(index), str(fact)]:
                return _problem(self._entry(index), fact, expected)
            case ["articles", int(index), str(fact), *_]:
                return _problem(self._article_of(self._entry(index)), fact, expected)
            case ["next_page"]:
                found = next_page(self.case.page(self.site), self.site)
                return "" if found == expected else _differs(expected, found)
            case ["raw_has", _]:
                return _problem(self.raw, "raw_has", expected)
            case _:
                return _problem(self.clean, str(keys[0]), expected)

    def _refusal(self) -> str:
        """Return why there is neither article nor list; empty when there is one."""
        try:
            # read for the sake of what that raises
            _ = self.links if self.case.channel else self.clean
        except (NotAnArticle, ListError, MissingField) as error:
            return error.reason
        return ""

    def _entry(self, index: int) -> Link:
        if index >= len(self.links):
            raise ListError(self.case.url, f"has {len(self.links)} entries")
        return self.links[index]

    def _article_of(self, link: Link) -> Article:
        return clean_article(article_of_link(link, self.site, self.case.channel_of(self.site)), self.site)

    def found(self) -> dict[str, Any]:
        """Return what is found today, as facts: those that are expected already, or all that say something."""
        if reason := self._refusal():
            return {"refused": reason}
        known = self.case.expected
        if self.case.channel:
            return self._found_list(known)
        kept = known if known and "refused" not in known else None
        found = _found(self.clean, kept, ARTICLE_FACTS)
        if kept and "asked" in kept:
            found["asked"] = self.case.asked(self.site)
        if (kept is None or "next_page" in kept) and (address := next_page(self.case.page(self.site), self.site)):
            found["next_page"] = address
        return found | _texts(self.clean, kept, self.raw)

    def _found_list(self, known: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"count": len(self.links), "asked": self.case.asked(self.site), "next": self.further}
        found = {name: value for name, value in found.items() if name in (known or ("count", "next")) and value != []}
        links = known.get("links", [])
        shown = self.links[: max(len(links), 0 if known else SHOWN_ENTRIES)]
        if shown:
            found["links"] = [
                _found(link, links[index] if index < len(links) else None, LINK_FACTS)
                for index, link in enumerate(shown)
            ]
        articles = known.get("articles", [])
        whole = self.site.state == "headlines"
        inline = [link for link in self.links if link.body or whole][
            : max(len(articles), 0 if known else SHOWN_ENTRIES)
        ]
        if inline:
            found["articles"] = []
            for index, link in enumerate(inline):
                article = self._article_of(link)
                kept = articles[index] if index < len(articles) else None
                found["articles"].append(_found(article, kept, ("title", "published")) | _texts(article, kept))
        return found


def facts(expected: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield each fact's path and keys: ``title``, ``body_has.0``, ``links.2.title``, ``articles.0.body_has.1``."""
    for name, value in expected.items():
        if name not in SEVERAL:
            yield name, (name,)
            continue
        for index, inner in enumerate(value or []):
            if isinstance(inner, dict):
                for path, keys in facts(inner):
                    yield f"{name}.{index}.{path}", (name, index, *keys)
            else:
                yield f"{name}.{index}", (name, index)


def _problem(item: Article | Link, fact: str, expected: Any) -> str:
    """Compare one fact of an article or a list's entry."""
    if fact in TEXTS:
        there = str(expected) in item.body
        return "" if there is (fact != "body_has_not") else f"{'not ' if not there else ''}in the text: {expected}"
    if fact not in KNOWN:
        return "there is no such fact"
    found = value_of(item, fact)
    if fact in ("published", "modified") and expected:
        same = found != "" and datetime.fromisoformat(found) == datetime.fromisoformat(str(expected))
    else:
        same = found == (expected or ("" if isinstance(found, str) else expected))
    return "" if same else _differs(expected, found)


def value_of(item: Article | Link, fact: str) -> Any:
    """Return a fact as ``expected.yaml`` says it: text, number, list of texts."""
    if fact == "captions":
        return [image.caption for image in item.images] if isinstance(item, Article) else []
    value = getattr(item, fact, "")
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Image):
        return value.url
    if isinstance(value, tuple):
        return [entry.url if isinstance(entry, Image) else entry for entry in value]
    return "" if value is None else value


KNOWN = frozenset({field.name for kind in (Article, Link) for field in fields(kind)} | {"captions"})


def _found(item: Article | Link, kept: Mapping[str, Any] | None, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the facts that are kept, or all of these names that say something."""
    if kept is not None:
        return {name: value_of(item, name) for name in kept if name in KNOWN}
    found = {name: value_of(item, name) for name in names}
    return {name: value for name, value in found.items() if value not in ("", [], False) and any_of(value)}


def any_of(value: Any) -> bool:
    """Return whether a list holds something that is not empty; anything else does."""
    return not isinstance(value, list) or any(value)


def _texts(article: Article, kept: Mapping[str, Any] | None, raw: Article | None = None) -> dict[str, Any]:
    """Return the facts about the text that hold: the kept ones, or its first and last paragraph."""
    if kept is None:
        lines = [line for line in text_of(article.body).splitlines() if len(line) >= LEAST_PARAGRAPH]
        ends = dict.fromkeys(snippet for line in (lines[:1] + lines[-1:]) if (snippet := _snippet(line, article.body)))
        return {"body_has": list(ends)} if ends else {}
    found = {}
    for name in TEXTS:
        item = raw if name == "raw_has" and raw else article
        if holding := [text for text in kept.get(name) or [] if not _problem(item, name, text)]:
            found[name] = holding
    return found


def _snippet(line: str, body: str) -> str:
    """Return a line's beginning as it stands in the HTML: up to the first markup in it."""
    length = SNIPPET
    while length >= LEAST_PARAGRAPH // 2 and line[:length] not in body:
        length -= 4
    return line[:length].strip() if line[:length] in body else ""


def _differs(expected: Any, found: Any) -> str:
    return f"expected {expected!r}, found {found!r}"
