"""Other processes that work for this one: how they start and end."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, NoReturn, Self

if TYPE_CHECKING:
    import subprocess

__all__ = [
    "Deadline",
    "apart",
    "close_pipes",
    "end",
    "ending",
    "kill",
    "memory_limited",
    "vanish",
    "when_left",
    "works_for_another",
]


class _Group:
    """Whether this process was started `apart` by one of ours, which ends all that is in its group."""

    entered = False


# Held by the thread that ends this process.
_vanishing = Lock()


def works_for_another() -> None:
    """Say so of this process: what it starts stays in its group, and ends with it."""
    _Group.entered = True


def when_left(then: Callable[[], object]) -> None:
    """Do *then* when nobody is at the other end of stdin any more, whatever else this process does.

    Where a system cannot tell (Windows), nothing is done.
    """
    import select
    import threading

    if not hasattr(select, "poll"):
        return

    def wait() -> None:
        hung_up = select.poll()
        hung_up.register(0, 0)
        hung_up.poll()
        then()

    threading.Thread(target=wait, daemon=True).start()


def vanish(scratch: str) -> NoReturn:
    """Clear the folder *scratch* away and end this process, whatever its other threads do."""
    import shutil  # nothing before the end needs it

    # Another thread may come to the same: it waits here, or the process would end before all is cleared away.
    _vanishing.acquire()
    # Under another name first: what is being worked on puts nothing more into it.
    going = f"{scratch}-going"
    with suppress(OSError):
        os.rename(scratch, going)  # noqa: PTH104 -- no path is needed
    for folder in (going, scratch):
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def apart() -> dict[str, Any]:
    """What starts a process in a group of its own: an interrupt from the keyboard is casegen's to pass on."""
    if sys.platform == "win32":
        import subprocess

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {} if _Group.entered else {"process_group": 0}


def end(process: subprocess.Popen[bytes]) -> None:
    """End *process*, whatever it does, and close the pipes to it."""
    kill(process)
    process.wait()
    # Not before it has ended: closing waits for who still reads.
    close_pipes(process)


def ending(process: subprocess.Popen[bytes]) -> tuple[str, bool]:
    """How *process*, which is gone, came to its end, and whether that may be for want of memory."""
    try:
        name = signal.Signals(-process.returncode).name
    except ValueError:  # no signal
        name = "SIGKILL"
    match name:
        case "SIGKILL":  # of the system, where memory is short
            return "ended from outside", True
        case "SIGXCPU":
            return "ended by SIGXCPU: it may take no more time of a processor (see `ulimit -t`)", False
        case "SIGABRT" | "SIGBUS" | "SIGSEGV" | "SIGTRAP":  # how libraries end that get no memory
            return f"ended by {name}", True
    return f"ended by {name}", False


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill *process* and, where it was started `apart`, those that it started in turn."""
    if sys.platform != "win32" and process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):  # it leads no group, or has gone
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


class Deadline:
    """Kills *process* where a ``with`` block takes longer than *seconds*; *passed* tells whether it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        from threading import Timer

        self.passed = False
        self._process = process
        self._timer = Timer(seconds, self._pass)
        self._timer.daemon = True

    def _pass(self) -> None:
        self.passed = True
        kill(self._process)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()


@contextmanager
def memory_limited(most: int) -> Iterator[None]:
    """Let this process, and each that it starts, have no more than *most* bytes of data.

    What asks for more is a MemoryError, or the end of the process. Only Linux holds a process to it.
    """
    if sys.platform != "linux":
        yield
        return
    import resource

    # Not the address space (RLIMIT_AS): pandoc reserves a thousand times what it uses.
    before, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, hard))


def close_pipes(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes to *process*, which has ended."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
