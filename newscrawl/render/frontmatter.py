"""Front matter that looks like the source format's and reads back in every YAML parser.

PyYAML writes it; :class:`_FrontMatterDumper` only teaches it the format's spacing. Quotes follow the source format
wherever that is valid YAML: titles and addresses always have them, categories and author only where a parser would
read something else than the text (``360``, ``on``, ``@x``, ``a: b``).
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from newscrawl.render.dates import shown_date
from newscrawl.render.text import distinct_lines, one_line
from newscrawl.render.vocabulary import EXTRA_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newscrawl.items import Article
    from newscrawl.render.options import PostOptions

__all__ = ["author_of", "front_matter", "lists_of", "safe_address"]

_STRING = "tag:yaml.org,2002:str"
_LIKE_JS_YAML_NUMBER = re.compile(
    r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?)$"
)


def front_matter(article: Article, options: PostOptions) -> str:
    """Return the YAML mapping between the separators, from ``---`` (included) to its last line break."""
    root = MappingNode("tag:yaml.org,2002:map", [(_plain(key), value) for key, value in _entries(article, options)])
    text: str = yaml.serialize(
        root, Dumper=_FrontMatterDumper, allow_unicode=True, width=sys.maxsize, explicit_start=True
    )
    return text


def author_of(article: Article, options: PostOptions) -> str:
    """Return the name for ``author``: the site's, or the byline where that is wanted and there is one."""
    if options.author == "byline" and article.authors:
        return ", ".join(article.authors)
    return article.categories[1]


def lists_of(article: Article, options: PostOptions) -> dict[str, list[str]]:
    """Return what stands under the extra keys that hold lists."""
    return {
        "tags": distinct_lines(article.keywords)[: options.tags_per_post or None],
        "editors": distinct_lines(article.editors),
        "tickers": distinct_lines(article.tickers),
    }


def safe_address(url: str) -> str:
    """Return an address that stands inside single quotes as it is.

    >>> safe_address("https://example.com/o'neill.jpg")
    'https://example.com/o%27neill.jpg'
    """
    return one_line(url).replace("'", "%27")


def _entries(article: Article, options: PostOptions) -> Iterator[tuple[str, yaml.Node]]:
    picture = safe_address(article.lead_image.url) if article.lead_image else ""
    yield "title", _quoted(article.title)
    categories = [_plain(name) for name in article.categories]
    yield "categories", _sequence(map(_alone, categories) if options.categories == "parallel" else categories)
    yield "headimg", _quoted(picture)
    yield "author", _plain(author_of(article, options))
    yield "comments", ScalarNode("tag:yaml.org,2002:bool", "false")
    yield "date", _date(shown_date(article.published, options.timezone))
    yield "thumbnail", _quoted(picture)
    texts = {
        "link": safe_address(article.url),
        "source": one_line(article.source),
        "description": one_line(article.summary),
        "lang": one_line(article.language),
    }
    lists = lists_of(article, options)
    for key in sorted(set(options.extra), key=EXTRA_KEYS.index):
        if key == "updated" and article.modified:
            yield key, _date(shown_date(article.modified, options.timezone))
        elif texts.get(key):
            yield key, _quoted(texts[key])
        elif lists.get(key):
            yield key, _list(lists[key])


def _plain(text: str) -> ScalarNode:
    """Return a string that is quoted only where it must be."""
    return ScalarNode(_STRING, one_line(text))


def _quoted(text: str) -> ScalarNode:
    """Return a string in single quotes, or in double ones when it holds a single quote that needs no escape there."""
    text = one_line(text)
    return ScalarNode(_STRING, text, style='"' if "'" in text and '"' not in text and "\\" not in text else "'")


def _date(shown: str) -> ScalarNode:
    return ScalarNode("tag:yaml.org,2002:timestamp" if shown[0].isdigit() else _STRING, shown)


def _list(texts: Iterable[str]) -> SequenceNode:
    """Return a list of quoted strings: a bare 000001 would be read as the number 1."""
    return _sequence(map(_quoted, texts))


def _sequence(nodes: Iterable[yaml.Node]) -> SequenceNode:
    return SequenceNode("tag:yaml.org,2002:seq", list(nodes))


def _alone(node: yaml.Node) -> SequenceNode:
    """Return a list of one in brackets: Hexo takes it for a path of its own."""
    return SequenceNode("tag:yaml.org,2002:seq", [node], flow_style=True)


class _FrontMatterDumper(yaml.SafeDumper):
    """Writes lists as the source format does: a space after the key's colon, one before each dash."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        self.indents.append(self.indent)
        self.indent = 0 if self.indent is None else self.indent + 1

    def expect_block_sequence(self) -> None:
        self.write_indicator("", True)
        super().expect_block_sequence()

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        """Write double quotes without escapes where none is needed: PyYAML would escape every emoji."""
        if text.isprintable() and '"' not in text and "\\" not in text:
            self.write_indicator(f'"{text}"', True)
        else:
            super().write_double_quoted(text, split)


# JavaScript's parser knows more numbers than PyYAML: 1e3, 0o17
_FrontMatterDumper.add_implicit_resolver("tag:yaml.org,2002:float", _LIKE_JS_YAML_NUMBER, list("-+.0123456789"))
