"""Words of a text, with their places."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Word", "find_words"]

# Letters and digits, joined by an apostrophe, a hyphen or a dot inside: "can't", "follow-up", "3.5", "C-4".
# Combining marks belong to the letter before them.
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*(?:['’\-‐‑.][^\W_][\w\u0300-\u036f]*)*")


class Word(NamedTuple):
    """A word: as typed, in lower case, and its offsets in the flow's text."""

    text: str
    lower: str
    start: int
    end: int


def find_words(text: str, lower: str) -> tuple[Word, ...]:
    """The words of *text*, whose lower case is *lower*, character for character."""
    return tuple(
        Word(text[start:end], lower[start:end], start, end)
        for start, end in (match.span() for match in _WORD.finditer(text))
    )
