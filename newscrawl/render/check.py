"""The last look at a post: read it back with real parsers and compare it with what was meant."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import yaml
from lxml import etree

from newscrawl.errors import UnsafePost
from newscrawl.render.active import active_parts, read_html
from newscrawl.render.commonmark import to_html
from newscrawl.render.dates import read_date
from newscrawl.render.frontmatter import author_of, lists_of
from newscrawl.render.styles.fields import fields_of
from newscrawl.render.text import escape_braces, one_line, printable, source_title

if TYPE_CHECKING:
    from newscrawl.items import Article, Post
    from newscrawl.render.options import PostOptions
    from newscrawl.render.styles.forms import Form
    from newscrawl.render.styles.style import Style

__all__ = ["check_post"]

_WORD = re.compile(r"[^\W_]+")
_FOREIGN_TO_CLEAN = re.compile(r"[{}]|<%|<!--|`{3}|~{3}|\n[ \t]*\n|\n[ \t]+(?=\S)")
_COUNTED = ("a", "blockquote", "figure", "img", "li", "table", "td", "th")


def check_post(post: Post, article: Article, options: PostOptions, *, named: str = "") -> None:
    """Read *post* back and compare; raises :exc:`UnsafePost` when it would not build or says something else.

    Compared are title, categories, author, date and tags (every field in styles other than Hexo's), and of the body
    the text, and the number of pictures, links, tables and the like; nothing in it may run. Markdown is read by a
    CommonMark parser first. A body in the source format is compared with nothing: that format loses some by design.

    :param named: as for :func:`newscrawl.render.render_post`
    """
    try:
        if options.mode != "source" and not one_line(article.title):
            # Astro's build would end, Pelican would leave the post out
            raise _Difference("the title is empty")
        if options.style.form is None:
            header, body = _parts(post.text)
            _check_header(header, article, options)
        else:
            body = _check_fields(post.text, options.style.form, fields_of(article, options, options.style, named=named))
        if options.mode == "clean":
            _check_html(body, article.body, options.style.wrapper)
        elif options.mode == "markdown":
            _check_markdown(body, article.body, options.style)
    except _Difference as difference:
        raise UnsafePost(str(post.path), str(difference)) from None


class _Difference(Exception):
    """What did not survive, in a few words."""


def _parts(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter as a YAML parser reads it, and the body."""
    start, separator, rest = text.partition("---\n")
    header, end, body = rest.partition("\n---\n\n")
    if start.strip() or not separator or not end:
        raise _Difference("front matter is not between its separators")
    try:
        # the safe one in C: faster, and not the parser whose sibling wrote it
        read = yaml.load(header, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise _Difference(f"front matter is not YAML: {one_line(str(error))}") from None
    if not isinstance(read, dict):
        raise _Difference("front matter is not a YAML mapping")
    return read, body


def _check_header(header: dict[str, Any], article: Article, options: PostOptions) -> None:
    if options.mode == "source":
        meant: dict[str, object] = {
            "title": escape_braces(source_title(article.title)),
            "categories": [escape_braces(name) for name in article.categories],
            "author": escape_braces(article.categories[1]),
        }
    else:
        meant = {
            "title": one_line(article.title),
            "categories": [
                [one_line(name)] if options.categories == "parallel" else one_line(name) for name in article.categories
            ],
            "author": one_line(author_of(article, options)),
        }
        meant.update(
            (key, texts) for key, texts in lists_of(article, options).items() if texts and key in options.extra
        )
    for key, value in meant.items():
        if header.get(key) != value:
            raise _Difference(f"{key} reads back as {header.get(key)!r} instead of {value!r}")
    zone = ZoneInfo(options.timezone) if options.timezone else UTC
    if read_date(header.get("date")) != article.published.astimezone(zone).replace(tzinfo=None, microsecond=0):
        raise _Difference(f"date reads back as {header.get('date')!r}")


def _check_fields(text: str, form: Form, meant: dict[str, Any]) -> str:
    """Compare every field of a header that a style's form wrote, and return the body."""
    try:
        fields, body = form.read(text)
    except ValueError as error:
        raise _Difference(str(error)) from None
    for key in [*meant, *fields]:
        if fields.get(key) != meant.get(key):
            raise _Difference(f"{key} reads back as {fields.get(key)!r} instead of {meant.get(key)!r}")
    return body


def _check_html(body: str, meant: str, around: tuple[str, str]) -> None:
    inner = body.removeprefix(around[0]).removesuffix(around[1])
    found = _FOREIGN_TO_CLEAN.search(inner)
    if found:
        raise _Difference(f"a generator would act on {found[0]!r} in the body")
    wrapper = read_html(body)
    _check_still(wrapper)
    inside = wrapper.find("body")
    if inside is None or [element.tag for element in inside] != ["div"]:
        raise _Difference("the body leaves its <div>")
    fragment = _meant(meant)
    text, meant_text = _text(wrapper), _text(fragment)
    if not meant_text and fragment.find(".//img") is None:
        raise _Difference("the body is empty")
    if text != meant_text:
        raise _Difference(f"the body's text changed {_first_change(text, meant_text)}")
    counts, meant_counts = _counts(wrapper), _counts(fragment)
    for name in _COUNTED:
        if counts[name] != meant_counts[name]:
            raise _Difference(f"{counts[name]} <{name}> in the body instead of {meant_counts[name]}")


def _check_markdown(body: str, meant: str, style: Style) -> None:
    found = style.marks.search(body)
    if found:
        raise _Difference(f"a generator would act on {found[0]!r} in the body")
    shown = read_html(to_html(body))
    _check_still(shown)
    fragment = _meant(meant)
    # Markdown puts line ends where the fragment has none
    text, meant_text = ("".join(_text(root).split()) for root in (shown, fragment))
    if not meant_text and fragment.find(".//img") is None:
        raise _Difference("the body is empty")
    if not style.raw_html:
        _check_words(text, fragment)
    elif text != meant_text:
        raise _Difference(f"the body's text changed {_first_change(text, meant_text)}")
    counts, meant_counts = _counts(shown), _counts(fragment)
    for name in ("a", "img"):
        if counts[name] != meant_counts[name]:
            raise _Difference(f"{counts[name]} <{name}> in the body instead of {meant_counts[name]}")


def _check_words(text: str, fragment: etree._Element) -> None:
    """Look for every word in its order: Markdown without HTML has signs of its own for what it cannot say."""
    position = 0
    for word in _WORD.findall(" ".join(fragment.itertext())):
        position = text.find(word, position)
        if position < 0:
            raise _Difference(f"the body's text lost {word!r}")
        position += len(word)


def _check_still(root: etree._Element) -> None:
    if parts := active_parts(root):
        raise _Difference(f"a browser would obey {', '.join(parts)} in the body")


def _meant(fragment: str) -> etree._Element:
    root = read_html(f"<div>{printable(fragment)}</div>")
    # not written
    etree.strip_elements(root, "script", "style", with_tail=False)
    return root


def _text(root: etree._Element) -> str:
    return " ".join(etree.tostring(root, encoding="unicode", method="text").split())


def _counts(root: etree._Element) -> Counter[str]:
    return Counter(str(element.tag) for element in root.iter(*_COUNTED))


def _first_change(text: str, meant: str) -> str:
    place = next((at for at, pair in enumerate(zip(text, meant, strict=False)) if pair[0] != pair[1]), len(meant))
    return f"at {meant[max(0, place - 10) : place + 10]!r}"
