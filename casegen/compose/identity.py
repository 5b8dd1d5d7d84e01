"""What names an article's authors, found in texts and taken out of them.

A name is found however it is written: in capitals or not, with or without its accents, with initials or in
full, in either order, with a non-breaking space or hyphen. It is found between whatever is no letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from casegen.document import Affiliation, Author, Document
from casegen.lists import read_set

__all__ = ["Identity", "folded"]

_COMMON = Path(__file__).parent / "data" / "common_names.txt"
# Letters that no accent can be taken from.
_LETTERS = str.maketrans({
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "ŋ": "n",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'",
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
})  # fmt: skip
# Not seen, and so not a part of a name: soft hyphens, joiners, marks of direction.
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u061c\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
_START, _END = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_TITLE = (
    r"(?i:drs?|prof|professor(?:in)?|mr|mrs|ms|miss|herrn?|frau|doktor|docteur|mme|pr|sra?|dra|dott|dhr|mevr"
    r"|doctors?)\.?\s+"
)
# How a person is addressed behind a name, where names are not set apart by spaces.
_BEHIND = "氏|医師|医生|先生|さん|博士|教授|女士|씨|교수|박사"
_AND = r"(?:\s*[,;/&+]\s*|\s*,?\s+(?:and|und|et|y|e|en)\s+)"
_LETTER = re.compile(r"[^\W\d_]")
# Names that stand anywhere in an address or identifier; shorter ones stand in too many words.
_FEWEST = 4


class _Sought(NamedTuple):
    """What is looked for in a folded text that holds *needs* (in lower case), and the word in its place."""

    needs: str
    pattern: re.Pattern[str]
    instead: str


class Identity:
    """The names, addresses and numbers of one article's authors, of where they work, and of its grants."""

    def __init__(self, document: Document) -> None:
        words = document.words
        self._author = f"[{words['blind_author']}]"
        self._institution = f"[{words['blind_institution']}]"
        self._withheld = f"[{words['blind_withheld']}]"
        people = [_Person(author) for author in document.authors]
        self._families = frozenset(key for person in people for key in person.keys)
        self._loose = tuple(
            {key for person in people for key in person.keys if len(key) >= _FEWEST and not _is_common(key)}
        )
        self._exact = tuple(map(_key, _identifiers(document)))
        self._everywhere = [
            *(_Sought(*sought, self._withheld) for sought in _numbers(document)),
            *(_Sought(*sought, self._institution) for sought in _places(document.affiliations)),
            *(
                _Sought(*sought, self._withheld)
                for award in document.awards
                for sought in _phrase(award.source)
            ),
            *(
                _Sought(needs, re.compile(p), self._author)
                for person in people
                for needs, p in person.patterns()
            ),
        ]
        initials = sorted({i for person in people for i in person.initials}, key=lambda i: (-len(i), i))
        one = f"(?:{'|'.join(map(re.escape, initials))})" if initials else r"(?!)"
        self._initials = re.compile(f"{_START}{one}{_END}")
        self._list = re.compile(rf"{_START}{one}(?:{_AND}{one})+{_END}")
        self._bracketed = re.compile(rf"(?<=[(\[]){one}(?=[)\]])")

    def without(self, text: str, *, declared: bool = False) -> str:
        """*text* with a neutral word in the place of each name.

        Initials without stops ("AS") are names where they stand beside others' ("AS and JM") or alone in
        brackets that define no abbreviation; in what the authors declare (*declared*), everywhere.
        """
        flat, places = _flattened(text)
        lower = flat.lower()
        found = [
            (match.start(), match.end(), sought.instead)
            for sought in self._everywhere
            if sought.needs in lower
            for match in sought.pattern.finditer(flat)
        ]
        found += [(start, end, self._author) for start, end in self._by_initials(flat, declared=declared)]
        if not found:
            return text
        out: list[str] = []
        at = 0
        for start, end, instead in _apart(found):
            begin, stop = places[start], places[end]
            if self._joins(out, text[at:begin], instead):
                at = stop
                continue
            out += (text[at:begin], instead)
            at = stop
        return "".join([*out, text[at:]])

    def is_in(self, name: str) -> bool:
        """Whether an address, a file's name or an identifier holds something of the authors."""
        flat = folded(unquote(name))
        key = _key(flat)
        return (
            any(exact in key for exact in self._exact if exact)
            or any(family in key for family in self._loose)
            or self.without(flat) != flat
        )

    def is_family(self, name: str) -> bool:
        """Whether the family name *name* is that of one of the authors."""
        return bool(_keys(name) & self._families)

    def _by_initials(self, flat: str, *, declared: bool) -> Iterator[tuple[int, int]]:
        if declared:
            yield from (match.span() for match in self._initials.finditer(flat))
            return
        for run in self._list.finditer(flat):
            yield from (m.span() for m in self._initials.finditer(flat, *run.span()))
        for match in self._bracketed.finditer(flat):
            before = _LETTER_GROUPS.findall(flat[: match.start()])[-len(match[0]) :]
            if "".join(word[0] for word in before).upper() != match[0].upper():
                yield match.span()

    def _joins(self, out: list[str], between: str, instead: str) -> bool:
        """Whether one institution follows another, as a department its hospital: one word is enough."""
        return (
            bool(out) and instead == out[-1] == self._institution and between.strip(" \u00a0\n") in ("", ",")
        )


