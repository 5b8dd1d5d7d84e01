"""Sections that tell of the authors alone, known by their titles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from casegen.compose.identity import folded
from casegen.lists import read_list, read_set

__all__ = ["tells_of_authors"]

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W\d_]+")


def tells_of_authors(title: str, named: Iterable[str] = ()) -> bool:
    """Whether *title* is one of *named*, or that of a section on the authors in any language.

    Such are acknowledgments, contributions, funding, correspondence and notes on authors.
    """
    plain = _compared(title)
    if plain in set(map(_compared, named)) or plain in read_set(_DATA / "author_section_titles.txt"):
        return True
    words = plain.split()
    return any(
        all(any(word.startswith(stem) for word in words) for stem in stems.split())
        for stems in read_list(_DATA / "author_section_words.txt")
    )


def _compared(title: str) -> str:
    """*title* as words in lower case, without accents and apostrophes."""
    return " ".join(_WORD.findall(folded(title).lower().replace("'", "")))
