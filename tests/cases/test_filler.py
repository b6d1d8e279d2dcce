"""Filler is as long as what it replaces, in the same script, and the same for the same word."""

from __future__ import annotations

import re

import pytest

from newscrawl.cases.filler import Filler
from newscrawl.cases.vocabulary import FILLER, SURNAME_FILLER
from newscrawl.extract.people_vocabulary import SURNAMES

fill = Filler(["红利"]).text


@pytest.mark.parametrize(
    "text",
    [
        "纸价连续第三周上涨，",
        "Rates rise again, says the bank",
        "Цены растут",
        "物価が上がる",
        "물가가 오른다",
        "Préfecture",
    ],
)
def test_filler_is_as_long_and_another(text: str) -> None:
    filler = fill(text)
    assert len(filler) == len(text)
    assert not set(re.findall(r"\w{3,}", text)) & set(re.findall(r"\w{3,}", filler))


@pytest.mark.parametrize(
    "text",
    [
        "2026年7月20日 09:30",
        "来源：",
        "责任编辑：",
        "3小时前",
        "July 20, 2026",
        "By",
        "Updated 3 hours ago",
        "https://news.example/a/rates-rise.html",
        "&nbsp;&ldquo;",
        "+12.5%",
        "下一页",
        "zh-CN",
        "GDP",
        "Advertisement",
        "红利",
        "页面没有找到",
        "404 Not Found",
        "https://news.example/a/oil-prices-today.html",
    ],
)
def test_what_extraction_looks_for_stays(text: str) -> None:
    assert fill(text) == text


def test_a_word_becomes_the_same_filler_everywhere() -> None:
    title = fill("Rates rise again")
    assert fill("Rates rise again - Example Times").startswith(title + " - ")
    assert fill("「纸价连续上涨」") == f"「{fill('纸价连续上涨')}」"


def test_capitals_stay_where_they_are() -> None:
    assert [letter.isupper() for letter in fill("McDonald")] == [letter.isupper() for letter in "McDonald"]


def test_a_name_still_begins_as_a_name() -> None:
    assert fill("石佳")[0] in SURNAME_FILLER
    assert set(SURNAME_FILLER) <= SURNAMES
    assert not set(FILLER) & SURNAMES


def test_the_ending_of_an_outlet_stays() -> None:
    assert fill("临溪晚报").endswith("晚报")
    assert not fill("临溪晚报").startswith("临溪")


def test_letters_that_are_written_as_references_go() -> None:
    assert "&#32440;" not in fill("&#32440;价")
    assert len(fill("&#32440;价")) == 2


@pytest.mark.parametrize("charset", ["gb2312", "big5", "shift_jis"])
def test_filler_can_be_written_in_every_charset_of_the_region(charset: str) -> None:
    assert (FILLER + SURNAME_FILLER).encode(charset)
