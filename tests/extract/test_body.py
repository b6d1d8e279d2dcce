"""Which part of a page is the article's text, by how the page is built. Own sentences in the field's usual markup."""

from __future__ import annotations

import pytest
from alden import AT, HEAD, LINES, TEXT, text_found

from newscrawl.errors import MissingField, NotAnArticle
from newscrawl.extract import extract_article
from newscrawl.items import Page

CARD = "A barge ran aground near the old lock on Sunday, and nobody was hurt, the harbour office said."
WORDS = " ".join(LINES)


ASIDES = {
    "another article's card": f"<article><h3><a href=/b>Barge aground</a></h3><p>{CARD}</p></article>",
    "an aside": f"<aside><p>{CARD}</p></aside>",
    "an aside in a figure": f"<figure><aside><p>{CARD}</p></aside></figure>",
    "a form": "<form><p>Get our letter every morning, free of charge.</p><input name=mail></form>",
    "a newsletter box": "<div class='newsletter-signup'><p>Get our letter every morning, free of charge.</p></div>",
    "related stories": f"<div class='penci-ilrelated-posts'><p>{CARD}</p></div>",
    "a hidden box": f"<div class='offer hidden'><p>{CARD}</p></div>",
    "text for machines": "<div class='visually-hidden'>Article content</div>",
    "an appeal": "<div class='cli-support'><p>Readers pay for our work, and so could you, from two crowns.</p></div>",
    "a fact box": "<div class='column factbox'><h3>In short</h3><ul><li>The port is old.</li></ul></div>",
    "a list of links": "<ul><li><a href=/b>Barge aground</a></li><li><a href=/c>Ferry fares rise</a></li></ul>",
    "a list of one link": "<ul><li><h4><a href=/b>Barge aground near the old lock</a></h4></li></ul>",
    "links amid white space": f"<ul>{'<li>                 <a href=/b>Send a tip</a>               </li>' * 2}</ul>",
    "a long fact box": f"<div class=fact-box><ul><li>{CARD}</li><li>{LINES[0][:60]}, they said.</li></ul></div>",
    "a post's card": f"<div class='mol-post-card__body'><p>{CARD}</p></div>",
    "an account's box": f"<div class='article-content__sign-in-group'><p>{CARD}</p></div>",
    "a call to action": f"<div class='member-cta'><p>{CARD}</p></div>",
    "a gallery's counter": "<div class='gallery-count'><span>6</span></div>",
    "what a player says": f"<div class='transcript-text'><p>{CARD}</p></div>",
    "a player": "<div class='sticky-player'><h3>#27 Ports of the north</h3></div>",
    "a teaser cut by a style": f"<div><p class='lead line-clamp-2'>{CARD}</p></div>",
    "a hidden caption": f"<figure><img src=/a.jpg><figcaption class=sr-only>{CARD}</figcaption></figure>",
    "a poll": "<div><label><input type=radio name=a>It is too long.</label><label>It is too short.</label></div>",
    "the caption of a film": f"<figure><video src=/a.mp4></video><figcaption>{CARD}</figcaption></figure>",
    "a line that is a link": "<p><a href=/b>READ MORE: Barge aground near the old lock</a></p>",
    "a label and a link": "<p>» <a href=/b>Barge aground near the old lock</a></p>",
}


@pytest.mark.parametrize("name", ASIDES)
def test_what_stands_inside_the_text_and_is_not_of_it(name: str) -> None:
    half = len(LINES) // 2
    before, after = ("".join(f"<p>{line}</p>" for line in part) for part in (LINES[:half], LINES[half:]))
    assert text_found(f"{HEAD}<div class=story>{before}{ASIDES[name]}{after}</div>") == LINES


