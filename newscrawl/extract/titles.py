"""The headline: what the visible heading, the metadata and the page's title agree on, without the site's suffix."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from newscrawl.extract.document import MAX_TITLE, fold
from newscrawl.extract.findings import Candidate
from newscrawl.extract.names import HEADLINE, NOISE
from newscrawl.extract.slugs import slug_of, spells
from newscrawl.extract.titletext import alike, first_sentence, key_of, long_enough, pieces_of, run_of, without_site
from newscrawl.extract.vocabulary import TITLE_META
from newscrawl.patterns import lazy_pattern
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml import etree

    from newscrawl.extract.document import Document
    from newscrawl.extract.survey import Box

__all__ = ["find_titles"]

TITLE_LENGTHS = range(2, 301)
"""Characters; a shorter heading is a section's name, a longer one a paragraph."""

HEADING, LD, OG, TAG = 1.7, 1.0, 0.8, 0.7
"""What an ``h1`` that fits what is declared counts, and what is declared. A heading outweighs ``og:title`` and the
page's title together, which are often one text written for search engines; the JSON-LD turns the balance."""

LONG_HEADING, STRAY_HEADING = 0.75, 0.3
"""What the first other ``h1`` counts that is as long as a headline, for the page's title may be one for search engines
in quite other words; and the rest of them."""

SHOWN, LISTED = 0.8, 1.0
"""What a line of the page counts that is a declared title, and the link that led to the page."""

OWN = 3.0
"""What an ``og:title`` counts beyond that when it says something else than heading and title, and more: somebody wrote
it for this article. Some publishers go by it, others by the heading; it was the better guess by a little."""

IN_ADDRESS = 3.0
"""What a title counts more that one witness declares and the address spells out: the headline as it was first written,
which heading and page's title were changed from later."""

SECTION_TITLE, LOWER_HEADING = 0.4, 0.5
"""What a page's title counts that is as short as a section's name, and a heading below ``h1`` beside it."""

WEAK_SPELLING = 0.1
"""What a text counts that was shortened or put together from several elements, when spellings differ."""

ALIKE = 0.25
"""Share of words from which on a heading and a declared title speak of the same thing."""

SHARE = 0.3
"""Share of a declared title's letters; what is less of it is a section's name."""

MAX_HEADINGS, MAX_NODES, MAX_PARTS, MAX_BELOW = 12, 100, 16, 3
"""``h1``, texts in one of them, parts of it and headings below it that are looked at; pages with more of them use them
for everything, or never close them."""

MAX_LINE = 500
"""Characters of a line that may be a headline, white space of the markup included."""

LOWER_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())
SHORTENED = lazy_pattern(r"(?:\.{3}|…)$")
MARKUP = lazy_pattern(r"</?[a-z][^<>]*>", re.I)
CLOSING = (")", "）", "]", "】")
BRACKET = lazy_pattern(r"\s*[(（\[【][^(（\[【]*$")
SENTENCE_END = lazy_pattern(r"[。！？!?]|[.](?:\s|$)")
ARCHIVE = lazy_pattern(r"(?P<site>.{2,80}?) [»›|-] (?:Blog )?Archiv(?:e|es|o|io)? [»›|-] (?=\S)", re.I)
"""How the page's title of an old blog system begins."""

FRONT_PAGE = lazy_pattern(r"(?:https?://[^/?#]*)?/?$")


@dataclass(slots=True)
class _Said:
    """A title somebody says."""

    rule: str
    text: str
    key: str
    """Its letters."""
    weight: float = 0.0
    bonus: float = 0.0
    """What it counts beyond that as a candidate, but not as a spelling."""
    seams: int = 0
    """Where its text was put together from several elements, so that what joins them is not known."""


@dataclass(slots=True)
class _Declared:
    """What metadata and the page's title say."""

    said: list[_Said]
    """Without the site's name, the surest first."""
    wholes: list[tuple[str, str]]
    """The letters of the texts as they were, and the texts."""


class _Masthead:
    """The names under which the site goes on the page."""

    def __init__(self, document: Document) -> None:
        publisher = document.article_ld.get("publisher")
        names = [document.meta.get("og:site_name"), document.meta.get("application-name")]
        if isinstance(publisher, dict):
            names.append(publisher.get("name"))
        self.keys = {key_of(name[:MAX_TITLE]) for name in names if name and isinstance(name, str)}
        host = host_of(document.page.url)
        self.label, self.domain = key_of(host.rsplit(".", 2)[0].rpartition(".")[2]), key_of(host)

    def named(self, key: str) -> bool:
        """Return whether the letters of a title's last piece name the site."""
        if key in self.keys:
            return True
        return len(self.label) > 2 and self.label in key

    def is_domain(self, key: str) -> bool:
        """Return whether the letters of a title's first piece are the site's domain, or its name alone."""
        return len(key) > 2 and (key == self.label or (key.startswith(self.label) and self.domain.endswith(key)))


