"""Many cases are checked in several processes, and nobody can tell."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casegen import workers
from casegen.cli import crew
from casegen.cli.checking import Asked
from casegen.cli.crew import check_all, worth_it
from casegen.cli.targets import find_targets
from casegen.problem import CasegenError
from tests.cli.runner import Answer, run, text_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

# No fewer are done by several.
COUNT = 40
# No test waits this long unless it fails.
LONG = 60
# What is wrong with some of them: nothing, a little, much, or all.
KINDS = (
    {"copy": "clean.yaml"},
    {"copy": "clean.yaml", "replace": {"It agrees with others [@two].": "It agrees ,  <b>so."}},
    {"copy": "clean.yaml", "replace": {"[@two]": "[@tvo]", "conclusion: |\n  An example.\n": ""}},
    {"copy": "clean.yaml", "append": "language: pt\nbibliography: [refs.bib]\n"},
    "title: [unclosed\n",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of many small cases."""
    top = tmp_path_factory.mktemp("many")
    (top / "casegen.toml").write_text(
        '[lint]\nignore = [{code = "CIT002", reason = "noise"}, {code = "MET002"}]\n', encoding="utf-8"
    )
    for number in range(COUNT):
        case = top / "cases" / f"case-{number:02}"
        case.mkdir(parents=True)
        (case / "case.yaml").write_text(text_of(KINDS[number % len(KINDS)]), encoding="utf-8")
        (case / "refs.bib").write_text("@article{three, title={Third}}\n@book{four\n", encoding="utf-8")
    return top


@pytest.fixture
def typed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Run casegen in the workspace, in one process or in several."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(crew, "cores", lambda: 2)

    def type_(*arguments: str, alone: bool) -> Answer:
        with monkeypatch.context() as patch:
            if alone:
                patch.setattr("casegen.cli.checking.worth_it", lambda _: False)
                patch.setattr("casegen.cli.checking.check_all", lambda *_: pytest.fail("not alone"))
            else:
                patch.setattr("casegen.cli.checking.read_target", lambda *_: pytest.fail("alone"))
            return run(*arguments)

    return type_


COMMANDS = [
    "check",
    "check --profile care,bmj --format json --stage publication",
    "check cases --select TXT,CIT --format sarif",
    "check --write-baseline {}",
    "check --profile nobody",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_several_processes_say_what_one_says(
    command: str, typed: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    file = tmp_path / "known.json"
    answers = {}
    for alone in (True, False):
        answer = typed(*command.format(file).split(), alone=alone)
        answers[alone] = (answer, file.read_bytes() if file.exists() else b"")
        file.unlink(missing_ok=True)
    assert answers[True] == answers[False]
    assert answers[True][0].code == (2 if "nobody" in command else 0 if "baseline" in command else 1)
    assert ("baseline" in command) == bool(answers[True][1])


def test_a_baseline_that_several_wrote_is_known_to_one(typed: Callable[..., Answer], tmp_path: Path) -> None:
    file = str(tmp_path / "known.json")
    typed("check", "--write-baseline", file, alone=False)
    answer = typed("check", "--baseline", file, "--format", "json", alone=True)
    assert {problem["code"] for problem in json.loads(answer.stdout)["problems"]} == {"YML001", "CIT001"}


@pytest.mark.parametrize(
    ("cores", "cases", "several"), [(1, 1000, False), (8, COUNT - 1, False), (2, COUNT, True)]
)
def test_it_is_done_where_it_is_worth_it(
    cores: int, cases: int, several: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "cores", lambda: cores)
    assert worth_it(cases) == several


# --- endings ---------------------------------------------------------------------------------------------------

ASKED = Asked(None, (), (), ())


@pytest.fixture
def members(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The processes that were started for what a test does, all of which must be gone after it."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(crew, "cores", lambda: 2)
    started: list[int] = []
    begin = workers._start  # noqa: SLF001 -- to know its process

    def noted(function: str, scratch: str) -> subprocess.Popen[bytes]:
        process = begin(function, scratch)
        started.append(process.pid)
        return process

    monkeypatch.setattr(workers, "_start", noted)
    yield started
    assert len(started) >= 2
    for pid in started:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_process_that_is_killed_is_told_in_one_line(members: list[int]) -> None:
    reads = check_all(find_targets(()), ASKED)
    next(reads)
    for pid in members:
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(CasegenError, match="ended from outside"):
        list(reads)


def test_who_stops_asking_leaves_no_process(members: list[int]) -> None:
    reads = check_all(find_targets(()), ASKED)
    next(reads)
    assert members
    reads.close()  # type: ignore[attr-defined]


# Stands in for a rule, of which there are too many to know which is slow, or wrong.
MODULE = """
import os, pathlib, time
from casegen.cli import checking
read = checking.read_target
def read_target(target, asked):
    {}
    return read(target, asked)
checking.read_target = read_target
"""


def start(folder: Path, modules: Path, does: str) -> subprocess.Popen[bytes]:
    """A check whose second processes do what *does* says at each case."""
    modules.mkdir()
    # Imported by every process of this interpreter as it starts; only those of the crew check here.
    (modules / "sitecustomize.py").write_text(
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'casegen.cli.crew' and 'serve' in ' '.join(sys.orig_argv):\n"
        "            sys.meta_path.remove(self)\n"
        f"            exec({MODULE.format(does)!r}, {{}})\n"
        "sys.meta_path.insert(0, Finder())\n",
        encoding="utf-8",
    )
    script = (
        "import os; from casegen.cli import crew; crew.cores = lambda: 2\n"
        "from casegen.__main__ import main; main()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script, "check"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(modules), *filter(None, sys.path)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.mark.parametrize(
    ("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129), ("SIGKILL", -9)]
)
def test_all_end_with_the_first_and_quietly(name: str, code: int, folder: Path, tmp_path: Path) -> None:
    marker = tmp_path / "busy"
    running = start(folder, tmp_path / "modules", f"pathlib.Path({str(marker)!r}).touch(); time.sleep(0.05)")
    with running:
        while not marker.exists():
            assert running.poll() is None, running.stderr and running.stderr.read()
            time.sleep(0.01)
        # As from the keyboard: to all of the group.
        os.killpg(running.pid, getattr(signal, name))
        # They have the same stderr: the pipe is at its end when all are gone.
        stdout, stderr = running.communicate(timeout=LONG)
    assert (running.returncode, stdout, stderr.strip()) == (code, b"", b"")


@pytest.mark.parametrize(
    ("does", "code", "told"),
    [
        (
            "os._exit(9)",
            2,
            "casegen: a process of casegen was ended from outside: is there memory enough?",
        ),
        ("raise KeyError('oops')", 3, "casegen: this is a bug in casegen: RuntimeError: KeyError: 'oops'"),
        ("raise OSError(28, 'No space left on device')", 2, "casegen: cannot go on: no space left on device"),
        ("print('noise')", 1, ""),
    ],
)
def test_what_goes_wrong_in_a_process_is_one_line(
    does: str, code: int, told: str, folder: Path, tmp_path: Path
) -> None:
    with start(folder, tmp_path / "modules", does) as running:
        stdout, stderr = running.communicate(timeout=LONG)
    assert running.returncode == code
    assert stderr.decode().startswith(told)
    assert stderr.count(b"\n") == bool(told)
    assert bool(stdout) == (code == 1)
    assert b"noise" not in stdout
