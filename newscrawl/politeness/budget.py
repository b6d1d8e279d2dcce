"""How many requests a run may make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

from newscrawl.extensions import RunLog
from newscrawl.politeness.drops import USED_UP, LeftForLater

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler

__all__ = ["BudgetMiddleware"]


class BudgetMiddleware:
    """Makes no request beyond ``NEWSCRAWL_BUDGET``, whatever for: the rest is left to the next run.

    The last of all middlewares, so that it counts what goes out: lists, articles, pictures, robots.txt, each retry and
    each redirect.
    """

    def __init__(self, budget: int, run: RunLog) -> None:
        self._budget = budget
        self._used = 0
        self._told = False
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Switch off without a budget."""
        budget = crawler.settings.getint("NEWSCRAWL_BUDGET")
        if budget <= 0:
            raise NotConfigured
        return cls(budget, RunLog.of(crawler))

    def process_request(self, request: Request) -> None:
        """Count a request, or leave it for later."""
        if self._used < self._budget:
            self._used += 1
            return
        if not self._told:
            self._told = True
            self._run.note(f"the budget of {self._budget} requests is used up, what remains is left to the next run")
        raise LeftForLater(USED_UP)
