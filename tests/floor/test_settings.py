from __future__ import annotations

import re
import subprocess
import sys

import pytest
from scrapy.settings import Settings, default_settings
from scrapy.utils.misc import load_object

from newscrawl import __version__
from newscrawl.spiders import UrlSpider


@pytest.fixture(scope="module")
def settings() -> Settings:
    settings = Settings()
    settings.setmodule("newscrawl.settings")
    return settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROBOTSTXT_OBEY", True),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", 1),
        ("DOWNLOAD_DELAY", 1),
        ("DOWNLOAD_DELAY_JITTER", 0),
        ("AUTOTHROTTLE_ENABLED", True),
        ("TELNETCONSOLE_ENABLED", False),
        ("REMOTE_CONTROL_ENABLED", False),
        ("DOWNLOAD_MAXSIZE", 10 * 1024 * 1024),
        ("DOWNLOAD_TIMEOUT", 30),
        ("DOWNLOAD_VERIFY_CERTIFICATES", True),
        ("COOKIES_ENABLED", False),
        ("RETRY_TIMES", 2),
        ("REDIRECT_MAX_TIMES", 5),
        ("FEED_EXPORT_ENCODING", "utf-8"),
        ("LOG_LEVEL", "INFO"),
    ],
)
def test_default(settings: Settings, name: str, value: object) -> None:
    assert settings[name] == value


@pytest.mark.parametrize("name", ["ITEM_PIPELINES", "EXTENSIONS", "DOWNLOADER_MIDDLEWARES"])
def test_every_component_exists(settings: Settings, name: str) -> None:
    for path in settings[name]:
        load_object(path)


USED = """
import sys
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

settings = Settings()
settings.setmodule("newscrawl.settings")
for name in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES"):
    for component in settings.get_component_priority_dict_with_base(name):
        load_object(component)
print(*{"aiohttp", "requests", "tldextract", "twisted.conch"}.intersection(sys.modules))
"""


def test_what_is_off_is_not_imported() -> None:
    run = subprocess.run([sys.executable, "-c", USED], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_scrapys_other_components_stay(settings: Settings) -> None:
    for name in ("EXTENSIONS_BASE", "DOWNLOADER_MIDDLEWARES_BASE"):
        gone = set(getattr(default_settings, name)) - set(settings[name])
        assert {path.rpartition(".")[2] for path in gone} <= {"RemoteControl", "TelnetConsole", "CookiesMiddleware"}
        assert dict(settings[name]).items() <= getattr(default_settings, name).items()


def test_nothing_is_pickled(settings: Settings) -> None:
    for name in ("SCHEDULER_DISK_QUEUE", "SCHEDULER_MEMORY_QUEUE"):
        assert "pickle" not in settings[name].lower()
    assert settings["EXTENSIONS"]["scrapy.extensions.spiderstate.SpiderState"] is None
    assert not settings.getbool("HTTPCACHE_ENABLED")


def test_the_user_agent_says_who_and_where(settings: Settings) -> None:
    assert re.fullmatch(rf"newscrawl/{re.escape(__version__)} \(\+https://\S+\)", settings["USER_AGENT"])


@pytest.mark.parametrize(
    ("given", "agent"),
    [
        ({"NEWSCRAWL_CONTACT": "me@example.org"}, f"newscrawl/{__version__} (+me@example.org)"),
        ({"NEWSCRAWL_CONTACT": "me@example.org", "USER_AGENT": "mine"}, "mine"),
    ],
)
def test_a_contact_goes_into_the_user_agent_unless_that_is_given(given: dict[str, str], agent: str) -> None:
    settings = Settings(given, priority="cmdline")
    settings.setmodule("newscrawl.settings")
    UrlSpider.update_settings(settings)
    assert settings["USER_AGENT"] == agent
