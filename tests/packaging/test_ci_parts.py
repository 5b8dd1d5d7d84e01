"""The parts for build servers: their scripts are run here as a build server runs them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.runner import text_of

REPOSITORY = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"] if "name" in step}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for bash")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one case, and `casegen` on the path."""
    (tmp_path / "casegen.toml").write_text(
        "[casegen]\nstage = 'draft'\nformats = ['html']\n", encoding="utf-8"
    )
    (tmp_path / "cases" / "a b").mkdir(parents=True)
    (tmp_path / "cases" / "a b" / "case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    command = tmp_path / "bin" / "casegen"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m casegen "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return tmp_path


def run_step(name: str, workspace: Path, **inputs: str) -> tuple[int, str, dict[str, str]]:
    """Run a step of the action with *inputs*; its exit code, what it printed, and its outputs."""
    step = STEPS[name]
    given = {key: value["default"] for key, value in ACTION["inputs"].items()} | {
        key.replace("_", "-"): value for key, value in inputs.items()
    }
    environment = {
        variable: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: given[match[1]], value)
        for variable, value in step["env"].items()
    }
    outputs = workspace / "outputs"
    outputs.write_text("", encoding="utf-8")
    path = f"{workspace / 'bin'}{os.pathsep}{os.environ['PATH']}"
    more = {"PATH": path, "GITHUB_OUTPUT": str(outputs), "RUNNER_TEMP": str(workspace)}
    done = subprocess.run(
        # As GitHub runs `shell: bash`.
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **more, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = outputs.read_text("utf-8").splitlines()
    return done.returncode, done.stdout + done.stderr, dict(line.split("=", 1) for line in lines)


def test_the_action_checks_and_writes_sarif(workspace: Path) -> None:
    code, told, outputs = run_step("Check", workspace)
    assert (code, "::error" in told) == (0, False)
    assert json.loads(Path(outputs["sarif"]).read_text("utf-8"))["version"] == "2.1.0"


def test_the_action_fails_where_the_check_does_and_annotates(workspace: Path) -> None:
    case = workspace / "cases" / "a b" / "case.yaml"
    case.write_text(case.read_text("utf-8").replace("[@two]", "[@tvo]"), encoding="utf-8")
    code, told, outputs = run_step("Check", workspace, stage="draft", profile="care")
    assert code == 1
    assert "::error file=cases/a b/case.yaml" in told
    (run,) = json.loads(Path(outputs["sarif"]).read_text("utf-8"))["runs"]
    assert "CIT001" in {result["ruleId"] for result in run["results"]}


def test_the_action_says_when_casegen_cannot_run(workspace: Path) -> None:
    code, told, _ = run_step("Check", workspace, profile="nobody")
    assert code == 2
    assert "nobody" in told


def test_the_action_builds_what_it_is_asked_for(workspace: Path) -> None:
    code, told, outputs = run_step("Build", workspace, formats="html,bib", paths="cases")
    assert code == 0, told
    assert (workspace / outputs["folder"] / "a b" / "a b.html").is_file()
    assert (workspace / outputs["folder"] / "a b" / "a b.bib").is_file()


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_runs_on_the_files_it_is_for(hook: dict[str, Any], workspace: Path) -> None:
    files = ["cases/a b/case.yaml", "case.md", "case.yml", "cases/a/refs.yaml", "showcase.yaml"]
    chosen = [name for name in files if re.search(hook["files"], name)]
    assert chosen == files[:3]
    _, *arguments = hook["entry"].split()
    done = subprocess.run(
        [workspace / "bin" / "casegen", *arguments, "cases/a b/case.yaml"],
        cwd=workspace,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
