"""Pictures that a crawl downloaded into a blog are shown by what the blog's generator makes of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from builds import BUILDS, SITES, UNSAFE
from test_hexo_pictures import CRAWL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from builds import BuiltSite

LEAD = re.compile(r"[^ '\"]*\.png")
HOST = "http://blog.example"
CASES = {
    "hugo": ("hugo-apt-markdown", ("", ""), "/news/", "static/images/newscrawl"),
    "hugo with html": ("hugo-new-clean", UNSAFE, "/news/", "static/images/newscrawl"),
    "hugo that rewrites addresses": (
        *("hugo-new-markdown", ("hugo.toml", "\ncanonifyURLs = true\n")),
        *("/news/", "static/images/newscrawl"),
    ),
    "jekyll": ("jekyll", ("_config.yml", "baseurl: /news\n"), "/news/", "assets/newscrawl"),
    "pelican": ("pelican", ("pelicanconf.py", f'SITEURL = "{HOST}/news"\n'), "/news/", "content/images/newscrawl"),
    "eleventy": ("eleventy-clean", ("", ""), "/", "images/newscrawl"),
    "astro": ("astro-clean", ("", ""), "/", "public/images/newscrawl"),
    "astro in markdown": ("astro-markdown", ("", ""), "/", "public/images/newscrawl"),
}
"""Build, file of the blog and what is added to it, root of the site, folder of the pictures."""


@pytest.mark.parametrize("case", CASES)
def test_every_picture_of_a_page_is_a_file_of_the_site(
    case: str, build_posts: Callable[..., BuiltSite], tmp_path: Path
) -> None:
    name, config, root, folder = CASES[case]
    build, blog = BUILDS[name], tmp_path / "blog"
    shutil.copytree(SITES / build.generator.site, blog)
    if config[0]:
        with (blog / config[0]).open("a", encoding="utf-8") as settings:
            settings.write(config[1])
    output = build.generator.posts
    (blog / "newscrawl.yaml").write_text(
        f"blog: {build.blog}\noutput: {output}\nstate: .newscrawl\nbody: {build.body}\nimages: download\n"
    )
    subprocess.run([sys.executable, "-c", CRAWL], cwd=blog, check=True, stdout=subprocess.DEVNULL, timeout=120)
    posts = {str(path.relative_to(blog / output)): path.read_text("utf-8") for path in (blog / output).rglob("*.md")}
    pictures = {path.relative_to(blog).as_posix(): path.read_bytes() for path in blog.rglob("*.png")}
    assert len(pictures) >= 9
    assert all(path.startswith(f"{folder}/") for path in pictures)

    site = build_posts(build, posts, config=config, files=pictures)
    assert sorted(site.pages) == sorted(posts), site.log[-2000:]
    images = [image for page in site.pages.values() for image in page.content.find_all("img")]
    assert len(images) >= 9
    for image in images:
        address = str(image["src"]).removeprefix(HOST)
        assert address.startswith(root)
        assert (site.folder / unquote(address.removeprefix(root))).read_bytes() in pictures.values()
    assert "云帆重工的总装车间" in [image["alt"] for image in images]
    leads = [address for text in posts.values() for address in LEAD.findall(text.split("\n\n")[0])]
    assert len(leads) >= 5
    for address in leads:
        assert (site.folder / unquote(address.removeprefix(root))).is_file()
