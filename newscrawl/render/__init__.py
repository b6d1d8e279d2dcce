"""Articles become posts here.

:func:`render_post` writes the text in the style of the blog's generator (``styles``): front matter through a real
writer (``frontmatter`` for Hexo's), then the body as inert HTML (``body``) or Markdown (``trees``), or the whole in
the source format byte for byte (``source``). :func:`post_path` says where it goes (``paths``). :func:`with_pictures`
lets an article point at pictures that were downloaded (``assets``). :func:`check_post` reads the finished post back
with real parsers and refuses it when a generator would show something else than what the article says (``check``);
:func:`problems_of` does what can be done of that for anybody's post (``verify``). Nothing here knows sites, folders or
the network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newscrawl.items import Post
from newscrawl.render.assets import LAYOUTS, ImageMode, PictureOptions, with_pictures
from newscrawl.render.body import html_body
from newscrawl.render.check import check_post
from newscrawl.render.frontmatter import front_matter
from newscrawl.render.notes import with_note
from newscrawl.render.options import EXTRA_KEYS, AuthorMode, Blog, BodyMode, PostOptions
from newscrawl.render.paths import post_path, with_suffix
from newscrawl.render.styles import STYLES
from newscrawl.render.styles.fields import fields_of
from newscrawl.render.verify import header_of, is_draft, problems_of

if TYPE_CHECKING:
    from newscrawl.items import Article

__all__ = [
    "EXTRA_KEYS",
    "LAYOUTS",
    "STYLES",
    "AuthorMode",
    "Blog",
    "BodyMode",
    "ImageMode",
    "PictureOptions",
    "PostOptions",
    "check_post",
    "header_of",
    "is_draft",
    "post_path",
    "problems_of",
    "render_post",
    "with_note",
    "with_pictures",
    "with_suffix",
]

_DEFAULTS = PostOptions()


def render_post(article: Article, options: PostOptions = _DEFAULTS, *, named: str = "") -> Post:
    """Return the article as a post; its body is HTML as served in source mode, clean HTML otherwise.

    :param named: the title that a post's address was made of, where the article has another one by now
    """
    # what brings html5lib or BeautifulSoup is imported when it is asked for: they take as long as the rest of the room
    if options.mode == "source":
        from newscrawl.render.source import source_text

        text = source_text(article, options)
    elif options.mode == "markdown":
        from newscrawl.render.trees import markdown_body

        text = f"{_header(article, options, named)}{markdown_body(article.body, raw_html=options.style.raw_html)}\n"
    else:
        before, after = options.style.wrapper
        text = f"{_header(article, options, named)}{before}{html_body(article.body)}{after}"
    return Post(path=post_path(article, options), text=text)


def _header(article: Article, options: PostOptions, named: str) -> str:
    style = options.style
    if style.form is None:
        return f"\n{front_matter(article, options)}---\n\n"
    return style.form.write(fields_of(article, options, style, named=named))
