"""The text's container by the generic rules: where running text is densest, without the boxes inside it.

Every paragraph counts for its container in full, for the containers around that by half each level: the element that
collects most is the article's, since comments, teasers and footers lie scattered in boxes of their own. Names of
classes and ids are only witnesses: they weigh, they do not decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from newscrawl.extract.asides import LEAVES, TEXT, drop, take_out_above, take_out_asides, take_out_foot, take_out_head
from newscrawl.extract.document import fold
from newscrawl.extract.leads import find_leads
from newscrawl.extract.names import BODY, NOISE, NOTICE, hints
from newscrawl.extract.signatures import lines_about, names_to_know
from newscrawl.extract.survey import INLINE, weight_of
from newscrawl.extract.titletext import key_of
from newscrawl.extract.vocabulary import BODY_PLAIN, IMPRINT, NOISE_TAGS
from newscrawl.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newscrawl.extract.document import Document
    from newscrawl.extract.survey import Box

__all__ = ["Body", "find_body", "inner_html"]

DECAY = 0.5
"""What is left of a paragraph's weight one container further out."""

WIDER = 0.68
"""Share of a container's score that the one around it must reach to be taken instead.

A text in several sections does, a text with comments below it does not."""

NAMED_ALONE = 1.3
"""How much more than that where only the container has a name of an article's text."""

JOINED, WRAPPED_JOINED = 1.15, 2.0
"""How much more running text sections of one kind must hold together than one of them; the second where only a wrapper
around one says of which kind it is: those are called after the layout as often."""

NAMED_NOISE = 0.2
"""What running text counts inside an element whose name speaks of noise: wrappers carry such names too."""

NOTICE_BELIEF = 0.02
"""What it counts inside a cookie notice or a comment section: those are longer than many articles."""

OTHER_ARTICLE = 0.5
"""What a container counts inside an ``article`` that is not the one with the page's headline."""

WITNESSED = 1.7
"""What a container counts more that holds the text with which the page's metadata begins."""

OPENING = 24
"""Characters of such a text that are compared."""

UNPUNCTUATED = 0.15
"""What text counts without a sentence in it."""

SHORT, LINE = 8, 60
"""Characters under which a text is no sentence, and none without punctuation."""

MIN_WEIGHT = 40.0
"""Weighted characters of running text under which a page has no article."""

MIN_WEIGHT_HEADED = 25.0
"""The same of a container that is called so, in an ``article`` with the page's headline."""

LOOKED_AT = 300
"""Boxes right above a container, and first in it, that tell whether the text begins there."""

BEGINNING = 25.0
"""Weighted characters of a line right before the box in which the text stands that are of it: its points."""

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
NEVER_NOISE = frozenset("article main p".split())
"""Elements whose names speak of other things: ``<article class="has-comments">``."""

IN_NO_ADDRESS = lazy_pattern(r"[\x00-\x1f\ufffe\uffff]")
"""Line ends, which browsers drop from an address, and what no tree takes."""

SENTENCE = lazy_pattern(r"[。！？；，、：]|[.!?;,:](?=\s|$)")


class Body(NamedTuple):
    """The container of an article's text."""

    element: etree._Element
    leads: list[str]
    """Lead paragraphs above it, as text."""
    weight: float
    """How much running text it holds, see :func:`newscrawl.extract.survey.weight_of`."""
    confidence: float


class _Sums:
    """What every box holds of running text, the boxes inside it included, by the box's number."""

    __slots__ = ("_beliefs", "_own", "running", "score")

    def __init__(self, boxes: list[Box], lines: list[Box], own: set[int]) -> None:
        self.running = [0.0] * len(boxes)
        """Weight of running text: sentences outside links."""
        self.score = [0.0] * len(boxes)
        """The same as far as it is believed, halved once a level."""
        self._beliefs = [0.0] * len(boxes)
        self._own = own
        for box in lines:
            length = len(box.text)
            if length >= SHORT and box.linked < 0.5 * length:
                self._weigh(box, box.text)
        running, score = self.running, self.score
        for box in reversed(boxes):
            if running[box.number] and box.parent is not None:
                number, outer = box.number, box.parent.number
                running[outer] += running[number]
                score[outer] += score[number] * (1.0 if box.tag in LEAVES else DECAY)

    def _weigh(self, box: Box, text: str) -> None:
        """Weigh a box's own text."""
        first = SENTENCE.search(text)
        if first is None and len(text) < LINE:
            return
        weight = weight_of(text)
        running = weight * (1 - box.linked / len(text)) if box.linked else weight
        # a run of words without any punctuation is a menu, a caption or a headline
        if first is None or (weight <= 15 and SENTENCE.search(text, first.end()) is None):
            running *= UNPUNCTUATED
        self.running[box.number] = running
        belief = self.belief(box)
        if belief > NAMED_NOISE and weight < 400 and IMPRINT.search(text.lower()):
            belief = NAMED_NOISE
        self.score[box.number] = running * belief

    def belief(self, box: Box) -> float:
        """Return what running text counts in a box: less inside what has a name of noise."""
        if found := self._beliefs[box.number]:
            return found
        outer = box.parent
        belief = self.belief(outer) if outer is not None else 1.0
        if outer and outer.parent and box.tag not in NEVER_NOISE and box.number not in self._own:
            named = box.hints
            if named & NOTICE:
                belief = NOTICE_BELIEF
            elif named & NOISE or box.tag in NOISE_TAGS:
                belief = min(belief, NAMED_NOISE)
        self._beliefs[box.number] = belief
        return belief