PARTS = {
    "a quotation in an aside": f"<aside><blockquote><p>{CARD}</p></blockquote></aside>",
    "a list that begins with links": f"<ul><li><a href=/b>1</a> {CARD}</li><li><a href=/c>2</a> {CARD}</li></ul>",
    "a paragraph with a link": f"<p>{CARD} <a href=/b>The office</a> gave no reason.</p>",
    "shown on wide screens": f"<div class='hidden md:block'><p>{CARD}</p></div>",
    "placed by a style": f"<div class='relative space-y-4'><p>{CARD}</p></div>",
    "shown on wide screens, by another style sheet": f"<div class='d-none d-md-block'><p>{CARD}</p></div>",
    "beside a sidebar": f"<div class='has-sidebar'><p>{CARD}</p></div>",
    "a page builder's part": f"<div class='elementor-widget elementor-widget-text-editor'><p>{CARD}</p></div>",
}


@pytest.mark.parametrize("name", PARTS)
def test_what_stands_inside_the_text_and_is_of_it(name: str) -> None:
    assert CARD[2:] in "\n".join(text_found(f"{HEAD}<div class=story>{TEXT}{PARTS[name]}</div>"))


def test_a_name_of_noise_that_much_of_the_text_has_is_the_texts() -> None:
    named = "".join(f"<div class='share-item'><p>{line}</p></div>" for line in LINES)
    assert text_found(f"{HEAD}<div class=story>{named}</div>") == LINES


def test_a_gallery_repeats_its_caption_once() -> None:
    caption = "The new cranes at the quay of Alden, seen from the sea"
    short = f"{caption}, when a ship …more"
    twice = f"<div><p class=caption-large>{caption}, when a ship came in</p><p class=caption-small>{short}</p></div>"
    found = text_found(f"{HEAD}<div class=story>{twice}{TEXT}</div>")
    assert len([line for line in found if line.startswith(caption)]) == 1


def test_a_caption_is_known_by_the_name_of_its_box() -> None:
    caption = "The new cranes at the quay of Alden, seen from the sea"
    figure = f"<figure><img src=/a.jpg><figcaption>{caption}</figcaption></figure>"
    twice = f"<div class=media-caption><p>{caption}</p></div>{figure}"
    assert text_found(f"{HEAD}<div class=story>{TEXT}{twice}<p>{CARD}</p></div>").count(caption) == 1


LEAD = "A longer quay and two new cranes brought more ships to the port than ever before."
LEADS = {
    "named": f"<p class=standfirst>{LEAD}</p>",
    "named by its wrapper": f"<div class=article__summary><span></span><div>{LEAD}</div></div>",
    "given by the metadata": f"<meta name=description content='{LEAD}'><div class=x1y2><p>{LEAD}</p></div>",
    "named in Spanish": f"<p id=sumario>{LEAD}</p>",
    "told by its place": f"<div class=x1y2><p>{LEAD} Two more are on their way.</p></div>",
    "with a link": f"<p class=lead>{LEAD[:-5]}<a href=/b>{LEAD[-5:]}</a></p>",
    "below a second headline": f"<h2 class=subhead>Cranes and a quay for the ships</h2><p class=lead>{LEAD}</p>",
    "below a picture's caption": f"<div class=intro><p class=image-text>The new cranes at the quay of Alden, seen from "
    f"the sea in June.</p><p class=intro-text>{LEAD}</p></div>",
}


@pytest.mark.parametrize("name", LEADS)
def test_the_lead_begins_the_text(name: str) -> None:
    found = text_found(f"{HEAD}<header>{LEADS[name]}</header><div class=story>{TEXT}</div>")
    assert found[0].startswith(LEAD)
    assert found[1:] == LINES


NO_LEADS = {
    "of a gallery": f"<div class=lightbox-gallery><div><p class=description>{LEAD}</p></div></div>",
    "a byline": f"<div class=author><p>{LEAD} Two more are on their way.</p></div>",
    "a caption": f"<figure><img src=/a.jpg><div><p>{LEAD} Two more are on their way.</p></div></figure>",
    "a label": "<p>The harbour office answers questions from eight to five, on Saturdays till noon, else never</p>",
    "the headline": "<p class=lead>Port of Alden sets a record</p>",
}


