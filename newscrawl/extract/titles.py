"""The headline: what the visible heading, the metadata and the page's title agree on, without the site's suffix."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newscrawl.extract.document import MAX_TITLE, fold
from newscrawl.extract.findings import Candidate
from newscrawl.extract.names import HEADLINE, NOISE, hints
from newscrawl.extract.vocabulary import TITLE_SEPARATORS
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newscrawl.extract.document import Document

__all__ = ["find_titles"]

TITLE_LENGTHS = range(2, 301)
"""Characters; a shorter heading is a section's name, a longer one a paragraph."""


HELD = 0.3
"""What a witness counts, at most, that says more than the candidate."""

DECLARED = ("meta:", "html:", "json-ld:")
"""How rules begin that read what the page declares; all others read visible headings."""

WHOLE = 0.9
"""What a declared title counts for its whole text when a part of it looks like the site's name."""


@dataclass(frozen=True, slots=True)
class _Witness:
    """Somebody who says what the headline is."""

    rule: str
    weight: float
    readings: tuple[tuple[str, str, float], ...]
    """What the headline may be by this witness: text, its letters, and how much the reading counts."""

    def votes(self, key: str, rule: str) -> float:
        """Return how much the witness speaks for a candidate that a rule found."""
        equal = max((factor for _, other, factor in self.readings if other == key), default=0.0)
        shares = [len(key) / len(other) for _, other, _ in self.readings if len(key) > 5 and key in other]
        held = HELD * max(shares, default=0.0)
        if (
            self.declared
            and not rule.startswith(DECLARED)
            and any(other.startswith(key) for _, other, _ in self.readings)
        ):
            # a visible heading with which a longer declared title begins: the rest is the site's
            held = WHOLE if max(shares, default=0.0) >= 0.5 else held
        return self.weight * max(equal, held)

    @property
    def declared(self) -> bool:
        """Whether it is metadata or the page's title, not a visible heading."""
        return self.rule.startswith(DECLARED)


def find_titles(document: Document) -> list[Candidate]:
    """Return what may be the headline, best first.

    Visible headings, metadata and the page's title vote: who says the same letters votes in full, whose text holds the
    candidate in part. Metadata alone is cut at unescaped quotes and carries the site's name, headings alone may be the
    site's or a section's.
    """
    witnesses = list(_witnesses(document))
    ballots: dict[str, tuple[float, str, str]] = {}
    for witness in witnesses:
        for text, key, _ in witness.readings:
            if key and key not in ballots and len(text) in TITLE_LENGTHS:
                ballots[key] = (sum(other.votes(key, witness.rule) for other in witnesses), text, witness.rule)
    elected = sorted(ballots.values(), key=lambda ballot: -ballot[0])
    return [Candidate(text, rule, min(0.98, 0.45 + 0.15 * votes)) for votes, text, rule in elected]


def _witnesses(document: Document) -> Iterator[_Witness]:
    """Yield everything that may be the headline, the surest first."""
    whole = document.title_tag
    names = _site_names(document) | {_key(whole.removeprefix(_without_site(whole, document)))}
    for rank, (rule, text) in enumerate(_headings(document)):
        if (key := _key(text)) not in names:
            # a heading that repeats, such as a box's, is one witness
            names.add(key)
            main = rule == "h1" and not rank
            yield _Witness(
                rule if main or rule != "h1" else f"h1[{rank + 1}]", 1.3 if main else 0.5, ((text, key, 1.0),)
            )
    if headline := _text(document.article_ld.get("headline")):
        yield _Witness("json-ld:headline", 1.0, ((headline, _key(headline), 1.0),))
    for rule, text, weight in (
        ("meta:og:title", document.meta.get("og:title", ""), 1.1),
        ("meta:twitter:title", document.meta.get("twitter:title", ""), 0.4),
        ("html:title", whole, 1.0),
    ):
        if text := text[:MAX_TITLE]:
            stripped = _without_site(text, document)
            whole_reading = ((text, _key(text), WHOLE),) if stripped != text else ()
            yield _Witness(rule, weight, ((stripped, _key(stripped), 1.0), *whole_reading))


def _headings(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the visible headings: every ``h1``, then ``h2`` and title-like elements."""
    for heading in document.root.iter("h1"):
        text = fold("".join(heading.itertext()))
        if len(text) in TITLE_LENGTHS:
            yield "h1", text
    hinted = document.root.xpath(
        "//h2 | //h3 | //*[contains(@class,'itle') or contains(@id,'itle') or contains(@class,'eadline')]"
    )
    for element in hinted[:40]:
        hint = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in ("a", "title", "meta", "body", "html", "svg") or (
            element.tag not in ("h2", "h3") and not hints(hint) & HEADLINE
        ):
            continue
        text = fold("".join(element.itertext()))
        if 6 <= len(text) <= 120 and not hints(hint) & NOISE:
            yield f"{element.tag}:{hint.strip().split(' ')[0]}".rstrip(":"), text


def _without_site(title: str, document: Document) -> str:
    """Cut the site's name and section off a page's title.

    Pieces behind a separator go while what stays is a headline by length; a piece that names the site goes anyway.
    """
    pieces = [piece for piece in TITLE_SEPARATORS.split(title) if piece]
    if len(pieces) < 2:
        return title
    site_names = _site_names(document)
    label = host_of(document.page.url).rsplit(".", 2)[0].rpartition(".")[2]
    if _key(pieces[0]) in site_names:
        return title[title.index(pieces[1]) :]
    keep = len(pieces)
    while keep > 1:
        last, rest = pieces[keep - 1], "".join(pieces[: keep - 1])
        named = _key(last) in site_names or (len(label) > 2 and label in _key(last))
        cjk = bool(re.search(r"[\u4e00-\u9fff]", title))
        if not named and (len(rest) < (8 if cjk else 20) or len(last) > (14 if cjk else 30)):
            break
        keep -= 1
    end = title.rindex(pieces[keep]) if keep < len(pieces) else len(title)
    return re.sub(r"[\s|_｜–—\-»:]+$", "", title[:end]) or title


def _site_names(document: Document) -> set[str]:
    return {_key(name) for name in (document.meta.get("og:site_name"), document.meta.get("application-name")) if name}


def _text(value: object) -> str:
    return fold(value) if isinstance(value, str) else ""


def _key(text: str | None) -> str:
    """Return a text's letters and digits only, for comparison."""
    return re.sub(r"[\W_]+", "", text or "").casefold()
