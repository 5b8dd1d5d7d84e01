"""What a bibliography file holds once read."""

from typing import Any

from casegen.values import Value

CslName = dict[str, str]
"""A name in the shape of CSL-JSON: family, given, suffix and non-dropping-particle, or literal."""

CslItem = dict[str, Any]
"""A reference in the shape of CSL-JSON. Titles may hold its markup: <i>, <b>, <sup>, <sub>, and
<span class="nocase"> around words whose capitals no style may change."""


class Entry(Value):
    """A reference, and the line on which it begins."""

    line: int
    csl: CslItem


class Fault(Value):
    """Something that could not be read as it stands, where it is, and what is the matter with it."""

    line: int
    column: int
    message: str


def normalised_lines(text: str) -> str:
    """`text` without a byte order mark and with line feeds only, so that lines count as in any editor."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