def find_titles(document: Document) -> list[Candidate]:
    """Return what may be the headline, best first.

    Visible headings, metadata and the page's title vote; who says the same letters speaks for the same candidate. What
    is declared is cut where another witness ends, a heading that holds more than the headline where what is declared
    begins or ends: alone, metadata carry the site's name or break off at unescaped quotes, and headings are the site's
    or a section's.
    """
    masthead = _Masthead(document)
    headings = list(_headings(document))
    declared = _declared(document, masthead, headings)
    read = [_read(heading, parts, declared, masthead) for heading, parts in headings]
    for witness in declared.said:
        if witness.rule == "meta:og:title" and _own(witness, declared, read, document.title_tag):
            witness.bonus = OWN
    said = [*read, *declared.said]
    if not any(heading.weight == HEADING for heading in read):
        if first := next((h for h in read if _headlike(h.text) and h.key not in masthead.keys), None):
            first.weight = LONG_HEADING
        said[:0] = _shown(document, declared, masthead)
    if (link := document.page.link) and link.title:
        title = fold(link.title)[:MAX_TITLE]
        said.append(_Said("list", title, key_of(title), LISTED))
    return _elected(said, document) or _last_resort(document)


def _elected(said: list[_Said], document: Document) -> list[Candidate]:
    """Return the candidates by the votes for them."""
    ballots: dict[str, list[_Said]] = {}
    for witness in said:
        if witness.key and len(witness.text) in TITLE_LENGTHS:
            ballots.setdefault(witness.key, []).append(witness)
    for key in [key for key, voters in ballots.items() if all(SHORTENED.search(voter.text) for voter in voters)]:
        # a shortened title speaks for the one it was cut from
        if whole := next((other for other in ballots if other != key and other.startswith(key)), None):
            ballots[whole] += ballots.pop(key)
    _hear_address(list(ballots.values()), document)
    ranked = sorted(ballots.values(), key=lambda voters: -sum(voter.weight + voter.bonus for voter in voters))
    return [_candidate(voters) for voters in ranked]


def _is_headline(voter: _Said) -> bool:
    return voter.rule.startswith("h1")


def _is_metadata(voter: _Said) -> bool:
    return voter.rule.startswith(("json-ld", "meta"))


def _hear_address(ballots: list[list[_Said]], document: Document) -> None:
    """Let the address decide where it spells out what the metadata alone say, or the heading alone.

    A title that they say together needs no such help; that of the page is often the address's source.
    """
    alone = [voters for voters in ballots if all(map(_is_metadata, voters)) or all(map(_is_headline, voters))]
    slug = slug_of(document.canonical_url) if alone else ()
    for voters in alone if slug else ():
        if spells(slug, voters[0].text):
            voters[0].bonus += IN_ADDRESS


def _candidate(voters: list[_Said]) -> Candidate:
    """Return a candidate, written as most of its voters do, the first at a draw."""
    texts: dict[str, float] = {}
    for voter in voters:
        weak = SHORTENED.search(voter.text) or (voter.seams and any(len(o.text) > len(voter.text) for o in voters))
        texts[voter.text] = texts.get(voter.text, 0) + (WEAK_SPELLING if weak else voter.weight)
    text = max(texts, key=lambda text: texts[text])
    rule = next(voter.rule for voter in voters if voter.text == text)
    return Candidate(text, rule, min(0.98, 0.45 + 0.15 * sum(voter.weight for voter in voters)))


def _headings(document: Document) -> Iterator[tuple[_Said, list[tuple[str, str]]]]:
    """Yield the ``h1`` that are no link to the front page, with the texts and letters of their parts."""
    seen = set()
    for number, box in enumerate(document.headings[:MAX_HEADINGS], 1):
        element = box.element
        nodes = list(islice(element.itertext(), MAX_NODES))
        texts = [text for node in nodes if (text := fold(node))]
        text = fold("".join(nodes)) if len(nodes) < MAX_NODES else ""
        key = key_of(text) if len(text) in TITLE_LENGTHS else ""
        if key and key not in seen and not (len(element) and _leads_home(element)):
            seen.add(key)
            rule = "h1" if number == 1 else f"h1[{number}]"
            yield _Said(rule, text, key, seams=len(texts) - 1), _parts(texts) if len(texts) > 1 else []


