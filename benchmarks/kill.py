"""Kill crawls at random moments, resume them, and count what was lost, torn, doubled or asked for again.

    python benchmarks/kill.py --runs 100
    python benchmarks/kill.py --runs 4 --kills 25 --site made

A run begins with an empty folder. Its crawl is killed (SIGKILL) one to three times, or as often as ``--kills`` says, at
random moments and started again, until it comes to its end. Then, and after every kill, posts, state and the server's
log are compared with those of a crawl that nobody killed. Exit code 1, and a line that says which, when one promise is
broken.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from made_site import site_file

from newscrawl.demo import SITES, DemoSite
from newscrawl.frontier import SqliteFrontier
from newscrawl.store import State
from newscrawl.urls import canonical

AT_ONCE = 8
"""Requests that the crawls have on their way at once; more than a polite crawl ever has."""

CRAWL = f"""
import sys
from newscrawl import settings
from newscrawl.cli import main
settings.DOWNLOAD_DELAY = settings.AUTOTHROTTLE_START_DELAY = 0
settings.AUTOTHROTTLE_ENABLED = False
settings.CONCURRENT_REQUESTS = settings.CONCURRENT_REQUESTS_PER_DOMAIN = {AT_ONCE}
settings.NEWSCRAWL_PROXY = sys.argv.pop(1)
main()
"""


@dataclass
class Tally:
    """What was counted over all runs of one site."""

    runs: int = 0
    kills: int = 0
    articles: int = 0
    requests: int = 0
    lists: int = 0
    again: list[int] = field(default_factory=list)
    """Articles that were asked for again after each kill, since they were on their way."""
    lost: int = 0
    """Posts that were not there in the end."""
    torn: int = 0
    """Posts that held something else than those of a crawl that nobody killed, after a kill or in the end."""
    twice: int = 0
    """Posts that such a crawl does not have."""
    settled: int = 0
    """Articles that were asked for again though the state knew what had become of them."""
    broken: list[str] = field(default_factory=list)
    """Every promise that was broken, in a line."""


class MadeSite:
    """The made site, in a process of its own."""

    name, targets, proxy = "made", ("made",), ""

    def __init__(self, folder: Path, pages: int, large_every: int = 0) -> None:
        log = folder / "requests.log"
        log.touch()
        self._reading = log.open()
        self._requests: list[tuple[int, str]] = []
        script = Path(__file__).with_name("made_site.py")
        self._process = subprocess.Popen(
            [sys.executable, script, str(pages), log, str(large_every)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())
        self.sites = folder / "sites"
        self.sites.mkdir()
        (self.sites / "made.yaml").write_text(site_file(self.port, pages), "utf-8")

    def requests(self) -> list[tuple[int, str]]:
        """Return status and address of every request so far."""
        for line in iter(self._reading.readline, ""):
            _, status, path = line.split()
            self._requests.append((int(status), f"http://127.0.0.1:{self.port}{path}"))
        return self._requests

    def is_list(self, url: str) -> bool:
        """Tell whether an address is a list's."""
        return "/list/" in url

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate()


class Demo:
    """The demo's site, as newscrawl ships it."""

    name, targets = "demo", ("demo/要闻", "demo/7x24")

    def __init__(self) -> None:
        self._server = DemoSite()
        self._server.__enter__()
        self.proxy = f"http://127.0.0.1:{self._server.port}"
        self.sites = SITES

    def requests(self) -> list[tuple[int, str]]:
        """Return the address of every request so far."""
        return [(200, f"http://{host}{path}") for host, path in self._server.requests]

    def is_list(self, url: str) -> bool:
        """Tell whether an address is a list's."""
        return "/api/" in url

    def close(self) -> None:
        """Close the server."""
        self._server.__exit__(None, None, None)


