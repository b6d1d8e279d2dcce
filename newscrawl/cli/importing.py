"""Many imports at once, in the order and the quiet that makes them cheap."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["import_scrapy", "uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector away from what stays: it would go through new modules two hundred times."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def import_scrapy() -> None:
    """Import what takes the longer the more was imported before, and the deeper the imports are that ask for it.

    Three classes of Scrapy's TLS look at their whole stack, and for each frame of an import at all modules.
    """
    for name in ("tls", "contextfactory"):
        import_module(f"scrapy.core.downloader.{name}")