def _parts(texts: list[str]) -> list[tuple[str, str]]:
    """Return what a heading may be without its kicker, sub-headline or date: texts and letters, the longest first."""
    texts = [text for text in texts[: MAX_PARTS + 1] if key_of(text)]
    if not 1 < len(texts) <= MAX_PARTS:
        return []
    seams = range(1, len(texts))
    parts = [" ".join(texts[seam:]) for seam in seams] + [" ".join(texts[:seam]) for seam in seams]
    return sorted(((part, key_of(part)) for part in parts), key=lambda part: -len(part[1]))


def _leads_home(element: etree._Element) -> bool:
    """Return whether a heading is a link to the site's front page."""
    link = next(element.iter("a"), None)
    href = (link.get("href") or "").strip() if link is not None else ""
    return bool(href and FRONT_PAGE.match(href))


def _declared(
    document: Document, masthead: _Masthead, headings: list[tuple[_Said, list[tuple[str, str]]]]
) -> _Declared:
    """Return what metadata and the page's title say; what they carry behind the headline becomes a name of the site."""
    tag, headline = document.title_tag, document.article_ld.get("headline")
    if archive := ARCHIVE.match(tag):
        masthead.keys.add(key_of(archive["site"]))
        tag = tag[archive.end() :]
    ld = _plain(headline) if isinstance(headline, str) else ""
    name = next((name for name in TITLE_META if name in document.meta), "")
    og = _plain(document.meta.get(name, ""))
    if og and tag.startswith(og) and tag[len(og) :].lstrip().startswith('"'):
        # its attribute ended at a quote in the headline
        og = ""
    known = {key for heading, parts in headings for key in (heading.key, *(key for _, key in parts))}
    known -= masthead.keys
    said = []
    if ld:
        text = _stripped(ld, {key for key in known if key_of(ld).startswith(key)}, masthead, by_length=ld == tag)
        said.append(_Said("json-ld:headline", text, key_of(text), LD))
        known.add(said[-1].key)
    if og:
        text = _stripped(og, known, masthead, by_length=og == tag or not tag.startswith(og))
        said.append(_Said(f"meta:{name}", text, key_of(text), OG))
    if tag:
        own = run_of(tag, {said[-1].key}) if og else ""
        text = own or _stripped(tag, known, masthead)
        said.append(_Said("html:title", text, key_of(text), TAG if og or _headlike(text) else SECTION_TITLE))
        if text != tag:
            masthead.keys.add(key_of(tag.replace(text, "", 1)))
    return _Declared(said, [(key_of(text), text) for text in dict.fromkeys((og, tag, ld)) if text])


def _headlike(title: str) -> bool:
    """Return whether a title begins with a headline by its length, not with a section's name."""
    pieces = pieces_of(title)
    return bool(pieces) and long_enough(title[pieces[0][0] : pieces[0][1]])


def _plain(text: str) -> str:
    """Return a declared text without the entities that some pages escape twice, and without markup."""
    text = text[:MAX_TITLE]
    if "&" in text:
        text = html.unescape(text)
    return fold(MARKUP.sub("", text) if "<" in text else text)


def _stripped(title: str, known: Collection[str], masthead: _Masthead, *, by_length: bool = True) -> str:
    """Return a declared title without the site's name: as far as others say it, else by names and lengths."""
    if len(pieces := pieces_of(title)) > 1:
        if run := run_of(title, known):
            title = run
        elif masthead.is_domain(pieces[0][2]):
            title = title[pieces[1][0] :]
        else:
            title = without_site(title, masthead.keys, masthead.named, by_length=by_length)
    if title.endswith(CLOSING) and (bracket := BRACKET.search(title)) and key_of(title[: bracket.start()]) in known:
        return title[: bracket.start()]
    return title


