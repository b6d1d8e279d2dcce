"""Pictures that were downloaded into a Hexo blog are shown by the site that Hexo builds."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from built_site import BuiltSite

CRAWL = """
from pathlib import Path
from newscrawl.cli.progress import log_for
from newscrawl.cli.running import Job, run_jobs
from newscrawl.config import read_config
from newscrawl.demo import DemoSite, demo_site
from newscrawl.spiders import SiteSpider

site = demo_site()
job = Job(spider=SiteSpider.for_site(site), arguments={"channel": ",".join(site.channels)})
with DemoSite() as server:
    proxy = {"NEWSCRAWL_PROXY": f"http://127.0.0.1:{server.port}"}
    run_jobs(read_config(Path("newscrawl.yaml")), [job], log_for(), settings=proxy)
"""


@pytest.mark.parametrize("body", ["clean", "markdown"])
@pytest.mark.parametrize("root", ["/", "/news/blog/"])
def test_every_picture_of_a_page_is_a_file_of_the_site(
    root: str, body: str, build_blog: Callable[..., BuiltSite], tmp_path: Path
) -> None:
    (tmp_path / "_config.yml").write_text(f"source_dir: source\nroot: {root}\n")
    (tmp_path / "newscrawl.yaml").write_text(
        f"blog: hexo\noutput: source/_posts\nstate: .newscrawl\nbody: {body}\nimages: download\n"
    )
    subprocess.run([sys.executable, "-c", CRAWL], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    source = tmp_path / "source"
    posts = {str(path.relative_to(source / "_posts")): path.read_text("utf-8") for path in source.rglob("*.md")}
    pictures = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*.png")}
    assert len(pictures) >= 9
    site = build_blog(posts, f"root: {root}\n", pictures)
    assert sorted(site.pages) == sorted(posts)
    shown = [str(image["src"]) for page in site.pages.values() for image in page.content.find_all("img")]
    leads = [str(page.fields[key]) for page in site.pages.values() for key in ("headimg", "thumbnail")]
    assert len(shown) >= 9
    for address in [*shown, *filter(None, leads)]:
        assert address.startswith(f"{root}images/newscrawl/")
        name = unquote(address.removeprefix(root))
        assert (site.folder / name).read_bytes() == pictures[name]
    alts = [image["alt"] for page in site.pages.values() for image in page.content.find_all("img")]
    assert "云帆重工的总装车间" in alts
    captions = " ".join(page.text for page in site.pages.values())
    assert "清晨的新码头，第一艘船正在靠泊。" in captions
