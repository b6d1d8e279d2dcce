"""What one generator wants of a post, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from newscrawl.render.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newscrawl.render.styles.forms import Form

__all__ = ["BodyMode", "Style"]

BodyMode = Literal["clean", "source", "markdown"]
"""``clean``: safe HTML in the source format's wrapper; ``source``: the source format byte for byte; ``markdown``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """What one generator wants of a post."""

    title: str
    """The generator's name as its makers write it."""
    form: Form | None
    """How its front matter is written and read; ``None``: the source format's dialect of YAML, see ``frontmatter``."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Meaning (see :mod:`~newscrawl.render.styles.fields`) -> key, in the order of the file; ``a.b``: b in table a."""
    bodies: tuple[BodyMode, ...] = ("clean",)
    """The bodies it shows as they are meant; the first is the default."""
    wrapper: tuple[str, str] = ("<div>\n", "\n</div>\n")
    """What stands around a ``clean`` body, so that Markdown takes it for one block of HTML."""
    dates: Literal["offset", "utc", "wall clock"] = "offset"
    """``offset``: the blog's local time with its offset from UTC; ``utc``; ``wall clock``: local time, or RFC 1123."""
    slugs: bool = True
    """Whether files are named as addresses are (lower case, hyphens), so that two files never get one address."""
    dated: bool = False
    """Whether the file's name begins with the date."""
    folders: bool = True
    """Whether each category is a folder."""
    reserved: frozenset[str] = frozenset()
    """Categories and tags, in lower case, that end its build."""
    drafts_folder: bool = False
    """Whether drafts lie in ``_drafts`` beside the posts; otherwise a key says so."""
    raw_html: bool = True
    """Whether Markdown may hold HTML."""
    marks: re.Pattern[str] = re.compile(r"[{}]|<%|<!--")
    """What the generator would act on in a Markdown body."""
    text: Callable[[str], str] = one_line
    """How a text of the article becomes a value of the front matter."""
    summary: Callable[[str], str] = one_line
    """The same for a summary."""
    term: Callable[[str], str] = one_line
    """The same for categories and tags."""
