"""What goes wrong on the way to a page is one clear line, counted under its reason, and the rest goes on."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
from newsserver import CHECKOUT, FAST, Answer, Result, Server, article, environment, scrapy_command
from programs import run_program
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from newscrawl.politeness.drops import RobotsUnreadable
from newscrawl.reporting import may_pass
from newscrawl.spiders.failures import is_final, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# nothing may leave the machine: names that are not loopback's are not looked up
DRIVER = """
import socket, sys
real = socket.gethostbyname
def lookup(name):
    if name.startswith("127."):
        return real(name)
    raise socket.gaierror(-2, "Name or service not known")
socket.gethostbyname = lookup
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[1:]])
"""


def http_error(status: int) -> HttpError:
    return HttpError(Response("https://news.example/", status=status))


@pytest.mark.parametrize(
    ("error", "reason", "final"),
    [
        (http_error(404), "HTTP 404", True),
        (http_error(403), "HTTP 403", True),
        (http_error(429), "HTTP 429", False),
        (http_error(503), "HTTP 503", False),
        (IgnoreRequest("Forbidden by robots.txt"), "robots.txt forbids", True),
        (IgnoreRequest("max redirections reached"), "too many redirects", True),
        (RobotsUnreadable("robots.txt: HTTP 503"), "robots.txt: HTTP 503", False),
        (DownloadTimeoutError(), "timeout", False),
        (CannotResolveHostError(), "host not found", False),
        (DownloadConnectionRefusedError(), "connection refused", False),
        (DownloadCancelledError(), "too large", False),
        (ResponseDataLossError(), "answer cut short", False),
        (DownloadFailedError("connection lost"), "connection lost", False),
        (DownloadFailedError("certificate verify failed"), "certificate not valid", False),
        (NotSupported(), "no http address", False),
        (ValueError("port out of range"), "no http address", False),
        (OSError(), "connection failed", False),
        (ZeroDivisionError(), "ZeroDivisionError", False),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, str) else "",
)
def test_reason(error: BaseException, reason: str, final: bool) -> None:
    assert (reason_of(error), is_final(error)) == (reason, final)


@pytest.mark.parametrize(
    ("reason", "passes"),
    [
        ("HTTP 404", False),
        ("HTTP 410", False),
        ("HTTP 408", True),
        ("HTTP 429", True),
        ("HTTP 500", True),
        ("no published", False),
        ("too large", False),
        ("unsafe post", False),
        ("timeout", True),
        ("list: HTTP 404", True),
        ("next page: HTTP 404", True),
    ],
)
def test_may_pass(reason: str, passes: bool) -> None:
    assert may_pass(reason) is passes


def self_signed(folder: Path) -> tuple[str, str]:
    """Write a certificate that nobody signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.datetime(2020, 1, 1))
        .not_valid_after(datetime.datetime(2090, 1, 1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "c.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    encoding = serialization.PrivateFormat.PKCS8
    (folder / "k.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, encoding, serialization.NoEncryption())
    )
    return str(folder / "c.pem"), str(folder / "k.pem")


@pytest.fixture(scope="module")
def https(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path_factory.mktemp("certificate")))
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.handle_error = lambda *values: None  # type: ignore[method-assign]
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


CASES = {
    "/404.html": "failed {}: HTTP 404",
    "/403.html": "failed {}: HTTP 403",
    "/500.html": "failed {}: HTTP 500",
    "/slow.html": "failed {}: timeout",
    "/loop.html": "failed {}: too many redirects",
    "/self.html": "failed {}: too many redirects",
    "/large.html": "failed {}: too large",
    "/torn.html": "failed {}: answer cut short",
    "/empty.html": "skipped {}: empty page",
    "/file.pdf": "skipped {}: PDF",
    "/image.png": "skipped {}: image",
    "/untitled.html": "failed {}: no title",
    "/undated.html": "failed {}: no published",
    "/a/private/x.html": "skipped {}: robots.txt forbids",
    "http://no-such-host.example/x.html": "failed {}: host not found",
    "http://127.0.0.1:REFUSED/x.html": "failed {}: connection refused",
    "HTTPS/x.html": "failed {}: certificate not valid",
    "ftp://127.0.0.1/x.html": "failed {}: no http address",
    "http://[bad/x.html": "failed {}: no http address",
    "http://127.0.0.1:99999/x.html": "failed {}: no http address",
}


@pytest.fixture(scope="module")
def urls(server: Server, https: str) -> dict[str, str]:
    words = "<p>" + "这一句有内容，下一句也有。" * 30 + "</p>"
    server.answers |= {
        "/403.html": Answer("no", 403),
        "/500.html": Answer("no", 500),
        "/slow.html": Answer(article("慢"), after=3),
        "/loop.html": Answer(status=302, headers={"Location": "/loop2.html"}),
        "/loop2.html": Answer(status=302, headers={"Location": "/loop.html"}),
        "/self.html": Answer(status=302, headers={"Location": "/self.html"}),
        "/large.html": Answer("x" * 300_000),
        "/torn.html": Answer(article("断"), length=100_000),
        "/empty.html": Answer(""),
        "/file.pdf": Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        "/image.png": Answer(b"\x89PNG....", headers={"Content-Type": "image/png"}),
        "/untitled.html": Answer("<html><body><img src='/a.jpg'></body></html>"),
        "/undated.html": Answer(f"<html><body><h1>没有日期的一篇</h1>{words}</body></html>"),
        "/moved.html": Answer(status=301, headers={"Location": "/good.html"}),
        "/good.html": Answer(article("好消息")),
    }
    refused = str(closed_port())
    return {
        case: case.replace("REFUSED", refused).replace("HTTPS", https)
        if "/" in case[1:8] and case[0] != "/"
        else server.url + case
        for case in [*CASES, "/moved.html", "/good.html"]
    }


@pytest.fixture(scope="module")
def result(server: Server, urls: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Result:
    output = tmp_path_factory.mktemp("output")
    settings = {**FAST, "DOWNLOAD_MAXSIZE": "100000", "NEWSCRAWL_OUTPUT": str(output)}
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = ["-c", DRIVER, "crawl", "url", "-a", f"urls={','.join(urls.values())}", *given]
    done = run_program(command, cwd=CHECKOUT, env=environment())
    return Result(done.returncode, done.stderr, done.stdout, output, [])


@pytest.mark.parametrize("case", CASES)
def test_one_clear_line(result: Result, urls: dict[str, str], case: str) -> None:
    line = CASES[case].format(urls[case])
    assert [each for each in result.lines if urls[case] in each] == [
        f"{'WARNING' if line.startswith('failed') else 'INFO'}: {line}"
    ]


@pytest.mark.parametrize("case", CASES)
def test_counted_under_its_reason(result: Result, case: str) -> None:
    outcome, _, reason = CASES[case].partition(" {}: ")
    expected = sum(line == CASES[case] for line in CASES.values())
    assert result.stats[f"{outcome}/{reason}"] == expected


def test_the_rest_goes_on(result: Result) -> None:
    assert result.stats["posted"] == 1
    assert [post.rpartition("/")[2] for post in result.posts] == ["好消息.md"]


def test_a_redirect_to_an_article_that_is_there_is_no_second_one(result: Result) -> None:
    assert result.stats["known"] == 1


def test_no_traceback(result: Result) -> None:
    assert "Traceback" not in result.log


def test_every_address_ends_in_one_place(result: Result) -> None:
    assert (
        sum(count for key, count in result.stats.items() if key != "found") == result.stats["found"] == len(CASES) + 2
    )


def test_what_failed_is_tried_again_and_what_was_posted_is_not(
    result: Result, server: Server, urls: dict[str, str]
) -> None:
    begin = len(server.requests)
    wanted = [urls[case] for case in ("/404.html", "/undated.html", "/good.html", "/moved.html")]
    settings = {**FAST, "NEWSCRAWL_OUTPUT": str(result.output)}
    command = scrapy_command("crawl", "url", "-a", f"urls={' '.join(wanted)}", **settings)
    run_program(command, cwd=CHECKOUT, env=environment()).check_returncode()
    assert {request.path for request in server.requests[begin:]} == {"/404.html", "/undated.html"}
