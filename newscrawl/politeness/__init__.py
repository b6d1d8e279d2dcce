"""How a crawl treats the sites it visits; ``docs/politeness.md`` tells the same to their owners.

Downloader middlewares, each with one job, and what they have in common:

* :mod:`~newscrawl.politeness.robots` asks for robots.txt as rarely as RFC 9309 allows, and says what follows from it
* :mod:`~newscrawl.politeness.pacing` keeps requests apart: ``Crawl-delay``, a site's own delay, ``Retry-After``
* :mod:`~newscrawl.politeness.proxy` sends everything through a proxy
* :mod:`~newscrawl.politeness.spans` says how long: pure functions of a given moment
"""
