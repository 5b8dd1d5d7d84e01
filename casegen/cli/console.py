"""The two streams: stdout carries the result, stderr the talk. Neither ever fails for its encoding."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from casegen.files import reason
from casegen.problem import CasegenError


class OutputClosed(Exception):
    """Nobody reads stdout any more, as in ``casegen rules | head -3``."""


def prepare_streams() -> None:
    """Let both streams take every character: one that the terminal lacks is shown as ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def result(text: str) -> None:
    """Write *text* to stdout, for people.

    OutputClosed where nobody reads it; CasegenError where it cannot be written.
    """
    if sys.stdout is None:  # the shell's `>&-`
        raise CasegenError("cannot write to standard output: it is closed")
    with _writing():
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def flush() -> None:
    """Write what stdout still holds back. Raises what `result` does."""
    if sys.stdout is not None:
        with _writing():
            sys.stdout.flush()


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # Python flushes once more when it ends, and would complain then.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise OutputClosed from None
        raise CasegenError(f"cannot write to standard output: {reason(error)}") from None


def data(text: str) -> None:
    """Write *text* to stdout, for programs: as UTF-8, whatever the terminal. OutputClosed as above."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    result(text)


def tell(text: str) -> None:
    """Write *text* to stderr; nothing where it cannot be written."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()


def silent(_: str) -> None:
    """In the place of `tell` where nothing is to be said."""


def is_terminal(stream: TextIO | None) -> bool:
    """Whether *stream* is a terminal, of the kind that can move its cursor."""
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_colour(stream: TextIO | None) -> bool:
    """Whether to colour what goes to *stream*: a terminal whose user has not set ``NO_COLOR``."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def terminal_width(stream: TextIO | None) -> int:
    """The columns of the terminal *stream* writes to, or what COLUMNS says; 100 where there is none."""
    # Not shutil's: to import it costs a check more than to ask.
    with contextlib.suppress(KeyError, ValueError):
        return max(20, int(os.environ["COLUMNS"]))
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return (os.get_terminal_size(stream.fileno()).columns if stream else 0) or 100
    return 100
