"""Quotation marks, apostrophes, primes and dashes as printed, from those a keyboard has."""

from __future__ import annotations

import re
from collections.abc import Sequence

_KEYED = re.compile(r"---|--|\.\.\.")
_PRINTED = {"---": "\u2014", "--": "\u2013", "...": "\u2026"}
_STRAIGHT = re.compile(r"[\"']")
# What an opening mark may follow, besides a space.
_OPENERS = "([{\u2014\u2013-/\u201c\u2018\u201e\u201a\u00ab\u2039\u202f\u00bf\u00a1"
# A mark that could close a single quotation.
_CLOSER = re.compile(r"(?<=\S)'(?!\w)")
_DECADE = re.compile(r"'\d0s\b")
_APOSTROPHE = "\u2019"
_PRIMES = {"'": "\u2032", '"': "\u2033"}

Quotes = tuple[str, str, str, str]
"""Opening and closing double marks, opening and closing single ones."""


def typeset(runs: Sequence[tuple[str, bool]], quotes: Quotes) -> list[str]:
    """The text of one paragraph as printed.

    Each run is some characters and whether they are text to be typeset; the others, which stand for a
    citation or a formula, only tell what is beside the text. What comes back are the text runs.
    """
    dashed = [_KEYED.sub(_dash, run) if ours else run for run, ours in runs]
    joined = "".join(dashed)
    marks = _curled(joined, quotes) if _STRAIGHT.search(joined) else {}
    printed: list[str] = []
    start = 0
    for run, (_, ours) in zip(dashed, runs, strict=True):
        if ours and marks:
            printed.append("".join(marks.get(at, char) for at, char in enumerate(run, start)))
        elif ours:
            printed.append(run)
        start += len(run)
    return printed


def _dash(keyed: re.Match[str]) -> str:
    return _PRINTED[keyed.group()]


def _curled(text: str, quotes: Quotes) -> dict[int, str]:
    """The printed form of every straight mark of *text*, by its offset.

    A mark after a space, bracket or dash opens, one after a letter closes what is open. ``'`` between
    letters, or where nothing closes it, is an apostrophe; a mark after a digit that closes nothing is a
    prime (feet, minutes; inches, seconds; 5'-end).
    """
    last_closer = max((match.start() for match in _CLOSER.finditer(text)), default=-1)
    marks: dict[int, str] = {}
    unclosed = {"'": 0, '"': 0}
    for match in _STRAIGHT.finditer(text):
        at, mark = match.start(), match.group()
        before = text[at - 1 : at] if at else " "
        after = text[at + 1 : at + 2] or " "
        double = mark == '"'
        opening, closing = quotes[:2] if double else quotes[2:]
        inside = before in "\"'" and marks[at - 1] in (quotes[0], quotes[2], _APOSTROPHE)
        begins = (before.isspace() or before in _OPENERS or inside) and not after.isspace()
        if not double and _is_apostrophe(text, at, begins=begins, last_closer=last_closer):
            marks[at] = _APOSTROPHE
        elif begins and not (inside and unclosed[mark]):
            unclosed[mark] += 1
            marks[at] = opening
        elif unclosed[mark]:
            unclosed[mark] -= 1
            marks[at] = closing
        elif before.isdigit():
            marks[at] = _PRIMES[mark]
        elif before.isspace() and after.isspace():
            marks[at] = mark
        else:
            marks[at] = closing if double else _APOSTROPHE
    return marks


def _is_apostrophe(text: str, at: int, *, begins: bool, last_closer: int) -> bool:
    """Whether ``'`` stands for letters left out: ``don't``, ``'90s``, ``'tis``."""
    if begins:
        return at >= last_closer or bool(_DECADE.match(text, at))
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return after.isalpha() and before.isalnum()