def find_body(document: Document, title: str, authors: Iterable[str] = ()) -> Body | None:
    """Return the text's container, or ``None`` when there is no running text.

    The boxes of other articles inside it are taken out of the tree, headline and lines about the article above its
    text as well.
    """
    boxes = document.boxes
    headline = next((box for box in document.headings if title and key_of(title) in key_of(box.text)), None)
    titled = {outer.number for outer in headline.around()} if headline else set()
    # whatever these boxes are called: what holds the headline is the article, and what is sold of it
    own = titled | _sold(document)
    sums = _Sums(boxes, document.lines, own)
    box = _widened(_densest(document, sums, _witnessed(document, sums)), boxes, sums)
    if sums.running[box.number] < (MIN_WEIGHT_HEADED if _is_headed(box, headline) else MIN_WEIGHT):
        return None
    if any(outer.tag == "footer" and outer.number not in own for outer in (box, *box.around())):
        # of a page that has but an imprint to read
        return None
    # nobody reads these, and what is written out is parsed again
    etree.strip_elements(box.element, "script", "style", with_tail=False)
    take_out_asides(box, boxes, sums.running, own)
    if headline and box.number in titled:
        take_out_above(box, headline, boxes, sums.running)
    if names := names_to_know(authors):
        for about in list(lines_about(names, box, boxes, sums.running)):
            drop(about.element)
    take_out_head(box.element, title, names)
    take_out_foot(box.element)
    leads = find_leads(document, box)
    weight = sums.running[box.number]
    sure = (0.6 if box.hints & BODY else 0.45) + 0.35 * min(weight / sums.running[0], 1.0)
    return Body(box.element, leads, weight, round(sure, 2))


def _is_headed(box: Box, headline: Box | None) -> bool:
    """Tell whether a container is called so and stands in an ``article`` with the page's headline."""
    if headline is None or not box.hints & BODY:
        return False
    articles = {outer.number for outer in headline.around() if outer.tag == "article"}
    return any(outer.number in articles for outer in (box, *box.around()))


def _sold(document: Document) -> set[int]:
    """Return the numbers of the boxes of which the metadata say that they are not for everybody."""
    if not (names := document.sold):
        return set()
    return {box.number for box in document.boxes if not names.isdisjoint((box.element.get("class") or "").split())}


