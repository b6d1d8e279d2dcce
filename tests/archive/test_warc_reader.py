"""WARC files of other tools, as they come and as they break."""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newscrawl.archive import Head, Skipped, Stored, read_warc
from newscrawl.archive.reader import CUT, DAMAGED, MAX_BODY, MISMATCH, NO_RECORD, TOO_LARGE, zstd

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = b"<html><h1>A title</h1><p>Some words of ours, once and again.</p></html>" * 50
WHEN = "2026-07-20T01:30:00Z"


def record(
    body: bytes = PAGE, kind: str = "response", number: int = 1, version: str = "1.0", **headers: str
) -> tuple[bytes, bytes]:
    """Return a record as it is, and as a gzip member of its own."""
    given = [(name.replace("_", "-"), value) for name, value in headers.items()]
    made = []
    for packed in (False, True):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=packed, warc_version=version)
        if kind == "warcinfo":
            writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "Nutch 1.6"}))
        else:
            status = "GET / HTTP/1.1" if kind == "request" else "200 OK"
            lines = StatusAndHeaders(
                status, given, protocol="" if kind == "request" else "HTTP/1.1", is_http_request=kind == "request"
            )
            writer.write_record(
                writer.create_warc_record(
                    f"https://news.example/{number}",
                    kind,
                    payload=io.BytesIO(body),
                    length=len(body),
                    warc_headers_dict={"WARC-Date": WHEN},
                    http_headers=lines,
                )
            )
        made.append(out.getvalue())
    return made[0], made[1]


def chunked(body: bytes) -> bytes:
    middle = len(body) // 2
    parts = [b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:middle], body[middle:])]
    return b"".join([*parts, b"0\r\n\r\n"])


def read(data: bytes, unwanted: Callable[[Head], str] = lambda head: "") -> list[Stored | Skipped]:
    return list(read_warc(io.BytesIO(data), unwanted))


def seen(data: bytes) -> list[str]:
    """Return the pages' numbers and the reasons."""
    return [found.head.url[-1] if isinstance(found, Stored) else found.reason for found in read(data)]


THREE = [record(number=number) for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"".join(plain for plain, _ in THREE), id="not packed"),
        pytest.param(b"".join(member for _, member in THREE), id="packed by record"),
        pytest.param(gzip.compress(b"".join(plain for plain, _ in THREE)), id="packed as a whole"),
        pytest.param(b"".join(member for _, member in THREE) + b"\0" * 512, id="padded with zeros"),
        pytest.param(b"".join(record(number=n, version="1.1")[1] for n in (1, 2, 3)), id="WARC/1.1"),
    ],
)
def test_every_kind_of_file_is_read(data: bytes) -> None:
    assert seen(data) == ["1", "2", "3"]


def test_a_page_is_what_was_served() -> None:
    [found] = read(record(Content_Type="text/html; charset=gbk")[1])
    assert isinstance(found, Stored)
    assert found.body == PAGE
    assert found.head == Head(
        url="https://news.example/1",
        at=datetime(2026, 7, 20, 1, 30, tzinfo=UTC),
        status="200",
        content_type="text/html; charset=gbk",
        about=None,
    )


DEFLATER = zlib.compressobj(wbits=-15)
RAW_DEFLATE = DEFLATER.compress(PAGE) + DEFLATER.flush()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(gzip.compress(PAGE), {"Content_Encoding": "gzip"}, id="gzip"),
        pytest.param(PAGE, {"Content_Encoding": "gzip"}, id="gzip, unpacked by the crawler"),
        pytest.param(zlib.compress(PAGE), {"Content_Encoding": "deflate"}, id="deflate"),
        pytest.param(RAW_DEFLATE, {"Content_Encoding": "deflate"}, id="deflate without a header"),
        pytest.param(brotli.compress(PAGE), {"Content_Encoding": "br"}, id="br"),
        pytest.param(zstd.compress(PAGE), {"Content_Encoding": "zstd"}, id="zstd"),
        pytest.param(gzip.compress(brotli.compress(PAGE)), {"Content_Encoding": "br, gzip"}, id="packed twice"),
        pytest.param(chunked(PAGE), {"Transfer_Encoding": "chunked"}, id="chunked"),
        pytest.param(PAGE, {"Transfer_Encoding": "chunked"}, id="chunked, joined by the crawler"),
        pytest.param(
            chunked(gzip.compress(PAGE)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}, id="both"
        ),
    ],
)
def test_bodies_are_unpacked(body: bytes, headers: dict[str, str]) -> None:
    [found] = read(record(body, **headers)[1])
    assert isinstance(found, Stored)
    assert found.body == PAGE


