"""Pictures built byte by byte: the headers say any size, whatever is drawn."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int, text: bytes = b"") -> bytes:
    """Return a PNG whose header says that size; a small one can be shown, the text makes its content its own."""
    rows = (b"\0" + b"\x80" * width) * height if width * height < 100_000 else b""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Comment\0" + text),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(width: int, height: int, *, thumbnail: tuple[int, int] | None = None, frame: int = 0xC2) -> bytes:
    app1 = b"Exif\0\0" + (jpeg(*thumbnail) if thumbnail else b"")
    segments = (
        (0xE1, app1),
        (0xC4, b"\0" * 20),
        (frame, struct.pack(">BHHB", 8, height, width, 3) + b"\1\x22\0\2\x11\1\3\x11\1"),
    )
    headers = b"".join(b"\xff" + bytes([mark]) + struct.pack(">H", len(data) + 2) + data for mark, data in segments)
    scan = b"\xff\xda" + struct.pack(">H", 12) + b"\3\1\0\2\x11\3\x11\0\x3f\0"
    return b"\xff\xd8" + headers + scan + b"\x12\x34\xff\0\x56" + b"\xff\xd9"


def gif(width: int, height: int, *, frames: tuple[tuple[int, int, int, int], ...] = ((0, 0, 0, 0),)) -> bytes:
    """Return a GIF; a frame is left, top, width and height, zeros mean the screen's."""
    out = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0" * 6
    for left, top, wide, high in frames:
        out += b"\x21\xf9\x04\0\0\0\0\0"
        out += b"\x2c" + struct.pack("<HHHHB", left, top, wide or width, high or height, 0x80) + b"\0" * 6
        out += b"\x02\x03\x44\x3b\x05\0"
    return out + b"\x3b"


def webp(width: int, height: int, kind: str = "VP8 ") -> bytes:
    if kind == "VP8X":
        data = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif kind == "VP8L":
        data = b"\x2f" + (width - 1 | (height - 1) << 14).to_bytes(4, "little") + b"\0"
    else:
        data = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + b"\0\0"
    body = b"WEBP" + kind.encode() + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def avif(width: int, height: int, *, brand: bytes = b"avif", major: bytes = b"") -> bytes:
    def box(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content) + 8) + name + content

    sizes = box(b"ispe", struct.pack(">III", 0, 16, 16)) + box(b"ispe", struct.pack(">III", 0, width, height))
    meta = box(b"meta", b"\0\0\0\0" + box(b"hdlr", b"\0" * 12) + box(b"iprp", box(b"ipco", sizes)))
    return box(b"ftyp", (major or brand) + b"\0\0\0\0" + b"mif1" + brand) + meta + box(b"mdat", b"\x12\0\x0a" * 9)
