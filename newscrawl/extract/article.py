"""Page in, article out: the one route of every crawl, one-off scrape, re-extraction and test."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TYPE_CHECKING

from newscrawl.extract.body import find_body, inner_html
from newscrawl.extract.data import answer_of, parts_body, rule_body, script_data
from newscrawl.extract.dates import Moment, Zone, find_modified, find_published, parse_moment, zone_of
from newscrawl.extract.document import Document, fold, shown_text
from newscrawl.extract.findings import Findings
from newscrawl.extract.flash import flash_title
from newscrawl.extract.gallery import gallery_body, gallery_data
from newscrawl.extract.images import declared_images, usable
from newscrawl.extract.jsonpath import find_text
from newscrawl.extract.kinds import is_marked, refuse_other_kinds
from newscrawl.extract.loader import ArticleLoader
from newscrawl.extract.paging import find_next_page
from newscrawl.extract.people import People, find_reporters
from newscrawl.extract.persons import names_in
from newscrawl.extract.state import find_state_text, paragraphs_of
from newscrawl.extract.survey import weight_of
from newscrawl.extract.tickers import tickers_in, tickers_of
from newscrawl.extract.titles import find_titles
from newscrawl.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from newscrawl.items import Article, Link, Page
    from newscrawl.sites import Rule, Site
    from newscrawl.sites.pages import ArticleRules

__all__ = ["extract_article", "next_page", "read_page"]

LIST_LINKS = 40
"""Links on a page without running text from which on it is a list."""

DECLARED = 1.6
"""How much longer than the text found the declared one must be to be taken: the markup holds a teaser only."""

SCANT = 250.0
"""Weighted characters under which the markup's text may be a teaser for one that stands in a script."""

ANONYMOUS_GROUPS = {"zh": "新闻", "": "News"}
"""First category of articles that no site file knows, by language."""


def extract_article(
    page: Page, site: Site | None = None, *, channel: str = "", following: Sequence[Page] = ()
) -> Article:
    """Return the article of a page, its body as served: what :func:`read_page` found, whole.

    :param following: the article's further pages, in order
    :raises NotAnArticle: a page is of another kind
    :raises MissingField: no title, publish time or text was found
    """
    first, *more = (read_page(part, site, channel=channel) for part in (page, *following))
    return first.joined(more).article()


def read_page(
    page: Page, site: Site | None = None, *, channel: str = "", thorough: bool = False, elsewhere: bool = False
) -> Findings:
    """Return what a page says of its article, whether that is enough for one or not.

    :param site: the site file that knows the address; without one the generic rules do everything
    :param channel: name of the site's channel it was found in; empty: told from the address where the site says how
    :param thorough: ask every witness of a field, also those behind the one that settles it
    :param elsewhere: the page is what the site file has fetched instead of the article's address; an API's answer is
        told by itself, but an error page in its place is not
    :raises NotAnArticle: the page is of another kind
    :raises ListError: it is the answer of the site's API, which says that something went wrong
    """
    document = _document(page, site, elsewhere)
    refuse_other_kinds(document, site)
    loader = ArticleLoader(thorough=thorough)
    zone = zone_of(document, site)
    rules = _rules_for(document, site) if site else None
    if site and rules:
        _load_gallery(loader, document, site, zone)
        _load_by_site(loader, document, rules, zone)
    _load_generic(loader, document, zone, site)
    # last, for it takes boxes out of the tree
    _load_body(loader, document, site, rules)
    _load_from_text(loader, document)
    _load_link(loader, page.link)
    return _findings(loader, document, site, channel, zone)


def _document(page: Page, site: Site | None, elsewhere: bool) -> Document:
    """Return the page's tree; that of an API's answer is empty and has the answer beside it."""
    answer = answer_of(page, site, asked=elsewhere) if site else None
    document = Document(page if answer is None else replace(page, html=""))
    document.data = answer
    if site and answer is None:
        document.data = script_data(document, site)
    return document


def _rules_for(document: Document, site: Site) -> ArticleRules:
    """Return the site's rules, those of the page's layout first."""
    for variant in site.article.variants:
        if is_marked(document, variant.when):
            fields = {**site.article.fields, **variant.fields}
            return replace(site.article, fields=fields, body=variant.body or site.article.body)
    return site.article


