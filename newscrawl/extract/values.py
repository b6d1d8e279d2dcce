"""What rules make of what they find: texts on one line, cut, mapped, joined."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from newscrawl.extract.jsonpath import find_text
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newscrawl.sites import Rule

__all__ = ["fold", "plain", "raw_values", "refined"]

ZERO_WIDTH = lazy_pattern(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad]")

TAG = lazy_pattern(r"<[^<>]+>")

BRACES = lazy_pattern(r"{([^{}]+)}")


def fold(text: str) -> str:
    r"""Return text on one line: white space (ideographic too) folded, zero-width characters gone.

    >>> fold(" a\u3000\n b ")
    'a b'
    """
    # none of them is printable, and asking that of every character is quicker than looking for them
    if not text.isascii() and not text.isprintable():
        text = ZERO_WIDTH.sub("", text)
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return a text without tags; entities are resolved last, so that an escaped ``<`` is text.

    >>> plain("A&amp;B <b>1 &lt; 2</b>")
    'A&B 1 < 2'
    """
    return fold(html.unescape(TAG.sub("", text)))


def raw_values(data: Any, rule: Rule) -> list[str]:
    """Return what a rule for JSON finds, as it is written."""
    if rule.kind == "path":
        return list(find_text(data, rule.where))
    if rule.kind == "template":
        return [text] if (text := _filled(data, rule.where)) else []
    return [rule.where] if rule.kind == "const" else []


def _filled(data: Any, template: str) -> str:
    """Return a template with values in its braces; empty when one is missing that has no ``?``."""
    values = {path: next(find_text(data, path.removesuffix("?")), "") for path in BRACES.findall(template)}
    if not any(values.values()) or not all(text or path.endswith("?") for path, text in values.items()):
        return ""
    return BRACES.sub(lambda match: values[match.group(1)], template)


def refined(values: Iterable[str], rule: Rule, *, lines: bool = False) -> Iterator[str]:
    """Yield values after a rule's ``regex``, ``strip``, ``map``, ``split`` and ``join``, without empty ones.

    :param lines: leave line ends and spaces as they are, as in texts
    """
    if rule.join is not None:
        if joined := rule.join.join(_refined(values, rule, lines)):
            yield joined
        return
    yield from _refined(values, rule, lines)


def _refined(values: Iterable[str], rule: Rule, lines: bool) -> Iterator[str]:
    for value in values:
        text = value.strip() if lines else fold(value)
        if rule.regex:
            match = rule.regex.search(text)
            text = (match.group(1) if rule.regex.groups else match.group()) if match else ""
        for pattern in rule.strip:
            text = pattern.sub("", text or "")
        for part in rule.split.split(text) if rule.split else [text]:
            if part := (part or "").strip():
                yield _mapped(part, rule) if rule.map else part


def _mapped(text: str, rule: Rule) -> str:
    for pattern, value in rule.map:
        if match := pattern.fullmatch(text):
            return match.expand(value)
    return text
