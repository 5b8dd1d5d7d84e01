"""How the faults of a style are worded."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from casegen.citations.styles.tree import Element, Fault

__all__ = ["fault_at", "guess", "listed", "short", "tag_of"]

# To compare a name with more others than these takes too long.
_MOST_NAMES = 500
# A name that is longer is no slip of the pen, and is shown shortened.
_LONGEST = 60


def fault_at(element: Element, message: str, hint: str = "") -> Fault:
    """The fault *message* at the place of *element*."""
    return Fault(message, hint, element.line, element.column)


def guess(name: str, known: Iterable[str]) -> str:
    """Which of *known* was meant, as a question; empty where none resembles *name*."""
    from difflib import get_close_matches

    if len(name) > _LONGEST:
        return ""
    likely = islice((other for other in known if len(other) <= _LONGEST), _MOST_NAMES)
    close = get_close_matches(name, likely, n=1)
    return f"did you mean {close[0]!r}?" if close else ""


def listed(names: Iterable[str], joint: str = "and") -> str:
    """*names* as a sentence lists them."""
    *most, last = (*names,) or ("",)
    return f"{', '.join(most)} {joint} {last}" if most else last


def tag_of(element: Element) -> str:
    """The tag of *element* as it is typed, without its namespace."""
    return f"<{short(element.tag.rpartition(' ')[2])}>"


def short(text: str) -> str:
    """*text*, shortened where nobody would read it."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
