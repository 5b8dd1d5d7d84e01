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
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, NoReturn

from casegen.limits import Bound
from casegen.problem import CaseError, CasegenError
from casegen.processes import (
    Deadline,
    apart,
    close_pipes,
    end,
    ending,
    kill,
    vanish,
    when_left,
    works_for_another,
)

if TYPE_CHECKING:
    import subprocess
    from queue import SimpleQueue

__all__ = ["Ended", "TooSlow", "Worker", "answered", "as_told", "cores", "run_all", "serve"]

_PROGRAM = """\
import sys
_, function, scratch, *sys.path[:] = sys.argv
from casegen.workers import serve
serve(function, scratch)
"""


class Ended(CaseError):
    """A worker was ended in the middle of a task: *how*, and whether that may be for want of memory."""

    def __init__(self, how: str, hungry: bool) -> None:
        super().__init__(how, hungry)
        self.how, self.hungry = how, hungry

    def __str__(self) -> str:
        return f"a process of casegen was {self.how}{': is there memory enough?' if self.hungry else ''}"


class TooSlow(CaseError):
    """A worker was ended because its task took longer than it may."""


def cores() -> int:
    """How many processes of ours can run at the same time."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        return os.cpu_count() or 1


def run_all(
    function: str, tasks: Sequence[Any], count: int, longest: Callable[[Any], Bound] | None = None
) -> Iterator[tuple[int, Any]]:
    """What *function* (``module:name``) makes of each of *tasks*, with its place among them, as it is done.

    Tasks are begun in their order by *count* processes. What comes is an exception where one was raised: a
    CasegenError as it was, an OSError as it was, any other as a RuntimeError that tells it; and `Ended` where
    the process was killed, or `TooSlow` where a task took more seconds than are its *longest*; the process is
    replaced. Nobody is left running when the iterator is closed.
    """
    from concurrent.futures import ThreadPoolExecutor
    from queue import SimpleQueue
    from tempfile import TemporaryDirectory

    count = max(1, min(count, len(tasks)))
    idle: SimpleQueue[Worker] = SimpleQueue()
    done: SimpleQueue[tuple[int, Any]] = SimpleQueue()
    # What libraries keep in temporary files is put where it can be cleared away: workers are ended without
    # ceremony.
    scratch = TemporaryDirectory(prefix="casegen-", ignore_cleanup_errors=True)
    workers = [Worker(function, scratch.name) for _ in range(count)]
    for worker in workers:
        idle.put(worker)

    def do(place: int, task: Any) -> None:
        worker = idle.get()
        done.put((place, worker.do(task, longest(task) if longest else None)))
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
        scratch.cleanup()


class Worker:
    """A process that does what it is sent."""

    def __init__(self, function: str, scratch: str) -> None:
        self._begin = partial(_start, function, scratch)
        self._ended = False
        self._changing = Lock()
        self._process = self._begin()

    def do(self, task: Any, longest: Bound | None = None) -> Any:
        """What came of *task*, or the exception that did; the process is killed after *longest* seconds."""
        process = self._process
        if longest is None:
            answer = self._exchange(process, task)
        else:
            with Deadline(process, longest) as deadline:
                answer = self._exchange(process, task)
            if deadline.passed:
                self._replace(process)
                return TooSlow(f"it took over {longest:,} seconds; {longest.remedy}")
        if isinstance(answer, Ended):
            self._replace(process)
        return answer

    @staticmethod
    def _exchange(process: subprocess.Popen[bytes], task: Any) -> Any:
        assert process.stdin is not None  # noqa: S101 -- both are pipes
        assert process.stdout is not None  # noqa: S101
        try:
            pickle.dump(task, process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)  # noqa: S301 -- from our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            end(process)
            return Ended(*ending(process))

    def _replace(self, process: subprocess.Popen[bytes]) -> None:
        """End *process*, which is of no use any more, and begin another."""
        end(process)
        with self._changing:  # or one would be begun that nobody ends
            if not self._ended:
                self._process = self._begin()

    def end(self) -> None:
        """End the process, whatever it does."""
        with self._changing:
            self._ended = True
        kill(self._process)
        self._process.wait()

    def close(self) -> None:
        """Close the pipes to the process, which has ended."""
        close_pipes(self._process)


def _start(function: str, scratch: str) -> subprocess.Popen[bytes]:
    import subprocess

    # -P and the path handed over: the same modules as here, and none from the current folder.
    command = [sys.executable, "-P", "-c", _PROGRAM, function, scratch, *sys.path]
    env = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch)}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, **apart())


def serve(function: str, scratch: str) -> NoReturn:
    """Do what comes in on stdin until it ends, with the process that sends it: a worker's whole life.

    It ends with that process whatever it is doing, and clears the folder *scratch* away.
    """
    import gc
    import signal
    import threading
    from queue import SimpleQueue

    works_for_another()
    # To import what a case needs takes most of a second.
    when_left(lambda: vanish(scratch))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is ended by the process that started it
    gc.set_threshold(500_000, 20, 20)  # as in `casegen.__main__`
    # Nothing but answers may reach the pipe, whatever a library prints.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module, _, name = function.partition(":")
    do: Callable[[Any], Any] = getattr(importlib.import_module(module), name)
    tasks: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(tasks, scratch), daemon=True).start()
    with suppress(OSError):  # nobody waits for the answer
        while True:
            task = tasks.get()
            pickle.dump(task if isinstance(task, Exception) else answered(do, task), answers)
            answers.flush()
    vanish(scratch)


def _receive(tasks: SimpleQueue[Any], scratch: str) -> NoReturn:
    """Hand on what comes in. This thread waits on the pipe, so it knows at once when nobody is there."""
    while True:
        try:
            tasks.put(pickle.load(sys.stdin.buffer))  # noqa: S301 -- from our own process
        except (EOFError, OSError, pickle.UnpicklingError):
            vanish(scratch)
        except Exception as error:  # noqa: BLE001 -- told where the work was started
            tasks.put(as_told(error))


def answered(do: Callable[[Any], Any], task: Any) -> Any:
    """What *do* makes of *task*, or what tells of the error that it raised, as in `run_all`."""
    try:
        return do(task)
    except (CasegenError, OSError) as error:
        return error
    except Exception as error:  # noqa: BLE001 -- told where the work was started
        return as_told(error)


def as_told(error: Exception) -> RuntimeError:
    """What tells of *error* in another process: not all errors travel."""
    import traceback

    told = RuntimeError(f"{type(error).__name__}: {error}")
    told.add_note("".join(traceback.format_exception(error)))
    return told