def _findings(loader: ArticleLoader, document: Document, site: Site | None, channel: str, zone: Zone) -> Findings:
    """Return what was loaded."""
    fields = loader.load_item()
    confidence = {field: winner.confidence for field, winner in loader.winners.items()}
    if moment := fields.pop("published", None):
        fields["published"] = moment.when
        if not moment.zoned:
            confidence["published"] = min(confidence["published"], zone.confidence)
    name, categories = _place(document, site, channel)
    return Findings(
        document=document,
        site=site,
        place={
            "canonical_url": document.canonical_url or document.page.url,
            "site": site.id if site else "",
            "channel": name,
            "categories": categories,
            "language": _language(document, site),
            "paywalled": document.paywalled or (site is not None and _is_paywalled(document, site)),
        },
        fields=fields,
        found_by={field: winner.rule for field, winner in loader.winners.items()},
        confidence=confidence,
        candidates=loader.candidates,
        refusal=loader.refusal,
        notes=loader.notes,
    )


def _is_paywalled(document: Document, site: Site) -> bool:
    return any(is_marked(document, mark) for mark in site.article.paywall)


def _load_by_site(loader: ArticleLoader, document: Document, site_rules: ArticleRules, zone: Zone) -> None:
    """Load what the site file points at; the publish time is left to the rules for times."""
    for field, rules in site_rules.fields.items():
        if field in ("published", "modified"):
            continue
        for rule in rules:
            values = document.values(rule)
            if field == "tickers":
                values = [ticker for value in values for ticker in tickers_of(value)]
            elif field in ("authors", "editors"):
                values = [name for value in values for name in names_in(value)]
            loader.witness(field, values, f"site:{rule}", 0.98)
    shown = [
        (value, f"site:{rule}", rule.formats, rule.tz)
        for rule in site_rules.fields.get("published", ())
        for value in document.values(rule, " ")[:1]
    ]
    for rule in site_rules.fields.get("modified", ()):
        for value in document.values(rule, " ")[:1]:
            moment = parse_moment(value, rule.tz or zone.name, document.page.fetched_at, rule.formats)
            loader.witness("modified", moment.when if moment else None, f"site:{rule}", 0.9)
    loader.offer("published", find_published(document, zone, shown, loader.notes))


def _load_gallery(loader: ArticleLoader, document: Document, site: Site, zone: Zone) -> None:
    """Load a slide show from its script; pages that have none are left alone."""
    gallery = site.article.gallery
    data = gallery_data(document, gallery) if gallery else None
    if gallery is None or not (body := gallery_body(document, gallery, data)):
        return
    loader.witness("body", body, "site:gallery", 0.95)
    for field, path in (("title", gallery.title), ("summary", gallery.summary)):
        loader.witness(
            field, [html.unescape(text) for text in find_text(data, path) if path], f"site:gallery.{path}", 0.95
        )
    for text in find_text(data, gallery.published) if gallery.published else ():
        if moment := parse_moment(text, zone.name, document.page.fetched_at):
            loader.witness("published", moment, f"site:gallery.{gallery.published}", 0.9)


def _load_body(loader: ArticleLoader, document: Document, site: Site | None, rules: ArticleRules | None) -> None:
    """Load the page's text."""
    if "body" in loader.winners:
        return
    if site and rules and (by_site := _site_body(document, site, rules)):
        loader.witness("body", *by_site)
        return
    title = next(iter(loader.get_collected_values("title")), "")
    authors = loader.get_collected_values("authors")
    if found := _body_of(document, title, authors):
        loader.witness("body", *found)
    elif sum(box.links for box in document.boxes) > LIST_LINKS:
        loader.refusal = "list page"


def _site_body(document: Document, site: Site, rules: ArticleRules) -> tuple[str, str, float] | None:
    """Return the HTML that the site file points at, the rule that found it and how sure."""
    if (parts := rules.body_parts) and (markup := parts_body(document.data, parts, document.base_url)):
        return markup, f"site:path:{parts.items}", 0.98
    for rule in rules.body:
        if markup := _by_rule(document, site, rule):
            return markup, f"site:{rule}", 0.98
    return None


