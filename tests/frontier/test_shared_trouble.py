"""What can be wrong with a shared frontier, and what is said of it: one line, without any password."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from machines import Machines, RedisServer, expected_posts
from redisserver import need_redis

from newscrawl import __version__
from newscrawl.cli import run
from newscrawl.errors import FrontierAway, SiteError, StoreError
from newscrawl.frontier import Entry, Outcome, Shared, SqliteFrontier, connect, read_address
from newscrawl.frontier.shared import MOST, RedisFrontier
from newscrawl.frontier.turns import RedisTurns
from newscrawl.items import Article, Image, Link
from newscrawl.store import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from redis import Redis

A, B = (f"https://news.example/{name}" for name in "ab")
PATIENCE = 240.0
SECRET = "s3cr3t-hush"
projects = count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    need_redis()
    server = RedisServer(tmp_path_factory.mktemp("redis")).start()
    yield server
    server.kill()


@pytest.fixture
def shared(server: RedisServer) -> Shared:
    return Shared.at(f"{server.url}?project=test{next(projects)}", "test")


@pytest.fixture
def client(shared: Shared) -> Redis:
    return connect(shared.address)


@pytest.fixture
def frontier(client: Redis, shared: Shared) -> RedisFrontier:
    """One that takes whoever is not known to be alive for dead."""
    return RedisFrontier(client, shared.address, silence=0)


def put(frontier: RedisFrontier, *keys: str) -> None:
    frontier.put("site", [Entry(key=key, channel="news", payload={"url": key}) for key in keys])


def lease(frontier: RedisFrontier, owner: str = "me") -> list[str]:
    return [entry.key for entry in frontier.lease("site", ["news"], owner, 9)]


ARTICLE = Article(
    url=A,
    canonical_url=A,
    site="site",
    channel="news",
    categories=("金融", "网站"),
    title="标题",
    published=datetime(2026, 7, 20, 9, 30, tzinfo=UTC),
    body="<p>全文</p>",
    authors=("张三",),
    lead_image=Image(url=f"{A}.png", alt="x"),
    images=(Image(url=f"{A}.png"),),
    paywalled=True,
    found_by={"title": "json-ld:headline"},
    confidence={"title": 0.9},
)


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(kind="article", article=ARTICLE, notes=2),
        Outcome(kind="failed", reason="timeout"),
        Outcome(kind="refused", reason="no title", error="missing", key=B),
    ],
    ids=lambda outcome: outcome.kind,
)
def test_an_outcome_comes_back_as_it_was(outcome: Outcome) -> None:
    assert Outcome.from_json(outcome.to_json()) == outcome


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"kind": "posted"}',
        '{"kind": "article"}',
        '{"kind": "article", "article": {"url": "https://news.example/a"}}',
        '{"kind": "failed", "reason": 7}',
        '{"kind": "failed", "reason": "x", "path": "/etc/passwd"}',
        Outcome(kind="article", article=ARTICLE).to_json().replace("+00:00", ""),
        Outcome(kind="article", article=ARTICLE).to_json().replace('"张三"', "7"),
    ],
)
def test_what_is_no_outcome_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Outcome.from_json(text)


@pytest.mark.parametrize(
    "address",
    [
        f"http://:{SECRET}@host",
        f"redis://:{SECRET}@",
        f"redis://:{SECRET}@host:port/0",
        f"redis://:{SECRET}@host/db",
        f"redis://:{SECRET}@host?project=a:b",
        f"redis://:{SECRET}@[host",
        f"{SECRET}",
    ],
)
def test_what_is_no_address_is_told_without_repeating_it(address: str) -> None:
    with pytest.raises(SiteError) as caught:
        read_address(address, "--frontier")
    assert SECRET not in str(caught.value)


def test_an_unknown_option_is_told(shared: Shared) -> None:
    with pytest.raises(SiteError, match=r"^--frontier: has an option"):
        connect(read_address(f"redis://:{SECRET}@127.0.0.1/0?colour=red", "--frontier"))


def test_an_address_shows_no_password() -> None:
    address = read_address(f"rediss://user:{SECRET}@host/2?project=finance", "x")
    assert (str(address), address.project) == ("rediss://host:6379/2", "finance")
    assert SECRET not in repr(address)


def test_a_project_belongs_to_its_first_state(shared: Shared) -> None:
    shared.register.claim("one", contact="me@example.com")
    shared.register.claim("one", contact="you@example.com")
    assert shared.register.contact() == "you@example.com"
    with pytest.raises(StoreError, match=r"is kept by another state; choose another name"):
        shared.register.claim("two", contact="")
    shared.register.forget()
    shared.register.claim("two", contact="")


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("protocol", "99", "speaks protocol 99, this newscrawl 1: update one"),
        ("version", "0.0.1", f"its keeper is newscrawl 0.0.1, this is {__version__}: update one"),
    ],
)
def test_another_version_is_refused(shared: Shared, client: Redis, name: str, value: str, line: str) -> None:
    shared.register.claim("one", contact="")
    client.hset(shared.address.key, name, value)
    with pytest.raises(StoreError, match=line):
        shared.register.contact()
    if name == "protocol":
        with pytest.raises(StoreError, match=line):
            shared.register.claim("one", contact="")


def test_keys_of_somebody_else_are_left_alone(shared: Shared, client: Redis, frontier: RedisFrontier) -> None:
    client.set(shared.address.key, "theirs")
    with pytest.raises(StoreError, match=r"holds keys of somebody else under our names"):
        shared.register.claim("one", contact="")
    client.rpush(f"{shared.address.key}:at:site", "theirs")
    with pytest.raises(StoreError, match=r"holds keys of somebody else"):
        put(frontier, A)
    assert client.get(shared.address.key) == b"theirs"


def test_a_second_keeper_is_told_who_the_first_is(shared: Shared) -> None:
    keep = shared.register.keep
    assert keep("site", "here:1:x", dead="here:") == ""
    assert keep("site", "there:2:y", dead="there:") == "here:1:x"
    # the state's own lock says that an owner on this machine is dead
    assert keep("site", "here:3:z", dead="here:") == ""
    shared.register.let_go("site", "here:1:x")
    assert keep("site", "there:2:y", dead="there:") == "here:3:z"
    shared.register.let_go("site", "here:3:z")
    assert keep("site", "there:2:y", dead="there:") == ""


def inject(client: Redis, shared: Shared, key: str, **fields: str) -> None:
    """Write what no newscrawl would."""
    lane = f"{shared.address.key}:lane:0:site/news"
    with suppress(Exception):
        client.xgroup_create(lane, "workers", "0", mkstream=True)
    place: Any = client.xadd(lane, fields)
    client.sadd(f"{shared.address.key}:lanes:site", lane)
    client.hset(f"{shared.address.key}:at:site", key, f"{place.decode()} {lane}")


def test_a_payload_that_is_no_json_is_a_dead_letter(
    client: Redis, shared: Shared, frontier: RedisFrontier, caplog: pytest.LogCaptureFixture
) -> None:
    put(frontier, A)
    inject(client, shared, B, k=B, c="news", p="\x80{", t="1")
    inject(client, shared, "x", colour="red")
    assert lease(frontier) == [A]
    [letter] = frontier.dead_letters()
    assert (letter.site, letter.key, letter.reason) == ("site", B, "payload is no JSON")
    assert caplog.messages == [f"site: {B}: dead letter: payload is no JSON"]
    [handed] = frontier.results("site", "", 9)
    assert (handed.key, handed.outcome) == (B, Outcome(kind="dead", reason="payload is no JSON"))


def test_an_outcome_that_is_no_json_is_a_dead_letter(
    client: Redis, shared: Shared, frontier: RedisFrontier, caplog: pytest.LogCaptureFixture
) -> None:
    put(frontier, A, B)
    lease(frontier)
    frontier.hand_back("site", [(A, Outcome(kind="failed", reason="timeout"))])
    client.xadd(f"{shared.address.key}:results:site", {"k": B, "c": "news", "p": "{}", "o": "pickle"})
    client.xadd(f"{shared.address.key}:results:site", {"colour": "red"})
    assert [handed.key for handed in frontier.results("site", "", 9)] == [A]
    assert [letter.key for letter in frontier.dead_letters()] == [B]
    assert [handed.outcome.kind for handed in frontier.results("site", "", 9)] == ["failed", "dead"]
    assert len(caplog.messages) == 2


def test_a_page_that_kills_its_workers_is_a_dead_letter_in_the_end(frontier: RedisFrontier) -> None:
    put(frontier, A)
    for number in range(MOST):
        assert lease(frontier, str(number)) == [A]
        frontier.reclaim("site", "")
    assert lease(frontier) == []
    [letter] = frontier.dead_letters()
    assert (letter.tries, letter.reason) == (MOST, "its worker died")
    assert frontier.share("site", [Entry(key=A, channel="news")]) == {A}
    assert [handed.outcome.kind for handed in frontier.results("site", "", 9)] == ["dead"]
    assert frontier.retry("site") == [A]
    assert frontier.dead_letters() == []
    assert lease(frontier) == [A]


def test_who_shows_to_be_alive_keeps_what_it_holds(server: RedisServer, client: Redis, shared: Shared) -> None:
    frontier = RedisFrontier(client, shared.address, silence=0.3)
    put(frontier, A, B)
    lease(frontier, "alive")
    time.sleep(0.4)
    assert frontier.beat("site", "alive", [A]) == set()
    assert frontier.reclaim("site", "") == 1
    assert lease(frontier, "other") == [B]
    assert frontier.beat("site", "alive", [A, B]) == {B}


def test_a_site_stays_active_as_long_as_somebody_holds_something(frontier: RedisFrontier) -> None:
    put(frontier, A)
    lease(frontier, "killed")
    assert lease(frontier, "other") == []
    # or nobody would come to see that its holder is dead
    assert frontier.active() == ["site"]
    frontier.reclaim("site", "")
    assert lease(frontier, "other") == [A]
    frontier.hand_back("site", [(A, Outcome(kind="failed", reason="timeout"))])
    assert lease(frontier, "other") == []
    assert frontier.active() == []


def test_the_first_outcome_counts(frontier: RedisFrontier) -> None:
    put(frontier, A)
    lease(frontier, "slow")
    frontier.reclaim("site", "")
    lease(frontier, "quick")
    frontier.hand_back("site", [(A, Outcome(kind="failed", reason="quick"))])
    frontier.hand_back("site", [(A, Outcome(kind="failed", reason="slow"))])
    [handed] = frontier.results("site", "", 9)
    assert handed.outcome.reason == "quick"
    assert Link.from_mapping(handed.payload) == Link(url=A)
    frontier.acknowledge("site", [A], "keeper")
    assert frontier.backlogs() == []


def test_a_full_redis_loses_nothing(shared: Shared, client: Redis, frontier: RedisFrontier) -> None:
    put(frontier, A)
    client.config_set("maxmemory", "1")
    with pytest.raises(FrontierAway, match=r"is full \(maxmemory\)"):
        put(frontier, B)
    client.config_set("maxmemory", "0")
    put(frontier, B)
    assert lease(frontier) == [A, B]


def test_clocks_of_machines_do_not_matter(frontier: RedisFrontier, monkeypatch: pytest.MonkeyPatch) -> None:
    real = time.time()
    monkeypatch.setattr(time, "time", lambda: real + 400 * 86400)
    put(frontier, A)
    [entry] = frontier.lease("site", ["news"], "me", 1)
    assert entry.added
    assert abs(entry.added - datetime.fromtimestamp(real, UTC)) < timedelta(minutes=5)


def test_who_is_not_let_in_is_told_so(tmp_path: Path) -> None:
    need_redis()
    server = RedisServer(tmp_path / "redis", "--requirepass", SECRET).start()
    try:
        for wrong in (server.url, server.url.replace("://", f"://:not-{SECRET}@")):
            with pytest.raises(StoreError, match=r"does not let us in: wrong user or password") as caught:
                Shared.at(wrong, "x").frontier.sites()
            assert not isinstance(caught.value, FrontierAway)
            assert SECRET not in str(caught.value)
        assert Shared.at(server.url.replace("://", f"://:{SECRET}@"), "x").frontier.sites() == []
    finally:
        server.kill()
    with pytest.raises(FrontierAway, match=r"^redis://127\.0\.0\.1:\d+/0: does not answer$"):
        Shared.at(server.url.replace("://", f"://:{SECRET}@"), "x").frontier.sites()


def certificate(folder: Path) -> tuple[Path, Path]:
    """Return the files of a new certificate for 127.0.0.1 and its key."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.TraditionalOpenSSL
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return cert, secret


