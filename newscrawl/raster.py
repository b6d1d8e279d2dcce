"""What kind of picture some bytes are, read from the bytes themselves: no name, no header, no decoder.

Five kinds are known, those that every browser shows and that hold no scripts: PNG, JPEG, GIF, WebP, AVIF. SVG is a
document, not a picture of that sort. Nothing is decoded: the formats' own headers tell the size, and their own end
whether the file is whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newscrawl.errors import UnusablePicture

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_PIXELS", "PLACEHOLDER_SIDE", "Raster", "read_raster", "usable_raster"]

MAX_PIXELS = 40_000_000
"""A long chart of 1080 x 30000 passes; decoded, a browser needs four bytes for each."""

PLACEHOLDER_SIDE = 3
"""Pixels; what is no wider or no higher is a counter, a spacer, or a host's answer to foreign pages."""

_JPEG_WITHOUT_SIZE = frozenset({0xC4, 0xC8, 0xCC})
"""Markers between SOF0 and SOF15 that are no start of a frame."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Raster:
    """A picture's kind and size."""

    suffix: str
    """File name suffix with its dot."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""


def usable_raster(data: bytes) -> Raster:
    """Return kind and size of a picture that may stand in a post.

    :raises UnusablePicture: no picture, cut short, a bomb or a placeholder
    """
    raster = read_raster(data)
    if raster.width * raster.height > MAX_PIXELS:
        raise UnusablePicture(f"too many pixels: {raster.width} x {raster.height}")
    if min(raster.width, raster.height) <= PLACEHOLDER_SIDE:
        raise UnusablePicture(f"a placeholder of {raster.width} x {raster.height} pixels")
    return raster


def read_raster(data: bytes) -> Raster:
    """Return kind and size of a whole picture.

    :raises UnusablePicture: none of the five kinds, or cut short
    """
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            suffix, (width, height) = ".png", _png(data)
        elif data.startswith(b"\xff\xd8\xff"):
            suffix, (width, height) = ".jpg", _jpeg(data)
        elif data.startswith((b"GIF87a", b"GIF89a")):
            suffix, (width, height) = ".gif", _gif(data)
        elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            suffix, (width, height) = ".webp", _webp(data)
        elif data[4:8] == b"ftyp" and {b"avif", b"avis"} & _brands(data):
            suffix, (width, height) = ".avif", _avif(data)
        else:
            raise UnusablePicture("not a picture")
    except IndexError:
        raise UnusablePicture("cut short") from None
    if not width * height:
        raise UnusablePicture("not a picture")
    return Raster(suffix=suffix, width=width, height=height)


def _number(data: bytes, at: int, length: int, order: str = "big") -> int:
    """Return an unsigned number, or raise :exc:`IndexError` where the data end before it does."""
    if at + length > len(data):
        raise IndexError
    return int.from_bytes(data[at : at + length], "little" if order == "little" else "big")


def _png(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise UnusablePicture("not a picture")
    at = 8
    # length, name, content, checksum
    while data[at + 4 : at + 8] != b"IEND":
        at += 12 + _number(data, at, 4)
    return _number(data, 16, 4), _number(data, 20, 4)


def _jpeg(data: bytes) -> tuple[int, int]:
    at, size = 2, None
    while True:
        while _number(data, at, 1) == 0xFF:
            at += 1
        marker, length = data[at], _number(data, at + 1, 2)
        if 0xC0 <= marker <= 0xCF and marker not in _JPEG_WITHOUT_SIZE:
            height, width = _number(data, at + 4, 2), _number(data, at + 6, 2)
            size = max(size or (0, 0), (width, height), key=_area)
        if marker == 0xDA:
            break
        if data[at + 1 + length : at + 2 + length] not in (b"\xff", b""):
            raise UnusablePicture("not a picture")
        at += 1 + length
    # a thumbnail inside the headers has an end of its own, hence from here on
    if data.find(b"\xff\xd9", at) < 0:
        raise IndexError
    if size is None:
        raise UnusablePicture("not a picture")
    return size


def _gif(data: bytes) -> tuple[int, int]:
    width, height = _number(data, 6, 2, "little"), _number(data, 8, 2, "little")
    at = 13 + _colours(_number(data, 10, 1))
    while (block := _number(data, at, 1)) != 0x3B:
        if block == 0x21:
            at += 2
        elif block == 0x2C:
            # a frame may reach beyond the screen; browsers make the screen larger
            left, top, wide, high = (_number(data, at + place, 2, "little") for place in (1, 3, 5, 7))
            width, height = max(width, left + wide), max(height, top + high)
            at += 11 + _colours(_number(data, at + 9, 1))
        else:
            raise UnusablePicture("not a picture")
        while length := _number(data, at, 1):
            at += 1 + length
        at += 1
    return width, height


def _colours(flags: int) -> int:
    """Return the length of a GIF's colour table."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes) -> tuple[int, int]:
    end = 8 + _number(data, 4, 4, "little")
    if end > len(data):
        raise IndexError
    sizes = [(0, 0)]
    at = 12
    while at + 8 <= end:
        name, length = data[at : at + 4], _number(data, at + 4, 4, "little")
        if name == b"VP8X":
            sizes.append((_number(data, at + 12, 3, "little") + 1, _number(data, at + 15, 3, "little") + 1))
        elif name == b"VP8L":
            bits = _number(data, at + 9, 4, "little")
            sizes.append(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
        elif name == b"VP8 ":
            sizes.append((_number(data, at + 14, 2, "little") & 0x3FFF, _number(data, at + 16, 2, "little") & 0x3FFF))
        at += 8 + length + length % 2
    return max(sizes, key=_area)


def _brands(data: bytes) -> set[bytes]:
    """Return what an ISO media file says that it is: the major brand, then, after a version, the others."""
    listed = data[8 : min(int.from_bytes(data[:4], "big"), len(data))]
    return {listed[at : at + 4] for at in range(0, len(listed), 4) if at != 4}


def _avif(data: bytes) -> tuple[int, int]:
    sizes = [(0, 0)]
    # every box at the top must be whole; the sizes of the picture and of its parts stand in meta/iprp/ipco/ispe
    boxes = list(_boxes(data, 0, len(data)))
    if not any(name == b"mdat" for name, _, _ in boxes):
        raise IndexError
    for name, start, end in boxes:
        if name != b"meta":
            continue
        for path, inner_start, inner_end in _boxes(data, start + 4, end):
            if path == b"iprp":
                for part, part_start, part_end in _boxes(data, inner_start, inner_end):
                    if part == b"ipco":
                        sizes += [
                            (_number(data, at + 4, 4), _number(data, at + 8, 4))
                            for kind, at, _ in _boxes(data, part_start, part_end)
                            if kind == b"ispe"
                        ]
    return max(sizes, key=_area)


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of the content of each box; raise :exc:`IndexError` for one that is not all there."""
    while start < end:
        length, header = _number(data, start, 4), 8
        if length == 1:
            length, header = _number(data, start + 8, 8), 16
        elif length == 0:
            length = end - start
        if length < header or start + length > end:
            raise IndexError
        yield data[start + 4 : start + 8], start + header, start + length
        start += length


def _area(size: tuple[int, int]) -> int:
    return size[0] * size[1]
