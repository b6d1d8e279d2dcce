"""Articles as a command prints them: as a post, as JSON, as an explanation."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newscrawl.clean import text_of
from newscrawl.extract.dates import Moment
from newscrawl.items import Article, Image
from newscrawl.posting import safe_post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract import Candidate, Findings
    from newscrawl.items import Link
    from newscrawl.render import PostOptions

__all__ = ["as_json", "explanation", "post_bytes"]

NOT_EXPLAINED = ("body", "confidence", "found_by")
"""Fields that are no line of the explanation: the body has its own, the others are its columns."""


def post_bytes(article: Article, options: PostOptions) -> bytes:
    """Return the post of a finished article, byte for byte as a crawl would write it.

    :raises UnsafePost: when it would not build
    """
    return safe_post(article, options).text.encode()


def as_json(thing: Article | Link) -> str:
    """Return an article or a link as one line of JSON; times are ISO 8601."""
    return json.dumps(asdict(thing), ensure_ascii=False, default=_plain)


def explanation(findings: Findings, article: Article | None) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield field, value, the rule that found it, how sure it is, and why it stands there.

    Below each field stands what else was found for it. Without an article, only what was found.
    """
    if article is not None:
        for field in fields(Article):
            if field.name not in NOT_EXPLAINED:
                yield from _lines(findings, article, field.name, _shown(getattr(article, field.name)))
        yield from _lines(findings, article, "body", _shown_body(article.body))
    else:
        for name, (winner, *others) in findings.candidates.items():
            yield name, _shown_value(name, winner.value), winner.rule, f"{winner.confidence:.2f}", ""
            yield from _others(name, winner, others)
    for note in findings.notes:
        yield "note", note, "", "", ""


def _lines(findings: Findings, article: Article, name: str, value: str) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the line of a field and those of what else was found for it."""
    sure, rule = article.confidence.get(name), article.found_by.get(name, "")
    found = findings.candidates.get(name, [])
    winner = next((candidate for candidate in found if candidate.rule == rule), None)
    others = [candidate for candidate in found if candidate is not winner]
    agreeing = [other.rule for other in others if winner and _same(other, winner)]
    why = f"as {', '.join(agreeing)}" if agreeing else f"first of {len(found)}" if winner and others else ""
    yield name, value, rule, "" if sure is None else f"{sure:.2f}", why
    yield from _others(name, winner, others)


def _others(name: str, winner: Candidate | None, others: list[Candidate]) -> Iterator[tuple[str, str, str, str, str]]:
    for other in others:
        if winner is None or not _same(other, winner):
            less = winner is not None and other.confidence < winner.confidence
            why = "less sure" if less else "ranks behind"
            yield "", _shown_value(name, other.value), other.rule, f"{other.confidence:.2f}", why


def _same(one: Candidate, other: Candidate) -> bool:
    return _shown(one.value) == _shown(other.value)


def _shown_value(name: str, value: Any) -> str:
    return _shown_body(value) if name == "body" else _shown(value)


def _shown_body(markup: str) -> str:
    text = text_of(markup)
    return f"{len(text)} characters: {text[:60]}{'…' if len(text) > 60 else ''}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value))
    if isinstance(value, Image):
        return value.url
    if isinstance(value, Moment):
        return str(value.when)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
