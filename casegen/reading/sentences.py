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
from casegen.reading.words import MARK, Word, opens

if TYPE_CHECKING:
    from casegen.reading.flow import Flow

__all__ = ["Clause", "Sentence", "split_sentences"]

# Words after whose full stop a sentence goes on: "Fig.", "e.g.", "et al."; some not always.
_ABBREVIATIONS = Path(__file__).parent / "data" / "abbreviations.txt"

# A stop with what closes behind it, then a space, which may have been forgotten: "surgery.The",
# "surgery.[5]The", "surgery[5].The", "surgery .The". East Asian stops need none.
_STOP = re.compile(
    r"(?:(?<![.!?…])[.!?…]+[\"'”’»)\]\ufffc]*"
    r"(?:(?=\s)|(?<=[a-z]{3}\.)(?=[A-Z])|(?<=[a-z] \.)(?=[A-Z][a-z])|(?<=[).]\ufffc|\ufffc\.|[)]\.)(?=[A-Z]))"
    r"|(?<![。！？])[。！？]+[”’」』）]*)\s*"
)
# The word before a stop, which a space may set apart by mistake, and the one after it.
_LAST_WORD = re.compile(r"([^\s(\[“\"'‘]+)[ \u00a0]?$")
_NEXT_WORD = re.compile(r"[\"'“‘«(\[\ufffc ]*([^\W_][\w\-‐‑]*)")
_VOWEL = re.compile("[aeiouyáéíóúàèìòùäöüâêîôûœæø]")
# "nature. com": an address that was broken.
_DOMAINS = frozenset({"com", "org", "net", "edu", "gov", "html", "pdf"})
# Shorter words before a stop may be abbreviations that no list knows.
_SURELY_A_WORD = 4
# Where a clause ends: a mark, but not the one inside 1,000 or 12:30; or a word that turns.
_CLAUSE = re.compile(r"[,:](?!\d)|(?<!\d)[,:]|[;—]|\b(?:however|but|although)\b", re.IGNORECASE)


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
        quantities = self.flow.quantities
        first = bisect_left(quantities, self.start, key=lambda quantity: quantity.start)
        last = bisect_left(quantities, self.end, key=lambda quantity: quantity.start)
        return quantities[first:last]

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
        return self.text.rstrip(f"\"'”’»)]{MARK} \u00a0").endswith(
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
        if match.end() >= len(text) or not _ends(flow, begin, match):
            continue
        found.append(Sentence(flow, begin, match.start() + len(match.group().rstrip())))
        begin = match.end()
    if text[begin:].strip():
        lead = len(text[begin:]) - len(text[begin:].lstrip())
        found.append(Sentence(flow, begin + lead, len(text.rstrip())))
    return tuple(found)


def _ends(flow: Flow, begin: int, stop: re.Match[str]) -> bool:
    """Whether a sentence that began at *begin* ends at *stop*."""
    text = flow.text
    if stop.group()[0] != ".":
        return True
    before = _LAST_WORD.search(text, max(begin, stop.start() - 24), stop.start())
    after = _NEXT_WORD.match(text, stop.end(), stop.end() + 40)
    last, following = before.group(1) if before else "", after.group(1) if after else ""
    if not stop.group()[-1].isspace() and stop.group()[-1] != MARK:
        return opens(following)
    if following.islower():
        alone = stop.group().strip() == "." and text.startswith(following, stop.end())
        return alone and _ends_before_lower_case(last, following)
    if len(last) == 1 and last.isalpha() and last.isupper() and last != "I":
        return opens(following)  # else an initial: "J. Smith", but "hepatitis B. She"
    means = read_pairs(_ABBREVIATIONS).get(last.lower())
    if means is None or (len(last) > 1 and last.isupper() and not following[:1].isdigit()):
        return True  # an abbreviation is no capitals: "of MS. The"
    if before and _closes_a_quantity(flow, before.end(1)):
        return True  # a unit: "480 ms. Echocardiography"
    if means == "name":
        return last.islower()
    if means == "number":
        return not following[:1].isdigit()
    return means == "end" and (opens(following) or MARK in stop.group().rstrip())


def _closes_a_quantity(flow: Flow, at: int) -> bool:
    """Whether a number with its unit ends at *at*."""
    index = bisect_left(flow.quantities, at, key=lambda quantity: quantity.start)
    return index > 0 and flow.quantities[index - 1].end == at


def _ends_before_lower_case(last: str, following: str) -> bool:
    """Whether a stop ends a sentence although the next begins in lower case: no abbreviation stands there."""
    return (
        len(last) >= _SURELY_A_WORD
        and last.isalpha()
        and last.islower()
        and _VOWEL.search(last) is not None
        and last not in read_pairs(_ABBREVIATIONS)
        and len(following) > 1
        and following not in _DOMAINS
    )
