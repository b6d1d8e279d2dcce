"""Posts as a stranger reads them: with parsers that the product does not write or check with."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from newscrawl.items import Post
    from newscrawl.render import BodyMode

TAGS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote pre figure figcaption hr br table caption thead tbody tr th td a img strong "
    "em del s sub sup code div".split()
)
ATTRIBUTES = {
    "a": {"href", "rel", "title"},
    "img": {"src", "alt", "referrerpolicy"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "code": {"class"},
}
TEMPLATE = re.compile(r"[{}]|<%")
SCHEME = re.compile(r"https?://|mailto:")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|\Z)", re.I)
UNUSUAL = re.compile('[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff<>:"/\\\\|?*%{}]')
MARKDOWN = MarkdownIt("commonmark", {"maxNesting": 1000}).enable(["table", "strikethrough"])


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadPost:
    """What a generator and a browser get to see."""

    header: dict[str, Any]
    body: str
    """As written."""
    soup: BeautifulSoup
    """As shown."""

    @property
    def text(self) -> str:
        """Everything a reader sees of the body, without white space."""
        return unspaced(self.soup.get_text())


def read(post: Post, mode: BodyMode) -> ReadPost:
    _, header, body = re.split(r"^---\n", post.text, maxsplit=2, flags=re.M)
    html = MARKDOWN.render(body) if mode == "markdown" else body
    return ReadPost(header=yaml.safe_load(header), body=body, soup=BeautifulSoup(html, "html5lib").body)


def read_header(text: str) -> dict[str, Any]:
    """Return the front matter of any generator, keys in lower case; of Pelican's as plain lines."""
    if text.startswith("+++\n"):
        return tomllib.loads(text.split("+++\n", 2)[1])
    if text.startswith("---\n"):
        return yaml.safe_load(text.split("---\n", 2)[1])
    lines = (line.split(": ", 1) for line in text.split("\n\n", 1)[0].split("\n"))
    return {key.lower(): value for key, value in lines}


def assert_inert(post: ReadPost) -> None:
    found = TEMPLATE.search(post.body)
    assert not found, f"template syntax: {post.body[found.start() : found.start() + 40]!r}"
    assert "<!--" not in post.body
    for tag in post.soup.find_all(True):
        assert tag.name in TAGS, f"<{tag.name}>"
        strange = set(tag.attrs) - ATTRIBUTES.get(tag.name, set())
        assert not strange, f"<{tag.name}> with {strange}"
        for name in ("href", "src"):
            assert not tag.get(name) or SCHEME.match(tag[name]), f"{name}={tag[name]!r}"


def assert_safe_path(path: PurePosixPath) -> None:
    assert not path.is_absolute()
    for name in path.parts:
        assert name not in ("", ".", "..")
        assert len(name.encode()) <= 255
        assert not UNUSUAL.search(name), name
        assert not RESERVED.match(name), name
        assert name[0] not in "._ ", name
        assert name[-1] not in ". ", name
    assert path.suffix == ".md"


def unspaced(text: str) -> str:
    return "".join(text.split())
