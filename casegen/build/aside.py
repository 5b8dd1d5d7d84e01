"""Work that a copy of this process does while this one goes on (decision 0016)."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Generic, NoReturn, Self, TypeVar

__all__ = ["Aside", "aside"]

T = TypeVar("T")


class Aside(Generic[T]):
    """Work that is done in another process where *apart*, else when it is asked for.

    Used in a ``with`` statement, at whose end the other process is gone.
    """

    def __init__(self, work: Callable[[], T], child: int = 0, source: int = -1) -> None:
        self._work, self._child, self._source = work, child, source
        self.apart = child > 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.apart:
            os.kill(self._child, signal.SIGKILL)
            os.waitpid(self._child, 0)
            os.close(self._source)

    def answer(self) -> T:
        """What the work makes, waited for. Raises what it raises."""
        if self.apart:
            import pickle

            # Where the work failed there, or was ended from outside, it is done here, and fails as it does.
            with suppress(Exception), os.fdopen(self._source, "rb", closefd=False) as pipe:
                made: T = pickle.load(pipe)  # noqa: S301 -- from our own process
                return made
        return self._work()


def aside(work: Callable[[], T]) -> Aside[T]:
    """Begin *work* in a fork of this process, where a fork can be trusted and gains something.

    What the work makes is pickled.
    """
    # Elsewhere the system's own libraries do not survive a fork. And what another thread holds at that
    # moment, such as the lock of a module it imports, nobody gives back in the fork.
    if sys.platform != "linux" or threading.active_count() > 1 or len(os.sched_getaffinity(0)) < 2:
        return Aside(work)
    source, sink = os.pipe()
    try:
        child = os.fork()
    except OSError:  # no room for another process
        os.close(source)
        os.close(sink)
        return Aside(work)
    if child == 0:
        _serve(work, sink)
    os.close(sink)
    return Aside(work, child, source)


def _serve(work: Callable[[], object], sink: int) -> NoReturn:
    """Do *work*, hand over what it makes, and end without the clearing away that is the other's to do."""
    try:
        import pickle

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(pickle.dumps(work()))
    finally:
        os._exit(0)
