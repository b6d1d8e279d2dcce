"""Reads a list's answer: its entries as links, newest first where the list has no order, and how it goes on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from parsel import Selector

from newscrawl.errors import ListError
from newscrawl.extract.document import tree_of
from newscrawl.extract.embedded import embedded_json
from newscrawl.extract.jsonpath import find, fulfils, written
from newscrawl.extract.jsontext import read_answer
from newscrawl.extract.listing.asking import FIRST, Step
from newscrawl.extract.listing.entries import Entry, HtmlEntry, JsonEntry, link_of
from newscrawl.extract.listing.feeds import feed_entries, sitemap_entries
from newscrawl.extract.moments import parse_moment
from newscrawl.extract.values import refined
from newscrawl.sites.listings import FeedList, HtmlList, JsonHtmlList, JsonList, ScriptList, SitemapList
from newscrawl.sites.rules import Rule
from newscrawl.urls import joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newscrawl.items import Link, Page
    from newscrawl.sites import Channel, Listing, Site
    from newscrawl.sites.rules import Condition

__all__ = ["Listed", "find_links", "read_list"]

MAX_ENTRIES = 10_000
"""Entries of one answer that are read; a sitemap of ten years has more, but nobody wants them in one crawl."""

MAX_INDEXES = 2
"""How many indexes of sitemaps may lie above each other."""

MAX_CURSOR = 500
"""Characters of a cursor; a longer one is no cursor."""

FEED_FIELDS = {
    name: (Rule(kind="path", where=path),)
    for name, path in {
        "url": "url",
        "title": "title",
        "published": "published",
        "modified": "modified",
        "source": "source",
        "authors": "authors[]",
        "summary": "summary",
        "image": "image",
        "keywords": "keywords[]",
    }.items()
}
"""Rules for what :mod:`newscrawl.extract.listing.feeds` makes of an entry."""

INLINE = {"body": (Rule(kind="path", where="content"), Rule(kind="path", where="summary"))}

HTML_FIELDS = {
    "url": (Rule(kind="css", where="::attr(href)"),),
    "title": (Rule(kind="xpath", where="descendant-or-self::a"), Rule(kind="xpath", where=".")),
}
"""Rules for an entry of a section page that has none of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """What a page of a list says."""

    links: tuple[Link, ...] = ()
    """Its entries, in its order, each address once."""
    entries: int = 0
    """How many entries there are, those included that are left out."""
    further: tuple[Step, ...] = ()
    """The steps to its further pages: none or one; of an index of sitemaps, one for each."""
    index: bool = False
    """Whether it holds no entries but further lists, which are read whatever stands beside them."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer taken apart: its entries, and whatever the paging looks into."""

    entries: list[Entry]
    whole: Entry
    """What rules of a cursor or a link are asked of."""
    maps: tuple[str, ...] = ()
    """Addresses of further sitemaps."""


def find_links(page: Page, site: Site, channel: Channel) -> list[Link]:
    """Return the entries of a list's answer, see :func:`read_list`."""
    return list(read_list(page, site, channel).links)


def read_list(page: Page, site: Site, channel: Channel, step: Step = FIRST) -> Listed:
    """Return what a list's answer says.

    :param step: where in the list's pages it is
    :raises ListError: the answer is of another kind, says that something went wrong, or has no entries where they
        should be
    """
    listing = site.lists[channel.listing]
    answer = _taken_apart(page, listing, site, step)
    fields = _fields_of(listing)
    entries = [entry for entry in answer.entries if not any(entry.fulfils(test) for test in listing.skip_if)]
    found = [link_of(entry, fields, listing, site, page) for entry in entries]
    if found and not any(link.url for link in found):
        wanted = " or ".join(str(rule) for rule in fields["url"])
        raise ListError(page.url, f"none of the list's {len(found)} entries has an address at {wanted}")
    links: dict[str, Link] = {}
    for link in _in_order(found, listing, page.fetched_at):
        if link.url:
            links.setdefault(link.url, link)
    return Listed(
        links=tuple(links.values()),
        entries=len(answer.entries),
        further=tuple(_further(answer, listing, page, step)),
        index=bool(answer.maps),
    )


def _fields_of(listing: Listing) -> dict[str, tuple[Rule, ...]]:
    if isinstance(listing, FeedList):
        return {**FEED_FIELDS, **(INLINE if listing.inline else {}), **listing.fields}
    if isinstance(listing, SitemapList):
        return {**FEED_FIELDS, **listing.fields}
    return {**HTML_FIELDS, **listing.fields} if isinstance(listing, HtmlList) else dict(listing.fields)


def _in_order(links: list[Link], listing: Listing, now: datetime) -> list[Link]:
    """Return the links that are young enough; those of sitemaps, which have no order, newest first."""
    if listing.max_age is not None:
        oldest = now - timedelta(days=listing.max_age)
        links = [link for link in links if (when := link.published or link.modified) is None or when >= oldest]
    if isinstance(listing, SitemapList):
        dated = [link for link in links if link.published or link.modified]
        dated.sort(key=_when, reverse=True)
        links = [*dated, *(link for link in links if not (link.published or link.modified))]
    return links


def _when(link: Link) -> float:
    when = link.published or link.modified
    return when.timestamp() if when else 0.0


