"""A small news server, and Scrapy run from the checkout."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from newsserver import CHECKOUT, FAST, Answer, Result, Server, environment, scrapy_command
from programs import run_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    server.answers["/robots.txt"] = Answer(
        "User-agent: *\nDisallow: /a/private/\n", headers={"Content-Type": "text/plain"}
    )
    yield server
    server.close()


@pytest.fixture(scope="module")
def scrapy(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Result]:
    """Run a Scrapy command in the checkout; posts go to ``output``, items to a JSON Lines file."""

    def run(*arguments: str, output: Path, **settings: str) -> Result:
        items = tmp_path_factory.mktemp("items") / "items.jsonl"
        if arguments[0] == "crawl":
            settings = {**FAST, "NEWSCRAWL_SITES": str(server.site_file(items.parent / "sites")), **settings}
            settings = {**settings, "NEWSCRAWL_OUTPUT": str(output)}
            arguments = (*arguments, "-O", str(items))
        done = run_program(scrapy_command(*arguments, **settings), cwd=CHECKOUT, env=environment())
        lines = items.read_text("utf-8").splitlines() if items.exists() else []
        return Result(done.returncode, done.stderr, done.stdout, output, [json.loads(line) for line in lines])

    return run
