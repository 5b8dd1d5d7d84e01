"""What a bibliography file holds once read."""

from collections.abc import Callable, Mapping
from typing import Any

from casegen.values import Value

CslName = dict[str, str]
"""A name in the shape of CSL-JSON: family, given, suffix and particles, or literal."""

CslItem = dict[str, Any]
"""A reference in the shape of CSL-JSON. Titles may hold its markup: <i>, <b>, <sup>, <sub>, and
<span class="nocase"> around words whose capitals no style may change."""

Path = tuple[str | int, ...]
"""The way to a value in an item: ("author", 0, "given")."""


class Stretch(Value):
    """Where a value was typed, as offsets into the file's text; of its key likewise, if it has one.

    *runs* pair offsets in the value with offsets in the text, where a reader knows them.
    """

    start: int
    end: int
    key_start: int = 0
    key_end: int = 0
    runs: tuple[tuple[int, int], ...] = ()


Stretches = Mapping[Path, Stretch]


class Entry(Value):
    """A reference, the line on which it begins, where its key was typed, and the rest of it when asked.

    A name's parts have a stretch of their own only where they were typed one by one.
    """

    line: int
    csl: CslItem
    key: Stretch
    stretches: Callable[[], Stretches]


class Fault(Value):
    """Something that could not be read as it stands, where it is, and what is the matter with it."""

    line: int
    column: int
    message: str


def normalised_lines(text: str) -> str:
    """`text` without a byte order mark and with line feeds only, so that lines count as in any editor.

    But for the mark, every character stays at its offset.
    """
    return text.removeprefix("\ufeff").replace("\r\n", " \n").replace("\r", "\n")
