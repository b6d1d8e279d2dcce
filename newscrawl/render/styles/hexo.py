"""Hexo: the format of the source, spaces and all."""

from __future__ import annotations

from newscrawl.render.styles.style import Style

__all__ = ["HEXO"]

HEXO = Style(
    title="Hexo",
    form=None,
    bodies=("clean", "source", "markdown"),
    wrapper=("<div>   \n", "  \n</div>\n            "),
    dates="wall clock",
    slugs=False,
    drafts_folder=True,
)
"""Three categories are a path of three levels. An unknown tag of Nunjucks would end the build of the whole blog."""
