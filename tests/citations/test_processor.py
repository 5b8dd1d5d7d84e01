"""The process that prints references: found, started, asked, and what it does wrong told in one line."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from casegen.citations import processor as module
from casegen.citations import program
from casegen.citations.processor import Processor
from casegen.citations.program import find_pandoc
from casegen.problem import CasegenError

StandIn = Callable[[str], Processor]

NOTHING = {"document": '{"pandoc-api-version":[1,23],"meta":{},"blocks":[]}', "references": "[]"}


@pytest.fixture
def pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Stand-ins for pandoc: programs of Python that get what it gets."""
    running: list[Processor] = []

    def stand_in(code: str) -> Processor:
        path = tmp_path / "pandoc"
        path.write_text(f"#!{sys.executable}\nimport sys, time\n{code}\n", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setattr(module, "find_pandoc", lambda: path)
        running.append(Processor())
        return running[-1]

    yield stand_in
    for processor in running:
        processor.stop()


def test_one_process_answers_again_and_again() -> None:
    processor = Processor()
    try:
        assert processor.ask(NOTHING) == processor.ask(NOTHING)
        first = processor.pid
        with pytest.raises(CasegenError, match="could not print the references: "):
            processor.ask({"document": "no JSON", "references": "[]"})
        assert processor.ask(NOTHING) is not None
        assert processor.pid == first
    finally:
        processor.stop()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("print('3.9', flush=True); sys.stdin.readline(); sys.exit('no memory left')", "no memory left"),
        ("sys.exit(3)", "pandoc ended before the references were printed"),
        ("print('3.9'); print('no JSON', flush=True); sys.stdin.read()", "ended before"),
        ("print('2.19.2', flush=True); sys.stdin.read()", r"pandoc 2\.19\.2 is too old, 3\.1\.9 is needed: install"),
        ("print('3.9'); print('[]', flush=True); sys.stdin.read()", "could not print the references"),
        ("print('3.9'); print('{\"error\": \"bad style\"}', flush=True); sys.stdin.read()", "bad style"),
    ],
)  # fmt: skip
def test_a_process_that_fails_is_told_in_one_line(pandoc: StandIn, code: str, told: str) -> None:
    processor = pandoc(code)
    with pytest.raises(CasegenError, match=told) as raised:
        processor.ask(NOTHING)
    assert "\n" not in str(raised.value)


def test_after_a_failure_another_process_is_started(pandoc: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    processor = pandoc("sys.exit(1)")
    with pytest.raises(CasegenError):
        processor.ask(NOTHING)
    monkeypatch.undo()
    assert processor.ask(NOTHING) is not None
    assert processor.pid is not None


def test_a_process_that_takes_too_long_is_ended(pandoc: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST", 0.05)
    processor = pandoc("time.sleep(600)")
    with pytest.raises(CasegenError, match="took more than 0 seconds"):
        processor.ask(NOTHING)


def test_a_pandoc_that_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pandoc"
    path.write_bytes(b"not a program")
    monkeypatch.setattr(module, "find_pandoc", lambda: path)
    with pytest.raises(
        CasegenError, match=r"does not start: .*; install it with `pip install pypandoc_binary`"
    ):
        Processor().start()


def test_no_pandoc_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", "")
    find_pandoc.cache_clear()
    try:
        with pytest.raises(CasegenError, match="not there: install it with `pip install pypandoc_binary`"):
            find_pandoc()
    finally:
        find_pandoc.cache_clear()


def test_pandoc_is_ended_by_the_end_of_its_input() -> None:
    processor = Processor()
    processor.ask(NOTHING)
    process = processor._process  # noqa: SLF001 -- what it is made of
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=60) == 0
    processor.stop()


def test_to_stop_it_waits_for_no_answer(pandoc: StandIn, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    running = pandoc(f"sys.stdin.readline(); open({str(asked)!r}, 'w').close(); time.sleep(600)")
    failed: list[CasegenError] = []

    def ask() -> None:
        with pytest.raises(CasegenError) as raised:
            running.ask(NOTHING)
        failed.append(raised.value)

    thread = threading.Thread(target=ask)
    thread.start()
    while not asked.exists():
        time.sleep(0.01)
    running.stop()
    thread.join()
    assert "ended before" in str(failed[0])
