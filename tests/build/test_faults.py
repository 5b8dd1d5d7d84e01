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
from typing import Any

import pytest

from casegen.build.manifest import known
from casegen.citations import engine
from casegen.citations.styles import find_style
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


@pytest.mark.parametrize("name", ["own.csl", "./cases/case-2/refs.json", "cases/case-2/linked/t.csv"])
@pytest.mark.usefixtures("workspace")
def test_a_file_that_changes_is_told_however_it_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named with more than its name, behind a link, or outside the case's folder: as new as it was."""
    home = Path("cases/case-2")
    (home / "beside").mkdir()
    (home / "linked").symlink_to("beside")
    (home / "beside" / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (home / "refs.json").write_text('[{"id": "x", "title": "Before", "type": "book"}]', encoding="utf-8")
    Path("own.csl").write_text(find_style("apa", ()).text, encoding="utf-8")
    more = "tables: [{id: t, file: linked/t.csv, caption: c}]\nbibliography: [./refs.json]\nstyle: {csl: own.csl}\n"
    with (home / "case.yaml").open("a", encoding="utf-8") as case:
        case.write(more)
    other = Path("other")
    other.write_text(Path(name).read_text("utf-8") + "\n", encoding="utf-8")
    begin = engine.begin

    def changed(*given: object) -> object:
        made = begin(*given)  # type: ignore[arg-type]
        made()
        other.replace(name)
        return made

    with monkeypatch.context() as patch:
        patch.setattr("casegen.build.case.begin", changed)
        answer = run("build", "cases/case-2")
    assert answer.code == 1
    assert f"{Path(name).name} was changed while it was read: build again" in answer.stderr
    assert run("build", "cases/case-2").code == 0


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


@pytest.mark.parametrize(
    "origin",
    [
        {"sources": {}},
        {"sources": {"\0": "a"}},
        {"sources": {"case.yaml": ""}},
        {"outside": 7},
        {"theme": "\0"},
    ],
)
@pytest.mark.usefixtures("workspace")
def test_a_manifest_that_says_nothing_of_the_case_is_not_believed(origin: dict[str, Any]) -> None:
    assert run("build", "cases/case-1").code == 0
    manifest = Path("output/case-1/manifest.json")
    said = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**said, "origin": {**said["origin"], **origin}}), encoding="utf-8")
    case = Path("cases/case-1/case.yaml")
    case.write_text(case.read_text("utf-8").replace("headache", "nausea"), encoding="utf-8")
    assert run("build", "cases/case-1").code == 0
    assert "nausea" in Path("output/case-1/case-1.html").read_text("utf-8")


@pytest.mark.usefixtures("workspace")
def test_a_manifest_of_another_version_is_not_ours() -> None:
    assert run("build", "cases/case-1").code == 0
    manifest = Path("output/case-1/manifest.json")
    manifest.write_text(manifest.read_text("utf-8").replace('"version": 1', '"version": 2'), encoding="utf-8")
    assert run("build", "cases/case-1").stdout == "output/case-1/case-1.html\n"


@pytest.mark.usefixtures("workspace")
def test_what_a_killed_build_had_begun_is_cleared_away() -> None:
    folder = Path("output/case-1")
    (folder / "figures").mkdir(parents=True)
    left = [
        folder / name
        for name in (".case-1.html.a1b2c3d4", ".manifest.json.a1b2c3d4", "figures/.f.png.a1b2c3d4")
    ]
    mine = [folder / name for name in (".keep", ".site.htpasswd", ".my.settings", "figures/.my.settings")]
    for path in (*left, *mine):
        path.touch()
    assert run("build").code == 0
    assert not [path for path in left if path.exists()]
    assert all(path.exists() for path in mine)
    (folder / "case-1.html").write_text("half", encoding="utf-8")
    assert run("build").stdout == "output/case-1/case-1.html\n"
