"""However casegen ends, the second process ends with it, quietly, and nothing of either stays."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from casegen import workers
from tests.build.spoken import said
from tests.cli.runner import text_of

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")

# No test waits this long unless it fails.
LONG = 60

# Stands in for the engine: it says that it works, and works for ever.
BUSY = """
import os, pathlib, tempfile
pathlib.Path(tempfile.mkdtemp(), "font").touch()
marker = pathlib.Path(os.environ["BUSY"])
marker.with_suffix(".new").write_text(str(os.getpid()))
marker.with_suffix(".new").rename(marker)
while True:
    pass
"""


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A build whose second process never comes to an end by itself."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "weasyprint.py").write_text(BUSY, encoding="utf-8")
    (tmp_path / "scratch").mkdir()
    (tmp_path / "case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    marker = tmp_path / "busy"
    environment = {
        **os.environ,
        "BUSY": str(marker),
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "modules"), *sys.path]),
        "TMPDIR": str(tmp_path / "scratch"),
    }
    command = [sys.executable, "-m", "casegen", "build", "-f", "pdf"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        while not marker.exists():
            assert running.poll() is None
        yield running
        running.kill()
        with suppress(ProcessLookupError):
            os.kill(int(marker.read_text(encoding="ascii")), signal.SIGKILL)


@pytest.mark.parametrize(
    ("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129), ("SIGKILL", -9)]
)
def test_the_second_process_ends_with_the_first(
    name: str, code: int, busy: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    busy.send_signal(getattr(signal, name))
    # The second process has the same stderr: the pipe is at its end when both are gone.
    _, told = busy.communicate(timeout=LONG)
    assert (busy.returncode, said(told)) == (code, [])
    assert not list((tmp_path / "scratch").iterdir())
    assert not (tmp_path / "output").exists()


def test_a_signal_that_is_to_be_ignored_is_ignored(tmp_path: Path) -> None:
    """As under nohup: only then does a build outlive the terminal it was started in."""
    (tmp_path / "case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    script = (
        "import os, signal, sys; from casegen.cli import main\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from casegen.cli import building; run = building.run\n"
        "building.run = lambda *a, **b: (os.kill(os.getpid(), signal.SIGHUP), run(*a, **b))[1]\n"
        "sys.exit(main(['build', '-f', 'html']))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, said(done.stderr)) == (0, [])


class Unreadable:
    """A value whose pickle raises an error where it is read."""

    def __reduce__(self) -> tuple[object, ...]:
        return int, ("no number",)


def test_it_is_quiet_where_nobody_takes_its_answer(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = workers._start("casegen.build.printing:prints", str(scratch))  # noqa: SLF001 -- its pipes are the point
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.close()
    # What cannot be read is answered, too, and nobody is there to hear it.
    process.stdin.write(pickle.dumps(Unreadable()))
    process.stdin.flush()
    assert process.wait(LONG) == 0
    process.stdin.close()
    assert capfd.readouterr().err == ""
    assert not scratch.exists()


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell to set the limit")
# That the second process cannot work may lie in no case; that a case's file cannot be stored does.
@pytest.mark.parametrize(("format", "code"), [("html", 1), ("pdf", 2)])
def test_a_limit_on_the_size_of_files_is_told_in_one_line(format: str, code: int, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", f"ulimit -f 1; exec '{sys.executable}' -m casegen build -f {format}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    (line,) = said(done.stderr)
    assert line.startswith("casegen: case.yaml was not built: cannot ")
    assert line.endswith("file too large")
    assert not [path for path in (tmp_path / "output").rglob("*") if path.is_file()]
