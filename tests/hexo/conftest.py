"""The fixtures of this folder."""

from hexo_fixtures import build_blog, node_modules

__all__ = ["build_blog", "node_modules"]
