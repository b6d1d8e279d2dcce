"""Why a request got no page, in a few words that are the same for the same cause: they are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from newscrawl.politeness.drops import RobotsUnreadable, TryAgain

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FAILURES", "ROBOTS_FORBID", "is_final", "reason_of"]

ROBOTS_FORBID = "robots.txt forbids"
"""The one reason that is nobody's failure."""

CERTIFICATE = "certificate not valid"
"""Scrapy has no type for it."""

IGNORED = {"Forbidden by robots.txt": ROBOTS_FORBID, "max redirections reached": "too many redirects"}
"""What Scrapy's middlewares say when they drop a request."""

REASONS: tuple[tuple[type[BaseException], str | Callable[[BaseException], str]], ...] = (
    (HttpError, lambda error: f"HTTP {error.response.status}"),  # type: ignore[attr-defined]
    (RobotsUnreadable, str),
    (IgnoreRequest, lambda error: IGNORED.get(str(error), str(error))),
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "host not found"),
    (DownloadConnectionRefusedError, "connection refused"),
    (DownloadCancelledError, "too large"),
    (ResponseDataLossError, "answer cut short"),
    (
        DownloadFailedError,
        lambda error: CERTIFICATE if "certificate verify failed" in str(error) else "connection lost",
    ),
    (TunnelError, "proxy refuses"),
    (UnsupportedURLSchemeError, "no http address"),
    (NotSupported, "no http address"),
    (ValueError, "no http address"),
    (OSError, "connection failed"),
)
"""The first type that fits names the reason."""

FAILURES = tuple(kind for kind, _ in REASONS)
"""What a request that got no page may raise."""


def reason_of(error: BaseException | None) -> str:
    """Return why a request got no page."""
    for kind, reason in REASONS:
        if isinstance(error, kind):
            return reason if isinstance(reason, str) else reason(error)
    return type(error).__name__


def is_final(error: BaseException | None) -> bool:
    """Tell whether asking again later would not help: the server said no, or robots.txt did."""
    if isinstance(error, HttpError):
        return 400 <= error.response.status < 500 and error.response.status not in (408, 429)
    return isinstance(error, IgnoreRequest) and not isinstance(error, TryAgain)
