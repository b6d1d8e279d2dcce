"""Where a post goes: ``<group>/<site>/<channel>/<title>.md``, by names that every file system and generator takes.

A generator that makes addresses of file names gets names that are addresses already (:attr:`Style.slugs`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from newscrawl.items import DRAFTS
from newscrawl.render.options import PostOptions
from newscrawl.render.text import one_line, slug_of, source_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newscrawl.items import Article

__all__ = ["post_path", "with_suffix"]

NAME_BYTES = 255
"""What ext4, APFS and NTFS allow for one name; in Chinese that is 84 characters."""
SUFFIX = ".md"
SLUG_BYTES = 200
"""Of a name that becomes an address: the generator puts ``.html`` behind it, or an ending that tells two apart."""

# Forbidden on Windows, or special to a permalink (Hexo drops a post with "%" there) or a template
_DROPPED_FROM_FOLDERS = str.maketrans("", "", '%"{}')
# ... and what the source format's file names lose
_DROPPED_FROM_NAMES = _DROPPED_FROM_FOLDERS | str.maketrans("", "", "#.")
# Hexo and Jekyll ignore files that start with one of these
_UNSEEN_START = re.compile(r"\A[\s_.]+")
# Pages of a folder: Hugo would take every post beside one for its attachment
_FOLDER_PAGES = frozenset({"index", "readme"})
# No files on Windows, whatever follows the first dot
_DEVICE = re.compile(r"\A(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|\Z)", re.IGNORECASE)
_JOINER = "\u200d"
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_DEFAULTS = PostOptions()


def post_path(article: Article, options: PostOptions = _DEFAULTS) -> PurePosixPath:
    """Return the article's path below the output folder: one folder a category, the title as the file's name.

    For Hexo the name is the source format's (twelve characters replaced, ``#`` and ``.`` dropped), made safe: no ``%``,
    no leading ``_``, no device of Windows, NFC, at most 255 bytes, a hash of the address where nothing is left. A draft
    of a generator that keeps drafts in a folder of their own lies beside the posts, below
    :data:`newscrawl.items.DRAFTS`.
    """
    style = options.style
    folders = [_folder(name, slugs=style.slugs) for name in article.categories if name.strip() and style.folders]
    if style.slugs:
        name = _slug_name(article.title) or _hash(article.canonical_url)
    else:
        name = _safe(article.title, _DROPPED_FROM_NAMES, NAME_BYTES - len(SUFFIX)) or _hash(article.canonical_url)
    if style.dated:
        zone = ZoneInfo(options.timezone) if options.timezone else UTC
        name = f"{article.published.astimezone(zone):%Y-%m-%d}-{name}"
    path = PurePosixPath(*folders, name + SUFFIX)
    return DRAFTS / path if style.drafts_folder and options.is_draft(article) else path


def with_suffix(path: PurePosixPath, suffix: str) -> PurePosixPath:
    """Return the name that tells two articles of one *path* apart, never over 255 bytes.

    >>> with_suffix(PurePosixPath("金融/早报.md"), "1f3a").as_posix()
    '金融/早报-1f3a.md'
    """
    ending = f"-{suffix}{path.suffix}"
    return path.with_name(_cut(path.stem, NAME_BYTES - len(ending.encode())) + ending)


def _folder(name: str, *, slugs: bool) -> str:
    safe = _slug(name) if slugs else _safe(name, _DROPPED_FROM_FOLDERS, NAME_BYTES)
    return safe or _hash(name)


def _slug(text: str) -> str:
    """Return *text* as a part of an address; empty for what is no file on Windows."""
    slug = _cut(slug_of(text), SLUG_BYTES).rstrip("-")
    return "" if _DEVICE.match(slug) else slug


def _slug_name(title: str) -> str:
    """Return the name that a title gives; empty for one that generators take for the folder's own page."""
    name = _slug(title)
    return "" if name in _FOLDER_PAGES else name


def _safe(text: str, dropped: Mapping[int, int | None], limit: int) -> str:
    """Return *text* as one safe component of a path, possibly empty."""
    name = unicodedata.normalize("NFC", source_title(one_line(text)).translate(dropped))
    name = "".join(c for c in name if c == _JOINER or unicodedata.category(c) not in _INVISIBLE)
    name = _cut(_UNSEEN_START.sub("", name), limit)
    return _cut(_DEVICE.sub(r"\g<0>-", name), limit)


def _cut(name: str, limit: int) -> str:
    """Cut a *name* to *limit* bytes of UTF-8, between characters, without a space or dot at its end."""
    return name.encode()[:limit].decode(errors="ignore").rstrip().rstrip(". ")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
