"""Why a request got no page, in a few words that are the same for the same cause: they are counted."""

from __future__ import annotations

import re
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
from newscrawl.reporting import reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["FAILURES", "ROBOTS_FORBID", "is_final", "may_pass", "reason_of"]

ROBOTS_FORBID = "robots.txt forbids"
"""The one reason that is nobody's failure."""

FINAL = re.compile(
    r"HTTP 4(?!08|29)\d\d|no \w.*|(?:headers )?too large|too many redirects|unsafe post"
    r"|leads to a .* address|redirect to no http address"
)
"""Reasons that would be the same tomorrow; a list that failed is never among them."""

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


def may_pass(counts: Mapping[str, int]) -> bool:
    """Tell whether a run with these counts had failures that the next one may not have, or left something for it.

    >>> may_pass({"found": 2, "failed/HTTP 404": 1}), may_pass({"found": 2, "failed/timeout": 1})
    (False, True)
    """
    return bool(reasons(counts, "left")) or not all(FINAL.fullmatch(reason) for reason in reasons(counts, "failed"))
