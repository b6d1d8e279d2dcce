"""Pictures are fetched in the crawl, checked by what they are, and kept beside the posts.

:class:`PictureDownloads` is Scrapy's media pipeline for one picture: robots.txt, delays, redirects and limits count as
for pages, and each address is asked for once a crawl, by state once for ever. :class:`PicturesPipeline` says which
pictures an article wants, and lets the article point at the files. What cannot be had stays a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    DropItem,
    NotConfigured,
)
from scrapy.pipelines.media import MediaPipeline
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import run_in_thread
from scrapy.utils.datatypes import SequenceExclude
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import DeferredSemaphore

from newscrawl.errors import SiteError, StoreError, UnusablePicture
from newscrawl.extensions import RunLog, output_folder
from newscrawl.items import Article
from newscrawl.pipelines import DuplicatePipeline, options_from, post_options
from newscrawl.politeness.drops import USED_UP, LeftForLater
from newscrawl.politeness.pausing import PICTURE
from newscrawl.posting import pictures_folder, point_at_files, wanted_pictures
from newscrawl.raster import usable_raster
from newscrawl.render import PictureOptions, post_path
from newscrawl.shrinking import shrunk
from newscrawl.spiders.failures import reason_of
from newscrawl.store import keep_file

if TYPE_CHECKING:
    from typing import Any, Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newscrawl.folders import Folder

__all__ = ["MAX_BYTES", "PictureDownloads", "PicturesPipeline", "picture_options"]

MAX_BYTES = 8 * 1024 * 1024
"""Of one picture; a page of news rarely has one of a tenth of this."""

ARTICLES_AT_ONCE = 4
"""Articles whose pictures are under way, as many as there are requests for pages: all are waited for after Ctrl-C."""

SILENCES = 3
"""Requests in a row without an answer after which a host is not asked for pictures again in this crawl."""

NO_ANSWER = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError, DownloadTimeoutError)
"""What a host that is down makes of a request."""

CHANGING = re.compile(rb"\bno-(?:store|cache)\b", re.I)
"""In ``Cache-Control``: the address shows another picture tomorrow, as charts of prices do."""

ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif"
"""Some hosts answer a page around the picture to whoever would take HTML."""


def picture_options(settings: BaseSettings) -> PictureOptions:
    """Return what becomes of pictures: ``NEWSCRAWL_IMAGES``, an object or a mapping of its fields.

    :raises SiteError: for a field or value that there is not, or pictures wished for in the ``source`` body
    """
    options = options_from(settings, "NEWSCRAWL_IMAGES", PictureOptions)
    if options.mode != "link" and post_options(settings).body == "source":
        raise SiteError("NEWSCRAWL_IMAGES", "the source body keeps the pictures' addresses as the site served them")
    return options


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wanted:
    """One picture of an article."""

    url: str
    referer: str
    """Empty: none is sent."""
    delay: float


class PictureDownloads(MediaPipeline):
    """Fetches one picture: its items are what :class:`PicturesPipeline` wants, its results paths of files."""

    def __init__(self, *, crawler: Crawler, run: RunLog, folder: Folder, options: PictureOptions) -> None:
        super().__init__(crawler=crawler)
        # redirects are followed, whatever the media pipelines of a foreign project do
        self.handle_httpstatus_list = SequenceExclude(range(300, 400))
        self._run = run
        self._folder = folder
        self._options = options
        self._silences: dict[str, int] = {}
        self.used_up = False
        """Whether a picture was not asked for because the run may make no more requests."""

    def gives_up(self, url: str) -> bool:
        """Tell whether the address's host has left too many requests without an answer."""
        return self._silences.get(urlsplit(url).netloc, 0) >= SILENCES

    def get_media_requests(self, item: _Wanted, info: Any) -> list[Request]:
        """Return the picture's request; none for an address that is none."""
        headers = {"Accept": ACCEPT} | ({"Referer": item.referer} if item.referer else {})
        # one more try is enough: the text waits
        meta: dict[str, Any] = {"download_maxsize": MAX_BYTES, "max_retry_times": 1, PICTURE: True}
        if item.delay:
            meta["newscrawl_delay"] = item.delay
        try:
            return [Request(item.url, headers=headers, meta=meta)]
        except ValueError as error:
            self._failed(item.url, error)
            return []

    def media_to_download(self, request: Request, info: Any, *, item: Any = None) -> Any:
        """Return the file that an earlier request for the address left, while it is there."""
        try:
            path = self._run.state.picture(request.url)
            return {"path": str(path)} if path and self._folder.holds(path) else None
        except StoreError as error:
            # raised, Scrapy would log a traceback; the article is left to the next crawl
            self._run.stop(error)
            return {"path": ""}

    async def media_downloaded(self, response: Response, request: Request, info: Any, *, item: Any = None) -> Any:
        """Keep a picture; raise for anything else."""
        if response.status != 200:
            raise HttpError(response, "no picture")
        raster = usable_raster(response.body)
        data, suffix = response.body, raster.suffix
        if self._options.width or self._options.webp:
            data, suffix = await run_in_thread(shrunk, data, raster, self._options.width, webp=self._options.webp)
        path = keep_file(self._folder, data, suffix)
        if not CHANGING.search(response.headers.get("Cache-Control") or b""):
            self._run.state.keep_picture(request.url, path)
        self._silences.pop(urlsplit(request.url).netloc, None)
        self._run.picture_saved(request.url)
        return {"path": str(path)}

    def media_failed(self, failure: Failure, request: Request, info: Any) -> Any:
        """Say what is wrong; nothing is raised, for Scrapy would log a traceback for every missing picture."""
        error = failure.value
        if isinstance(error, StoreError):
            self._run.stop(error)
        else:
            self._failed(request.url, error)

    def item_completed(self, results: list[Any], item: _Wanted, info: Any) -> str:
        """Return the file's path, relative to the folder of the pictures; empty when there is none."""
        return next((found["path"] for fine, found in results if fine and found), "")

    def file_path(self, request: Request, response: Any = None, info: Any = None, *, item: Any = None) -> str:
        """Do without: the content names the file."""
        raise NotImplementedError

    def _failed(self, url: str, error: BaseException | None) -> None:
        host = urlsplit(url).netloc
        if isinstance(error, LeftForLater) and str(error) == USED_UP:
            self.used_up = True
            return
        if isinstance(error, NO_ANSWER):
            self._silences[host] = self._silences.get(host, 0) + 1
        self._run.picture_failed(url, error.reason if isinstance(error, UnusablePicture) else reason_of(error))


