"""Work beside gives what it would give here, however it ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from casegen.build import case
from casegen.build.aside import Aside, aside
from casegen.build.outcome import Outcome
from casegen.build.plan import Request, plan
from casegen.build.press import Press
from casegen.build.run import build
from casegen.load import find_workspace
from casegen.problem import CasegenError
from tests.cli.runner import text_of

# The threads of whatever runs the tests, of which later Pythons warn, hold nothing that these need.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

HERE = os.getpid()


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of two cores, and no thread but this one, whatever runs the tests."""
    if sys.platform != "linux":
        pytest.skip("a process is forked on Linux only")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def answer(work: Callable[[], object]) -> object:
    with aside(work) as doing:
        assert doing.apart
        return doing.answer()


def fail() -> None:
    raise CasegenError(f"no such thing, says {os.getpid()}")


def end() -> int:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_it_is_done_by_another_process() -> None:
    assert answer(os.getpid) != HERE


def test_a_long_answer_comes_whole() -> None:
    assert answer(lambda: list(range(200_000))) == list(range(200_000))


def test_what_it_raises_is_raised_here() -> None:
    with pytest.raises(CasegenError, match=f"no such thing, says {HERE}"):
        answer(fail)


@pytest.mark.parametrize("work", [end, lambda: lambda: 1], ids=["ended from outside", "no answer to send"])
def test_what_the_other_process_cannot_do_is_done_here(work: Callable[[], object]) -> None:
    assert answer(work) is not None


def test_what_is_not_waited_for_is_ended() -> None:
    with aside(signal.pause) as doing:
        child = doing._child  # noqa: SLF001 -- to look for it
    assert child != HERE
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.parametrize(
    ("name", "given"), [("active_count", 2), ("sched_getaffinity", {0})], ids=["a thread more", "one core"]
)
def test_where_a_fork_is_not_safe_or_no_gain_the_work_is_done_when_asked_for(
    name: str, given: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading if name == "active_count" else os, name, lambda *_: given)
    with aside(os.getpid) as doing:
        assert not doing.apart
        assert doing.answer() == HERE


@pytest.mark.parametrize(
    "recipe",
    [
        {"copy": "clean.yaml"},
        {"copy": "clean.yaml", "replace": {"[@one]": "[@nobody]"}},
    ],
    ids=["built", "stopped"],
)
def test_a_build_comes_to_the_same_with_and_without(
    recipe: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(text_of(recipe), encoding="utf-8")

    def outcome() -> tuple[Outcome, bytes | None]:
        request = Request(formats=("html",), out=tmp_path / "out")
        with Press() as press:
            (made,) = build(plan([(path, find_workspace(path))], request), press)
        return made, made.written[0].read_bytes() if made.written else None

    outcome()  # the processor of citations keeps a thread until its answers are in the cache
    forked, page = outcome()
    monkeypatch.setattr(case, "aside", Aside)
    alone, same = outcome()
    assert (forked.checked, forked.stopped_by, forked.written, page) == (
        alone.checked,
        alone.stopped_by,
        alone.written,
        same,
    )
