"""Time and memory of one case's build: one line names the case, the limit and what to do; the others go on."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from PIL import Image

from casegen.limits import applied, limit
from casegen.load import Loaded, Workspace, load
from casegen.workers import TooSlow, run_all
from tests.cli.runner import run
from tests.limits.workspaces import add_drawing, spaces

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX processes")

# Nobody waits so long.
FOREVER = 600


def done(tasks: list[object], function: str) -> dict[int, object]:
    with applied({"build_seconds": 1}):
        longest = limit("build_seconds")
    return dict(run_all(function, tasks, 1, lambda _: longest))


def test_a_task_that_takes_too_long_is_ended_and_the_next_is_done() -> None:
    answers = done([FOREVER, 0], "time:sleep")
    assert isinstance(answers[0], TooSlow)
    assert str(answers[0]) == "it took over 1 seconds; raise `build_seconds` under [limits] in casegen.toml"
    assert answers[1] is None


def test_what_such_a_task_started_is_ended_with_it(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    answers = done([["sh", "-c", f"echo $$ > {pid}; exec sleep {FOREVER}"]], "subprocess:call")
    assert isinstance(answers[0], TooSlow)
    while is_there(int(pid.read_text())):  # until the system has taken it away
        pass


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("formats", ["html,pdf", "pdf"])
def test_a_build_that_takes_too_long(formats: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    spaces(tmp_path, "build_seconds = 1")
    # What a second holds of the engine's start is not known: its library takes this long to be imported.
    stand_in = tmp_path / "modules" / "weasyprint"
    stand_in.mkdir(parents=True)
    (stand_in / "__init__.py").write_text(f"import time; time.sleep({FOREVER})", encoding="utf-8")
    monkeypatch.syspath_prepend(str(stand_in.parent))
    answer = run("build", "bounded", "-f", formats)
    assert answer.code == 1
    # On a busy machine, a second is not enough to come as far as the PDF.
    assert re.search(
        "bounded/cases/case-bounded/case.yaml was not built: (pdf|the build) took over 1 seconds; raise `build_seconds`",
        answer.stderr,
    )
    assert not (tmp_path / "bounded" / "output").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to it")
@pytest.mark.parametrize("options", [("-j2", "-f", "html"), ("-j1", "-f", "pdf")], ids=["pool", "press"])
def test_a_build_that_takes_too_much_memory(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # The process has 30 MB without the image and some 130 MB with it.
    case = spaces(tmp_path, "build_memory = 80\nimage_pixels = 100")
    Image.new("1", (12_000, 8_000)).save(case / "large.png")
    with (case / "case.yaml").open("a", encoding="utf-8") as file:
        file.write("figures: [{id: large, file: large.png, caption: A large one, alt: Nothing but black}]\n")
    answer = run("build", "bounded", "free", *options)
    assert answer.code == 1
    (line,) = [line for line in answer.stderr.splitlines() if "was not built" in line]
    assert "bounded/cases/case-bounded/case.yaml" in line
    assert line.endswith("raise `build_memory` under [limits] in casegen.toml")
    assert not (tmp_path / "bounded" / "output").exists()
    suffix = options[-1]
    assert (tmp_path / "free" / "output" / "case-free" / f"case-free.{suffix}").is_file()


def test_a_drawing_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    case = spaces(tmp_path, "drawing_seconds = 1")
    noise = "<filter id='f'><feTurbulence baseFrequency='0.00001' numOctaves='9999999'/></filter>"
    add_drawing(
        case,
        "noise",
        f"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'>{noise}"
        "<rect width='90' height='90' filter='url(#f)'/></svg>",
    )
    answer = run("build", "bounded", "-f", "docx")
    assert answer.code == 1
    assert "cannot be drawn: it took over 1 seconds; raise `drawing_seconds` under [limits]" in answer.stderr
    assert not (tmp_path / "bounded" / "output").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to it")
def test_a_drawing_that_takes_too_much_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    case = spaces(tmp_path, "build_memory = 150")
    surfaces = '<g opacity=".5">' * 40 + '<rect width="900" height="900"/>' + "</g>" * 40
    add_drawing(
        case, "many", f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900">{surfaces}</svg>'
    )
    answer = run("build", "bounded", "-f", "docx")
    assert answer.code == 1
    assert "cannot be drawn: " in answer.stderr
    assert not (tmp_path / "bounded" / "output").exists()


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ("build_seconds = 1", "the build took over 1 seconds; raise `build_seconds`"),
        ("build_memory = 64", "it took over 64 MB of memory, or all there is; raise `build_memory`"),
    ],
)
def test_a_case_that_is_read_too_long_or_too_large(
    limits: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the process that was started by the user."""
    if "memory" in limits and sys.platform != "linux":
        pytest.skip("only Linux holds a process to it")
    monkeypatch.chdir(tmp_path)
    spaces(tmp_path, limits)
    kept: list[bytes] = []

    def greedy(path: Path, workspace: Workspace) -> Loaded:
        while "bounded" in str(path):
            if "memory" in limits:
                kept.append(bytes(100_000_000))
        return load(path, workspace)

    monkeypatch.setattr("casegen.build.case.load", greedy)
    answer = run("build", "bounded", "free", "-f", "html")
    assert answer.code == 1
    assert (
        f"bounded/cases/case-bounded/case.yaml was not built: {told} under [limits] in casegen.toml"
        in answer.stderr
    )
    assert "Traceback" not in answer.stderr
    assert [path.name for path in tmp_path.rglob("*.html")] == ["case-free.html"]
