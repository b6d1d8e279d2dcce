"""Texts whose beginning stands outside the box with most of it. Own sentences in the field's usual markup."""

from __future__ import annotations

from alden import HEAD, text_found

FIRST = [
    "The port of Alden handled more containers in June than in any month before, its operator said on Monday. "
    "Two new cranes and a longer quay had helped, and so had a summer without storms, the first in a decade.",
    "Traffic rose by a tenth from a year earlier, while the ports to the north and to the south of it lost some. "
    "Shares of the operator, Alden Quays, gained four percent, more than those of any other port on that day.",
    "Analysts had expected less, since the largest of the lines that call here has bought a quay of its own abroad. "
    "It will not leave before the year is over, said its agent, and perhaps not then, if the fees stay as they are.",
]
REST = [f"The company will build terminal number {n}, which is to open in the spring of 20{n}." for n in range(30, 60)]
POINTS = ["Alden handles more containers than ever", "Two new cranes and a longer quay have helped", "Analysts wonder"]


def paragraphs(lines: list[str], look: str = "") -> str:
    return "".join(f"<p class='{look}'>{line}</p>" for line in lines)


def test_paragraphs_that_look_alike_in_the_section_before() -> None:
    """Sections that only a generated style sheet names, cut where the reader asks for more."""
    first, rest = (paragraphs(lines, "c1x e2y") for lines in (FIRST, REST))
    # on a page without a headline of its own, below which leads are looked for
    head = HEAD.replace("h1>", "title>")
    html = f"<div>{head}<section class=a1>{first}</section><section class=b2>{rest}</section></div>"
    assert text_found(html) == [*FIRST, *REST]


def test_the_points_in_short_before_the_text() -> None:
    strong = f"<strong class=summary>{'<br>'.join(POINTS)}</strong>"
    html = f"<article>{HEAD}<div class=view>{strong}<div><section>{paragraphs(REST)}</section></div></div></article>"
    assert text_found(html) == [*POINTS, *REST]


def test_links_before_the_text_are_no_beginning() -> None:
    links = " ".join(f"<a href=/{n}>{point}</a>" for n, point in enumerate(POINTS))
    html = f"<article>{HEAD}<div class=view>{links}<div><section>{paragraphs(REST)}</section></div></div></article>"
    assert text_found(html) == REST


def test_the_lead_in_a_head_that_is_called_like_a_pages() -> None:
    head = f"<div class=page-header><div class=label>Ports :</div><div class=header-teaser>{FIRST[0]}</div></div>"
    title = "<h1 hidden>Port of Alden sets a record</h1><p>20 July 2026, 09:30</p>"
    assert text_found(f"{title}<article>{head}{paragraphs(REST)}</article>") == [FIRST[0], *REST]
