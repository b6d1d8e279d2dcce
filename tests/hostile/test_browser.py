"""A real browser opens what a real Hexo built: no script of a payload fires."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from browser import open_pages
from payloads import AFTER, BEFORE, BODIES, POSTS

from newscrawl.render import BodyMode, PostOptions, render_post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser import Seen
    from built_site import BuiltSite

MODES: tuple[BodyMode, ...] = ("clean", "markdown")


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Seen]:
    """Return ``look(folder)``: every page below it, opened."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        reason = "chromium is not installed"
        if os.environ.get("NEWSCRAWL_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)

    def look_at(folder: Path, **more: int) -> Seen:
        return open_pages(chromium, folder, tmp_path_factory.mktemp("profile"), **more)

    return look_at


@pytest.fixture(scope="module")
def site(build_blog: Callable[..., BuiltSite]) -> BuiltSite:
    """One page for each payload and body mode, named by numbers, and every post that the demo makes."""
    posts = {
        f"{mode}/{number}.md": render_post(made, PostOptions(body=mode, extra=("description", "tags"))).text
        for mode in MODES
        for number, made in enumerate(POSTS.values())
    }
    return build_blog(posts, "permalink: :title/\n")


@pytest.fixture(scope="module")
def demo(build_blog: Callable[..., BuiltSite], tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    output = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-c", "from newscrawl.cli import main; main()", "demo", "--output", str(output)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return build_blog({path.relative_to(output): path.read_bytes().decode() for path in output.rglob("*.md")})


@pytest.mark.parametrize("which", ["site", "demo"])
def test_nothing_runs(which: str, request: pytest.FixtureRequest, look: Callable[..., Seen]) -> None:
    built: BuiltSite = request.getfixturevalue(which)
    pages = {str(file.relative_to(built.folder)) for file in built.folder.rglob("*.html")}
    assert len(pages) == len(built.pages) >= (len(POSTS) * len(MODES) if which == "site" else 15)
    seen = look(built.folder)
    assert seen.opened == pages
    assert seen.quiet, seen


FIRES = {
    "script": "alert",
    "script with a source": "canary",
    "onerror": "alert",
    "onload": "alert",
    "onmouseover": "alert",
    "ontoggle": "alert",
    "svg onload": "alert",
    "javascript address": "alert",
    "javascript with a tab": "alert",
    "iframe": "canary",
    "iframe srcdoc": "alert",
    "object": "canary",
    "meta refresh": "canary",
    "stylesheet": "canary",
    "style picture": "canary",
    "broken comment": "alert",
    "style mutation": "alert",
}
"""Payload -> how it shows itself when nobody has cleaned it."""


def test_the_payloads_fire_where_nobody_cleans_them(look: Callable[..., Seen], tmp_path: Path) -> None:
    """Show that the watcher sees: the same payloads in pages as served."""
    for number, name in enumerate(FIRES):
        page = f"<!DOCTYPE html><p>{BEFORE}</p>\n{BODIES[name].value}\n<p>{AFTER}</p>"
        page = page.replace("canary.example/", f"canary.example/{number}/").replace("alert(1)", f"alert({number})")
        (tmp_path / f"{number}.html").write_text(page, "utf-8")
    seen = look(tmp_path, wait=500, patience=5_000)
    dialogs = {text for _, what, text in seen.marks if what == "alert"}
    loaded = {path.strip("/").split("/")[0] for path in seen.canary}
    for number, (name, shows) in enumerate(FIRES.items()):
        assert str(number) in (dialogs if shows == "alert" else loaded), name
    # the browser's own word on what it would have stopped
    reported = {place for place, _ in seen.reports}
    still = {name for number, name in enumerate(FIRES) if f"{number}.html" not in reported}
    assert still <= {"meta refresh", "iframe srcdoc"}
