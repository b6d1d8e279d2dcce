"""A command imports what it needs: what it does not need is what a start costs."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from loopback import Answer, article

from newscrawl.cli.importing import uncollected

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Loopback

CODE = """
import json, sys
from newscrawl.cli import run

code = run(sys.argv[1:])
print(json.dumps(list(sys.modules)), file=sys.stderr)
sys.exit(code)
"""

HURRY = """
from newscrawl import settings
settings.DOWNLOAD_DELAY = settings.AUTOTHROTTLE_START_DELAY = 0.01
"""

LIBRARIES = {"bs4", "soupsieve", "html5lib", "markdown_it", "rich", "warcio", "fsspec", "redis", "PIL", "aiohttp"}
"""What the posts, archives and displays of other commands and settings take."""

ROOMS = {"demo", "scout", "cases", "upkeep", "rebuilding", "rereading", "cli.crawl", "cli.live", "cli.warc"}
"""Ours, of other commands."""


def imported(*arguments: str | Path, first: str = "") -> list[str]:
    """Return the names of the modules that a command imports, in its order."""
    command = [sys.executable, "-c", first + CODE, *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    modules: list[str] = json.loads(run.stderr.splitlines()[-1])
    return modules


def test_help_imports_nothing_slow() -> None:
    modules = imported("--help")
    assert "typer" in modules
    assert {"scrapy", "lxml", "yaml", "twisted", "ssl", "asyncio", *LIBRARIES}.isdisjoint(modules)


def test_a_command_is_not_told_of_the_others() -> None:
    modules = imported("fetch", "--help")
    rooms = {name.removeprefix("newscrawl.cli.") for name in modules if name.startswith("newscrawl.cli.")}
    assert rooms == {"failing", "fetch", "options", "screen"}


@pytest.fixture(scope="module")
def of_a_fetch(loopback: Loopback, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    loopback.answers |= {"/robots.txt": Answer(b"", 404), "/a": article("一篇文章")}
    folder = tmp_path_factory.mktemp("fetch")
    modules = imported("fetch", f"{loopback.url}/a", "--output", folder, first=HURRY)
    assert list(folder.rglob("*.md"))
    return modules


def test_a_fetch_imports_no_library_of_other_commands(of_a_fetch: list[str]) -> None:
    assert {"scrapy", "lxml", "yaml"} <= set(of_a_fetch)
    assert LIBRARIES.intersection(of_a_fetch) == set()


def test_a_fetch_imports_no_room_of_other_commands(of_a_fetch: list[str]) -> None:
    assert {f"newscrawl.{room}" for room in ROOMS}.intersection(of_a_fetch) == set()


def test_a_fetch_imports_scrapys_tls_while_little_is_imported(of_a_fetch: list[str]) -> None:
    assert of_a_fetch.index("scrapy.core.downloader.contextfactory") < of_a_fetch.index("newscrawl.config")


def test_the_collector_looks_again_once_everything_is_imported() -> None:
    kept = gc.get_freeze_count()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled()
        assert gc.get_freeze_count() > kept
    finally:
        gc.unfreeze()
