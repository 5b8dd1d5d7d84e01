"""Sentences and clauses of a flow."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from casegen.lists import read_pairs
from casegen.reading.quantities import Quantity
from casegen.reading.words import Word

if TYPE_CHECKING:
    from casegen.reading.flow import Flow

__all__ = ["Clause", "Sentence", "split_sentences"]

# Words after whose full stop a sentence goes on: "Fig.", "e.g.", "et al."; some only before a number.
_ABBREVIATIONS = Path(__file__).parent / "data" / "abbreviations.txt"

# A stop with what closes behind it, then a space; East Asian stops need none.
_STOP = re.compile(r"(?:[.!?…]+[\"'”’»)\]\ufffc]*(?=\s)|[。！？]+[”’」』）]*)\s*")
_LAST_WORD = re.compile(r"[^\s(\[“\"'‘]+$")
_OPENING = "\"'“‘«([\ufffc "
# Where a clause ends: a mark, but not the one inside 1,000 or 12:30; or a word that turns.
_CLAUSE = re.compile(
    r"(?<!\d)[,:](?!\d)|(?<=\d)[,:](?!\d)|(?<!\d)[,:](?=\d)|[;—]|\.(?=\s)|\b(?:however|but|although)\b",
    re.IGNORECASE,
)


class Clause:
    """A stretch of a flow with its words and quantities; offsets are those of the flow's text."""

    def __init__(self, flow: Flow, start: int, end: int) -> None:
        self.flow, self.start, self.end = flow, start, end

    @property
    def text(self) -> str:
        """What it says."""
        return self.flow.text[self.start : self.end]

    @property
    def lower(self) -> str:
        """What it says, in lower case."""
        return self.flow.lower[self.start : self.end]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, with offsets in the flow's text."""
        words = self.flow.words
        first = bisect_left(words, self.start, key=lambda word: word.start)
        last = bisect_left(words, self.end, key=lambda word: word.start)
        return words[first:last]

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its numbers with units, with offsets in the flow's text."""
        return tuple(q for q in self.flow.quantities if self.start <= q.start < self.end)

    @property
    def cites(self) -> bool:
        """Whether it holds a citation of a reference."""
        return self.flow.cites(self.start, self.end)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"


class Sentence(Clause):
    """A sentence. *stopped*: it ends in a full stop, question mark, exclamation mark or colon."""

    @property
    def stopped(self) -> bool:
        """Whether a mark closes it."""
        return self.text.rstrip("\"'”’»)]\ufffc \u00a0").endswith(
            (".", "!", "?", "…", "。", "！", "？", ":", ";")
        )

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The sentence, cut at commas, colons, semicolons, dashes, and at however, but and although."""
        inside = (
            match.start() if match.group()[0].isalpha() else match.end()
            for match in _CLAUSE.finditer(self.flow.text, self.start, self.end)
        )
        pairs = pairwise((self.start, *inside, self.end))
        return tuple(Clause(self.flow, a, b) for a, b in pairs if self.flow.text[a:b].strip(" .,;:—"))


def split_sentences(flow: Flow) -> tuple[Sentence, ...]:
    """The sentences of *flow*, without the space between them."""
    text, begin = flow.text, 0
    found: list[Sentence] = []
    for match in _STOP.finditer(text):
        if match.end() >= len(text) or not _ends(text, begin, match):
            continue
        found.append(Sentence(flow, begin, match.start() + len(match.group().rstrip())))
        begin = match.end()
    if text[begin:].strip():
        lead = len(text[begin:]) - len(text[begin:].lstrip())
        found.append(Sentence(flow, begin + lead, len(text.rstrip())))
    return tuple(found)


def _ends(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a sentence that began at *begin* ends at *stop*."""
    if stop.group()[0] != ".":
        return True
    following = text[stop.end() : stop.end() + 6].lstrip(_OPENING)[:1]
    if following and following.islower():
        return False
    last = _LAST_WORD.search(text, max(begin, stop.start() - 24), stop.start())
    word = last.group() if last else ""
    if len(word) == 1 and word.isalpha() and word.isupper() and word != "I":
        return False  # an initial
    means = read_pairs(_ABBREVIATIONS).get(word.lower())
    return means is None or (means == "number" and not following.isdigit())
