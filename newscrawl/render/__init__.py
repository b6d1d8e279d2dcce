"""Articles become posts here.

:func:`render_post` writes the text: front matter through PyYAML (``frontmatter``), then the body as inert HTML or
Markdown (``body``), or the whole in the source format byte for byte (``source``). :func:`post_path` says where it goes
(``paths``). :func:`check_post` reads the finished post back with real parsers and refuses it when a generator would
show something else than what the article says (``check``); :func:`problems_of` does what can be done of that for
anybody's post (``verify``). Nothing here knows sites, folders or the network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.items import Post
from newscrawl.render.body import html_body, markdown_body, wrapped
from newscrawl.render.check import check_post
from newscrawl.render.frontmatter import front_matter
from newscrawl.render.options import EXTRA_KEYS, AuthorMode, BodyMode, PostOptions
from newscrawl.render.paths import post_path, with_suffix
from newscrawl.render.source import source_text
from newscrawl.render.verify import problems_of

if TYPE_CHECKING:
    from newscrawl.items import Article

__all__ = [
    "EXTRA_KEYS",
    "AuthorMode",
    "BodyMode",
    "PostOptions",
    "check_post",
    "post_path",
    "problems_of",
    "render_post",
    "with_suffix",
]

_DEFAULTS = PostOptions()


def render_post(article: Article, options: PostOptions = _DEFAULTS) -> Post:
    """Return the article as a post; its body is HTML as served in source mode, clean HTML otherwise."""
    if options.body == "source":
        text = source_text(article, options)
    elif options.body == "markdown":
        text = f"\n{front_matter(article, options)}---\n\n{markdown_body(article.body)}\n"
    else:
        text = f"\n{front_matter(article, options)}---\n\n{wrapped(html_body(article.body))}"
    return Post(path=post_path(article), text=text)
