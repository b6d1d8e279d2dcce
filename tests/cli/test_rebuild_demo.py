"""The demo, crawled with its pictures and everything kept: a rule changes, and the posts follow without any request."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from loopback import HURRY, run_in

from newscrawl.demo import SITES, DemoSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from loopback import Command

THROUGH_THE_DEMO = HURRY.replace("main()", "settings.NEWSCRAWL_PROXY = sys.argv.pop(1)\nmain()")
CONFIG = "sites: sites\noutput: posts\nimages: download\narchive: all\n"
SHORT_TITLES = "article: {fields: {title: {css: h1.main-title, regex: '^(.{5})'}}}\n"
PICTURE = re.compile(r"images/[\w/.-]+")


@pytest.fixture
def crawled(tmp_path: Path) -> Iterator[tuple[Path, DemoSite]]:
    (tmp_path / "newscrawl.yaml").write_text(CONFIG, "utf-8")
    shutil.copytree(SITES, tmp_path / "sites")
    with DemoSite() as site:
        proxy = f"http://127.0.0.1:{site.port}"
        assert run_in(tmp_path, proxy, "crawl", "demo/要闻", code=THROUGH_THE_DEMO).code == 0
        yield tmp_path / "posts", site


def texts(posts: Path) -> dict[str, str]:
    return {str(path.relative_to(posts)): path.read_text("utf-8") for path in posts.rglob("*.md")}


def number(result: str, outcome: str) -> int:
    [line] = re.findall(rf"^{outcome} +(\d+)", result, re.M)
    return int(line)


def test_a_changed_rule_reaches_every_post_of_the_demo(crawled: tuple[Path, DemoSite], command: Command) -> None:
    posts, site = crawled
    before, asked = texts(posts), len(site.requests)
    pictures = {path: PICTURE.findall(text) for path, text in before.items()}
    assert sum(map(len, pictures.values())) > 10
    with (posts.parent / "sites" / "demo.yaml").open("a", encoding="utf-8") as file:
        file.write(SHORT_TITLES)
    shown = command("rebuild", "--diff", "--dry-run")
    assert (shown.code, shown.err) == (0, "")
    assert texts(posts) == before
    rewritten = number(shown.text, "rewritten")
    assert rewritten >= 10
    assert (
        len(re.findall(r"^-title: ", shown.text, re.M)) == len(re.findall(r"^\+title: ", shown.text, re.M)) == rewritten
    )
    assert number(command("rebuild").text, "rewritten") == rewritten
    after = texts(posts)
    # in their place, under their names, each with the pictures that it had
    assert {path: PICTURE.findall(text) for path, text in after.items()} == pictures
    assert all((posts / picture).is_file() for found in pictures.values() for picture in found)
    assert sum(after[path] != before[path] for path in before) == rewritten
    again = command("rebuild").text
    assert (number(again, "rewritten"), number(again, "unchanged")) == (0, len(before))
    assert len(site.requests) == asked