@pytest.mark.parametrize("name", NO_LEADS)
def test_what_stands_below_the_headline_and_is_no_lead(name: str) -> None:
    assert text_found(f"{HEAD}<header>{NO_LEADS[name]}</header><div class=story>{TEXT}</div>") == LINES


def test_a_lead_beside_the_headline() -> None:
    head = f"<div><h1>Port of Alden sets a record</h1><span>{LEAD}</span></div><p>20 July 2026, 09:30</p>"
    html = f"<meta name=description content='{LEAD}'>{head}<div class=story>{TEXT}</div>"
    assert text_found(html) == [LEAD, *LINES]


def test_a_lead_that_the_text_repeats_is_said_once() -> None:
    found = text_found(f"{HEAD}<p class=standfirst>{LINES[0]}</p><div class=story>{TEXT}</div>")
    assert found == LINES


def test_a_lead_that_begins_like_a_sentence_of_the_text_is_kept() -> None:
    lead = f"{LINES[0][:40]} on a summer's day, after a year in which two new cranes and a longer quay were built."
    found = text_found(f"{HEAD}<p class=standfirst>{lead}</p><div class=story>{TEXT}</div>")
    assert found == [lead, *LINES]


def test_a_lead_in_several_parts() -> None:
    leads = [f"{LEAD[:-1]} in part {n}." for n in (1, 2)]
    shown = "".join(f"<p class=lead>{lead}</p>" for lead in leads)
    assert text_found(f"{HEAD}<header>{shown}</header><div class=story>{TEXT}</div>") == [*leads, *LINES]


FIRST_SENTENCES = {
    "Chinese": "据示例社消息，2026年7月20日，阿尔登港的第三座码头正式开工。",
    "English": "On 20 July 2026 the third terminal was begun, its builders said.",
}


@pytest.mark.parametrize("language", FIRST_SENTENCES)
def test_a_first_sentence_that_names_a_day_is_no_dateline(language: str) -> None:
    first = FIRST_SENTENCES[language]
    text = f"<p>{first}</p>{TEXT}"
    assert text_found(f"<h1>Port of Alden</h1><div class=story><p>20 July 2026, 09:30</p>{text}</div>") == [
        first,
        *LINES,
    ]


def test_a_headline_in_another_spelling_is_no_text() -> None:
    headline = "<h2>Port of Al\xadden sets a “record”</h2>"
    page = f'<title>Port of Alden sets a "record"</title><h1>Business</h1><div class=story>{headline}{TEXT}</div>'
    assert text_found(f"<p>20 July 2026, 09:30</p>{page}") == LINES


def test_sections_of_one_kind_are_joined() -> None:
    sections = "".join(f"<div><div class='RichText part{n}'><p>{line}</p></div></div>" for n, line in enumerate(LINES))
    assert text_found(f"{HEAD}<section>{sections}<div class=ad>x</div></section>") == LINES


def test_the_metadata_says_which_of_two_texts_is_meant() -> None:
    other = "".join(f"<p>{CARD} That was number {n} of this summer, and no other was worse.</p>" for n in range(4))
    html = (
        f"<meta name=description content='{LINES[0]}'>{HEAD}<div class=one>{TEXT}</div>"
        f"<div><h2>More</h2><div class=two>{other}</div></div>"
    )
    assert text_found(html) == LINES


def test_what_holds_the_headline_is_the_article_whatever_it_is_called() -> None:
    deck = "<p class='post-excerpt'>More boxes crossed the quays of Alden in June than ever before.</p>"
    above = "<div class='rubric'>Alden <a href=/ports>Ports and quays</a></div>"
    date = "<div class='post-date'>First 20.07.2026 09:30 Last 20.07.2026 10:15</div>"
    header = f"<header class='post-header'>{above}<h1>Port of Alden sets a record</h1>{deck}{date}</header>"
    html = f"<article class='post'>{header}<p>{LINES[0]}</p><div><p>{LINES[1]}</p><p>{LINES[2]}</p></div></article>"
    assert text_found(html) == ["More boxes crossed the quays of Alden in June than ever before.", *LINES[:3]]


