"""Asks servers for pages only if they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.errors import StoreError
from newscrawl.extensions import RunLog
from newscrawl.store import Validator

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

__all__ = ["READER", "ConditionalMiddleware", "ask_if_changed", "is_unchanged", "validator_of"]

READER = "newscrawl_reader"
"""Key of a request's meta: the request may be conditional, and its page is read by that reader (see
:meth:`newscrawl.store.Validators.keep`)."""

_HEADERS = ("If-None-Match", "If-Modified-Since")


class ConditionalMiddleware:
    """Sends the validators of the last time with requests that ask for that.

    The spider learns of the answer 304 by :func:`is_unchanged`; a 304 that nobody asked for stays an error.
    """

    def __init__(self, run: RunLog) -> None:
        self._run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Find the run's state."""
        return cls(RunLog.of(crawler))

    def process_request(self, request: Request) -> None:
        """Write the headers; a request that was redirected has those of another address."""
        reader = request.meta.get(READER)
        if reader is None or request.method != "GET":
            return
        for name in _HEADERS:
            request.headers.pop(name, None)
        request.meta.pop("handle_httpstatus_list", None)
        try:
            known = self._run.state.validators.of(request.url, reader)
        except StoreError as error:
            self._run.stop(error)
            return
        if known:
            ask_if_changed(request, known)
            request.meta["handle_httpstatus_list"] = [304]


def ask_if_changed(request: Request, known: Validator) -> None:
    """Write the validators of the last time into a request's headers."""
    for name, value in zip(_HEADERS, (known.etag, known.last_modified), strict=True):
        if value:
            request.headers[name] = value


def is_unchanged(response: Response) -> bool:
    """Tell whether the page is the one of last time."""
    return response.status == 304


def validator_of(response: Response) -> Validator | None:
    """Return what the server wants to hear next time; ``None``: it gives nothing."""
    etag, modified = ((response.headers.get(name) or b"").decode("latin-1") for name in ("ETag", "Last-Modified"))
    return Validator(etag=etag, last_modified=modified) if etag or modified else None
