"""A small news site, written for the tests: the site that docs/adding-a-site.md adds."""

from __future__ import annotations

from loopback import Answer

HOME = "https://harbour-times.example"
"""Its address in the docs."""

ARTICLES = {
    "/2026/07/harbour-fees-rise-again.html": "Harbour fees rise again",
    "/2026/07/paper-mill-adds-night-shift.html": "Paper mill adds a night shift",
    "/2026/07/two-ferries-for-the-north-bank.html": "Two ferries for the north bank",
    "/2026/06/copper-stocks-fall-for-a-third-week.html": "Copper stocks fall for a third week",
}
MENU = {"/about/": "About us", "/contact/": "Contact", "/subscribe/": "Subscribe to our weekly letter today"}
TEXT = (
    "The board of the harbour agreed on Monday to raise what ships pay for a night at the quay by six percent. "
    "Owners of small boats had asked for a year without a change, and were turned down by a narrow vote. "
    "The money is meant for a new crane, which the board wants to order before the end of the autumn."
)

PARTNER = "Our partner has rooms with a view of the quay for readers of this paper."


def answers(url: str) -> dict[str, Answer]:
    """Return what the site answers, by path."""
    menu = "".join(f'<li><a href="{path}">{text}</a></li>' for path, text in MENU.items())
    cards = "".join(f'<article><h2><a href="{path}">{title}</a></h2></article>' for path, title in ARTICLES.items())
    items = "".join(
        f"<item><title>{title}</title><link>{url}{path}</link><pubDate>Mon, 20 Jul 2026 07:30:00 +0100</pubDate></item>"
        for path, title in ARTICLES.items()
    )
    found = {
        "/markets/": page("Markets - Harbour Times", f"<nav><ul>{menu}</ul></nav><main>{cards}</main>"),
        "/": page("Harbour Times", f"<nav><ul>{menu}</ul></nav><main>{cards}</main>"),
        "/robots.txt": Answer(f"User-agent: *\nDisallow: /internal/\nSitemap: {url}/news-sitemap.xml\n".encode()),
        "/feed.xml": Answer(
            f'<rss version="2.0"><channel><title>Harbour Times</title>{items}</channel></rss>'.encode(),
            headers=(("Content-Type", "application/rss+xml"),),
        ),
    }
    for path, title in ARTICLES.items():
        text = "".join(f"<p>{title}: {TEXT}</p>" for _ in range(3))
        found[path] = page(
            f"{title} - Harbour Times",
            f'<nav><ul>{menu}</ul></nav><article><h1>{title}</h1><p class="by">By Ada Quill</p>'
            f'<time datetime="2026-07-20T07:30:00+01:00">20 July 2026</time><div class="story">{text}'
            f'<p class="partner">{PARTNER}</p></div></article>',
        )
    return found


def page(title: str, body: str) -> Answer:
    head = (
        f'<title>{title}</title><meta property="og:site_name" content="Harbour Times">'
        '<link rel="alternate" type="application/rss+xml" title="Latest news" href="/feed.xml">'
    )
    return Answer(f'<html lang="en-GB"><head>{head}</head><body>{body}</body></html>'.encode())
