"""Files that crawls keep: whole records, rotated, bounded, readable by warcio's own tools."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from newscrawl.archive import About, ArchiveOptions, ArchiveWriter, Exchange, Skipped, Stored, read_warc
from newscrawl.archive.reader import CUT, MISMATCH
from newscrawl.errors import StoreError
from newscrawl.items import Link

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 7, 20, 1, 30, 0, 123456, UTC)
LINK = Link(
    url="https://news.example/1",
    title="一个标题，很长" * 200,
    published=AT,
    authors=("李四", "王五"),
    keywords=("股市", "a\nb"),
    tickers=("600519.SH",),
)
ABOUT = About(site="example", channel="要闻", link=LINK, part=2, elsewhere=True)
ALL = ArchiveOptions(keep="all")


def exchange(number: int = 1, body: bytes = b"<p>words</p>", **more: Any) -> Exchange:
    given: dict[str, Any] = {
        "url": f"https://news.example/{number}?q=1",
        "at": AT,
        "status": "200 OK",
        "headers": [("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
        "body": body,
        "request_headers": [("User-Agent", "newscrawl")],
        "about": ABOUT,
    }
    return Exchange(**{**given, **more})


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def pages(folder: Path) -> list[Stored | Skipped]:
    return [
        found
        for name in files(folder)
        for found in read_warc(io.BytesIO((folder / name).read_bytes()), lambda head: "")
    ]


def write(folder: Path, *exchanges: Exchange, options: ArchiveOptions = ALL, name: str = "example") -> None:
    writer = ArchiveWriter(folder, name, options)
    for one in exchanges:
        writer.write(one)
    writer.close()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write(tmp_path, exchange())
    [found] = pages(tmp_path)
    assert isinstance(found, Stored)
    assert (found.body, found.head.url, found.head.at) == (b"<p>words</p>", "https://news.example/1?q=1", AT)
    assert found.head.about == ABOUT


def test_a_list_has_no_link(tmp_path: Path) -> None:
    write(tmp_path, exchange(about=About(site="example", channel="要闻")))
    [found] = pages(tmp_path)
    assert isinstance(found, Stored)
    assert found.head.about == About(site="example", channel="要闻")


@pytest.mark.parametrize("text", ["", "x", "[]", '{"other": 1}', '{"newscrawl": {"link": {"url": 1, "published": 2}}}'])
def test_what_another_tool_says_of_a_page_is_none_of_ours(text: str) -> None:
    assert About.from_json(text) is None


def test_records_are_what_the_standard_wants(tmp_path: Path) -> None:
    write(tmp_path, exchange())
    with (tmp_path / files(tmp_path)[0]).open("rb") as file:
        records = []
        for record in ArchiveIterator(file):
            records.append((record, record.content_stream().read()))
    info, answer, request = (record for record, _ in records)
    assert [record.rec_type for record in (info, answer, request)] == ["warcinfo", "response", "request"]
    assert {record.rec_headers.protocol for record in (info, answer, request)} == {"WARC/1.1"}
    assert answer.rec_headers.get_header("WARC-Payload-Digest") == (
        "sha1:" + base64.b32encode(hashlib.sha1(b"<p>words</p>").digest()).decode()
    )
    assert answer.rec_headers.get_header("WARC-Date") == "2026-07-20T01:30:00.123456Z"
    assert request.rec_headers.get_header("WARC-Concurrent-To") == answer.rec_headers.get_header("WARC-Record-ID")
    assert answer.http_headers.headers == [
        ("Content-Type", "text/html"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
    ]
    assert request.http_headers.to_str() == ("GET /1?q=1 HTTP/1.1\r\nHost: news.example\r\nUser-Agent: newscrawl\r\n")


def warcio(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "warcio.cli", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_warcio_checks_and_indexes_the_files(tmp_path: Path) -> None:
    write(tmp_path, exchange(1), exchange(2))
    path = tmp_path / files(tmp_path)[0]
    checked = warcio("check", "-v", path)
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("digest pass") == 5
    index = warcio("index", "-f", "warc-type,warc-target-uri", path)
    assert index.stdout.count('"response"') == 2


def test_a_changed_page_is_told_by_warcio_and_by_us(tmp_path: Path) -> None:
    write(tmp_path, exchange())
    path = tmp_path / files(tmp_path)[0]
    changed = gzip.decompress(path.read_bytes()).replace(b"<p>words</p>", b"<p>wordy</p>")
    path.write_bytes(changed)
    assert "payload digest failed" in warcio("check", "-v", path).stdout
    assert pages(tmp_path) == [Skipped(url="https://news.example/1?q=1", reason=MISMATCH, broken=True)]


def test_an_answer_304_waits_for_one_that_is_worth_a_file(tmp_path: Path) -> None:
    unchanged = exchange(1, b"", status="304 Not Modified")
    write(tmp_path / "a", unchanged)
    assert not (tmp_path / "a").exists()
    write(tmp_path / "b", unchanged, exchange(2))
    with (tmp_path / "b" / files(tmp_path / "b")[0]).open("rb") as file:
        records = [(record.rec_type, record.rec_headers.get_header("WARC-Profile")) for record in ArchiveIterator(file)]
    assert records[1] == ("revisit", "http://netpreserve.org/warc/1.1/revisit/server-not-modified")
    assert records[3] == ("response", None)


def test_files_are_named_by_site_and_time(tmp_path: Path) -> None:
    write(tmp_path, exchange(), name="a b/../c")
    assert files(tmp_path) == [f"a_b_.._c-20260720T013000Z-{os.getpid()}-001.warc.gz"]


def test_a_file_that_is_there_is_never_written_to(tmp_path: Path) -> None:
    write(tmp_path, exchange(1))
    write(tmp_path, exchange(2))
    assert len(files(tmp_path)) == 2
    assert len(pages(tmp_path)) == 2


@pytest.mark.parametrize(
    ("options", "after"),
    [
        (ArchiveOptions(keep="all", file_megabytes=0), timedelta()),
        (ArchiveOptions(keep="all", file_hours=2), timedelta(hours=2)),
    ],
    ids=["size", "age"],
)
def test_a_file_that_is_large_or_old_is_the_last_ones(
    tmp_path: Path, options: ArchiveOptions, after: timedelta
) -> None:
    write(tmp_path, exchange(1), exchange(2, at=AT + after), options=options)
    assert len(files(tmp_path)) == 2


def old_file(folder: Path, name: str, *, days: float, size: int) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.warc.gz"
    path.write_bytes(b"x" * size)
    moment = (AT - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


@pytest.mark.parametrize(
    ("bounds", "left"),
    [
        ({"megabytes": 0, "days": 0}, ["a", "b", "c"]),
        ({"megabytes": 2, "days": 0}, ["b", "c"]),
        ({"megabytes": 0, "days": 5}, ["c"]),
        ({"megabytes": 1, "days": 9}, ["c"]),
    ],
)
def test_what_is_too_much_or_too_old_goes(tmp_path: Path, bounds: dict[str, int], left: list[str]) -> None:
    for name, days in (("a", 9.5), ("b", 7), ("c", 1)):
        old_file(tmp_path, name, days=days, size=900_000)
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    write(tmp_path, exchange(), options=ArchiveOptions(keep="all", **bounds))
    assert [name[0] for name in files(tmp_path) if name[1:] == ".warc.gz"] == left
    assert "notes.txt" in files(tmp_path)


def test_a_full_disk_is_one_line_and_leaves_whole_records(tmp_path: Path) -> None:
    script = f"""
