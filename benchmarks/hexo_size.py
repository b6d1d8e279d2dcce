"""How long real Hexo takes for a blog of so many posts, and how much memory: what ``keep`` is to be set by.

    python benchmarks/hexo_size.py BLOG [--posts 500 1000 2000 4000] [--tags 0 5] [--words N]

BLOG is a folder with Hexo, its default theme and generators installed (``hexo init BLOG``); its posts are replaced.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newscrawl.items import Article, Image
from newscrawl.render import PostOptions, render_post

SENTENCES = (
    "公司在公告中说，新厂房将于下月启用，预计全年产量增加两成，订单已经排到明年。",
    "分析人士认为，原料价格回落会在下个季度体现在利润上，但运费仍是变数。",
    "据统计部门的数据，前三个季度的出口同比增长百分之六，高于去年同期。",
    "董事会同时批准了回购计划，期限为十二个月，价格上限尚未公布。",
)


def article(number: int, tags: int, words: int, dice: random.Random) -> Article:
    """Return an article of the usual size: twelve paragraphs, a picture, keywords of which few are frequent."""
    url = f"https://news.example/a/{number}"
    paragraphs = "".join(f"<p>{dice.choice(SENTENCES)}{dice.choice(SENTENCES)}</p>\n" for _ in range(12))
    picture = Image(url=f"https://img.example/{number}.jpg", alt="总装车间")
    return Article(
        url=url,
        canonical_url=url,
        site="news",
        channel="要闻",
        categories=("金融", f"示例财经{number % 10}", f"频道{number % 40}"),
        title=f"第{number}号公告：全年产量预计增加两成",
        published=datetime(2026, 7, 20, tzinfo=UTC) - timedelta(minutes=7 * number),
        body=f'{paragraphs}<p><img src="{picture.url}" alt="总装车间"></p>',
        lead_image=picture,
        images=(picture,),
        keywords=tuple({f"词{int(dice.paretovariate(0.6)) % words}": None for _ in range(tags)}),
    )


def fill(blog: Path, posts: int, tags: int, words: int) -> int:
    """Write the posts; return how many different tags they have."""
    folder = blog / "source" / "_posts"
    shutil.rmtree(folder, ignore_errors=True)
    dice, seen = random.Random(1), set()
    options = PostOptions(extra=("tags",) if tags else (), timezone="Asia/Shanghai")
    for number in range(posts):
        made = article(number, tags, words, dice)
        seen.update(made.keywords)
        post = render_post(made, options)
        (folder / post.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / post.path).write_text(post.text, "utf-8")
    return len(seen)


def build(blog: Path, *, clean: bool) -> tuple[float, float, int]:
    """Return wall seconds, CPU seconds and peak megabytes of one ``hexo generate``."""
    if clean:
        shutil.rmtree(blog / "public", ignore_errors=True)
        (blog / "db.json").unlink(missing_ok=True)
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(blog / "node_modules" / ".bin" / "hexo"), "generate", "--silent"],
        cwd=blog,
        env={**os.environ, "NODE_OPTIONS": "--max-old-space-size=8192"},
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"hexo generate failed: {status}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // resource_unit()


def resource_unit() -> int:
    """Return how many units of ``ru_maxrss`` a megabyte has here: kilobytes on Linux, bytes on macOS."""
    return 1024 * 1024 if hasattr(resource, "RLIMIT_NPROC") and os.uname().sysname == "Darwin" else 1024


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("blog", type=Path)
    parser.add_argument("--posts", type=int, nargs="+", default=[500, 1000, 2000, 4000])
    parser.add_argument("--tags", type=int, nargs="+", default=[0, 5])
    parser.add_argument("--words", type=int, default=20_000, help="different tags there are at most")
    given = parser.parse_args()
    print("| posts | tags a post | different tags | pages | first build | again, one new post | memory |")
    print("|---|---|---|---|---|---|---|")
    for tags in given.tags:
        for posts in given.posts:
            different = fill(given.blog, posts, tags, given.words)
            first, first_cpu, memory = build(given.blog, clean=True)
            fill(given.blog, posts + 1, tags, given.words)
            again, again_cpu, more = build(given.blog, clean=False)
            pages = sum(1 for _ in (given.blog / "public").rglob("*.html"))
            print(
                f"| {posts} | {tags} | {different} | {pages} | {first:.1f} s ({first_cpu:.1f} s CPU)"
                f" | {again:.1f} s ({again_cpu:.1f} s CPU) | {max(memory, more)} MB |",
                flush=True,
            )


if __name__ == "__main__":
    main()
