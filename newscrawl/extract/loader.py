"""Collects an article's fields from witnesses, the first that has something to say winning."""

from __future__ import annotations

from typing import Any

from itemloaders import ItemLoader
from itemloaders.processors import Compose, Identity, MapCompose, TakeFirst

from newscrawl.extract.document import fold

__all__ = ["ArticleLoader"]

Unique = Compose(dict.fromkeys, tuple)


class ArticleLoader(ItemLoader):
    """Loads a plain dict, from which a whole article is built or none; remembers who said what."""

    default_item_class = dict
    default_input_processor = MapCompose(fold, lambda text: text or None)
    default_output_processor = TakeFirst()
    published_in = modified_in = body_in = Identity()
    authors_out = editors_out = keywords_out = tickers_out = Unique

    def __init__(self) -> None:
        super().__init__()
        self.found_by: dict[str, str] = {}
        self.confidence: dict[str, float] = {}

    def witness(self, field: str, values: Any, rule: str, confidence: float = 1.0) -> None:
        """Take the values unless an earlier witness has settled the field or there are none."""
        if field in self.found_by or not values:
            return
        self.add_value(field, values)
        if self.get_collected_values(field):
            self.found_by[field] = rule
            self.confidence[field] = confidence
