"""Which picture leads an article, and which never does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newscrawl.extract import clean_article, extract_article
from newscrawl.extract.images import usable
from newscrawl.items import Article, Page

FETCHED = datetime(2026, 7, 20, tzinfo=UTC)
TEXT = "<p>" + "The plant opens next month and will raise its yearly output by a fifth, the company said. " * 4 + "</p>"
CHINESE = "<p>" + "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成。" * 6 + "</p>"
OG = '<meta property="og:image" content="https://img.example/share/{}">'


def article(body: str, head: str = "", url: str = "https://news.example/2026/07/03/plant.html") -> Article:
    chinese = CHINESE in body
    title = "新厂房下月启用" if chinese else "New plant opens next month"
    markup = (
        f"<html lang='{'zh-CN' if chinese else 'en'}'><head><title>{title}</title>{head}</head><body><h1>{title}</h1>"
        f"<p class='date'>2026-07-03 09:15</p>{body}</body></html>"
    )
    return clean_article(extract_article(Page(url=url, html=markup, fetched_at=FETCHED)))


def lead(body: str, head: str = "", url: str = "https://news.example/2026/07/03/plant.html") -> str:
    found = article(body, head, url).lead_image
    return found.url if found else ""


@pytest.mark.parametrize(
    ("declared", "shown"),
    [
        ("4c113d3e-b078-4dd9-8c4b-24b103c17e6a_w1280.jpg", "/i/4c113d3e-b078-4dd9-8c4b-24b103c17e6a_w948.jpg"),
        ("0123456789abcdef0123.jpg", "/i/0123456789abcdef0123/wide.webp"),
        ("IMG_0234.jpg", "/i/IMG_0234-585x439.jpg"),
        ("new-plant-seen-from-above-big.jpg", "/i/new-plant-seen-from-above-m.jpg"),
        ("195679/width/1200", "/i/id/195679/width/730/height/500"),
    ],
)
def test_the_same_picture_has_the_same_mark(declared: str, shown: str) -> None:
    body = f"<img src='/i/another-picture.jpg'><div class='hero'><img src='{shown}'></div>{TEXT}"
    assert lead(body, OG.format(declared)) == f"https://news.example{shown}"


@pytest.mark.parametrize(
    "picture",
    [
        "<img src='/i/plant-1234-large.jpg'>",
        "<img src='//news.example/i/plant-1234-large.jpg'>",
        "<img src='data:image/gif;base64,R0' data-src='/i/plant-1234-large.jpg'>",
        "<img src='/placeholder.gif' data-original='/i/plant-1234-large.jpg'>",
        "<img src='/blank.gif' data-lazy-src='/i/plant-1234-large.jpg'>",
        "<img srcset='/i/plant-1234-small.jpg 320w, /i/plant-1234-large.jpg 900w' src='/i/plant-1234-small.jpg'>",
        "<img src='data:,' data-srcset='/i/plant-1234-small.jpg 320w, /i/plant-1234-large.jpg 900w'>",
        "<picture><source srcset='/i/plant-1234-large.jpg 900w'><img alt='plant-1234-large' src='data:,'></picture>",
    ],
)
def test_where_a_picture_keeps_its_address(picture: str) -> None:
    assert lead(f"<div class='hero'>{picture}</div>{TEXT}", OG.format("plant-1234-large.jpg")) == (
        "https://news.example/i/plant-1234-large.jpg"
    )


@pytest.mark.parametrize(
    ("head", "picture"),
    [
        ("", "<img fetchpriority='high' src='/i/first.jpg'>"),
        ("<link rel='preload' as='image' href='/i/plant-one-20x9-1280.jpg'>", "<img src='/i/plant-one-20x9-1280.jpg'>"),
        (
            "<link rel='preload' as='image' imagesrcset='/i/445566/s.jpg 100w, /i/445566/l.jpg 900w'>",
            "<img src='/i/445566/m.jpg'>",
        ),
    ],
)
def test_the_picture_loaded_first(head: str, picture: str) -> None:
    found = lead(f"<div class='hero'>{picture}</div>{TEXT}", head + OG.format("made-for-sharing-only-77.jpg"))
    assert found.startswith("https://news.example/i/")


def test_the_declared_picture_may_be_asked_for_and_shown_by_a_script() -> None:
    links = "".join(f"<link rel='preload' as='image' href='/i/{size}/plant-1234.webp'>" for size in ("640", "1280"))
    body = f"<p><img src='/i/other.jpg'></p>{TEXT}"
    assert lead(body, links + OG.format("plant-1234.jpg")) == "https://news.example/i/1280/plant-1234.webp"


def test_the_declared_picture_goes_before_the_one_loaded_first() -> None:
    body = f"<img fetchpriority='high' src='/i/opener.jpg'><figure><img src='/i/plant-1234.jpg'></figure>{TEXT}"
    assert lead(body, OG.format("plant-1234.jpg")) == "https://news.example/i/plant-1234.jpg"


def test_a_share_picture_that_the_page_does_not_show_yields_to_the_text() -> None:
    assert lead(f"{TEXT}<p><img src='/i/plant.jpg'></p>{TEXT}", OG.format("made-for-sharing-77.jpg")) == (
        "https://news.example/i/plant.jpg"
    )


def test_a_share_picture_is_better_than_none() -> None:
    assert lead(TEXT, OG.format("plant-77.jpg")) == "https://img.example/share/plant-77.jpg"


def test_a_link_names_a_picture() -> None:
    assert lead(TEXT, "<link rel='image_src' href='/i/plant.jpg'>") == "https://news.example/i/plant.jpg"


def test_the_data_of_the_page_names_a_picture() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "image": {"url": "/i/plant.jpg"}}</script>'
    assert lead(TEXT, head) == "https://news.example/i/plant.jpg"


def test_a_face_is_no_lead() -> None:
    body = f"<div class='author-box'><img width='60' height='60' src='/i/1234567.jpg'></div>{TEXT}"
    assert lead(body, OG.format("1234567.jpg")) == "https://img.example/share/1234567.jpg"


def test_a_page_without_an_address_keeps_the_picture_as_written() -> None:
    body = f"{CHINESE}<p><img src='./qrcode.png'><img src='./W020260703.jpg'></p>{CHINESE}"
    assert lead(body, url="") == "./W020260703.jpg"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://n.example/sites/default/files/plant.jpg", True),
        ("https://n.example/dims4/default/abc/plant.jpg", True),
        ("https://n.example/silicon-valley.jpg", True),
        ("https://n.example/shareholders-meet.jpg", True),
        ("https://n.example/catalogue.jpg", True),
        ("https://n.example/plant.jpg?fallback=default.png", True),
        ("https://n.example/site-logo.png", False),
        ("https://n.example/logos/paper.png", False),
        ("https://n.example/icons/app.svg", False),
        ("https://n.example/default.png", False),
        ("https://n.example/share-card.png", False),
        ("https://n.example/qr_code.png", False),
        ("https://n.example/ads/plant.jpg", False),
        ("https://n.example/spacer.gif", False),
        ("/plant.jpg", False),
    ],
)
def test_what_an_address_says(url: str, expected: bool) -> None:
    assert usable(url) is expected


@pytest.mark.parametrize(
    ("declared", "shown", "expected"),
    [
        ("2026/07/plant.jpg", "<img src='/i/2026/07/plant-300x200.jpg'>", "/i/2026/07/plant-300x200.jpg"),
        ("2026/07/plant-1200x630.jpg", "<img src='/i/2026/07/plant.jpg'>", "/i/2026/07/plant.jpg"),
        ("ic/700x400/p04p.jpg", "<img src='/i/ic/320x180/p04p.jpg'>", "/i/ic/320x180/p04p.jpg"),
        ("made-90x90/plant-1234.jpg", "<img src='/i/plant-1234.jpg'>", "/i/plant-1234.jpg"),
        # another folder's, and no file at all
        ("2026/07/plant.jpg", "<img src='/i/2025/01/plant.jpg'>", "/i/other.jpg"),
        ("image?id=7", "<img src='/i/image?id=8'>", "/i/other.jpg"),
        # placeholders, whatever they are called
        ("plant-1234.jpg", "<img src='/i/leer.gif' data-retina='/i/plant-1234.jpg'>", "/i/plant-1234.jpg"),
        (
            "plant-1234.jpg",
            "<img src='/i/x.gif' data-x='{\"src\":\"//news.example/i/plant-1234.jpg\"}'>",
            "/i/plant-1234.jpg",
        ),
        ("07/plant.jpg", "<img src='/i/leer.gif' data-retina='/i/07/plant.jpg'>", "/i/07/plant.jpg"),
        # sizes that an address names
        ("plant-1234.jpg", "<img src='/i/84x84/plant-1234.jpg'>", "/i/other.jpg"),
        ("plant-1234.jpg", "<img src='/i/plant-1234.jpg?w=60'>", "/i/other.jpg"),
        ("plant-1234.jpg", "<img src='/i/16x9-960/plant-1234.jpg'>", "/i/16x9-960/plant-1234.jpg"),
        ("plant-1234.jpg", "<img width='800' height='0' src='/i/plant-1234.jpg'>", "/i/plant-1234.jpg"),
        # the other sizes of a picture, one of them not closed
        (
            "plant-1234.jpg",
            "<picture><source data-srcset='/i/plant-1234.jpg 900w'><source srcset='data:,'><img data-src='/i/xs/7.jpg'>"
            "</source></picture>",
            "/i/plant-1234.jpg",
        ),
        ("plant-1234.jpg", "<img src='/i/plant-1234.jpg?width=25' data-src='/i/plant-1234.jpg'>", "/i/plant-1234.jpg"),
        # sizes in the attribute of one address
        (
            "plant-1234.jpg",
            "<img src='/i/s/plant-1234.jpg, https://news.example/i/l/plant-1234.jpg 2x'>",
            "/i/l/plant-1234.jpg",
        ),
    ],
)
def test_the_declared_picture_as_shown(declared: str, shown: str, expected: str) -> None:
    body = f"<p><img src='/i/other.jpg'></p><div class='hero'>{shown}</div>{TEXT}{TEXT}"
    assert lead(body, OG.format(declared)) == f"https://news.example{expected}"


def test_a_portrait_leads_only_where_nothing_else_does() -> None:
    portrait = "<p><img src='/i/A_Writer-200x200.jpg'></p>"
    assert lead(f"{TEXT}{portrait}{TEXT}", OG.format("hero.jpg")).endswith("/share/hero.jpg")
    assert lead(f"{TEXT}{portrait}{TEXT}").endswith("/i/A_Writer-200x200.jpg")


def test_a_picture_that_moves_leads_only_where_nothing_else_does() -> None:
    moving, still = "<p><img src='/i/fire.gif'></p>", "<p><img src='/i/plant.jpg'></p>"
    assert lead(f"{TEXT}{moving}{still}{TEXT}").endswith("/i/plant.jpg")
    assert lead(f"{TEXT}{moving}{TEXT}", OG.format("hero.jpg")).endswith("/share/hero.jpg")
    assert lead(f"{TEXT}{moving}{TEXT}").endswith("/i/fire.gif")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://static.paper.example/facebook_papernews.jpg", False),
        ("https://paper.example/img/og_image.jpg", False),
        ("https://i.example/g/fb.png", False),
        ("https://paper.example/wp-content/themes/paper/flag.jpg", False),
        ("https://paper.example/assets/ornament-12345678.gif", False),
        ("https://paper.example/2026/facebook-opens-office.jpg", True),
        ("https://paper.example/story/12345678/og.jpg", True),
        ("https://paper.example/image.jpg", True),
        ("https://paper.example/acme-logo-getty-1024.jpg", True),
        ("https://paper.example/acme-logo-1024.jpg", False),
        ("https://paper.example/customer-loading-truck.jpg", True),
        ("https://paper.example/loading-spinner.svg", False),
        ("https://secure.gravatar.com/blavatar/0123456789abcdef", False),
        ("https://paper.example/i/970x90/plant.jpg", False),
        ("https://paper.example/i/60x-1.png", False),
        ("https://paper.example/i/60/60/plant.jpg", False),
        ("https://paper.example/2019/10/10/plant.jpg", True),
        ("https://paper.example/i/20x9-1280.png", True),
    ],
)
def test_pictures_of_the_outlet_and_small_ones(url: str, expected: bool) -> None:
    assert usable(url) is expected
