"""The article after cleaning: its body and its pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newscrawl.clean import CleanRules, clean_body, images_of
from newscrawl.errors import MissingField
from newscrawl.extract.images import lead_of, small_pictures, written_image
from newscrawl.items import Image

if TYPE_CHECKING:
    from newscrawl.items import Article
    from newscrawl.sites import Site

__all__ = ["clean_article"]


def clean_article(article: Article, site: Site | None = None) -> Article:
    """Return the article with a clean body and its pictures settled.

    :raises MissingField: nothing is left of the text
    """
    rules = site.article if site else None
    body = clean_body(
        article.body,
        CleanRules(
            drop=rules.drop if rules else (),
            drop_text=rules.drop_text if rules else (),
            captions=tuple((captions.figure, captions.caption) for captions in rules.captions) if rules else (),
            base_url=article.url,
        ),
    )
    if not body.strip():
        raise MissingField("body", article.url)
    images = tuple(Image(url=url, alt=alt, caption=caption) for url, alt, caption in images_of(body))
    found_by = dict(article.found_by)
    rule = found_by.get("lead_image", "")
    small = small_pictures(article.body)
    pictures = [image for image in images if not image.url.endswith(small)]
    lead = lead_of(
        article.lead_image,
        pictures,
        article.language,
        shown=not rule.startswith(("meta:", "json-ld:")),
        sure=rule.startswith("site:"),
    )
    if lead is None and not article.url and (written := written_image(article.body)):
        lead = Image(url=written)
    if lead is None:
        found_by.pop("lead_image", None)
    elif article.lead_image is None or lead.url != article.lead_image.url:
        found_by["lead_image"] = "body:first picture"
    return replace(article, body=body, images=images, lead_image=lead, found_by=found_by)
