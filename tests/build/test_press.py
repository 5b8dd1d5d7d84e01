"""The second process: it makes what this one would, and its troubles stay its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from casegen import workers
from casegen.build import press
from casegen.build.look import theme_for
from casegen.build.press import Press
from casegen.citations import cite
from casegen.compose import compose
from casegen.document import Document, Math, Text
from casegen.load import find_workspace, load
from casegen.problem import CasegenError
from casegen.themes import Theme
from casegen.writers import write
from casegen.writers.pdf.engine import Engine
from tests.cli.runner import CASES

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


@pytest.fixture(scope="module")
def document() -> Document:
    case = load(CASES / "clean.yaml").case
    assert case is not None
    return compose(case, cite(case))


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Theme:
    return theme_for("classic", find_workspace(tmp_path_factory.mktemp("empty")))


def process_of(second: Press) -> subprocess.Popen[bytes]:
    """The process that *second* started."""
    assert second._worker is not None  # noqa: SLF001
    return second._worker._process  # noqa: SLF001


def test_it_makes_what_this_process_would(document: Document, theme: Theme) -> None:
    with Press() as second:
        prints = second.submit(document, ["pdf", "html"], theme)()
    assert [made.artifact for made in prints] == [
        write(document, "pdf", theme),
        write(document, "html", theme),
    ]


def test_it_is_there_only_for_what_calls_for_it(
    document: Document, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "Worker", lambda *_: pytest.fail("a second process was started"))
    with Press() as second:
        assert second.submit(document, ["html"], theme)()


def test_modules_of_the_current_folder_are_not_imported(
    document: Document, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    for name in ("weasyprint", "pickle", "casegen"):
        Path(f"{name}.py").write_text("raise SystemExit(9)\n", encoding="utf-8")
    with Press() as second:
        assert second.submit(document, ["pdf"], theme)()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SIGKILL", r"ended from outside: is there memory enough\? It may take 2,048 MB"),
        ("SIGABRT", r"ended by SIGABRT: is there memory enough\?"),
        ("SIGXCPU", r"ended by SIGXCPU: .*`ulimit -t`\)$"),
        ("SIGTERM", r"ended by SIGTERM$"),
    ],
)
def test_when_it_is_killed_that_case_fails_and_the_next_is_made(
    name: str, told: str, document: Document, theme: Theme
) -> None:
    with Press() as second:
        assert second.submit(document, ["pdf"], theme)()
        process = process_of(second)
        os.kill(process.pid, getattr(signal, name))
        process.wait()
        with pytest.raises(CasegenError, match=told):
            second.submit(document, ["pdf"], theme)()
        assert second.submit(document, ["pdf"], theme)()


def test_it_is_gone_at_the_end_with_its_files(
    document: Document, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Press() as second:
        second.submit(document, ["pdf"], theme)()
        process = process_of(second)
        assert process.poll() is None
        assert len(list(tmp_path.rglob("*"))) > 1, "the engine keeps no files: is the folder still needed?"
    assert process.poll() is not None
    assert not list(tmp_path.iterdir())


def test_what_a_writer_refuses_arrives_as_it_was_said(
    document: Document, theme: Theme, tmp_path: Path
) -> None:
    broken = tmp_path / "classic"
    broken.mkdir()
    (broken / "article.html.j2").write_text("{% for %}", encoding="utf-8")
    (broken / "theme.toml").write_text("", encoding="utf-8")
    wrong = Theme("broken", "", (broken, *theme.chain), theme.declared, theme.options)
    with Press() as second, pytest.raises(CasegenError, match="theme 'broken'"):
        second.submit(document, ["pdf"], wrong)()


def test_what_waits_is_dropped_at_the_end(
    document: Document, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the user interrupts: no process stays, and none is started for what was still to do."""
    started = []
    start = workers._start  # noqa: SLF001

    def counted(function: str, scratch: str) -> object:
        started.append(start(function, scratch))
        return started[-1]

    monkeypatch.setattr(workers, "_start", counted)
    with Press() as second:
        for _ in range(3):
            second.submit(document, ["pdf"], theme)
    (process,) = started
    assert process.poll() is not None


def test_what_writers_complain_of_reaches_no_other_log(
    document: Document, theme: Theme, caplog: pytest.LogCaptureFixture
) -> None:
    complaining = document.replace(title=(Math(r"\text{体}"), Text("\ue8f5")))
    characters, message = press.make(complaining, ["pdf"], theme)[0].undrawn
    assert characters == "体\ue8f5"
    assert "the font of formulas lacks U+4F53" in message
    assert "no installed font draws U+E8F5" in message
    assert not caplog.records


@pytest.mark.parametrize("formats", [["meca", "pdf"], ["pdf", "meca"]])
def test_what_a_package_holds_is_laid_out_once(
    formats: list[str], document: Document, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = [write(document, name, theme) for name in formats]
    made: list[str] = []
    lay_out = Engine.pdf

    def counted(self: Engine, source: str, *more: Any) -> bytes:
        made.append(source)
        return lay_out(self, source, *more)

    monkeypatch.setattr(Engine, "pdf", counted)
    with Press(alone=True) as press_here:
        prints = press_here.submit(
            document.replace(title=(*document.title, Text("\ue8f5"))), formats, theme
        )()
        assert len(made) == 1
        assert [each.undrawn[0] for each in prints if each.undrawn[0]] == ["\ue8f5"]
        assert [each.artifact for each in press_here.submit(document, formats, theme)()] == apart
    assert len(made) == 2
