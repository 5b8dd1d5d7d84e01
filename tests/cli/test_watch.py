"""`casegen build --watch`: a process that stays, while its files are saved."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

import pytest

from tests.cli.runner import run, text_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

# No test waits this many seconds unless it fails.
LONG = 60
# Holds up a case that was read, for as long as the file "hold" is there, and says so with the file "busy".
HELD_UP = """
import pathlib, sys, time
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "casegen.build.run":
            sys.meta_path.remove(self)
            import casegen.build.case as case
            load = case.load
            def held_up(*given):
                loaded = load(*given)
                if pathlib.Path("hold").exists():
                    pathlib.Path("busy").touch()
                while pathlib.Path("hold").exists():
                    time.sleep(0.01)
                return loaded
            case.load = held_up
sys.meta_path.insert(0, Finder())
"""


class Session:
    """A `casegen build --watch` in the current folder, which is ended at the end."""

    def __init__(self, *options: str) -> None:
        Path("scratch").mkdir(exist_ok=True)
        modules = [str(path) for path in [Path("modules").absolute()] if path.is_dir()]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "casegen", "build", "--watch", *options],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([*modules, *filter(None, sys.path)]),
                "TMPDIR": str(Path("scratch").absolute()),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.result = self._lines(self._process.stdout)
        self._talk = self._lines(self._process.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.wait()

    @staticmethod
    def _lines(stream: IO[str] | None) -> queue.SimpleQueue[str]:
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        assert stream is not None

        def read() -> None:
            with stream:
                for line in stream:
                    lines.put(line)

        threading.Thread(target=read, daemon=True).start()
        return lines

    def until(self, part: str) -> list[str]:
        """What is told up to a line with *part*; that line is the last."""
        told: list[str] = []
        while not told or part not in told[-1]:
            try:
                told.append(self._talk.get(timeout=LONG))
            except queue.Empty:
                pytest.fail(f"nobody said {part!r}, but {told}")
        return told

    def end(self, number: int) -> int:
        """The exit code after the signal *number*, when all that it had started is gone."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self._process.pid)], capture_output=True, text=True, check=True
        )
        helpers = [int(pid) for pid in listed.stdout.split()]
        assert helpers, "it has no helpers: is there anything to look for?"
        self._process.send_signal(number)
        code = self._process.wait(timeout=LONG)
        for pid in helpers:
            while Path(f"/proc/{pid}").exists():
                threading.Event().wait(0.01)
        return code


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the cases a and b."""
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\nformats = ['html']\n", encoding="utf-8")
    for name in ("a", "b"):
        make(name)
    return tmp_path


def make(name: str, says: str = "a headache") -> Path:
    folder = Path("cases", name)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "case.yaml"
    save(
        path,
        text_of({"copy": "clean.yaml", "replace": {"presented with headache": f"presented with {says}"}}),
    )
    return path


def save(path: Path, text: str) -> None:
    """As editors do: a trial, a copy of what was, a file beside that takes the place, and once more."""
    for beside in ("4913", f".{path.name}.swp", f"#{path.name}#"):
        path.with_name(beside).write_text("half", encoding="utf-8")
    if path.exists():
        shutil.copy(path, f"{path}~")
    new = path.with_name(f".{path.name}.a1b2c3d4")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
    os.utime(path)
    for beside in ("4913", f".{path.name}.swp", f"#{path.name}#"):
        path.with_name(beside).unlink()


def page(name: str) -> str:
    return Path(f"output/{name}/{name}.html").read_text("utf-8")


@pytest.fixture
def session(workspace: Path) -> Iterator[Session]:  # noqa: ARG001 -- it runs there
    with Session() as running:
        assert "watching cases (Ctrl-C ends it)" in running.until("watching")[-1]
        yield running


def test_what_is_saved_is_built_and_nothing_else(session: Session) -> None:
    assert {session.result.get(timeout=LONG) for _ in range(2)} == {
        "output/a/a.html\n",
        "output/b/b.html\n",
    }
    before = page("b")
    make("a", "a fever")
    assert len(session.until("rebuilt a: html in")) == 1
    assert "a fever" in page("a")
    # A new case, one that goes, and one that comes back.
    make("c")
    assert len(session.until("rebuilt c: html in")) == 1
    shutil.move("cases/c", "gone")
    make("a", "a cough")
    assert len(session.until("rebuilt a: html in")) == 1
    shutil.move("gone", "cases/c")
    make("c", "a cold")
    assert len(session.until("rebuilt c: html in")) == 1
    # What casegen writes itself is no change, nor is a file of no meaning.
    Path("output/a/a.html").touch()
    Path("cases/README.md").touch()
    Path("cases/b/notes.txt").touch()
    make("a", "a pain")
    assert len(session.until("rebuilt a: html in")) == 1
    assert page("b") == before


def test_what_many_depend_on_builds_them_all(session: Session) -> None:
    theme = Path("templates/classic")
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text("parent = 'classic'\n", encoding="utf-8")
    assert len(session.until("rebuilt 2 cases in")) == 1
    # The folder of the themes came when others were watched already.
    (theme / "screen.css").write_text("p { order: 7 }", encoding="utf-8")
    assert len(session.until("rebuilt 2 cases in")) == 1
    assert "order: 7" in page("a")
    settings = Path("casegen.toml").read_text("utf-8")
    save(Path("casegen.toml"), f"{settings}csl = 'apa'\n")
    assert len(session.until("rebuilt 2 cases in")) == 1
    save(
        Path("casegen.toml"),
        f"{settings}csl = 'apa'\nformats = ['html', 'md']\n".replace("formats = ['html']\n", ""),
    )
    assert len(session.until("rebuilt 2 cases in")) == 1
    assert Path("output/b/b.md").exists()


def test_what_is_wrong_is_told_and_it_stays(session: Session) -> None:
    case = Path("cases/a/case.yaml")
    right, before = case.read_text("utf-8"), page("a")
    save(case, right.replace("[@one]", "[@won]"))
    told = session.until("was not built; what was built before is as it was")
    assert any("CIT001" in line for line in told)
    save(case, "title: [")
    assert any("YML" in line for line in session.until("was not built; what was built before"))
    assert page("a") == before
    save(case, right)
    assert len(session.until("a: what was built before is right again")) == 1
    settings = Path("casegen.toml")
    text = settings.read_text("utf-8")
    save(settings, "[casegen")
    session.until("casegen.toml is not valid TOML")
    save(case, right.replace("Headache is", "A headache is"))
    session.until("casegen.toml is not valid TOML")
    save(settings, text)
    assert len(session.until("rebuilt a: html in")) == 1
    theme = Path("templates/classic")
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text("parent = 'clasic'\n", encoding="utf-8")
    session.until("clasic")
    shutil.move("cases", "gone")
    session.until("the workspace has no folder cases")
    shutil.move("gone", "cases")
    save(theme / "theme.toml", "parent = 'classic'\n")
    session.until("rebuilt 2 cases in")


def test_nobody_else_is_kept_waiting(session: Session) -> None:
    done = run("build", "--force")
    assert (done.code, "waiting" in done.stderr) == (0, False)
    make("a", "a fever")
    session.until("rebuilt a: html in")


def test_a_change_while_a_case_is_built_is_built_after_it(workspace: Path) -> None:
    (workspace / "modules").mkdir()
    # Imported by every process of this interpreter as it starts.
    (workspace / "modules/sitecustomize.py").write_text(HELD_UP, encoding="utf-8")
    with Session() as session:
        session.until("watching")
        Path("hold").touch()
        make("a", "a fever")
        while not Path("busy").exists():
            threading.Event().wait(0.01)
        make("a", "a cough")
        Path("hold").unlink()
        assert len(session.until("rebuilt a: html in")) == 1
        assert "a cough" in page("a")


def test_each_build_is_one_line_of_json(workspace: Path) -> None:  # noqa: ARG001 -- it runs there
    with Session("--format", "json", "cases/a") as session:
        session.until("watching")
        make("a", "a fever")
        reports = [json.loads(session.result.get(timeout=LONG)) for _ in range(2)]
    assert [report["summary"]["built"] for report in reports] == [1, 1]
    assert [[case["case"] for case in report["cases"]] for report in reports] == [["a"], ["a"]]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.usefixtures("workspace")
def test_it_ends_with_all_that_it_started(number: int, code: int) -> None:
    with Session("-f", "html,pdf", "cases/a") as session:
        session.until("watching")
        assert session.end(number) == code
    assert not list(Path("scratch").iterdir())


@pytest.mark.usefixtures("workspace")
def test_what_does_not_go_with_it_is_refused() -> None:
    answer = run("build", "--watch", "--dry-run")
    assert (answer.code, answer.stdout) == (2, "")
    assert "--watch writes what a saved file changes, --dry-run nothing: leave one out." in answer.stderr


@pytest.mark.usefixtures("workspace")
def test_without_the_library_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    answer = run("build", "--watch")
    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr == "casegen: --watch needs watchfiles: pip install 'casegen[serve]'\n"
    assert not Path("output").exists()
