"""Memory of large pages is given back, some seconds after they came."""

from __future__ import annotations

from scrapy.http import TextResponse

from newscrawl.trimming import LARGE, Trimmer


def answer(size: int) -> TextResponse:
    return TextResponse("https://news.example/a.html", body=b"x" * size)


def test_after_a_large_answer_memory_is_given_back_twice() -> None:
    calls: list[int] = []
    trimmer = Trimmer(calls.append)
    trimmer.received(answer(LARGE))
    assert calls == []
    for _ in range(4):
        trimmer.look()
    # the first time the page may still be read
    assert calls == [0, 0]


def test_usual_answers_cost_nothing() -> None:
    calls: list[int] = []
    trimmer = Trimmer(calls.append)
    trimmer.received(answer(LARGE - 1))
    trimmer.look()
    assert calls == []
