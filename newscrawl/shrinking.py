"""Pictures made smaller with Pillow, narrower or as WebP; it comes with the extra ``newscrawl[images]``."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.Image import Image

    from newscrawl.raster import Raster

__all__ = ["shrunk"]

FORMATS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    ".jpg": ("JPEG", {"quality": 85, "optimize": True, "progressive": True}),
    ".png": ("PNG", {"optimize": True}),
    ".webp": ("WEBP", {"quality": 85}),
}
"""Suffix -> Pillow's name for the kind, and how it writes it. A GIF mostly moves, an AVIF is small already."""

PLAIN_MODES = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
"""Modes that can be made smaller as they are; palettes cannot."""

DAMAGED = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error)
"""What Pillow raises for files that are not as their headers say."""


def shrunk(data: bytes, raster: Raster, width: int = 0, *, webp: bool = False) -> tuple[bytes, str]:
    """Return a picture that is no wider, and the suffix of its kind; as it is where that is not worth it.

    Left alone is what is narrow enough, moves, cannot be read by Pillow, or would not get smaller.

    :param width: pixels; 0: any
    :param webp: make a WebP picture of it
    """
    as_it_is = data, raster.suffix
    width = width or max(raster.width, raster.height)
    suffix = ".webp" if webp else raster.suffix
    if raster.suffix not in FORMATS or (suffix == raster.suffix and max(raster.width, raster.height) <= width):
        return as_it_is
    from PIL import Image, ImageOps

    (kind, _), (name, how) = FORMATS[raster.suffix], FORMATS[suffix]
    try:
        with Image.open(BytesIO(data), formats=[kind]) as picture:
            if getattr(picture, "is_animated", False):
                return as_it_is
            # cameras write pictures as they were held, with a note how to turn them
            upright = ImageOps.exif_transpose(picture)
            if upright.width <= width and suffix == raster.suffix:
                return as_it_is
            out, small = BytesIO(), _plain(upright, webp=webp)
            if small.width > width:
                height = max(1, round(small.height * width / small.width))
                small = small.resize((width, height), Image.Resampling.LANCZOS)
            small.save(out, name, icc_profile=picture.info.get("icc_profile"), **how)
    except (*DAMAGED, Image.DecompressionBombError):
        return as_it_is
    return (out.getvalue(), suffix) if len(out.getvalue()) < len(data) else as_it_is


def _plain(picture: Image, *, webp: bool) -> Image:
    if picture.mode in PLAIN_MODES and not (webp and picture.mode == "CMYK"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
