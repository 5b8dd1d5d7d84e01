"""The second process, which `casegen.build.press` starts: it writes the documents that it is sent."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, NoReturn

from casegen.build.press import Print, make, out_of_memory
from casegen.files import reason
from casegen.limits import applied, size
from casegen.problem import CaseError, CasegenError
from casegen.processes import memory_limited, vanish, when_left, works_for_another
from casegen.workers import as_told

if TYPE_CHECKING:
    from casegen.document import Document
    from casegen.themes import Theme

_Task = tuple["Document", Sequence[str], "Theme", Mapping[str, int]]


def serve(scratch: str) -> NoReturn:
    """Write what comes in on stdin until it ends: the second process's whole life.

    It ends with the process that started it, whatever ended that one and whatever is being laid out, and
    then clears the folder *scratch* away.
    """
    works_for_another()
    when_left(lambda: vanish(scratch))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(500_000, 20, 20)  # as in `casegen.__main__`
    # Nothing but answers may reach the pipe, whatever a library prints.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    tasks: SimpleQueue[_Task | Exception] = SimpleQueue()
    threading.Thread(target=_receive, args=(tasks, scratch), daemon=True).start()
    with suppress(Exception):  # a missing library is told by the writer that needs it
        from casegen.writers.pdf.library import weasyprint

        weasyprint()
    while True:
        task = tasks.get()
        answer = task if isinstance(task, Exception) else _answer(*task)
        try:
            pickle.dump(answer, answers)
            answers.flush()
        except BrokenPipeError:
            vanish(scratch)


def _receive(tasks: SimpleQueue[_Task | Exception], scratch: str) -> NoReturn:
    """Hand on what comes in. This thread waits on the pipe, so it knows at once when nobody is there."""
    while True:
        try:
            tasks.put(pickle.load(sys.stdin.buffer))  # noqa: S301 -- from our own process
        except (EOFError, OSError, pickle.UnpicklingError):
            vanish(scratch)
        except Exception as error:  # noqa: BLE001 -- told where the build was started
            tasks.put(as_told(error))


def _answer(
    document: Document, formats: Sequence[str], theme: Theme, limits: Mapping[str, int]
) -> list[Print] | Exception:
    names = " and ".join(formats)
    try:
        with applied(limits), memory_limited(size("build_memory")):
            return make(document, formats, theme)
    except MemoryError:
        return CaseError(f"{names}: {out_of_memory(limits)}")
    except CasegenError as error:
        return error
    except OSError as error:  # such as a full disk, under the engine's own files
        return CasegenError(f"cannot make {names}: {reason(error)}")
    except Exception as error:  # noqa: BLE001 -- told where the build was started
        return as_told(error)
