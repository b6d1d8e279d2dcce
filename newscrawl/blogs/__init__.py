"""Blogs as they lie on disk: which generator builds one, and what its configuration means for posts.

Nothing is executed: YAML, TOML and JSON are read with safe readers, Pelican's Python with :mod:`ast`; the JavaScript of
Eleventy and Astro is not read at all. ``files`` reads configuration files, ``found`` says what they mean.
"""

from __future__ import annotations

from newscrawl.blogs.files import check_timezone
from newscrawl.blogs.found import FoundBlog, find_blog, read_blog

__all__ = ["FoundBlog", "check_timezone", "find_blog", "read_blog"]
