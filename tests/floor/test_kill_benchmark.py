"""The benchmark that kills crawls, small: it keeps its promises, and says which one is broken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

KILL = Path(__file__).parents[2] / "benchmarks" / "kill.py"

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


def kill(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, KILL, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_killed_crawls_lose_tear_and_double_nothing() -> None:
    done = kill("--runs", "2", "--pages", "60", "--seed", "7")
    assert done.returncode == 0, done.stderr
    rows = [line.split("|") for line in done.stdout.splitlines()[2:]]
    assert [row[1].strip() for row in rows] == ["demo", "made"]
    assert all(int(row[3]) >= 1 for row in rows), "nothing was killed"


def test_a_crawl_that_forgets_what_it_did_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nif 'crawl' in sys.orig_argv:\n"
        "    import newscrawl.store.state as state\n    state.State.seen = lambda self, url: None\n"
    )
    done = kill("--runs", "1", "--pages", "60", "--site", "made", "--seed", "7", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "broken: made run 1: asked again for" in done.stderr
