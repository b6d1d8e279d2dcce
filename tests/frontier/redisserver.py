"""Whether there is a Redis to test with."""

from __future__ import annotations

import os
import shutil

import pytest

__all__ = ["need_redis"]


def need_redis() -> None:
    """Skip the test where there is no redis-server; fail it where nothing may be skipped."""
    if not shutil.which("redis-server"):
        problem = "needs redis-server (apt-get install redis-server)"
        if os.environ.get("NEWSCRAWL_REQUIRE_ALL"):
            pytest.fail(problem)
        pytest.skip(problem)
