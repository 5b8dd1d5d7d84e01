"""Words of a text, with their places."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from casegen.lists import read_set

__all__ = ["MARK", "Word", "find_words", "opens"]

# Stands for what is no text: a citation, a mention of a figure, a formula, verbatim text, a note's mark.
MARK = "\ufffc"

# Letters and digits, joined by an apostrophe or a hyphen inside: "can't", "follow-up", "C-4". A dot joins
# digits and single letters, "3.5", "i.v", but not a sentence to the next: "of pain.The" are three words.
# Combining marks and soft hyphens belong to the letter before them.
_INSIDE = r"[\w\u0300-\u036f\u00ad]"
_WORD = re.compile(rf"[^\W_]{_INSIDE}*(?:(?:['’\-‐‑]|(?<=\d)\.(?=\d)|(?<!\w\w)\.)[^\W_]{_INSIDE}*)*")


class Word(NamedTuple):
    """A word: as typed, in lower case, and its offsets in the flow's text."""

    text: str
    lower: str
    start: int
    end: int


# Words that begin a sentence wherever they stand with a capital in running prose.
_OPENERS = Path(__file__).parent / "data" / "openers.txt"


def opens(word: str) -> bool:
    """Whether *word*, typed with a capital in running prose, is one that begins a sentence: "The", "She"."""
    return word[:1].isupper() and word.lower() in read_set(_OPENERS)


def find_words(text: str, lower: str) -> tuple[Word, ...]:
    """The words of *text*, whose lower case is *lower*, character for character."""
    return tuple(
        Word(text[start:end], lower[start:end], start, end)
        for start, end in (match.span() for match in _WORD.finditer(text))
    )
