"""``newscrawl extract`` of saved lists of every kind, and of an API's answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from loopback import Command

CASES = Path(__file__).parents[1] / "sites"


@pytest.mark.parametrize(
    ("file", "options", "shown"),
    [
        ("cnbc/list_feed/rss.xml", ("--site", "cnbc"), "https://www.cnbc.com/2026/10/12/lumber-prices-climb.html"),
        ("cnbc/list_feed/rss.xml", ("--site", "cnbc", "--list"), "Lumber prices climb as mills 'run out of logs'"),
        ("cs/list_gbk/page.html", ("--site", "cs", "--channel", "公司", "--list"), "胶合板涨价之后"),
        ("cls/list_mobile/page.html", ("--site", "cls", "--channel", "最新电报", "--list"), "云泽央行下调存款准备金率"),
        ("wallstreetcn/article/article.json", ("--url", "https://wallstreetcn.com/articles/3700002"), "先涨后跌"),
    ],
)
def test_what_is_shown(command: Command, file: str, options: tuple[str, ...], shown: str) -> None:
    result = command("extract", str(CASES / file), *options)
    assert result.code == 0
    assert shown in result.out.decode()


def test_a_section_page_without_entries_is_one_line(command: Command) -> None:
    path = CASES / "cs/list_changed/page.html"
    result = command("extract", str(path), "--site", "cs", "--channel", "公司", "--list")
    assert result.code == 1
    assert "the list's page has no entries at ul.ch_type3_list li a" in result.err
