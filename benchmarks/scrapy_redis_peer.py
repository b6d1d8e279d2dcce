"""The made site with scrapy-redis, for benchmarks/shared_queue.py --peer; what a callback has seen is a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy_redis.spiders import RedisSpider

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class MadeSpider(RedisSpider):
    """Asks for every page of the lists, as many at once as our workers do."""

    name = "made"
    redis_key = "made:start_urls"
    custom_settings = {  # noqa: RUF012
        "SCHEDULER": "scrapy_redis.scheduler.Scheduler",
        "DUPEFILTER_CLASS": "scrapy_redis.dupefilter.RFPDupeFilter",
        "SCHEDULER_PERSIST": True,
        "CONCURRENT_REQUESTS": 8,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False,
        "HTTPERROR_ALLOW_ALL": True,
        "TELNETCONSOLE_ENABLED": False,
    }

    def __init__(self, seen: str, **more: Any) -> None:
        super().__init__(**more)
        self._seen = open(seen, "a", buffering=1)  # noqa: SIM115, PTH123

    def parse(self, response: Any) -> Iterator[Request]:
        """Read a list."""
        for entry in json.loads(response.body)["data"]:
            yield Request(response.urljoin(entry["url"]), self.parse_article, meta={"asked": entry["url"]})

    def parse_article(self, response: Any) -> None:
        """Note that a page came."""
        self._seen.write(f"{response.meta['asked']}\n")
