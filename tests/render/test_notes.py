"""A line to readers above a post's text, in every generator's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from render_articles import article

from newscrawl.errors import SiteError
from newscrawl.render import Blog, PostOptions, render_post, with_note

if TYPE_CHECKING:
    from newscrawl.render import BodyMode

NOTE = "来源网站已撤下此文（2026-11-25）。"


def options() -> list[PostOptions]:
    found = []
    for blog in get_args(Blog):
        modes: tuple[BodyMode, ...] = ("clean", "markdown")
        for body in modes:
            try:
                found.append(PostOptions(blog=blog, body=body))
            except SiteError:
                continue
    return found


@pytest.mark.parametrize("how", options(), ids=lambda how: f"{how.blog} {how.body}")
def test_a_note_is_one_line_above_the_text(how: PostOptions) -> None:
    text = render_post(article(), how).text
    noted = with_note(text, NOTE, how)
    line = f"*{NOTE}*" if how.mode == "markdown" else f"<p><em>{NOTE}</em></p>"
    assert noted.count(line) == 1
    assert noted.replace(f"{line}\n\n" if how.mode == "markdown" else f"{line}\n", "") == text
    assert noted.index(line) < noted.rindex("铜价今天上涨")


def test_a_post_of_another_form_stays_as_it_is() -> None:
    assert with_note("just text", NOTE, PostOptions()) == "just text"


def test_marks_in_a_note_are_text() -> None:
    text = render_post(article(), PostOptions()).text
    assert "<p><em>a &lt; b</em></p>" in with_note(text, "a < b", PostOptions())
