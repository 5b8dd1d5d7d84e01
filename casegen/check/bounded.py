"""The time and memory that one case may take in this very process.

To check or to compose a case in a process of its own would cost more than the work itself mostly does. So the
process bounds itself: a timer of the system interrupts what runs in the main thread, and what asks for too
much memory gets none.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Literal, NoReturn

from casegen.limits import Bound, limit, size
from casegen.processes import memory_limited

__all__ = ["OverBound", "bounded"]


class OverBound(BaseException):
    """A case takes more than *bound*. No error, lest one of the many that expect any takes it for theirs."""

    def __init__(self, message: str, bound: Bound) -> None:
        super().__init__(message)
        self.bound = bound


@contextmanager
def bounded(what: Literal["check", "build"]) -> Iterator[None]:
    """Within it, this process has the time and memory of one such work; `OverBound` where that is not enough.

    Windows knows no such timer, and only Linux holds a process to its memory: there the work goes on. So it
    does in another thread than the main one, to which no timer comes.
    """
    memory = limit(f"{what}_memory")
    try:
        with memory_limited(_had() + size(f"{what}_memory")), _timed(what, limit(f"{what}_seconds")):
            yield
    except MemoryError:
        raise OverBound(f"the {what} takes over {memory:,} MB", memory) from None


@contextmanager
def _timed(what: str, seconds: Bound) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise OverBound(f"the {what} took over {seconds:,} seconds", seconds)

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _had() -> int:
    """The most memory that this process has had so far, in bytes; 0 on Windows."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
