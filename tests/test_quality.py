"""ruff and mypy have nothing to say."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]],
    ids=["ruff check", "ruff format", "mypy --strict"],
)
def test_clean(command: list[str]) -> None:
    if importlib.util.find_spec(command[0]) is None:
        missing = f"{command[0]} is not installed: pip install -e '.[dev]'"
        if os.environ.get("NEWSCRAWL_REQUIRE_ALL"):
            pytest.fail(missing)
        pytest.skip(missing)
    run = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
