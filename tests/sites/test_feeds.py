"""Feeds and sitemaps: every dialect, and what is wrong with real ones."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from written_sites import list_site, read

from newscrawl.errors import ListError
from newscrawl.extract import Step, article_of_link

RSS = "kind: rss\nurl: https://news.example/rss.xml\n"

RSS2 = """<?xml version="1.0" encoding="gb2312"?>
<!DOCTYPE rss [<!ENTITY x "y">]>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Feed</title><link>https://news.example/</link><item>
 <title><![CDATA[Mills & makers]]>&nbsp;raise prices&rsquo; &amp; hopes</title>
 <link> https://news.example/a/1.html?a=1&b=2 </link>
 <guid isPermaLink="false">17</guid>
 <description><![CDATA[<p>Paper gets <b>dearer</b>.</p>]]></description>
 <content:encoded><![CDATA[<p>Paper gets dearer from Monday.</p>]]></content:encoded>
 <dc:creator>Ann Miller</dc:creator><dc:creator>Bo Chen</dc:creator>
 <category>Paper</category><category domain="x">Prices</category><category>Paper</category>
 <pubDate>Mon, 20 Jul 2026 01:15:00 GMT</pubDate>
 <source url="https://wire.example/">The Wire</source>
 <media:content url="https://i.example/1.jpg" medium="image"><media:title>No title</media:title></media:content>
</item><item>
 <title>Second</title><guid>https://news.example/a/2.html</guid>
 <enclosure url="https://i.example/2.jpg" type="image/jpeg"/>
 <enclosure url="https://i.example/2.mp3" type="audio/mpeg"/>
 <media:group><media:content url="https://i.example/3.jpg" type="image/jpeg"/></media:group>
 <dc:date>2026-07-19T08:00:00+08:00</dc:date>
</item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><entry>
 <source><title>Elsewhere</title></source>
 <title type="html">Mills &lt;b&gt;raise&lt;/b&gt; prices</title>
 <link rel="enclosure" type="image/png" href="https://i.example/1.png"/>
 <link rel="self" href="https://news.example/api/1"/><link href="/a/1.html"/>
 <id>tag:news.example,2026:1</id>
 <published>2026-07-20T09:15:00+08:00</published><updated>2026-07-20T10:00:00+08:00</updated>
 <author><name>Ann Miller</name><email>ann@news.example</email></author>
 <category term="Paper"/><summary>Paper gets dearer.</summary>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Paper gets dearer from Monday.</p></div></content>
</entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Feed</title></channel>
<item rdf:about="x"><title>Mills raise prices</title><link>https://news.example/a/1.html</link>
<dc:date>2026-07-20T09:15:00+09:00</dc:date><dc:subject>Paper</dc:subject></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("feed", "index", "field", "value"),
    [
        (RSS2, 0, "title", "Mills & makers raise prices’ & hopes"),
        (RSS2, 0, "url", "https://news.example/a/1.html?a=1&b=2"),
        (RSS2, 0, "summary", "Paper gets dearer."),
        (RSS2, 0, "authors", ("Ann Miller", "Bo Chen")),
        (RSS2, 0, "keywords", ("Paper", "Prices")),
        (RSS2, 0, "published", "2026-07-20T01:15:00+00:00"),
        (RSS2, 0, "source", "The Wire"),
        (RSS2, 0, "image", "https://i.example/1.jpg"),
        (RSS2, 0, "body", ""),
        (RSS2, 1, "url", "https://news.example/a/2.html"),
        (RSS2, 1, "image", "https://i.example/2.jpg"),
        (RSS2, 1, "published", "2026-07-19T08:00:00+08:00"),
        (ATOM, 0, "title", "Mills raise prices"),
        (ATOM, 0, "url", "https://news.example/a/1.html"),
        (ATOM, 0, "published", "2026-07-20T09:15:00+08:00"),
        (ATOM, 0, "modified", "2026-07-20T10:00:00+08:00"),
        (ATOM, 0, "authors", ("Ann Miller",)),
        (ATOM, 0, "keywords", ("Paper",)),
        (ATOM, 0, "image", "https://i.example/1.png"),
        (RDF, 0, "url", "https://news.example/a/1.html"),
        (RDF, 0, "published", "2026-07-20T09:15:00+09:00"),
        (RDF, 0, "keywords", ("Paper",)),
    ],
)
def test_entries(feed: str, index: int, field: str, value: Any) -> None:
    found = getattr(read(list_site(RSS), feed).links[index], field)
    assert (found.isoformat() if field in ("published", "modified") else found) == value


@pytest.mark.parametrize("feed", [RSS2, ATOM])
def test_content_may_be_the_whole_article(feed: str) -> None:
    site = list_site(RSS + "inline: true\n")
    link = read(site, feed).links[0]
    assert "<p>Paper gets dearer from Monday.</p>" in article_of_link(link, site, site.channels["x"]).body


def test_rules_go_over_what_a_feed_says() -> None:
    site = list_site(RSS + "fields: {published: [], modified: published, title: {path: title, strip: ^Mills}}\n")
    link = read(site, RSS2).links[0]
    assert (link.published, link.modified is not None) == (None, True)
    assert link.title == "& makers raise prices’ & hopes"


