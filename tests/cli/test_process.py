"""What only a process of its own can show: encodings, pipes, signals, and the two ways in."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import casegen
from casegen.cli.app import COMMANDS
from casegen.cli.console import wants_colour
from tests.cli.runner import CASES, run

PROGRAM = (sys.executable, "-m", "casegen")


def process(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **variables}
    return subprocess.run([*PROGRAM, *arguments], cwd=cwd, env=environment, capture_output=True, check=False)


@pytest.fixture
def accented(tmp_path: Path) -> Path:
    text = (CASES / "clean.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "cases" / "a"
    folder.mkdir(parents=True)
    text = text.replace("with others [@two]. A limitation", "— “Élan” [@tvo]. A limitation")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_script_and_the_module_are_one_program(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("casegen")
    done = subprocess.run([script, "--version"], cwd=tmp_path, capture_output=True, check=False)
    assert done.stdout == process("--version", cwd=tmp_path).stdout
    assert done.stdout.decode().strip() == f"casegen {casegen.__version__}"


def test_an_ascii_terminal_gets_what_it_can_show(accented: Path) -> None:
    done = process("check", "cases/a", cwd=accented, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    lines = done.stdout.decode("ascii").splitlines()
    typed = next(line for line in lines if "It agrees" in line)
    caret = next(line for line in lines if "^" in line)
    # The caret still stands under the key: each character that cannot be shown is one question mark.
    assert typed[caret.index("^") :].lstrip("@").startswith("tvo")
    assert done.returncode == 1
    assert not done.stderr


def test_json_is_utf8_on_any_terminal(accented: Path) -> None:
    done = process("check", "cases/a", "--format", "json", cwd=accented, PYTHONIOENCODING="latin-1")
    report = json.loads(done.stdout.decode("utf-8"))
    assert [problem["code"] for problem in report["problems"]] == ["CIT001", "CIT002"]


def test_colour_is_for_terminals_only(accented: Path) -> None:
    assert b"\x1b" not in process("check", "cases/a", cwd=accented).stdout


@pytest.mark.parametrize(
    ("terminal", "variables", "colour"),
    [
        (True, {"TERM": "xterm"}, True),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {"TERM": "xterm"}, False),
    ],
)
def test_no_color_is_respected(
    terminal: bool, variables: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(stream) == colour


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with subprocess.Popen(
        [*PROGRAM, "schema"], cwd=tmp_path, stdout=writer, stderr=subprocess.PIPE
    ) as running:
        os.close(writer)
        _, stderr = running.communicate()
    assert not stderr
    assert running.returncode == 141


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_an_interrupt_ends_it_quietly(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "check", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        # It says nothing while it waits for its input, so ask the system whether it does.
        while not _reads_stdin(running.pid):
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        stdout, stderr = running.communicate()
    assert (stdout, stderr.strip()) == (b"", b"")
    assert running.returncode == 130


def _reads_stdin(pid: int) -> bool:
    waiting = Path(f"/proc/{pid}/wchan")
    if not waiting.exists():
        pytest.skip("no /proc to see what a process waits for")
    return "pipe" in waiting.read_text(encoding="ascii")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_completion(shell: str, tmp_path: Path) -> None:
    done = process(cwd=tmp_path, _CASEGEN_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert b"_CASEGEN_COMPLETE" in done.stdout


def test_the_tab_key_offers_the_commands(tmp_path: Path) -> None:
    done = process(cwd=tmp_path, _CASEGEN_COMPLETE="bash_complete", COMP_WORDS="casegen ", COMP_CWORD="1")
    offered = {line.partition(",")[2] for line in done.stdout.decode().splitlines()}
    assert set(COMMANDS) <= offered


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("casegen build -f h", {"html"}),
        ("casegen build -f html,p", {"html,pdf", "html,pubmed"}),
        ("casegen build --theme mo", {"modern"}),
        ("casegen explain YML01", {"YML010", "YML011", "YML012"}),
        ("casegen check --profile c", {"care", "cureus"}),
        ("casegen explain undefined", {"undefined-key"}),
    ],
)
def test_the_tab_key_offers_values(typed: str, offered: set[str], tmp_path: Path) -> None:
    last = str(typed.count(" "))
    done = process(cwd=tmp_path, _CASEGEN_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD=last)
    assert {line.partition(",")[2] for line in done.stdout.decode().splitlines()} == offered


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    answer = run(command, "--help")
    assert answer.code == 0
    assert re.search(rf"Example:\n +casegen {command}\b", answer.stdout)


def test_the_list_of_commands_is_complete() -> None:
    folder = Path(casegen.__file__).parent / "cli"
    # A command is a module, or a package whose commands are.
    files = {path.stem: path for path in folder.glob("*.py")}
    files |= {path.parent.name: path for path in folder.glob("*/__init__.py")}
    modules = {name for name, path in files.items() if "\ndef command(" in path.read_text("utf-8")}
    assert modules == set(COMMANDS)


def test_a_bug_is_one_line_and_the_rest_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> list[object]:
        raise LookupError("the drawer is empty")

    monkeypatch.setattr("casegen.cli.formats.formats", broken)
    brief = run("formats")
    assert brief.code == 3
    assert brief.stderr.count("\n") == 1
    assert "bug in casegen: LookupError: the drawer is empty" in brief.stderr
    full = run("formats", "--traceback")
    assert full.code == 3
    assert "Traceback" in full.stderr
    assert run("--traceback", "formats").stderr == full.stderr
