"""The spider of a site file: lists, their pages, their links."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from scrapy import Request

from newscrawl.conditional import READER, is_unchanged, validator_of
from newscrawl.errors import ListError, NotAnArticle, SiteError, StoreError
from newscrawl.extract import FIRST, Step, list_request, read_list
from newscrawl.politeness.drops import LeftForLater
from newscrawl.reporting import LIST_PREFIX, all_lists_read
from newscrawl.sites.table import suggestion
from newscrawl.spiders.base import ELSEWHERE, reader_of
from newscrawl.spiders.failures import reason_of
from newscrawl.spiders.page import page_from
from newscrawl.spiders.sharing import SharingSpider
from newscrawl.urls import host_of, key_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from typing import Any

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawl.items import Article, Link
    from newscrawl.sites import Channel, Site
    from newscrawl.store import Validator

__all__ = ["SiteSpider"]


class SiteSpider(SharingSpider):
    """Crawls channels of one site.

    :param channel: names of channels, with commas between them; empty: the site's first
    """

    site: ClassVar[Site]

    @classmethod
    def for_site(cls, site: Site) -> type[SiteSpider]:
        """Return the site's own spider class: own name, settings, stats and JOBDIR."""
        delay = {} if site.delay is None else {"DOWNLOAD_DELAY": site.delay, "AUTOTHROTTLE_START_DELAY": site.delay}
        budget = {"NEWSCRAWL_BUDGET": site.policy.budget} if site.policy.budget else {}
        attributes = {
            "name": site.id,
            "site": site,
            "custom_settings": {**delay, **budget},
            "__doc__": f"Crawls {site.name}.",
        }
        return type(f"SiteSpider_{site.id}", (cls,), attributes)

    def __init__(self, channel: str = "", *values: Any, **more: Any) -> None:
        super().__init__(*values, **more)
        self._wanted = [name.strip() for name in channel.split(",") if name.strip()]
        self._validators: dict[str, Validator] = {}
        # a site file that was changed may want what the old one left out
        self._reader = reader_of(self.site)

    async def start(self) -> AsyncIterator[Request | Article]:
        """Ask for the first page of every channel's list, then for what earlier runs left; hear what workers made."""
        try:
            channels = self.channels(self._wanted)
        except SiteError as error:
            raise self.log_of_run.stopping(error) from None
        await self.begin_sharing(self.site, self._reader)
        for channel in channels:
            yield self._list_request(channel, FIRST)
        for made in self._left_behind({channel.name: channel for channel in channels}):
            yield made
        try:
            for request in self.due_visits(self.site, {channel.name for channel in channels}, self._reader):
                yield request
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None
        async for article in self.handed_in():
            yield article

    @classmethod
    def channels(cls, names: list[str]) -> list[Channel]:
        """Return the channels of these names; without names the first one.

        :raises SiteError: for an unknown one, with the nearest
        """
        known = cls.site.channels
        if not known:
            raise SiteError(cls.site.id, "has no channel to crawl")
        for name in names:
            if name not in known:
                near = suggestion(name, known) or f"; there are {', '.join(known)}"
                raise SiteError(f"{cls.site.id}: channel", f"no such channel: {name!r}{near}")
        return [known[name] for name in dict.fromkeys(names)] or [next(iter(known.values()))]

    @property
    def targets(self) -> list[str]:
        """Name the channels, each with its site."""
        return [self._target(name) for name in self._wanted or list(self.site.channels)[:1]]

    def site_of(self, url: str) -> Site:
        """Return the spider's site, whatever the address."""
        return self.site

    def leads_to(self, url: str, entry: str) -> None:
        """Let the frontier know."""
        self.log_of_run.holding.leads_to(url, entry)

    def _left_behind(self, channels: Mapping[str, Channel]) -> Iterator[Request | Article]:
        """Yield what earlier runs put into the frontier and did not settle: after what is new."""
        try:
            for link, channel in self.log_of_run.holding.left_behind(channels):
                if self.meet(link.url) and self._is_wanted(link):
                    self._left.add(key_of(link.url))
                    for made in self.take(link, self.site, channels[channel]):
                        yield made.replace(priority=-1) if isinstance(made, Request) else made
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None

    def parse_list(self, response: Response, channel: Channel, step: Step) -> Iterator[Request | Article]:
        """Yield what is new on a list's page, and the request for the next page while there may be more of that."""
        if is_unchanged(response):
            self.log_of_run.unchanged(response.url)
            if step.first:
                self.log_of_run.meter.list_unchanged(channel.name)
            return
        if READER in response.meta and (validator := validator_of(response)):
            self._validators[response.url] = validator
        try:
            listed = read_list(page_from(response, charset=self.site.charset), self.site, channel, step)
        except (ListError, NotAnArticle) as error:
            self._list_failed(response.url, channel, step, error.reason)
            return
        if not step.index and not listed.index:
            self.log_of_run.meter.listed(channel.name, listed.links, listed.entries)
        met = [link for link in listed.links if self.meet(link.url)]
        fresh = [link for link in met if self._is_wanted(link)]
        # what an earlier run left is news as well: behind it there may be more that it did not come to
        left = self._left & {key_of(link.url) for link in listed.links}
        self._left -= left
        try:
            self.log_of_run.holding.put(fresh, channel.name, priority=0 if step.first else -1)
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None
        for link in fresh:
            yield from self.take(link, self.site, channel)
        if self.site.policy.revisit:
            try:
                yield from self.announced_visits([link for link in met if link not in fresh], self.site, self._reader)
            except StoreError as error:
                raise self.log_of_run.stopping(error) from None
        # a page of nothing but adverts says nothing of the next one
        only_others = bool(listed.entries) and not listed.links
        if listed.index or only_others or ((met or left) and (fresh or not self._caught_up(channel))):
            for further in listed.further:
                if not further.url or self._may_list(further.url, channel):
                    yield self._list_request(channel, further)

    def list_failed(self, failure: Failure) -> None:
        """Say why a list did not come."""
        request: Request = failure.request  # type: ignore[attr-defined]
        problem = reason_of(failure.value)
        if isinstance(failure.value, LeftForLater):
            self.log_of_run.left(request.url, LIST_PREFIX + problem)
        else:
            self._list_failed(request.url, problem=problem, **request.cb_kwargs)

    def _list_failed(self, url: str, channel: Channel, step: Step, problem: str) -> None:
        if step.first:
            self.log_of_run.meter.list_failed(channel.name, problem)
        self.log_of_run.failed(url, LIST_PREFIX + problem)

    def _may_list(self, url: str, channel: Channel) -> bool:
        """Tell whether a page that a list leads to is the list's: on its host, or on one of the site's."""
        return self.site.owns(url) or host_of(url) == host_of(self.site.lists[channel.listing].url)

    def _list_request(self, channel: Channel, step: Step) -> Request:
        asked = list_request(self.site, channel, step, at=datetime.now(UTC))
        request = self.request(
            asked.url,
            self.parse_list,
            self.list_failed,
            headers=asked.headers,
            cb_kwargs={"channel": channel, "step": step},
        )
        if asked.body:
            return request.replace(method=asked.method, body=asked.body)
        if not step.cursor and "{now" not in self.site.lists[channel.listing].url:
            # an address that is never asked for again has nothing to be compared with
            request.meta[READER] = self._reader
        return request

    def closed(self, reason: str) -> None:
        """Remember the lists' validators, once everything that they announced is settled or in the frontier."""
        super().closed(reason)
        if reason == "finished" and self._validators and all_lists_read(self.log_of_run.counts):
            try:
                self.log_of_run.state.validators.keep(self._validators, self._reader)
            except StoreError as error:
                self.log_of_run.stopping(error)

    def _caught_up(self, channel: Channel) -> bool:
        """Tell whether the last crawl of the channel came to read everything behind a page that is all known."""
        try:
            last = self.log_of_run.last_run(self._target(channel.name))
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None
        return last is not None and last.finished == "finished" and all_lists_read(last.counts)

    def _target(self, channel: str) -> str:
        return f"{self.site.id}/{channel}"

    def _is_wanted(self, link: Link) -> bool:
        """Tell whether a link is to be followed; say what becomes of it otherwise."""
        if self.seen(link.url):
            self.log_of_run.known(link.url)
            return False
        if reason := self._reason_to_skip(link):
            self.log_of_run.skipped(link.url, reason)
            return False
        return True

    def _reason_to_skip(self, link: Link) -> str:
        if not self.site.owns(link.url):
            return ELSEWHERE
        if reason := self.site.skip_reason(link.url):
            return reason
        patterns = () if link.body or self.site.state == "headlines" else self.site.articles
        return "no article's address" if patterns and not any(p.search(link.url) for p in patterns) else ""
