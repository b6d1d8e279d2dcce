"""Addresses as the URL standard resolves them (the expected ones are what Node's URL gives)."""

from __future__ import annotations

import pytest

from newscrawl.render.links import absolute

BASE = "https://news.example/a/b/1.shtml?q=1#f"
RESOLVED = [
    ("", "https://news.example/a/b/1.shtml?q=1"),
    ("undefined", "https://news.example/a/b/undefined"),
    ("x y.png", "https://news.example/a/b/x%20y.png"),
    ("../../../x", "https://news.example/x"),
    ("./", "https://news.example/a/b/"),
    ("..", "https://news.example/a/"),
    ("%2e%2E/x", "https://news.example/a/x"),
    ("/图.png", "https://news.example/%E5%9B%BE.png"),
    ("//I.Example/x", "https://i.example/x"),
    ("\\\\i.example\\x", "https://i.example/x"),
    ("a\\b", "https://news.example/a/b/a/b"),
    ("?a=b c'd", "https://news.example/a/b/1.shtml?a=b%20c%27d"),
    ("#g h", "https://news.example/a/b/1.shtml?q=1#g%20h"),
    ("a{b}", "https://news.example/a/b/a%7Bb%7D"),
    (" \n http://i.example/\ta ", "http://i.example/a"),
    ("HTTP://I.EXAMPLE:80", "http://i.example/"),
    ("http://i.example:8080/%zz", "http://i.example:8080/%zz"),
    ("http://铜.example/", "http://xn--f94a.example/"),
    ("http:///i.example", "http://i.example/"),
    ("https:x", "https://news.example/a/b/x"),
    ("http:i.example", "http://i.example/"),
    ("http://i.example?x", "http://i.example/?x"),
    ("javascript:void(0)", "javascript:void(0)"),
    ("mailto:a b@i.example", "mailto:a b@i.example"),
    ("weixin://dl/x y", "weixin://dl/x%20y"),
    ("data:image/gif;base64,AA==", "data:image/gif;base64,AA=="),
    ("http://", None),
    ("http://a b/", None),
    ("http://i.example:99999/", None),
]


@pytest.mark.parametrize(("reference", "expected"), RESOLVED)
def test_absolute(reference: str, expected: str | None) -> None:
    assert absolute(BASE, reference) == expected


@pytest.mark.parametrize(
    ("base", "expected"), [("", None), ("about:blank", None), ("http://铜.example", "http://xn--f94a.example/x")]
)
def test_base(base: str, expected: str | None) -> None:
    assert absolute(base, "x") == expected
