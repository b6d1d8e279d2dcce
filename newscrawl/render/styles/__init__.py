"""One style a generator: how its posts are named, what stands in front of them and in what form.

A style is data (:class:`~newscrawl.render.styles.style.Style`): ``fields`` collects an article's values by meaning,
``forms`` writes and reads the header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newscrawl.render.styles.astro import ASTRO
from newscrawl.render.styles.eleventy import ELEVENTY
from newscrawl.render.styles.hexo import HEXO
from newscrawl.render.styles.hugo import HUGO
from newscrawl.render.styles.jekyll import JEKYLL
from newscrawl.render.styles.pelican import PELICAN_STYLE
from newscrawl.render.styles.style import BodyMode, Style
from newscrawl.render.styles.zola import ZOLA

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["STYLES", "Blog", "BodyMode", "Style"]

Blog = Literal["hexo", "hugo", "jekyll", "pelican", "eleventy", "astro", "zola"]
"""Generators whose posts can be written."""

STYLES: Mapping[Blog, Style] = {
    "hexo": HEXO,
    "hugo": HUGO,
    "jekyll": JEKYLL,
    "pelican": PELICAN_STYLE,
    "eleventy": ELEVENTY,
    "astro": ASTRO,
    "zola": ZOLA,
}
"""Every generator's style."""
