"""docs/adding-a-site.md, followed word by word on a small site that is served on loopback."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import harbour
import pytest
from loopback import Loopback, Result, run_in

ROOT = Path(__file__).parents[2]

if TYPE_CHECKING:
    from collections.abc import Iterator

Followed = tuple[Path, dict[str, list[Result]]]

PAGE = (ROOT / "docs" / "adding-a-site.md").read_text("utf-8")


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    server = Loopback()
    server.answers.update(harbour.answers(server.url))
    yield server
    server.close()


@pytest.fixture(scope="module")
def followed(server: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """Follow the page: run its commands, append its YAML to the site file; return the folder and what came."""
    folder = tmp_path_factory.mktemp("blog")
    results: dict[str, list[Result]] = {}
    for language, block in re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S):
        if language == "yaml":
            with (folder / "sites" / "harbour_times.yaml").open("a", encoding="utf-8") as file:
                file.write(block)
            continue
        for line in block.splitlines():
            command = line.replace(harbour.HOME, server.url).removeprefix("newscrawl ")
            results.setdefault(line, []).append(run_in(folder, *shlex.split(command)))
    return folder, results


def test_every_command_works(followed: Followed) -> None:
    assert len(followed[1]) >= 9
    assert {line: (one.code, one.err) for line, found in followed[1].items() for one in found if one.code} == {}


def test_the_rule_takes_the_paragraph_away(followed: Followed) -> None:
    first, second = followed[1]["newscrawl extract harbour_times/harbour-fees-rise-again"]
    assert first.text.count("<p>") == second.text.count("<p>") + 1


def test_the_case_is_accepted_and_holds(followed: Followed) -> None:
    [check] = followed[1]["newscrawl sites check harbour_times"]
    assert re.search(r"harbour_times +case +harbour-fees-rise-again +ok +\d+ facts", check.text)


def test_the_site_itself_is_checked(followed: Followed) -> None:
    [live] = followed[1]["newscrawl sites check harbour_times --live"]
    assert live.text.count(" ok ") == 4


def test_the_crawl_leaves_a_post_for_every_article(followed: Followed) -> None:
    posts = sorted((followed[0] / "output").rglob("*.md"))
    assert len(posts) == len(harbour.ARTICLES)
    texts = [post.read_text("utf-8") for post in posts]
    assert all(harbour.TEXT[:40] in text and harbour.PARTNER not in text for text in texts)
    assert all("Mon, 20 Jul 2026 06:30:00 GMT" in text for text in texts)


def test_no_more_than_a_handful_of_requests_is_made(server: Loopback, followed: Followed) -> None:
    first_crawl = server.requests.index("/2026/07/paper-mill-adds-night-shift.html")
    assert first_crawl <= 20
    assert not [path for path in server.requests if path.startswith("/internal/")]


def test_the_case_holds_none_of_the_publishers_words(followed: Followed) -> None:
    for path in (followed[0] / "sites" / "cases").rglob("*.html"):
        assert "board of the harbour" not in path.read_text("utf-8")
