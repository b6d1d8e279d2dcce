"""The collection of hostile posts, for every suite that writes or builds posts.

>>> from payloads import BODIES, POSTS, TITLES

``BODIES`` and ``TITLES`` say of each payload what it attacks, what it is, and what a reader must see of it. ``POSTS``
are articles, cleaned and ready to be rendered, one for each payload. ``sized`` makes bodies whose weight is the attack.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import payload_bodies
import payload_names

from newscrawl.extract import clean_article
from newscrawl.items import Article, Image

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AFTER", "BEFORE", "BODIES", "LARGE", "NAMES", "POSTS", "TAGS", "TITLES", "Payload", "article"]

BEFORE = "甲厂今天宣布，新的生产线将在下个月投产，全年产量预计增加两成，订单已经排到明年。"
AFTER = "乙厂表示，价格在年底之前不会调整，客户可以按照原来的合同继续提货，不必另行申请。"
"""What stands around every hostile body; a payload that makes it vanish has won."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Payload:
    """A hostile text."""

    name: str
    attacks: str
    """What it would do, were it not made inert."""
    value: str
    """HTML of a body, or plain text of a title or name."""
    shows: str | None
    """What a reader must see of it, white space apart; ``None``: parsers differ in what is text here."""

    @property
    def body(self) -> str:
        """The hostile HTML between two paragraphs."""
        return f"<p>{BEFORE}</p>\n{self.value}\n<p>{AFTER}</p>"


BODIES: Mapping[str, Payload] = {
    name: Payload(name=name, attacks=attacks, value=value, shows=shows)
    for name, attacks, value, shows in [
        *payload_bodies.TEMPLATES,
        *payload_bodies.SCRIPTS,
        *payload_bodies.PARSERS,
    ]
}
TITLES: Mapping[str, Payload] = {
    name: Payload(name=name, attacks=attacks, value=title, shows=title if shows is None else shows)
    for name, attacks, title, shows in payload_names.TITLES
}
NAMES: Mapping[str, Payload] = {
    name: Payload(name=name, attacks=attacks, value=text, shows=None) for name, attacks, text in payload_names.NAMES
}
TAGS = payload_names.TAGS
LARGE = payload_bodies.LARGE


def article(
    name: str,
    *,
    title: str = "铜价上涨",
    body: str = f"<p>{BEFORE}</p>",
    categories: tuple[str, ...] = ("组", "站", "频道"),
) -> Article:
    """Return an article, body as served, that is hostile in every field that is not given."""
    return Article(
        url=f"https://news.example/it's/{name}?a=1&b={{{{7*7}}}}",
        canonical_url=f"https://news.example/{name}",
        site="test",
        channel="",
        categories=categories,
        title=title,
        published=datetime(2026, 7, 20, 1, 30, tzinfo=UTC),
        modified=datetime(2026, 7, 20, 2, 0, tzinfo=UTC),
        body=body,
        authors=("甲: 乙", "{{ 7*7 }}"),
        editors=("[丙]", "丁's"),
        keywords=TAGS,
        tickers=("000001.SZ", "00700.HK"),
        summary='摘要: "铜" # 涨\n---\n{{ 7*7 }}{% x %}<script>alert(1)</script>',
        source="it's 某报: #1",
        lead_image=Image(url="https://img.example/o'neill {{7*7}}.png"),
        language="zh-CN",
    )


def _posts() -> dict[str, Article]:
    made = {f"body {name}": article(f"body {name}", body=payload.body) for name, payload in BODIES.items()}
    made = {name: clean_article(one) for name, one in made.items()}
    plain = clean_article(article("plain"))
    for name, payload in TITLES.items():
        made[f"title {name}"] = replace(plain, canonical_url=f"https://news.example/title-{name}", title=payload.value)
    for name, payload in NAMES.items():
        made[f"name {name}"] = replace(
            plain,
            canonical_url=f"https://news.example/name-{name}",
            title=payload.value,
            categories=("组", payload.value, payload.value),
        )
    return made


POSTS: Mapping[str, Article] = _posts()