def test_the_text_that_is_sold_is_text() -> None:
    part = '{"isAccessibleForFree": "False", "cssSelector": ".paywall"}'
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "hasPart": {part}}}</script>'
    sold = f"<div class='paywall'><p>{LINES[3]}</p></div>"
    html = f"{HEAD}<div class=story><p>{LINES[0]}</p><p>{LINES[1]}</p><p>{LINES[2]}</p>{sold}</div>"
    assert text_found(html) == LINES[:3]
    assert text_found(data + html) == LINES


def test_a_deck_that_the_metadata_repeats_is_no_text() -> None:
    deck = "More boxes crossed the quays of Alden in June than ever, and the operator means to build again."
    html = (
        f"<meta name=description content='{deck}'><div><div>{HEAD}<h2>{deck}</h2></div></div>"
        f"<div class=story><p>{LINES[0]}</p><p>{LINES[1]}</p></div>"
    )
    assert text_found(html) == [deck, *LINES[:2]]


def test_what_stands_behind_the_end_of_the_document_is_read() -> None:
    page = f"<html><body><div>menu</div></body></html><!-- header ends -->{HEAD}<div class=story>{TEXT}</div>"
    found = extract_article(Page(url="https://news.example/a/1.html", html=page, fetched_at=AT))
    assert LINES[0] in found.body


def test_a_notice_longer_than_the_article_is_a_notice_whatever_it_speaks_of() -> None:
    said = "We and our partners keep small files on your device, as our privacy policy explains at length. " * 6
    notice = f"<div class='cookie-banner'><div>{f'<p>{said}</p>' * 10}</div></div>"
    assert text_found(f"<div>{HEAD}<div class='story'>{TEXT}</div>{notice}</div>") == LINES


def test_a_page_that_is_written_for_browsers_without_scripts() -> None:
    assert (
        text_found(f"<noscript><div>{HEAD}<div class=story>{TEXT}</div></div></noscript><script>go()</script>") == LINES
    )
    # beside a page that is shown it is not for readers
    assert text_found(f"<div>{HEAD}<div class=story>{TEXT}</div></div><noscript><p>{CARD}</p></noscript>") == LINES


def test_a_text_that_its_theme_calls_so_is_not_widened_by_a_note_below_it() -> None:
    note = " ".join(f"Keep to the subject, number {n}, and be kind to who writes below." for n in range(2))
    article = f"<article class='post type-post'><div class=entry-content>{TEXT}</div><p>{note}</p></article>"
    assert text_found(f"{HEAD}<main>{article}</main>") == LINES


def wrapped(part: str) -> str:
    return f"<div><div class='paragraph paragraph--text'><div><div>{part}</div></div></div></div>"


def test_paragraphs_in_wrappers_of_their_own_are_joined() -> None:
    parts = "".join(wrapped(f"<p>{line}</p>") for line in LINES)
    assert text_found(f"{HEAD}<section>{parts}</section>") == LINES


def test_articles_in_wrappers_of_one_kind_are_not_joined() -> None:
    others = "".join(wrapped(f"<article><div><p>{CARD} It was number {n}.</p></div></article>") for n in range(4))
    own = wrapped(f"<article>{HEAD}<div><div>{TEXT}</div></div></article>")
    assert text_found(f"<section>{own}{others}</section>") == LINES


def test_a_discussion_in_modules_like_the_texts_is_not_joined() -> None:
    said = "".join(f"<blockquote>{CARD} I saw it, I was reader {n}.</blockquote>" for n in range(4))
    comments = f"<div class='module page-comments'><div class=bd>{said}</div></div>"
    html = f"<div>{HEAD}<div class=module><div class=bd>{TEXT}</div></div>{comments}</div>"
    assert text_found(html) == LINES


