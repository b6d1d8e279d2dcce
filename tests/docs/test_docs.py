"""Docs and code say the same: what is there is documented, what is documented is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
import yaml

from newscrawl import config, errors, reporting, settings
from newscrawl.cli import command_line
from newscrawl.render import EXTRA_KEYS, BodyMode, PostOptions, render_post
from newscrawl.sites import read_rules, read_site, reader
from newscrawl.sites.listings import LIST_FIELDS, ClockWord
from newscrawl.sites.pages import ARTICLE_FIELDS
from newscrawl.sites.read_lists import COUNTED
from newscrawl.sites.table import Table

ROOT = Path(__file__).parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [*DOCS, ROOT / "README.md", ROOT / "CONTRIBUTING.md"]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def section(name: str, heading: str) -> str:
    """Return what stands under a heading of a page, up to the next heading."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", fenceless(page(name)), re.M | re.S)
    assert found, f"docs/{name}: write a section '{heading}'"
    return found[1]


def fenceless(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def fences(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def rows(text: str) -> list[str]:
    """Return what stands in backquotes in the first column of a section's tables."""
    cells = [line.split("|")[1] for line in re.sub(r"\\\|", "/", text).splitlines() if line.startswith("| `")]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def agree(documented: set[str], real: set[str], where: str) -> None:
    assert not real - documented, f"{where}: document {sorted(real - documented)}"
    assert not documented - real, f"{where}: take out {sorted(documented - real)}, there is no such thing (any more)"


# Commands


def commands(group: Any, *names: str) -> dict[str, Any]:
    found = {" ".join(names): group}
    for name, command in getattr(group, "commands", {}).items():
        found |= commands(command, *names, name)
    return found


COMMANDS = commands(typer.main.get_command(command_line()), "newscrawl")


def options(command: Any) -> set[str]:
    names = {name for parameter in command.params for name in parameter.opts if name.startswith("-")}
    return names - {"--help"}


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_and_option_is_documented(words: str) -> None:
    documented = {name.split()[0] for name in rows(section("commands.md", words)) if name.startswith("-")}
    agree(documented, options(COMMANDS[words]), f"docs/commands.md, section '{words}'")


def test_no_other_command_is_documented() -> None:
    headings = set(re.findall(r"^#+ (newscrawl.*)$", page("commands.md"), re.M))
    agree(headings, set(COMMANDS), "docs/commands.md, headings")


def examples() -> list[Any]:
    lines = [
        (path, line)
        for path in PAGES
        for block in fences(path.read_text("utf-8"), "sh")
        for line in block.splitlines()
        if "newscrawl " in line
    ]
    calls = [(path, call) for path, line in lines for call in re.findall(r"(?:^|\s|/)(newscrawl [^|>#&]*)", line)]
    return [pytest.param(call.strip(), id=f"{path.name}: {call.strip()}") for path, call in calls]


@pytest.mark.parametrize("call", examples())
def test_every_example_would_be_understood(call: str) -> None:
    words = shlex.split(call)
    command = max((name for name in COMMANDS if f"{call} ".startswith(f"{name} ")), key=len)
    arguments = words[len(command.split()) :]
    assert command != "newscrawl" or arguments[0].startswith("-"), f"there is no command {call!r}"
    used = {word for word in arguments if word.startswith("-") and word != "-"}
    assert used <= options(COMMANDS[command]) | {"--help"}, f"{call!r}: no such option of {command!r}"


@pytest.mark.parametrize("code", ["0", "1", "2", "3"])
def test_exit_codes_are_documented(code: str) -> None:
    assert f"\n| {code} | " in page("commands.md")


def test_every_event_of_the_log_is_documented() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "newscrawl" / "cli").glob("*.py"))
    real = set(re.findall(r'\.event\(\s*"(\w+)"', source))
    agree(set(rows(section("deploy.md", "Logs"))), real, "docs/deploy.md, section 'Logs'")


# Settings


class Recorder(Table):
    """Notes which keys are asked for, and where."""

    asked: dict[str, set[str]]

    def done(self) -> None:
        place = re.sub(r"^.*?\.yaml(: )?", "", self.place)
        self.asked.setdefault(place, set()).update(self._asked)
        super().done()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    Recorder.asked = {}
    for module in (config.reader, reader, read_rules):
        monkeypatch.setattr(module, "Table", Recorder)
    # tables inside tables are recorded as well
    monkeypatch.setattr("newscrawl.sites.table.Table", Recorder)
    return Recorder.asked


