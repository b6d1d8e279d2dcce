"""What a page was found to say: field by field, with everybody who had something to say of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from newscrawl.errors import MissingField, NotAnArticle
from newscrawl.extract.paging import find_next_page
from newscrawl.items import Article, Image

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from newscrawl.extract.document import Document
    from newscrawl.items import Page
    from newscrawl.sites import Site

__all__ = ["Candidate", "Findings"]

UNDATED = 0.1
"""How sure a publish time is that the page does not say."""


class Candidate(NamedTuple):
    """What one rule says of a field."""

    value: Any
    """What it found."""
    rule: str
    """Its name, such as ``json-ld:datePublished``."""
    confidence: float
    """How sure, from 0 to 1."""


@dataclass(kw_only=True, slots=True)
class Findings:
    """What a page says of its article; any field may be missing, :meth:`article` wants them all."""

    document: Document
    """The page's tree, of the first page where there are several."""
    site: Site | None
    """The site file it was read by."""
    place: dict[str, Any]
    """Fields of :class:`Article` that every page has: its identity, site, channel, language."""
    fields: dict[str, Any]
    """Field of :class:`Article` -> value; a missing one has no key."""
    found_by: dict[str, str] = field(default_factory=dict)
    """Field -> the rule whose value it is."""
    confidence: dict[str, float] = field(default_factory=dict)
    """Field -> how sure, from 0 to 1."""
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)
    """Field -> what was found for it, in the order of asking; see the ``thorough`` of :func:`.read_page`."""
    refusal: str = ""
    """Why it can be no article where there is no text: ``list page``."""
    notes: list[str] = field(default_factory=list)
    """What looks wrong, one line each."""

    @property
    def page(self) -> Page:
        """The page that was read."""
        return self.document.page

    def next_page(self) -> str:
        """Return the address of the page on which the article goes on; empty when it ends here."""
        return find_next_page(self.document, self.site)

    def joined(self, following: Iterable[Findings]) -> Findings:
        """Return the findings of an article whose text goes on with that of its further pages."""
        bodies = [part.fields.get("body") for part in (self, *following)]
        if len(bodies) == 1:
            return self
        return replace(self, fields={**self.fields, "body": "\n".join(filter(None, bodies))})

    def article(self, *, undated: datetime | None = None) -> Article:
        """Return the article.

        :param undated: stands in where the page says no publish time
        :raises NotAnArticle: the page has no text because it is of another kind
        :raises MissingField: no title, publish time or text was found
        """
        if self.refusal:
            raise NotAnArticle(self.page.url, self.refusal)
        fields, found_by, confidence = dict(self.fields), dict(self.found_by), dict(self.confidence)
        if undated is not None and not fields.get("published"):
            fields["published"], found_by["published"], confidence["published"] = undated, "fetched", UNDATED
        for name in ("title", "body", "published"):
            if not fields.get(name):
                raise MissingField(name, self.page.url)
        image = fields.pop("lead_image", "")
        return Article(
            url=self.page.url,
            **self.place,
            **fields,
            lead_image=Image(url=image) if image else None,
            found_by=found_by,
            confidence=confidence,
        )
