"""A news site of any size, made up: served on loopback by a process of its own, fast enough to be no brake.

    python benchmarks/made_site.py PAGES LOGFILE [EVERY]

prints its port and serves until its input ends. Every request is one line of the log: the moment, the status and the
path. The site has what a crawl meets: pages in two parts, redirects, pages that are gone, some that fail once, no
articles, and lists with validators. Where EVERY is given, each page of that number is large: in turns an article of
5 MB, a page of 50,000 links, and a gzip bomb of 200 MB.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import sys
import time
from functools import cache
from pathlib import Path

__all__ = ["PER_LIST", "kind_of", "site_file"]

PER_LIST = 100
"""Articles on one page of the list."""

SITE = """
name: 试验财经
group: 测试
languages: [zh-CN]
timezone: Asia/Shanghai
home: http://127.0.0.1:{port}/
domains: [127.0.0.1]
confidence: D
checked: 2026-07
delay: 0
lists:
  main:
    kind: json
    url: 'http://127.0.0.1:{port}/list/{{page}}'
    items: data
    paging: {{pages: {lists}}}
    fields: {{url: url, title: title}}
channels:
  要闻: {{list: main}}
article:
  fields: {{title: h1, published: time}}
  body: ['#text']
  next_page: {{xpath: '//a[@class="next"]/@href'}}
"""

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head><body>
<h1>{title}</h1><time>2026-07-{day:02} {hour:02}:{minute:02}</time><div id="text">{text}</div>{more}</body></html>"""

FIRMS = ("东岭钢铁", "北川电力", "南湖造船", "西山水泥", "长桥银行", "白石矿业", "青原种业", "红崖化工")
DEEDS = ("新建一条生产线", "与港口签下三年合同", "把分红提高一成", "关闭两座旧厂", "发行五年期债券", "任命新的财务主管")
REASONS = ("订单比去年同期多", "原料价格回落", "海外需求转强", "监管要求更严", "旧设备到了年限", "客户要求提前交货")


def kind_of(number: int) -> str:
    """Return what a page is: most are plain articles."""
    return {
        3: "two parts",
        11: "redirect",
        23: "gone",
        37: "fails once",
        53: "no article",
    }.get(number % 61, "plain")


def site_file(port: int, pages: int) -> str:
    """Return the site's own file."""
    return SITE.format(port=port, lists=-(-pages // PER_LIST))


def _text(number: int, part: int = 1) -> str:
    """Return running text that no other page repeats."""
    digits = hashlib.sha256(f"{number} {part}".encode()).digest()
    lines = []
    for place in range(6):
        firm, deed, reason = (of[digits[3 * place + turn] % len(of)] for turn, of in enumerate((FIRMS, DEEDS, REASONS)))
        lines.append(
            f"<p>{firm}{number * 7 + place}号公告：公司决定{deed}，因为{reason}，涉及金额{digits[place]}亿元。</p>"
        )
    return "".join(lines)


def _page(number: int, part: int = 1) -> bytes:
    kind = kind_of(number)
    if kind == "no article":
        return b"<html><body><p>404</p></body></html>"
    more = f'<a class="next" href="/a/{number}_2.html">next</a>' if kind == "two parts" and part == 1 else ""
    title = f"{FIRMS[number % len(FIRMS)]}第{number}号消息：{DEEDS[number % len(DEEDS)]}"
    day, hour, minute = 1 + number // 1440 % 28, number // 60 % 24, number % 60
    return PAGE.format(title=title, day=day, hour=hour, minute=minute, text=_text(number, part), more=more).encode()


def _large(number: int, turn: int) -> tuple[dict[str, str], bytes]:
    """Return headers and body of a page that takes more memory than others."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    title = f"第{number}号大页"
    if turn == 0:
        text = "".join(_text(number, part) for part in range(5_000_000 // len(_text(number).encode())))
    elif turn == 1:
        text = "".join(f'<p><a href="/a/{place}.html">第{place}条链接</a></p>' for place in range(50_000))
    else:
        return headers | {"Content-Encoding": "gzip"}, _bomb()
    return headers, PAGE.format(title=title, day=1, hour=0, minute=0, text=text, more="").encode()


@cache
def _bomb() -> bytes:
    return gzip.compress(b"<p>" + bytes(200_000_000), 9)


class _Server:
    def __init__(self, pages: int, log: Path, every: int) -> None:
        self.pages = pages
        self.every = every
        self.log = log.open("a", buffering=1)
        self.failed: set[str] = set()
        self.port = 0

    def answer(self, path: str, known: str) -> tuple[int, dict[str, str], bytes]:
        folder, _, name = path.strip("/").partition("/")
        if folder == "robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nAllow: /\n"
        if folder == "list":
            first = (int(name) - 1) * PER_LIST
            numbers = range(first, min(first + PER_LIST, self.pages))
            entries = [
                {"url": f"http://127.0.0.1:{self.port}/a/{number}.html", "title": f"第{number}号"} for number in numbers
            ]
            body = json.dumps({"data": entries}, ensure_ascii=False).encode()
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            headers = {"Content-Type": "application/json", "ETag": tag}
            return (304, headers, b"") if known == tag else (200, headers, body)
        number, _, part = name.removesuffix(".html").partition("_")
        kind = kind_of(int(number)) if number.isdigit() else ""
        if self.every and number.isdigit() and int(number) % self.every == self.every - 1:
            return 200, *_large(int(number), int(number) // self.every % 3)
        if kind == "gone" or not number.isdigit() or folder not in ("a", "b"):
            return 404, {}, b"gone"
        if kind == "redirect" and folder == "a":
            return 302, {"Location": f"/b/{number}.html"}, b""
        if kind == "fails once" and path not in self.failed:
            self.failed.add(path)
            return 503, {}, b"busy"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, _page(int(number), int(part or 1))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                known = ""
                while (header := await reader.readline()) not in (b"\r\n", b""):
                    if header.lower().startswith(b"if-none-match:"):
                        known = header.partition(b":")[2].strip().decode()
                path = line.split()[1].decode()
                status, headers, body = self.answer(path, known)
                self.log.write(f"{time.time():.6f} {status} {path}\n")
                head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
                writer.write(f"HTTP/1.1 {status} x\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except ConnectionError:
            # the crawler was killed: that is what this is for
            pass
        finally:
            writer.close()


async def _main(pages: int, log: Path, every: int) -> None:
    server = _Server(pages, log, every)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    print(server.port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), Path(sys.argv[2]), int((*sys.argv, 0)[3])))
