from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import pytest
import typer
from loopback import run_in

from newscrawl.cli import command_line
from newscrawl.cli.options import Author, Body
from newscrawl.render import AuthorMode, BodyMode

if TYPE_CHECKING:
    from pathlib import Path

    from loopback import Command, Result


def commands(group: Any, *names: str) -> list[tuple[str, ...]]:
    """Every command as the words that call it."""
    found = []
    for name, command in group.commands.items():
        found += (
            [(*names, name), *commands(command, *names, name)] if hasattr(command, "commands") else [(*names, name)]
        )
    return found


COMMANDS = commands(typer.main.get_command(command_line()))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(command: Command, words: tuple[str, ...]) -> None:
    result = command(*words, "--help")
    assert result.code == 0
    # what is secret comes before the command, in its environment
    assert re.search(rf"Example: (\w+=\S+ )?newscrawl {words[0]}", " ".join(result.text.split()))


def test_help_names_the_exit_codes(command: Command) -> None:
    text = " ".join(command("--help").text.split())
    assert "0 done, 1 something that was asked for failed, 2 bad input, 3 a site has changed" in text


def test_no_arguments_is_help(command: Command) -> None:
    assert (command().code, command().out) == (0, command("--help").out)


def test_version(command: Command) -> None:
    from newscrawl import __version__

    assert command("--version").text == f"newscrawl {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("crwal",), "No such command 'crwal'. Did you mean 'crawl'?"),
        (("--verbos",), "No such option: --verbos"),
        (("sites",), "Missing command."),
        (("init", "--blog", "wordpress"), "Invalid value for '--blog'"),
        (("demo", "--output"), "Option '--output' requires an argument."),
    ],
)
def test_bad_input_is_one_line(command: Command, arguments: tuple[str, ...], problem: str) -> None:
    result = command(*arguments)
    assert result.code == 2
    assert result.problem.startswith(problem)


@pytest.mark.parametrize(("option", "values"), [(Body, BodyMode), (Author, AuthorMode)], ids=["--body", "--author"])
def test_an_options_choices_are_those_of_the_renderer(option: Any, values: Any) -> None:
    choices = get_args(get_args(option)[0])[0]
    assert get_args(choices) == get_args(values)


def test_a_full_standard_output_is_one_line(tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        result = run_in(tmp_path, "sites", "show", "sina_finance", "--yaml", stdout=full)
    assert (result.code, result.problem) == (1, "No space left on device")


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result, Result]:
    """Two runs of the demo on one folder."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, run_in(folder, "demo"), run_in(folder, "demo", "--output", "newscrawl-demo")


def test_the_demo_ends_well_and_in_time(demos: tuple[Path, Result, Result]) -> None:
    _, first, _ = demos
    [seconds] = [line.split()[1] for line in first.text.splitlines() if line.startswith("seconds")]
    assert first.code == 0
    assert float(seconds) < 20


@pytest.mark.parametrize(
    ("published", "title"),
    [
        ("2026-07-20 09:30", "云帆重工上半年净利润增长18.6% 海外订单占比首次过半"),
        ("2013-04-16 15:20", "𠮷喆茶业赴欧参展 首单签下120万€"),
        ("2026-07-16 10:20", "图集：蓝穗农业的无人麦田"),
    ],
    ids=["current layout", "GBK page", "gallery"],
)
def test_the_demo_shows_its_posts(demos: tuple[Path, Result, Result], published: str, title: str) -> None:
    folder, first, _ = demos
    [line] = [line for line in first.text.splitlines() if line.startswith(f"{published}  {title} ")]
    assert (folder / "newscrawl-demo" / line.partition(title)[2].strip()).is_file()


def test_the_demos_posts_hold_no_furniture(demos: tuple[Path, Result, Result]) -> None:
    folder, _, _ = demos
    assert not [path for path in (folder / "newscrawl-demo").rglob("*.md") if "责任编辑" in path.read_text("utf-8")]


def test_a_second_demo_finds_nothing_new(demos: tuple[Path, Result, Result]) -> None:
    _, first, second = demos
    [posted] = [line.split()[1] for line in first.text.splitlines() if line.startswith("posted")]
    assert int(posted) >= 15
    assert "unchanged      2 lists" in second.text.splitlines()
    assert "nothing new: everything that was found is known already" in second.text.splitlines()
    assert second.code == 0
