"""Kill workers, the keeper and Redis at random moments while they share a crawl; count what was lost or fetched twice.

    python benchmarks/shared_queue.py --crawls 2 --pages 2000 --workers 3 --kills 50
    python benchmarks/shared_queue.py --peer VENV/bin/python --pages 2000 --kills 10

Every crawl has an empty state and an empty Redis (append-only file) of its own. After a random number of further pages
somebody is killed (SIGKILL) and started again, or stopped (SIGSTOP) for some seconds: a worker, the keeper, Redis. When
the keeper has come to its end, posts, state and the server's log are compared with what the site holds. Exit code 1,
and a line that says which, when something was lost or doubled. ``--peer`` does the same with scrapy-redis, which has
no keeper, from a virtual environment that has it.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from machines import QUICK, Machines, RedisServer, expected_posts
from made_site import PER_LIST

VICTIMS = ("worker", "worker", "keeper", "redis", "stopped worker", "stopped redis")
"""Who is chosen, with weights."""

STOPPED = 6.0
"""Seconds that somebody stands still: longer than the silence after which others take its entries."""


def until(machines: Machines, articles: int, keeper: subprocess.Popen[bytes] | None, wait: float = 600.0) -> None:
    """Wait until the site has been asked for so many articles, or the crawl is over."""
    end = time.monotonic() + wait
    while len(machines.articles_asked()) < articles and time.monotonic() < end:
        if keeper and keeper.poll() is not None:
            return
        time.sleep(0.02)


def strike(victim: str, server: RedisServer, worker: subprocess.Popen[bytes]) -> None:
    """Kill Redis and start it again, or let it or a worker stand still for a while."""
    if victim == "redis":
        server.kill()
        server.start()
    elif victim == "stopped worker":
        worker.send_signal(signal.SIGSTOP)
        time.sleep(STOPPED)
        worker.send_signal(signal.SIGCONT)
    else:
        server.freeze()
        time.sleep(STOPPED)
        server.thaw()


def crawl(folder: Path, options: argparse.Namespace, chance: random.Random) -> tuple[Counter[str], list[str]]:
    """Do one crawl of ours; return what was counted, and what was wrong."""
    server = RedisServer(folder / "redis").start()
    machines = Machines(server, folder / "crawl", options.pages)
    count: Counter[str] = Counter()
    try:
        workers = [machines.worker() for _ in range(options.workers)]
        keeper = machines.keeper()
        for _ in range(options.kills):
            further = chance.randint(1, max(2 * options.pages // (options.kills + 2), 2))
            until(machines, len(machines.articles_asked()) + further, keeper)
            if keeper.poll() is not None:
                break
            victim = chance.choice(VICTIMS)
            count[victim] += 1
            place = chance.randrange(options.workers)
            if victim == "worker":
                workers[place].kill()
                workers[place] = machines.worker()
            elif victim == "keeper":
                keeper.kill()
                keeper.wait()
                keeper = machines.keeper()
            else:
                strike(victim, server, workers[place])
        code = keeper.wait(3600)
        broken = [f"the keeper ended with {code}"] if code else []
        asked = machines.articles_asked()
        posts = machines.posts()
        count |= {"posts": len(posts), "lost": expected_posts(options.pages) - len(set(posts))}
        count |= {"doubled": len(posts) - len(set(posts)), "again": len(asked) - len(set(asked)), "asked": len(asked)}
        with machines.state() as state:
            if state.counts().get("posted") != expected_posts(options.pages):
                broken.append(f"the state holds {state.counts()}")
        if backlog := machines.backlogs():
            broken.append(f"Redis still holds {backlog[0]}")
        if count["lost"] or count["doubled"]:
            broken.append(f"{count['lost']} posts lost, {count['doubled']} doubled")
        return count, broken
    finally:
        machines.close()
        server.kill()


def peer(folder: Path, options: argparse.Namespace, chance: random.Random) -> tuple[Counter[str], list[str]]:
    """Do one crawl of scrapy-redis; a page is lost when no callback has ever seen it."""
    server = RedisServer(folder / "redis").start()
    machines = Machines(server, folder / "crawl", options.pages)
    count: Counter[str] = Counter()
    seen = machines.folder / "seen"
    seen.touch()
    script = Path(__file__).with_name("scrapy_redis_peer.py")

    def start() -> subprocess.Popen[bytes]:
        command = [options.peer, "-m", "scrapy", "runspider", str(script), "-a", f"seen={seen}"]
        process = subprocess.Popen(
            [*command, "-s", f"REDIS_URL={server.url}"],
            cwd=machines.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        machines.processes.append(process)
        return process

    def tell(*words: str) -> bytes:
        done = subprocess.run(["redis-cli", "-p", str(server.port), *words], capture_output=True, check=False)
        return done.stdout

    try:
        lists = [
            f"http://127.0.0.1:{machines.site.port}/list/{number + 1}"
            for number in range(-(-options.pages // PER_LIST))
        ]
        tell("lpush", "made:start_urls", *lists)
        workers = [start() for _ in range(options.workers)]
        for _ in range(options.kills):
            further = chance.randint(1, max(2 * options.pages // (options.kills + 2), 2))
            until(machines, len(machines.articles_asked()) + further, None, 30)
            victim = chance.choice([name for name in VICTIMS if name != "keeper"])
            count[victim] += 1
            place = chance.randrange(options.workers)
            if victim == "worker":
                workers[place].kill()
                workers[place] = start()
            else:
                strike(victim, server, workers[place])
            # a crawl that goes on is all that is asked for: who has died of it is started again
            workers = [worker if worker.poll() is None else start() for worker in workers]
        # over when nothing lies in Redis, and nothing has been asked for in a minute
        before, calm = -1, 0
        while calm < 3:
            time.sleep(20)
            left = tell("zcard", "made:requests"), tell("llen", "made:start_urls")
            after = len(machines.site.requests())
            calm = calm + 1 if after == before and left == (b"0\n", b"0\n") else 0
            before = after
            workers = [worker if worker.poll() is None else start() for worker in workers]
        asked = machines.articles_asked()
        done = {line for line in seen.read_text().splitlines() if "/a/" in line}
        count |= {"lost": options.pages - len(done), "again": len(asked) - len(set(asked)), "asked": len(asked)}
        return count, []
    finally:
        machines.close()
        server.kill()


def main() -> int:
    """Do the crawls and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crawls", type=int, default=1)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--kills", type=int, default=20, help="in each crawl, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer", help="Python of a virtual environment with scrapy-redis: measure that instead")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    broken: list[str] = []
    before = os.environ.get("PYTHONPATH", "")
    print("| crawl | pages | workers | kills and stops | lost | doubled | asked for again | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    for number in range(options.crawls):
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as name, suppress(KeyboardInterrupt):
            folder = Path(name)
            (folder / "sitecustomize.py").write_text(QUICK if not options.peer else "")
            os.environ["PYTHONPATH"] = os.pathsep.join([name, *filter(None, [before])])
            count, wrong = (peer if options.peer else crawl)(folder, options, chance)
        broken += [f"crawl {number + 1}: {line}" for line in wrong]
        kinds = ", ".join(f"{victim} {count[victim]}" for victim in dict.fromkeys(VICTIMS) if count[victim])
        cells = (number + 1, options.pages, options.workers, kinds, count["lost"], count["doubled"], count["again"])
        print(f"| {' | '.join(map(str, cells))} | {time.monotonic() - began:.0f} |", flush=True)
    for line in broken:
        print(f"broken: {line}", file=sys.stderr)
    return int(bool(broken))


if __name__ == "__main__":
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    sys.exit(main())
