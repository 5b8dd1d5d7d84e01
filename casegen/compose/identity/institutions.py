"""The ways to write where authors work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from casegen.compose.identity.folding import (
    END,
    START,
    capitals,
    folded,
    key,
    keys,
    needed,
    spaced,
    spellings,
)
from casegen.document import Affiliation
from casegen.lists import read_list, read_set

__all__ = ["bracketed", "institution_keys", "institution_patterns", "unbracketed"]

_DATA = Path(__file__).parents[1] / "data"
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_WORD = re.compile(r"[^\W\d_]+")
# Between the institutions of one line.
_BETWEEN = re.compile(r"\s*[,;|]\s*|\s+[-/]\s+")


def institution_patterns(affiliations: Iterable[Affiliation]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Institutions and departments, with the city and country that follow them.

    Each is what a folded text must hold, in lower case, and an expression.
    """
    for affiliation in affiliations:
        around = [part for part in _around(affiliation) if part.strip()]
        where = "|".join(spaced(way) for part in around for way in spellings(part))
        follows = rf"(?:,?\s+(?i:{where}){END})*" if where else ""
        for name in (affiliation.text, affiliation.institution, affiliation.department):
            for form in _forms(name, frozenset(map(key, around))):
                yield needed(form), re.compile(f"{START}(?i:{spaced(form)}){END}{follows}")
        # A department's abbreviation is a word of medicine as well: Intensive Care Unit (ICU).
        for short in bracketed(folded(affiliation.institution)):
            yield short.lower(), re.compile(f"{START}{re.escape(short)}{END}{follows}")


def institution_keys(affiliations: Iterable[Affiliation]) -> frozenset[str]:
    """The letters of each institution's name, as an address or the name of a file may hold them."""
    return frozenset(
        made
        for affiliation in affiliations
        for form in _forms(affiliation.institution, frozenset(map(key, _around(affiliation))))
        if len(form.split()) > 1 and not _is_general(form)
        for made in keys(form)
    )


def unbracketed(name: str) -> str:
    """*name* without what stands in brackets: University Hospital Lund (SUS) -> University Hospital Lund."""
    return " ".join(_BRACKETS.sub(" ", name).split()).replace(" ,", ",")


def bracketed(name: str) -> Iterator[str]:
    """The abbreviations that stand in brackets in *name*."""
    for found in _BRACKETS.findall(name):
        if capitals(found) > 1 and not re.search(r"\s", found):
            yield found


def _around(affiliation: Affiliation) -> tuple[str, ...]:
    return (affiliation.city, affiliation.region, affiliation.country, affiliation.postal_code)


def _forms(name: str, places: frozenset[str]) -> tuple[str, ...]:
    """*name* folded: whole, without brackets, and each part between commas that names an institution."""
    forms = []
    for spelt in spellings(name):
        bare = unbracketed(spelt)
        parts = _BETWEEN.split(bare)
        forms += [spelt, bare]
        forms += [part for part in parts if key(part) not in places and _is_institution(part)]
    return tuple(dict.fromkeys(form for form in forms if " " in form or not _is_general(form)))


def _is_institution(part: str) -> bool:
    """Whether *part* of a line names an institution: "Clinic of Feet", but not "London" or "University"."""
    words = _WORD.findall(part)
    if len(words) < 2 or _is_general(part) or key(part) in _long_places():
        return False
    return _has_word(part) or sum(word[0].isupper() for word in words) > 2


def _has_word(part: str) -> bool:
    """Whether *part* holds a word for an institution, alone or in a compound: Frauenklinik."""
    lower = part.lower()
    return any(word in lower for word in read_list(_DATA / "institution_words.txt"))


def _is_general(part: str) -> bool:
    """Whether *part* has no word but those for institutions: University Hospital."""
    stems = tuple(read_list(_DATA / "institution_words.txt"))
    small = read_set(_DATA / "institution_small_words.txt")
    return all(word.startswith(stems) or word in small for word in _WORD.findall(part.lower()))


@cache
def _long_places() -> frozenset[str]:
    return frozenset(map(key, read_list(_DATA / "long_places.txt")))
