"""Finds the pages of our own archive, and reads them one by one."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newscrawl.archive.reader import CUT, DAMAGED, Head, Skipped, Stored, read_warc
from newscrawl.archive.writer import SUFFIX
from newscrawl.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["Place", "load_page", "pages_in"]

BLOCK = 262_144
"""Bytes that are read at once."""

MAX_MEMBER = 64_000_000
"""Bytes of a record; a crawl's are far smaller."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a page lies in an archive."""

    path: Path
    """The file."""
    offset: int
    """Where its record begins."""
    head: Head
    """What the record says of it."""


def pages_in(folder: Path) -> Iterator[Place | Skipped]:
    """Yield every answer in an archive's files, and where a file cannot be read.

    :raises StoreError: a file cannot be opened
    """
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            with path.open("rb") as file:
                for offset, data in _unpacked(file):
                    for head in _heads(data):
                        yield Place(path=path, offset=offset, head=head)
        except _Broken as error:
            yield Skipped(url="", reason=f"{path}: {error}", broken=True)
        except OSError as error:
            raise StoreError(str(path), error.strerror or "cannot be read") from None


def load_page(place: Place) -> Stored | Skipped:
    """Return the page that lies there, or why it cannot be read.

    :raises StoreError: the file cannot be read any more
    """
    try:
        with place.path.open("rb") as file:
            file.seek(place.offset)
            data = next(_unpacked(file))[1]
    except (OSError, StopIteration, _Broken) as error:
        problem = error.strerror if isinstance(error, OSError) else None
        raise StoreError(str(place.path), problem or "was changed while it was read") from None
    return next(read_warc(io.BytesIO(data), lambda head: ""))


class _Broken(Exception):
    """A file that cannot be read further."""


def _unpacked(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield where each record begins, and the record."""
    offset = file.tell()
    packed = file.read(BLOCK)
    while packed:
        inflater = zlib.decompressobj(wbits=31)
        data, size = bytearray(), len(packed)
        try:
            data += inflater.decompress(packed, MAX_MEMBER)
            while not inflater.eof:
                if inflater.unconsumed_tail or len(data) > MAX_MEMBER:
                    raise _Broken(DAMAGED)
                if not (packed := file.read(BLOCK)):
                    raise _Broken(CUT)
                size += len(packed)
                data += inflater.decompress(packed, MAX_MEMBER)
        except zlib.error:
            raise _Broken(DAMAGED) from None
        yield offset, bytes(data)
        packed = inflater.unused_data
        offset += size - len(packed)
        packed = packed or file.read(BLOCK)


def _heads(data: bytes) -> list[Head]:
    """Return what a record says of the page in it; nothing, when it holds none."""
    heads: list[Head] = []

    def note(head: Head) -> str:
        heads.append(head)
        return "noted"

    for _ in read_warc(io.BytesIO(data), note, check=False):
        pass
    return heads
