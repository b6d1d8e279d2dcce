"""Tells where downloaded pictures lie, and how posts point at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from newscrawl.errors import SiteError
from newscrawl.render import LAYOUTS, STYLES, PictureOptions

if TYPE_CHECKING:
    from newscrawl.config.model import Config

__all__ = ["pictures_of"]


def pictures_of(config: Config) -> PictureOptions:
    """Return where pictures are kept and how posts point at them.

    :raises SiteError: when that cannot be told, or no generator would copy the folder
    """
    if config.images == "link":
        return PictureOptions()
    if config.post.mode == "source":
        raise SiteError("images", f"{config.images} does not go with the source body, which keeps what the site served")
    if config.assets and not config.output.local:
        raise SiteError("assets", f"does not go with {config.output}: pictures lie there as well, in images")
    made: dict[str, Any] = {"mode": config.images, "width": config.images_width, "webp": config.images_webp}
    if not config.beside or not config.output.local:
        if config.post.blog != "hexo":
            title = STYLES[config.post.blog].title
            raise SiteError("images", f"{config.images} needs the {title} blog beside newscrawl.yaml, or images: link")
        return PictureOptions(folder=str(config.assets or ""), **made)
    blog, layout = config.beside, LAYOUTS[config.post.blog]
    published = blog.folder / blog.published
    folder = config.assets or published / layout.folder
    if not folder.resolve().is_relative_to(published.resolve()):
        raise SiteError("assets", f"must lie in {published}, since {blog.blog} copies pictures from there")
    path = quote(folder.resolve().relative_to(published.resolve()).as_posix()) + "/"
    root = f"/{quote(config.root.strip('/'), safe='/%')}/".replace("//", "/") if config.root else blog.root
    rewrites = blog.rewrites or (layout.markdown_adds_root and config.post.mode == "markdown")
    start = "/" if rewrites else layout.body_start
    return PictureOptions(folder=str(folder), address=root + path, body_address=start + path if start else "", **made)
