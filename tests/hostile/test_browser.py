"""The browser that looks at built pages (``tests/generators``) sees it when something runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser import open_pages
from payloads import AFTER, BEFORE, BODIES

if TYPE_CHECKING:
    from pathlib import Path

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


def test_the_payloads_fire_where_nobody_cleans_them(tmp_path: Path) -> None:
    """The same payloads, in pages as served."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, name in enumerate(FIRES):
        page = f"<!DOCTYPE html><p>{BEFORE}</p>\n{BODIES[name].value}\n<p>{AFTER}</p>"
        page = page.replace("canary.example/", f"canary.example/{number}/").replace("alert(1)", f"alert({number})")
        (pages / f"{number}.html").write_text(page, "utf-8")
    seen = open_pages(pages, tmp_path / "profile", wait=500, patience=5_000)
    dialogs = {text for _, what, text in seen.marks if what == "alert"}
    loaded = {path.strip("/").split("/")[0] for path in seen.canary}
    for number, (name, shows) in enumerate(FIRES.items()):
        assert str(number) in (dialogs if shows == "alert" else loaded), name
    # the browser's own word on what it would have stopped
    reported = {place for place, _ in seen.reports}
    still = {name for number, name in enumerate(FIRES) if f"{number}.html" not in reported}
    assert still <= {"meta refresh", "iframe srcdoc"}
