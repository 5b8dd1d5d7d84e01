"""Many cases on all cores: processes that each read and check some of them.

They are plain processes with a pipe in and a pipe out. Those of `multiprocessing` need helpers that outlive a
run which is interrupted, and complain of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NoReturn

from casegen.cli.targets import Target
from casegen.problem import CasegenError
from casegen.processes import close_pipes

if TYPE_CHECKING:
    from casegen.cli.checking import Asked, Read

__all__ = ["check_all", "serve", "worth_it"]

# To start a process costs as much as to check a score of cases.
_FEWEST = 40
# Cases handed over at a time: few enough to share the work evenly, many enough to cost nothing.
_SHARE = 8
_PROGRAM = """\
import sys
_, *sys.path[:] = sys.argv
from casegen.cli.crew import serve
serve()
"""


def worth_it(count: int) -> bool:
    """Whether more than one process would finish *count* cases sooner."""
    return count >= _FEWEST and _cores() > 1


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        return os.cpu_count() or 1


def check_all(targets: Sequence[Target], asked: Asked) -> Iterator[Read]:
    """Every one of *targets* read and checked, in order, without the cases themselves (`Loaded.light`)."""
    from concurrent.futures import ThreadPoolExecutor
    from queue import SimpleQueue

    shares = [targets[at : at + _SHARE] for at in range(0, len(targets), _SHARE)]
    count = min(_cores(), len(shares))
    idle: SimpleQueue[_Member] = SimpleQueue()
    crew: list[_Member] = []

    def check_share(share: Sequence[Target]) -> list[Read]:
        member = idle.get()
        try:
            return member.check(share, asked)
        finally:
            idle.put(member)

    # One thread for each process, which waits for its answers.
    threads = ThreadPoolExecutor(count)
    try:
        for _ in range(count):
            crew.append(_Member())
            idle.put(crew[-1])
        for reads in threads.map(check_share, shares):
            yield from reads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for member in crew:
            member.end()
        threads.shutdown()
        for member in crew:
            member.close()


class _Member:
    """A process that checks what it is sent."""

    def __init__(self) -> None:
        import subprocess

        # -P and the path handed over: the same modules as here, and none from the current folder.
        command = [sys.executable, "-P", "-c", _PROGRAM, *sys.path]
        # A group of its own: an interrupt from the keyboard is for this process, which then ends that one.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
        )

    def check(self, targets: Sequence[Target], asked: Asked) -> list[Read]:
        """The *targets* read and checked. Raises what there went wrong; CasegenError where it was ended."""
        import pickle

        assert self._process.stdin is not None  # noqa: S101 -- both are pipes
        assert self._process.stdout is not None  # noqa: S101
        try:
            pickle.dump((targets, asked), self._process.stdin)
            self._process.stdin.flush()
            answer: list[Read] | Exception = pickle.load(self._process.stdout)  # noqa: S301 -- our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            raise CasegenError(
                "a process that checks cases was ended from outside: is there memory enough?"
            ) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close the pipes to the process, which has ended."""
        close_pipes(self._process)


def serve() -> NoReturn:
    """Check what comes in on stdin until it ends, with the process that sends it: a member's whole life."""
    import gc
    import pickle
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is ended by the process that started it
    gc.set_threshold(500_000, 20, 20)  # as in `casegen.__main__`
    # Nothing but answers may reach the pipe, whatever a library prints.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    while True:
        try:
            targets, asked = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from our own process
            pickle.dump(_answer(targets, asked), answers)
            answers.flush()
        except (EOFError, OSError):  # nobody asks, or waits for the answer
            os._exit(0)


def _answer(targets: Sequence[Target], asked: Asked) -> list[Read] | Exception:
    from casegen.cli.checking import read_target

    try:
        reads = [read_target(target, asked) for target in targets]
        return [read.replace(loaded=read.loaded.light()) for read in reads]
    except (CasegenError, OSError) as error:
        return error
    except Exception as error:  # noqa: BLE001 -- told where the check was started
        import traceback

        # Not the error itself: not all of them travel.
        told = RuntimeError(f"{type(error).__name__}: {error}")
        told.add_note("".join(traceback.format_exception(error)))
        return told
