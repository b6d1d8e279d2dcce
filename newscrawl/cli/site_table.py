"""The sites that ship as a page of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.sites.listings import FeedList, HtmlList, JsonHtmlList, JsonList, ScriptList, SitemapList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.sites import Listing, Site

__all__ = ["kind_of", "markdown_page"]

KINDS = {
    JsonList: "json",
    ScriptList: "html_json",
    HtmlList: "html",
    JsonHtmlList: "json_html",
    FeedList: "rss",
    SitemapList: "sitemap",
}
"""Type of a list -> its ``kind`` in site files."""

HEAD = """\
# Sites

The sites that ship, {total}: {states}. This page is made of the site files by `newscrawl sites list --markdown`.

* **ready**: lists and articles are covered by cases, and the facts by recent evidence
* **provisional**: the evidence is weaker; `newscrawl sites check SITE --live` tells whether it still holds
* **headlines**: title, time, summary and link of the lists, never a page: the articles are for subscribers

The grade says how well the facts are proven, from A (two recent witnesses) to D (old or inferred), and the month how
new the newest evidence is. Channels of Chinese sites are named as the sites name them.

| id | name | channels | lists | language | zone | state | grade | checked |
|---|---|---|---|---|---|---|---|---|
"""


def kind_of(listing: Listing) -> str:
    """Return a list's kind, as site files name it."""
    return KINDS[type(listing)]


def markdown_page(sites: Iterable[Site]) -> str:
    """Return the page: a table of these sites by id, without the last line break."""
    found = sorted(sites, key=lambda site: site.id)
    names = ("ready", "provisional", "headlines")
    counts = {name: sum(site.state == name for site in found) for name in names}
    states = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return HEAD.format(total=len(found), states=states) + "\n".join(map(_row, found))


def _row(site: Site) -> str:
    kinds = dict.fromkeys(kind_of(site.lists[channel.listing]) for channel in site.channels.values())
    cells = (
        f"`{site.id}`",
        f"[{site.name}]({site.home})",
        ", ".join(site.channels),
        ", ".join(kinds),
        " ".join(site.languages),
        site.timezone,
        site.state,
        site.confidence,
        site.checked,
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
