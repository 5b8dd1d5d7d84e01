"""Time and memory of one case's check: one problem of the case tells the limit and what to do; the others go on."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from casegen.cli import checking
from casegen.cli.checking import load_for_check
from casegen.load import Loaded, Workspace
from tests.cli.runner import run
from tests.limits.workspaces import spaces

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX timers and limits")


def told() -> dict[str, list[str]]:
    """What is told of each case: code and message of what is an error."""
    answer = run("check", "bounded", "free", "--format", "json")
    assert answer.code == 1
    assert "Traceback" not in answer.stderr
    problems = json.loads(answer.stdout)["problems"]
    return {
        name: [
            f"{told['code']} {told['message']}"
            for told in problems
            if name in told["path"] and told["severity"] == "error"
        ]
        for name in ("bounded", "free")
    }


@pytest.mark.parametrize("typed", [True, False], ids=["standard input", "files"])
def test_a_check_that_takes_too_long(typed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    spaces(tmp_path, "check_seconds = 1")

    def slow(path: Path, workspace: Workspace, content: bytes | None = None) -> Loaded:
        while "bounded" in str(path):
            pass
        return load_for_check(path, workspace, content)

    monkeypatch.setattr(checking, "load_for_check", slow)
    before = signal.getsignal(signal.SIGALRM)
    line = "YML008 the check took over 1 seconds; raise `check_seconds` under [limits] in casegen.toml"
    if typed:
        answer = run("check", "-", "--stdin-filename", "bounded/case.yaml", stdin=b"")
        assert answer.code == 1
        assert "the check took over 1 seconds" in answer.stdout
    else:
        assert told() == {"bounded": [line], "free": []}
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to it")
def test_a_check_that_takes_too_much_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    monkeypatch.chdir(tmp_path)
    spaces(tmp_path, "check_memory = 60")
    kept: list[bytes] = []

    def greedy(path: Path, workspace: Workspace, content: bytes | None = None) -> Loaded:
        while "bounded" in str(path):
            kept.append(bytes(100_000_000))
        return load_for_check(path, workspace, content)

    monkeypatch.setattr(checking, "load_for_check", greedy)
    before = resource.getrlimit(resource.RLIMIT_DATA)
    line = "YML008 the check takes over 60 MB; raise `check_memory` under [limits] in casegen.toml"
    assert told() == {"bounded": [line], "free": []}
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
