"""Finds out what a site file needs: a handful of requests, one after the other."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from newscrawl.cli.asking import Answer
from newscrawl.errors import ListError, MissingField, NewscrawlError, NotAnArticle, NotFetched
from newscrawl.extract import read_list, read_page
from newscrawl.scout import Draft, Source, kind_of_answer, learn_shapes, sight_of, site_id, sitemaps_of
from newscrawl.sites import Channel, Site
from newscrawl.sites.listings import FeedList, SitemapList
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from scrapy.http import Response

    from newscrawl.extract import Findings
    from newscrawl.items import Page
    from newscrawl.scout import Sight
    from newscrawl.spiders import ProbeSpider

__all__ = ["NothingFound", "Scouting"]

MOST_FEEDS, MOST_SITEMAPS, MOST_ARTICLES = 3, 2, 3
"""How many of each are asked for."""

LEAST_ON_PAGE = 3
"""Articles that a page links to from which on it is a list."""

FEED_PLACES = ("/feed/", "/rss.xml", "/rss", "/feed.xml", "/atom.xml")
SITEMAP_PLACES = ("/news-sitemap.xml", "/sitemap.xml")
"""Where feeds and sitemaps lie on many sites."""

SURE = 0.75
"""From where on a zone is told, not guessed."""

ZONES = (
    *("America/New_York", "Europe/London", "Europe/Berlin", "Asia/Shanghai", "Asia/Kolkata", "Asia/Tokyo"),
    *("America/Los_Angeles", "America/Chicago", "Australia/Sydney", "America/Sao_Paulo", "Europe/Athens"),
)
"""Where most sites are written whose language and address do not say where."""

LATEST = {"zh": "最新", "ja": "最新", "ko": "최신"}
"""Name of a channel that has no other, by language."""

MOST_NAME = 20
"""Characters of a feed's title that make a name for the command line."""


class NothingFound(NewscrawlError):
    """A site whose lists nobody can find by looking."""


