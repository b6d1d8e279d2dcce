"""Looks at posted articles again: what a site's spider does with the visits that are due."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.spidermiddlewares.httperror import HttpError

from newscrawl.conditional import READER, is_unchanged, validator_of
from newscrawl.errors import StoreError
from newscrawl.extensions import output_folder
from newscrawl.items import Link
from newscrawl.pipelines import post_options
from newscrawl.politeness.drops import LeftForLater
from newscrawl.render import with_note
from newscrawl.spiders.base import NewsSpider
from newscrawl.spiders.failures import reason_of
from newscrawl.store import read_post, update, withdraw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scrapy import Request
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newscrawl.items import Article
    from newscrawl.revisiting import Look
    from newscrawl.sites import Site
    from newscrawl.store import Visit

__all__ = ["RevisitingSpider"]

GONE = (404, 410)
"""Statuses that say that the publisher took a page away; anything else may be a fault that passes."""

NOTES = {
    "zh": "来源网站已撤下此文（{:%Y-%m-%d}）。",
    "": "The publisher has withdrawn this article ({:%Y-%m-%d}).",
}
"""What readers are told, by the language of the site."""


class RevisitingSpider(NewsSpider):
    """The part of a site's spider that is about articles it has posted before."""

    def due_visits(self, site: Site, channels: set[str], reader: str) -> Iterator[Request]:
        """Yield the requests for the articles that are due.

        :raises StoreError: when the state cannot be read
        """
        for visit in self.log_of_run.revisiting.due(site, channels):
            yield self._look(visit, site, reader)

    def announced_visits(self, links: Iterable[Link], site: Site, reader: str) -> Iterator[Request]:
        """Yield the requests for those posted articles of a list that it calls changed.

        :raises StoreError: when the state cannot be read
        """
        for link in links:
            record = self.seen(link.url) if link.modified else None
            if record and link.modified:
                visit = self.log_of_run.revisiting.announced(record.url, link.modified, site)
                if visit:
                    yield self._look(visit, site, reader)

    def _look(self, visit: Visit, site: Site, reader: str) -> Request:
        link = Link.from_json(visit.link)
        self.log_of_run.revisiting.begin(visit, link, site, reader)
        request = self.page_request(link, site, visit.channel)
        request.meta[READER] = reader
        return request.replace(callback=self.parse_again, errback=self.again_failed)

    def parse_again(
        self, response: Response, link: Link, channel: str, parts: tuple[()], elsewhere: bool
    ) -> Iterator[Request | Article]:
        """Yield what an article's page gives that the server does not call unchanged."""
        look = self.log_of_run.revisiting.of_link(link)
        if look and is_unchanged(response):
            self._settle(look, "unchanged")
            return
        if look and (validator := validator_of(response)):
            look.validators[response.url] = validator
        yield from self.parse_article(response, link, channel, parts, elsewhere)

    def again_failed(self, failure: Failure) -> None:
        """Note that an article is gone, or that its page did not come."""
        link = failure.request.cb_kwargs["link"]  # type: ignore[attr-defined]
        look = self.log_of_run.revisiting.of_link(link)
        if isinstance(failure.value, LeftForLater):
            self.left(link, reason_of(failure.value))
        elif look and isinstance(failure.value, HttpError) and failure.value.response.status in GONE:
            try:
                self._withdraw(look)
            except StoreError as error:
                raise self.log_of_run.stopping(error) from None
        elif look:
            self._settle(look, f"failed: {reason_of(failure.value)}")

    def _withdraw(self, look: Look) -> None:
        """Do with the post of an article that is gone what the site's policy says."""
        state, output = self.log_of_run.state, output_folder(self.settings)
        record = state.seen(look.visit.url)
        if record and record.path and record.outcome == "posted":
            policy = look.site.policy.withdrawn
            if policy == "remove":
                withdraw(state, output, record)
            elif policy == "flag" and (text := read_post(output, record.path)) is not None:
                language = look.site.languages[0][:2] if look.site.languages else ""
                note = NOTES.get(language, NOTES[""]).format(datetime.now(UTC))
                flagged = with_note(text, note, post_options(self.settings))
                update(state, output, record, flagged, fingerprint=record.fingerprint)
        self._settle(look, "withdrawn")

    def _settle(self, look: Look, outcome: str) -> None:
        try:
            self.log_of_run.revisiting.settle(look, outcome)
        except StoreError as error:
            raise self.log_of_run.stopping(error) from None
