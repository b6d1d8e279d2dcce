"""One setting brings the pipelines to a foreign Scrapy project; its own items and settings stay as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from newsserver import Answer, Result, Server, article, environment, scrapy_command
from programs import run_program
from scrapy.settings import Settings

from newscrawl.addon import NewscrawlAddon
from newscrawl.pipelines import PostPipeline

if TYPE_CHECKING:
    from pathlib import Path

SPIDER = """
import scrapy
from newscrawl.errors import NotAnArticle
from newscrawl.spiders import page_from

class Foreign(scrapy.Spider):
    name = "foreign"

    async def start(self):
        for name in ("one", "two", "twin", "undated"):
            yield scrapy.Request(f"{self.base}/{name}.html")

    def parse(self, response):
        yield {"address": response.url}
        yield page_from(response)
"""

SETTINGS = """
BOT_NAME = "foreign"
SPIDER_MODULES = ["foreign.spiders"]
ADDONS = {"newscrawl.addon.NewscrawlAddon": 300}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = foreign.settings\n")
    (folder / "foreign" / "spiders").mkdir(parents=True)
    (folder / "foreign" / "__init__.py").write_text("")
    (folder / "foreign" / "spiders" / "__init__.py").write_text(SPIDER)
    (folder / "foreign" / "settings.py").write_text(SETTINGS)
    return folder


def crawl(project: Path, server: Server) -> Result:
    items = project / "items.jsonl"
    command = scrapy_command("crawl", "foreign", "-a", f"base={server.url}", "-O", str(items))
    done = run_program(command, cwd=project, env=environment())
    done.check_returncode()
    lines = [json.loads(line) for line in items.read_text("utf-8").splitlines()]
    return Result(done.returncode, done.stderr, done.stdout, project / "output", lines)


@pytest.fixture(scope="module")
def result(project: Path, server: Server) -> Result:
    server.answers |= {
        "/one.html": Answer(article("第一则消息")),
        "/two.html": Answer(article("第二则消息", day=2)),
        "/twin.html": Answer(article("第一则消息")),
        "/undated.html": Answer(article("没有日期的消息").replace("2026年07月01日 09:30", "")),
    }
    return crawl(project, server)


def test_pages_become_posts(result: Result) -> None:
    assert sorted(post.rpartition("/")[2] for post in result.posts) == ["第一则消息.md", "第二则消息.md"]


@pytest.mark.parametrize(
    ("key", "count"), [("found", 4), ("posted", 2), ("skipped/duplicate", 1), ("failed/no published", 1)]
)
def test_counts(result: Result, key: str, count: int) -> None:
    assert result.stats[key] == count


def test_the_projects_own_items_pass(result: Result) -> None:
    assert sum("address" in item for item in result.items) == 4


def test_articles_are_exported(result: Result) -> None:
    assert {item["published"] for item in result.items if "title" in item} == {
        "2026-07-01T09:30:00+08:00",
        "2026-07-02T09:30:00+08:00",
    }


def test_nothing_is_an_unexpected_error(result: Result) -> None:
    assert "Traceback" not in result.log


def test_a_second_run_writes_nothing(result: Result, project: Path, server: Server) -> None:
    again = crawl(project, server)
    assert "posted" not in again.stats
    assert again.stats["known"] == 2


def test_what_the_project_set_stays() -> None:
    settings = Settings({"ITEM_PIPELINES": {"newscrawl.pipelines.PostPipeline": None}, "NEWSCRAWL_OUTPUT": "blog"})
    NewscrawlAddon().update_settings(settings)
    assert settings["ITEM_PIPELINES"]["newscrawl.pipelines.PostPipeline"] is None
    assert PostPipeline not in settings["ITEM_PIPELINES"]
    assert settings["NEWSCRAWL_OUTPUT"] == "blog"


def test_how_the_project_fetches_is_its_own_business() -> None:
    settings = Settings()
    NewscrawlAddon().update_settings(settings)
    for name in ("USER_AGENT", "ROBOTSTXT_OBEY", "DOWNLOADER_MIDDLEWARES", "DOWNLOAD_DELAY"):
        assert settings[name] == Settings()[name]
