"""Reads WARC files of any tool: ours, CC-NEWS, wget's; packed by record, as a whole, or not at all.

A file is read once, from its beginning to its end, one record in memory at a time. What cannot be read, because it was
cut short or damaged, is told and left out.
"""

from __future__ import annotations

import io
import sys
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import brotli

from newscrawl.archive.exchange import ABOUT, About

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from warcio.recordloader import ArcWarcRecord

__all__ = ["CUT", "Head", "Skipped", "Stored", "read_warc"]

BLOCK = 65536
"""Bytes that are read at once."""

MAX_BODY = 20_000_000
"""Bytes; a page that is larger, packed or unpacked, is left out."""

CUT = "the file ends in the middle of a record"
DAMAGED = "the file is damaged"
MISMATCH = "the digest does not fit"
NO_RECORD = "no WARC record"
TOO_LARGE = f"larger than {MAX_BODY // 1_000_000} MB"

PIECE = 4096
"""Bytes that are unpacked at once where there is no bound to what comes out: a thousand times as much, rarely more."""

WARC = b"WARC/"
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """What a record says of the page in it."""

    url: str
    """Address that was asked for."""
    at: datetime
    """When it was answered, timezone-aware; the epoch when the record does not say."""
    status: str
    """HTTP status, such as ``200``."""
    content_type: str
    """As the server said it; empty when it did not."""
    about: About | None
    """Why it was asked for; ``None``: another tool did."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A page that was asked for, as it was served."""

    head: Head
    """What the record says of it."""
    body: bytes
    """Bytes of the page, unpacked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A record that gives no page, or a place where the file cannot be read."""

    url: str
    """Address of the page, empty when it is not known."""
    reason: str
    """Why, in a few words that are the same for the same cause."""
    broken: bool = False
    """Whether the file is at fault."""


def read_warc(stream: BinaryIO, unwanted: Callable[[Head], str], *, check: bool = True) -> Iterator[Stored | Skipped]:
    """Yield the pages of a WARC file, and what became of other answers in it; other records are no news.

    :param unwanted: returns why a page is not wanted; empty: it is, and its body is read
    :param check: whether digests are compared
    """
    # imported by those who read an archive: every crawl knows this room, and warcio brings fsspec
    from warcio.bufferedreaders import BufferedReader
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParserException

    unpacked = _Unpacked(stream)
    lines = BufferedReader(unpacked, block_size=BLOCK)
    # what HTTP/2 looks like is up to whoever wrote the file
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    lost = False
    while line := lines.readline():
        if not line.startswith(WARC):
            if line.strip() and not lost:
                lost = True
                yield Skipped(url="", reason=CUT if WARC.startswith(line) else NO_RECORD, broken=True)
            continue
        lost = False
        try:
            record = loader.parse_record_stream(lines, line, "warc", check_digests=check)
        # AttributeError: warcio looks at the address of a record that has none
        except (ArchiveLoadFailed, StatusAndHeadersParserException, AttributeError, EOFError):
            lost = True
            over = unpacked.ended and lines.empty()
            yield Skipped(url="", reason=unpacked.problem or (CUT if over else NO_RECORD), broken=True)
            continue
        found = _page(record, unwanted)
        _drain(record)
        if record.length is None or record.raw_stream.limit:
            yield Skipped(url=_url(record), reason=unpacked.problem or CUT, broken=True)
            return
        if isinstance(found, Stored) and _differs(record):
            found = Skipped(url=found.head.url, reason=MISMATCH, broken=True)
        if found:
            yield found
    if unpacked.problem and not lost:
        yield Skipped(url="", reason=unpacked.problem, broken=True)


