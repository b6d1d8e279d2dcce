"""What lies in deploy/ is true: the commands exist, the files are what their readers take."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from newscrawl.cli import command_line
from newscrawl.schedule import Cron, read_rhythm

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
WORKFLOW = yaml.safe_load((DEPLOY / "github" / "crawl.yml").read_text("utf-8"))
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
BINARY = "/opt/newscrawl/bin/newscrawl"


def tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if not found:
        problem = f"{name} is not installed"
        if os.environ.get("NEWSCRAWL_REQUIRE_ALL"):
            pytest.fail(problem)
        pytest.skip(problem)
    return found


def directive(name: str) -> str:
    found = re.findall(rf"^{name} (.*)$", DOCKERFILE, re.M)
    assert found, f"Dockerfile: no {name}"
    return str(found[-1])


def commands() -> list[Any]:
    """Every call of newscrawl in these files, as its words."""
    found = []
    for path in sorted(path for path in DEPLOY.rglob("*") if path.is_file()):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
        for call in re.findall(r"(?:run: |bin/|^\s+)newscrawl ([a-z][^|>&;\n]*)", "\n".join(lines), re.M):
            found.append(pytest.param(shlex.split(call), id=f"{path.name}: {call.strip()}"))
    entry = [word.strip('"') for word in re.findall(r'"[^"]+"', directive("CMD"))]
    health = re.findall(r'"([^"]+)"', directive("HEALTHCHECK"))
    return [*found, pytest.param(entry, id="Dockerfile: CMD"), pytest.param(health[1:], id="Dockerfile: HEALTHCHECK")]


def test_every_kind_of_file_calls_newscrawl() -> None:
    named = {call.id.partition(":")[0] for call in commands()}
    assert named == {"newscrawl.service", "newscrawl-watch.service", "crontab", "crawl.yml", "Dockerfile"}


@pytest.mark.parametrize("words", commands())
def test_every_command_would_be_understood(words: list[str]) -> None:
    group: Any = typer.main.get_command(command_line())
    command = group.commands[words[0]]
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words[1:] if word.startswith("-")} <= known


# systemd and cron


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_verifies(path: Path, tmp_path: Path) -> None:
    analyze = tool("systemd-analyze")
    for unit in UNITS:
        text = unit.read_text("utf-8").replace(BINARY, "/bin/true")
        (tmp_path / unit.name).write_text(text, "utf-8")
    run = subprocess.run([analyze, "verify", str(tmp_path / path.name)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def unit(name: str) -> RawConfigParser:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "systemd" / name, "utf-8")
    return parser


@pytest.mark.parametrize("name", ["newscrawl.service", "newscrawl-watch.service"])
def test_a_service_may_write_to_the_blog_alone(name: str) -> None:
    service = unit(name)["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == service["WorkingDirectory"]
    assert service["User"] != "root"


def test_the_watcher_alone_is_told_to_stop() -> None:
    # a child that hears SIGTERM twice does not finish what is on its way
    assert unit("newscrawl-watch.service")["Service"]["KillMode"] == "mixed"


def test_the_crontab_has_one_line_that_cron_takes() -> None:
    lines = [line for line in (DEPLOY / "crontab").read_text("utf-8").splitlines() if line[0] not in "#M"]
    [line] = lines
    assert isinstance(read_rhythm(" ".join(line.split()[:5]), "crontab"), Cron)
    # cron makes a line's end of it
    assert "%" not in line


# Containers


def test_the_image_holds_what_it_copies() -> None:
    allowed = {
        line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[0] == "!"
    }
    copied = [line.split()[1:-1] for line in re.findall(r"^COPY .*$", DOCKERFILE, re.M) if "--from" not in line]
    names = {name for line in copied for name in line}
    assert names == allowed
    assert all((ROOT / name).exists() for name in names)


def test_the_image_runs_as_nobody_special() -> None:
    assert re.fullmatch(r"[1-9]\d*", directive("USER"))
    assert directive("WORKDIR") == "/blog"


def test_the_dockerfile_is_linted() -> None:
    run = subprocess.run([tool("hadolint"), str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "")


def test_compose_builds_the_image_of_this_checkout() -> None:
    service = COMPOSE["services"]["newscrawl"]
    context = (DEPLOY / service["build"]["context"]).resolve()
    assert context == ROOT
    assert (context / service["build"]["dockerfile"]).is_file()
    assert service["volumes"] == [f"${{BLOG:-../blog}}:{directive('WORKDIR')}"]
    assert service["cap_drop"] == ["ALL"]


# The workflow


def test_the_workflow_comes_by_a_schedule_that_github_takes() -> None:
    # YAML 1.1 takes `on` for true
    [entry] = WORKFLOW[True]["schedule"]
    assert isinstance(read_rhythm(entry["cron"], "cron"), Cron)


@pytest.mark.parametrize("step", [step for step in STEPS if "run" in step], ids=lambda step: step["name"])
def test_a_steps_shell_is_clean(step: dict[str, Any], tmp_path: Path) -> None:
    script = tmp_path / "step.sh"
    script.write_text(f"#!/usr/bin/env bash\nset -e -o pipefail\n{step['run']}\n", "utf-8")
    run = subprocess.run([tool("shellcheck"), str(script)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "")
