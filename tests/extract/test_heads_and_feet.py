"""What stands above and below an article's text and tells of it: headline, date, byline, writers. Own sentences."""

from __future__ import annotations

import pytest
from alden import HEAD, LINES, TEXT, text_found

HEADS = {
    "a headline with its kicker": "<h2><span>New cranes:</span><span>Port of Alden sets a record</span></h2>",
    "a date with a script": "<div class=when>20 Jul, 2026 09:30<script>var shown = 1784539800; show(shown); "
    "document.write('The port of Alden, the port of Alden, and the port of Alden')</script></div>",
    "a time": "<div><span><time datetime='2026-07-20T09:30'>Published today at 09:30</time></span></div>",
    "a date in another language": "<div>20 июля 2026 в 09:30</div>",
    "a date in a third": "<div>Lunes, 20 de julio de 2026</div>",
    "a byline without a word": "<div><div>Ann Lee, Example News</div></div>",
}


@pytest.mark.parametrize("name", HEADS)
def test_what_stands_above_the_text_and_is_not_of_it(name: str) -> None:
    author = "<meta name=author content='Ann Lee'>"
    assert text_found(f"{author}{HEAD}<div class=story>{HEADS[name]}{TEXT}</div>") == LINES


@pytest.mark.parametrize(
    "date",
    ["<p>20.07.2026 - 09:30 Uhr</p>", "<div><time>Today at 09:30</time></div>", "<p class=date>20 July 2026</p>"],
)
def test_a_date_between_lead_and_text_goes(date: str) -> None:
    opening = " ".join(LINES[:2])
    rest = "".join(f"<p>{line}</p>" for line in LINES[2:])
    assert text_found(f"{HEAD}<div class=story><p>{opening}</p>{date}{rest}</div>") == [opening, *LINES[2:]]


def test_a_heading_between_lead_and_text_stays() -> None:
    text = f"<p>{' '.join(LINES[:2])}</p><h3>Alden, 20.07.2026</h3><p>{LINES[2]}</p><p>{LINES[3]}</p>"
    assert "Alden, 20.07.2026" in text_found(f"{HEAD}<div class=story>{text}</div>")


@pytest.mark.parametrize("line", ["Ann Lee", "Words: Ann Lee, Alden"])
def test_a_byline_between_lead_and_text_goes(line: str) -> None:
    opening = " ".join(LINES[:2])
    rest = "".join(f"<p>{line}</p>" for line in LINES[2:])
    html = f"<meta name=author content='Ann Lee'>{HEAD}<div class=story><p>{opening}</p><p>{line}</p>{rest}</div>"
    assert text_found(html) == [opening, *LINES[2:]]


def test_a_signature_is_no_text() -> None:
    html = f"<meta name=author content='Ann Lee'>{HEAD}<div class=story>{{}}</div>"
    assert text_found(html.format(f"{TEXT}<p>— Ann Lee</p>")) == LINES
    # above a paragraph it is said of what follows
    opening = f"<p>{LINES[0]} {LINES[1]}</p><p>{LINES[1]} {LINES[2]}</p>"
    assert "Ann Lee" in text_found(html.format(f"{opening}<p>Ann Lee</p><p>{LINES[3]}</p>"))


NOTES = [
    "Ann Lee ist seit drei Jahren für Häfen und Schiffe zuständig.",
    "Korrespondentin Ann Lee berichtet für uns aus dem Norden, von Häfen und von Schiffen.",
]


@pytest.mark.parametrize("note", NOTES)
def test_what_is_told_about_the_writer_is_no_text(note: str) -> None:
    html = f"<meta name=author content='Ann Lee'>{HEAD}<div class=story>{{}}</div>"
    assert text_found(html.format(f"{TEXT}<p>{note}</p>")) == LINES
    # amid the text, or of somebody else, it is
    amid = html.format(f"<p>{LINES[0]}</p><p>{note}</p>{TEXT.partition('</p>')[2]}")
    assert note in text_found(amid)
    assert note in text_found(html.replace("Ann Lee", "Bo Chan").format(f"{TEXT}<p>{note}</p>"))
    told = "The operator, for its part, told Ann Lee that it owes nothing to anybody."
    assert told in text_found(html.format(f"{TEXT}<p>{told}</p>"))


def test_a_heading_with_nothing_below_it_is_no_text() -> None:
    foot = "<div><h3>What do you think?</h3><div class=comments><p>I like it.</p></div></div>"
    assert text_found(f"{HEAD}<div class=story>{TEXT}{foot}</div>") == LINES
    assert "In pictures" in text_found(f"{HEAD}<div class=story>{TEXT}<h3>In pictures</h3><img src=/a.jpg></div>")
    assert "Port of Alden, 2 p.m." in text_found(
        f"{HEAD}<div class=story>{TEXT}<h3>Port of Alden, 2 p.m.</h3>End.</div>"
    )