def test_a_discussion_in_quotations_is_no_text() -> None:
    said = "".join(f"<blockquote>That was boat {n} of this summer.</blockquote>" for n in range(2))
    assert text_found(f"{HEAD}<div class=story>{TEXT}<div class=comments>{said}</div></div>") == LINES
    # a notice that stands before a quoted post
    post = f"<div class=cookie-notice><blockquote>{CARD}</blockquote></div>"
    assert CARD in " ".join(text_found(f"{HEAD}<div class=story>{TEXT}{post}</div>"))


def test_an_article_that_its_site_promotes_is_no_promotion() -> None:
    side = "".join(f"<div class=part><p>{CARD} It was number {n}.</p></div>" for n in range(3))
    node = f"<div class='node node-promoted'><div class=part>{TEXT}</div></div>"
    assert text_found(f"<div>{HEAD}{node}<div class=sidebar>{side}</div></div>") == LINES


def test_an_imprint_is_no_article() -> None:
    imprint = "".join(f"<p>{line}</p>" for line in ("The Alden Mail is printed at Quay 1, Alden.", *LINES))
    photo = f"<article>{HEAD}<img src=/a.jpg></article>"
    with pytest.raises((MissingField, NotAnArticle)):
        text_found(f"{photo}<footer class=site><div>{imprint}</div></footer>")
    # what is never closed holds the article
    assert text_found(f"<footer><div>{HEAD}<div class=story>{TEXT}</div></div>") == LINES


def test_a_short_article_is_one_where_it_stands_with_its_headline() -> None:
    text = f"<div class=post-content><p>{LINES[0]}</p></div>"
    assert text_found(f"<article>{HEAD}{text}</article>") == LINES[:1]
    with pytest.raises((MissingField, NotAnArticle)):
        text_found(f"{HEAD}{text}")


def test_a_description_of_the_writer_is_no_lead() -> None:
    about = f"<div class=author-menu><div class=description><p>{LEAD}</p></div></div>"
    assert text_found(f"{HEAD}{about}<div class=story>{TEXT}</div>") == LINES


def test_what_a_writer_says_in_a_talk_is_text() -> None:
    said = "Ann Lee: And so you will build again, won't you, when this is paid for?"
    html = f"<meta name=author content='Ann Lee'>{HEAD}<div class=story>{TEXT}<p>{said}</p></div>"
    assert text_found(html) == [*LINES, said]


LONG = " ".join([CARD, *LINES] * 2)


def test_parts_that_are_called_a_text_are_joined() -> None:
    first, rest = [LONG], LINES * 6
    parts = (f"<div class='{name} x-articletext'>{{}}</div>" for name in ("first", "rest"))
    html = "<div class=ad></div>".join(
        part.format("".join(f"<p>{line}</p>" for line in lines))
        for part, lines in zip(parts, (first, rest), strict=True)
    )
    assert text_found(f"<div>{HEAD}{html}</div>") == [*first, *rest]


def test_a_text_that_goes_on_behind_a_button() -> None:
    part = "<div class=story__paragraph>{}</div>"
    more = "".join(part.format(line) for line in LINES * 20)
    html = f"{HEAD}<div>{part.format(LONG)}<div class=story__more>{more}</div></div>"
    assert text_found(html) == [LONG, *LINES * 20]


def test_the_teaser_that_a_text_begins_with_is_of_it() -> None:
    part = "<div class='c1 article-body'><p>{}</p></div>"
    html = f"{HEAD}<div><div class=teaser-content>{part.format(LINES[0])}</div>{''.join(map(part.format, LINES[1:]))}"
    assert text_found(f"{html}<div class=teaser-content><p>{CARD}</p></div></div>") == LINES
