"""How a post is to be written: the choices a user has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newscrawl.errors import SiteError
from newscrawl.render.styles import STYLES, Blog, BodyMode
from newscrawl.render.vocabulary import EXTRA_KEYS

if TYPE_CHECKING:
    from newscrawl.items import Article
    from newscrawl.render.styles import Style

__all__ = ["EXTRA_KEYS", "AuthorMode", "Blog", "BodyMode", "CategoryMode", "PostOptions"]

AuthorMode = Literal["site", "byline"]
"""``site``: the site's shown name; ``byline``: the article's authors, the site's name where there are none."""

CategoryMode = Literal["nested", "parallel"]
"""``nested``: each category lies in the one before it, as in the source format; ``parallel``: side by side."""

_JUDGED = ("title", "published", "body")
"""Fields whose confidence decides whether a post is a draft."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PostOptions:
    """How posts are written; raises :exc:`SiteError` for a value that does not exist."""

    body: BodyMode | Literal[""] = ""
    """Which of the three formats; empty: what the generator shows best, see :attr:`mode`."""
    author: AuthorMode = "site"
    """Whose name stands under ``author``; the source format always names the site."""
    categories: CategoryMode = "nested"
    """Hexo only, the one generator whose categories may be a path; those of the others are always side by side."""
    extra: tuple[str, ...] = ()
    """Keys of :data:`EXTRA_KEYS` to write after the others, where the article has them; none in the source format."""
    timezone: str = ""
    """The blog's own ``timezone``, an IANA name: dates are written as its wall-clock time. Empty: UTC."""
    placeholder: str = ""
    """Source format only: the picture of an article without one; empty leaves the keys empty."""
    blog: Blog = "hexo"
    """The generator that builds the posts."""
    drafts_below: float = 0.0
    """Posts whose title, time or text is less sure than this (0 to 1) become drafts; 0: none do."""
    tags_per_post: int = 0
    """Tags of one post at most, the article's first; 0: all that it has."""
    tags_in_blog: int = 0
    """Different tags of all posts at most, where tags are written; 0: no bound."""

    def __post_init__(self) -> None:
        _one_of("blog", self.blog, get_args(Blog))
        _one_of("body", self.body or self.mode, get_args(BodyMode))
        if self.mode not in self.style.bodies:
            raise SiteError("body", f"{self.style.title} takes {' or '.join(self.style.bodies)}, not {self.body}")
        _one_of("author", self.author, get_args(AuthorMode))
        _one_of("categories", self.categories, get_args(CategoryMode))
        if self.categories == "parallel" and (self.blog != "hexo" or self.mode == "source"):
            raise SiteError("categories", "parallel is for Hexo's clean and markdown posts; elsewhere there is one way")
        for key in self.extra:
            _one_of("extra", key, EXTRA_KEYS)
        if self.timezone:
            try:
                ZoneInfo(self.timezone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise SiteError("timezone", f"no such time zone: {self.timezone!r}") from None
        for name, number in (("tags_per_post", self.tags_per_post), ("tags_in_blog", self.tags_in_blog)):
            if number < 0:
                raise SiteError(name, f"{number} is no number of tags")
        if not 0 <= self.drafts_below <= 1:
            raise SiteError("drafts_below", f"{self.drafts_below} is not between 0 and 1")

    @property
    def style(self) -> Style:
        """What the generator wants."""
        return STYLES[self.blog]

    @property
    def mode(self) -> BodyMode:
        """The format of the body."""
        return self.body or self.style.bodies[0]

    def check_folder(self, output: str) -> None:
        """Raise :exc:`SiteError` when drafts are wanted beside a folder of posts that has no place for them."""
        if self.drafts_below and self.style.drafts_folder and PurePath(output).name != "_posts":
            raise SiteError(
                "drafts_below",
                f"{self.style.title} keeps drafts in _drafts beside _posts; posts must go to _posts, not to {output}",
            )

    def is_draft(self, article: Article) -> bool:
        """Tell whether the article is too unsure to be published without a look."""
        return min(article.confidence.get(name, 1.0) for name in _JUDGED) < self.drafts_below


def _one_of(place: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise SiteError(place, f"{value!r} is none of {', '.join(known)}")
