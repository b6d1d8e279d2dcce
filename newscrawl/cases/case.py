"""Cases on disk: a page or list as it was served, and what is expected of it.

A case is a folder ``<site>/<case>/`` with what was served (bytes) and two files: ``expected.yaml``, see
:mod:`newscrawl.cases.facts`, and ``meta.json``: ``url``, ``fetched_at``, ``content_type``; ``file`` where it is not
``page.html``. A list's case names its ``channel`` (``url`` may then be left out: it is the list's own; ``index`` and
``cursor`` say which of its pages it is). A case of an article may name the files and addresses of further pages
(``following``) and the list entry that led to it (``link``: fields of a link). An article that comes from an API has
the article's address as ``url`` and the API's answer as file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from newscrawl.errors import SiteError
from newscrawl.extract import FIRST, Step, article_request, list_request, page_of
from newscrawl.items import LINK_FIELDS, Link
from newscrawl.sites.table import Table, read_yaml, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.items import Page
    from newscrawl.sites import Channel, Site

__all__ = ["EXPECTED", "META", "Case", "expected_text", "find_cases", "meta_text", "read_case"]

META, EXPECTED = "meta.json", "expected.yaml"
"""Files of every case."""

PAGE = "page.html"
"""The answer's file, where ``meta.json`` names no other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A case's folder, read."""

    folder: Path
    """Where it lies."""
    url: str = ""
    """Address of the page; of a list empty where it is the one that the site file says."""
    fetched_at: datetime
    """When it was fetched, timezone-aware."""
    content_type: str = ""
    """The HTTP header."""
    file: str = PAGE
    """Name of the file with the answer."""
    channel: str = ""
    """Name of the channel whose list it is; empty for a page."""
    step: Step = FIRST
    """Which of the list's pages it is."""
    link: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the list entry that led to the page."""
    following: Mapping[str, str] = field(default_factory=dict)
    """File -> address of the article's further pages."""
    expected: Mapping[str, Any] = field(default_factory=dict)
    """Facts by name; empty while nothing is accepted."""

    @property
    def site_id(self) -> str:
        """Id of the site file it is read by."""
        return self.folder.parent.name

    @property
    def name(self) -> str:
        """``SITE/CASE``."""
        return f"{self.site_id}/{self.folder.name}"

    def asked(self, site: Site) -> str:
        """Return the address that is asked to get what is saved.

        :raises SiteError: the site has no such channel
        """
        if self.channel:
            return list_request(site, self.channel_of(site), self.step, at=self.fetched_at).url
        other = article_request(site, self.url)
        return other.url if other else self.url

    def channel_of(self, site: Site) -> Channel:
        """Return the channel whose list it is.

        :raises SiteError: the site has no such channel
        """
        if self.channel not in site.channels:
            near = suggestion(self.channel, site.channels)
            raise SiteError(f"{self.name}: channel", f"{site.id} has no channel {self.channel!r}{near}")
        return site.channels[self.channel]

    def page(self, site: Site) -> Page:
        """Return the answer, decoded.

        :raises NotAnArticle: it is no text
        """
        page = self._page(self.file, self.url or self.asked(site), site)
        return replace(page, link=Link(url=page.url, **self.link)) if self.link else page

    def pages_behind(self, site: Site) -> list[Page]:
        """Return the article's further pages."""
        return [self._page(file, url, site) for file, url in self.following.items()]

    def _page(self, file: str, url: str, site: Site) -> Page:
        path = self.folder / file
        try:
            body = path.read_bytes()
        except OSError as error:
            raise SiteError(str(path), f"cannot be read: {error.strerror}") from None
        return page_of(url, body, fetched_at=self.fetched_at, content_type=self.content_type, charset=site.charset)


def find_cases(*folders: Path, site_id: str = "*") -> Iterator[Case]:
    """Yield the cases below some folders, ``<folder>/<site>/<case>/``, by name.

    :raises SiteError: for the first that cannot be read
    """
    for folder in folders:
        for path in sorted(folder.glob(f"{site_id}/*/{META}")):
            yield read_case(path.parent)


def read_case(folder: Path) -> Case:
    """Return the case in a folder.

    :raises SiteError: with file, key and problem
    """
    path = folder / META
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SiteError(str(path), f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise SiteError(str(path), f"is no JSON: {error}") from None
    if not isinstance(data, dict):
        raise SiteError(str(path), "must be an object")
    table = Table(data, str(path))
    case = Case(
        # so that a case's name is known wherever it is called from
        folder=folder.resolve(),
        url=table.get("url", str, "" if table.has("channel") else None),
        fetched_at=_moment(table, "fetched_at"),
        content_type=table.get("content_type", str, ""),
        file=table.get("file", str, PAGE),
        channel=table.get("channel", str, ""),
        step=Step(index=table.get("index", int, 0), cursor=table.get("cursor", str, "")),
        link=_link(table.table("link")),
        following=table.texts("following"),
        expected=read_yaml(folder / EXPECTED) if (folder / EXPECTED).is_file() else {},
    )
    table.done()
    return case


def _link(table: Table | None) -> dict[str, Any]:
    """Return the fields of a link that a case names."""
    if table is None:
        return {}
    found: dict[str, Any] = {}
    known = [name for name in LINK_FIELDS if name != "url"]
    for name in table.names():
        if name not in known:
            raise SiteError(table.at(name), f"unknown field{suggestion(name, known)}")
        if name in ("published", "modified"):
            found[name] = _moment(table, name)
        else:
            found[name] = table.strings(name) if LINK_FIELDS[name] else table.get(name, str)
    return found


def _moment(table: Table, name: str) -> datetime:
    text = table.get(name, str)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise SiteError(table.at(name), f"{text!r} is no time with a zone, such as 2026-10-12T08:00:00+08:00")
    return moment


def meta_text(case: Case) -> str:
    """Return a case's ``meta.json``."""
    data: dict[str, Any] = {
        "url": case.url,
        "fetched_at": case.fetched_at.isoformat(timespec="seconds"),
        "content_type": case.content_type,
    }
    if case.file != PAGE:
        data["file"] = case.file
    if case.channel:
        data |= {"channel": case.channel, "index": case.step.index, "cursor": case.step.cursor}
    if case.link:
        data["link"] = {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in case.link.items()
        }
    if case.following:
        data["following"] = dict(case.following)
    data = {name: value for name, value in data.items() if value or name == "content_type"}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def expected_text(expected: Mapping[str, Any]) -> str:
    """Return an ``expected.yaml``."""
    return yaml.safe_dump(dict(expected), allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
