"""Pictures that lie beside the posts: where a generator wants them, and how a post then points at them.

A generator copies some of its folders as they are, such as ``source`` in Hexo or ``static`` in Hugo: what lies
there stands under the same path in the built site. :data:`LAYOUTS` says where pictures go there. Without a generator
addresses are relative to the post's own file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape, unescape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, get_args

from newscrawl.errors import SiteError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.items import Article
    from newscrawl.render.styles import Blog

__all__ = ["LAYOUTS", "AssetLayout", "ImageMode", "PictureOptions", "with_pictures"]

ImageMode = Literal["link", "download", "lead-only"]
"""``link``: pictures stay where they are; ``download``: all are kept beside the posts; ``lead-only``: the lead is."""

# A clean fragment comes from a serialiser: attribute values stand in double quotes, quotes inside them are escaped.
_PICTURE = re.compile(r"""(<img(?:\s[\w-]+="[^"]*")*?\ssrc=")([^"]*)""")


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetLayout:
    """Where a generator takes files from that it copies as they are."""

    folder: str = "images/newscrawl"
    """Folder for pictures below the one that is copied; apart, so that they can be told from the blog's own."""
    markdown_adds_root: bool = False
    """Whether the generator puts the site's root before addresses in Markdown (in HTML none does)."""
    body_start: str = ""
    """What a body says instead of the site's root, where the generator knows a word for it."""


LAYOUTS: Mapping[Blog, AssetLayout] = {
    # hexo-renderer-marked: prependRoot
    "hexo": AssetLayout(markdown_adds_root=True),
    "hugo": AssetLayout(),
    "jekyll": AssetLayout(folder="assets/newscrawl"),
    # the braces of {static} would be escaped; the bars are Pelican's other spelling
    "pelican": AssetLayout(body_start="|static|/"),
    "eleventy": AssetLayout(),
    "astro": AssetLayout(),
    "zola": AssetLayout(),
}
"""By generator. No folders of single posts (Hexo's asset folders, Hugo's bundles): a picture belongs to any number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureOptions:
    """What becomes of pictures; raises :exc:`SiteError` for a mode that does not exist."""

    mode: ImageMode = "link"
    """Which are downloaded."""
    folder: str = ""
    """Where they are kept; empty: ``images`` in the output folder."""
    address: str = ""
    """What their addresses in posts begin with, such as ``/images/newscrawl/``; empty: relative to the post."""
    body_address: str = ""
    """The same in bodies, where that differs; empty: as :attr:`address`."""

    width: int = 0
    """Pixels; wider pictures are made smaller, with Pillow. 0: they stay as they are."""
    webp: bool = False
    """Whether PNG and JPEG pictures become WebP where that is smaller, with Pillow."""

    def __post_init__(self) -> None:
        if self.mode not in get_args(ImageMode):
            raise SiteError("mode", f"{self.mode!r} is none of {', '.join(get_args(ImageMode))}")
        if self.width < 0:
            raise SiteError("images_width", f"{self.width} is no number of pixels")
        for key, wished in (("images_width", self.width), ("images_webp", self.webp)):
            if wished and not find_spec("PIL"):
                raise SiteError(key, "needs Pillow: pip install 'newscrawl[images]'")


def with_pictures(article: Article, files: Mapping[str, str], *, start: str, lead_start: str) -> Article:
    """Return the article with those pictures of body and lead shown from files that have one.

    :param files: address of a picture -> path of its file
    :param start: what stands before the path in the body
    :param lead_start: what stands before the path in the front matter
    """
    if not files:
        return article

    def from_file(match: re.Match[str]) -> str:
        file = files.get(unescape(match[2]))
        return f"{match[1]}{escape(start + file)}" if file else match[0]

    lead = article.lead_image
    if lead and (file := files.get(lead.url)):
        lead = replace(lead, url=lead_start + file)
    return replace(article, body=_PICTURE.sub(from_file, article.body), lead_image=lead)
