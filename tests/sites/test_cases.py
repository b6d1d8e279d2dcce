"""Saved pages and lists, case by case: ``<site>/<case>@<fact>``.

A case is a folder ``<site>/<case>/`` with what was served (bytes) and two files.

``meta.json``: ``url``, ``fetched_at``, ``content_type``; ``file`` where it is not ``page.html``. A list's case names
its ``channel`` (``url`` may then be left out: it is the list's own; ``index`` and ``cursor`` say which of its pages
it is). A case of an article may name the files and addresses of further pages (``following``) and the list entry that
led to it (``link``: fields of a link). An article that comes from an API has the article's address as ``url`` and the
API's answer as file.

``expected.yaml``: facts by name. Facts of articles are fields of the clean article, and ``captions``, ``body_has``,
``body_has_not`` (HTML), ``raw_has`` (the body as served), ``next_page``, ``asked`` (the address that is asked instead
of the article's). Of lists ``count``, ``asked`` (the address), ``links`` and ``articles`` (made of entries that are
articles by themselves: flashes, and all of a site of headlines), ``next`` (cursors and addresses of further pages; of
pages that are counted, their numbers). ``refused``: neither article nor list, for a reason that has this word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from newscrawl.errors import ListError, NotAnArticle
from newscrawl.extract import (
    Step,
    article_of_link,
    article_request,
    clean_article,
    extract_article,
    list_request,
    next_page,
    page_of,
    read_list,
)
from newscrawl.items import Link
from newscrawl.sites import DATA, read_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract import Listed
    from newscrawl.items import Article, Page
    from newscrawl.sites import Channel, Site

FOLDER = Path(__file__).parent
SEVERAL = ("body_has", "body_has_not", "raw_has", "links", "articles")
"""Facts that stand in ``expected.yaml`` as lists of facts."""


@dataclass(frozen=True)
class Case:
    """A case's folder, read."""

    folder: Path

    @property
    def site(self) -> Site:
        return _site(self.folder.parent.name)

    @property
    def meta(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "meta.json").read_text("utf-8")))

    @property
    def expected(self) -> dict[str, Any]:
        return dict(yaml.safe_load((self.folder / "expected.yaml").read_text("utf-8")))

    @property
    def channel(self) -> Channel:
        return self.site.channels[self.meta["channel"]]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.meta["fetched_at"])

    @property
    def step(self) -> Step:
        return Step(index=self.meta.get("index", 0), cursor=self.meta.get("cursor", ""))

    def asked(self) -> str:
        """Return what is asked for to get what is saved."""
        if "channel" in self.meta:
            return list_request(self.site, self.channel, self.step, at=self.at).url
        other = article_request(self.site, self.meta["url"])
        return other.url if other else self.meta["url"]

    def page(self) -> Page:
        page = self._page(self.meta.get("file", "page.html"), self.meta.get("url") or self.asked())
        given = dict(self.meta.get("link", {}))
        for name in ("published", "modified"):
            if name in given:
                given[name] = datetime.fromisoformat(given[name])
        return replace(page, link=Link(url=page.url, **given)) if given else page

    def following(self) -> list[Page]:
        return [self._page(file, url) for file, url in self.meta.get("following", {}).items()]

    def _page(self, file: str, url: str) -> Page:
        return page_of(
            url,
            (self.folder / file).read_bytes(),
            fetched_at=self.at,
            content_type=self.meta["content_type"],
            charset=self.site.charset,
        )


@cache
def _site(site_id: str) -> Site:
    return read_site(DATA / f"{site_id}.yaml")


@cache
def _raw(case: Case) -> Article:
    return extract_article(case.page(), case.site, following=case.following())


@cache
def _clean(case: Case) -> Article:
    return clean_article(_raw(case), case.site)


def _read(case: Case) -> object:
    """Read a case's list or article, for the sake of what that raises."""
    return _listed(case) if "channel" in case.meta else _clean(case)


@cache
def _listed(case: Case) -> Listed:
    return read_list(case.page(), case.site, case.channel, case.step)


def _flash(case: Case, index: int) -> Article:
    return clean_article(article_of_link(_listed(case).links[index], case.site, case.channel), case.site)


def _check(item: Any, fact: str, expected: Any) -> None:
    """Compare one fact of an article or a list entry."""
    found: Any
    match fact:
        case "body_has" | "raw_has":
            assert expected in item.body
            return
        case "body_has_not":
            assert expected not in item.body
            return
        case "published" | "modified":
            found, expected = getattr(item, fact), datetime.fromisoformat(expected) if expected else None
        case "lead_image":
            found = item.lead_image.url if item.lead_image else ""
        case "images":
            found = [image.url for image in item.images]
        case "captions":
            found = [image.caption for image in item.images]
        case _:
            found = getattr(item, fact)
    assert (list(found) if isinstance(found, tuple) else found) == expected


def facts(expected: dict[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield each fact with its path: ``title``, ``body_has.0``, ``links.2.title``, ``articles.0.body_has.1``."""
    for name, value in expected.items():
        if name not in SEVERAL:
            yield name, (name,)
            continue
        for index, inner in enumerate(value):
            if isinstance(inner, dict):
                for path, keys in facts(inner):
                    yield f"{name}.{index}.{path}", (name, index, *keys)
            else:
                yield f"{name}.{index}", (name, index)


CASES = [Case(path.parent) for path in sorted(FOLDER.glob("*/*/meta.json"))]
FACTS = [
    pytest.param(case, keys, id=f"{case.folder.parent.name}/{case.folder.name}@{path}")
    for case in CASES
    for path, keys in facts(case.expected)
]


@pytest.mark.parametrize(("case", "keys"), FACTS)
def test_case(case: Case, keys: tuple[Any, ...]) -> None:
    expected: Any = case.expected
    for key in keys:
        expected = expected[key]
    match keys:
        case ["refused"]:
            with pytest.raises((NotAnArticle, ListError)) as refusal:
                _read(case)
            error: Any = refusal.value
            assert expected in (error.reason if isinstance(error, NotAnArticle) else error.problem)
        case ["count"]:
            assert len(_listed(case).links) == expected
        case ["asked"]:
            assert case.asked() == expected
        case ["next"]:
            assert [step.cursor or step.url or step.index + 1 for step in _listed(case).further] == expected
        case ["links", index, fact]:
            _check(_listed(case).links[index], fact, expected)
        case ["articles", index, fact, *_]:
            _check(_flash(case, index), fact, expected)
        case ["next_page"]:
            assert next_page(case.page(), case.site) == expected
        case ["raw_has", _]:
            _check(_raw(case), "raw_has", expected)
        case [fact, *_]:
            _check(_clean(case), fact, expected)
