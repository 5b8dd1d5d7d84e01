"""Files that are given another text: written in their place, or shown as a diff."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import unified_diff
from io import StringIO

from casegen.check.fix import Change
from casegen.cli.console import wants_colour
from casegen.cli.options import shown
from casegen.files import reason, write_atomic
from casegen.problem import CasegenError

__all__ = ["diff", "write"]

_BOM = b"\xef\xbb\xbf"
_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


def write(change: Change) -> None:
    """Give the file its text; through a link, the file that it names. Its byte-order mark stays.

    CasegenError where it may not be written, or is no longer what was read.
    """
    path = change.path.resolve()
    try:
        # Opened for writing too: to put a new file in its place, no permission of its own is asked.
        with path.open("r+b") as file:
            before = file.read()
    except OSError as error:
        raise CasegenError(f"cannot write {shown(change.path)}: {reason(error)}") from None
    mark = _BOM if before.startswith(_BOM) else b""
    if before != mark + change.before.encode("utf-8"):
        raise CasegenError(f"{shown(change.path)} was changed meanwhile: nothing is written, try again")
    write_atomic(path, mark + change.after.encode("utf-8"))


def diff(change: Change) -> Iterator[str]:
    """The lines of a unified diff, coloured for a terminal."""
    name = shown(change.path)
    # Not splitlines(), for which lines end at characters that end none in an editor or in `patch`.
    before, after = (StringIO(text, newline="\n").readlines() for text in (change.before, change.after))
    for line in unified_diff(before, after, name, name):
        yield _painted(line.rstrip("\r\n"))


def _painted(line: str) -> str:
    if not wants_colour(sys.stdout) or line[:1] not in _COLOURS:
        return line
    return f"{_COLOURS[line[0]]}{line}\x1b[0m"
