from __future__ import annotations

import gzip
import os
import re
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from importlib.util import find_spec
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from newsserver import CHECKOUT, FAST, SENTENCES, Answer, Server, article, environment, scrapy_command
from picture_bytes import gif, jpeg, png, webp
from programs import Program, run_program

from newscrawl.demo.pictures import bar_chart
from newscrawl.pictures import MAX_BYTES
from newscrawl.posting import MAX_PICTURES
from newscrawl.raster import Raster, read_raster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsserver import Result

DOWNLOAD = {"NEWSCRAWL_IMAGES": '{"mode": "download"}'}
NUMBERS = count(1)


@pytest.fixture
def host() -> Iterator[Server]:
    server = Server()
    server.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /private/\n")
    yield server
    server.close()


def shows(host: Server, pictures: Sequence[str], *, lead: str = "") -> str:
    """Serve an article with these pictures; return its address."""
    number = next(NUMBERS)
    text = SENTENCES.format(title=f"消息{number}号") * 3
    figures = "".join(
        f'<figure><img src="{path}" alt="图{place}"><figcaption>说明{place}</figcaption></figure>'
        f"<p>第{place}段，文字。</p>"
        for place, path in enumerate(pictures)
    )
    head = f'<meta property="og:image" content="{host.url}{lead}">' if lead else ""
    host.answers[f"/a/{number}.html"] = Answer(article(f"消息{number}号", f"<p>{text}</p>{figures}", head=head))
    return f"{host.url}/a/{number}.html"