class PicturesPipeline:
    """Article -> Article whose pictures lie beside the posts, as far as they can be had."""

    def __init__(self, crawler: Crawler) -> None:
        self._options = picture_options(crawler.settings)
        if self._options.mode == "link":
            raise NotConfigured
        self._crawler = crawler
        self._post = post_options(crawler.settings)
        self._output = output_folder(crawler.settings)
        self._folder = pictures_folder(self._options, self._output)
        self._run = RunLog.of(crawler)
        self._downloads = PictureDownloads(crawler=crawler, run=self._run, folder=self._folder, options=self._options)
        self._turn = DeferredSemaphore(ARTICLES_AT_ONCE)
        # while pictures were on their way, the same article may have been posted
        self._still_new = DuplicatePipeline.from_crawler(crawler)
        self._shortest_delay = crawler.settings.getfloat("DOWNLOAD_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Switch off when pictures stay links."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Get ready to fetch."""
        self._downloads.open_spider()

    async def process_item(self, item: Any) -> Any:
        """Return the article with the pictures that could be had; others pass untouched."""
        if not isinstance(item, Article):
            return item
        await maybe_deferred_to_future(self._turn.acquire())
        try:
            files = await self._files(item)
        finally:
            self._turn.release()
        posts = self._output.below(post_path(item, self._post).parent)
        return self._still_new.process_item(point_at_files(item, files, self._options, self._folder, posts))

    async def _files(self, article: Article) -> dict[str, str]:
        """Return address -> file of the pictures that could be had, one request after the other."""
        files = {}
        for url in wanted_pictures(article, self._options):
            if self._run.problem or not self._crawler.crawling:
                # Ctrl-C: posted now, the article would keep its links for ever
                raise DropItem("left to the next crawl", log_level="DEBUG")
            if self._downloads.gives_up(url):
                self._run.picture_failed(url, "its host does not answer")
                continue
            wanted = _Wanted(url=url, referer=self._referer(article), delay=self._delay(article))
            if path := await self._downloads.process_item(wanted):
                files[url] = path
            elif not self._crawler.crawling:
                raise DropItem("left to the next crawl", log_level="DEBUG")
            elif self._downloads.used_up:
                # posted now, the article would keep its links for ever
                self._run.left(article.url, USED_UP)
                raise DropItem(USED_UP, log_level="DEBUG")
        return files

    def _referer(self, article: Article) -> str:
        """Return what the site's hosts of pictures want to hear, for some show others a placeholder."""
        site = self._still_new.site_of(article.url)
        wish = site.picture_referer if site else "article"
        return {"article": article.url.partition("#")[0], "none": ""}.get(wish, wish)

    def _delay(self, article: Article) -> float:
        """Return what the article's site asks for beyond what this crawl keeps to anyway."""
        site = self._still_new.site_of(article.url)
        return site.delay if site and site.delay and site.delay > self._shortest_delay else 0.0
