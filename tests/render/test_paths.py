"""File names: the source format's rule, made safe."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_articles import article

from newscrawl.render import post_path, with_suffix

NAMES = {
    "铜价上涨": "铜价上涨",
    "数字政府“系统+跑道”体系": "数字政府_系统+跑道_体系",
    "增长2.48亿 #1": "增长248亿 1",
    "a:b/c\\d?e*f<g>h|i[j]k": "a_b_c_d_e_f_g_h_i_j_k",
    "：？｜／（）！": "：？｜／（）！",
    "“铜价”": "铜价_",
    "..铜价": "铜价",
    "_ 铜价 ": "铜价",
    "上涨5%": "上涨5",
    '他说"不"': "他说不",
    "{{ x }}": "x",
    "it's 🎧": "it's 🎧",
    "Con": "Con-",
    "com1.x": "com1x",
    "console": "console",
    "铜\x00价\u202e\u200b上\n涨": "铜价上 涨",
    "👨\u200d👩\u200d👧": "👨\u200d👩\u200d👧",
    "e\u0301te\u0301": "\xe9t\xe9",
    "铜价" * 100: "铜价" * 37 + "铜",
}


@pytest.mark.parametrize("title", NAMES)
def test_name(title: str) -> None:
    assert post_path(article(title=title)).name == NAMES[title] + ".md"


@pytest.mark.parametrize("title", ["...", "___", "###", "%", " ", "\u200b", "[]"])
def test_a_title_of_which_nothing_is_left_becomes_a_hash_of_the_address(title: str) -> None:
    name = post_path(article(title=title)).name
    assert len(name) == len("0123456789ab.md")
    assert name == post_path(article(title="#")).name
    assert name != post_path(article(title="#", canonical_url="https://news.example/2")).name


FOLDERS = {
    "新浪财经－国內": "新浪财经－国內",
    "首页 - 白金攻略 / 游戏开箱": "首页 - 白金攻略 _ 游戏开箱",
    "Node.js": "Node.js",
    "../../etc": "etc",
    "_draft": "draft",
    ".git": "git",
    "aux.2026": "aux-.2026",
    "nul." + "x" * 300: "nul-." + "x" * 146,
    "a\\b:c": "a_b_c",
    "铜\x00\n价.": "铜 价",
    "x" * 300: "x" * 150,
}


@pytest.mark.parametrize("category", FOLDERS)
def test_folder(category: str) -> None:
    path = post_path(article(categories=("金融", category, "国内")))
    assert path == PurePosixPath("金融", FOLDERS[category], "国内", "铜价上涨.md")


def test_no_channel_is_no_folder() -> None:
    assert post_path(article(categories=("金融", "例报", ""))) == PurePosixPath("金融/例报/铜价上涨.md")


def test_a_folder_of_which_nothing_is_left_becomes_a_hash() -> None:
    assert len(post_path(article(categories=("金融", "..", "国内"))).parts[1]) == 12


@given(st.text(min_size=1), st.lists(st.text(), min_size=2, max_size=4))
def test_every_path_is_safe(title: str, categories: list[str]) -> None:
    path = post_path(article(title=title, categories=tuple(categories)))
    assert not path.is_absolute()
    assert path.suffix == ".md"
    for part in path.parts:
        assert len(part.encode()) <= 255
        assert part[0] not in "._ "
        assert not set(part) & set('/\\:*?"<>|%{}\0\n')
        assert part == unicodedata.normalize("NFC", part)


@given(st.text(min_size=1), st.text("0123456789abcdef", min_size=1, max_size=64))
def test_a_suffix_tells_apart_and_fits(title: str, suffix: str) -> None:
    path = post_path(article(title=title))
    other = with_suffix(path, suffix)
    assert other != path
    assert other.parent == path.parent
    assert other.name.endswith(f"-{suffix}.md")
    assert len(other.name.encode()) <= 255


def test_a_suffix_cuts_between_characters() -> None:
    long = PurePosixPath("金融", "铜" * 84 + ".md")
    assert with_suffix(long, "1f3a").name == "铜" * 82 + "-1f3a.md"
