"""What crawls in worker processes say, told in the process that shows it: one display, one summary."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from newscrawl.reporting import LIST_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Self

    from newscrawl.cli.progress import Log

__all__ = ["Hearer", "Relay", "call_in"]

OUTCOMES = ("known", "posted", "skipped", "failed", "left")
"""What becomes of an address, as a reporter hears of it."""


def call_in(line: bytes) -> tuple[str, str, list[Any]]:
    """Return what a line of a relay says: the name of a call, the site that it is about, and its other arguments."""
    name, site, *values = json.loads(line)
    return name, site, values


class Relay:
    """A :class:`newscrawl.reporting.Reporter` that writes every call, name and arguments, into a pipe, as JSON."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> Callable[..., None]:
        return partial(self._tell, name)

    def _tell(self, name: str, *values: object) -> None:
        line = json.dumps([name, *values]).encode() + b"\n"
        # whoever heard may have been killed
        with suppress(OSError):
            while line:
                line = line[os.write(self._pipe, line) :]


@dataclass(slots=True)
class _Told:
    """What was told of a site: addresses by their hashes, since there may be many."""

    found: set[int] = field(default_factory=set)
    outcomes: dict[int, str] = field(default_factory=dict)
    """Address -> what it was counted as."""
    found_before: set[int] = field(default_factory=set)
    """Addresses that processes found that were killed."""
    outcomes_before: dict[int, str] = field(default_factory=dict)
    elsewhere: int = 0
    """How many outcomes were told of an address that a redirect led to, and not of the one that was found."""


class Hearer:
    """Repeats to a log what relays wrote.

    A process that takes the place of a killed one reads its sites' lists again and meets what that one settled. Such an
    address is told and counted once: its outcome takes the place of the one before, unless it is only known by now.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._told: defaultdict[str, _Told] = defaultdict(_Told)

    def hear(self, name: str, site: str, values: list[Any]) -> None:
        """Repeat a call."""
        if self._is_news(name, site, values):
            getattr(self._log, name)(site, *values)

    def died(self, site: str) -> None:
        """Hear that the process that crawled a site was killed, and another one will."""
        told = self._told[site]
        told.found_before |= told.found
        told.outcomes_before |= told.outcomes
        told.found, told.outcomes = set(), {}

    def _is_news(self, name: str, site: str, values: list[Any]) -> bool:
        told = self._told[site]
        if name == "found":
            key = hash(values[0])
            told.found.add(key)
            return key not in told.found_before
        if name not in OUTCOMES:
            return True
        key = hash(values[0])
        counted = f"{name}/{values[1]}" if name in ("skipped", "failed", "left") else name
        told.outcomes[key] = counted
        before = told.outcomes_before.pop(key, "")
        if key not in told.found and LIST_PREFIX not in counted:
            told.elsewhere += 1
        elif name == "known" and not before and key in told.found_before and told.elsewhere:
            told.elsewhere -= 1
            return False
        if before and counted not in ("known", before):
            self._log.counts[site][before] -= 1
            return True
        return not before
