"""One run at a time on a site: a living owner is never robbed, a dead one never waited for."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newscrawl.errors import SiteHeld
from newscrawl.store import State
from newscrawl.store.site_locks import SILENCE

HOUR = 3600

OWNER = """
import pathlib, sys
from newscrawl.store import State
state = State.open(pathlib.Path(sys.argv[1]))
lock = state.locks.take("site")
print("held", flush=True)
sys.stdin.read()
"""


def living(folder: Path) -> subprocess.Popen[str]:
    """Start another process that holds the site."""
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout
    assert owner.stdout.readline() == "held\n"
    return owner


def taken(folder: Path) -> bool:
    with State.open(folder) as state:
        try:
            state.locks.take("site").let_go()
        except SiteHeld:
            return False
    return True


def elsewhere(folder: Path, *, beat: float) -> None:
    """Make the lock that of a run on another machine, whose file lock does not reach here."""
    with State.open(folder) as state, state.database.transaction() as run:
        run(
            "INSERT OR REPLACE INTO locks VALUES ('site', 'x:1:y', 'x.invalid', 'another boot', 1, ?, ?)",
            *(int(beat), int(beat)),
        )


needs_locks = pytest.mark.skipif(sys.platform == "win32", reason="needs file locks")


@needs_locks
def test_the_second_run_is_told_who_holds_the_site_since_when(tmp_path: Path) -> None:
    with living(tmp_path) as owner, State.open(tmp_path) as state:
        with pytest.raises(
            SiteHeld, match=rf"site: held by process {owner.pid} on .* since 20.* UTC; left to that run"
        ):
            state.locks.take("site")
        state.locks.take("other").let_go()
        owner.communicate()


@needs_locks
def test_a_killed_owner_is_not_waited_for(tmp_path: Path) -> None:
    owner = living(tmp_path)
    owner.send_signal(signal.SIGKILL)
    owner.communicate()
    assert taken(tmp_path)


@needs_locks
@pytest.mark.parametrize("hours", [-48, -1, 1, 48])
def test_no_clock_that_jumps_robs_a_living_owner_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    with living(tmp_path) as owner:
        moment = time.time() + hours * HOUR
        monkeypatch.setattr("newscrawl.store.site_locks.time.time", lambda: moment)
        assert not taken(tmp_path)
        owner.communicate()


@needs_locks
@pytest.mark.parametrize("hours", [-48, 48])
def test_no_clock_that_jumps_keeps_a_dead_owners_lock_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    owner = living(tmp_path)
    owner.kill()
    owner.communicate()
    moment = time.time() + hours * HOUR
    monkeypatch.setattr("newscrawl.store.site_locks.time.time", lambda: moment)
    assert taken(tmp_path)


def test_a_lock_that_was_let_go_is_free(tmp_path: Path) -> None:
    assert taken(tmp_path)
    assert taken(tmp_path)


@pytest.mark.parametrize(
    ("age", "free"), [(0, False), (SILENCE - 60, False), (SILENCE + 60, True), (60 - SILENCE, False), (-HOUR, True)]
)
def test_an_owner_on_another_machine_lives_while_its_heart_beats(tmp_path: Path, age: float, free: bool) -> None:
    elsewhere(tmp_path, beat=time.time() - age)
    assert taken(tmp_path) is free


def test_a_heartbeat_moves_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with State.open(tmp_path) as state:
        lock = state.locks.take("site")
        moment = time.time() + HOUR
        monkeypatch.setattr("newscrawl.store.site_locks.time.time", lambda: moment)
        lock.beat()
        assert state.database.rows("SELECT beat FROM locks") == [(int(moment),)]


def test_an_owner_that_was_taken_for_dead_hears_of_it(tmp_path: Path) -> None:
    with State.open(tmp_path) as state:
        lock = state.locks.take("site")
        elsewhere(tmp_path, beat=time.time())
        with pytest.raises(SiteHeld, match=r"held by process 1 on x\.invalid"):
            lock.beat()
        lock.let_go()
        assert state.database.rows("SELECT host FROM locks") == [("x.invalid",)]


def test_dead_locks_are_told_from_living_ones(tmp_path: Path) -> None:
    elsewhere(tmp_path, beat=time.time() - HOUR)
    with State.open(tmp_path) as state:
        mine = state.locks.take("mine")
        assert state.locks.dead() == (["site"] if sys.platform != "win32" else [])
        state.locks.clear("site")
        assert state.locks.dead() == []
        mine.let_go()
