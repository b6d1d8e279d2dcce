from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback, Result

from newscrawl.cli import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loopback import Command


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """The command line, in this process, in an empty folder; for commands that start no crawl."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run([str(argument) for argument in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Result(code, out, err.decode())

    return invoke


@pytest.fixture(scope="module")
def loopback() -> Iterator[Loopback]:
    server = Loopback()
    yield server
    server.close()
