from __future__ import annotations

from pathlib import Path

import pytest
from newsserver import SITE
from scrapy import Request
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from newscrawl.errors import SiteError
from newscrawl.sites import load_sites
from newscrawl.spiderloader import SiteSpiderLoader
from newscrawl.spiders import SiteSpider


def loader(*folders: Path) -> SiteSpiderLoader:
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    settings.set("NEWSCRAWL_SITES", [str(folder) for folder in folders])
    found = get_spider_loader(settings)
    assert isinstance(found, SiteSpiderLoader)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "loop.yaml").write_text(SITE.replace("PORT", "8"), "utf-8")
    return tmp_path


def test_one_spider_a_site_file_and_one_for_addresses() -> None:
    assert sorted(loader().list()) == sorted([*load_sites(), "url"])


def test_a_spider_is_named_after_its_site() -> None:
    spider = loader().load("sina_finance")
    assert issubclass(spider, SiteSpider)
    assert (spider.name, spider.site.name) == ("sina_finance", "新浪财经")


def test_a_folder_of_the_user_adds_spiders(folder: Path) -> None:
    assert {"loop", "sina_finance", "url"} <= set(loader(folder).list())


def test_a_file_of_the_user_replaces_one_that_ships(folder: Path) -> None:
    (folder / "loop.yaml").rename(folder / "sina_finance.yaml")
    assert loader(folder).load("sina_finance").site.name == "回环财经"


def test_every_spider_has_its_own_settings(folder: Path) -> None:
    found = loader(folder)
    assert found.load("loop").custom_settings == {"DOWNLOAD_DELAY": 0.01, "AUTOTHROTTLE_START_DELAY": 0.01}
    assert found.load("sina_finance").custom_settings == {}


@pytest.mark.parametrize(
    ("url", "names"),
    [("https://finance.sina.com.cn/a.shtml", ["sina_finance"]), ("https://elsewhere.example/", ["url"])],
)
def test_finds_the_spider_of_an_address(url: str, names: list[str]) -> None:
    assert loader().find_by_request(Request(url)) == names


def test_an_unknown_spider_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nobody"):
        loader().load("nobody")


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"^NEWSCRAWL_SITES: no such folder: .*/none$"):
        loader(tmp_path / "none")


def test_a_bad_file_is_one_line(folder: Path) -> None:
    (folder / "bad.yaml").write_text("name: 坏\n")
    with pytest.raises(SiteError, match=r"bad\.yaml: group: is missing$"):
        loader(folder)


@pytest.mark.parametrize(
    ("names", "found"), [([], ["要闻"]), (["快讯"], ["快讯"]), (["快讯", "要闻", "快讯"], ["快讯", "要闻"])]
)
def test_channels(folder: Path, names: list[str], found: list[str]) -> None:
    assert [channel.name for channel in loader(folder).load("loop").channels(names)] == found


@pytest.mark.parametrize(
    ("name", "problem"),
    [("要文", "did you mean '要闻'?"), ("xyz", "there are 要闻, 快讯, 坏榜")],
)
def test_an_unknown_channel_is_one_line(folder: Path, name: str, problem: str) -> None:
    with pytest.raises(SiteError) as caught:
        loader(folder).load("loop").channels([name])
    assert str(caught.value) == f"loop: channel: no such channel: {name!r}; {problem}"
