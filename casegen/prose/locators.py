"""Where in a work: what follows the key of a citation, as pandoc reads it.

A locator stands directly behind the key, after a comma or none: a word for what is counted and numbers
(``p. 3``, ``figs. 2A-C``, ``pp. iv, vi-xi``), numbers alone, which are pages, or anything in braces
(``{p. 12 in the margin}``). All that follows is the suffix, and so is everything where there is no locator.

Two things differ from pandoc. The words are known in every language that casegen has words in, whatever
the case's own. And numbers alone are pages only where no word follows them: most styles print no locators,
so that of "[@kim2020, 2019 update]" no more than "update" would be left. To say that a number is a page
write ``p.``, to say that it is none write ``{}`` before it, as for pandoc.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from casegen.lists import read_table

_WORDS = Path(__file__).with_name("locators.txt")

# Letters before and behind the digits: e123, S1, 3A, 12.e4, 33ff, 2(1).
_DIGITS = r"[A-Za-z]{0,3}\d+(?:[.:][A-Za-z]?\d+)*[A-Za-z]{0,3}(?:\(\w{1,3}\))?"
_ROMAN = r"(?=[mdclxvi]+\b|[MDCLXVI]+\b)(?i:m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))"
_NUMBER = f"(?:{_DIGITS}|{_ROMAN})"
_DASH = r"\s*(?:-{1,3}|[\u2010-\u2014\u2212])\s*"
# What a number is not a part of: "3%", "3-month", "3/4", "d'emblée".
_ENDED = r"(?!\w|[%‰°]|[-\u2010-\u2014/.:'’]\w)"
_RANGE = re.compile(rf"\s*{_NUMBER}(?:{_DASH}(?:{_NUMBER}|[A-Za-z]))?{_ENDED}")
_COMMA = re.compile(r"\s*,")

_PAGE = r"\d+(?:[.:]\d+)*"
_PAGES = rf"{_PAGE}(?:{_DASH}{_PAGE})?"
_BARE = re.compile(rf"{_PAGES}(?:\s*,\s*{_PAGES})*(?=\s*(?:$|,(?!\s*\d)|[;)]|[.:](?!\w)))")

_LEAD = re.compile(r"\A\s*,?\s*")
_WORD = re.compile(r"s\.vv?\.?|n\.[º°]|[^\W\d_]+\.?[º°]?|§§?|¶¶?", re.IGNORECASE)
_BRACED = re.compile(r"\s*,?\s*\{(?P<inside>[^{}]*)\}")


class Located(NamedTuple):
    """What was typed behind a key: *locator* and *label*, both empty or neither, and the rest."""

    locator: str
    label: str
    suffix: str


def read_locator(typed: str) -> Located:
    """Split *typed*, what stands between a key and the end of its item, into locator and suffix.

    *label* is CSL's term for what the locator counts ("page"); *suffix* begins where the locator ends. Braces
    around the locator are left out, empty ones as well.
    """
    braced = _BRACED.match(typed)
    if braced:
        label, locator = _labelled(braced["inside"].strip())
        return Located(locator, label if locator else "", typed[braced.end() :])
    start = len(typed) - len(_LEAD.sub("", typed, count=1))
    label, at = _label(typed, start)
    end = _numbers_end(typed, at) if label else _pages_end(typed, start)
    if end is None:
        return Located("", "", typed)
    return Located(_evened(typed[at if label else start : end].strip()), label or "page", typed[end:])


def _numbers_end(typed: str, at: int) -> int | None:
    """Where the numbers that begin at *at*, after a word, end; None where there are none."""
    end = None
    match = _RANGE.match(typed, at)
    while match:
        end = match.end()
        comma = _COMMA.match(typed, end)
        match = _RANGE.match(typed, comma.end()) if comma else None
    return end


def _pages_end(typed: str, at: int) -> int | None:
    """The same for numbers without a word."""
    match = _BARE.match(typed, at)
    return match.end() if match else None


def _labelled(inside: str) -> tuple[str, str]:
    """The label and the locator of what stands in braces, which is a locator whatever it says."""
    label, at = _label(inside, 0)
    locator = inside[at:].strip()
    return (label, _evened(locator)) if label and locator else ("page", _evened(inside))


def _label(typed: str, start: int) -> tuple[str, int]:
    """The label that the word at *start* stands for, and where the word ends; no label where it is none."""
    word = _WORD.match(typed, start)
    if word is None:
        return "", start
    said = word.group().replace("°", "º")
    labels = _labels()
    label = labels.get(said) or labels.get(said.lower()) or ""
    return label, word.end()


def _evened(locator: str) -> str:
    """*locator* on one line, with the dashes of ranges set close, and two hyphens made a dash."""
    close = re.sub(r" ?(-{2,3}|[\u2012-\u2014]) ?", "\u2013", " ".join(locator.split()))
    return re.sub(r"(?<=\w) ?- ?(?=\w)", "-", close)


@cache
def _labels() -> Mapping[str, str]:
    """Every spelling of every word -> its label."""
    labels: dict[str, str] = {}
    for label, words in read_table(_WORDS).items():
        for word in words:
            labels[word] = label
            if not word.endswith("."):
                labels[f"{word}."] = label
    return labels