import resource, sys
sys.path.insert(0, {str(__file__.rpartition("/")[0])!r})
from test_archive_writer import *
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
writer = ArchiveWriter(Path({str(tmp_path)!r}), "example", ALL)
writer.write(exchange(1, os.urandom(9_000)))
try:
    writer.write(exchange(2, os.urandom(50_000)))
except StoreError as error:
    print(error)
"""
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    [name] = files(tmp_path)
    assert result.stdout == f"{tmp_path / name}: File too large\n"
    assert [type(found) for found in pages(tmp_path)] == [Stored]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StoreError, match=r"file/archive: a file is in the way of a folder"):
        write(tmp_path / "file" / "archive", exchange())


def test_a_killed_process_leaves_at_worst_one_half_record(tmp_path: Path) -> None:
    script = f"""
import sys
sys.path.insert(0, {str(__file__.rpartition("/")[0])!r})
from test_archive_writer import *
from pathlib import Path
writer = ArchiveWriter(Path({str(tmp_path)!r}), "example", ALL)
print("go", flush=True)
number = 0
while True:
    number += 1
    writer.write(exchange(number, os.urandom(200_000)))
    print(number, flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if line == "5\n":
                process.send_signal(signal.SIGKILL)
    told = [found for found in pages(tmp_path) if isinstance(found, Skipped)]
    assert len(pages(tmp_path)) - len(told) >= 5
    assert [found.reason for found in told] in ([], [CUT])


def test_every_cut_of_a_file_leaves_the_pages_before_it(tmp_path: Path) -> None:
    write(tmp_path, exchange(1), exchange(2))
    data = (tmp_path / files(tmp_path)[0]).read_bytes()
    for end in range(2, len(data)):
        found = list(read_warc(io.BytesIO(data[:end]), lambda head: ""))
        told = [one for one in found if isinstance(one, Skipped)]
        assert [one.reason for one in told] in ([], [CUT]), end
        assert len(found) - len(told) <= 2


def test_two_processes_write_side_by_side(tmp_path: Path) -> None:
    script = f"""
import sys
sys.path.insert(0, {str(__file__.rpartition("/")[0])!r})
from pathlib import Path
from test_archive_writer import *
first = int(sys.argv[1])
# small files, so that both begin new ones and tidy all the time; one clock
writer = ArchiveWriter(Path({str(tmp_path)!r}), "example", ArchiveOptions(keep="all", file_megabytes=0))
sys.stdin.read(1)
for number in range(first, first + 30):
    writer.write(exchange(number, os.urandom(20_000)))
writer.close()
"""
    writers = [
        subprocess.Popen([sys.executable, "-c", script, str(first)], stdin=subprocess.PIPE) for first in (100, 200)
    ]
    for writer in writers:
        assert writer.stdin
        writer.stdin.close()
    assert [writer.wait() for writer in writers] == [0, 0]
    found = pages(tmp_path)
    assert [one for one in found if isinstance(one, Skipped)] == []
    numbers = sorted(one.head.url for one in found if isinstance(one, Stored))
    assert numbers == sorted(exchange(number).url for first in (100, 200) for number in range(first, first + 30))