@pytest.mark.parametrize("kind", ["warcinfo", "request"])
def test_other_records_are_no_news(kind: str) -> None:
    assert seen(record(kind=kind, body=b"")[1] + record(number=2)[1]) == ["2"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(record(kind="revisit")[1], "the same as before", id="revisit"),
        pytest.param(record(b"\x1f\x8bno", Content_Encoding="gzip")[1], "broken compression", id="broken"),
        pytest.param(record(Content_Encoding="sdch")[1], "packed as sdch", id="unknown encoding"),
        pytest.param(record(b"x" * (MAX_BODY + 1))[1], TOO_LARGE, id="large"),
        pytest.param(
            record(gzip.compress(b"x" * (MAX_BODY + 9)), Content_Encoding="gzip")[1], TOO_LARGE, id="gzip bomb"
        ),
        pytest.param(record(brotli.compress(b"x" * (MAX_BODY + 9)), Content_Encoding="br")[1], TOO_LARGE, id="br bomb"),
        pytest.param(record()[0].replace(b"Some words", b"Same words", 1), MISMATCH, id="changed"),
    ],
)
def test_what_gives_no_page_is_told_and_the_next_one_is_read(data: bytes, reason: str) -> None:
    rest = record(number=2)
    assert seen(data + rest[data[:2] == b"\x1f\x8b"]) == [reason, "2"]


def test_a_page_nobody_wants_is_not_read() -> None:
    [found] = read(record(gzip.compress(PAGE)[:-9], Content_Encoding="gzip")[1], lambda head: f"HTTP {head.status}")
    assert found == Skipped(url="https://news.example/1", reason="HTTP 200")


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_file_cut_short_is_read_up_to_there(packed: bool, share: float) -> None:
    whole, last = record(number=1)[packed], record(number=2)[packed]
    assert seen(whole + last[: int(len(last) * share)]) == ["1", CUT]


def test_a_whole_file_packed_and_cut_short_is_read_up_to_there() -> None:
    packed = gzip.compress(b"".join(record(number=number, X=str(number) * 999)[0] for number in range(1, 9)))
    *pages, end = seen(packed[: len(packed) // 2])
    assert pages
    assert pages == [str(number) for number in range(1, len(pages) + 1)]
    assert end == CUT


def test_a_damaged_member_ends_the_file_with_a_line() -> None:
    member = bytearray(record(number=2)[1])
    member[40:60] = b"?" * 20
    assert seen(record(number=1)[1] + bytes(member) + record(number=3)[1]) == ["1", DAMAGED]


@pytest.mark.parametrize("data", [b"", gzip.compress(b"")], ids=["empty", "packed nothing"])
def test_an_empty_file_holds_nothing(data: bytes) -> None:
    assert seen(data) == []


@pytest.mark.parametrize(
    "data", [b"<html>\nno archive\n</html>\n", gzip.compress(b"<p>x</p>\n")], ids=["page", "packed page"]
)
def test_a_file_of_another_kind_is_one_line(data: bytes) -> None:
    assert seen(data) == [NO_RECORD]


def test_rubbish_between_records_is_one_line() -> None:
    assert seen(record()[0] + b"what\nis\nthis\n" + record(number=2)[0]) == ["1", NO_RECORD, "2"]


def test_a_digest_of_a_chunked_payload_is_not_held_against_it() -> None:
    """Some crawlers take it of the joined chunks, some of what came over the wire."""
    data = record(chunked(PAGE), Transfer_Encoding="chunked")[0]
    head, mark, rest = data.partition(b"WARC-Payload-Digest: sha1:")
    assert seen(head + mark + bytes([rest[0] ^ 1]) + rest[1:]) == ["1"]