@dataclass(kw_only=True)
class Scouting:
    """What is known of a site so far."""

    spider: ProbeSpider
    url: str
    saved: Answer | None
    month: str
    draft: Draft = field(init=False)
    origins: dict[str, str] = field(default_factory=dict)
    """Key of the site file -> where it was found."""
    missing: list[str] = field(default_factory=list)
    """What was looked for in vain."""
    article: Answer | None = None
    """A page with an article."""
    findings: Findings | None = None
    """What the generic rules find in it."""
    _seen_on: Response | None = None
    _links: list[str] = field(default_factory=list)

    async def look(self) -> None:
        """Look at the address and around it.

        :raises NotFetched: its page does not come
        :raises NotAnArticle: it is no text
        :raises NothingFound: there is no list
        """
        answer = self.saved or await self._ask(self.url)
        page = answer.page()
        kind = kind_of_answer(page)
        if kind == "other":
            raise NothingFound(f"{answer.url}: is neither a web page nor a feed; name one of these")
        home = urljoin(answer.url, "/")
        sights: list[tuple[str, Sight]] = []
        sources: list[Source] = []
        if kind == "html":
            self._try_article(answer, page)
            sights.append((answer.url, sight_of(page)))
            if answer.url.rstrip("/") != home.rstrip("/") and (self.article or not sights[0][1].feeds):
                with suppress(NotFetched, NotAnArticle):
                    front = await self._ask(home)
                    sights.append((front.url, sight_of(front.page())))
        else:
            sources += self._read("rss" if kind == "feed" else "sitemap", answer, "the address itself", "")
        language = sights[0][1].language if sights else ""
        sources += await self._feeds(sights, home, known=len(sources))
        sources += await self._sitemaps(home, wanted=not sources)
        shapes = self._shapes(sights)
        for url, sight in sights:
            here = [anchor.url for anchor in sight.anchors if any(_fits(shape, anchor.url) for shape in shapes)]
            self._links += [link for link in here if link not in self._links]
            wanted = url == answer.url and not self.article
            if (wanted or not sources) and len(here) >= LEAST_ON_PAGE:
                name = urlsplit(url).path.strip("/").rpartition("/")[2].partition(".")[0]
                source = Source(kind="html", url=url, channel=name, found="links of the page", entries=len(here))
                sources.insert(0 if wanted else len(sources), source)
        if not sources:
            raise NothingFound(
                f"{answer.url}: no feed, sitemap or list of articles found; name a section page or a feed"
            )
        await self._sample()
        self._write(home, sights, sources, shapes, language)

    async def _ask(self, url: str) -> Answer:
        response = await self.spider.ask(url, seen_on=self._seen_on)
        self._seen_on = self._seen_on or response
        return Answer.of(response)

    def _try_article(self, answer: Answer, page: Page) -> bool:
        """Take a page for the sample when the generic rules find an article in it."""
        with suppress(NotAnArticle, MissingField):
            findings = read_page(page)
            self.findings = self.findings or findings
            if not findings.refusal and findings.fields.get("body") and findings.article().title:
                self.article, self.findings = answer, findings
                return True
        return False

    async def _feeds(self, sights: list[tuple[str, Sight]], home: str, *, known: int) -> list[Source]:
        named = {url: title for _, sight in sights for url, title in sight.feeds.items()}
        found: list[Source] = []
        for url, title in list(named.items())[:MOST_FEEDS]:
            found += await self._try("rss", url, "link of the page", title)
        if not (found or known):
            for place in FEED_PLACES:
                if found := await self._try("rss", urljoin(home, place), "usual place", ""):
                    break
            else:
                self.missing.append("a feed: none is named by the page, none lies at the usual places")
        return found

    async def _sitemaps(self, home: str, *, wanted: bool) -> list[Source]:
        found: list[Source] = []
        robots = ""
        with suppress(NotFetched):
            robots = (await self._ask(urljoin(home, "/robots.txt"))).body.decode("utf-8", "replace")
        named = sorted(sitemaps_of(robots), key=lambda url: "news" not in url.lower())
        for url in named[:MOST_SITEMAPS]:
            found += await self._try("sitemap", url, "robots.txt", "")
        if not named and wanted:
            for place in SITEMAP_PLACES:
                if found := await self._try("sitemap", urljoin(home, place), "usual place", ""):
                    break
        return found[:1]

    async def _try(self, kind: Literal["rss", "sitemap"], url: str, found: str, title: str) -> list[Source]:
        """Return a list when one lies at the address."""
        with suppress(NotFetched, NotAnArticle):
            return self._read(kind, await self._ask(url), found, title)
        return []

    def _read(self, kind: Literal["rss", "sitemap"], answer: Answer, found: str, title: str) -> list[Source]:
        """Return an answer as a list, or none when it is none with articles of the site."""
        listing = FeedList(id=kind, url=answer.url) if kind == "rss" else SitemapList(id=kind, url=answer.url)
        channel = Channel(name=kind, label=kind, listing=kind)
        site = _site_for(answer.url, channel, listing)
        try:
            listed = read_list(answer.page(), site, channel)
        except (ListError, NotAnArticle):
            return []
        links = [link for link in listed.links if kind == "rss" or link.published or link.modified]
        self._links += [link.url for link in links if link.url not in self._links] if kind == "rss" else []
        if not links and not listed.index:
            return []
        name = title if 0 < len(title) <= MOST_NAME and "/" not in title and "," not in title else ""
        return [Source(kind=kind, url=answer.url, channel=name, found=found, entries=len(links))]

    def _shapes(self, sights: list[tuple[str, Sight]]) -> list[str]:
        anchors = [anchor for _, sight in sights for anchor in sight.anchors]
        headlines = self._links or [anchor.url for anchor in anchors if anchor.is_headline]
        own = [self.article.url] * bool(self.article and not self._links) if self.article else []
        return learn_shapes([*headlines, *own], [anchor.url for anchor in anchors if not anchor.is_headline])

    async def _sample(self) -> None:
        """Find a page with an article where the address itself is none."""
        for url in self._links[:MOST_ARTICLES]:
            if self.article:
                return
            with suppress(NotFetched, NotAnArticle):
                answer = await self._ask(url)
                self._try_article(answer, answer.page())

    def _write(
        self, home: str, sights: list[tuple[str, Sight]], sources: list[Source], shapes: list[str], language: str
    ) -> None:
        sight = sight_of(self.article.page()) if self.article else sights[0][1] if sights else None
        language = (sight.language if sight else "") or language
        urls = [home, *self._links[:50], *([self.article.url] if self.article else [])]
        self.draft = Draft(
            id=site_id(home),
            name=sight.name if sight else host_of(home),
            language=language,
            timezone=sight.timezone if sight else "UTC",
            home=home,
            domains=_domains(list(dict.fromkeys(map(host_of, urls)))),
            checked=self.month,
            articles=shapes,
            sources=_named(sources, language),
        )
        self._settle_zone(sight)
        if not language:
            self.missing.append("the language: the page declares none; languages: [en] is a guess")
        if not shapes:
            self.missing.append("how article addresses look: every address of the site may be one")
        if self.article is None:
            self.missing.append("a page with an article: none of those tried gave title, time and text")

    def _settle_zone(self, sight: Sight | None) -> None:
        """Say how sure the zone is: whether the article's own time agrees."""
        sure, found = (sight.sure, "language and address") if sight else (0.0, "nothing")
        zone = ZoneInfo(self.draft.timezone)
        moments = [one.value for one in self.findings.candidates.get("published", [])] if self.findings else []
        zoned = [moment.when for moment in moments if moment.zoned and moment.when.utcoffset()]
        if zoned and zoned[0].astimezone(zone).utcoffset() == zoned[0].utcoffset():
            sure, found = 0.9, "language and address, and the article's time agrees"
        elif zoned:
            fitting = [
                name for name in ZONES if zoned[0].astimezone(ZoneInfo(name)).utcoffset() == zoned[0].utcoffset()
            ]
            sure, found = 0.5, f"the article's time, {zoned[0]:%z}"
            if fitting and sight and sight.sure < SURE:
                self.draft.timezone = fitting[0]
            else:
                self.missing.append(
                    f"the zone: {self.draft.timezone} does not go with the article's time, {zoned[0]:%z}"
                )
        if sure < SURE:
            self.draft.unproven.append("timezone")
        self.origins["timezone"] = f"{found}: {sure:.0%} sure"


def _fits(shape: str, url: str) -> bool:
    return bool(re.search(shape, url))


def _site_for(url: str, channel: Channel, listing: FeedList | SitemapList) -> Site:
    return Site(
        id="new",
        name="new",
        group="new",
        languages=("en",),
        timezone="UTC",
        home=url,
        domains=(host_of(url),),
        channels={channel.name: channel},
        lists={listing.id: listing},
    )


def _domains(hosts: list[str]) -> list[str]:
    """Return host names, without those that lie below another."""
    return [host for host in hosts if host and not any(host != other and host.endswith(f".{other}") for other in hosts)]


def _named(sources: list[Source], language: str) -> list[Source]:
    """Return the lists with a name for each channel, no name twice."""
    names: set[str] = set()
    named = []
    for source in sources:
        base = source.channel or (LATEST.get(language[:2], "latest") if source.kind != "sitemap" else "sitemap")
        name, number = base, 2
        while name in names:
            name, number = f"{base} {number}", number + 1
        names.add(name)
        named.append(replace(source, channel=name))
    return named
