"""The allow-list pass on texts full of entities, which go through it in another form."""

from __future__ import annotations

import pytest

from newscrawl.clean.sanitise import MANY, sanitise

ENTITIES = "a&amp;b&lt;c&gt;d&nbsp;e"


@pytest.mark.parametrize("times", [1, MANY])
def test_entities_stay(times: int) -> None:
    assert sanitise(f"<p>{ENTITIES * times}</p>") == f"<p>{ENTITIES * times}</p>"


@pytest.mark.parametrize("times", [1, MANY])
def test_entities_in_addresses_stay(times: int) -> None:
    link = '<a href="https://news.example/?a=1&amp;b=2" rel="noopener">x</a>'
    assert sanitise(f"<p>{ENTITIES * times}{link}</p>").endswith(f"{link}</p>")


@pytest.mark.parametrize("times", [1, MANY])
def test_no_mark_becomes_markup(times: int) -> None:
    html = sanitise(f"<p>{ENTITIES * times}\U0010fffb script\U0010fffc &lt;script&gt;x&lt;/script&gt;</p>")
    assert "<script" not in html
    assert html.endswith("&lt;script&gt;x&lt;/script&gt;</p>")
