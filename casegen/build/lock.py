"""One build at a time in a folder of outputs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from casegen.files import reason
from casegen.problem import CasegenError

__all__ = ["only_build_in"]


@contextmanager
def only_build_in(folders: Iterable[Path], waiting: Callable[[Path], None]) -> Iterator[None]:
    """Within, no other casegen writes into *folders*, which are made where they are missing.

    Where another one does, *waiting* is called with the folder, and its end is waited for. On systems that
    lock no folders (Windows), nothing is locked. CasegenError where a folder cannot be made or opened, and at
    the end where it is no more the one that was locked.
    """
    with ExitStack() as held:
        # In one order for all, or two builds could wait for each other.
        for folder in sorted({folder.absolute() for folder in folders}):
            held.enter_context(_locked(folder, waiting))
        yield


@contextmanager
def _locked(folder: Path, waiting: Callable[[Path], None]) -> Iterator[None]:
    try:
        import fcntl
    except ImportError:
        yield
        return
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise CasegenError(f"cannot write to {folder}: {reason(error)}") from None
    # The lock is on the folder itself: no file of ours stays there, and it goes with the process.
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting(folder)
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            pass
        yield
        if not _is_still(folder, handle):
            raise CasegenError(f"{folder} was deleted while the build wrote into it: build again")
    finally:
        os.close(handle)
        if new:
            with suppress(OSError):  # it is not empty: something was written
                folder.rmdir()


def _is_still(folder: Path, handle: int) -> bool:
    """Whether *folder* is the one that was opened as *handle*."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(handle))
    except OSError:
        return False