_LETTER_GROUPS = re.compile(r"[^\W\d_]+")


class _Person:
    """One author, and the ways to write the name."""

    def __init__(self, author: Author) -> None:
        self._names = [
            (given, family)
            for given in dict.fromkeys((folded(author.given), folded(author.given.translate(_UMLAUTS))))
            for family in dict.fromkeys((folded(author.family), folded(author.family.translate(_UMLAUTS))))
        ]
        self._whole = [] if author.group else [folded(author.name)]
        self._group = author.group
        core = _core(author.family)
        self.keys = frozenset(_keys(author.family)) | frozenset(
            _keys(core) if core not in ("", author.family) else ()
        )
        self.initials = frozenset(_initials(folded(author.given), folded(author.family)))

    def patterns(self) -> Iterator[tuple[str, str]]:
        """What a folded text must hold, and an expression for it; the longest match is the name."""
        for whole in self._whole:
            yield _last_word(whole), f"{_START}(?i:{_spaced(whole)}){_END}"
        for given, family in self._names:
            if self._group:
                ways: Iterable[str] = [f"{_START}(?i:{_spaced(family)}){_END}"]
            else:
                ways = _unspaced(given, family) if _is_unspaced(family) else _spelt(given, family)
            if family:
                yield from ((_last_word(family), way) for way in ways)
        for initials in sorted(self.initials):
            stopped = r"\.[\s-]?".join(map(re.escape, initials))
            yield ".", rf"{_START}(?<!\.){stopped}\.{_END}"


def _spelt(given: str, family: str) -> Iterator[str]:
    """Ways to write a name in a script that sets names apart by spaces."""
    whole = rf"(?i:{_spaced(family)})"
    core = rf"(?i:{_spaced(_core(family))})"
    surname = whole if core == whole else f"(?:{whole}|{core})"
    if core != whole or not _is_common(family):
        yield f"{_START}{whole}{_END}"
    if _is_common(_core(family)):
        surname = f"(?:{'|'.join(_capitalised(family))})"
    if tokens := re.findall(r"[^\W_]+", given):
        first, *others = (_token(token) for token in tokens)
        forenames = first + "".join(rf"(?:[\s.-]*{token})?" for token in others) + r"(?:\s+[A-Z]\.)?"
        short = tokens[0][0].upper() + "".join(rf"(?:[\s.-]*{token[0].upper()})?" for token in tokens[1:])
        yield rf"{_START}(?:{_TITLE})?{forenames}(?:\s+|(?<=\.)){surname}{_END}"
        yield rf"{_START}{surname},?\s+(?:{forenames}|{short})\.?{_END}"
    yield rf"{_START}{_TITLE}{surname}{_END}"
    yield rf"{_START}{surname}(?=\s+(?i:et\s+al|and\s+(?:colleagues|co-?workers)|u\.\s?a\.))"


def _capitalised(family: str) -> Iterator[str]:
    """A name that is a word as well, as it is written where it is a name."""
    for form in dict.fromkeys((family, _core(family))):
        yield from (_spaced(written) for written in dict.fromkeys((form, form.title(), form.upper())))


def _unspaced(given: str, family: str) -> Iterator[str]:
    """Ways to write a name in a script without spaces between words."""
    if given:
        middle = r"[\s·・]*"
        yield re.escape(family) + middle + re.escape(given)
        yield re.escape(given) + middle + re.escape(family)
    yield re.escape(family) + rf"(?=\s*(?:{folded(_BEHIND)}))"


def _token(token: str) -> str:
    """A given name in full, or its initial."""
    return rf"(?:(?i:{re.escape(token)})|{re.escape(token[0].upper())})\.?"