def test_every_key_of_newscrawl_yaml_is_documented(asked: dict[str, set[str]], tmp_path: Path) -> None:
    path = tmp_path / "newscrawl.yaml"
    path.write_text("contact: x\n", "utf-8")
    config.read_config(path)
    agree(set(rows(section("settings.md", "newscrawl.yaml"))), asked[""], "docs/settings.md, section 'newscrawl.yaml'")


def yaml_examples() -> list[Any]:
    blocks = [(path, block) for path in DOCS for block in fences(path.read_text("utf-8"), "yaml") if "blog:" in block]
    return [pytest.param(block, id=path.name) for path, block in blocks]


@pytest.mark.parametrize("block", yaml_examples())
def test_every_example_of_newscrawl_yaml_is_read(block: str, tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("source_dir: source\ntimezone: Asia/Shanghai\n", "utf-8")
    (tmp_path / "sites").mkdir()
    (tmp_path / "newscrawl.yaml").write_text(block, "utf-8")
    assert config.read_config(tmp_path / "newscrawl.yaml").post.blog == "hexo"


def test_every_scrapy_setting_of_ours_is_documented() -> None:
    real = {name for name in vars(settings) if name.startswith("NEWSCRAWL_")}
    agree(set(rows(section("settings.md", "Scrapy settings"))), real, "docs/settings.md, section 'Scrapy settings'")


@pytest.mark.parametrize("field", PostOptions.__dataclass_fields__)
def test_every_field_of_newscrawl_post_is_documented(field: str) -> None:
    [line] = [line for line in page("settings.md").splitlines() if line.startswith("| `NEWSCRAWL_POST`")]
    assert f"`{field}`" in line, f"docs/settings.md, NEWSCRAWL_POST: document `{field}`"


def test_every_body_mode_is_documented() -> None:
    documented = set(rows(section("settings.md", "Posts").partition("Front matter")[0])) - {"body"}
    agree(documented, set(get_args(BodyMode)), "docs/settings.md, section 'Posts'")


def test_every_front_matter_key_is_documented() -> None:
    from datetime import UTC, datetime

    from newscrawl.items import Article

    article = Article(
        url="https://news.example/a",
        canonical_url="https://news.example/a",
        site="",
        channel="",
        categories=("g", "s"),
        title="t",
        published=datetime(2026, 7, 20, tzinfo=UTC),
        body="<p>x</p>",
    )
    always = set(re.findall(r"^(\w+):", render_post(article).text.split("---")[1], re.M))
    documented = set(rows(section("settings.md", "Posts").partition("Front matter")[2]))
    agree(documented, always | set(EXTRA_KEYS), "docs/settings.md, section 'Posts'")


def test_every_error_is_documented() -> None:
    real = {name for name in errors.__all__ if name != "NewscrawlError"}
    agree(set(rows(section("settings.md", "Errors"))), real, "docs/settings.md, section 'Errors'")


@pytest.mark.parametrize("name", ["FOUND", "POSTED", "KNOWN", "SKIPPED", "FAILED", "LEFT"])
def test_every_count_is_documented(name: str) -> None:
    assert f"`{getattr(reporting, name)}" in section("settings.md", "What is counted")


# Site files

RULES = r".*(fields\.\w+|next_page|body|from)\[\d+\]"

SECTIONS = {
    r"": "The site",
    r"lists\.\w+": "A list",
    r"lists\.\w+\.paging": "Paging",
    r"(lists\.\w+|article)\.embedded": "JSON in a script",
    r".*\.(ok|if|data|skip_if\[0\])": "A condition",
    r"channels\.\w+": "A channel",
    r"article": "Article pages",
    r"article\.(api|print)\[0\]": "Instead of the page",
    r"article\.body_parts(\.parts\[\d\])?": "A text of nodes",
    r"article\.variants\[0\]": "Layouts",
    r"article\.captions\[0\]": "Captions",
    r"article\.gallery": "Gallery",
    r"article\.(paywall\[0\]|variants\[0\]\.when)": "A mark",
    r"(article\.refuse|skip)\[0\]": "A refusal",
    RULES: "A rule",
}
"""Place in the file -> section of docs/site-files.md."""

BASE = {
    "name": "x",
    "group": "x",
    "languages": ["en"],
    "timezone": "UTC",
    "home": "https://news.example/",
    "domains": ["news.example"],
    "confidence": "B",
    "checked": "2026-10",
}
"""What the examples of single patterns leave out."""

SITE_EXAMPLES = fences(page("site-files.md"), "yaml")


@pytest.fixture
def site_file(asked: dict[str, set[str]], tmp_path: Path) -> dict[str, set[str]]:
    """The keys that the reader asks for while it reads the examples of the docs."""
    for index, example in enumerate(SITE_EXAMPLES):
        path = tmp_path / f"example{index}.yaml"
        path.write_text(yaml.safe_dump({**BASE, **yaml.safe_load(example)}, allow_unicode=True), "utf-8")
        read_site(path)
    return asked


@pytest.mark.parametrize("place", SECTIONS, ids=lambda place: SECTIONS[place])
def test_every_key_of_a_site_file_is_documented(site_file: dict[str, set[str]], place: str) -> None:
    keys = {key for found, keys in site_file.items() if re.fullmatch(place, found) for key in keys}
    assert keys, f"docs/site-files.md: the examples have nothing at {place!r}"
    # taken out of the file before it is read
    real = keys | ({"like"} if not place else set())
    agree(
        set(rows(section("site-files.md", SECTIONS[place]))), real, f"docs/site-files.md, section '{SECTIONS[place]}'"
    )


def test_every_part_of_a_site_file_has_its_section(site_file: dict[str, set[str]]) -> None:
    known = [*SECTIONS, r"lists|channels|.*fields|.*headers|.*vars|.*form|.*map", r".*\[[1-9]\d*\]"]
    unknown = [place for place in site_file if not any(re.fullmatch(pattern, place) for pattern in known)]
    assert not unknown, f"docs/site-files.md: write a section for {unknown}, and name it in SECTIONS of this test"


def test_every_word_in_braces_is_documented() -> None:
    words = set(rows(section("site-files.md", "Words in braces")))
    agree(words, {*COUNTED.values(), "now", "now_ms", "now:FORMAT"}, "docs/site-files.md, section 'Words in braces'")
    assert all(ClockWord.fullmatch(word) for word in words - set(COUNTED.values()))


@pytest.mark.parametrize(("heading", "fields"), [("A list", LIST_FIELDS), ("Article pages", ARTICLE_FIELDS)])
def test_every_field_is_documented(heading: str, fields: tuple[str, ...]) -> None:
    text = section("site-files.md", heading).partition("\nFields of an ")[2].partition(".\n")[0]
    documented = set(re.findall(r"`(\w+)`", text))
    agree(documented, set(fields), f"docs/site-files.md, section '{heading}', the line of the fields")


# The pages themselves


def links() -> list[Any]:
    return [
        pytest.param(path, target, id=f"{path.name} -> {target}")
        for path in PAGES
        for target in re.findall(r"\]\(([^)\s]+)\)", fenceless(path.read_text("utf-8")))
        if not target.startswith("http")
    ]


@pytest.mark.parametrize(("path", "target"), links())
def test_every_link_leads_somewhere(path: Path, target: str) -> None:
    name, _, anchor = target.partition("#")
    linked = (path.parent / name).resolve() if name else path
    assert linked.is_file(), f"{path.name}: there is no {name}"
    headings = re.findall(r"^#+ (.*)$", fenceless(linked.read_text("utf-8")), re.M) if anchor else []
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert not anchor or anchor in anchors, f"{path.name}: {linked.name} has no heading #{anchor}"


@pytest.mark.parametrize("room", sorted(path.stem for path in (ROOT / "newscrawl").iterdir() if path.stem[0] != "_"))
def test_every_room_stands_in_the_architecture(room: str) -> None:
    if room == "py":
        return
    text = section("architecture.md", "Rooms")
    assert f"`{room}/`" in text or f"`{room}.py`" in text, (
        f"docs/architecture.md, section 'Rooms': say what {room} holds"
    )
