"""Lists in, links out: the addresses of a channel's pages and the entries of their answers."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from newscrawl.errors import ListError
from newscrawl.extract.dates import parse_moment
from newscrawl.extract.document import fold, refined
from newscrawl.extract.jsonpath import find, find_text
from newscrawl.extract.jsontext import read_json
from newscrawl.items import Link
from newscrawl.urls import without_login

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from newscrawl.items import Page
    from newscrawl.sites import Channel, JsonList, Rule, Site

__all__ = ["find_links", "list_url"]


def list_url(site: Site, channel: Channel, page: int) -> tuple[str, dict[str, str]]:
    """Return the address and the headers of one page of a channel's list.

    :param page: the number that takes the place of ``{page}``
    """
    listing = site.lists[channel.listing]
    values = {**channel.vars, "page": str(page)}
    url = re.sub(r"{(\w+)}", lambda match: quote(values[match.group(1)], safe=""), listing.url)
    return url, {**site.headers, **listing.headers}


def find_links(page: Page, site: Site, channel: Channel) -> list[Link]:
    """Return the entries of a list's answer, in its order, each address once.

    :raises ListError: the answer is no JSON, says that something went wrong, or has no entries where they should be
    """
    listing = site.lists[channel.listing]
    try:
        data = read_json(page.html)
    except ValueError:
        raise ListError(page.url, "the list's answer is not JSON") from None
    if listing.ok and listing.ok.equals not in (values := [str(value) for value in find(data, listing.ok.path)]):
        raise ListError(
            page.url, f"the list answers {listing.ok.path} = {', '.join(values) or 'nothing'}, not {listing.ok.equals}"
        )
    entries = next(find(data, listing.items), None)
    if not isinstance(entries, list):
        raise ListError(page.url, f"the list's answer has no entries at {listing.items}")
    links: dict[str, Link] = {}
    for entry in entries:
        skipped = any(condition.equals in map(str, find(entry, condition.path)) for condition in listing.skip)
        if not skipped and (link := _link(entry, listing, site, page)):
            links.setdefault(link.url, link)
    return list(links.values())


def _link(entry: Any, listing: JsonList, site: Site, page: Page) -> Link | None:
    """Return one entry as a link, or ``None`` when it has no address."""
    texts = {name: next(_found(entry, rules), []) for name, rules in listing.fields.items()}
    if not texts.get("url"):
        return None
    first = {name: values[0] if values else "" for name, values in texts.items()}
    return Link(
        url=without_login(urljoin(page.url, html.unescape(first["url"]))),
        title=_plain(first.get("title", "")),
        published=_time(entry, listing.fields.get("published", ()), site, page.fetched_at),
        modified=_time(entry, listing.fields.get("modified", ()), site, page.fetched_at),
        source=_plain(first.get("source", "")),
        summary=_plain(first.get("summary", "")),
        image=urljoin(page.url, first["image"]) if first.get("image") else "",
        keywords=tuple(texts.get("keywords", [])),
        tickers=tuple(texts.get("tickers", [])),
        body=texts["body"][0] if texts.get("body") else "",
    )


def _plain(text: str) -> str:
    """Return a text without tags; entities are resolved last, so that an escaped ``<`` is text."""
    return fold(html.unescape(re.sub(r"<[^>]+>", "", text)))


def _found(entry: Any, rules: tuple[Rule, ...]) -> Iterator[list[str]]:
    """Yield the values of every rule that finds some."""
    for rule in rules:
        raw = [_filled(entry, rule.where)] if rule.kind == "template" else list(find_text(entry, rule.where))
        values = (
            list(refined(raw, rule)) if rule.regex or rule.split else [value.strip() for value in raw if value.strip()]
        )
        if values:
            yield values


def _filled(entry: Mapping[str, Any], template: str) -> str:
    """Return a template with the entry's values in its braces; empty when one is missing."""
    values = {path: next(find_text(entry, path), "") for path in re.findall(r"{([^{}]+)}", template)}
    return re.sub(r"{([^{}]+)}", lambda match: values[match.group(1)], template) if all(values.values()) else ""


def _time(entry: Any, rules: tuple[Rule, ...], site: Site, fetched_at: datetime) -> datetime | None:
    for rule in rules:
        for values in _found(entry, (rule,)):
            if moment := parse_moment(values[0], site.timezone, fetched_at, rule.formats):
                return moment.when
    return None
