"""The two streams: stdout carries the result, stderr the talk. Neither ever fails for its encoding."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TextIO


class OutputClosed(Exception):
    """Nobody reads stdout any more, as in ``casegen rules | head -3``."""


def prepare_streams() -> None:
    """Let both streams take every character: one that the terminal lacks is shown as ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def result(text: str) -> None:
    """Write *text* to stdout, for people. OutputClosed where nobody reads it."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends, and would complain then.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputClosed from None


def data(text: str) -> None:
    """Write *text* to stdout, for programs: as UTF-8, whatever the terminal. OutputClosed as above."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    result(text)


def tell(text: str) -> None:
    """Write *text* to stderr."""
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour what goes to *stream*: a terminal whose user has not set ``NO_COLOR``."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
