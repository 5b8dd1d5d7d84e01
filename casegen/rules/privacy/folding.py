"""Texts without case, accents and what is not seen, with the place of each letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["fold", "folded"]

# Letters that are no letter with an accent.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
)
# Between letters, and not seen: soft hyphens, joiners, marks of direction, selectors of a variant.
_UNSEEN = frozenset({"Cf", "Mn", "Me"})


def fold(text: str) -> str:
    """*text* without case, accents and what is not seen."""
    if text.isascii():
        return text.lower()
    return "".join(map(_letter, text))


def folded(text: str) -> tuple[str, Sequence[int]]:
    """*text* as by `fold`, and for each of its characters the place of the one in *text* that it is from."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        plain = _letter(character)
        letters.append(plain)
        places.extend([at] * len(plain))
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _letter(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    apart = unicodedata.normalize("NFKD", character.casefold()).casefold().translate(_LETTERS)
    return "".join(part for part in apart if unicodedata.category(part) not in _UNSEEN)
