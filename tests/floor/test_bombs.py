"""What a server sends without end, or packs without measure, is cut off: one clear line each, memory bounded."""

from __future__ import annotations

import gzip
import re
import socketserver
import subprocess
import sys
import threading
import time
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
from newsserver import CHECKOUT, FAST, Result, article, environment

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAXSIZE = 1_000_000
UNPACKED = 60_000_000
ZEROS = b"0" * UNPACKED


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html", *lines, "", ""]).encode()


def packed(encoding: str, body: bytes) -> Iterator[bytes]:
    yield head(f"Content-Encoding: {encoding}", f"Content-Length: {len(body)}") + body


def packed_over_and_over() -> Iterator[bytes]:
    body = b"small"
    for _ in range(5):
        body = gzip.compress(body)
    yield from packed("gzip, gzip, gzip, gzip, gzip", body)


def endless(begin: bytes, more: bytes) -> Iterator[bytes]:
    yield begin
    while True:
        yield more


def drip(begin: bytes) -> Iterator[bytes]:
    yield begin
    while True:
        time.sleep(0.1)
        yield b"x"


def chunked(begin: bytes = b"") -> Iterator[bytes]:
    return endless(head("Transfer-Encoding: chunked") + begin, b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


LARGE_GZIP_PAGE = gzip.compress(ZEROS)

BOMBS: dict[str, tuple[Callable[[], Iterator[bytes]], str]] = {
    "/gzip": (lambda: packed("gzip", LARGE_GZIP_PAGE), "too large"),
    "/deflate": (lambda: packed("deflate", zlib.compress(ZEROS)), "too large"),
    "/br": (lambda: packed("br", brotli.compress(ZEROS, quality=5)), "too large"),
    "/zstd": (lambda: packed("zstd", zstd.compress(ZEROS)), "too large"),
    "/gzip-in-gzip": (lambda: packed("gzip, gzip", gzip.compress(LARGE_GZIP_PAGE)), "too large"),
    "/over-and-over": (packed_over_and_over, "too large"),
    "/broken-gzip": (lambda: packed("gzip", b"no gzip at all"), "broken compression"),
    "/broken-deflate": (lambda: packed("deflate", b"\xff\xffno deflate"), "broken compression"),
    "/broken-br": (lambda: packed("br", b"no brotli at all"), "broken compression"),
    "/broken-zstd": (lambda: packed("zstd", b"no zstd at all"), "broken compression"),
    "/announced": (lambda: iter([head("Content-Length: 99999999999") + b"x"]), "too large"),
    "/endless": (lambda: endless(head("Connection: close"), b"x" * 65536), "too large"),
    "/endless-chunks": (chunked, "too large"),
    "/endless-trailers": (
        lambda: endless(head("Transfer-Encoding: chunked") + b"1\r\nx\r\n0\r\n", b"X-More: yes\r\n" * 1000),
        "answer cut short",
    ),
    "/drip": (lambda: drip(head("Connection: close")), "timeout"),
    "/drip-of-headers": (lambda: drip(b"HTTP/1.1 200 OK\r\nX-Slow: "), "timeout"),
    "/many-headers": (lambda: endless(b"HTTP/1.1 200 OK\r\n", b"X-More: yes\r\n" * 1000), "headers too large"),
    "/long-header": (lambda: endless(b"HTTP/1.1 200 OK\r\nX-More: ", b"x" * 65536), "headers too large"),
    "/folded-header": (
        lambda: endless(b"HTTP/1.1 200 OK\r\nX-More: yes\r\n", b" more\r\n" * 1000),
        "headers too large",
    ),
    "/early-hints": (lambda: endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100), "headers too large"),
}

ROBOTS = {
    "127.0.0.2": (chunked, "robots.txt: too large"),
    "127.0.0.3": (lambda: packed("gzip", LARGE_GZIP_PAGE), "robots.txt: too large"),
    "127.0.0.4": (lambda: packed("br", b"no brotli at all"), "robots.txt: broken compression"),
}
"""By the address that is asked."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            line = self.rfile.readline().decode()
            while self.rfile.readline().strip():
                pass
            path, address = line.split()[1], self.connection.getsockname()[0]
            answer: Iterator[bytes] = iter([head("Content-Length: 0", status="404 Not Found")])
            if path == "/robots.txt" and address in ROBOTS:
                answer = ROBOTS[address][0]()
            elif path in BOMBS:
                answer = BOMBS[path][0]()
            elif path == "/good.html":
                body = article("好消息").encode()
                answer = iter([head(f"Content-Length: {len(body)}") + body])
            try:
                for part in answer:
                    self.wfile.write(part)
            except OSError:
                pass

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Server(("0.0.0.0", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def crawl(urls: list[str], output: object, **more: str) -> Result:
    settings = {**FAST, "DOWNLOAD_MAXSIZE": str(MAXSIZE), "NEWSCRAWL_OUTPUT": str(output), **more}
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "url", "-a", f"urls={' '.join(urls)}", *given],
        cwd=CHECKOUT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Result(done.returncode, done.stderr, done.stdout, output, [])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def result(port: int, tmp_path_factory: pytest.TempPathFactory) -> Result:
    urls = [f"http://127.0.0.1:{port}{path}" for path in (*BOMBS, "/good.html")]
    urls += [f"http://{address}:{port}/page.html" for address in ROBOTS]
    return crawl(
        urls,
        tmp_path_factory.mktemp("bombs"),
        CONCURRENT_REQUESTS_PER_DOMAIN="4",
        # what does not drip is to be read before that, on a machine with other things to do as well
        DOWNLOAD_TIMEOUT="6",
        MEMUSAGE_CHECK_INTERVAL_SECONDS="0.1",
    )


@pytest.mark.parametrize("path", BOMBS)
def test_one_line(result: Result, port: int, path: str) -> None:
    url = f"http://127.0.0.1:{port}{path}"
    lines = [line for line in result.lines if re.search(re.escape(url) + r"\b(?!-)", line)]
    assert lines == [f"WARNING: failed {url}: {BOMBS[path][1]}"]


@pytest.mark.parametrize("address", ROBOTS)
def test_a_robots_txt_without_end_forbids_and_says_so(result: Result, port: int, address: str) -> None:
    url = f"http://{address}:{port}/page.html"
    assert [line for line in result.lines if url in line] == [f"WARNING: failed {url}: {ROBOTS[address][1]}"]


def test_counted_and_the_rest_goes_on(result: Result) -> None:
    reasons = [reason for _, reason in (*BOMBS.values(), *ROBOTS.values())]
    counts = {key.removeprefix("failed/"): count for key, count in result.stats.items() if key.startswith("failed/")}
    assert counts == {reason: reasons.count(reason) for reason in reasons}
    assert result.stats["posted"] == 1
    assert "Traceback" not in result.log


def test_memory_is_bounded(result: Result) -> None:
    # the peak that the system has seen, asked for every tenth of a second
    pairs = {name: int(re.search(rf"'memusage/{name}': (\d+)", result.log)[1]) for name in ("startup", "max")}  # type: ignore[index]
    # four at a time, each at most a few times DOWNLOAD_MAXSIZE; zstd may ask for a window of 128 MB
    assert pairs["max"] - pairs["startup"] < 150_000_000
