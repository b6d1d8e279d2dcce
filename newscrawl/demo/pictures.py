"""The demo's pictures, drawn on demand: bar charts as PNG, a 1x1 spacer as GIF."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode

from newscrawl.demo.answer import Answer, beijing

__all__ = ["HOST", "bar_chart", "picture"]

HOST = "n.demo.example"
"""Where pictures lie."""

SPACER = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
PALETTE = bytes.fromhex("fafafac0392b2c6fbb")
DRAWN = beijing("2026-07-13 00:00")
SIZES = {"logo": (120, 40), "343233024": (74, 74), "thumb_23666": (80, 80), "320X320": (320, 320), "weixin": (100, 100)}
"""Width and height of the pictures that are no article's; the others have Sina's usual size."""


def picture(path: str) -> Answer | None:
    """Return the picture at a path of :data:`HOST`; ``None`` when the path is no picture's."""
    name, _, kind = path.rpartition("/")[2].rpartition(".")
    if kind == "gif":
        return Answer(body=SPACER, content_type="image/gif", modified=DRAWN)
    if kind != "png":
        return None
    width, height = SIZES.get(name, (550, 366))
    return Answer(body=bar_chart(width, height, name), content_type="image/png", modified=DRAWN)


def bar_chart(width: int, height: int, name: str) -> bytes:
    """Return a PNG of bars; the name decides their heights, so that pictures can be told apart."""
    heights = [height * (40 + byte % 55) // 100 for byte in zlib.crc32(name.encode()).to_bytes(4, "big") * 2]
    bar = width // len(heights)
    gap = bytes(bar // 5)
    rows = bytearray()
    for y in range(height):
        bars = (bytes([1 + index % 2 if height - y <= top else 0]) for index, top in enumerate(heights))
        row = b"".join(gap + colour * (bar - len(gap)) for colour in bars)
        # every row begins with its filter, 0: none
        rows += b"\0" + row.ljust(width, b"\0")
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = (b"IHDR", header), (b"PLTE", PALETTE), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