class _Unpacked:
    """The bytes of a file: unpacked where it is gzipped, as a whole or in members; what is cut short ends early."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._packed = stream.read(BLOCK)
        self._plain = not self._packed.startswith(GZIP)
        self._inflater = zlib.decompressobj(wbits=31)
        self.ended = False
        """Whether everything was read."""
        self.problem = ""
        """What is wrong with the end."""

    def read(self, size: int) -> bytes:
        while not self.ended:
            if not self._packed and not (block := self._stream.read(BLOCK)):
                self.ended = True
                self.problem = "" if self._plain or self._inflater.eof else CUT
                break
            self._packed = self._packed or block
            if self._plain:
                data, self._packed = self._packed, b""
                return data
            if data := self._inflate(size):
                return data
        return b""

    def _inflate(self, size: int) -> bytes:
        if self._inflater.eof:
            # zeros between members are padding
            self._packed = self._packed.lstrip(b"\0")
            if not self._packed:
                return b""
            self._inflater = zlib.decompressobj(wbits=31)
        try:
            data = self._inflater.decompress(self._packed, size)
        except zlib.error:
            self.ended, self.problem = True, DAMAGED
            return b""
        self._packed = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
        return data


def _page(record: ArcWarcRecord, unwanted: Callable[[Head], str]) -> Stored | Skipped | None:
    """Return the page of a record; ``None``: it holds none, and that is nothing to tell."""
    url = _url(record)
    if record.rec_type == "revisit":
        return Skipped(url=url, reason="the same as before")
    if record.rec_type != "response" or not record.http_headers:
        return None
    head = Head(
        url=url,
        at=_moment(record.rec_headers.get_header("WARC-Date", "")),
        status=record.http_headers.get_statuscode(),
        content_type=record.http_headers.get_header("Content-Type", ""),
        about=About.from_json(record.rec_headers.get_header(ABOUT, "")),
    )
    if reason := unwanted(head):
        return Skipped(url=url, reason=reason)
    body = record.raw_stream.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        return Skipped(url=url, reason=TOO_LARGE)
    if (record.http_headers.get_header("Transfer-Encoding", "")).strip().lower() == "chunked":
        from warcio.bufferedreaders import ChunkedDataReader

        body = ChunkedDataReader(io.BytesIO(body)).read()
    encodings = record.http_headers.get_header("Content-Encoding", "")
    try:
        for encoding in reversed([name.strip().lower() for name in encodings.split(",") if name.strip()]):
            body = _decoded(body, encoding)
            if len(body) > MAX_BODY:
                return Skipped(url=url, reason=TOO_LARGE)
    except _Unreadable as error:
        return Skipped(url=url, reason=str(error))
    return Stored(head=head, body=body)


class _Unreadable(Exception):
    """A body cannot be unpacked."""


def _decoded(body: bytes, encoding: str) -> bytes:
    """Return a body unpacked: of a bomb a little more than :data:`MAX_BODY`, of a broken-off one what is there."""
    if encoding == "identity" or not body:
        return body
    try:
        if encoding in ("gzip", "x-gzip"):
            # tools that unpack do not always take the header away
            return _inflated(body, 31) if body.startswith(GZIP) else body
        if encoding == "deflate":
            # with the header of zlib, as it should be, or without
            return _inflated(body, 15 if body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0 else -15)
        if encoding == "br":
            return _bounded(brotli.Decompressor().process, body)
        if encoding == "zstd":
            return _bounded(zstd.ZstdDecompressor().decompress, body)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError):
        raise _Unreadable("broken compression") from None
    raise _Unreadable(f"packed as {encoding}")


def _inflated(body: bytes, wbits: int) -> bytes:
    return zlib.decompressobj(wbits=wbits).decompress(body, MAX_BODY + 1)


def _bounded(unpack: Callable[[bytes], bytes], body: bytes) -> bytes:
    """Unpack piece by piece, so that a bomb is noticed while it is small."""
    data = bytearray()
    for at in range(0, len(body), PIECE):
        data += unpack(body[at : at + PIECE])
        if len(data) > MAX_BODY:
            break
    return bytes(data)


def _url(record: ArcWarcRecord) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI", ""))


def _differs(record: ArcWarcRecord) -> bool:
    """Tell whether the bytes are not those that were written.

    Crawlers do not agree on what a chunked payload's digest is of; a block's digest leaves nothing open.
    """
    if record.rec_headers.get_header("WARC-Block-Digest") or record.http_headers.get_header("Transfer-Encoding"):
        kind = "block"
    else:
        kind = "payload"
    return any(problem.startswith(f"{kind} digest failed") for problem in record.digest_checker.problems)


def _drain(record: ArcWarcRecord) -> None:
    while record.raw_stream.read(BLOCK):
        pass


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
