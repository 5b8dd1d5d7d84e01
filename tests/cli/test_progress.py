"""The progress bar: on terminals, after a while, and never in the way."""

from __future__ import annotations

import io
import re
import sys
import threading

import pytest

from casegen.cli import progress
from casegen.cli.progress import Progress


class Stream(io.StringIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.fixture(autouse=True)
def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


def stderr(monkeypatch: pytest.MonkeyPatch, *, terminal: bool = True) -> Stream:
    # Not in a fixture: pytest puts a stream of its own in place between set-up and test.
    stream = Stream(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def wait_for(bar: Progress) -> None:
    assert bar._timer is not None  # noqa: SLF001 -- to wait for it without asking the clock
    bar._timer.join()  # noqa: SLF001


def test_it_names_what_is_done_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = stderr(monkeypatch)
    with Progress("building", 3) as bar:
        bar.next("one")
        wait_for(bar)
        assert "building one" in terminal.getvalue()
        assert "0/3" in terminal.getvalue()
        bar.next("[two]")
        before = len(terminal.getvalue())
        with bar.aside():
            assert terminal.getvalue().endswith("\x1b[2K"), "the line is not free"
        assert "building [two]" in terminal.getvalue()[before:]
    assert terminal.getvalue().endswith("\x1b[2K")


def test_it_tells_the_files_the_rate_and_what_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = stderr(monkeypatch)
    monkeypatch.setattr(progress, "_SLOW", -1)
    with Progress("building", 3) as bar:
        bar.next("one")
        wait_for(bar)
        assert "/s" not in terminal.getvalue()
        bar.begin("two")
        bar.done("one", files=7)
    plain = re.sub(r"\x1b\[[\d;?]*\w", "", terminal.getvalue())
    assert re.search(r"building two .* 1/3 7 files, \d+\.\d/s, 0 s on this one", plain)


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = stderr(monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    with Progress("building", 3) as bar:
        bar.next("one")
        wait_for(bar)
        bar.next("two")
    assert "building" in terminal.getvalue()
    assert "\x1b[3" not in terminal.getvalue()
    assert "\x1b[9" not in terminal.getvalue()


def test_a_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = stderr(monkeypatch)
    monkeypatch.setattr(progress, "_PATIENCE", 3600)
    with Progress("building", 3) as bar:
        bar.next("one")
    assert not terminal.getvalue()


@pytest.mark.parametrize(("terminal", "term"), [(False, "xterm"), (True, "dumb")])
def test_without_a_terminal_a_long_step_is_a_plain_line(
    terminal: bool, term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = stderr(monkeypatch, terminal=terminal)
    monkeypatch.setenv("TERM", term)
    monkeypatch.setattr(progress, "_SILENCE", 0)
    with Progress("building", 3) as bar:
        bar.next("one")
        wait_for(bar)
        bar.next("two")
        wait_for(bar)
    assert stream.getvalue() == "casegen: building one (1 of 3)\ncasegen: building two (2 of 3)\n"


def test_a_terminal_that_goes_away_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = stderr(monkeypatch)

    def gone(_: str) -> int:
        raise OSError("no terminal")

    with Progress("building", 3) as bar:
        bar.next("one")
        wait_for(bar)
        monkeypatch.setattr(terminal, "write", gone)


def test_without_a_terminal_a_short_step_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = stderr(monkeypatch, terminal=False)
    with Progress("building", 3) as bar:
        bar.next("one")
        bar.next("two")
    assert not stream.getvalue()


def waiting(bar: Progress) -> bool:
    return bar._timer is not None and bar._timer.is_alive()  # noqa: SLF001 -- as above


def test_while_it_is_alone_no_thread_of_it_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr(monkeypatch)
    monkeypatch.setattr(progress, "_PATIENCE", 3600)
    with Progress("building", 3) as bar:
        (timer,) = (thread for thread in threading.enumerate() if thread is bar._timer)  # noqa: SLF001
        with bar.alone():
            assert not timer.is_alive()
        assert waiting(bar)


def test_a_bar_that_is_shown_is_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr(monkeypatch)
    with Progress("building", 3) as bar:
        wait_for(bar)
        with bar.alone():
            assert not waiting(bar)
        assert not waiting(bar)