def test_entries_that_are_left_out() -> None:
    site = list_site(RSS + "skip_if: [{path: url, matches: '/a/1'}]\nmax_age: 30\n")
    assert [link.title for link in read(site, RSS2).links] == ["Second"]


@pytest.mark.parametrize(
    "feed",
    [
        "\n\n  " + RSS2,
        "\ufeff" + RSS2,
        RSS2.replace("</item></channel></rss>", ""),
        RSS2.replace("Second", "Sec\x0bond"),
        RSS2.replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"', ""),
        RSS2.replace("<title>Second", "<title>A < B & C Second"),
    ],
    ids=["blank lines", "mark", "cut short", "control character", "no namespace", "no escapes"],
)
def test_broken_feeds_are_read(feed: str) -> None:
    first, _ = read(list_site(RSS), feed).links
    assert first.url == "https://news.example/a/1.html?a=1&b=2"


def test_a_feed_defines_nothing_and_loads_nothing() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>' + RDF.replace(
        "Mills", "&a;&b; Mills"
    )
    (link,) = read(list_site(RSS), bomb).links
    assert link.title == "&a;&b; Mills raise prices"


@pytest.mark.parametrize(
    ("kind", "body", "problem"),
    [
        ("rss", "<!DOCTYPE html><html><body>busy</body></html>", "the list's answer is no feed, but a web page"),
        ("rss", '{"code": 1}', "the list's answer is no feed"),
        ("rss", "<urlset></urlset>", "the list's answer is no feed, but <urlset>"),
        ("rss", "<rss><channel><item><title>x</title></item></channel></rss>", "none of the list's 1 entries has an"),
        ("sitemap", RSS2, "the list's answer is no sitemap, but <rss>"),
        ("sitemap", "busy", "the list's answer is no sitemap"),
    ],
)
def test_what_is_no_feed(kind: str, body: str, problem: str) -> None:
    with pytest.raises(ListError) as caught:
        read(list_site(f"kind: {kind}\nurl: https://news.example/rss.xml\n"), body)
    assert caught.value.reason.startswith(problem)


SITEMAP = "kind: sitemap\nurl: https://news.example/news.xml\n"

NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example/a/old</loc><lastmod>2026-07-01</lastmod></url>
<url><loc>https://news.example/a/undated</loc></url>
<url><loc>https://news.example/a/first</loc><lastmod>2026-07-20T03:00:00Z</lastmod>
 <image:image><image:loc>https://i.example/1.jpg</image:loc><image:title>No title</image:title></image:image>
 <news:news><news:publication><news:name>N</news:name><news:language>en</news:language></news:publication>
 <news:publication_date>2026-07-20T01:15:00Z</news:publication_date><news:title>Mills raise prices</news:title>
 <news:keywords>Paper, Prices</news:keywords></news:news></url>
<url><loc>https://news.example/a/second</loc><lastmod>2026-07-20T00:00:00Z</lastmod></url>
</urlset>"""


def test_a_sitemap_is_read_newest_first() -> None:
    links = read(list_site(SITEMAP), NEWS).links
    assert [link.url.rpartition("/")[2] for link in links] == ["first", "second", "old", "undated"]


def test_old_entries_are_left_out() -> None:
    links = read(list_site(SITEMAP + "max_age: 2\n"), NEWS).links
    assert [link.url.rpartition("/")[2] for link in links] == ["first", "second", "undated"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Mills raise prices"),
        ("published", "2026-07-20T01:15:00+00:00"),
        ("modified", "2026-07-20T03:00:00+00:00"),
        ("keywords", ("Paper", "Prices")),
        ("image", "https://i.example/1.jpg"),
    ],
)
def test_a_news_sitemap_says_more(field: str, value: Any) -> None:
    found = getattr(read(list_site(SITEMAP), gzip.compress(NEWS.encode())).links[0], field)
    assert (found.isoformat() if field in ("published", "modified") else found) == value


def index(*urls: str) -> str:
    entries = "".join(
        f"<sitemap><loc>{url}</loc><lastmod>2026-07-{10 + number}</lastmod></sitemap>"
        for number, url in enumerate(urls)
    )
    return f"<sitemapindex>{entries}</sitemapindex>"


def test_the_newest_sitemaps_of_an_index_are_followed() -> None:
    site = list_site(SITEMAP + "follow: /articles\npaging: {pages: 2}\n")
    listed = read(site, index("/articles-1.xml", "/articles-2.xml", "/articles-3.xml", "/videos.xml"))
    assert listed.index
    assert [step.url for step in listed.further] == [
        "https://news.example/articles-3.xml",
        "https://news.example/articles-2.xml",
    ]


def test_an_index_that_leads_to_itself_ends() -> None:
    site = list_site(SITEMAP)
    assert read(site, index("/news.xml")).further == ()
    step, steps = Step(), 0
    while further := read(site, index(f"/{steps}.xml"), step).further:
        step, steps = further[0], steps + 1
    assert steps == 2


def test_an_empty_sitemap_is_one() -> None:
    assert read(list_site(SITEMAP), "<urlset></urlset>").links == ()
