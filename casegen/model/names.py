"""Names as bibliographies type them."""

from __future__ import annotations

_MOST_INITIALS = 3
# Typed as a given name, but part of the family's.
_NUMERALS = frozenset({"II", "III", "IV"})


def apart(given: str, family: str) -> str:
    """*given* with initials that were typed together set apart: "JH" -> "J. H."; any other name as it is."""
    together = 1 < len(given) <= _MOST_INITIALS and given.isupper() and given.isalpha()
    if not together or not family or family.isupper() or given in _NUMERALS:
        return given
    return " ".join(f"{initial}." for initial in given)
