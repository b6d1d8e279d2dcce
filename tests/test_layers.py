"""Holds the layering of docs/architecture.md: what each room may import, read from the source."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "newscrawl"
PURE = {"errors", "items", "urls"}
FLOOR = {
    "spiders",
    "spiderloader",
    "politeness",
    "guard",
    "bounds",
    "pipelines",
    "pictures",
    "extensions",
    "holding",
    "keeping",
    "working",
    "conditional",
    "revisiting",
    "addon",
    "settings",
    "alarms",
    "archiving",
    "measuring",
    "trimming",
    "writing",
}
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "items": set(),
    "urls": set(),
    "patterns": set(),
    "raster": {"errors"},
    "shrinking": {"raster"},
    "addresses": set(),
    "selecting": {"patterns"},
    "reporting": set(),
    "schedule": {"errors"},
    "sites": {"errors", "schedule"},
    "clean": {"errors", "patterns", "selecting"},
    "extract": {*PURE, "patterns", "sites", "clean", "selecting"},
    "cases": {*PURE, "sites", "clean", "extract"},
    "scout": {*PURE, "extract"},
    "render": PURE - {"urls"},
    "health": {*PURE, "sites"},
    "folders": {"errors", "items"},
    "store": {*PURE - {"urls"}, "folders"},
    "archive": {"errors", "items", "folders"},
    "rereading": {"archive", "extract", "sites"},
    "rebuilding": {*PURE, "archive", "extract", "folders", "posting", "render", "rereading", "sites", "store"},
    "posting": {*PURE, "sites", "extract", "folders", "render", "store"},
    "frontier": {"errors", "items", "urls", "store"},
    "upkeep": {"errors", "urls", "folders", "store", "frontier", "render"},
    "blogs": {"errors", "sites", "render"},
    "config": {"archive", "errors", "folders", "sites", "render", "blogs"},
    "demo": {"errors", "sites"},
    **{
        room: {
            *PURE,
            "addresses",
            "raster",
            "shrinking",
            "reporting",
            "sites",
            "clean",
            "extract",
            "render",
            "folders",
            "store",
            "archive",
            "posting",
            "frontier",
            "health",
            *FLOOR,
        }
        for room in FLOOR
    },
}
LIBRARIES: dict[str, set[str]] = {
    "folders": {"fsspec"},
    "urls": {"w3lib"},
    "shrinking": {"PIL"},
    "schedule": {"cronsim"},
    "sites": {"yaml", "cssselect", "lxml"},
    "selecting": {"cssselect", "lxml", "parsel"},
    "clean": {"lxml", "nh3"},
    "extract": {"parsel", "itemloaders", "lxml", "w3lib"},
    "frontier": {"redis"},
    "cases": {"yaml"},
    "scout": {"yaml"},
    "render": {"bs4", "html5lib", "lxml", "markdown_it", "yaml"},
    "archive": {"warcio", "brotli", "backports", "compression"},
    "demo": {"yaml"},
    **{room: {"scrapy", "itemadapter", "twisted"} for room in FLOOR},
    "cli": {"typer", "rich", "click", "scrapy", "yaml", "twisted"},
}
FILES = sorted(ROOT.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Return the full names of the modules a file imports, those for typing included."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        assert not imports(path) - {"__future__"}
        return
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "newscrawl":
            other = rest.split(".")[0]
            if room != "cli" and other not in ("", room):
                assert other in ROOMS[room], f"{room} must not import {name}"
            assert room == "cli" or other != "cli", f"nothing imports cli, but {room} does"
        elif top not in STANDARD:
            assert top in LIBRARIES.get(room, set()), f"{room} must not import {name}"


STANDARD = __import__("sys").stdlib_module_names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_all_names_what_is_there(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assigned = [
        node for node in tree.body if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
    ]
    public = [
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_")
    ]
    if not assigned:
        assert not public, f"{path} has public names but no __all__"
        return
    names = ast.literal_eval(assigned[0].value)
    defined = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert set(names) <= defined | set(public), "__all__ names what is not there"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_room(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 420, "a file of more than about 400 lines is two rooms"
