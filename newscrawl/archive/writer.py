"""Writes WARC/1.1 files: one gzip member a record, one file a process, and never half a record before a whole one."""

from __future__ import annotations

import io
import os
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newscrawl import __version__
from newscrawl.archive.exchange import ABOUT
from newscrawl.folders import telling_os_errors

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

    from newscrawl.archive.exchange import Exchange
    from newscrawl.archive.options import ArchiveOptions

__all__ = ["SUFFIX", "ArchiveWriter", "tidy_archive"]

SUFFIX = ".warc.gz"
"""Ends the names of an archive's files."""

FORMAT = "WARC/1.1"

UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""Profile of the record of an answer 304."""

MEGABYTE = 1_000_000


class ArchiveWriter:
    """Writes what a crawl keeps to files of its own; other processes may write beside it.

    A file is begun with the first record that is worth one, so a crawl that keeps nothing leaves none. An answer and
    its request go to the operating system in one piece: a killed process leaves at worst one half at a file's end.
    """

    def __init__(self, folder: Path, name: str, options: ArchiveOptions) -> None:
        self._folder = folder
        self._name = re.sub(r"[^\w.-]", "_", name)
        self._options = options
        self._path = folder
        self._file: FileIO | None = None
        self._began = datetime.min.replace(tzinfo=UTC)
        self._number = 0
        self._waiting: list[Exchange] = []

    def write(self, exchange: Exchange) -> None:
        """Write an answer and its request; the answer 304 waits for another that is worth a file.

        :raises StoreError: disk full, no permission; what was written before stays whole
        """
        self._waiting.append(exchange)
        if exchange.status.startswith("304"):
            return
        with telling_os_errors(self._folder):
            file = self._file_at(exchange.at)
        with telling_os_errors(self._path):
            while self._waiting:
                _append(file, _records(self._waiting.pop(0)))

    def close(self) -> None:
        """End the file; closing twice does no harm."""
        if self._file:
            self._file.close()
            self._file = None

    def _file_at(self, at: datetime) -> FileIO:
        """Return the file to write to: the one at hand, or a new one."""
        full = self._file is not None and self._file.tell() >= self._options.file_megabytes * MEGABYTE
        if full or at - self._began >= timedelta(hours=self._options.file_hours):
            self.close()
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            tidy_archive(self._folder, self._options, at)
            self._file, self._began = self._new_file(at), at
            _append(self._file, _first_record(self._path.name, at))
        return self._file

    def _new_file(self, at: datetime) -> FileIO:
        while True:
            self._number += 1
            name = f"{self._name}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}-{self._number:03}{SUFFIX}"
            self._path = self._folder / name
            # a file of another machine with the same folder
            with suppress(FileExistsError):
                # unbuffered: a write is one call to the operating system
                return self._path.open("xb", buffering=0)


def tidy_archive(folder: Path, options: ArchiveOptions, at: datetime) -> None:
    """Remove the files that are too old, and the oldest of what is too much."""
    files = []
    for path in folder.glob(f"*{SUFFIX}"):
        # another process may be tidying too
        with suppress(OSError):
            status = path.stat()
            files.append((status.st_mtime, status.st_size, path))
    oldest = (at - timedelta(days=options.days)).timestamp() if options.days else 0.0
    room = options.megabytes * MEGABYTE or float("inf")
    for changed, size, path in sorted(files, reverse=True):
        room -= size
        if changed < oldest or room < 0:
            with suppress(OSError):
                path.unlink()


def _append(file: FileIO, data: bytes) -> None:
    """Write everything, or take back what was written."""
    end = file.tell()
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        with suppress(OSError):
            file.truncate(end)
        raise


def _first_record(name: str, at: datetime) -> bytes:
    # as in the reader, imported by those who keep an archive
    from warcio.warcwriter import WARCWriter

    packed = io.BytesIO()
    writer = WARCWriter(packed, warc_version=FORMAT)
    about = {"software": f"newscrawl/{__version__}", "format": "WARC File Format 1.1"}
    record = writer.create_warcinfo_record(name, about)
    record.rec_headers.replace_header("WARC-Date", _moment(at))
    writer.write_record(record)
    return packed.getvalue()


def _records(exchange: Exchange) -> bytes:
    """Return the records of an exchange: the answer's, and the request's."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    packed = io.BytesIO()
    writer = WARCWriter(packed, warc_version=FORMAT)
    unchanged = exchange.status.startswith("304")
    more = {"WARC-Date": _moment(exchange.at), ABOUT: exchange.about.as_json()}
    answer = writer.create_warc_record(
        exchange.url,
        "revisit" if unchanged else "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        warc_headers_dict={**more, "WARC-Profile": UNCHANGED} if unchanged else more,
        http_headers=StatusAndHeaders(exchange.status, list(exchange.headers), protocol="HTTP/1.1"),
    )
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = writer.create_warc_record(
        exchange.url,
        "request",
        payload=io.BytesIO(exchange.request_body),
        length=len(exchange.request_body),
        http_headers=StatusAndHeaders(
            f"{exchange.method} {target} HTTP/1.1",
            [("Host", parts.netloc), *exchange.request_headers],
            is_http_request=True,
        ),
    )
    writer.write_request_response_pair(request, answer)
    return packed.getvalue()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
