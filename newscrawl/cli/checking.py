"""Checks of site files: offline against their cases, live against the sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newscrawl.cases import Reading
from newscrawl.clean import text_of
from newscrawl.cli.asking import Answer, ask_article, ask_list
from newscrawl.cli.case_folders import cases_of
from newscrawl.errors import ListError, MissingField, NotAnArticle, NotFetched
from newscrawl.extract import clean_article, read_list, read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy.http import Response

    from newscrawl.config import Config
    from newscrawl.items import Link
    from newscrawl.sites import Channel, Site
    from newscrawl.spiders import ProbeSpider

__all__ = ["Check", "against_cases", "against_site"]

MOST_LISTS, MOST_ARTICLES = 3, 2
"""How many lists and articles of a site are asked for."""

NEEDED = ("title", "published", "body")
"""Fields of an article that a post cannot do without."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing that was looked at."""

    site: str
    """Id of the site."""
    what: str
    """``case``, ``list`` or ``article``."""
    name: str
    """Name of the case or channel, or the article's address."""
    field: str = ""
    """The fact of a case; empty: all of them."""
    ok: bool = True
    """Whether it is as it should be."""
    detail: str = ""
    """What differs, or what was found."""


def against_cases(config: Config, site: Site) -> Iterator[Check]:
    """Yield a check for every case that is as expected, and for every fact that differs.

    :raises SiteError: a case cannot be read
    """
    for case in cases_of(config, site.id):
        facts = list(Reading(case, site).problems())
        wrong = [(field, problem) for field, problem in facts if problem]
        for field, problem in wrong:
            yield Check(site=site.id, what="case", name=case.folder.name, field=field, ok=False, detail=problem)
        if not wrong:
            detail = f"{len(facts)} facts" if facts else "expects nothing yet"
            yield Check(site=site.id, what="case", name=case.folder.name, detail=detail)


async def against_site(spider: ProbeSpider, site: Site) -> list[Check]:
    """Return a check of the first channel of every list, up to three, and of two articles."""
    checks: list[Check] = []
    waiting = MOST_ARTICLES if site.state != "headlines" else 0
    for channel in _channels(site):
        try:
            response = await ask_list(spider, site, channel)
            links = read_list(Answer.of(response).page(site), site, channel).links
        except (NotFetched, ListError, NotAnArticle) as error:
            checks.append(Check(site=site.id, what="list", name=channel.name, ok=False, detail=_reason(error)))
            continue
        checks.append(_of_list(site, channel, links))
        for link in _articles(site, links)[:waiting]:
            waiting -= 1
            checks.append(await _of_article(spider, site, link, response))
    return checks


def _channels(site: Site) -> list[Channel]:
    """Return the first channel of every list."""
    first: dict[str, Channel] = {}
    for channel in site.channels.values():
        first.setdefault(channel.listing, channel)
    return list(first.values())[:MOST_LISTS]


def _of_list(site: Site, channel: Channel, links: Iterable[Link]) -> Check:
    found = list(links)
    times = [link.published for link in found if link.published]
    newest = f", the newest of {max(times):%Y-%m-%d %H:%M %Z}" if times else ", without times"
    detail = f"{len(found)} entries{newest}" if found else "no entries"
    return Check(site=site.id, what="list", name=channel.name, ok=bool(found), detail=detail)


def _articles(site: Site, links: Iterable[Link]) -> list[Link]:
    """Return the entries whose pages a crawl would ask for."""
    return [
        link
        for link in links
        if not link.body
        and site.owns(link.url)
        and not site.skip_reason(link.url)
        and (not site.articles or any(pattern.search(link.url) for pattern in site.articles))
    ]


async def _of_article(spider: ProbeSpider, site: Site, link: Link, seen_on: Response) -> Check:
    try:
        answer = await ask_article(spider, site, link.url, seen_on=seen_on)
        article = clean_article(read_page(answer.page(site), site).article(), site)
    except (NotFetched, NotAnArticle, MissingField, ListError) as error:
        return Check(site=site.id, what="article", name=link.url, ok=False, detail=_reason(error))
    sure = min((article.confidence.get(name, 0.0) for name in NEEDED), default=0.0)
    found = ", ".join(f"{name} by {article.found_by.get(name, '?')}" for name in NEEDED)
    detail = f"confidence {sure:.2f}: {found}, {len(text_of(article.body))} characters"
    return Check(site=site.id, what="article", name=link.url, detail=detail)


def _reason(error: NotFetched | ListError | NotAnArticle | MissingField) -> str:
    """Return what is wrong, without the address."""
    return str(error).removeprefix(f"{error.url}: ")
