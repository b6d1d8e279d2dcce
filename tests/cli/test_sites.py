from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newscrawl.sites import DATA, load_sites

if TYPE_CHECKING:
    from loopback import Command


@pytest.fixture
def own_sites(tmp_path: Path) -> Path:
    (tmp_path / "newscrawl.yaml").write_text("sites: sites\n", "utf-8")
    (tmp_path / "sites").mkdir()
    return tmp_path / "sites"


def test_list_has_every_site_that_ships(command: Command) -> None:
    listed = {line.split()[0]: line.split()[1:] for line in command("sites", "list").text.splitlines() if line}
    for site in load_sites().values():
        cells = (site.name, ", ".join(site.channels), *site.languages, site.state, site.confidence)
        assert listed[site.id] == " ".join(cells).split()


def test_list_has_the_users_own_sites(command: Command, own_sites: Path) -> None:
    (own_sites / "mine.yaml").write_text("like: sina_finance\nname: 我的\n", "utf-8")
    assert "mine" in command("sites", "list").text


@pytest.mark.parametrize(
    "fact",
    [
        "新浪财经",
        "Asia/Shanghai",
        "sina.com.cn sina.cn",
        "A, checked 2026-10",
        "video page",
        "https://feed.mix.sina.com.cn/api/roll/get?pageid=155&lid=1686&k=&num=50&page=1",
        "css:h1.main-title | css:#artibodyTitle",
        "sina_finance.yaml",
    ],
)
def test_show_says(command: Command, fact: str) -> None:
    assert fact in command("sites", "show", "sina_finance").text


def test_show_yaml_prints_the_file(command: Command) -> None:
    assert command("sites", "show", "sina_finance", "--yaml").out == (DATA / "sina_finance.yaml").read_bytes()


def test_show_yaml_prints_the_users_own_file(command: Command, own_sites: Path) -> None:
    text = "like: sina_finance\nname: 我的\n"
    (own_sites / "sina_finance.yaml").write_text(text, "utf-8")
    assert command("sites", "show", "sina_finance", "--yaml").text == text


@pytest.mark.parametrize(
    ("site", "problem"),
    [
        ("sina_finanse", "sina_finanse: no such site; did you mean 'sina_finance'?"),
        ("zzz", "zzz: no such site; newscrawl sites list shows what there is"),
    ],
)
def test_an_unknown_site_is_bad_input(command: Command, site: str, problem: str) -> None:
    result = command("sites", "show", site)
    assert (result.code, result.problem) == (2, problem)


@pytest.mark.parametrize("arguments", [("sites", "list"), ("sites", "show", "sina_finance"), ("crawl", "sina_finance")])
def test_a_malformed_site_file_is_bad_input(command: Command, own_sites: Path, arguments: tuple[str, ...]) -> None:
    (own_sites / "mine.yaml").write_text("like: sina_finance\nnmae: x\n", "utf-8")
    result = command(*arguments)
    assert (result.code, result.problem) == (2, f"{own_sites / 'mine.yaml'}: nmae: unknown key; did you mean 'name'?")


def test_the_page_of_all_sites_is_made_of_the_site_files(command: Command) -> None:
    page = Path(__file__).parents[2] / "docs" / "sites.md"
    made = command("sites", "list", "--markdown").text
    assert page.read_text("utf-8") == made, "stale: newscrawl sites list --markdown > docs/sites.md"