def test_tls_is_spoken_and_checked(tmp_path: Path) -> None:
    need_redis()
    cert, key = certificate(tmp_path)
    options = ("--tls-cert-file", str(cert), "--tls-key-file", str(key), "--tls-auth-clients", "no")
    server = RedisServer(tmp_path / "redis", *options)
    plain = server.port
    server = RedisServer(tmp_path / "redis", *options, "--tls-port", str(plain)).start()
    try:
        url = f"rediss://:{SECRET}@127.0.0.1:{plain}/0"
        with pytest.raises(StoreError, match=r"^rediss://127\.0\.0\.1:\d+/0: its TLS certificate is not valid here"):
            Shared.at(url, "x").frontier.sites()
        trusted = url.replace(f":{SECRET}@", "")
        assert Shared.at(f"{trusted}?ssl_ca_certs={cert}", "x").frontier.sites() == []
    finally:
        server.kill()


def test_machines_take_turns_at_a_host(shared: Shared, client: Redis) -> None:
    me, you = (RedisTurns(client, shared.address, name) for name in ("me", "you"))
    assert me.take("h", 0.5) == 0
    assert 0 < you.take("h", 0.5) <= 0.5
    me.give("h")
    time.sleep(0.55)
    # who waits already comes first
    assert 0 < me.take("h", 0.5) <= 0.5
    assert you.take("h", 0.5) == 0
    you.give("h")
    # the distance is that to the last request, one's own as well: it may have waited for another
    assert 0 < you.take("h", 0.5) <= 0.5
    assert you.take("other", 0.5) == 0
    me.postpone("h", 30)
    assert 29 < you.take("h", 0) <= 30