def _witnessed(document: Document, sums: _Sums) -> set[int]:
    """Return the numbers of the boxes that hold the text with which the page's metadata begins, not as a headline."""
    openings = [fold(text)[:OPENING] for text in (*document.summaries, document.article_ld.get("articleBody") or "")]
    openings = [opening for opening in openings if len(opening) >= OPENING // 2]
    words = [opening.partition(" ")[0] for opening in openings]
    found: set[int] = set()
    for box in document.lines if openings else ():
        text = box.text[:400]
        # most texts do not hold the first word
        sentences = len(text) >= OPENING // 2 and sums.running[box.number] and box.tag not in HEADINGS
        if sentences and any(word in text for word in words):
            text = " ".join(text.split())
            if any(opening in text for opening in openings):
                found.update((box.number, *(outer.number for outer in box.around())))
    return found


def _densest(document: Document, sums: _Sums, witnessed: set[int]) -> Box:
    """Return the box that collects most; another article's box counts less than the one with the headline."""
    boxes, h1 = document.boxes, next(iter(document.headings), None)
    titled = {outer.number for outer in h1.around() if outer.tag == "article"} if h1 else set()

    def collected(box: Box) -> float:
        score = sums.score[box.number] * _hint(box) * (WITNESSED if box.number in witnessed else 1.0)
        if titled and score > 0:
            articles = [outer.number for outer in (box, *box.around()) if outer.tag == "article"]
            if articles and not titled.intersection(articles):
                score *= OTHER_ARTICLE
        return score

    scored = [(score, box) for score, box in zip(sums.score, boxes, strict=True) if score and box.tag not in LEAVES]
    # what collects far less cannot win, and looking at what is around a box is dear
    least = 0.3 * max((score for score, _ in scored), default=0.0)
    return max((box for score, box in scored if score >= least), key=collected, default=boxes[0])


def _widened(box: Box, boxes: list[Box], sums: _Sums) -> Box:
    """Return the container of an article that is cut into several: the sections of one kind, or nearly equal ones."""
    best, alone = box, box.tag != "article"
    kinds = dict.fromkeys(_kinds(box), JOINED)
    for outer in box.around():
        if outer.tag == "body":
            break
        inner = sums.running[best.number]
        if (alone or best.parent is outer) and _goes_on(outer, best, boxes, sums):
            best, alone = outer, False
            continue
        if sums.running[outer.number] <= 1.05 * inner:
            alone = alone and outer.tag != "article"
            for kind in _kinds(outer) if alone else ():
                kinds.setdefault(kind, WRAPPED_JOINED)
            continue
        alone = False
        wanted = (
            WIDER
            * sums.score[best.number]
            * (NAMED_ALONE if best.hints & BODY and (outer.tag == "article" or not outer.hints & BODY) else 1.0)
        )
        if sums.score[outer.number] >= wanted or (
            sums.running[outer.number] > JOINED * inner and _has_sections(outer, kinds, best, boxes, sums)
        ):
            best = outer
    return best


def _goes_on(outer: Box, inner: Box, boxes: list[Box], sums: _Sums) -> bool:
    """Tell whether a text begins in a box and goes on in one inside it: with paragraphs of the same look, or a line."""
    look = {
        (box.tag, box.element.get("class"))
        for box in boxes[inner.number + 1 : min(inner.end, inner.number + LOOKED_AT)]
        if box.parent is inner
    }
    before = 0.0
    for box in boxes[max(outer.number + 1, inner.number - LOOKED_AT) : inner.number]:
        own = (box.tag, box.element.get("class"))
        # of elsewhere only what a style sheet made alike
        if box.text and own in look and (box.parent is outer or own[1]) and sums.belief(box) >= sums.belief(inner):
            before += sums.running[box.number]
    return before >= MIN_WEIGHT or (bool(outer.text) and not outer.linked and _begins(outer, inner) >= BEGINNING)


def _begins(outer: Box, inner: Box) -> float:
    """Return the weight of what stands right inside a box before the one inside it."""
    above = {inner.element, *inner.element.iterancestors()}
    texts = [outer.element.text or ""]
    for child in outer.element:
        if child in above:
            break
        if child.tag in INLINE:
            texts.append(TEXT(child))
        texts.append(child.tail or "")
    return weight_of(" ".join(texts))


def _kinds(box: Box) -> list[str]:
    """Return a box's tag with its first class, and with every other that names a text."""
    names = (box.element.get("class") or "").split()
    return [
        f"{box.tag}.{name}" for name in names if name is names[0] or (name not in BODY_PLAIN and hints(name) & BODY)
    ]


def _has_sections(outer: Box, kinds: dict[str, float], best: Box, boxes: list[Box], sums: _Sums) -> bool:
    """Tell whether a box holds sections of one article, of one of these kinds.

    :param kinds: kind -> how much more running text they must hold together than one of them
    :param best: that one
    """
    inner, belief = sums.running[best.number], sums.belief(best)
    held = dict.fromkeys(kinds, 0.0)
    ends = dict.fromkeys(kinds, 0)
    articles = set()
    for box in boxes[outer.number + 1 : outer.end]:
        # comments are cut into modules as well
        if not sums.running[box.number] or sums.belief(box) < belief:
            continue
        own = [kind for kind in _kinds(box) if kind in held and box.number >= ends[kind]]
        if not own:
            continue
        for kind in own:
            ends[kind] = box.end
            held[kind] += sums.running[box.number]
        articles.add(next((around for around in box.around() if around.tag == "article"), None))
    return len(articles) == 1 and any(held[kind] > more * inner for kind, more in kinds.items())


def _hint(box: Box) -> float:
    """Return how much an element's names speak for it."""
    if "articleBody" in (box.element.get("itemprop") or ""):
        return 2.0
    return 1.3 if box.tag in ("article", "main") or box.hints & BODY else 1.0


def inner_html(element: etree._Element) -> str:
    """Return the HTML inside an element; its attributes are gone afterwards."""
    element.attrib.clear()
    markup: str = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    # a browser drops the white space around an address and the line ends inside; the serialiser encodes them
    if any(mark in markup for mark in ('="%20', '%20"', "%0A", "%0D", "%09")):
        for inner in element.iterdescendants("a", "img"):
            for name in ("href", "src"):
                if (value := inner.get(name)) and (value != value.strip() or IN_NO_ADDRESS.search(value)):
                    inner.set(name, IN_NO_ADDRESS.sub("", value.strip()))
        markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return markup[len(element.tag) + 2 : -len(element.tag) - 3]
