"""Many tasks on all cores: processes that do one after another, until nobody asks any more.

They are plain processes with a pipe in and a pipe out. Those of `multiprocessing` need helpers that outlive a
run which is interrupted, and complain of it.
"""

from __future__ import annotations

import importlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from casegen.problem import CasegenError
from casegen.processes import apart, close_pipes

if TYPE_CHECKING:
    import subprocess
    from queue import SimpleQueue

__all__ = ["Ended", "cores", "run_all", "serve"]

_PROGRAM = """\
import sys
_, function, *sys.path[:] = sys.argv
from casegen.workers import serve
serve(function)
"""


class Ended(CasegenError):
    """A worker was ended from outside in the middle of a task."""


def cores() -> int:
    """How many processes of ours can run at the same time."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        return os.cpu_count() or 1


def run_all(function: str, tasks: Sequence[Any], count: int) -> Iterator[tuple[int, Any]]:
    """What *function* (``module:name``) makes of each of *tasks*, with its place among them, as it is done.

    Tasks are begun in their order by *count* processes. What comes is an exception where one was raised: a
    CasegenError as it was, an OSError as it was, any other as a RuntimeError that tells it; and `Ended` where
    the process was killed, which is replaced. Nobody is left running when the iterator is closed.
    """
    from concurrent.futures import ThreadPoolExecutor
    from queue import SimpleQueue

    count = max(1, min(count, len(tasks)))
    idle: SimpleQueue[_Worker] = SimpleQueue()
    done: SimpleQueue[tuple[int, Any]] = SimpleQueue()
    workers = [_Worker(function) for _ in range(count)]
    for worker in workers:
        idle.put(worker)

    def do(place: int, task: Any) -> None:
        worker = idle.get()
        done.put((place, worker.do(task)))
        idle.put(worker)

    # One thread for each process, which waits for its answers.
    threads = ThreadPoolExecutor(count)
    try:
        for place, task in enumerate(tasks):
            threads.submit(do, place, task)
        for _ in tasks:
            yield done.get()
    finally:
        # What waits is dropped before what runs is ended, or it would start a process anew.
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.end()
        threads.shutdown()
        for worker in workers:
            worker.close()


class _Worker:
    """A process that does what it is sent."""

    def __init__(self, function: str) -> None:
        self._function = function
        self._ended = False
        self._process = _start(function)

    def do(self, task: Any) -> Any:
        """What came of *task*, or the exception that did."""
        process = self._process
        assert process.stdin is not None  # noqa: S101 -- both are pipes
        assert process.stdout is not None  # noqa: S101
        try:
            pickle.dump(task, process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)  # noqa: S301 -- from our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            process.kill()
            process.wait()
            close_pipes(process)
            if not self._ended:
                self._process = _start(self._function)
            return Ended("a process of casegen was ended from outside: is there memory enough?")

    def end(self) -> None:
        """End the process, whatever it does."""
        self._ended = True
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close the pipes to the process, which has ended."""
        close_pipes(self._process)


def _start(function: str) -> subprocess.Popen[bytes]:
    import subprocess

    # -P and the path handed over: the same modules as here, and none from the current folder.
    command = [sys.executable, "-P", "-c", _PROGRAM, function, *sys.path]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **apart())


def serve(function: str) -> NoReturn:
    """Do what comes in on stdin until it ends, with the process that sends it: a worker's whole life."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is ended by the process that started it
    gc.set_threshold(500_000, 20, 20)  # as in `casegen.__main__`
    # Nothing but answers may reach the pipe, whatever a library prints.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module, _, name = function.partition(":")
    do: Callable[[Any], Any] = getattr(importlib.import_module(module), name)
    with suppress(EOFError, OSError):  # nobody asks, or waits for the answer
        while True:
            task = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from our own process
            pickle.dump(_answer(do, task), answers)
            answers.flush()
    os._exit(0)


def _answer(do: Callable[[Any], Any], task: Any) -> Any:
    try:
        return do(task)
    except (CasegenError, OSError) as error:
        return error
    except Exception as error:  # noqa: BLE001 -- told where the work was started
        import traceback

        # Not the error itself: not all of them travel.
        told = RuntimeError(f"{type(error).__name__}: {error}")
        told.add_note("".join(traceback.format_exception(error)))
        return told
