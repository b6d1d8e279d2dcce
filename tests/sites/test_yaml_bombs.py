"""A site file is data: what unfolds, nests or runs is one line, before anything is built of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from newscrawl.errors import SiteError
from newscrawl.sites.table import read_yaml

if TYPE_CHECKING:
    from pathlib import Path


def laughs(each: str, *, levels: int = 12) -> str:
    lines = [f"a0: &a0 {{k: [{', '.join('x' * 9)}]}}"]
    lines += [f"a{n}: &a{n} {each.format(', '.join([f'*a{n - 1}'] * 9))}" for n in range(1, levels)]
    return "\n".join(lines)


BOMBS = {
    "billion laughs": (laughs("[{}]"), "unfold to more than 100000 values"),
    "merged laughs": (laughs("{{<<: [{}]}}"), "unfold to more than 100000 values"),
    "in itself": ("a: &a [*a]", "the alias *a stands inside what it means"),
    "deep": ("a: " + "[" * 900 + "]" * 900, "nests deeper than 50 levels"),
    # PyYAML 6.0.4 refuses this by itself
    "bottomless": ("a: " + "[" * 20_000 + "]" * 20_000, "nest"),
    "deep mappings": ("\n".join(" " * n + "a:" for n in range(2_000)), "nests deeper than 50 levels"),
    "many values": ("a: [" + "1," * 100_001 + "]", "unfold to more than 100000 values"),
    "code": ("a: !!python/object/apply:os.system [ls]", "is not valid YAML"),
    "class": ("a: !!python/name:os.system ''", "is not valid YAML"),
    "no alias": ("a: *b", "is not valid YAML"),
    "no date": ("a: 2026-99-99", "holds a value that is none"),
    "huge number": ("a: " + "9" * 5_000, "holds a value that is none"),
    "key of a list": ("? [a, b]\n: c", "a key must be text"),
    "key of a mapping": ("? {a: b}\n: c", "a key must be text"),
    "two documents": ("a: 1\n---\na: 2", "is not valid YAML"),
    "control characters": ("a: \x00", "is not valid YAML"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_one_line(tmp_path: Path, name: str) -> None:
    text, problem = BOMBS[name]
    (tmp_path / "site.yaml").write_text(text, "utf-8")
    with pytest.raises(SiteError, match=re.escape(problem)) as raised:
        read_yaml(tmp_path / "site.yaml")
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 500


def test_aliases_are_fine(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("a: &x {k: [1, 2]}\nb: {<<: *x, l: 3}\nc: [*x, *x]\n", "utf-8")
    value = {"k": [1, 2]}
    assert read_yaml(tmp_path / "site.yaml") == {"a": value, "b": {**value, "l": 3}, "c": [value, value]}
