"""Python programs in processes of their own, without the seconds that each would spend on importing Scrapy.

A process that has imported everything forks for each program. What it runs is what ``python -c`` or ``python -m`` would
run, with a folder, an environment, pipes, an exit code and an id of its own; signals reach it and nobody else. Not for
tests of memory, of what is imported, or of how Python is started: those start Python.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
import types
from functools import cache
from typing import IO, TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Program", "run_program"]

CRAWLING = (
    "scrapy.cmdline",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.crawler",
    "twisted.internet.asyncioreactor",
)
"""What a crawl imports beside our own modules; no reactor is among it: each process makes its own."""


NUMBER = 20
"""Digits of an id and of a status on their way."""


class Program:
    """A running program; what it has of ``subprocess.Popen`` means the same."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        stdin: int | IO[Any] | None = None,
        stdout: int | IO[Any] | None = None,
        stderr: int | IO[Any] | None = None,
        text: bool = False,
    ) -> None:
        """Start it.

        :param command: what would follow ``python``: ``-c`` and code or ``-m`` and a module, then arguments
        """
        self.args = [str(part) for part in command]
        self.returncode: int | None = None
        self._lock = threading.Lock()
        self._end, end = socket.socketpair()
        streams: list[IO[Any] | None] = []
        theirs = [end.fileno()]
        made = []
        for number, stream in enumerate((stdin, stdout, stderr)):
            if stream != subprocess.PIPE:
                streams.append(None)
                theirs.append(number if stream is None else stream if isinstance(stream, int) else stream.fileno())
                continue
            pipe = os.pipe()
            made.append(pipe[number > 0])
            theirs.append(pipe[number > 0])
            streams.append(os.fdopen(pipe[number == 0], ("r" if number else "w") + ("" if text else "b")))
        self.stdin, self.stdout, self.stderr = streams
        socket.send_fds(_parent(), [b"+"], theirs)
        end.close()
        for descriptor in made:
            os.close(descriptor)
        wanted = {"command": self.args, "cwd": str(cwd), "env": dict(os.environ if env is None else env)}
        self._end.sendall(json.dumps(wanted).encode() + b"\n")
        self.pid = int(self._end.recv(NUMBER))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream:
                stream.close()
        self.wait()

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0.001)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        with self._lock:
            if self.returncode is None:
                self._end.settimeout(timeout)
                try:
                    self.returncode = os.waitstatus_to_exitcode(int(self._end.recv(NUMBER)))
                except TimeoutError:
                    raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
                self._end.close()
            return self.returncode

    def communicate(self, input: bytes = b"", timeout: float = 300) -> tuple[Any, Any]:
        """Return what it says until its end; kill it where that does not come."""
        said: dict[str, Any] = {"stdout": None, "stderr": None}
        open_ones = {name: stream for name in said if (stream := getattr(self, name))}
        readers = [
            threading.Thread(target=lambda name=name, stream=stream: said.update({name: stream.read()}), daemon=True)
            for name, stream in open_ones.items()
        ]
        end = time.monotonic() + timeout
        for reader in readers:
            reader.start()
        if self.stdin:
            with contextlib.suppress(BrokenPipeError), self.stdin:
                self.stdin.write(input)
        for reader in readers:
            reader.join(max(0.0, end - time.monotonic()))
        try:
            self.wait(max(0.001, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        return said["stdout"], said["stderr"]

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def run_program(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None, timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return what it said, as text."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Program(command, cwd=cwd, env=env, text=True, **pipes) as program:
        out, err = program.communicate(timeout=timeout)
    assert program.returncode is not None
    return subprocess.CompletedProcess(program.args, program.returncode, out, err)


@cache
def _parent() -> socket.socket:
    """Start the process that forks; it ends when this one does."""
    ours, theirs = socket.socketpair()
    with theirs:
        subprocess.Popen([sys.executable, __file__, str(theirs.fileno())], pass_fds=[theirs.fileno()])
    return ours


def _prepare() -> None:
    import newscrawl

    names = (module.name for module in pkgutil.walk_packages(newscrawl.__path__, "newscrawl."))
    for name in (*CRAWLING, *(name for name in names if not name.endswith("__main__"))):
        # an extra that is not installed
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    assert "twisted.internet.reactor" not in sys.modules
    gc.collect()
    gc.freeze()


def _wait_for_one(parent: socket.socket) -> dict[str, Any]:
    """Return what a new process is to run, in that process; end when nobody is left who could want one."""
    # those that watch a program are waited for by nobody
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        _, (*descriptors,), _, _ = socket.recv_fds(parent, 1, 4)
        if not descriptors:
            os._exit(0)
        if os.fork():
            for descriptor in descriptors:
                os.close(descriptor)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        parent.close()
        end = socket.socket(fileno=descriptors[0])
        for number, descriptor in enumerate(descriptors[1:]):
            os.dup2(descriptor, number)
            os.close(descriptor)
        with end.makefile("rb") as lines:
            wanted: dict[str, Any] = json.loads(lines.readline())
        if not (pid := os.fork()):
            end.close()
            return wanted
        # only the program itself may keep its pipes open
        os.closerange(0, 3)
        end.sendall(b"%*d" % (NUMBER, pid))
        end.sendall(b"%*d" % (NUMBER, os.waitpid(pid, 0)[1]))
        os._exit(0)


def _become(command: list[str], cwd: str, env: dict[str, str]) -> None:
    """Run a program as Python would have begun it."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        old = getattr(sys, name)
        raw = os.fdopen(number, "rb" if number == 0 else "wb", closefd=False)
        lines = number == 2 or raw.isatty()
        setattr(sys, name, io.TextIOWrapper(raw, old.encoding, old.errors, line_buffering=lines))
        setattr(sys, f"__{name}__", getattr(sys, name))
    kind, program, *arguments = command
    sys.argv = [kind, *arguments]
    sys.path[0] = "" if kind == "-c" else cwd
    sys.path[1:1] = filter(None, env.get("PYTHONPATH", "").split(os.pathsep))
    sys.modules.pop("sitecustomize", None)
    with contextlib.suppress(ModuleNotFoundError):
        importlib.import_module("sitecustomize")
    if kind == "-m":
        runpy.run_module(program, run_name="__main__", alter_sys=True)
    else:
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(program, "<string>", "exec"), main.__dict__)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as parent:
        _prepare()
        wanted = _wait_for_one(parent)
    _become(**wanted)
