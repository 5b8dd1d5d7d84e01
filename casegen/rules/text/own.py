"""What the authors say in their own words, and how a slip in it is mended."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from casegen.model import Case
from casegen.reading import MARK, Flow, read
from casegen.reading.read import Kind
from casegen.rules.registry import Replacement

__all__ = ["DATA", "PRINTED", "RUNNING", "Quotations", "like", "own", "replacement"]

DATA = Path(__file__).parents[1] / "data"

# Running prose, and all that the authors wrote themselves.
RUNNING: tuple[Kind, ...] = ("abstract", "narrative", "caption", "declaration")
PRINTED: tuple[Kind, ...] = ("title", *RUNNING, "timeline", "alt", "cell")

# What opens a quotation and what closes it; an apostrophe stands inside a word.
_MARKS = re.compile(r"[\"“”„«»]|(?<!\w)['‘](?=\w)|(?<=[\w.,;!?)])['’](?!\w)")
_CLOSING = {'"': '"', "“": "”“", "”": "”", "„": "“”", "«": "»", "»": "«", "'": "'’", "‘": "’'"}


def own(case: Case, *kinds: Kind) -> Iterator[Flow]:
    """The flows of these kinds that are no quotation."""
    return (flow for flow in read(case).of(*kinds) if not flow.quoted)


class Quotations:
    """The stretches of a flow's text that stand between quotation marks: nobody corrects what others said."""

    def __init__(self, flow: Flow) -> None:
        self._spans = tuple(_spans(flow.text))

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
        elif (
            opened < 0
            and sign in _CLOSING
            and not (sign in '"”' and text[mark.start() - 1 : mark.start()].isdigit())
        ):
            opened, closing = mark.start(), _CLOSING[sign]


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
