"""What a running ``--log-json`` tells, read event by event."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import signal

    from programs import Program

__all__ = ["Told"]


class Told:
    """A running command whose events are read one by one."""

    def __init__(self, process: Program) -> None:
        self.process = process
        self.events: list[dict[str, Any]] = []

    def until(self, name: str) -> dict[str, Any]:
        """Return the next event of that name."""
        assert self.process.stdout
        for line in self.process.stdout:
            event = json.loads(line)
            self.events.append(event)
            if event["event"] == name:
                return event
        raise AssertionError(f"no {name!r} in {self.names}")

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    @property
    def names(self) -> list[str]:
        return [event["event"] for event in self.events]
