from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newscrawl.extract import Likeness, alike, bands, likeness
from newscrawl.extract.likeness import COMPARED, FEWEST, shared
from newscrawl.items import Article

BASE = Article(
    url="https://a.example/1",
    canonical_url="https://a.example/1",
    site="",
    channel="",
    categories=("a", "b"),
    title="标题",
    published=datetime(2026, 7, 1, tzinfo=UTC),
    body="",
)


def chinese(seed: int, sentences: int = 30) -> list[str]:
    chance = random.Random(seed)
    return [
        "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(chance.randrange(12, 30)))
        + f"，增长{chance.randrange(1, 400) / 10}%。"
        for _ in range(sentences)
    ]


def english(seed: int, sentences: int = 30) -> list[str]:
    chance = random.Random(seed)
    return [
        " ".join("".join(chance.choices("abcdeilnorst", k=chance.randrange(2, 9))) for _ in range(14))
        + f" rose {chance.randrange(1, 400) / 10} percent. "
        for _ in range(sentences)
    ]


def made(parts: list[str], title: str = "标题") -> Likeness:
    return likeness(replace(BASE, title=title, body="".join(f"<p>{part}</p>" for part in parts)))


@pytest.fixture(params=[chinese, english], ids=["Chinese", "English"])
def story(request: pytest.FixtureRequest) -> list[str]:
    text: list[str] = request.param(1)
    return text


def test_the_same_text_under_another_headline_is_a_copy(story: list[str]) -> None:
    assert alike(made(story), made(story, title="另一个标题"))


def test_a_copy_with_a_lead_and_a_notice_is_a_copy(story: list[str]) -> None:
    assert alike(made(story), made(["本报综合消息。", *story, "（来源：某通讯社）"]))


def test_a_shortened_copy_is_a_copy_either_way_round(story: list[str]) -> None:
    whole, part = made(story), made(story[:20])
    assert alike(whole, part)
    assert alike(part, whole)


def test_a_teaser_is_no_copy(story: list[str]) -> None:
    assert not alike(made(story), made(story[:9]))


def test_the_same_report_with_other_figures_is_no_copy(story: list[str]) -> None:
    chance = random.Random(3)
    other = ["".join(str(chance.randrange(10)) if sign.isdigit() else sign for sign in part) for part in story]
    assert not alike(made(story), made(other))


def test_a_follow_up_that_repeats_half_is_no_copy(story: list[str]) -> None:
    new = chinese(2) if ord(story[0][0]) > 0x2000 else english(2)
    assert not alike(made(story), made([*new[:15], *story[:15]]))


def test_two_stories_are_no_copies_and_share_no_key() -> None:
    one, other = made(chinese(1)), made(chinese(2))
    assert not alike(one, other)
    assert not {*bands(one.sketch)} & {*bands(other.sketch)}


def test_copies_share_a_key(story: list[str]) -> None:
    assert {*bands(made(story).sketch)} & {*bands(made(story[:20]).sketch)}


def test_short_texts_are_compared_word_for_word() -> None:
    flash = ["财联社消息，某公司上半年净利润同比增长一成。"]
    one, other = made(flash), made([flash[0].replace("一成", "二成")])
    assert one.sketch == ()
    assert not alike(one, other)
    assert alike(one, made(flash))


def test_how_much_is_shared_is_told_within_a_tenth(story: list[str]) -> None:
    assert shared(made(story), made(story[:20])) == pytest.approx(1.0, abs=0.15)


def test_what_is_kept_survives_packing(story: list[str]) -> None:
    looks = made(story)
    assert Likeness.unpacked(looks.packed()) == looks


def test_a_text_of_lone_surrogates_is_no_error() -> None:
    assert alike(made(["半\ud800个字" * 30]), made(["半\ud800个字" * 30]))


def test_a_text_without_end_is_compared_by_its_beginning() -> None:
    endless = "".join(map(chr, random.Random(4).choices(range(0x4E00, 0x9000), k=3 * COMPARED)))
    looks = made([endless])
    assert FEWEST < looks.size <= COMPARED
    assert alike(looks, made([endless[: 2 * COMPARED]]))
