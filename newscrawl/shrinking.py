"""Wide pictures made smaller with Pillow, which comes with the extra ``newscrawl[images]``."""

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


def shrunk(data: bytes, raster: Raster, width: int) -> bytes:
    """Return a picture of the same kind that is no wider; the bytes as they are where that is not worth it.

    Left alone is what is narrow enough, moves, cannot be read by Pillow, or would not get smaller.
    """
    if raster.suffix not in FORMATS or max(raster.width, raster.height) <= width:
        return data
    from PIL import Image, ImageOps

    name, how = FORMATS[raster.suffix]
    try:
        with Image.open(BytesIO(data), formats=[name]) as picture:
            if getattr(picture, "is_animated", False):
                return data
            # cameras write pictures as they were held, with a note how to turn them
            upright = ImageOps.exif_transpose(picture)
            if upright.width <= width:
                return data
            out = BytesIO()
            height = max(1, round(upright.height * width / upright.width))
            small = _plain(upright).resize((width, height), Image.Resampling.LANCZOS)
            small.save(out, name, icc_profile=picture.info.get("icc_profile"), **how)
    except (*DAMAGED, Image.DecompressionBombError):
        return data
    return out.getvalue() if len(out.getvalue()) < len(data) else data


def _plain(picture: Image) -> Image:
    if picture.mode in PLAIN_MODES:
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
