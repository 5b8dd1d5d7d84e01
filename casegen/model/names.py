"""Names as bibliographies type them."""

from __future__ import annotations

import re

# Of capitals without a vowel there may be more, for they spell no name.
_INITIALS = re.compile(r"[^\W\d_]{2,3}|[B-DF-HJ-NP-TV-XZ]{2,5}")
_HYPHENS = re.compile("([-\u2010\u2011])")
# Typed as a given name, but part of the family's.
_NUMERALS = frozenset({"II", "III", "IV"})

_FIRST_EAST_ASIAN = "\u2e80"


def is_east_asian(name: str) -> bool:
    """Whether *name* is written in Chinese, Japanese or Korean characters alone."""
    return bool(name) and all(character >= _FIRST_EAST_ASIAN for character in name if not character.isspace())


def apart(given: str, family: str) -> str:
    """*given* with initials that were typed together set apart: "JH" -> "J. H.", "J-P" -> "J.-P.".

    Any other name stays as it is: one with a small letter ("Jo"), numerals, a name whose family name is in
    capitals as well ("BO"), scripts without capitals, and initials that stand apart ("J H", "J.H.").
    """
    typed = given.removesuffix(".")
    parts = _HYPHENS.split(typed)
    capitals = typed.isupper() and all(len(part) == 1 or _INITIALS.fullmatch(part) for part in parts)
    if len(typed) < 2 or not capitals or not family or family.isupper() or typed in _NUMERALS:
        return given
    return "".join(part if _HYPHENS.match(part) else " ".join(f"{one}." for one in part) for part in parts)
