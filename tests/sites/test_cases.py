"""Every case of the sites that ship, fact by fact: ``<site>/<case>@<fact>``; see :mod:`newscrawl.cases`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from newscrawl.cases import Case, Reading, facts, find_cases
from newscrawl.sites import DATA, Site, read_site

CASES = list(find_cases(Path(__file__).parent))
FACTS = [
    pytest.param(index, keys, id=f"{case.name}@{path}")
    for index, case in enumerate(CASES)
    for path, keys in facts(case.expected)
]


@cache
def site_of(case_site: str) -> Site:
    return read_site(DATA / f"{case_site}.yaml")


@cache
def reading(index: int) -> Reading:
    return Reading(CASES[index], site_of(CASES[index].site_id))


@pytest.mark.parametrize(("index", "keys"), FACTS)
def test_case(index: int, keys: tuple[Any, ...]) -> None:
    assert not reading(index).problem(keys)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_expects_something(case: Case) -> None:
    assert case.expected
