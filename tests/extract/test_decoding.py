"""Bytes decide the charset; what is no text is refused."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newscrawl.errors import NotAnArticle
from newscrawl.extract import page_of
from newscrawl.extract.decoding import MAX_INFLATED, decode

AT = datetime(2026, 7, 20, tzinfo=UTC)
TEXT = "央行公开市场操作净投放两千亿元，朱镕基"


@pytest.mark.parametrize(
    ("body", "content_type", "codec"),
    [
        (TEXT.encode(), "", "utf-8"),
        (f'<meta charset="gb2312">{TEXT}'.encode(), "", "utf-8"),
        (f'<meta charset="gb2312">{TEXT}'.encode("gb18030"), "", "gb18030"),
        (f'<meta charset="utf-8">{TEXT}'.encode("gb18030"), "", "gb18030"),
        (TEXT.encode("gb18030"), "text/html; charset=GBK", "gb18030"),
        (TEXT.encode("gb18030"), "", "gb18030"),
        ('<meta charset="big5">臺灣證券交易所加權指數'.encode("big5"), "", "big5hkscs"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=gbk", "utf-8"),
        ('<meta charset="iso-8859-1">“naïve” café'.encode("cp1252"), "", "cp1252"),
        (f'<meta charset="no-such-charset">{TEXT}'.encode(), "", "utf-8"),
        (b"plain ascii", "", "utf-8"),
    ],
)
def test_the_bytes_decide(body: bytes, content_type: str, codec: str) -> None:
    text, used = decode(body, content_type)
    assert used == codec
    assert "\ufffd" not in text


def test_a_few_broken_bytes_do_not_change_the_charset() -> None:
    body = (TEXT * 50).encode() + b"\xe5\xa4"
    assert decode(body, "text/html; charset=gb2312")[1] == "utf-8"


def test_the_bytes_are_kept_only_where_they_are_the_text_in_utf8() -> None:
    body = TEXT.encode()
    page = page_of("https://a.example/1", body, fetched_at=AT)
    assert page.utf8() is body
    assert replace(page, html="另一篇").utf8() == "另一篇".encode()
    for other in (TEXT.encode("gb18030"), b"\xef\xbb\xbf" + body, body + b"\xff"):
        read = page_of("https://a.example/1", other, fetched_at=AT)
        assert read.utf8() == read.html.encode()


def test_the_override_wins() -> None:
    assert decode(TEXT.encode("gb18030"), "", "gb2312") == (TEXT, "gb18030")


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "empty page"),
        (b" \r\n\t ", "text/html", "empty page"),
        (b"%PDF-1.7 x", "text/html", "PDF"),
        (b"\x89PNG\r\n", "", "image"),
        (b"\xff\xd8\xff\xe0", "", "image"),
        (b"abc", "application/pdf", "pdf"),
        (b"abc", "image/webp", "image"),
        (b"a\x00b\x00" * 200, "", "binary file"),
        (b"\x1f\x8bbroken", "", "broken gzip file"),
    ],
)
def test_what_is_no_text_is_refused(body: bytes, content_type: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        page_of("https://x.example/", body, fetched_at=AT, content_type=content_type)
    assert caught.value.reason == reason


def test_a_saved_gzip_file_is_unpacked() -> None:
    assert page_of("https://x.example/", gzip.compress(TEXT.encode()), fetched_at=AT).html == TEXT


def test_a_gzip_bomb_is_refused() -> None:
    with pytest.raises(NotAnArticle, match="unpacks to more than 20 MB"):
        page_of("https://x.example/", gzip.compress(b" x" * MAX_INFLATED), fetched_at=AT)