def test_machines_count_refusals_together(shared: Shared, client: Redis) -> None:
    me, you = (RedisTurns(client, shared.address, name) for name in ("me", "you"))
    assert [me.refused("h", 60), you.refused("h", 60), me.refused("h", 60), you.refused("other", 60)] == [1, 2, 3, 1]
    assert client.pttl(f"{shared.address.key}:turn:h") > 0, "hosts that nobody asks any more leave Redis"
    you.answered("h")
    assert me.refused("h", 60) == 1
    assert me.refused("h", 60) == 2
    assert me.refused("h", 0) == 1, "those that are old do not count"


def test_without_redis_nobody_asks_a_host(shared: Shared) -> None:
    gone = read_address("redis://127.0.0.1:1/0", "x")
    turns = RedisTurns(connect(gone), gone, "me")
    assert turns.take("h", 0) > 0
    assert turns.take("h", 0) > 0
    turns.give("h")
    turns.postpone("h", 1)
    assert turns.refused("h", 60) == 0
    turns.answered("h")


def test_the_command_looks_empties_and_tries_anew(
    shared: Shared,
    frontier: RedisFrontier,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSCRAWL_FRONTIER", f"{shared.address.url}?project={shared.address.project}")
    put(frontier, A, B)
    lease(frontier, "host:1:x")
    frontier.bury("site", A, "payload is no JSON")
    with State.open(tmp_path / "output" / ".newscrawl") as state:
        state.refused(A, "dead letter: payload is no JSON")
        SqliteFrontier(state.database).put("site", [Entry(key=B, channel="news")])
    assert run(["frontier", "status"]) == 0
    said = capsys.readouterr().out
    assert [line.split() for line in said.splitlines()[:2]] == [
        ["site", "waiting", "held", "results", "dead", "held", "by"],
        ["site", "0", "1", "1", "1", "host:1:x", "1"],
    ]
    assert f"dead  site  {A}: payload is no JSON (tries: 0)" in said
    assert run(["frontier", "retry"]) == 0
    assert capsys.readouterr().out == "put back: 1\n"
    with State.open(tmp_path / "output" / ".newscrawl") as state:
        assert state.seen(A) is None
    assert lease(frontier) == [A]
    assert run(["frontier", "drain"]) == 2
    assert "newscrawl: --yes: is missing" in capsys.readouterr().err
    assert run(["frontier", "drain", "--yes"]) == 0
    assert frontier.backlogs() == []
    with State.open(tmp_path / "output" / ".newscrawl") as state:
        assert SqliteFrontier(state.database).backlogs() == []
    assert run(["frontier", "status"]) == 0
    assert "nothing is left to be fetched" in capsys.readouterr().out


def test_without_redis_the_command_looks_into_the_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSCRAWL_FRONTIER", raising=False)
    assert run(["frontier", "status"]) == 0
    with State.open(tmp_path / "output" / ".newscrawl") as state:
        SqliteFrontier(state.database).put("site", [Entry(key=B, channel="news")])
    assert run(["frontier", "status"]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["nothing", "is", "left", "to", "be", "fetched"],
        ["site", "waiting", "held"],
        ["site", "1", "0"],
    ]
    assert run(["frontier", "retry"]) == 2


@pytest.mark.parametrize("arguments", [["work"], ["work", "http://x"], ["crawl", "--frontier", "redis://"]])
def test_a_missing_or_bad_address_is_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSCRAWL_FRONTIER", raising=False)
    assert run(arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_who_does_not_fit_is_refused_in_one_line(server: RedisServer, tmp_path: Path) -> None:
    url = f"{server.url}?project=fits"
    machines, shared = Machines(server, tmp_path / "crawl", 8, url=url), Shared.at(url, "x")
    try:
        # a lock that does not end while a slow machine starts a process
        connect(shared.address).set(f"{shared.address.key}:keeper:made", "elsewhere:7:x")
        assert machines.keeper().wait(PATIENCE) == 1
        assert "made: held by process 7 on elsewhere, in redis://127.0.0.1:" in machines.said()
        shared.register.let_go("made", "elsewhere:7:x")
        connect(shared.address).hset(shared.address.key, "version", "0.0.1")
        assert machines.worker().wait(PATIENCE) == 1
        assert f"its keeper is newscrawl 0.0.1, this is {__version__}: update one" in machines.said()
        assert machines.site.requests() == []
        shared.register.forget()
        keeper = machines.keeper()
        end = time.monotonic() + PATIENCE
        while not shared.frontier.active() and time.monotonic() < end:
            time.sleep(0.1)
        shared.register.announce("made", "another file")
        worker = machines.worker()
        while "made: the site file here is not the keeper's; left to" not in machines.said() and time.monotonic() < end:
            time.sleep(0.1)
        assert "made: the site file here is not the keeper's; left to other workers" in machines.said()
        assert machines.articles_asked() == []
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
        keeper.terminate()
        assert keeper.wait(PATIENCE) == 1
    finally:
        machines.close()


def test_redis_may_come_late_and_its_password_is_seen_nowhere(tmp_path: Path) -> None:
    need_redis()
    server = RedisServer(tmp_path / "redis", "--requirepass", SECRET)
    machines = Machines(server, tmp_path / "crawl", 8, url=server.url.replace("://", f"://:{SECRET}@"))
    try:
        keeper, worker = machines.keeper(), machines.worker()
        end = time.monotonic() + PATIENCE
        while machines.said().count("does not answer; waiting") < 2 and time.monotonic() < end:
            time.sleep(0.1)
        assert machines.site.requests() == []
        server.start()
        assert keeper.wait(PATIENCE) == 0, machines.said()
        assert len(machines.posts()) == expected_posts(8)
        for process in (keeper, worker):
            with suppress(OSError), open(f"/proc/{process.pid}/cmdline") as file:  # noqa: PTH123
                assert SECRET not in file.read()
        assert f"redis://127.0.0.1:{server.port}/0 is back" in machines.said()
        for path in machines.folder.rglob("*"):
            assert path.is_dir() or SECRET.encode() not in path.read_bytes(), path
    finally:
        machines.close()
        server.kill()
    assert os.environ.get("NEWSCRAWL_FRONTIER") is None
