"""Faults in the middle of a build: told in a line, nothing lost, nothing stale passed off as fresh."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from casegen.build.manifest import known
from casegen.load import load
from tests.build.test_many import LONG, outputs, start, workspace
from tests.cli.runner import run

__all__ = ["workspace"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX limits and locks")


def begin(folder: Path, limit: int = 0) -> subprocess.Popen[str]:
    """A build in *folder* by one process, in which no file may have more than *limit* bytes."""

    def limited() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    path = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-m", "casegen", "build", "-j1"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        preexec_fn=limited,  # noqa: PLW1509 -- it takes no lock
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def build(folder: Path, limit: int = 0) -> subprocess.CompletedProcess[str]:
    """A build in *folder*, as `begin` begins it, at its end."""
    with begin(folder, limit) as begun:
        stdout, stderr = begun.communicate(timeout=LONG)
    return subprocess.CompletedProcess(begun.args, begun.returncode, stdout, stderr)


def test_a_second_build_waits_for_the_first(workspace: Path) -> None:
    marker, go = workspace / "busy", workspace / "go"
    wait = f"[time.sleep(0.02) for _ in iter(pathlib.Path({str(go)!r}).exists, True)]"
    with start(workspace, f"pathlib.Path({str(marker)!r}).touch(); {wait}") as first:
        while not marker.exists():
            assert first.poll() is None
            time.sleep(0.01)
        with begin(workspace) as second:
            assert second.stderr is not None
            waits = second.stderr.readline()
            go.touch()
            _, told = second.communicate(timeout=LONG)
        first.communicate(timeout=LONG)
    assert waits == "casegen: another build is writing to output: waiting for its end\n"
    assert (first.returncode, second.returncode) == (0, 0)
    assert "unchanged: 4 of 4 cases" in told


def test_a_full_disk_leaves_what_was_there(workspace: Path) -> None:
    assert build(workspace).returncode == 0
    before = outputs("output")
    case = workspace / "cases/case-1/case.yaml"
    case.write_text(case.read_text("utf-8").replace("day 1", "day 111"), encoding="utf-8")
    answer = build(workspace, limit=5_000)
    assert answer.returncode == 1
    assert "cases/case-1/case.yaml was not built: cannot write" in answer.stderr
    assert "case-1.html: file too large" in answer.stderr
    assert outputs("output") == before
    assert build(workspace).stdout == "output/case-1/case-1.html\n"


@pytest.mark.usefixtures("workspace")
def test_outputs_that_are_deleted_meanwhile_are_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("build", "-j1").code == 0

    def gone(folder: Path) -> object:
        shutil.rmtree("output", ignore_errors=True)
        return known(folder)

    with monkeypatch.context() as patch:
        patch.setattr("casegen.build.current.known", gone)
        told = run("build", "-j1")
    assert (told.code, "output was deleted while the build wrote into it: build again" in told.stderr) == (
        2,
        True,
    )
    assert run("build").code == 0
    assert len(list(Path("output").rglob("*.html"))) == 4


@pytest.mark.usefixtures("workspace")
def test_a_file_that_changes_while_it_is_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:

    def touched(path: Path, *more: object) -> object:
        loaded = load(path, *more)  # type: ignore[arg-type]
        if path.parent.name == "case-2":
            path.write_text(path.read_text("utf-8") + "# more\n", encoding="utf-8")
        return loaded

    monkeypatch.setattr("casegen.build.case.load", touched)
    answer = run("build", "-j1")
    assert answer.code == 1
    assert (
        "case-2/case.yaml was not built: case.yaml was changed while it was read: build again"
        in answer.stderr
    )
    assert not Path("output/case-2/case-2.html").exists()


@pytest.mark.usefixtures("workspace")
def test_a_theme_that_changes_while_it_is_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = Path("templates/mine")
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text("parent = 'classic'\n", encoding="utf-8")

    def touched(path: Path, *more: object) -> object:
        if path.parent.name == "case-2":
            (theme / "screen.css").write_text("p { color: red }\n", encoding="utf-8")
        return load(path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr("casegen.build.case.load", touched)
    answer = run("build", "-j1", "-t", "mine", "-f", "html")
    assert answer.code == 1
    assert "the theme mine was changed while it was read: build again" in answer.stderr
    assert Path("output/case-0/case-0.html").exists()
    assert not Path("output/case-2/case-2.html").exists()


@pytest.mark.parametrize("name", ["b7.html", "case-1.html", "../case-2/case-2.html", "figures/../../x"])
@pytest.mark.usefixtures("workspace")
def test_the_manifest_of_another_case_is_not_ours(name: str) -> None:
    assert run("build", "cases/case-1").code == 0
    shutil.copytree("cases/case-1", "cases/b7")
    shutil.copytree("output/case-1", "output/b7")
    manifest = Path("output/b7/manifest.json")
    said = json.loads(manifest.read_text("utf-8"))
    said["case"] = "b7" if name != "case-1.html" else said["case"]
    said["artifacts"] += [{**said["artifacts"][0], "file": name}]
    manifest.write_text(json.dumps(said), encoding="utf-8")
    assert run("build", "cases/b7").stdout == "output/b7/b7.html\n"


@pytest.mark.usefixtures("workspace")
def test_what_a_killed_build_had_begun_is_cleared_away() -> None:
    folder = Path("output/case-1")
    folder.mkdir(parents=True)
    left = folder / ".case-1.html.a1b2c3d4"
    mine = folder / ".keep"
    left.touch()
    mine.touch()
    assert run("build").code == 0
    assert (left.exists(), mine.exists()) == (False, True)
    (folder / "case-1.html").write_text("half", encoding="utf-8")
    assert run("build").stdout == "output/case-1/case-1.html\n"
