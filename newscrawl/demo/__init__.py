"""A small finance news site that ships with the package and is served on loopback.

Its markup is Sina Finance's, layout by layout; its sentences, companies and people are invented. ``articles.yaml`` and
``flashes.yaml`` say what it publishes, ``layouts/`` how its pages look, :mod:`~newscrawl.demo.pages`,
:mod:`~newscrawl.demo.lists` and :mod:`~newscrawl.demo.pictures` make answers of them, :mod:`~newscrawl.demo.server`
sends those. ``sites/demo.yaml`` is its site file.
"""

from __future__ import annotations

from pathlib import Path

from newscrawl.demo.server import DemoSite
from newscrawl.sites import Site, read_site

__all__ = ["SITES", "DemoSite", "demo_site"]

SITES = Path(__file__).parent / "sites"
"""Folder of the demo's site file."""


def demo_site() -> Site:
    """Return the demo's site: Sina Finance's rules with the demo's addresses and two channels."""
    return read_site(SITES / "demo.yaml")