@pytest.fixture
def crawl(scrapy: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
    def run(*urls: str, **settings: str) -> Result:
        settings = {**DOWNLOAD, **settings}
        return scrapy("crawl", "url", "-a", f"urls={','.join(urls)}", output=tmp_path / "posts", **settings)

    return run


def post(result: Result) -> str:
    [path] = result.posts
    return (result.output / path).read_text("utf-8")


def files(result: Result) -> dict[str, bytes]:
    folder = result.output / "images"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_pictures_lie_beside_the_posts_and_the_post_points_at_them(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers |= {
        "/1.jpg": Answer(jpeg(640, 427)),
        "/2.php?x=1&y=2": Answer(webp(640, 427), headers={"Content-Type": "text/html"}),
    }
    result = crawl(shows(host, ["/1.jpg", "/2.php?x=1&amp;y=2"]))
    assert sorted(files(result).values()) == sorted([jpeg(640, 427), webp(640, 427)])
    text = post(result)
    for name, picture in files(result).items():
        way = f"../../images/{name}"
        assert f'src="{way}"' in text
        assert (result.output / result.posts[0]).parent.joinpath(way).read_bytes() == picture
    assert {name[-5:] for name in files(result)} == {text[-5:] for text in files(result)}
    assert sorted(Path(name).suffix for name in files(result)) == [".jpg", ".webp"]
    assert 'alt="图0"' in text
    assert "<figcaption>说明1</figcaption>" in text
    assert "headimg: '../../images/" in text
    assert host.url not in text.partition("---\n\n")[2]
    assert result.stats == {"found": 1, "posted": 1, "pictures/saved": 2}


def test_the_article_is_the_referer_and_pictures_are_all_that_is_accepted(
    host: Server, crawl: Callable[..., Result]
) -> None:
    host.answers["/1.png"] = Answer(png(64, 64))
    url = shows(host, ["/1.png"])
    crawl(url)
    [request] = [request for request in host.requests if request.path == "/1.png"]
    assert request.headers["Referer"] == url
    assert "html" not in request.headers["Accept"]
    assert request.headers["User-Agent"].startswith("newscrawl/")


BROKEN = {
    "/missing": (Answer("", 404), "HTTP 404"),
    "/html": (Answer("<html>403</html>", headers={"Content-Type": "image/png"}), "not a picture"),
    "/svg": (Answer("<svg/>", headers={"Content-Type": "image/svg+xml"}), "not a picture"),
    "/refused": (Answer(gif(1, 1)), "a placeholder of 1 x 1 pixels"),
    "/bomb": (Answer(png(60_000, 60_000)), "too many pixels: 60000 x 60000"),
    "/large": (Answer(png(64, 64) + b"\0" * MAX_BYTES), "too large"),
    "/cut": (Answer(png(64, 64)[:-20]), "cut short"),
    "/lost": (Answer(png(64, 64), length=5000), "answer cut short"),
    "/nothing": (Answer(b""), "not a picture"),
    "/204": (Answer(b"", 204), "HTTP 204"),
    "/slow": (Answer(png(64, 64), after=3), "timeout"),
    "/to-a-page": (Answer("", 302, {"Location": "/a/index.html"}), "not a picture"),
    "/in-circles": (Answer("", 302, {"Location": "/in-circles"}), "too many redirects"),
}


def test_what_fails_stays_a_link_and_the_post_is_written(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers |= {path: answer for path, (answer, _) in BROKEN.items()}
    host.answers |= {"/fine.png": Answer(png(64, 64)), "/a/index.html": Answer(article("另一篇"))}
    result = crawl(shows(host, [*BROKEN, "/fine.png"]))
    assert list(files(result).values()) == [png(64, 64)]
    links = [tag for tag in re.findall("<img[^>]*>", post(result)) if host.url in tag]
    assert [re.findall('src="(.*?)"', tag)[0] for tag in links] == [host.url + path for path in BROKEN]
    assert all('referrerpolicy="no-referrer"' in tag for tag in links)
    assert f"headimg: '{host.url}/missing'" in post(result)
    told = [line for line in result.lines if "picture" in line]
    assert told == [f"WARNING: picture {host.url}{path}: {reason}" for path, (_, reason) in BROKEN.items()]
    assert result.stats == {"found": 1, "posted": 1, "pictures/saved": 1, "pictures/failed": len(BROKEN)}
    assert "Traceback" not in result.log


def test_a_redirect_is_followed(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers |= {"/old.png": Answer("", 301, {"Location": "/new.png"}), "/new.png": Answer(png(64, 64))}
    assert list(files(crawl(shows(host, ["/old.png"]))).values()) == [png(64, 64)]


def test_a_compressed_answer_that_grows_too_large_stays_a_link(host: Server, crawl: Callable[..., Result]) -> None:
    bomb = gzip.compress(png(64, 64) + b"\0" * (MAX_BYTES * 4))
    host.answers["/bomb.png"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
    result = crawl(shows(host, ["/bomb.png"]))
    assert (files(result), result.stats["pictures/failed"], result.stats["posted"]) == ({}, 1, 1)


def test_robots_txt_counts_for_pictures(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/private/1.png"] = Answer(png(64, 64))
    result = crawl(shows(host, ["/private/1.png"]))
    assert host.asked("/private/") == []
    assert f"WARNING: picture {host.url}/private/1.png: robots.txt forbids" in result.lines
    assert result.stats["posted"] == 1


def test_one_request_at_a_time(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers |= {f"/{number}.png": Answer(png(64, 64, b"%d" % number), after=0.05) for number in range(6)}
    crawl(
        *(shows(host, [f"/{number}.png" for number in range(start, start + 3)]) for start in (0, 3)),
    )
    requests = [request for request in host.requests if request.path != "/robots.txt"]
    assert len(requests) == 8
    assert all(earlier.ended <= later.begun for earlier, later in pairwise(requests))


def test_equal_content_is_kept_once_whatever_the_address(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers |= {path: Answer(png(64, 64)) for path in ("/small.png", "/large.png", "/c.jpg")}
    result = crawl(shows(host, ["/small.png", "/large.png"]), shows(host, ["/c.jpg"]))
    assert len(files(result)) == 1
    assert result.stats["posted"] == 2


def test_an_address_is_asked_for_once_in_a_crawl(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/1.png"] = Answer(png(64, 64), after=0.2)
    result = crawl(*(shows(host, ["/1.png", "/gone.png"]) for _ in range(3)))
    assert (host.asked("/1.png"), host.asked("/gone.png")) == (["/1.png"], ["/gone.png"])
    texts = [(result.output / path).read_text("utf-8") for path in result.posts]
    assert [text.count("../../images/") for text in texts] == [3, 3, 3]
    assert (result.stats["pictures/saved"], result.stats["pictures/failed"]) == (1, 1)


def test_an_address_is_asked_for_once_for_ever(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/1.png"] = Answer(png(64, 64))
    first = crawl(url := shows(host, ["/1.png"]))
    again = crawl(url, shows(host, ["/1.png"]))
    assert host.asked("/1.png") == ["/1.png"]
    assert files(again) == files(first)
    assert again.stats == {"found": 2, "known": 1, "posted": 1}
    assert sum("../../images/" in (again.output / path).read_text("utf-8") for path in again.posts) == 2


def test_an_address_that_changes_its_picture_is_asked_again(host: Server, crawl: Callable[..., Result]) -> None:
    charts = iter([png(64, 64, b"monday"), png(64, 64, b"tuesday")])
    host.answers["/chart.png"] = lambda: Answer(next(charts), headers={"Cache-Control": "max-age=0, no-cache"})
    crawl(shows(host, ["/chart.png"]))
    assert len(files(crawl(shows(host, ["/chart.png"])))) == 2


def test_a_picture_that_was_thrown_away_is_fetched_again(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/1.png"] = Answer(png(64, 64))
    first = crawl(shows(host, ["/1.png"]))
    for name in files(first):
        (first.output / "images" / name).unlink()
    assert list(files(crawl(shows(host, ["/1.png"]))).values()) == [png(64, 64)]


def test_a_picture_that_somebody_made_smaller_is_left_alone(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers |= {"/1.png": Answer(png(64, 64)), "/2.png": Answer(png(64, 64))}
    first = crawl(shows(host, ["/1.png"]))
    [name] = files(first)
    (first.output / "images" / name).write_bytes(b"smaller")
    result = crawl(shows(host, ["/2.png"]))
    assert files(result) == {name: b"smaller"}
    assert f"../../images/{name}" in "".join((result.output / path).read_text("utf-8") for path in result.posts)


def test_only_the_lead_picture(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers |= {"/1.png": Answer(png(64, 64)), "/2.png": Answer(png(64, 65))}
    result = crawl(shows(host, ["/1.png", "/2.png"]), NEWSCRAWL_IMAGES='{"mode": "lead-only"}')
    assert list(files(result).values()) == [png(64, 64)]
    assert host.asked("/2.png") == []
    assert post(result).count("../../images/") == 3
    assert f'src="{host.url}/2.png"' in post(result)


def test_pictures_stay_links_unless_wished_otherwise(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/1.png"] = Answer(png(64, 64))
    result = crawl(shows(host, ["/1.png"]), NEWSCRAWL_IMAGES="{}")
    assert host.asked("/1.png") == []
    assert not (result.output / "images").exists()
    assert result.stats == {"found": 1, "posted": 1}


def test_in_markdown(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/1.png"] = Answer(png(64, 64))
    result = crawl(shows(host, ["/1.png"]), NEWSCRAWL_POST='{"body": "markdown"}')
    [name] = files(result)
    assert f"![图0](../../images/{name})\\\n*说明0*" in post(result)


@pytest.mark.skipif(not (find_spec("PIL") or os.environ.get("NEWSCRAWL_REQUIRE_ALL")), reason="Pillow is not installed")
def test_wide_pictures_are_made_smaller(host: Server, crawl: Callable[..., Result]) -> None:
    wide = bar_chart(640, 320, "宽")
    host.answers |= {"/wide.png": Answer(wide), "/narrow.png": Answer(png(64, 64))}
    result = crawl(shows(host, ["/wide.png", "/narrow.png"]), NEWSCRAWL_IMAGES='{"mode": "download", "width": 100}')
    small = next(data for data in files(result).values() if data != png(64, 64))
    assert read_raster(small) == Raster(suffix=".png", width=100, height=50)
    assert png(64, 64) in files(result).values()


@pytest.mark.skipif(not (find_spec("PIL") or os.environ.get("NEWSCRAWL_REQUIRE_ALL")), reason="Pillow is not installed")
def test_pictures_become_webp(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers["/chart.png"] = Answer(bar_chart(640, 320, "宽"))
    result = crawl(shows(host, ["/chart.png"]), NEWSCRAWL_IMAGES='{"mode": "download", "webp": true}')
    [(name, data)] = files(result).items()
    assert read_raster(data) == Raster(suffix=".webp", width=640, height=320)
    assert f'src="../../images/{name}"' in post(result)
    assert name.endswith(".webp")


SITE = """
name: 测试站
group: 组
languages: [zh-CN]
timezone: Asia/Shanghai
home: http://127.0.0.1/
domains: [127.0.0.1]
confidence: B
checked: 2026-10
picture_referer: {}
"""


@pytest.mark.parametrize("wish", ["article", "none", "https://news.example/"])
def test_a_site_says_what_its_hosts_of_pictures_want_to_hear(
    wish: str, host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "test.yaml").write_text(SITE.format(wish), "utf-8")
    host.answers["/1.png"] = Answer(png(64, 64))
    url = shows(host, ["/1.png"])
    assert crawl(url, NEWSCRAWL_SITES=str(tmp_path / "sites")).stats["pictures/saved"] == 1
    [request] = [request for request in host.requests if request.path == "/1.png"]
    assert request.headers.get("Referer") == {"article": url, "none": None}.get(wish, wish)


def test_addresses_begin_as_wished(host: Server, crawl: Callable[..., Result], tmp_path: Path) -> None:
    host.answers["/1.png"] = Answer(png(64, 64))
    options = f'{{"mode": "download", "folder": "{tmp_path}/kept", "address": "/blog/p/", "body_address": "/p/"}}'
    text = post(crawl(shows(host, ["/1.png"]), NEWSCRAWL_IMAGES=options, NEWSCRAWL_POST='{"body": "markdown"}'))
    [name] = [path.relative_to(tmp_path / "kept").as_posix() for path in (tmp_path / "kept").rglob("*.png")]
    assert f"](/p/{name})" in text
    assert f"headimg: '/blog/p/{name}'" in text


def test_a_folder_elsewhere_is_pointed_at_from_the_post(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    host.answers["/1.png"] = Answer(png(64, 64))
    result = crawl(shows(host, ["/1.png"]), NEWSCRAWL_IMAGES=f'{{"mode": "download", "folder": "{tmp_path}/图 片"}}')
    assert 'src="../../../%E5%9B%BE%20%E7%89%87/' in post(result)


def test_no_more_pictures_than_a_gallery_has(host: Server, crawl: Callable[..., Result]) -> None:
    many = [f"/n/{number}.png" for number in range(MAX_PICTURES + 5)]
    host.answers |= {path: Answer(png(64, 64, path.encode())) for path in many}
    result = crawl(shows(host, many))
    assert len(host.asked("/n/")) == len(files(result)) == MAX_PICTURES
    assert post(result).count(f'src="{host.url}/n/') == 5


@pytest.fixture
def mute() -> Iterator[str]:
    """A server that hangs up on everybody."""

    def hang_up() -> None:
        with suppress(OSError):
            while True:
                listener.accept()[0].close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=hang_up, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def test_a_host_that_is_down_is_left_alone(host: Server, crawl: Callable[..., Result]) -> None:
    dead = Server()
    dead.close()
    result = crawl(shows(host, [f"{dead.url}/{number}.png" for number in range(8)]))
    reasons = [line.rpartition(": ")[2] for line in result.lines if "picture" in line]
    assert reasons == ["connection refused"] * 2 + ["host left alone"] * 6
    assert result.stats["posted"] == 1


def test_a_host_that_does_not_answer_is_given_up(host: Server, mute: str, crawl: Callable[..., Result]) -> None:
    pictures = [f"{mute}/{number}.png" for number in range(8)]
    host.answers["/fine.png"] = Answer(png(64, 64))
    result = crawl(shows(host, [*pictures, "/fine.png"]))
    reasons = [line.rpartition(": ")[2] for line in result.lines if "picture" in line]
    assert reasons == ["connection lost"] * 3 + ["its host does not answer"] * 5
    assert (result.stats["pictures/saved"], result.stats["posted"]) == (1, 1)


def test_a_duplicate_downloads_nothing_and_twins_give_one_post(host: Server, crawl: Callable[..., Result]) -> None:
    host.answers |= {"/1.png": Answer(png(64, 64), after=0.3), "/2.png": Answer(png(64, 65))}
    url = shows(host, ["/1.png"])
    host.answers["/a/twin.html"] = Answer(host.answers[url.removeprefix(host.url)].body.replace("/1.png", "/2.png"))
    # both are under way at the same time: the second passes the first question, not the last one
    result = crawl(url, f"{host.url}/a/twin.html")
    assert (result.stats["posted"], result.stats["skipped/duplicate"]) == (1, 1)
    assert host.asked("/2.png")
    host.answers["/a/late.html"] = Answer(host.answers["/a/twin.html"].body.replace("/2.png", "/3.png"))
    assert crawl(f"{host.url}/a/late.html").stats["skipped/duplicate"] == 1
    assert host.asked("/3.png") == []


def test_a_disk_that_takes_no_picture_stops_the_crawl(
    host: Server, crawl: Callable[..., Result], tmp_path: Path
) -> None:
    host.answers["/1.png"] = Answer(png(64, 64))
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "images").write_text("in the way")
    result = crawl(shows(host, ["/1.png"]))
    assert result.posts == []
    [line] = [line for line in result.lines if "stopped" in line]
    assert line.endswith("a file is in the way of a folder")


def test_ctrl_c_waits_for_no_host_that_wants_to_be_waited_for(host: Server, tmp_path: Path) -> None:
    host.answers["/1.png"] = Answer("busy", 429, {"Retry-After": "110"})
    command = ["crawl", "url", "-a", f"urls={shows(host, ['/1.png'])}"]
    settings = {**FAST, **DOWNLOAD, "NEWSCRAWL_OUTPUT": str(tmp_path), "RETRY_TIMES": "1"}
    process = Program(
        scrapy_command(*command, **settings), cwd=CHECKOUT, env=environment(), stderr=subprocess.PIPE, text=True
    )
    for _ in range(6000):
        if host.asked("/1.png"):
            break
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    process.communicate(timeout=100)
    assert host.asked("/1.png") == ["/1.png"]
    # posted now, it would keep its link for ever
    assert list(tmp_path.rglob("*.md")) == []


def test_ctrl_c_leaves_articles_to_the_next_crawl_rather_than_their_pictures(host: Server, tmp_path: Path) -> None:
    pictures = [f"/{number}.png" for number in range(20)]
    host.answers |= {path: Answer(png(64, 64, path.encode()), after=0.2) for path in pictures}
    command = ["crawl", "url", "-a", f"urls={shows(host, pictures)}"]
    settings = {**FAST, **DOWNLOAD, "NEWSCRAWL_OUTPUT": str(tmp_path)}
    process = Program(
        scrapy_command(*command, **settings), cwd=CHECKOUT, env=environment(), stderr=subprocess.PIPE, text=True
    )
    for _ in range(6000):
        if host.asked("/2.png"):
            break
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    _, log = process.communicate(timeout=300)
    assert "Traceback" not in log
    assert len(host.asked("/")) < 12
    assert list(tmp_path.rglob("*.md")) == []
    asked = host.asked("/0.png")
    assert run_program(scrapy_command(*command, **settings), cwd=CHECKOUT, env=environment()).returncode == 0
    assert host.asked("/0.png") == asked
    [text] = [path.read_text("utf-8") for path in tmp_path.rglob("*.md")]
    assert text.count('src="../../images/') == 20


@pytest.mark.parametrize(
    ("images", "post", "problem"),
    [
        ('{"mode": "all"}', "{}", "'all' is none of link, download, lead-only"),
        ('{"modus": "download"}', "{}", "'modus' is none of mode, folder"),
        ('{"mode": "download"}', '{"body": "source"}', "the source body keeps"),
    ],
)
def test_settings_that_cannot_be(images: str, post: str, problem: str, crawl: Callable[..., Result]) -> None:
    result = crawl("http://127.0.0.1:9/", NEWSCRAWL_IMAGES=images, NEWSCRAWL_POST=post)
    assert problem in result.log
