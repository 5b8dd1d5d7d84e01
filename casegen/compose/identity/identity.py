"""What names an article's authors, found in texts and taken out of them.

A name is found however it is written: in capitals or not, with or without its accents, with initials or in
full, in either order, with a non-breaking space or hyphen. It is found between whatever is no letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from casegen.compose.identity.folding import (
    END,
    START,
    folded,
    foldings,
    key,
    keys,
    needed,
    spaced,
    spellings,
)
from casegen.compose.identity.initials import NAME, Initials
from casegen.compose.identity.institutions import institution_keys, institution_patterns
from casegen.compose.identity.names import Person, is_common
from casegen.compose.identity.numbers import FEWEST, number_keys, number_patterns
from casegen.document import Document

__all__ = ["Found", "Identity"]

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]]")


class Found(NamedTuple):
    """A name in a text, from *start* to *end*, and the neutral word in its place."""

    start: int
    end: int
    instead: str


class _Sought(NamedTuple):
    """What is looked for in a folded text that holds *needs* (in lower case), and the word in its place."""

    needs: str
    pattern: re.Pattern[str]
    instead: str


class Identity:
    """The names, addresses and numbers of one article's authors, of where they work, and of its grants."""

    def __init__(self, document: Document) -> None:
        words = document.words
        author = f"[{words['blind_author']}]"
        self._author = author
        self._institution = f"[{words['blind_institution']}]"
        self.withheld = f"[{words['blind_withheld']}]"
        people = [Person(author, document.language) for author in document.authors]
        self._initials = Initials(initials for person in people for initials in person.initials)
        own = {key for person in people for key in person.keys}
        self._families = frozenset(own).union(*(person.part_keys for person in people))
        self._institutions = institution_keys(document.affiliations)
        self._loose = tuple(
            {key for key in own if len(key) >= FEWEST and not is_common(key)} | self._institutions
        )
        self._exact = number_keys(document)
        self._everywhere = [
            *(_Sought(*sought, self.withheld) for sought in number_patterns(document)),
            *(_Sought(*sought, self._institution) for sought in institution_patterns(document.affiliations)),
            *(_Sought(*s, self.withheld) for award in document.awards for s in _phrase(award.source)),
            *(
                _Sought(needs, re.compile(pattern), author)
                for person in people
                for needs, pattern in person.patterns()
            ),
        ]

    def without(self, text: str, *, declared: bool = False) -> str:
        """*text* with a neutral word in the place of each name (see `found`)."""
        out: list[str] = []
        at = 0
        for start, end, instead in self.found(text, declared=declared):
            out += (text[at:start], instead)
            at = end
        return "".join([*out, text[at:]])

    def found(self, text: str, *, declared: bool = False) -> tuple[Found, ...]:
        """The names in *text*, in order; none overlaps another.

        Initials without stops ("AS") are names where they stand beside others' ("AS and JM"), behind
        "author", or in brackets that define no abbreviation; in what the authors declare (*declared*),
        everywhere.
        """
        found = [
            Found(places[start], places[end], instead)
            for flat, places in foldings(text)
            for start, end, instead in self._found_folded(flat, declared=declared)
        ]
        return tuple(self._joined(text, _apart(found)))

    def is_in(self, name: str) -> bool:
        """Whether an address, a file's name or an identifier holds something of the authors."""
        flat = folded(unquote(name))
        made = keys(unquote(name))
        return (
            any(part in each for each in made for part in (*self._exact, *self._loose))
            or self.without(flat) != flat
        )

    def is_family(self, name: str) -> bool:
        """Whether the family name *name* is that of one of the authors, or the first part of a double one."""
        return bool(keys(name) & self._families)

    def _found_folded(self, flat: str, *, declared: bool) -> Iterator[Found]:
        lower = flat.lower()
        unnamed = flat
        for sought in self._everywhere:
            if sought.needs not in lower:
                continue
            for match in sought.pattern.finditer(flat):
                start, end = match.span()
                yield Found(start, end, sought.instead)
                if sought.instead == self._author:
                    unnamed = unnamed[:start] + NAME * (end - start) + unnamed[end:]
        initials = self._initials.everywhere if declared else self._initials.among_words
        yield from (Found(start, end, self._author) for start, end in initials(unnamed))
        for match in _ADDRESS.finditer(flat):
            compared = key(unquote(match[0]))
            if any(name in compared for name in self._institutions):
                yield Found(*match.span(), self.withheld)

    def _joined(self, text: str, found: Iterable[Found]) -> Iterator[Found]:
        """*found*, with an institution that follows another, as a department its hospital, as one."""
        last: Found | None = None
        for one in found:
            if (
                last
                and last.instead == one.instead == self._institution
                and text[last.end : one.start].strip(" \u00a0\n") in ("", ",")
            ):
                last = last._replace(end=one.end)
                continue
            if last:
                yield last
            last = one
        if last:
            yield last


def _phrase(text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for form in spellings(text):
        if form:
            yield needed(form), re.compile(f"{START}(?i:{spaced(form)}){END}")


def _apart(found: list[Found]) -> Iterator[Found]:
    """Those of *found* that do not overlap: the first, and of those that begin together the longest."""
    at = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= at and one.end > one.start:
            yield one
            at = one.end
