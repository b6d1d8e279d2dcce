"""A spider that somebody talks through: one page after the other, as politely as a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

import scrapy
from scrapy import Request

from newscrawl.errors import NotFetched
from newscrawl.guard import ANYWHERE, REACH
from newscrawl.settings import user_agent
from newscrawl.spiders.failures import FAILURES, reason_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Any

    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from newscrawl.items import Article

__all__ = ["ProbeSpider"]


class ProbeSpider(scrapy.Spider):
    """Runs a conversation: a coroutine that asks for pages and decides by what it gets.

    :param talk: called with the spider, whose :meth:`ask` it awaits
    """

    name = "probe"

    def __init__(self, talk: Callable[[ProbeSpider], Awaitable[None]], *values: Any, **more: Any) -> None:
        super().__init__(*values, **more)
        self._talk = talk

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Say who asks, as every spider of ours does."""
        super().update_settings(settings)
        settings.set("USER_AGENT", user_agent(settings["NEWSCRAWL_CONTACT"]), priority="project")

    async def start(self) -> AsyncIterator[Request | Article]:
        """Hold the conversation."""
        await self._talk(self)
        return
        yield  # an asynchronous iterator that yields nothing

    async def ask(
        self, url: str, *, seen_on: Response | None = None, delay: float | None = None, **more: Any
    ) -> Response:
        """Return the answer to a request.

        :param seen_on: the answer that led to the address; without one the user named it
        :param delay: seconds between two requests to the host; ``None``: the project's default
        :param more: what else the request says: ``headers``, ``method``, ``body``
        :raises NotFetched: there is none, or it is an error
        """
        reach = ANYWHERE if seen_on is None else seen_on.meta.get(REACH, "")
        meta: dict[str, object] = {REACH: reach, **({"newscrawl_delay": delay} if delay else {})}
        try:
            response = await self.crawler.engine.download_async(Request(url, meta=meta, dont_filter=True, **more))
        except FAILURES as error:
            raise NotFetched(url, reason_of(error)) from None
        if response.status >= 400:
            raise NotFetched(url, f"HTTP {response.status}")
        return response
