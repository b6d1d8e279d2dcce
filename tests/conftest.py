"""What every test shares: no network beyond loopback, and the way to the corpus."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that would leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise OSError(f"tests must not reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of the saved pages, or skip."""
    folder = os.environ.get("NEWSCRAWL_CORPUS", "")
    if not folder or not Path(folder, "truth.jsonl").is_file():
        missing = "NEWSCRAWL_CORPUS does not point at the corpus of saved pages"
        if os.environ.get("NEWSCRAWL_REQUIRE_ALL"):
            pytest.fail(missing)
        pytest.skip(missing)
    return Path(folder)
