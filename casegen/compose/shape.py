"""How wide a figure or table deserves to be, and how a column is set, judged by what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from casegen.document import Align

# Characters of a table that fit into one column of a page.
_CHARACTERS = 52
# A cell longer than this is broken into lines.
_LONGEST_CELL = 28
_NUMBER = re.compile(r"[<>\u2264\u2265~\u2248]?\s*[-+\u2212\u00b1]?\d[\d.,\s]*+(?:%|\([^)]*\))?")
_NO_VALUE = ("", "-", "\u2013", "\u2014", "n/a", "na", "nd")


def needs_full_width(rows: Sequence[Sequence[str]], *, wrapped: bool = False) -> bool:
    """Whether a table of these texts needs more than one column of the page.

    *wrapped*: it does so only where its longest words do not fit, however its cells are broken into lines.
    """
    longest = 0 if wrapped else _LONGEST_CELL
    widths = [
        max(min(max(map(len, column)), longest), _longest_word(column)) for column in zip(*rows, strict=True)
    ]
    return sum(widths) + 2 * len(widths) > _CHARACTERS


def _longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def column_align(column: Sequence[str]) -> Align:
    """Right for a column of numbers, so that digits stand below digits."""
    values = [text.strip() for text in column if text.strip().lower() not in _NO_VALUE]
    numbers = sum(1 for text in values if _NUMBER.fullmatch(text))
    return Align.RIGHT if values and numbers >= 0.8 * len(values) else Align.LEFT
