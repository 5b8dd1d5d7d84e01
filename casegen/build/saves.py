"""Waiting until files are saved, and until who saves them is done."""

from __future__ import annotations

import os
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

from casegen.files import reason
from casegen.problem import CasegenError

if TYPE_CHECKING:
    from watchfiles import Change

__all__ = ["Saves", "real"]

# Milliseconds between two looks at what the system has told.
_STEP = 20
# Seconds without another change after which what was saved is whole: an editor empties a file before it fills
# it, or writes beside it and renames. It is more than two of the steps, or nothing could come meanwhile.
_QUIET = 0.05
# Seconds that a file may change on and on before it is looked at all the same.
_LONGEST = 1.0
# Seconds after which one who waits looks up: on Windows no interrupt from the keyboard comes through before.
_LOOK_UP = 0.5
# What editors write beside a file that they save, besides what `watchfiles` knows: Vim's trial of the folder,
# Emacs's own copy, and the names under which GNOME, LibreOffice and casegen write before they rename.
_BESIDE = (r"^4913$", r"^#.*#$", r"^\.goutputstream-", r"^\.~lock\.", r"^\..+\.\w{8}$")
# What to do where the system watches no more folders, or cannot.
_INSTEAD = "with WATCHFILES_FORCE_POLLING=1 in the environment, casegen looks by itself every 0.3 seconds"


class Saves:
    """The files that are saved in folders, from when it is entered.

    Used in a ``with`` statement; what is saved while nobody waits is told to who waits next.
    """

    def __init__(self, deep: frozenset[Path], flat: frozenset[Path]) -> None:
        """*deep*: folders with all that is in them; *flat*: those of which only their own files count.

        CasegenError where the library that tells of saved files is not installed.
        """
        try:
            import watchfiles  # noqa: F401 -- imported by the threads, which could not say that it is missing
        except ImportError:
            raise CasegenError("--watch needs watchfiles: pip install 'casegen[serve]'") from None
        self.folders = deep, flat
        self._told: SimpleQueue[set[Path]] = SimpleQueue()
        self._failure: Exception | None = None
        self._over = Event()
        self._threads: list[Thread] = []

    def __enter__(self) -> Self:
        opened = []
        for folders, recursive in zip(self.folders, (True, False), strict=True):
            if folders:
                opened.append(Event())
                arguments = (folders, recursive, opened[-1])
                self._threads.append(Thread(target=self._listen, args=arguments, daemon=True))
                self._threads[-1].start()
        for each in opened:
            each.wait()
        self._require_listening()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def wait(self) -> set[Path]:
        """What was saved, removed or renamed since last asked, at least one path; waited for.

        CasegenError where the system tells of no more.
        """
        found: set[Path] = set()
        longest = 0.0
        while True:
            self._require_listening()
            try:
                told = self._told.get(timeout=_QUIET if found else _LOOK_UP)
            except Empty:
                if found:
                    return found
                continue
            longest = longest if found else monotonic() + _LONGEST
            found |= told
            if monotonic() > longest:
                return found

    def _require_listening(self) -> None:
        if self._failure is not None:
            why = reason(self._failure).partition(" about [")[0].rstrip(".")  # a list of all folders
            raise CasegenError(f"cannot watch for saved files: {why}; {_INSTEAD}")

    def _listen(self, folders: frozenset[Path], recursive: bool, opened: Event) -> None:
        from watchfiles import DefaultFilter, watch

        patterns = (*DefaultFilter.ignore_entity_patterns, *_BESIDE)
        try:
            for changes in watch(
                *folders,
                watch_filter=DefaultFilter(ignore_entity_patterns=patterns),
                debounce=round(1000 * _LONGEST),
                step=_STEP,
                stop_event=self._over,
                rust_timeout=5 * _STEP,
                yield_on_timeout=True,  # so that it is known when it has begun
                recursive=recursive,
            ):
                opened.set()
                paths = [Path(path) for change, path in changes if not _is_echo(change, path)]
                if paths:
                    self._told.put({real(path) for path in paths})
        except FileNotFoundError:  # one went before it could be watched: as if it went now
            self._told.put(set(folders))
        except Exception as error:  # noqa: BLE001 -- raised where it is waited for
            self._failure = error
            self._over.set()
        finally:
            opened.set()


def _is_echo(change: Change, path: str) -> bool:
    """Whether it is a folder that is told to have changed, as some systems do when something in it did."""
    return change.name == "modified" and Path(path).is_dir()


def real(path: Path) -> Path:
    """*path*, absolute, with the links on the way to it followed, but not itself where it is one."""
    return Path(os.path.realpath(path.parent), path.name)
