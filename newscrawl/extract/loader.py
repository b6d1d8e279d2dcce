"""Collects an article's fields from witnesses, the first that has something to say winning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newscrawl.extract.findings import Candidate
from newscrawl.extract.values import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ArticleLoader"]

AS_THEY_ARE = frozenset(("published", "modified", "body"))
"""Fields whose values are no texts on one line."""

SEVERAL = frozenset(("authors", "editors", "keywords", "tickers"))
"""Fields that hold every value, each once; of the others it is the first."""


class ArticleLoader:
    """Loads a plain dict, from which a whole article is built or none; remembers who said what."""

    def __init__(self, *, thorough: bool = False) -> None:
        self.thorough = thorough
        self.fields: dict[str, Any] = {}
        """Field -> its value, never an empty one."""
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
            if field not in self.winners and (values := _settled(field, candidate.value)):
                self.fields[field] = tuple(dict.fromkeys(values)) if field in SEVERAL else values[0]
                self.winners[field] = candidate
                if not self.thorough:
                    return


def _settled(field: str, value: Any) -> list[Any]:
    """Return what of a candidate's value is something: one value or several, texts on one line."""
    values = value if isinstance(value, list | tuple) else [value]
    return [settled for each in values if (settled := each if field in AS_THEY_ARE else fold(each))]