def _by_rule(document: Document, site: Site, rule: Rule) -> str:
    if rule.kind not in ("css", "xpath"):
        return rule_body(document.data, rule, site)
    nodes = [node for node in document.nodes(rule) if not isinstance(node, str)]
    if rule.join is None:
        return next((inner_html(node) for node in nodes if _says_something(node)), "")
    inside = set(nodes)
    outer = [node for node in nodes if _says_something(node) and inside.isdisjoint(node.iterancestors())]
    return rule.join.join(f"<{node.tag}>{inner_html(node)}</{node.tag}>" for node in outer)


def _says_something(node: etree._Element) -> bool:
    return bool(fold(shown_text(node))) or node.find(".//img") is not None


def _body_of(document: Document, title: str, authors: Sequence[str]) -> tuple[str, str, float] | None:
    """Return the container's HTML, the rule that found it and how sure."""
    found = find_body(document, title, authors)
    least = DECLARED * found.weight if found else 0.0
    declared = document.article_ld.get("articleBody")
    if isinstance(declared, str) and weight_of(declared) > least:
        return paragraphs_of(declared), "json-ld:articleBody", 0.7
    if least < SCANT and (state := find_state_text(document, title)) and state.weight > least:
        return state.markup, state.rule, 0.6
    if found is None:
        return None
    opening = "".join(f"<p>{html.escape(lead, quote=False)}</p>\n" for lead in found.leads)
    return opening + inner_html(found.element), "generic:density", found.confidence


def _load_generic(loader: ArticleLoader, document: Document, zone: Zone, site: Site | None) -> None:
    """Load by the generic rules what no site file has found."""
    loader.offer("title", find_titles(document))
    if "published" not in loader.winners:
        loader.offer("published", find_published(document, zone, (), loader.notes))
    loader.offer("modified", find_modified(document, zone))
    people = People(document)
    loader.offer("authors", people.authors())
    loader.offer("editors", people.editors())
    loader.offer("source", people.sources())
    if site is None:
        # of a site that a file knows, the file says where real keywords are
        loader.witness("keywords", [tag for tag in document.tags if tag.strip()], "metadata", 0.6)
    loader.offer("lead_image", declared_images(document))
    summaries = (summary for summary in document.summaries if fold(summary) != document.title_tag)
    loader.witness("summary", next(summaries, ""), "metadata", 0.6)


def _load_from_text(loader: ArticleLoader, document: Document) -> None:
    """Load what stands in the text itself: who signs it, which stocks it names; the title of a flash."""
    markup = next(iter(loader.get_collected_values("body")), "")
    if document.data is not None and "title" not in loader.winners:
        loader.witness("title", *flash_title(markup), 0.9)
    loader.offer("authors", find_reporters(markup))
    loader.witness("tickers", tickers_in(markup), "body:links", 0.8)


def _load_link(loader: ArticleLoader, link: Link | None) -> None:
    """Let the list entry fill in what the page did not say."""
    if link is None:
        return
    if link.published:
        loader.witness("published", Moment(link.published, True, True), "list", 0.7)
    loader.witness("modified", link.modified, "list", 0.7)
    for field, value in (("title", link.title), ("source", link.source), ("summary", link.summary)):
        loader.witness(field, value, "list", 0.7)
    loader.witness("authors", [name for text in link.authors for name in names_in(text)], "list", 0.7)
    loader.witness("keywords", link.keywords, "list", 0.7)
    loader.witness("tickers", link.tickers, "list", 0.7)
    if link.image and usable(link.image):
        loader.witness("lead_image", link.image, "list", 0.6)


def _place(document: Document, site: Site | None, channel: str) -> tuple[str, tuple[str, ...]]:
    """Return name of channel and categories."""
    if site is None:
        group = ANONYMOUS_GROUPS.get(document.language[:2], ANONYMOUS_GROUPS[""])
        name = document.meta.get("og:site_name") or host_of(document.page.url) or "page"
        return channel, tuple(filter(None, (group, name, channel)))
    found = site.channels.get(channel) or site.channel_of(document.page.url)
    return (found.name, (site.group, site.name, found.label)) if found else ("", (site.group, site.name))


def _language(document: Document, site: Site | None) -> str:
    """Return the page's language, or the site's where the page contradicts it or says nothing."""
    languages = site.languages if site else ()
    declared = document.language
    if languages and declared.split("-")[0] not in {language.split("-")[0] for language in languages}:
        return languages[0]
    return declared


def next_page(page: Page, site: Site | None) -> str:
    """Return the address of the page on which the article goes on; empty when it ends here."""
    return find_next_page(Document(page), site)