class Crawl:
    """Crawls of one site into one folder."""

    def __init__(self, site: MadeSite | Demo, folder: Path, durability: str) -> None:
        self.durability = durability
        self._site = site
        self._folder = folder
        folder.mkdir()
        (folder / "newscrawl.yaml").write_text(
            f"sites: {site.sites}\noutput: posts\ndurability: {durability}\n", "utf-8"
        )
        self.posts_in = folder / "posts"

    def start(self) -> subprocess.Popen[bytes]:
        """Start the command line in a process of its own."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(
            [sys.executable, "-c", CRAWL, self._site.proxy, "crawl", *self._site.targets], cwd=self._folder, **quiet
        )

    def posts(self) -> dict[str, bytes]:
        """Return every post by its path."""
        found = self.posts_in.rglob("*.md") if self.posts_in.exists() else ()
        return {
            str(path.relative_to(self.posts_in)): path.read_bytes() for path in found if ".newscrawl" not in path.parts
        }

    def state(self) -> State:
        """Open the state that the crawls left."""
        return State.open(self.posts_in / ".newscrawl")


def kill_and_resume(
    site: MadeSite | Demo, folder: Path, chance: random.Random, good: Crawl, tally: Tally, kills: int
) -> None:
    """Do one run, kill it so many times, and add what it showed."""
    crawl, whole = Crawl(site, folder, good.durability), good.posts()
    name = f"{site.name} run {tally.runs + 1}"
    with good.state() as should:
        # pages that fail are asked for again by every run that reads the list anew
        remembered = {url for _, url in site.requests() if should.seen(canonical(url))}
    settled: set[str] = set()
    asked: set[str] = set()
    while True:
        before = len(site.requests())
        process = crawl.start()
        # spread over what is still to be done
        ahead = 2 * (len(whole) - len(crawl.posts())) // (kills + 1)
        killed = kills > 0 and _kill(process, site, before + chance.randint(0, max(ahead, 1)), chance.uniform(0, 0.05))
        code = process.wait()
        new = [(status, url) for status, url in site.requests()[before:] if not url.endswith("/robots.txt")]
        articles = {_article(url) for status, url in new if not site.is_list(url) and status != 503}
        tally.requests += len(new)
        tally.lists += sum(site.is_list(url) for _, url in new)
        if wrong := sorted(articles & settled):
            tally.settled += len(wrong)
            tally.broken.append(f"{name}: asked again for {len(wrong)} that were settled, such as {wrong[0]}")
        if asked:
            tally.again.append(len(articles & asked & remembered))
        asked |= articles
        posts = crawl.posts()
        if torn := [path for path, content in posts.items() if content != whole.get(path, content)]:
            tally.torn += len(torn)
            tally.broken.append(f"{name}: torn: {torn[0]}")
        if twice := sorted(posts.keys() - whole.keys()):
            tally.twice += len(twice)
            tally.broken.append(f"{name}: posted twice: {twice[0]}")
        if not killed:
            break
        kills -= 1
        tally.kills += 1
        with crawl.state() as state:
            settled = {url for url in asked if state.seen(canonical(url))}
    if code:
        tally.broken.append(f"{name}: the last crawl ended with {code}")
    if lost := sorted(whole.keys() - posts.keys()):
        tally.lost += len(lost)
        tally.broken.append(f"{name}: lost {len(lost)} posts, such as {lost[0]}")
    if left := [*crawl.posts_in.rglob("*.tmp")]:
        tally.broken.append(f"{name}: temporary file left: {left[0]}")
    with crawl.state() as state, good.state() as should:
        if state.counts() != should.counts():
            tally.broken.append(f"{name}: the state holds {state.counts()}, not {should.counts()}")
        if backlog := SqliteFrontier(state.database).backlogs():
            tally.broken.append(f"{name}: the frontier is not empty: {backlog[0]}")
    tally.runs += 1
    tally.articles += len(posts)


def _kill(process: subprocess.Popen[bytes], site: MadeSite | Demo, requests: int, after: float) -> bool:
    """Kill a crawl some moments after the site has had so many requests; tell whether it was still running."""
    while len(site.requests()) < requests and process.poll() is None:
        time.sleep(0.005)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        return True
    return False


def _article(url: str) -> str:
    """Return the address of the article that an address belongs to: of a later part, of where it is redirected to."""
    return url.replace("_2.html", ".html").replace("/b/", "/a/")


def measure(
    site: MadeSite | Demo, folder: Path, runs: int, kills: int, durability: str, chance: random.Random
) -> Tally:
    """Do the runs of one site."""
    good, tally = Crawl(site, folder / "good", durability), Tally()
    good.start().wait()
    for number in range(runs):
        kill_and_resume(site, folder / str(number), chance, good, tally, kills or chance.randint(1, 3))
    return tally


COLUMNS = (
    *("site", "runs", "kills", "posts", "lost", "torn or empty", "posted twice", "settled, asked for again"),
    *("in flight, asked for again", "requests", "of lists"),
)


def row(name: str, tally: Tally) -> str:
    """Return what was counted as a row of the table."""
    again = f"{sum(tally.again) / len(tally.again):.1f} a kill, at most {max(tally.again)}" if tally.again else "0"
    broken = (tally.lost, tally.torn, tally.twice, tally.settled)
    cells = (name, tally.runs, tally.kills, tally.articles, *broken, again, tally.requests, tally.lists)
    return f"| {' | '.join(map(str, cells))} |"


def main() -> int:
    """Do all runs and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10, help="in all, half of them on either site")
    parser.add_argument("--pages", type=int, default=2000, help="of the made site")
    parser.add_argument("--kills", type=int, default=0, help="of every run; one to three where it is not given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--site", choices=("both", "demo", "made"), default="both")
    parser.add_argument("--durability", choices=("each", "batch", "none"), default="each")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    names = ("demo", "made") if options.site == "both" else (options.site,)
    broken = []
    print(f"| {' | '.join(COLUMNS)} |")
    print("|---" * len(COLUMNS) + "|")
    for place, name in enumerate(names):
        runs = (options.runs + len(names) - 1 - place) // len(names)
        with tempfile.TemporaryDirectory() as folder:
            site = Demo() if name == "demo" else MadeSite(Path(folder), options.pages)
            try:
                tally = measure(site, Path(folder), runs, options.kills, options.durability, chance)
            finally:
                site.close()
        print(row(name, tally), flush=True)
        broken += tally.broken
    for line in broken:
        print(f"broken: {line}", file=sys.stderr)
    return int(bool(broken))


if __name__ == "__main__":
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    sys.exit(main())
