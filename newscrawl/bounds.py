"""Bounds to what a server may send where Scrapy has none: the head of an answer, and how often it is packed.

Scrapy itself keeps to ``DOWNLOAD_MAXSIZE`` (as sent, and unpacked) and ``DOWNLOAD_TIMEOUT`` (from the first byte to the
last, so a byte a second ends too).
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import DownloadFailedError, IgnoreRequest
from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]
from twisted.web.client import ResponseFailed

from newscrawl.politeness.robots import NOT_UNPACKED, is_for_robots

if TYPE_CHECKING:
    from typing import Any

    from scrapy import Request
    from scrapy.http import Response

__all__ = ["BoundedCompressionMiddleware", "BoundedHandler"]

MAX_HEAD = 256 * 1024
"""Bytes of an answer's headers, Chrome's limit; 32 are added for each line, as HTTP/2 counts."""

MAX_PACKED = 3
"""How often an answer may be packed; each time, it may unpack to as much as ``DOWNLOAD_MAXSIZE``."""

TOO_LARGE = "too large"
HEAD_TOO_LARGE = "headers too large"
BROKEN = "broken compression"


class HeadTooLarge(Exception):
    """The headers do not end."""


class _BoundedParser(_LenientHTTPClientParser):
    _head = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self._head += len(line) + 32
        if self._head > MAX_HEAD:
            raise HeadTooLarge
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        raise HeadTooLarge


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        # where Scrapy swaps the parser's class, too; Twisted's client names it in the middle of a method
        self._parser.__class__ = _BoundedParser
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: N802
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's own handler, which reads no endless headers."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory

    async def download_request(self, request: Request) -> Response:
        """Return the answer, or say that its headers are too large."""
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            failed = error.__cause__
            if isinstance(failed, ResponseFailed) and any(reason.check(HeadTooLarge) for reason in failed.reasons):
                raise IgnoreRequest(HEAD_TOO_LARGE) from None
            raise


class BoundedCompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's own middleware, which names what it refuses, and refuses what is packed over and over.

    A robots.txt is not refused but marked with a flag: whoever asked for it decides.
    """

    def process_response(  # type: ignore[override]  # the third parameter is deprecated
        self, request: Request, response: Response
    ) -> Request | Response:
        """Unpack the answer."""
        packed = b",".join(response.headers.getlist("Content-Encoding")).count(b",") + 1
        try:
            if packed > MAX_PACKED:
                raise IgnoreRequest
            return super().process_response(request, response)
        except IgnoreRequest:
            problem = TOO_LARGE
        except (OSError, EOFError, zlib.error, brotli.error, zstd.ZstdError):
            problem = BROKEN
        if is_for_robots(request):
            return response.replace(body=b"", flags=[NOT_UNPACKED, problem])
        raise IgnoreRequest(problem)
