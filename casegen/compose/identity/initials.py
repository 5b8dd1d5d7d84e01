"""Authors' initials without stops, which are names only where the words around them say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from casegen.compose.identity.folding import END, START, is_unspaced
from casegen.lists import read_list

__all__ = ["NAME", "Initials", "core", "initials_of"]

_WORDS = Path(__file__).parents[1] / "data" / "author_words.txt"
_LETTER_GROUPS = re.compile(r"[^\W\d_]+")
_AND_IN_WORDS = r"\s*,?\s+(?:and|und|et|y|e|ed|en|&)\s+"
_AND = rf"(?:\s*[,;/&+]\s*|{_AND_IN_WORDS})"
# What stands in the place of each letter of a name that was found before.
NAME = "\ue000"
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
# What stands beside initials in brackets is another abbreviation, as in "(AS, AR)", where it is no degree.
_DEGREES = frozenset(("MD", "DO", "MA", "MBBS", "RN", "DDS", "DMD", "DVM", "MPH", "MBA", "FRCS"))
_NEXT = re.compile(r"\s*[,;]\s*([A-Z]{2,5})\s*[,;)\]]")
_LAST = re.compile(r"[(\[,;]\s*([A-Z]{2,5})\s*[,;]\s*$")


class Initials:
    """The initials of all authors, found in folded texts in which their names are `NAME`."""

    def __init__(self, initials: Iterable[str]) -> None:
        # The longest first; a hyphen may stand between any two: M-JW.
        ordered = sorted(set(initials), key=lambda i: (-len(i), i))
        self._all = frozenset(ordered)
        one = f"(?:{'|'.join('-?'.join(map(re.escape, i)) for i in ordered)})" if ordered else r"(?!)"
        words = "|".join(map(re.escape, read_list(_WORDS)))
        self._one = re.compile(f"{START}{one}{END}")
        first, last = f"(?:{one}{_AND}|{NAME}{_AND_IN_WORDS})", f"(?:{_AND}{one})*"
        self._list = re.compile(rf"{START}(?:{first}{one}{last}|{one}{last}{_AND_IN_WORDS}{NAME}){END}")
        self._opening = re.compile(rf"[(\[]({one}){END}")
        self._item = re.compile(rf"(?<=[(\[,;])\s*({one})(?=\s*[,;)\]])")
        self._after = re.compile(
            rf"{START}(?i:{words})(?:\(s\))?(?:\s*:)?(?:\s+({one}){END}|,\s+({one})(?=,))"
        )

    def everywhere(self, flat: str) -> Iterator[tuple[int, int]]:
        """Where initials stand, as in a declaration, in which each of them is a name."""
        yield from (match.span() for match in self._one.finditer(flat))

    def among_words(self, flat: str) -> Iterator[tuple[int, int]]:
        """Where initials are names: beside others, after "author", and in brackets, but for abbreviations."""
        for run in self._list.finditer(flat):
            yield from (m.span() for m in self._one.finditer(flat, *run.span()))
        for match in self._after.finditer(flat):
            yield match.span(1 if match[1] else 2)
        defined = {
            match[1] for match in self._opening.finditer(flat) if _is_defined(flat, match.start(), match[1])
        }
        for bracket in _IN_BRACKETS.finditer(flat):
            for match in self._item.finditer(flat, *bracket.span()):
                start, end = match.span(1)
                if match[1] not in defined and not self._is_among_abbreviations(flat, start, end):
                    yield start, end

    def _is_among_abbreviations(self, flat: str, start: int, end: int) -> bool:
        """Whether beside what stands there, in brackets, is an abbreviation: "(AS, AR)"."""
        beside = (_NEXT.match(flat, end), _LAST.search(flat, max(0, start - 12), start))
        return any(one[1] not in self._all | _DEGREES for one in beside if one)


def _is_defined(flat: str, at: int, name: str) -> bool:
    """Whether the words before the bracket at *at* begin as *name*: "aortic stenosis (AS)"."""
    letters = name.replace("-", "")
    before = _LETTER_GROUPS.findall(flat[max(0, at - 30 * len(letters)) : at])[-len(letters) :]
    return "".join(word[0] for word in before).upper() == letters.upper()


def initials_of(given: str, family: str) -> Iterator[str]:
    """``RJW`` and ``RW`` for Robert J. Whitlock; ``BO``, ``BOL``, ``BOBL`` for Brigid O'Brien-Lukaszewska."""
    first = [token[0].upper() for token in _LETTER_GROUPS.findall(given)]
    words = _LETTER_GROUPS.findall(family)
    if not first or not words or is_unspaced(family):
        return
    own_words = _LETTER_GROUPS.findall(core(family)) or words
    parts = [part for part in re.split(r"[\s-]+", core(family)) if _LETTER_GROUPS.search(part)]
    letters = "".join(word[0].upper() for word in own_words)
    of_parts = "".join(_LETTER_GROUPS.findall(part)[0][0].upper() for part in parts)
    for own in {"".join(first), first[0]}:
        for last in (letters[0], of_parts, letters):
            yield own + last
        if apostrophe := re.match(r"([^\W\d_])[^\W\d_]?'([^\W\d_])", core(family)):
            yield own + (apostrophe[1] + apostrophe[2]).upper()
        if len(own_words) < len(words):
            particles = "".join(word[0] for word in words[: len(words) - len(own_words)])
            yield own + particles.lower() + letters[0]
            yield own + particles.upper() + letters[0]


def core(family: str) -> str:
    """A family name without the particles before it: van der Meer -> Meer."""
    words = family.split()
    while len(words) > 1 and words[0][:1].islower():
        words.pop(0)
    return " ".join(words)
