"""Signals that ask casegen to end: it ends as after Ctrl-C, and clears away what it began."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

# Windows has no SIGHUP.
_ASKING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Within it, SIGTERM and SIGHUP raise SystemExit, with the code a shell reports for them.

    A signal that casegen was started to ignore, as by ``nohup``, stays ignored.
    """
    for number in _ASKING:
        if signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError):  # another thread than the main one has no say in signals
                signal.signal(number, _end)
    try:
        yield
    finally:
        for number in _ASKING:
            if signal.getsignal(number) is _end:
                signal.signal(number, signal.SIG_DFL)


def _end(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
