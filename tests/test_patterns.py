"""Patterns that are compiled late answer as those that are compiled at once."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import newscrawl.clean
import newscrawl.extract
from newscrawl.patterns import LazyPattern, lazy_pattern

MODULES = [
    module.name
    for package in (newscrawl.clean, newscrawl.extract)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
]


def test_a_pattern_answers_as_a_compiled_one() -> None:
    late, early = lazy_pattern(r"(?P<day>\d+)\.", re.I), re.compile(r"(?P<day>\d+)\.", re.I)
    for pattern in (late, early):
        assert pattern.sub("-", "a 7. b") == "a - b"
        assert [match["day"] for match in pattern.finditer("1. 2.")] == ["1", "2"]
        assert (pattern.pattern, pattern.groups) == (r"(?P<day>\d+)\.", 1)
    assert late.flags == early.flags


def test_it_is_compiled_once_and_late(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda *values: compiled.append(values) or compile_(*values))
    pattern = lazy_pattern("a+")
    assert not compiled
    assert pattern.search("aa")
    assert pattern.fullmatch("aa")
    assert compiled == [("a+", 0)]


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_of_a_module_compiles(name: str) -> None:
    members = list(vars(importlib.import_module(name)).values())
    for member in members:
        if isinstance(member, list | tuple):
            members.extend(member)
        if isinstance(member, LazyPattern):
            assert member.flags


def test_what_is_no_pattern_says_so_when_it_is_used() -> None:
    pattern = lazy_pattern("(")
    with pytest.raises(re.error, match="missing"):
        pattern.search("")
