"""How a crawl treats the sites it visits; ``docs/politeness.md`` tells the same to their owners.

Downloader middlewares, each with one job, and what they have in common:

* :mod:`~newscrawl.politeness.robots` asks for robots.txt as rarely as RFC 9309 allows, and says what follows from it
* :mod:`~newscrawl.politeness.pacing` keeps requests apart: one at a time for each host, ``Crawl-delay``, a site's delay
* :mod:`~newscrawl.politeness.pausing` waits for hosts that ask for it, and leaves alone those that refuse
* :mod:`~newscrawl.politeness.detours` follows no redirect that leads everybody to one page
* :mod:`~newscrawl.politeness.queue` lets other hosts go on meanwhile
* :mod:`~newscrawl.politeness.budget` counts requests, and makes no more than the user allows
* :mod:`~newscrawl.politeness.proxy` sends everything through a proxy
* :mod:`~newscrawl.politeness.traffic` is what the crawls of one process know of hosts together
* :mod:`~newscrawl.politeness.turns` is whose turn it is among processes
* :mod:`~newscrawl.politeness.spans` says how long: pure functions of a given moment
"""