def _initials(given: str, family: str) -> Iterator[str]:
    """``RJW`` and ``RW`` for Robert J. Whitlock; with and without the particles of the family name."""
    first = [token[0].upper() for token in re.findall(r"[^\W\d_]+", given)]
    words = re.findall(r"[^\W\d_]+", family)
    if not first or not words or _is_unspaced(family):
        return
    core = re.findall(r"[^\W\d_]+", _core(family)) or words
    for own in {"".join(first), first[0]}:
        for last in (core[0][0].upper(), "".join(w[0].upper() for w in core)):
            yield own + last
        if len(core) < len(words):
            particles = "".join(word[0] for word in words[: len(words) - len(core)])
            yield own + particles.lower() + core[0][0].upper()
            yield own + particles.upper() + core[0][0].upper()


def _core(family: str) -> str:
    """A family name without the particles before it: van der Meer -> Meer."""
    words = family.split()
    while len(words) > 1 and words[0][:1].islower():
        words.pop(0)
    return " ".join(words)


def _places(affiliations: Iterable[Affiliation]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Institutions and departments, with the city and country that follow them."""
    for affiliation in affiliations:
        around = [affiliation.city, affiliation.region, affiliation.country, affiliation.postal_code]
        where = "|".join(_spaced(folded(part)) for part in around if part.strip())
        follows = rf"(?:,?\s+(?i:{where}){_END})*" if where else ""
        for name in (affiliation.text, affiliation.institution, affiliation.department):
            for needs, pattern in _phrase(name):
                yield needs, re.compile(pattern.pattern + follows)


def _phrase(text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for form in dict.fromkeys((folded(text).strip(), folded(text.translate(_UMLAUTS)).strip())):
        if form:
            yield _last_word(form), re.compile(f"{_START}(?i:{_spaced(form)}){_END}")


def _numbers(document: Document) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Addresses and numbers, with the addresses that lead to them."""
    resolvers = r"(?i:(?:https?://)?(?:dx\.)?(?:doi\.org/|orcid\.org/|ror\.org/)|doi:\s*|mailto:)?"
    for number in _identifiers(document):
        flat = folded(number)
        yield flat.lower(), re.compile(rf"(?<![\w.]){resolvers}(?i:{re.escape(flat)})(?!\w)")


def _identifiers(document: Document) -> Iterator[str]:
    """E-mail addresses, ORCID iDs, ROR ids, award numbers and the article's DOI, but for the shortest."""
    given = [document.doi, *(award.id for award in document.awards)]
    given += [affiliation.ror.rsplit("/", 1)[-1] for affiliation in document.affiliations]
    given += [number for author in document.authors for number in (author.email, author.orcid)]
    yield from (number for number in given if len(number) >= _FEWEST)


def folded(text: str) -> str:
    """*text* without accents and what is not seen; its case stays."""
    return _flattened(text)[0]


def _flattened(text: str) -> tuple[str, list[int] | range]:
    """*text* folded, and where in it each of the folded characters, and the end, comes from."""
    if text.isascii() and "`" not in text:
        return text, range(len(text) + 1)
    out: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).translate(_LETTERS):
            if part not in _UNSEEN and not unicodedata.combining(part):
                out.append(part)
                places.append(at)
    # An accent that is a character of its own goes with its letter.
    end = len(text)
    places.append(end)
    return "".join(out), places


def _apart(found: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Those of *found* that do not overlap: the first, and of those that begin together the longest."""
    at = 0
    for start, end, instead in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= at and end > start:
            yield start, end, instead
            at = end


def _spaced(text: str) -> str:
    """An expression for *text* with any space or line break between its words."""
    words = (re.escape(word).replace(r"\-", r"[-\s]") for word in text.split())
    return r"\s+".join(words)


def _keys(name: str) -> set[str]:
    """*name* as it is compared: letters and digits alone, with umlauts as one letter or two."""
    return {_key(folded(name)), _key(folded(name.translate(_UMLAUTS)))} - {""}


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", folded(text)).lower()


def _last_word(text: str) -> str:
    return text.lower().split()[-1] if text.strip() else ""


def _is_common(name: str) -> bool:
    """Whether a family name alone is no sign of a person: it is a word as well, or very short."""
    return len(name) < 3 or name.lower() in read_set(_COMMON)


def _is_unspaced(name: str) -> bool:
    """Whether *name* is written in Han characters, kana or hangul."""
    return any(
        "\u1100" <= c <= "\u11ff" or "\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7ff" for c in name
    )
