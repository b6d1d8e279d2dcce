"""A small S3-compatible server on loopback: whole objects, conditions, lists in parts, and failures on demand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET = "TESTKEYOFNOBODY", "a-secret-that-nobody-may-read"
PAGE = 20
"""Objects in one part of a list; few, so that lists go on."""


class Bucket:
    """One bucket by the name of ``news``; what happens to requests can be changed while it runs."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []
        self.denied: frozenset[str] = frozenset()
        """Methods that are answered with 403."""
        self.knows_conditions = True
        self.after_put: Callable[[str], None] = lambda key: None
        """Called when an object is there, before that is answered."""
        self.before_put: Callable[[str], None] = lambda key: None
        self.lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.bucket = self  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def options(self) -> dict[str, Any]:
        """What a backend is told."""
        return {"endpoint_url": self.url, "key": KEY, "secret": SECRET}

    @property
    def environment(self) -> dict[str, str]:
        """The same for a process."""
        return {"AWS_ENDPOINT_URL": self.url, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}

    def close(self) -> None:
        """Be gone: nobody answers from now on."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_request(self) -> None:
        bucket: Bucket = self.server.bucket  # type: ignore[attr-defined]
        parts = urlsplit(self.path)
        name, _, key = unquote(parts.path).lstrip("/").partition("/")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        bucket.requests.append((self.command, key))
        if self.command in bucket.denied:
            self.fail(403, "AccessDenied", "Access Denied")
        elif name != "news":
            self.fail(404, "NoSuchBucket", "The specified bucket does not exist")
        elif not key:
            self.list(bucket, {k: v[0] for k, v in parse_qs(parts.query).items()})
        elif self.command == "PUT":
            self.put(bucket, key, body)
        elif self.command == "DELETE":
            bucket.objects.pop(key, None)
            self.answer(204)
        elif key not in bucket.objects:
            self.fail(404, "NoSuchKey", "The specified key does not exist.")
        else:
            self.answer(200, bucket.objects[key])

    do_GET = do_HEAD = do_PUT = do_DELETE = handle_request  # noqa: N815

    def put(self, bucket: Bucket, key: str, body: bytes) -> None:
        condition = self.headers.get("If-None-Match")
        if condition and not bucket.knows_conditions:
            self.fail(501, "NotImplemented", "A header you provided implies functionality that is not implemented")
            return
        bucket.before_put(key)
        with bucket.lock:
            there = key in bucket.objects
            if not (condition and there):
                bucket.objects[key] = body
        if condition and there:
            self.fail(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
            return
        bucket.after_put(key)
        self.answer(200)

    def list(self, bucket: Bucket, asked: dict[str, str]) -> None:
        prefix, delimiter, after = asked.get("prefix", ""), asked.get("delimiter"), asked.get("continuation-token", "")
        found: dict[str, str] = {}
        for key in sorted(bucket.objects):
            if key.startswith(prefix):
                rest = key[len(prefix) :]
                if delimiter and delimiter in rest:
                    folder = prefix + rest.partition(delimiter)[0] + delimiter
                    found[folder] = f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>"
                else:
                    size = len(bucket.objects[key])
                    found[key] = (
                        f"<Contents><Key>{escape(key)}</Key><Size>{size}</Size><ETag>{_etag(bucket.objects[key])}</ETag>"
                        "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
                    )
        left = [name for name in found if name > after]
        page = left[:PAGE]
        more = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if len(left) > len(page) else ""
        self.answer(
            200,
            (
                '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>news</Name>'
                f"<KeyCount>{len(page)}</KeyCount><IsTruncated>{str(bool(more)).lower()}</IsTruncated>{more}"
                f"{''.join(found[name] for name in page)}</ListBucketResult>"
            ).encode(),
        )

    def fail(self, status: int, code: str, message: str) -> None:
        self.answer(status, f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode())

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", _etag(body))
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *values: object) -> None:
        """Say nothing."""


def _etag(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
