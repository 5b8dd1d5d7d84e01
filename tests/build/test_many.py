"""Cases built by several processes: the same bytes, and an end that leaves nothing behind."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from casegen.assets import tables
from casegen.build import case
from casegen.build.plan import Request
from casegen.cli.building import planned
from casegen.load import load
from tests.build.spoken import said
from tests.build.workspaces import case_of_many_files, write
from tests.cli.runner import run, text_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

COUNT = 4
# No test waits this long unless it fails.
LONG = 60
# Stands in for a part of the work, of which nobody knows how long it takes: what *does* says at each case.
MODULE = """
import os, pathlib, sys, time
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "casegen.build.case" and "casegen.workers" in " ".join(sys.orig_argv):
            sys.meta_path.remove(self)
            from casegen.build import manifest
            known = manifest.known
            def slowly(folder):
                DOES
                return known(folder)
            manifest.known = slowly
sys.meta_path.insert(0, Finder())
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of some small cases."""
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\nformats = ['html']\n", encoding="utf-8")
    for number in range(COUNT):
        folder = Path("cases", f"case-{number}")
        folder.mkdir(parents=True)
        text = text_of({"copy": "clean.yaml", "replace": {"headache.": f"headache on day {number}."}})
        (folder / "case.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def outputs(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


@pytest.mark.usefixtures("workspace")
def test_several_processes_write_what_one_writes() -> None:
    assert run("build", "-j1", "--out", "one").code == 0
    assert run("build", "-j3", "--out", "many").code == 0
    assert outputs("one") == outputs("many")
    assert len(outputs("one")) == COUNT + 1  # of one name are the manifests


def start(workspace: Path, does: str) -> subprocess.Popen[bytes]:
    """A build by two processes, each of which does what *does* says before a case."""
    modules = workspace / "modules"
    modules.mkdir()
    # Imported by every process of this interpreter as it starts.
    (modules / "sitecustomize.py").write_text(MODULE.replace("DOES", does), encoding="utf-8")
    (workspace / "scratch").mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(modules), *filter(None, sys.path)]),
        "TMPDIR": str(workspace / "scratch"),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "casegen", "build", "-j2"],
        cwd=workspace,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.parametrize(
    ("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129), ("SIGKILL", -9)]
)
def test_all_end_with_the_first_and_leave_nothing(name: str, code: int, workspace: Path) -> None:
    marker = workspace / "busy"
    with start(workspace, f"pathlib.Path({str(marker)!r}).touch(); time.sleep({LONG})") as running:
        while not marker.exists():
            assert running.poll() is None, running.stderr and running.stderr.read()
            time.sleep(0.01)
        os.kill(running.pid, getattr(signal, name))
        # They have the same stderr: the pipe is at its end when all are gone.
        stdout, stderr = running.communicate(timeout=LONG)
    assert (running.returncode, stdout, said(stderr)) == (code, b"", [])
    assert not list((workspace / "scratch").iterdir())
    assert not [path for path in workspace.glob("output/**/*") if path.is_file()]


def test_a_process_that_dies_fails_its_case_and_no_other(workspace: Path) -> None:
    kill = "os.kill(os.getpid(), 9) if folder.name == 'case-1' else None"
    with start(workspace, kill) as running:
        stdout, stderr = running.communicate(timeout=LONG)
    told = stderr.decode().splitlines()
    assert running.returncode == 1
    assert len(stdout.splitlines()) == COUNT - 1
    assert any("case-1/case.yaml was not built: a process of casegen was ended" in line for line in told)


def test_a_bug_in_a_process_is_told_when_the_others_are_built(workspace: Path) -> None:
    with start(workspace, "assert folder.name != 'case-1'") as running:
        stdout, stderr = running.communicate(timeout=LONG)
    assert running.returncode == 3
    assert len(stdout.splitlines()) == COUNT - 1
    assert b"this is a bug in casegen" in stderr


def test_a_process_lets_go_of_a_case_before_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        {
            "casegen.toml": "",
            **case_of_many_files("cases/a"),
            **case_of_many_files("cases/b"),
            **case_of_many_files("cases/c"),
        }
    )
    collected = list[int]()

    def looked(_: str, said: dict[str, int]) -> None:
        collected.append(said["generation"])

    rows, frozen = list[int](), list[int]()

    def loaded(*given: Any) -> Any:
        frozen.append(gc.get_freeze_count())
        rows.append(tables._read.cache_info().currsize)  # type: ignore[attr-defined] # noqa: SLF001
        return load(*given)

    monkeypatch.setattr(case, "load", loaded)
    gc.disable()
    gc.callbacks.append(looked)
    try:
        for job in planned((), Request(("html",), force=True)):
            case.work(job)
    finally:
        gc.callbacks.remove(looked)
        gc.enable()
    assert rows == [0, 0, 0]
    # Each search begins and stops.
    assert collected == [2, 2] * 3
    # What is set aside once would else hold more with each case.
    assert frozen[1] >= frozen[2] > 0
