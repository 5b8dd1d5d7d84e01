"""How titles and headings end."""

from __future__ import annotations

from pathlib import Path

from casegen.lists import read_set

__all__ = ["superfluous_stop"]

_ABBREVIATIONS = Path(__file__).parent / "data" / "front" / "title_abbreviations.txt"


def superfluous_stop(text: str, marks: str) -> tuple[int, int] | None:
    """Where *text* ends in one of *marks* that belongs to no word; None where it does not.

    An ellipsis is left alone, and so is the stop of an abbreviation: "Infection with Rothia sp."
    """
    ended = text.rstrip()
    mark, rest = ended[-1:], ended[:-1]
    if not mark or mark not in marks or not rest.strip() or rest[-1] in ".…":
        return None
    last = rest.split()[-1].lower().lstrip("([“\"'‘")
    if mark == "." and ("." in last or len(last) == 1 or last in read_set(_ABBREVIATIONS)):
        return None
    return len(rest.rstrip()), len(ended)
