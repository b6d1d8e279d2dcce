"""What suites install for themselves: once a checkout, however many processes want it at the same time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

CACHE = Path(__file__).parents[1] / ".cache"
INSTALL_SECONDS = 600
NPM = ("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts")


def unavailable(reason: str) -> NoReturn:
    """Skip the test for want of a tool; fail it where nothing may be skipped."""
    if os.environ.get("NEWSCRAWL_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def node_folder(kind: str, package: Path) -> Path:
    """Return a folder whose ``node_modules`` is what a ``package.json`` pins."""
    if not shutil.which("node") or not shutil.which("npm"):
        unavailable("node and npm are not installed")
    return _found(*_installed(kind, package.read_text("utf-8"), "package.json", (NPM,)))


def python_folder(kind: str, packages: tuple[str, ...]) -> Path:
    """Return a folder whose ``venv`` holds these packages."""
    create = (sys.executable, "-m", "venv", "venv")
    fill = (str(Path("venv", "bin", "pip")), "install", "--quiet", *packages)
    return _found(*_installed(kind, "\n".join(packages), "wanted.txt", (create, fill)))


def _found(folder: Path, problem: str) -> Path:
    if problem:
        unavailable(problem)
    return folder


@cache
def _installed(kind: str, wanted: str, name: str, commands: tuple[tuple[str, ...], ...]) -> tuple[Path, str]:
    """Return the folder and why it is of no use; a failure is not tried again for every test.

    The mark is made last, so what an installer left that was killed is never taken for a whole install.
    """
    folder = CACHE / kind
    mark = folder / "done"
    with _alone(kind):
        if mark.is_file() and (folder / name).read_text("utf-8") == wanted:
            return folder, ""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / name).write_text(wanted, "utf-8")
        for command in commands:
            run = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
            )
            if run.returncode:
                return folder, f"{' '.join(command[:3])} for {kind} failed: {run.stderr.strip()[-300:]}"
        mark.touch()
    return folder, ""


@contextmanager
def _alone(kind: str) -> Iterator[None]:
    """Wait until no other process installs this."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{kind}.lock").open("w") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
