"""What is remembered of answers, so that one answer to many addresses is found out, does not grow for ever."""

from __future__ import annotations

from newscrawl.politeness.repeats import KEPT, SAME, Repeats


def test_an_answer_is_forgotten_after_many_others() -> None:
    repeats = Repeats()
    repeats.met("old", "/a")
    for number in range(KEPT):
        repeats.met(f"answer {number}", f"/{number}")
    assert len(repeats._met) == KEPT
    assert [repeats.met("old", f"/b/{number}") for number in range(SAME - 1)][-1] == []


def test_an_answer_that_comes_again_is_kept() -> None:
    repeats = Repeats()
    for number in range(SAME - 1):
        assert repeats.met("sorry", f"/{number}") == []
        for other in range(KEPT // 2):
            repeats.met(f"{number} {other}", "/other")
    assert len(repeats.met("sorry", "/last")) == SAME
