"""Scrapy settings of the project: polite, safe, and at work without any configuration.

Every value can be overridden as Scrapy users know it: ``scrapy crawl SITE -s NAME=VALUE``.
"""

from __future__ import annotations

from scrapy.settings import default_settings

from newscrawl import __version__

__all__ = ["user_agent"]


def user_agent(contact: str) -> str:
    """Return the User-Agent: who we are, and where a site's operator can reach whoever crawls.

    >>> user_agent("https://example.org/bot").partition("/")[0]
    'newscrawl'
    """
    return f"newscrawl/{__version__} (+{contact})"


BOT_NAME = "newscrawl"
# the others are made of site files, or talked through by a command
SPIDER_MODULES = ["newscrawl.spiders.url"]
NEWSPIDER_MODULE = "newscrawl.spiders"
# one spider a site file; Scrapy's `list` asks the loader, not the add-ons
SPIDER_LOADER_CLASS = "newscrawl.spiderloader.SiteSpiderLoader"

# Where things go: a folder, or an address that fsspec knows. Relative folders count from where Scrapy was started.
NEWSCRAWL_OUTPUT = "output"
# what the backend of an address is told beside it, such as {"endpoint_url": "http://…"}
NEWSCRAWL_OUTPUT_OPTIONS: dict[str, object] = {}
# the crawl's memory; empty: where the output folder has it; ":memory:": none is kept
NEWSCRAWL_STATE = ""
# when posts are flushed to the disk: each, batch or none, see docs/reliability.md
NEWSCRAWL_DURABILITY = "each"
# how posts are written: the fields of newscrawl.render.PostOptions, or such an object
NEWSCRAWL_POST: dict[str, object] = {}
# what becomes of pictures: the fields of newscrawl.render.PictureOptions, or such an object
NEWSCRAWL_IMAGES: dict[str, object] = {}
# folders with further site files; a site of the same name replaces the one that ships
NEWSCRAWL_SITES: list[str] = []
# what the user wants otherwise than the site files say: a newscrawl.sites.Overrides
NEWSCRAWL_OVERRIDES = None
# address of a Redis whose workers fetch the articles, or what gives a newscrawl.frontier.Shared; empty: this crawl does
NEWSCRAWL_FRONTIER = ""
# a page or mailbox that tells operators of sites who crawls
NEWSCRAWL_CONTACT = "https://github.com/newscrawl/newscrawl"
# address of a proxy for every request, robots.txt included
NEWSCRAWL_PROXY = ""
# address that is sent what departs from a site's normal state, as JSON
NEWSCRAWL_WEBHOOK = ""
# file for the numbers of the last runs, in Prometheus' text format
NEWSCRAWL_METRICS = ""
# what crawls keep of pages: the fields of newscrawl.archive.ArchiveOptions, or such an object
NEWSCRAWL_ARCHIVE: dict[str, object] = {}
# what makes a newscrawl.reporting.Reporter
NEWSCRAWL_REPORTER = None
# requests that a run makes at most, whatever for; 0: no bound
NEWSCRAWL_BUDGET = 0
# what gives the newscrawl.politeness.traffic.Traffic that several crawls share
NEWSCRAWL_TRAFFIC = None

# Politeness
USER_AGENT = user_agent(NEWSCRAWL_CONTACT)
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# hosts asked at a time; the queue hands out no request that would wait for its host
CONCURRENT_REQUESTS = 8
# items of one page at a time in the pipelines; Scrapy starts so many tasks for every page, 100 by default
CONCURRENT_ITEMS = 4
DOWNLOAD_DELAY = 1
# a delay is a promise: Scrapy's jitter lets some requests come early
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1
AUTOTHROTTLE_MAX_DELAY = 30
# at work half of the time: a slow host rests for as long as it took to answer
AUTOTHROTTLE_TARGET_CONCURRENCY = 0.5
RETRY_TIMES = 2
# the spiders say it, once
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"
REDIRECT_MAX_TIMES = 5
COOKIES_ENABLED = False

# Safety
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30
DNS_TIMEOUT = 20
DOWNLOAD_VERIFY_CERTIFICATES = True
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# where a crawl may go, and what it may be sent: see docs/security.md
TWISTED_DNS_RESOLVER = "newscrawl.guard.GuardedResolver"
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.politeness.pacing.PacedHandler",
    "https": "newscrawl.politeness.pacing.PacedHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
SPIDER_MIDDLEWARES = {"newscrawl.guard.StartMiddleware": 10}

# What is off above need not be imported either, as a None among the components would have it: aiohttp, requests and
# Twisted's SSH take half as long as Scrapy itself, and 14 MB
_UNUSED = {
    "scrapy.extensions.remote_control.RemoteControl",
    "scrapy.extensions.telnet.TelnetConsole",
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
}
EXTENSIONS_BASE = {path: order for path, order in default_settings.EXTENSIONS_BASE.items() if path not in _UNUSED}
DOWNLOADER_MIDDLEWARES_BASE = {
    path: order for path, order in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items() if path not in _UNUSED
}

# The route of an article
DOWNLOADER_MIDDLEWARES = {
    "newscrawl.guard.GuardMiddleware": 30,
    "newscrawl.politeness.detours.DetourMiddleware": 34,
    "newscrawl.politeness.pausing.LeaveAloneMiddleware": 35,
    "newscrawl.politeness.proxy.ProxyMiddleware": 40,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "newscrawl.politeness.detours.RefreshMiddleware": 580,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.politeness.robots.RobotsMiddleware": 100,
    "newscrawl.politeness.robots.RobotsCacheMiddleware": 120,
    "newscrawl.conditional.ConditionalMiddleware": 550,
    "newscrawl.politeness.pacing.PolitenessMiddleware": 560,
    "newscrawl.politeness.pausing.RefusalMiddleware": 585,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newscrawl.bounds.BoundedCompressionMiddleware": 590,
    # sees answers as they were served, before they are unpacked
    "newscrawl.archiving.ArchiveMiddleware": 595,
    "newscrawl.politeness.budget.BudgetMiddleware": 900,
}
EXTENSIONS = {
    "newscrawl.extensions.RunLog": 0,
    "newscrawl.alarms.AlarmTeller": 1,
    "newscrawl.politeness.traffic.Traffic": 0,
    "newscrawl.trimming.Trimmer": 0,
    # keeps a pickle in JOBDIR
    "scrapy.extensions.spiderstate.SpiderState": None,
}
ITEM_PIPELINES = {
    "newscrawl.pipelines.ExtractPipeline": 100,
    "newscrawl.pipelines.CleanPipeline": 200,
    "newscrawl.pipelines.DuplicatePipeline": 300,
    "newscrawl.pictures.PicturesPipeline": 350,
    "newscrawl.pipelines.PostPipeline": 400,
}

# newest first: lists are in that order, Scrapy's own queue would turn it round
SCHEDULER_PRIORITY_QUEUE = "newscrawl.politeness.queue.HostQueue"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# no pickle: what a file in JOBDIR says is never run
SCHEDULER_DISK_QUEUE = "scrapy.squeues.MarshalFifoDiskQueue"
# looks for a mistake that no callback of ours makes, by parsing their source with every answer
WARN_ON_GENERATOR_RETURN_VALUE = False
FEED_EXPORT_ENCODING = "utf-8"
LOG_LEVEL = "INFO"
