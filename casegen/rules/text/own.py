"""What the authors say in their own words, and how a slip in it is mended."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property

from casegen.lists import read_set
from casegen.model import Case
from casegen.reading import MARK, Flow, read
from casegen.reading.read import Kind
from casegen.rules.registry import Replacement
from casegen.rules.wordlists import DATA

__all__ = [
    "DATA",
    "PRINTED",
    "Quotations",
    "is_address",
    "like",
    "own",
    "replacement",
    "word_list",
]


# All that the authors wrote themselves.
PRINTED: tuple[Kind, ...] = (
    "title", "abstract", "narrative", "timeline", "caption", "alt", "cell", "declaration",
)  # fmt: skip


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of the list *name*."""
    return read_set(DATA / f"{name}.txt")


# What opens a quotation and what closes it; an apostrophe stands inside a word.
_MARKS = re.compile(r"[\"“”„«»]|(?<!\w)['‘](?=\w)|(?<=[\w.,;!?)])['’](?!\w)")
_CLOSING = {'"': '"', "“": "”“", "”": "”", "„": "“”", "«": "»", "»": "«", "'": "'’", "‘": "’'"}


def own(case: Case, *kinds: Kind) -> Iterator[Flow]:
    """The flows of these kinds that are no quotation."""
    return (flow for flow in read(case).of(*kinds) if not flow.quoted)


class Quotations:
    """The stretches of a flow's text that stand between quotation marks: nobody corrects what others said."""

    def __init__(self, flow: Flow) -> None:
        self._text = flow.text

    @cached_property
    def _spans(self) -> tuple[tuple[int, int], ...]:
        return tuple(_spans(self._text))

    def hold(self, start: int) -> bool:
        """Whether the character at *start* is quoted."""
        index = bisect_right(self._spans, start, key=lambda span: span[0]) - 1
        return index >= 0 and start < self._spans[index][1]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    opened, closing = -1, ""
    for mark in _MARKS.finditer(text):
        sign = mark.group()
        if opened >= 0 and sign in closing:
            yield opened, mark.end()
            opened = -1
        elif opened < 0 and sign in _CLOSING and _opens_there(text, mark.start()):
            opened, closing = mark.start(), _CLOSING[sign]


def _opens_there(text: str, at: int) -> bool:
    """Whether a quotation can begin at *at*: not behind a letter or a number, as in 5" and in James'."""
    return at == 0 or text[at - 1] in f" \u00a0([{{-–—/{MARK}"


def is_address(text: str, at: int) -> bool:
    """Whether *at* lies in an address: of the web, of mail, a DOI."""
    start = max(text.rfind(" ", max(0, at - 200), at) + 1, at - 200, 0)
    end = text.find(" ", at, at + 200)
    typed = text[start : end if end >= 0 else at + 200].lower()
    return "://" in typed or "www." in typed or "@" in typed or typed.startswith(("10.", "(10.", "doi:"))


def like(typed: str, word: str) -> str:
    """*word* with the capitals of *typed*."""
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def replacement(
    flow: Flow, start: int, end: int, text: str, *, safe: bool, description: str = ""
) -> Replacement | None:
    """Put *text* for ``flow.text[start:end]``; None where more was typed than is printed, such as markup."""
    within = flow.within(start, end)
    if within is None or within[1] - within[0] != end - start or MARK in flow.text[start:end]:
        return None
    return Replacement(description or f"write {text!r}", text, safe=safe)
