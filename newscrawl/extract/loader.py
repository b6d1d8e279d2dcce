"""Collects an article's fields from witnesses, the first that has something to say winning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from itemloaders import ItemLoader
from itemloaders.processors import Compose, Identity, MapCompose, TakeFirst

from newscrawl.extract.findings import Candidate
from newscrawl.extract.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ArticleLoader"]

Unique = Compose(dict.fromkeys, tuple)


class ArticleLoader(ItemLoader):
    """Loads a plain dict, from which a whole article is built or none; remembers who said what."""

    default_item_class = dict
    default_input_processor = MapCompose(fold, lambda text: text or None)
    default_output_processor = TakeFirst()
    published_in = modified_in = body_in = Identity()
    authors_out = editors_out = keywords_out = tickers_out = Unique

    def __init__(self, *, thorough: bool = False) -> None:
        super().__init__()
        self.thorough = thorough
        self.candidates: dict[str, list[Candidate]] = {}
        self.winners: dict[str, Candidate] = {}
        self.notes: list[str] = []
        self.refusal = ""

    def witness(self, field: str, values: Any, rule: str, confidence: float = 1.0) -> None:
        """Take the values unless an earlier witness has settled the field or there are none."""
        if values:
            self.offer(field, (Candidate(values, rule, confidence),))

    def offer(self, field: str, candidates: Iterable[Candidate]) -> None:
        """Take the first candidate unless an earlier one has settled the field; ask on only to be thorough."""
        if field in self.winners and not self.thorough:
            return
        for candidate in candidates:
            self.candidates.setdefault(field, []).append(candidate)
            if field not in self.winners:
                self.add_value(field, candidate.value)
                if self.get_collected_values(field):
                    self.winners[field] = candidate
                    if not self.thorough:
                        return
