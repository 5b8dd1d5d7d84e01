"""A check and a build of every format, watched: what is opened, started, connected to and written."""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.security.watched import CANARY, CASE, GUARD, REPOSITORY, Watched, run

pytestmark = pytest.mark.xdist_group("watched")

# What the machine itself reads when a program starts, or draws letters.
SYSTEM = ("/usr", "/lib", "/lib64", "/etc", "/proc", "/dev", "/sys", "/var/cache/fontconfig", "/opt", "/nix")


def files(watched: Watched, *, written: bool) -> set[Path]:
    """The files that were opened, to be read or to be written."""
    found = set()
    for kind, said in watched.events():
        if kind == "open":
            path, mode, flags = said
            is_written = bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) or any(
                letter in (mode or "") for letter in "wax+"
            )
            if is_written == written:
                found.add(Path(path))
    return found


@cache
def programs() -> tuple[Path, ...]:
    """Where Python, casegen and its packages are."""
    made_of = (sys.prefix, sys.base_prefix, *sys.path)
    places = [*map(Path, filter(None, made_of)), REPOSITORY / "casegen", REPOSITORY / "templates", GUARD]
    return tuple({place.resolve() for place in places} - {REPOSITORY, REPOSITORY / "tests"})


def outside(paths: set[Path], *places: Path | str) -> list[str]:
    return sorted(str(path) for path in paths if not any(path.is_relative_to(place) for place in places))


def test_t01_nothing_is_read_but_the_case_and_what_casegen_is_made_of(watched: Watched) -> None:
    root, case = watched.root, watched.workspace / "cases" / CASE
    read = files(watched, written=False)
    assert {case / "case.yaml", case / "refs.json", case / "figures" / "ecg.png"} & read
    own = (
        case,
        watched.workspace / "casegen.toml",
        watched.workspace / "output",
        root / "cache",
        root / "temporary",
    )
    # Some files were sought and are not there; of one that is opened by its folder, the folder is not told.
    there = {path for path in read if path.is_file()}
    assert outside(there, *own, *programs(), *SYSTEM) == []


def test_t02_nothing_is_written_but_outputs_and_what_is_kept(watched: Watched) -> None:
    written = files(watched, written=True)
    own = (watched.workspace / "output" / CASE, watched.root / "cache", watched.root / "temporary", "/dev")
    assert any(path.is_relative_to(watched.workspace / "output") for path in written)
    assert outside(written, *own) == []
    assert [
        path.name for path in watched.workspace.iterdir() if path.name not in ("cases", "casegen.toml")
    ] in (
        ["secret", "output"],
        ["output", "secret"],
    )
    assert list((watched.root / "temporary").iterdir()) == []
    assert sorted(path.name for path in (watched.root / "home").iterdir()) == [".netrc", ".pandoc", ".ssh"]


def test_t03_no_process_asks_the_network(watched: Watched) -> None:
    events = list(watched.events())
    assert [said for kind, said in events if kind.startswith("socket.")] == []
    # Each of casegen's processes was watched: the one for the check, the one for the build, and the press.
    assert sum(kind == "start" for kind, _ in events) >= 3


def test_t03_the_watch_refuses_the_network_in_every_process(watched: Watched, tmp_path: Path) -> None:
    log = tmp_path / "log"
    ask = "import socket; socket.create_connection(('127.0.0.1', 9))"
    again = (
        f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-P', '-c', {ask!r}]).returncode)"
    )
    for program in (ask, again):
        done = run(watched._replace(log=log), "-c", program)
        assert done.returncode == 1
        assert "no network here: socket." in done.stderr
    assert sum(kind.startswith("socket.") for kind, _ in Watched(tmp_path, log).events()) == 2


def test_t04_no_program_is_started_but_python_and_pandoc(watched: Watched) -> None:
    started = {
        Path(said[0]).name
        for kind, said in watched.events()
        if kind in ("subprocess.Popen", "os.posix_spawn")
    }
    assert started == {Path(sys.executable).name, "pandoc"}
    others = [said for kind, said in watched.events() if kind in ("os.system", "os.exec", "os.spawn")]
    assert others == []


@pytest.mark.skipif(
    not shutil.which("strace"), reason="strace, which sees what pandoc does, is not installed"
)
def test_t03_t05_pandoc_reads_no_file_of_the_users_and_asks_no_network(
    watched: Watched, tmp_path: Path
) -> None:
    # A file for each thread: in one file, what another does meanwhile cuts a call in two lines.
    traces = tmp_path / "trace"
    done = run(
        watched, "-m", "casegen", "build", f"cases/{CASE}", "-f", "docx,epub", "--force",
        before=("strace", "-ff", "-qq", "--seccomp-bpf", "-e", "trace=openat,open,socket,execve", "-o", str(traces)),
    )  # fmt: skip
    if "Operation not permitted" in done.stderr:
        pytest.skip("nobody may be traced here")
    assert done.returncode == 0, done.stderr
    told = [
        line
        for trace in tmp_path.glob("trace.*")
        for line in trace.read_text("utf-8", "replace").splitlines()
    ]
    assert any('pandoc", ["' in line for line in told)
    assert [line for line in told if "AF_INET" in line] == []
    home = str(watched.root / "home")
    assert [line for line in told if home in line and "ENOENT" not in line] == []
    assert CANARY not in done.stdout + done.stderr
