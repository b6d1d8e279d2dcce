"""Many addresses, one answer: that is the answer of a server that gives away no page, whatever it says."""

from __future__ import annotations

import hashlib
from collections import OrderedDict

__all__ = ["SAME", "Repeats"]

SAME = 5
"""Addresses with the same answer from which on it is none; an article may well stand at two or three."""


KEPT = 5000
"""Answers that are remembered, those that came last: whoever gives one answer to all gives it again soon."""


class Repeats:
    """Which addresses of a run had the same answer.

    >>> repeats = Repeats()
    >>> [repeats.met("/sorry", f"/a/{number}") for number in range(4)][-1]
    []
    >>> repeats.met("/sorry", "/a/4")
    ['/a/0', '/a/1', '/a/2', '/a/3', '/a/4']
    """

    def __init__(self) -> None:
        self._met: OrderedDict[bytes, list[str]] = OrderedDict()

    def met(self, answer: str, url: str) -> list[str]:
        """Return the first addresses with that answer, this one among them, once they are too many; else nothing."""
        key = hashlib.blake2b(answer.encode("utf-8", "replace"), digest_size=8).digest()
        urls = self._met.setdefault(key, [])
        self._met.move_to_end(key)
        if len(self._met) > KEPT:
            self._met.popitem(last=False)
        if url not in urls and len(urls) < SAME:
            urls.append(url)
        return list(urls) if len(urls) == SAME else []
