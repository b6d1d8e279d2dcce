"""What the tests of this folder borrow."""

from hexo_fixtures import build_blog, node_modules

__all__ = ["build_blog", "node_modules"]
