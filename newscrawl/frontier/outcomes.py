"""What a worker made of an entry, as JSON: nothing is pickled, and nothing that comes back is believed unchecked."""

from __future__ import annotations

import json
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args

from newscrawl.errors import BlockPage, MissingField, NotAnArticle
from newscrawl.items import Article, Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

__all__ = ["Outcome", "OutcomeKind"]

T = TypeVar("T")

OutcomeKind = Literal["article", "refused", "skipped", "failed", "left", "dead", "note"]
"""``left``: not asked for; ``dead``: it went to the dead letters; ``note``: about many entries, a line for people."""


REQUIRED = {field.name for field in fields(Article) if field.default is MISSING and field.default_factory is MISSING}
"""Fields of an article that are said even when they are empty."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one entry."""

    kind: OutcomeKind
    """What it is."""
    reason: str = ""
    """Why there is no article, as it is counted."""
    article: Article | None = None
    """The article, not cleaned yet."""
    notes: int = 0
    """How many things look wrong about the article."""
    key: str = ""
    """Canonical address that a refusal is remembered by; empty: the entry's."""
    error: Literal["", "missing", "blocked"] = ""
    """Which kind of refusal it is."""

    @classmethod
    def refusal(cls, error: MissingField | NotAnArticle, key: str) -> Self:
        """Return the outcome of a page that gives no article."""
        kind = "missing" if isinstance(error, MissingField) else "blocked" if isinstance(error, BlockPage) else ""
        return cls(kind="refused", reason=error.reason, error=cast("Any", kind), key=key)

    def refused(self, url: str) -> MissingField | NotAnArticle:
        """Return the error that :meth:`refusal` was made of."""
        if self.error == "missing":
            return MissingField(self.reason.removeprefix("no "), url)
        return BlockPage(url) if self.error == "blocked" else NotAnArticle(url, self.reason)

    def to_json(self) -> str:
        """Return it as JSON, without what is empty."""
        said = {field.name: value for field in fields(self) if (value := getattr(self, field.name))}
        if self.article:
            said["article"] = {name: value for name, value in asdict(self.article).items() if value or name in REQUIRED}
        return json.dumps(said, ensure_ascii=False, default=_plain)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return what :meth:`to_json` wrote.

        :raises ValueError: it is something else
        """
        given = json.loads(text)
        if not isinstance(given, dict) or given.get("kind") not in get_args(OutcomeKind):
            raise ValueError("no outcome")
        if (given["kind"] == "article") != ("article" in given):
            raise ValueError("an article is missing, or there is one too many")
        values = {name: _checked(name, value, _OWN) for name, value in given.items()}
        return cls(**values)


def _checked(name: str, value: object, kinds: dict[str, Callable[[object], object]]) -> Any:
    if name not in kinds:
        raise ValueError(f"there is no {name}")
    return kinds[name](value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r:.50} is no text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r:.50} is no list")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError(f"{value!r:.50} is no number")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise ValueError(f"{value!r:.50} is no number")
    return float(value)


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return moment


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r:.50} is no object")
    return value


def _image(value: object) -> Image:
    return _made(Image, {name: _text(part) for name, part in _mapping(value).items()})


def _article(value: object) -> Article:
    return _made(Article, {name: _checked(name, part, _ARTICLE) for name, part in _mapping(value).items()})


def _made(kind: type[T], values: dict[str, Any]) -> T:
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(str(error)) from None


_ARTICLE: dict[str, Callable[[object], object]] = {
    **{field.name: _text for field in fields(Article)},
    **dict.fromkeys(("published", "modified"), _moment),
    **dict.fromkeys(("categories", "authors", "editors", "keywords", "tickers"), _texts),
    "lead_image": _image,
    "images": lambda value: tuple(map(_image, _list(value))),
    "paywalled": lambda value: bool(_whole(value)),
    "found_by": lambda value: {name: _text(part) for name, part in _mapping(value).items()},
    "confidence": lambda value: {name: _number(part) for name, part in _mapping(value).items()},
}

_OWN: dict[str, Callable[[object], object]] = {
    **{field.name: _text for field in fields(Outcome)},
    "notes": _whole,
    "article": _article,
}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