def _taken_apart(page: Page, listing: Listing, site: Site, step: Step) -> _Answer:
    """Return the entries of an answer.

    :raises ListError: there are none where they should be
    """
    if isinstance(listing, FeedList):
        feed = feed_entries(page)
        return _Answer([JsonEntry(entry) for entry in feed[:MAX_ENTRIES]], JsonEntry({"items": feed}))
    if isinstance(listing, SitemapList):
        pages, maps = sitemap_entries(page)
        found: list[Entry] = [JsonEntry(entry) for entry in pages[:MAX_ENTRIES]]
        return _Answer(found, JsonEntry({}), tuple(_maps(maps, listing, site, page)))
    if isinstance(listing, HtmlList):
        return _in_html(page, listing, step)
    data = _json_of(page, listing)
    return _Answer([JsonEntry(entry) for entry in _members(data, listing, page)], JsonEntry(data))


def _json_of(page: Page, listing: JsonList) -> Any:
    if isinstance(listing, ScriptList):
        return embedded_json(tree_of(page.html), listing.embedded, page)
    try:
        data = read_answer(page.html)
    except ValueError:
        raise ListError(page.url, "the list's answer is not JSON") from None
    _check(data, listing.ok, page)
    return data


def _check(data: Any, ok: Condition | None, page: Page) -> None:
    """Complain about an answer that says itself that something is wrong."""
    if ok and not fulfils(data, ok):
        values = ", ".join(written(value)[:100] for value in find(data, ok.path))
        raise ListError(page.url, f"the list answers {ok.path} = {values or 'nothing'}, not {ok}")


def _members(data: Any, listing: JsonList, page: Page) -> list[Any]:
    """Return the entries at a list's paths, one after the other."""
    entries: list[Any] = []
    missing = []
    there = False
    for path in listing.items:
        values = list(find(data, path))
        if not values and "[]" not in path:
            missing.append(f"the list's answer has no entries at {path}")
        for value in values:
            if isinstance(value, list):
                entries += value
                there = True
            elif isinstance(value, dict) and "[]" in path:
                entries.append(value)
            else:
                kind = "an object" if isinstance(value, dict) else "no list"
                missing.append(f"the list's answer has no entries at {path or 'its root'}: there is {kind}")
    if missing and not entries and not there:
        raise ListError(page.url, missing[0])
    objects = [entry for entry in entries if isinstance(entry, dict)]
    if entries and not objects:
        raise ListError(page.url, f"the list's entries at {' or '.join(listing.items) or 'its root'} are no objects")
    return objects[:MAX_ENTRIES]


def _in_html(page: Page, listing: HtmlList, step: Step) -> _Answer:
    """Return the entries of a section page; its first page without any is another page or a new layout."""
    markup = page.html
    if isinstance(listing, JsonHtmlList):
        try:
            data = read_answer(page.html)
        except ValueError:
            raise ListError(page.url, "the list's answer is not JSON") from None
        _check(data, listing.ok, page)
        texts = [value for value in find(data, listing.html) if isinstance(value, str)]
        if not texts:
            raise ListError(page.url, f"the list's answer has no HTML at {listing.html}")
        markup = "\n".join(texts)
    selector = Selector(root=tree_of(markup), type="html")
    nodes = selector.css(listing.items)
    if not nodes and step.index == 0:
        raise ListError(page.url, f"the list's page has no entries at {listing.items}")
    return _Answer([HtmlEntry(node) for node in nodes[:MAX_ENTRIES]], HtmlEntry(selector))


def _maps(maps: list[dict[str, Any]], listing: SitemapList, site: Site, page: Page) -> Iterator[str]:
    """Yield the sitemaps of an index that are to be read, the newest first."""
    dated = []
    for entry in maps:
        url, text = joined(page.url, entry.get("url", "")), entry.get("modified", "")
        moment = parse_moment(text, site.timezone, page.fetched_at) if text else None
        if url.startswith(("http://", "https://")) and (listing.follow is None or listing.follow.search(url)):
            dated.append((moment.when.timestamp() if moment else 0.0, url))
    for _, url in sorted(dated, key=lambda pair: pair[0], reverse=True):
        yield url


def _further(answer: _Answer, listing: Listing, page: Page, step: Step) -> Iterator[Step]:
    """Yield the steps to further pages; a cursor or link that is missing or was met before ends the list."""
    paging = listing.paging
    seen = step.seen | {step.cursor, step.url, page.url}
    if isinstance(listing, SitemapList):
        pages = paging.pages if paging else 3
        fresh = [url for url in answer.maps if url not in seen]
        if step.depth < MAX_INDEXES:
            yield from (Step(url=url, seen=seen, depth=step.depth + 1) for url in fresh[:pages])
        return
    if paging is None or step.index + 1 >= paging.pages:
        return
    following = Step(index=step.index + 1, seen=seen)
    if paging.type in ("page", "offset"):
        yield following
        return
    whole = answer.whole
    if paging.type == "last_item":
        if not answer.entries:
            return
        whole = answer.entries[-1]
    text = next((text for rule in paging.rules for text in refined(whole.raw(rule), rule)), "")
    if not text or len(text) > MAX_CURSOR:
        return
    if paging.type == "next":
        url = joined(page.url, text)
        if url.startswith(("http://", "https://")) and url not in seen:
            yield replace(following, url=url)
    elif text not in seen:
        yield replace(following, cursor=text)