def _read(heading: _Said, parts: list[tuple[str, str]], declared: _Declared, masthead: _Masthead) -> _Said:
    """Return what of a heading is the headline, and weigh it by what is declared."""
    if heading.key in masthead.keys:
        return replace(heading, weight=STRAY_HEADING)
    keys = {witness.key for witness in declared.said}
    if not keys or heading.key in keys or _ends(heading.key, keys):
        return replace(heading, weight=HEADING)
    for fits in (keys.__contains__, lambda key: _ends(key, keys)):
        for text, key in parts:
            if fits(key):
                return _Said(heading.rule, text, key, HEADING, seams=1)
    if (run := run_of(heading.text, keys)) and key_of(heading.text.replace(run, "", 1)) in masthead.keys:
        # the page's title, with the site's name, stands in the heading
        return _Said(heading.rule, run, key_of(run), HEADING)
    if any(heading.key.startswith(name) for name in masthead.keys if len(name) > 3):
        return replace(heading, weight=STRAY_HEADING)
    same = any(alike(heading.text, witness.text) >= ALIKE for witness in declared.said)
    short = any(heading.key in witness.key for witness in declared.said)
    return replace(heading, weight=HEADING if same and not short else STRAY_HEADING)


def _ends(key: str, wholes: Collection[str]) -> bool:
    """Return whether a declared title begins or ends with these letters, and they are no small part of it."""
    return any(
        whole.startswith(key) or (whole.endswith(key) and (long_enough(key) or len(key) * 2 > len(whole)))
        for whole in wholes
        if len(key) >= SHARE * len(whole)
    )


def _own(og: _Said, declared: _Declared, headings: list[_Said], tag: str) -> bool:
    """Return whether an ``og:title`` is a headline of its own, no part or wider form of the page's other ones.

    It says more than the heading, since a shorter one is the heading trimmed for a card, or the JSON-LD says it too.
    """
    others = [heading for heading in headings if heading.weight == HEADING]
    if not others or SHORTENED.search(og.text) or og.key in key_of(tag):
        return False
    if any(other.key in og.key or og.key in other.key for other in others):
        return False
    ld = next((witness.key for witness in declared.said if witness.rule == "json-ld:headline"), "")
    if len(og.text) <= len(others[0].text) and og.key != ld:
        return False
    # a site's default text names the site
    pieces = [key for _, _, key in pieces_of(tag) if len(key) > 4 and not any(key in other.key for other in others)]
    return not any(key in og.key for key in pieces)


def _shown(document: Document, declared: _Declared, masthead: _Masthead) -> list[_Said]:
    """Return lines of the page that are a declared title or one of its ends; where none is long enough, headings."""
    keys = {witness.key for witness in declared.said}
    weak = not any(_headlike(witness.text) for witness in declared.said)
    texts = "\n".join(text for _, text in declared.wholes)
    found: list[_Said] = []
    below: list[_Said] = []
    for box in document.lines:
        text = box.text
        if not 3 < len(text) < MAX_LINE:
            continue
        if text.lstrip()[:4] in texts:
            line = fold(text)
            if (key := key_of(line)) in keys and key not in masthead.keys:
                found.append(_Said(_rule(box), line, key, SHOWN))
            elif long_enough(line) and key not in masthead.keys and _part_of(line, key, declared):
                found.append(_Said(_rule(box), line, key, HEADING))
        elif weak and len(below) < MAX_BELOW and _is_heading(box):
            line = fold(text)
            if _headlike(line) and (key := key_of(line)) not in masthead.keys:
                below.append(_Said(_rule(box), line, key, LOWER_HEADING))
    return sorted(found, key=lambda line: (-line.weight, -len(line.key)))[:1] or below


def _part_of(line: str, key: str, declared: _Declared) -> bool:
    """Return whether a declared title has a line of the page between separators, or before a space or hyphen."""
    return any(
        key in whole
        and (run_of(text, {key}) or (len(key) * 2 > len(whole) and text.startswith((f"{line} ", f"{line}-"))))
        for whole, text in declared.wholes
    )


def _is_heading(box: Box) -> bool:
    """Return whether a line looks like a headline by its element, and is no link."""
    return (
        box.linked * 2 < len(box.text)
        and (box.tag in LOWER_HEADINGS or (len(box.text) < 120 and bool(box.hints & HEADLINE)))
        and not box.hints & NOISE
    )


def _rule(box: Box) -> str:
    """Return how a line's rule is called: by its element and the first of its classes."""
    return f"{box.tag}:{(box.element.get('class') or '').strip().split(' ')[0]}".rstrip(":")


def _last_resort(document: Document) -> list[Candidate]:
    """Return the beginning of the text, for pages that name no headline at all."""
    lines = [box.text for box in document.lines if box.linked * 2 < len(box.text) and long_enough(box.text.strip())]
    if text := fold(next((line for line in lines if SENTENCE_END.search(line)), "".join(lines[:1]))[:MAX_TITLE]):
        title, rule = first_sentence(text)
        return [Candidate(title, f"text:{rule}", 0.2)]
    return []
