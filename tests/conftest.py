"""What every test shares: no network beyond loopback, and the way to the corpus."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadScopeScheduling

LOOPBACK = ("127.", "::1", "localhost")


BUILDS = "tests/generators/test_generators.py"
"""Its tests share what one generator built, each generator's with nobody else."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Keep the tests of a file in one process, since they share servers, runs and builds.

    Marks for ``--dist loadgroup`` would say the same, but xdist 3.8 writes them where pytest 9.2 no longer looks.
    """
    from xdist.scheduler import LoadScopeScheduling

    class FileScheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, test = nodeid.partition("::")
            return f"{file}[{test.partition('[')[2]}" if file == BUILDS else file

    return FileScheduling(config, log)


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
